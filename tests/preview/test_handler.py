"""What the preview answers, byte for byte, over a socket."""

import os
import select
import socket
import time
from pathlib import Path

import pytest

from site_gen.preview import Preview
from site_gen.system.hosts.netlify_rules import parse_redirects, parse_rules
from tests.preview.raw_http import ask, connect, get, read_answer, running

OWN = ("127.0.0.1", "localhost", "[::1]", "LocalHost:80", "localhost:", "127.0.0.1:65535")
FOREIGN = (
    "evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example",
    "localhost@evil.example", "evil.example/localhost", "localhost:8000:1", "localhost:x",
    "localhost evil.example", "[::1", "::1", "[::2]", "0.0.0.0", "127.0.0.2", "2130706433",
    "", " ", "localh\u00f6st", "localhost, evil.example", "\0",
)  # fmt: skip


@pytest.mark.parametrize("host", OWN)
def test_its_own_hosts_are_answered(small: Preview, host: str) -> None:
    assert ask(small, f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n").status == 200


@pytest.mark.parametrize("url", ["/", "/feed.xml", "/nothing", "/.site-gen/state?-1"])
@pytest.mark.parametrize("host", FOREIGN)
def test_another_host_gets_one_plain_line(small: Preview, host: str, url: str) -> None:
    answer = ask(small, f"GET {url} HTTP/1.1\r\nHost: {host}\r\n\r\n")

    assert (answer.status, answer.headers["content-type"]) == (421, "text/plain; charset=utf-8")
    assert answer.body == (
        b"This preview answers for its own host only; see 'site-gen serve --host'\n"
    )


@pytest.mark.parametrize(
    "head",
    [
        "GET / HTTP/1.1", "GET / HTTP/1.0", "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost",
        "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example", "POST / HTTP/1.1",
        "GET http://evil.example/ HTTP/1.1\r\nHost: localhost",
        "GET http://localhost@evil.example/ HTTP/1.1\r\nHost: localhost",
        "GET http://localhost/ HTTP/1.1\r\nHost: evil.example",
        "GET http:///a/ HTTP/1.1\r\nHost: localhost",
        "GET http://[::1/ HTTP/1.1\r\nHost: localhost",
    ],
)  # fmt: skip
def test_a_host_that_is_missing_or_named_twice_is_refused(small: Preview, head: str) -> None:
    assert ask(small, f"{head}\r\n\r\n").status == 421


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("GET http://localhost:1/a/ HTTP/1.1\r\nHost: localhost", 200),
        ("GET HTTP://127.0.0.1 HTTP/1.1\r\nHost: localhost", 200),
        ("GET http://localhost?q=x HTTP/1.1\r\nHost: localhost", 200),
        ("GET https://localhost/ HTTP/1.1\r\nHost: localhost", 400),
        ("GET a/ HTTP/1.1\r\nHost: localhost", 400),
        ("GET * HTTP/1.1\r\nHost: localhost", 400),
        ("GET / HTTP/1.0\r\nHost: localhost", 200),
        ("GET / HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive", 200),
        ("\r\nGET / HTTP/1.1\r\nHost: localhost", 200),
        ("GET /", 400),
        ("GET / HTTP/0.9\r\nHost: localhost", 505),
        ("GET / HTTP/2.0\r\nHost: localhost", 505),
        ("GET / HTTP/x\r\nHost: localhost", 400),
        ("GET / / HTTP/1.1\r\nHost: localhost", 400),
        ("\x16\x03\x01\x02", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc", 405),
        ("OPTIONS * HTTP/1.1\r\nHost: localhost", 405),
        ("CONNECT localhost:80 HTTP/1.1\r\nHost: localhost", 405),
        ("BREW / HTTP/1.1\r\nHost: localhost", 501),
        ("get / HTTP/1.1\r\nHost: localhost", 501),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x", 400),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1", 400),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2", 400),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nno header", 400),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nA : b", 400),
        ("GET / HTTP/1.1\r\nHost: localhost\r\n" + "A: b\r\n" * 101, 431),
        (f"GET / HTTP/1.1\r\nHost: localhost\r\nA: {'b' * 70_000}", 431),
        ("GET / HTTP/1.1\r\nHost: localhost" + f"\r\nA: {'b' * 9_000}" * 9, 431),
        (f"GET /{'a' * 70_000} HTTP/1.1\r\nHost: localhost", 414),
    ],
)  # fmt: skip
def test_forms_of_requests(
    small: Preview, head: str, status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = ask(small, f"{head}\r\n\r\n".encode("latin-1"))

    assert answer.status == status
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert status == 200 or answer.body.count(b"\n") == 1
    assert ("allow" in answer.headers) == (status == 405)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("url", "status"),
    [
        (f"/{'a' * 300}", 404), (f"/{'a' * 300}/", 404), (f"/{'a/' * 5_000}", 404),
        (f"/{'%C3%A9' * 200}", 404), ("/%00", 404), ("/a%00/", 404), ("/%0d%0aA:%20b", 404),
        ("/%2e%2e/secret.txt", 404), ("/a/..%2f..%2fsecret.txt", 404), ("/a%2Findex.html", 404),
        ("/%2Fa", 404), ("/a%2f", 404), ("/./a/", 404), ("/a/%2E/", 404), ("/a//", 404),
        ("/a/../feed.xml", 404), ("/%5c..%5csecret.txt", 404), ("/feed.xml/", 404),
        ("/100%", 400), ("/%zz", 400), ("/%e", 400), ("/%ff", 404), ("/\x01", 400), ("/\x7f", 400),
        ("/a/#b", 200), ("/?%zz", 200), ("/.site-gen/", 404), ("/.site-gen/state/", 404),
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_odd_addresses(  # noqa: PLR0913, PLR0917 # each is a part of one request, or of its answer
    small: Preview, output: Path, url: str, status: int, method: str,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (output.parent / "secret.txt").write_text("secret")
    answer = get(small, url, method=method)

    assert answer.status == status
    assert "location" not in answer.headers
    assert b"secret" not in answer.body
    assert capfd.readouterr().err == ""


def test_names_that_are_not_ascii(small: Preview, output: Path) -> None:
    (output / "caf\u00e9").mkdir()
    (output / "caf\u00e9" / "index.html").write_text("coffee")

    assert get(small, "/caf%C3%A9/").body == b"coffee"
    assert get(small, "/caf\u00e9/").body == b"coffee"
    assert get(small, "/caf%C3%A9").headers["location"] == "/caf%C3%A9/"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("", 200), ("?", 200), ("?-1", 200), ("?7", 200), ("?-999999999999", 200), ("?--5", 400),
        ("?-", 400), ("?1.5", 400), ("?%31", 400), ("?\u00b2", 400), ("?1&2", 400),
        ("?1&%2Fa%2F", 200), (f"?{'9' * 5_000}", 400), ("?x", 400),
    ],
)  # fmt: skip
def test_odd_numbers_of_builds(
    small: Preview, asked: str, status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = get(small, f"/.site-gen/state{asked}")

    assert answer.status == status
    assert capfd.readouterr().err == ""


def test_a_head_does_not_wait_for_a_build(small: Preview) -> None:
    began = time.monotonic()
    assert get(small, "/.site-gen/state?0", method="HEAD").status == 200
    assert time.monotonic() - began < 10


RULES = """
/plain/* /a/:splat 302
/host/* /:splat 301
/part/:x/:xy /:xy?x=:x 301
/coffee /caf\u00e9/\u2615?q=\u00e9#\u00fc 301
/encoded /caf%C3%A9 308
/away/* https://example.org/:splat 301
/show/* /a/ 200
/folder /a 200
/deep/* /a/:splat 200
/gone/* /nothing/ 410
/lost /a/ 404
/broken /nothing/ 200
/proxy/* https://example.org/:splat 200
"""


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("/plain/x", "/a/x"), ("/plain/x%20y%C3%A9", "/a/x%20y%C3%A9"), ("/plain", "/a/"),
        ("/plain/%0d%0aSet-Cookie:%20a=b", "/a/%0D%0ASet-Cookie%3A%20a%3Db"),
        ("/plain/%00%01%7f", "/a/%00%01%7F"), ("/plain/%25", "/a/%25"), ("/plain/%ff", "/a/%FF"),
        ("/plain/a%3Fb%23c", "/a/a%3Fb%23c"), ("/plain/:splat", "/a/%3Asplat"),
        ("/host//evil.example", "/evil.example"), ("/host/%5Cevil.example", "/%5Cevil.example"),
        ("/part/%0a/%0d", "/%0D?x=%0A"), ("/part/a/b", "/b?x=a"), ("/part/:xy/b", "/b?x=%3Axy"),
        ("/coffee", "/caf%C3%A9/%E2%98%95?q=%C3%A9#%C3%BC"), ("/encoded", "/caf%C3%A9"),
        ("/encoded?q=x", "/caf%C3%A9?q=x"), ("/away/a%20b", "https://example.org/a%20b"),
        ("/away/a?q=%C3%A9&r=/", "https://example.org/a?q=%C3%A9&r=/"),
        ("/search?q=x", "/search/?q=x"), ("/search?q=a+b%26c&r=1", "/search/?q=a+b%26c&r=1"),
        ("/search?", "/search/"), ("/search?q=\u00e9", "/search/?q=%C3%A9"),
        ("/search?q=\"<'", "/search/?q=%22%3C'"), ("//search?q=x", "/search/?q=x"),
        ("http://localhost//search?q=x", "/search/?q=x"),
    ],
)  # fmt: skip
def test_where_redirects_lead(small: Preview, url: str, location: str) -> None:
    small.rules = parse_redirects("_redirects", RULES)
    answer = get(small, url)

    assert 300 < answer.status < 309
    assert answer.headers["location"] == location
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("url", "status", "body"),
    [
        ("/show/x", 200, b"a/index"), ("/folder", 200, b"a/index"), ("/deep/", 200, b"a/index"),
        ("/deep/%2e%2e/feed.xml", 404, b"404.html"), ("/gone/x", 410, b"404.html"),
        ("/lost", 404, b"a/index"), ("/broken", 404, b"404.html"),
        ("/proxy/x", 501, b"The host asks another host here"),
    ],
)  # fmt: skip
def test_rules_that_answer(small: Preview, url: str, status: int, body: bytes) -> None:
    small.rules = parse_redirects("_redirects", RULES)
    answer = get(small, url)

    assert answer.status == status
    assert body in answer.body


