"""What a build writes for hosts, and what it refuses."""

from pathlib import Path

import pytest

from site_gen.build.build import build
from site_gen.model.errors import InputError
from tests.build.test_publish import walk


@pytest.fixture
def site(tmp_path: Path) -> Path:
    day = tmp_path / "content/2025-09-17"
    day.mkdir(parents=True)
    (day / "a.md").write_text("---\ntitle: A\n---\n\nText.\n")
    return tmp_path


def write(site: Path, text: str) -> None:
    settings = f"base_url: https://a.example/p\n{text}"
    (site / "content/site.yaml").write_text(settings)


def make(site: Path) -> dict[str, bytes]:
    """Build, and check that a clean build has the same bytes."""
    build(site, site / "public")
    build(site, site / "clean")
    files = {path: (site / "public" / path).read_bytes() for path in walk(site / "public")}
    assert files == {path: (site / "clean" / path).read_bytes() for path in walk(site / "clean")}
    return files


def test_rules_follow_the_settings(site: Path) -> None:
    write(site, "")
    files = make(site)
    assert b"X-Frame-Options: DENY\n" in files["_headers"]
    assert files["_redirects"].startswith(b"/rss /feed.xml 301\n")
    page = files["index.html"]
    assert b"http-equiv" not in page

    write(site, "headers: {/*: {X-Frame-Options: SAMEORIGIN}}\nredirects: {/old: /about/}\n")
    files = make(site)
    assert b"X-Frame-Options: SAMEORIGIN\n" in files["_headers"]
    assert files["_redirects"].startswith(b"/old /about/ 301\n/old/ /about/ 301\n/rss ")
    assert files["index.html"] == page


def test_github_pages_has_the_policy_and_redirects_in_pages(site: Path) -> None:
    write(site, "redirects: {/old: /about/, /o2/: 'https://b.example/?a=b&c'}\n")
    make(site)
    write(site, "host: github-pages\nredirects: {/old: /about/, /o2/: 'https://b.example/?a&b'}\n")
    files = make(site)

    assert "_headers" not in files
    assert "_redirects" not in files
    assert files[".nojekyll"] == b""
    for path, data in files.items():
        if path.endswith(".html"):
            start = b'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="'
            assert start in data
    moved = files["old/index.html"].decode()
    assert '<meta http-equiv="refresh" content="0; url=/p/about/">' in moved
    assert '<meta name="robots" content="noindex">' in moved
    assert "url=https://b.example/?a&amp;b" in files["o2/index.html"].decode()
    assert b"/old/" not in files["sitemap.xml"]

    write(site, "host: github-pages\n")
    assert "old/index.html" not in make(site)


@pytest.mark.parametrize("host", ["netlify", "github-pages"])
@pytest.mark.parametrize("path", ["/search", "/2025-09-17/", "/2025-09-17/a/", "/2025-09/"])
def test_a_redirect_hides_no_page(site: Path, host: str, path: str) -> None:
    write(site, f"host: {host}\nredirects:\n  {path}: /about/\n")

    with pytest.raises(InputError, match=rf"site.yaml:4: redirects: {path} leads away from {path}"):
        build(site, site / "public")
    assert not (site / "public").exists()


@pytest.mark.parametrize("host", ["netlify", "github-pages"])
def test_a_page_that_comes_later_is_not_hidden(site: Path, host: str) -> None:
    write(site, f"host: {host}\nredirects:\n  /2025-09-17/b: /about/\n")
    files = make(site)
    (site / "content/2025-09-17/b.md").write_text("---\ntitle: B\n---\n")

    with pytest.raises(InputError, match=r"leads away from /2025-09-17/b/, which the site has"):
        build(site, site / "public")
    assert files == {path: (site / "public" / path).read_bytes() for path in walk(site / "public")}
