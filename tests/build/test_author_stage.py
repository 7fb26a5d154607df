import re
from pathlib import Path

import feedparser
import pytest

from site_gen.build.build import Options, build
from site_gen.build.manifest.database import manifest_path
from site_gen.build.manifest.site_list import NAME


def write(site: Path, name: str, *authors: str) -> None:
    path = site / "content" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: Of <{name}>\nauthors: {list(authors)}\n---\n\nText & *more*.\n")


def make(site: Path, output: str = "public") -> None:
    build(site, site / output, Options(has_search=False, base_url="https://a.example"))


@pytest.fixture
def archive(site: Path) -> Path:
    """A site of seven papers by Ada, four of them with Bo. Three make a page and a feed."""
    for number in range(1, 8):
        write(site, f"2025-0{number}-01/p", "Ada", *(["Bo"] if number < 5 else []))
    settle(site, author_pages=3, author_feeds=3)
    make(site)
    return site


def settle(site: Path, **settings: int) -> None:
    (site / "content").mkdir(exist_ok=True)
    lines = (f"{key}: {value}\n" for key, value in settings.items())
    (site / "content/site.yaml").write_text("".join(lines))


def test_an_author_s_feed_is_short_and_in_atom(archive: Path) -> None:
    body = "Text & *more* of it. " * 40
    path = archive / "content/2025-07-01/p.md"
    path.write_text(path.read_text().replace("Text & *more*.", body))
    make(archive)
    feed = feedparser.parse(archive / "public/authors/ada/atom.xml")
    newest, *others = feed.entries

    assert [x.link for x in feed.entries] == [
        f"https://a.example/2025-0{number}-01/p/" for number in (7, 6, 5, 4, 3)
    ]
    assert newest.title == "Of <2025-07-01/p>"
    for text in (newest.content[0].value, *(x.content[0].value for x in others)):
        assert text.startswith("<p>Text &amp; more")
        assert len(text) < 500
    assert f'<a href="{newest.link}">' in newest.content[0].value
    assert "summary" not in newest or newest.summary == newest.content[0].value
    assert [[x.name for x in one.authors] for one in others[2:]] == [["Ada", "Bo"]] * 2
    assert (feed.feed.title, feed.feed.link) == (
        "Daily Papers: Ada", "https://a.example/authors/ada/"
    )  # fmt: skip
    full = feedparser.parse(archive / "public/atom.xml").entries[0]
    assert len(full.content[0].value) > len(body)
    assert full.id == newest.id


def test_an_author_s_page_leads_to_its_feed(archive: Path) -> None:
    page = (archive / "public/authors/ada/index.html").read_text(encoding="utf-8")
    found = re.findall(r'<link rel="alternate" type="(.*)" title="(.*)" href="(.*)">', page)

    assert found[3:] == [
        (
            "application/atom+xml",
            "Daily Papers: Ada (Atom)",
            "https://a.example/authors/ada/atom.xml",
        )
    ]
    assert re.findall(r'href="/authors/ada/([^"]+)"', page) == ["atom.xml"]
    told = "of 3 papers or more have a feed of their own"
    assert told in (archive / "public/feeds/index.html").read_text(encoding="utf-8")
    for settings in ({"author_pages": 0}, {"author_feeds": 0}, {"author_feeds": 8}):
        settle(archive, **settings)
        build_both(archive)
        feeds = (archive / "public/feeds/index.html").read_text(encoding="utf-8")
        assert "have a feed of their own" not in feeds
        assert not list((archive / "public/authors").rglob("*.xml"))


def test_an_author_has_a_page_from_five_papers_on_and_a_feed_from_ten(site: Path) -> None:
    folder = site / "public/authors/ada"
    for number in range(1, 12):
        write(site, f"2025-{number:02}-01/p", "Ada")
        build_both(site)
        here = {path.name for path in folder.iterdir()} if folder.exists() else set[str]()
        assert ("index.html" in here, "atom.xml" in here) == (number >= 5, number >= 10)
        assert ("ada/" in (site / "public/sitemap.xml").read_text()) == (number >= 5)
    for number in range(11, 2, -1):
        write(site, f"2025-{number:02}-01/p")
        build_both(site)
        here = {path.name for path in folder.iterdir()} if folder.exists() else set[str]()
        assert ("index.html" in here, "atom.xml" in here) == (number > 5, number > 10)


def list_searches(site: Path) -> dict[str, list[str]]:
    """Give the searches in the names on each paper's page, by day."""
    found = {}
    for page in sorted((site / "public").glob("20*-*-*/*/index.html")):
        (names,) = re.findall(r'class="authors" dir="auto">(.*?)</p>', page.read_text())
        found[page.parent.parent.name] = re.findall(r'href="/search/[?]q=(.*?)"', names)
    return found


