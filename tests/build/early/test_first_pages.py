import shutil
from pathlib import Path

import pytest

from site_gen.build.build import Options, build
from site_gen.build.early.first_pages import make_pages
from site_gen.build.inputs.site_inputs import Choices
from site_gen.model import output_path, path_url

OF_DAYS = ("Page", "day", "paper", "home")
SPANNING = ("months", "weeks", "topics", "authors", "organizations", "feeds", "data", "2025-09")


def can_be_made(url: str) -> bool:
    parts = url.strip("/").split("/")
    return parts[0] not in SPANNING and not parts[0].startswith("2025-W")


@pytest.fixture
def archive(papers: Path) -> Path:
    """The site of the fixture with a second day, a page of its owner, and names that are links."""
    site = papers.parent
    other = papers / "2025-09-18"
    other.mkdir()
    lines = "authors: [Ada Lovelace]\norganization: ETH\n---\n\n"
    for name in "xyz":
        (other / f"{name}.md").write_text(
            f"---\ntitle: Walrus {name}\n{lines}Of the walrus {name}.\n"
        )
    (other / "digest.yaml").write_text(
        "date: 2025-09-18\npapers: [z, x, y, 2025-09-17/a]\n", encoding="utf-8"
    )
    (papers / "pages").mkdir()
    (papers / "pages/contact.md").write_text("---\ntitle: Contact\n---\n\nWrite to me.\n")
    (papers / "site.yaml").write_text("title: Seen\norganization_pages: 3\nauthor_pages: 2\n")
    build(site, site / "public")
    return site


def edit_abstract(site: Path) -> None:
    (site / "content/2025-09-18/x.md").write_text("---\ntitle: Walrus x\n---\n\nEdited $x^2$.\n")


def edit_order(site: Path) -> None:
    (site / "content/2025-09-18/digest.yaml").write_text(
        "date: 2025-09-18\nheader: Thursday\npapers: [x, 2025-09-17/a, z, y]\n"
    )


def edit_page(site: Path) -> None:
    (site / "content/pages/contact.md").write_text("---\ntitle: Contact us\n---\n\nOr call.\n")


def edit_title(site: Path) -> None:
    (site / "content/site.yaml").write_text("title: Seen anew\norganization_pages: 3\n")


def edit_sheet(site: Path) -> None:
    (site / "templates/static").mkdir(parents=True)
    (site / "templates/static/style.css").write_text("body { color: teal }\n")


def edit_template(site: Path) -> None:
    (site / "templates").mkdir()
    source = Path(__file__).parents[3] / "templates/_foot.html"
    (site / "templates/_foot.html").write_text(source.read_text() + "<p>Ours</p>\n")


def take_down(site: Path) -> None:
    (site / "content/2025-09-18/y.md").write_text(
        "---\ntitle: Walrus y\nremoved: By request\n---\n\nOf the walrus y.\n"
    )


def add_day(site: Path) -> None:
    shutil.copytree(site / "content/2025-09-18", site / "content/2025-10-02")
    (site / "content/2025-10-02/digest.yaml").unlink()


@pytest.mark.parametrize(
    "edit",
    [
        edit_abstract, edit_order, edit_page, edit_title, edit_sheet, edit_template, take_down,
        add_day,
    ],
)  # fmt: skip
def test_a_page_that_is_made_first_is_that_of_the_build(archive: Path, edit: object) -> None:
    public, clean = archive / "public", archive / "clean"
    edit(archive)  # type: ignore[operator]
    before = {path: path.read_bytes() for path in public.rglob("*") if path.is_file()}
    build(archive, clean, Options(has_search=True))
    pages = [path.relative_to(clean).as_posix() for path in clean.rglob("*.html")]
    urls = [url for url in map(path_url, pages) if can_be_made(url)]
    made = make_pages(archive, public, urls)

    assert before == {path: path.read_bytes() for path in public.rglob("*") if path.is_file()}
    assert {"index.html", "2025-09-18/index.html", "2025-09-18/x/index.html"} <= made.keys()
    assert {"contact/index.html", "about/index.html", "404.html"} & set(pages) <= made.keys()
    differ = [path for path, data in made.items() if (clean / path).read_bytes() != data]
    # What spans months is known only from the last build; related papers too.
    assert [path for path in differ if not is_of_last_build(path, edit)] == []


def is_of_last_build(path: str, edit: object) -> bool:
    """Say whether a page may show what the last build knew: counts of days, related papers."""
    if edit in (add_day, take_down) and path.count("/") < 2:
        return path.split("/", maxsplit=1)[0] in {"404.html", "about", "archive", "search", "2025"}
    return edit in (add_day, take_down, edit_abstract) and path.count("/") == 2


def test_where_a_build_finds_something_wrong_no_page_is_made_first(archive: Path) -> None:
    public = archive / "public"
    (archive / "content/2025-09-18/x.md").write_text("---\ntitel: X\n---\n\nX.\n")
    assert make_pages(archive, public, ["/2025-09-18/"]) == {}
    assert make_pages(archive, archive / "other", ["/"]) == {}
    assert make_pages(archive, public, []) == {}


def test_drafts_are_made_first_where_a_build_shows_them(archive: Path) -> None:
    path = archive / "content/2025-09-18/x.md"
    path.write_text("---\ntitle: Walrus x\ndraft: true\n---\n\nOf the walrus x.\n")
    urls = ["/2025-09-18/", "/2025-09-18/x/"]

    hidden = make_pages(archive, archive / "public", urls)
    shown = make_pages(archive, archive / "public", urls, Choices(has_drafts=True))

    assert list(map(output_path, urls))[:1] == [path for path in hidden if path.endswith(".html")]
    assert {*map(output_path, urls)} <= shown.keys()


def test_no_file_of_static_is_read_for_a_page(archive: Path) -> None:
    (archive / "content/static").mkdir()
    (archive / "content/static/nowhere.bin").symlink_to("gone")

    assert "index.html" in make_pages(archive, archive / "public", ["/"])