def test_a_site_below_a_path_keeps_queries_and_leads_to_other_sites(small: Preview) -> None:
    small.rules, small.below = parse_redirects("_redirects", RULES), "/p\u00e9"

    assert get(small, "/p\u00e9/search?q=x").headers["location"] == "/p%C3%A9/search/?q=x"
    assert get(small, "/p%C3%A9/plain/x").headers["location"] == "/p%C3%A9/a/x"
    assert get(small, "/p%C3%A9/away/x").headers["location"] == "https://example.org/x"
    assert get(small, "/?q=x").headers["location"] == "/p%C3%A9/?q=x"


HEADERS = """
[[headers]]
for = "/*"
[headers.values]
Access-Control-Allow-Origin = "*"
access-control-expose-headers = "*"
Timing-Allow-Origin = "*"
Cross-Origin-Resource-Policy = "cross-origin"
Cache-Control = "immutable"
Content-Length = "1"
Transfer-Encoding = "chunked"
ETag = "mine"
X-Text = "\u00e9 \u2615"
"""


@pytest.mark.parametrize("url", ["/", "/feed.xml", "/nothing", "/.site-gen/state?-1", "/search"])
def test_no_other_site_may_read_anything(small: Preview, url: str) -> None:
    small.rules = parse_rules("netlify.toml", HEADERS)
    headers = get(small, url, "Origin: https://evil.example").headers

    assert not [name for name in headers if "allow-origin" in name or "expose" in name]
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "transfer-encoding" not in headers