def test_a_name_without_a_page_leads_to_the_search_from_the_third_paper_on(site: Path) -> None:
    for number in range(1, 7):
        names = ("Ada B", "Bo") if number < 5 else ("Ada B",)
        write(site, f"2025-0{number}-01/p", *names, "Once" if number == 6 else "Twice & <more>")
        build_both(site)
    ada, bo, twice = "author:%22Ada%20B%22", "author:Bo", "author:%22Twice%20%26%20%3Cmore%3E%22"

    assert list(list_searches(site).values()) == [
        [], [], [ada, bo, twice], [ada, bo, twice], [twice][:0], [],
    ]  # fmt: skip


def test_a_name_that_leads_to_the_search_follows_what_changes(site: Path) -> None:
    for number in range(1, 6):
        write(site, f"2025-0{number}-01/p", "Ada")
    build_both(site)
    assert list(list_searches(site).values()) == [[], [], ["author:Ada"], ["author:Ada"], []]
    assert list(links(site).values()) == [[], [], [], [], ["ada"]]
    write(site, "2025-01-01/p", "Bo")  # four are left
    build_both(site)
    assert list(list_searches(site).values()) == [[], [], [], ["author:Ada"], ["author:Ada"]]
    assert not any(links(site).values())
    for settings in ({"author_pages": 0}, {"author_pages": 3}, {"author_pages": 4}):
        settle(site, **settings)
        build_both(site)
        assert any(map(bool, list_searches(site).values())) == (settings["author_pages"] == 4)


def links(site: Path, output: str = "public") -> dict[str, list[str]]:
    """Give the links in the names on each paper's page, by day."""
    found = {}
    for page in sorted((site / output).glob("20*-*-*/*/index.html")):
        (names,) = re.findall(r'class="authors" dir="auto">(.*?)</p>', page.read_text())
        found[page.parent.parent.name] = re.findall(r'href="/authors/(.*?)/"', names)
    return found


def read_tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and NAME not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_name_is_a_link_from_the_month_of_its_third_paper(archive: Path) -> None:
    found = links(archive)

    assert [found[f"2025-0{number}-01"] for number in range(1, 8)] == [
        [], [], ["ada", "bo"], ["ada", "bo"], ["ada"], ["ada"], ["ada"],
    ]  # fmt: skip
    page = (archive / "public/2025-04-01/p/index.html").read_text()
    assert '<a href="/authors/ada/">Ada</a>, <a href="/authors/bo/">Bo</a></p>' in page
    assert 'name="citation_author" content="Bo"' in page


def test_an_older_paper_links_names_of_later_ones_and_no_other_page_changes(archive: Path) -> None:
    settle(archive, author_pages=3, related=0)
    make(archive)
    pages = sorted((archive / "public").glob("20*-*-*/*/index.html"))
    before = {page.parts[-3]: page.stat().st_mtime_ns for page in pages}
    write(archive, "2025-01-02/q", "Ada")
    make(archive)

    changed = [
        page.parts[-3] for page in pages if page.stat().st_mtime_ns != before[page.parts[-3]]
    ]
    assert links(archive)["2025-02-01"] == ["ada"]
    assert changed == ["2025-02-01"]


@pytest.mark.parametrize("step", [0, 2, 3])
def test_links_follow_the_setting_and_a_manifest_that_is_lost(archive: Path, step: int) -> None:
    for least in (step, 3):
        settle(archive, author_pages=least, author_feeds=3)
        make(archive)
        make(archive, "clean")
        assert read_tree(archive / "public") == read_tree(archive / "clean")
        assert any(links(archive).values()) == bool(least)
    manifest_path(archive, archive / "public").unlink()
    write(archive, "2025-02-01/p", "Bo")
    make(archive)
    make(archive, "clean")

    assert read_tree(archive / "public") == read_tree(archive / "clean")


def test_who_has_a_page_no_more_has_no_feed(archive: Path) -> None:
    folder = archive / "public/authors/bo"
    assert {path.name for path in folder.iterdir()} == {"index.html", "atom.xml"}
    for number in (1, 2):
        write(archive, f"2025-0{number}-01/p", "Ada")
    make(archive)

    assert not folder.exists()


def put(site: Path, name: str, organization: str = "") -> None:
    write(site, name)
    path = site / "content" / f"{name}.md"
    told = f"organization: '{organization}'\n" if organization else ""
    path.write_text(path.read_text().replace("authors: []\n", told))


def list_organizations(site: Path) -> list[str]:
    folder = site / "public/organizations"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def organization_links(site: Path) -> list[str]:
    """Give the days of the papers whose organization is a link."""
    pages = sorted((site / "public").glob("20*-*-*/*/index.html"))
    mark = '<p class="organization" dir="auto"><a href="/organizations/'
    return [page.parts[-3] for page in pages if mark in page.read_text()]


