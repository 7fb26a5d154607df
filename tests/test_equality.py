"""What ``benchmarks compare`` finds in sites of two programs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.equality import differences

HOST = "https://papers.example.org"
PAPER = """<nav><a href="/">Home</a></nav><main><h1 data-pagefind-meta="title">A &amp; B</h1>
<div class="abstract"><p>Some   {} text.</p></div><a href="/topics/x/">X</a></main>"""
FILES = {
    "2026-08-20/a/index.html": PAPER.format("plain"),
    "2026-08-20/index.html": '<main><a href="/2026-08-20/a/">A &amp; B</a></main>',
    "2026-08-20.json": f'{{"papers": [{{"url": "{HOST}/2026-08-20/a/", "title": "A & B"}}]}}',
    "2026-08-20.bib": f"url = {{{HOST}/2026-08-20/a/}}",
    "sitemap.xml": f"<loc>{HOST}/2026-08-20/</loc><loc>{HOST}/2026-08-20/a/</loc>",
}


@pytest.fixture
def sites(tmp_path: Path) -> dict[str, Path]:
    found = {name: tmp_path / name for name in ("ours", "theirs")}
    for site in found.values():
        for name, text in FILES.items():
            path = site / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return found


def change(name: str, old: str, new: str) -> Callable[[dict[str, Path]], object]:
    return lambda sites: (sites["theirs"] / name).write_text(FILES[name].replace(old, new))


@pytest.mark.parametrize(
    "edit",
    [
        change("2026-08-20/a/index.html", "Some   plain", "Some plain"),
        change("2026-08-20/a/index.html", "Home", "Start"),  # outside of the main part
        change("2026-08-20/index.html", "<main>", '<main><a href="/about/">About</a>'),
        lambda sites: (sites["ours"] / "about.html").write_text("<main>More</main>"),
        lambda sites: (sites["theirs"] / "2026-08-20.json").rename(
            sites["theirs"] / "2026-08-20/index.json"
        ),
    ],
)
def test_sites_of_the_same_substance_are_equal(
    sites: dict[str, Path], edit: Callable[[dict[str, Path]], object]
) -> None:
    edit(sites)

    assert differences(sites) == []


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (change("2026-08-20/a/index.html", "plain", "other"), "1 of 1 pages of papers differ"),
        (change("2026-08-20/a/index.html", "A &amp;", "C &amp;"), "1 of 1 pages of papers differ"),
        (change("2026-08-20/a/index.html", "/x/", "/y/"), "1 of 1 pages of papers differ"),
        (change("2026-08-20/index.html", "/a/", "/b/"), "1 of 1 pages of days differ"),
        (change("2026-08-20.json", "A & B", "A"), "1 of 1 days as JSON differ"),
        (change("2026-08-20.bib", "/a/", "/b/"), "1 of 1 days as BibTeX differ"),
        (change("sitemap.xml", "/a/", "/b/"), "2 addresses in sitemaps, as /2026-08-20/a/"),
        (
            lambda sites: (sites["theirs"] / "2026-08-20.bib").unlink(),
            "1 and 0 days as BibTeX, as 2026-08-20",
        ),
    ],
)
def test_what_differs_is_told(
    sites: dict[str, Path], edit: Callable[[dict[str, Path]], object], told: str
) -> None:
    edit(sites)
    (line,) = differences(sites)

    assert line.startswith(f"ours and theirs: {told}")
    assert not line.endswith("by design")


def test_what_only_we_set_as_math_is_by_design(sites: dict[str, Path]) -> None:
    page = "2026-08-20/a/index.html"
    (sites["ours"] / page).write_text(PAPER.format("<math><mi>x</mi></math>"))
    (sites["theirs"] / page).write_text(PAPER.format("$x$"))

    assert [line[-9:] for line in differences(sites)] == ["by design"]