def test_text_of_headers_is_utf_8(small: Preview) -> None:
    small.rules = parse_rules("netlify.toml", HEADERS)
    text = get(small, "/").headers["x-text"]

    assert text.encode("latin-1").decode() == "\u00e9 \u2615"


@pytest.mark.parametrize(
    ("asked", "status", "where", "body"),
    [
        ("bytes=5-8", 206, "bytes 5-8/21", b"0123"),
        ("bytes=15-", 206, "bytes 15-20/21", b"</rss>"),
        ("bytes=-6", 206, "bytes 15-20/21", b"</rss>"), ("Bytes=0-0", 206, "bytes 0-0/21", b"<"),
        ("bytes=15-99", 206, "bytes 15-20/21", b"</rss>"),
        ("bytes=-99", 206, "bytes 0-20/21", b"<rss>0123456789</rss>"),
        (f"bytes=0-{'9' * 5_000}", 206, "bytes 0-20/21", b"<rss>0123456789</rss>"),
        ("bytes=21-", 416, "bytes */21", b"No such bytes\n"),
        (f"bytes={'9' * 5_000}-", 416, "bytes */21", b"No such bytes\n"),
        ("bytes=-0", 416, "bytes */21", b"No such bytes\n"),
        ("bytes=0-1,3-4", 200, None, b"<rss>0123456789</rss>"),
        ("bytes=5-4", 200, None, b"<rss>0123456789</rss>"),
        ("bytes=-", 200, None, b"<rss>0123456789</rss>"),
        ("lines=0-1", 200, None, b"<rss>0123456789</rss>"),
        ("bytes=\u00b2-", 200, None, b"<rss>0123456789</rss>"),
    ],
)  # fmt: skip
def test_ranges(small: Preview, asked: str, status: int, where: str | None, body: bytes) -> None:
    answer = get(small, "/feed.xml", f"Range: {asked}")

    assert (answer.status, answer.body) == (status, body)
    assert answer.headers.get("content-range") == where
    assert answer.headers["content-length"] == str(len(body))


