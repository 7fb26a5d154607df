import json
import re
from pathlib import Path

import feedparser
import pytest

from site_gen.build import Options, build

FORMS = ("feed.xml", "atom.xml", "feed.json")


def write(site: Path, name: str, *authors: str) -> None:
    path = site / "content" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: Of <{name}>\nauthors: {list(authors)}\n---\n\nText & *more*.\n")


def make(site: Path) -> None:
    build(site, site / "public", Options(has_search=False, base_url="https://a.example"))


@pytest.fixture
def archive(site: Path) -> Path:
    """A site of seven papers by Ada, four of them with Bo."""
    for number in range(1, 8):
        write(site, f"2025-0{number}-01/p", "Ada", *(["Bo"] if number < 5 else []))
    make(site)
    return site


def test_the_three_forms_of_an_author_s_feed_say_the_same(archive: Path) -> None:
    rss, atom = (feedparser.parse(archive / f"public/authors/ada/{form}") for form in FORMS[:2])
    value = json.loads((archive / "public/authors/ada/feed.json").read_bytes())
    seen = [(x.id, x.link, x.published_parsed, x.content[0].value) for x in atom.entries]

    assert [x.link for x in atom.entries] == [
        f"https://a.example/2025-0{number}-01/p/" for number in (7, 6, 5, 4, 3)
    ]
    assert [(x.id, x.link, x.published_parsed, x.content[0].value) for x in rss.entries] == seen
    assert [(x["id"], x["url"], x["content_html"].strip()) for x in value["items"]] == [
        (one[0], one[1], one[3]) for one in seen
    ]
    assert value["items"][0]["title"] == "Of <2025-07-01/p>"
    assert [x["authors"] for x in value["items"]][3:] == [[{"name": "Ada"}, {"name": "Bo"}]] * 2
    assert atom.feed.title == rss.feed.title == value["title"] == "Daily Papers: Ada"
    assert (
        atom.feed.link
        == rss.feed.link
        == value["home_page_url"]
        == "https://a.example/authors/ada/"
    )


def test_an_author_s_page_leads_to_its_feeds(archive: Path) -> None:
    page = (archive / "public/authors/ada/index.html").read_text(encoding="utf-8")
    found = re.findall(r'<link rel="alternate" type="(.*)" title="(.*)" href="(.*)">', page)

    assert found[3:] == [
        (
            f"application/{kind}",
            f"Daily Papers: Ada ({form})",
            f"https://a.example/authors/ada/{file}",
        )
        for kind, form, file in (
            ("rss+xml", "RSS", "feed.xml"),
            ("atom+xml", "Atom", "atom.xml"),
            ("feed+json", "JSON", "feed.json"),
        )
    ]
    assert all(f'href="/authors/ada/{form}"' in page for form in FORMS)


def test_who_has_a_page_no_more_has_no_feed(archive: Path) -> None:
    folder = archive / "public/authors/bo"
    assert {path.name for path in folder.iterdir()} == {"index.html", *FORMS}
    for number in (1, 2):
        write(archive, f"2025-0{number}-01/p", "Ada")
    make(archive)

    assert not folder.exists()
