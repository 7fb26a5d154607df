import json
import re
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from site_gen.model.errors import OutputError
from site_gen.preview import Preview, load_rules
from site_gen.system.hosts.netlify_rules import parse_redirects, parse_rules
from tests.preview.raw_http import running

RULES = """
[[headers]]
for = "/*"
[headers.values]
X-Frame-Options = "DENY"
Strict-Transport-Security = "max-age=1"
[[headers]]
for = "/assets/*"
[headers.values]
Cache-Control = "immutable"
[[redirects]]
from = "/rss"
to = "/feed.xml"
"""


@pytest.fixture
def server(site: Path) -> Iterator[Preview]:
    (site / "a").mkdir()
    for name in ("index.html", "a/index.html", "404.html"):
        (site / name).write_text(f"<html><body>{name}</body></html>")
    (site / "feed.xml").write_text("<rss/>")
    (site.parent / "secret.txt").write_text("secret")
    preview = Preview(site)
    preview.rules = parse_rules("netlify.toml", RULES)
    with running(preview):
        yield preview


def get(server: Preview, url: str, method: str = "GET") -> tuple[HTTPResponse, str]:
    connection = HTTPConnection(*server.server_address[:2], timeout=10)  # type: ignore[arg-type]
    connection.request(method, url)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response, text


def test_pages_have_the_headers_of_the_site_and_a_script_that_reloads(server: Preview) -> None:
    response, text = get(server, "/")

    assert response.status == 200
    assert response.headers["x-frame-options"] == "DENY"
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in response.headers
    assert re.fullmatch(
        r'<html><body>index.html<script type="module" src="/.site-gen/reload.js" '
        r'data-page="[0-9a-f]{16}" data-rest="[0-9a-f]{16}"></script></body></html>',
        text,
    )
    assert get(server, "/a/")[1].startswith("<html><body>a/index.html<script")


@pytest.mark.parametrize(
    ("url", "status", "location"),
    [
        ("/a", 301, "/a/"), ("/rss", 301, "/feed.xml"), ("/nothing", 404, None),
        ("/../secret.txt", 404, None), ("/%2e%2e/secret.txt", 404, None), ("/a/%00", 404, None),
        ("/a/../../secret.txt", 404, None), ("//etc/passwd", 404, None), ("/feed.xml", 200, None),
    ],
)  # fmt: skip
def test_what_a_url_gives(server: Preview, url: str, status: int, location: str | None) -> None:
    response, text = get(server, url)

    assert (response.status, response.headers["location"]) == (status, location)
    assert text.startswith("<html><body>404.html") == (status == 404)


def test_rules_that_are_forced_go_before_files_and_others_after(server: Preview) -> None:
    server.rules = parse_redirects(
        "_redirects", "/a/ /a/ 410!\n/index.html /feed.xml 301!\n/feed.xml /b 301\n/c /a/ 200\n"
    )

    gone, text = get(server, "/a/")
    assert (gone.status, gone.headers["content-type"]) == (410, "text/html; charset=utf-8")
    assert text.startswith("<html><body>a/index.html")
    assert get(server, "/a")[0].status == 410
    assert get(server, "/index.html")[0].headers["location"] == "/feed.xml"
    assert get(server, "/feed.xml")[0].status == 200
    response, text = get(server, "/c")
    assert (response.status, text[:25]) == (200, "<html><body>a/index.html<"[:25])


def test_a_rule_hides_no_page_and_takes_an_address_with_and_without_its_slash(
    server: Preview,
) -> None:
    server.rules = parse_redirects("_redirects", "/:name /feed.xml 302\n/b/:part/ /b/ 302\n")

    assert get(server, "/a/")[0].status == 200
    assert get(server, "/a")[0].headers["location"] == "/a/"
    for url in ("/c", "/c/"):
        assert get(server, url)[0].headers["location"] == "/feed.xml"
    for url in ("/b/x", "/b/x/"):
        assert get(server, url)[0].headers["location"] == "/b/"