def test_a_part_of_a_page_is_a_part_of_what_is_sent(small: Preview) -> None:
    whole = get(small, "/").body

    assert get(small, "/", "Range: bytes=30-").body == whole[30:]
    assert b"reload.js" in whole[30:]
    assert get(small, "/nothing", "Range: bytes=0-1").status == 404
    head = get(small, "/", "Range: bytes=0-1", method="HEAD")
    assert (head.status, head.headers["content-length"]) == (200, str(len(whole)))


def test_what_is_unchanged_is_not_sent_again(small: Preview, output: Path) -> None:
    os.utime(output / "feed.xml", (1_000_000_000, 1_000_000_000))
    first = get(small, "/feed.xml").headers
    tag, date = first["etag"], first["last-modified"]
    assert date == "Sun, 09 Sep 2001 01:46:40 GMT"

    for method in ("GET", "HEAD"):
        same = get(small, "/feed.xml", f"If-None-Match: {tag}", method=method)
        assert (same.status, same.body, same.headers["etag"]) == (304, b"", tag)
    assert get(small, "/feed.xml", f"If-Modified-Since: {date}").status == 304
    assert get(small, "/nothing", "If-None-Match: *").status == 404
    assert get(small, "/feed.xml", f"If-Range: {tag}", "Range: bytes=0-0").body == b"<"
    assert get(small, "/feed.xml", f"If-Range: {date}", "Range: bytes=0-0").body == b"<"

    (output / "feed.xml").write_text("<rss>new</rss>")
    assert get(small, "/feed.xml", f"If-None-Match: {tag}").body == b"<rss>new</rss>"
    assert get(small, "/feed.xml", f"If-Modified-Since: {date}").status == 200
    for validator in (tag, date):
        part = get(small, "/feed.xml", f"If-Range: {validator}", "Range: bytes=0-0")
        assert (part.status, part.body) == (200, b"<rss>new</rss>")


