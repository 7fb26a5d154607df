"""Links in texts that lead nowhere."""

from pathlib import Path

import pytest

from site_gen.content.own.links import SiteUrls, find_dead_links
from site_gen.content.store import scan


@pytest.fixture
def urls(tmp_path: Path) -> SiteUrls:
    folder = tmp_path / "2025-09-17"
    folder.mkdir()
    for name in ("a.md", "og.png.md", "fig.png"):
        (folder / name).write_text("x")
    (month,) = scan(tmp_path).months
    return SiteUrls({day.date: day for day in month.days}, {"CNAME", "a b.pdf"})


@pytest.mark.parametrize(
    "url",
    [
        "/", "/2025-09-17/", "/2025-09-17", "/2025-09-17/a/", "/2025-09-17/a",
        "/2025-09-17/fig.png",
        "/2025-09-17/paper--og.png/", "/2025-09-17/og.png", "/2025-09-17.csl.json", "/2025/",
        "/2025-09/", "/2025-W38/", "/topics/video/", "/search/?q=a", "/CNAME", "/a%20b.pdf",
        "/feed.xml", "/archive/#2025",
    ],
)  # fmt: skip
def test_what_is_there_is_found(urls: SiteUrls, url: str) -> None:
    assert urls.may_have(url)


@pytest.mark.parametrize(
    "url",
    ["/2025-09-16/", "/2025-09-17/b/", "/2025-09-17/none.png", "/2025-02-30/", "/none/", "/a.pdf",
     "/2025-09-16.json"],
)  # fmt: skip
def test_what_is_surely_missing_is_not(urls: SiteUrls, url: str) -> None:
    assert not urls.may_have(url)


def test_dead_links_are_told_as_they_are_written(urls: SiteUrls) -> None:
    body = "[a](a.md) [b](b.md) ![c](c.png) [d](https://d.example/) [e](#e)"

    assert list(find_dead_links([body, "[n](/none/)"], "/2025-09-17/", urls)) == [
        ("b.md", "/2025-09-17/b/"),
        ("c.png", "/2025-09-17/c.png"),
        ("/none/", "/none/"),
    ]