def test_a_head_has_no_body(server: Preview) -> None:
    response, text = get(server, "/", "HEAD")

    assert response.status == 200
    assert int(response.headers["content-length"]) > 0
    assert text == ""


def test_a_site_below_a_path(site: Path) -> None:
    (site / "index.html").write_text("<body>home</body>")
    preview = Preview(site)
    preview.rules, preview.below = parse_rules("x", RULES), "/papers"

    with running(preview):
        assert preview.url.endswith("/papers/")
        assert get(preview, "/papers/")[1].startswith("<body>home")
        assert get(preview, "/")[0].headers["location"] == "/papers/"
        assert get(preview, "/papers/rss")[0].headers["location"] == "/papers/feed.xml"


def test_a_browser_waits_for_the_next_build(server: Preview) -> None:
    first = json.loads(get(server, "/.site-gen/state?-1")[1])
    assert first == {"number": 0, "error": ""}
    threading.Timer(0.1, server.state.publish, ["a.md:1: wrong"]).start()

    assert json.loads(get(server, "/.site-gen/state?0")[1]) == {
        "number": 1, "error": "a.md:1: wrong"
    }  # fmt: skip
    assert (
        get(server, "/.site-gen/reload.js")[0].headers["content-type"].startswith("text/javascript")
    )
    assert get(server, "/.site-gen/other")[0].status == 404


def test_a_port_that_is_taken_is_told(server: Preview) -> None:
    port = server.server_address[1]
    with pytest.raises(OutputError, match=rf"127.0.0.1:{port}: cannot be used: .*--port"):
        Preview(server.output, port=port)


@pytest.mark.parametrize("host", ["192.0.2.1", "a" * 70 + "\u00e9", "\u00e9" * 99])
def test_a_host_that_is_not_of_this_machine_is_told(site: Path, host: str) -> None:
    with pytest.raises(OutputError, match=r":0: cannot be used: .*--host"):
        Preview(site, host=host)


def test_an_address_of_version_6(site: Path) -> None:
    try:
        preview = Preview(site, host="::1")
    except OutputError:
        pytest.skip("this machine has no IPv6")
    port = preview.server_address[1]
    assert (preview.url, preview.is_private) == (f"http://[::1]:{port}/", True)
    preview.server_close()


def test_before_there_is_a_site_a_page_says_so(site: Path) -> None:
    with running(Preview(site / "public")) as preview:
        response, text = get(preview, "/")

    assert response.status == 404
    assert "There is no site yet" in text
    assert "reload.js" in text


def test_the_rules_are_those_that_the_build_wrote(site: Path) -> None:
    public = site / "public"
    assert load_rules(site, public).headers_for("/") == {}
    public.mkdir()
    (public / "_headers").write_text("/*\n  X-Frame-Options: SAMEORIGIN\n  X-A: b\n")
    assert load_rules(site, public).headers_for("/") == {
        "x-frame-options": "SAMEORIGIN",
        "x-a": "b",
    }
    # At Netlify, the rules of an own netlify.toml come after those of the build.
    (site / "netlify.toml").write_text(RULES)
    assert load_rules(site, public).headers_for("/")["x-frame-options"] == "DENY"
    assert load_rules(site, public).headers_for("/")["x-a"] == "b"


def test_what_moved_is_in_the_output(site: Path) -> None:
    (site / "public").mkdir()
    (site / "public" / "_redirects").write_text("/rss /atom.xml\n/old/* /new/:splat\n")
    (site / "netlify.toml").write_text('[[redirects]]\nfrom = "/rss"\nto = "/late"\n')
    rules = load_rules(site, site / "public")

    assert rules.redirect_for("/old/x").to == "/new/x"  # type: ignore[union-attr]
    assert rules.redirect_for("/rss").to == "/atom.xml"  # type: ignore[union-attr]