def test_requests_that_are_sent_at_once_are_answered_in_their_order(small: Preview) -> None:
    request = "GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with connect(small) as connection:
        connection.sendall(b"".join(request.format(url).encode() for url in ("/a/", "/x", "/a")))
        answers = [read_answer(connection) for _ in range(3)]

    assert [answer.status for answer in answers] == [200, 404, 301]


@pytest.mark.parametrize(
    "head",
    [
        "Content-Length: 40",
        "Transfer-Encoding: chunked",
        "Expect: 100-continue\r\nContent-Length: 40",
    ],
)
def test_a_body_of_a_get_is_no_second_request(small: Preview, head: str) -> None:
    with connect(small) as connection:
        connection.sendall(f"GET /a/ HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n".encode())
        connection.sendall(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answer = read_answer(connection)
        assert (answer.status, answer.headers["connection"]) == (200, "close")
        assert connection.recv(1) == b""


def test_a_client_that_still_sends_its_body_gets_the_answer(small: Preview) -> None:
    with connect(small) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 30000\r\n\r\n")
        select.select([connection], [], [], 10)  # the answer is there
        for _ in range(3):  # a connection that was reset tells so by the second time
            connection.sendall(b"x" * 10_000)
            time.sleep(0.05)
        assert read_answer(connection).status == 405


@pytest.mark.parametrize(
    "half", [b"GET", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: localhost", b"\r\nGET /"]
)
def test_half_a_request_is_no_request(small: Preview, half: bytes) -> None:
    with connect(small) as connection:
        connection.sendall(half)
        connection.shutdown(1)  # nothing more is sent
        assert read_answer(connection).status == 400
        assert connection.recv(1) == b""


def test_nothing_is_no_request(small: Preview) -> None:
    with connect(small) as connection:
        connection.sendall(b"\r\n\r\n")
        assert connection.recv(1) == b""


def test_http_1_0_closes(small: Preview) -> None:
    with connect(small) as connection:
        connection.sendall(b"GET /a/ HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n")
        assert read_answer(connection).headers["connection"] == "close"
        assert connection.recv(1) == b""


@pytest.mark.parametrize(("error", "status"), [(PermissionError, 403), (FileNotFoundError, 503)])
def test_a_file_that_cannot_be_read(
    small: Preview, error: type[OSError], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_path: Path) -> bytes:
        raise error

    monkeypatch.setattr(Path, "read_bytes", fail)
    answer = get(small, "/feed.xml")
    assert (answer.status, answer.headers["content-type"][:10]) == (status, "text/plain")


def test_a_host_that_was_asked_for_is_answered_too(output: Path) -> None:
    with running(Preview(output, host="0.0.0.0")) as preview:
        assert preview.url.startswith("http://localhost:")
        assert not preview.is_private
        for host, status in (("0.0.0.0:1", 200), ("localhost", 200), ("10.1.2.3", 421)):
            assert ask(preview, f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n").status == status


def test_the_address_that_a_connection_came_in_at_is_answered(output: Path) -> None:
    with running(Preview(output, host="0.0.0.0")) as preview:
        try:
            connection = socket.create_connection(("127.0.0.2", preview.server_address[1]), 10)
        except OSError:
            pytest.skip("this system has one loopback address")
        with connection:
            for host, status in (("127.0.0.2:80", 200), ("127.0.0.3", 421)):
                connection.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
                assert read_answer(connection).status == status