def build_both(site: Path) -> None:
    """Build step by step and anew, and compare."""
    make(site)
    make(site, "clean")
    assert read_tree(site / "public") == read_tree(site / "clean")


ONE_PAGE = ["eth-zurich/index.html", "index.html", "names/e/index.html"]


def test_an_organization_comes_and_goes(site: Path) -> None:
    for number in range(1, 8):
        put(site, f"2025-0{number}-01/p")
    build_both(site)
    bare = read_tree(site / "public")
    assert list_organizations(site) == []
    # The rules for hosts name all folders that there may be.
    pages = [data for path, data in bare.items() if path != "_headers"]
    assert not any(b"/organizations/" in data for data in pages)

    for number in (2, 4):
        put(site, f"2025-0{number}-01/p", "ETH Zurich")
        build_both(site)
        assert list_organizations(site) == []
    put(site, "2025-03-01/p", "ETH  ZURICH")
    build_both(site)
    assert list_organizations(site) == ONE_PAGE
    assert organization_links(site) == ["2025-04-01"]
    page = (site / "public/organizations/eth-zurich/index.html").read_text()
    assert [f"2025-0{n}-01/p/" in page for n in range(1, 6)] == [False, True, True, True, False]
    assert "<p>3 papers." in page
    assert 'href="/organizations/">Organizations</a>' in page
    assert 'href="/organizations/"' in (site / "public/topics/index.html").read_text()
    sitemap = (site / "public/sitemap.xml").read_text()
    assert sitemap.count("/organizations/") == 3

    put(site, "2025-01-01/p", "ETH Zurich")  # older: the third paper is now of March
    build_both(site)
    assert organization_links(site) == ["2025-03-01", "2025-04-01"]
    put(site, "2025-01-01/p", "EPFL")
    put(site, "2025-04-01/p", "EPFL")
    build_both(site)
    assert list_organizations(site) == []
    assert organization_links(site) == []
    for number in (1, 2, 3, 4):
        put(site, f"2025-0{number}-01/p")
    build_both(site)
    assert read_tree(site / "public") == bare


def test_a_paper_of_an_organization_touches_few_files(site: Path) -> None:
    (site / "content").mkdir(exist_ok=True)
    (site / "content/site.yaml").write_text("related: 0\n")
    for number in range(1, 6):
        put(site, f"2025-0{number}-01/p", "ETH Zurich")
        put(site, f"2025-0{number}-01/q", "EPFL")
    make(site)
    before = {path: path.stat().st_mtime_ns for path in (site / "public").rglob("*.html")}
    put(site, "2025-06-01/p", "ETH Zurich")
    build_both(site)
    changed = [
        path.relative_to(site / "public").as_posix()
        for path, time in before.items()
        if path.stat().st_mtime_ns != time and "organizations" in path.parts
    ]
    assert sorted(changed) == ["organizations/eth-zurich/index.html", "organizations/index.html"]


def test_an_organization_has_a_feed_from_ten_papers_on(site: Path) -> None:
    for number in range(1, 10):
        put(site, f"2025-0{number}-01/p", "ETH & Zurich")
    build_both(site)
    assert not any(path.endswith(".xml") for path in list_organizations(site))
    put(site, "2025-10-01/p", "ETH & Zurich")
    build_both(site)
    (path,) = [path for path in list_organizations(site) if path.endswith("atom.xml")]
    feed = feedparser.parse(site / "public/organizations" / path)
    assert (feed.feed.title, len(feed.entries)) == ("Daily Papers: ETH & Zurich", 10)
    assert feed.feed.link == f"https://a.example/organizations/{path.removesuffix('atom.xml')}"
    page = (site / "public/organizations" / path).with_name("index.html").read_text()
    for text in (
        page,
        *((site / "public/feeds" / x).read_text() for x in ("index.html", "all.opml")),
    ):
        assert f"/organizations/{path}" in text
    put(site, "2025-10-01/p")
    build_both(site)
    assert not any(path.endswith(".xml") for path in list_organizations(site))


def test_a_site_can_have_pages_of_organizations_alone_or_of_authors_alone(site: Path) -> None:
    for number in range(1, 4):
        write(site, f"2025-0{number}-01/p", "Ada")
        path = site / f"content/2025-0{number}-01/p.md"
        path.write_text(path.read_text().replace("---\n\n", "organization: E\n---\n\n"))
    for authors, organizations in ((3, 3), (0, 3), (0, 0), (3, 0), (2, 1)):
        settings = f"author_pages: {authors}\norganization_pages: {organizations}\n"
        (site / "content/site.yaml").write_text(settings)
        build_both(site)
        assert bool(list_organizations(site)) == bool(organizations)
        assert (site / "public/authors").exists() == bool(authors)
