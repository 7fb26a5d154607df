import gzip
import ssl
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import trustme

from site_gen.model.errors import HostError, ToolError
from site_gen.system.network import client as module
from site_gen.system.network.client import Client
from tests.hosts import Answer, Host, open_host, say


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def safe_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    """A host whose certificate is trusted as long as the test goes on."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    with open_host(tls) as found:
        yield found


@pytest.fixture
def client(tmp_path: Path, waits: list[float]) -> Client:
    return Client("site-gen/1 (+https://papers.example.org)", tmp_path / "cache", waits.append)


def test_who_asks_is_said_and_what_is_packed_is_unpacked(client: Client, host: Host) -> None:
    host.answers = [say(body=gzip.compress(b"papers"), Content_Encoding="gzip")]

    assert client.get(f"{host.url}/a?b=c") == b"papers"
    path, headers = host.asked[0]
    assert (path, headers["User-Agent"]) == ("/a?b=c", "site-gen/1 (+https://papers.example.org)")
    assert "If-None-Match" not in headers


def test_what_did_not_change_is_not_sent_again(client: Client, host: Host) -> None:
    host.answers = [
        say(body=b"one", ETag='"1"', Last_Modified="Wed, 17 Sep 2025 00:00:00 GMT"),
        say(304),
        say(body=b"two", ETag='"2"'),
    ]
    got = [client.get(f"{host.url}/a") for _ in range(3)]

    assert got == [b"one", b"one", b"two"]
    assert host.asked[1][1]["If-None-Match"] == '"1"'
    assert host.asked[1][1]["If-Modified-Since"] == "Wed, 17 Sep 2025 00:00:00 GMT"


def test_a_spoilt_cache_is_not_used(client: Client, host: Host, tmp_path: Path) -> None:
    host.answers = [say(body=b"one", ETag='"1"')]
    client.get(host.url)
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_bytes(b"{")

    assert client.get(host.url) == b"one"
    assert "If-None-Match" not in host.asked[1][1]


@pytest.mark.parametrize(
    ("busy", "waited"),
    [
        (say(429, Retry_After="7"), [7.0]),
        (say(503), [1.0]),
        (say(500, b"<html>"), [1.0]),
        (say(body=b"pap", length=6), [1.0]),
        (lambda handler: handler.connection.close(), [1.0]),
    ],
)
def test_a_host_that_is_busy_is_asked_again(
    client: Client, host: Host, waits: list[float], busy: Answer, waited: list[float]
) -> None:
    host.answers = [busy, say(body=b"papers")]

    assert client.get(host.url) == b"papers"
    assert waits == waited


@pytest.mark.parametrize(
    ("answer", "waited", "what"),
    [
        (say(500), [1, 2, 4], "says 500 Internal Server Error, 4 times; expected an answer"),
        (say(body=b"pap", length=6), [1, 2, 4], "ended too early, 4 times; expected an answer"),
        (say(404), [], "says 404 Not Found; expected an answer"),
        (
            say(429, Retry_After="3600"),
            [],
            "says 429 Too Many Requests, asks to wait 3600 s; expected an answer: try later",
        ),
        (
            say(302, Location="file:///etc/passwd"),
            [],
            "leads to file:///etc/passwd; expected an address that begins with https://",
        ),
        (
            say(302, Location="http://[::1"),
            [],
            "leads to http://[::1; expected an address that begins with https://",
        ),
        (say(302, Location="/again"), [], "leads on and on; expected at most 5 redirects"),
        (
            say(body=b"no gzip", Content_Encoding="gzip"),
            [1, 2, 4],
            "is packed in a way that cannot be read, 4 times; expected an answer",
        ),
    ],
)
def test_what_goes_wrong_is_told(
    host: Host, tmp_path: Path, answer: Answer, waited: list[int], what: str
) -> None:
    host.answers = [answer]
    waits: list[float] = []
    client = Client("site-gen/1", tmp_path, waits.append)

    with pytest.raises(ToolError) as caught:
        client.get(f"{host.url}/a")
    assert str(caught.value) == f"{host.url}/a: {what}"
    assert waits == waited


def test_a_redirect_is_followed(client: Client, host: Host) -> None:
    host.answers = [say(301, Location="/b"), say(308, Location=f"{host.url}/c"), say(body=b"x")]

    assert client.get(f"{host.url}/a") == b"x"
    assert [path for path, _ in host.asked] == ["/a", "/b", "/c"]


def test_a_safe_redirect_is_followed_and_one_to_what_is_less_safe_is_not(
    client: Client, host: Host, safe_host: Host
) -> None:
    host.answers = [say(body=b"anybody may have written this")]
    safe_host.answers = [say(301, Location="/b"), say(302, Location=f"{host.url}/c")]

    with pytest.raises(ToolError) as caught:
        client.get(f"{safe_host.url}/a")
    what = f"leads to {host.url}/c; expected an address that begins with https://"
    assert str(caught.value) == f"{safe_host.url}/a: {what}"
    assert [path for path, _ in safe_host.asked] == ["/a", "/b"]
    assert host.asked == []


def test_a_host_that_nobody_vouches_for_is_not_believed(
    client: Client, safe_host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    safe_host.answers = [say(body=b"anybody may have written this")]

    with pytest.raises(ToolError, match="has no valid certificate"):
        client.get(safe_host.url)
    assert safe_host.asked == []


@pytest.mark.parametrize(
    ("answer", "is_of_host"),
    [
        (say(404), False),
        (say(500), False),
        (say(body=b"pap", length=6), False),
        (say(429), True),
        (say(503, Retry_After="3600"), True),
    ],
)
def test_an_error_says_whether_the_whole_host_is_out(
    client: Client, host: Host, answer: Answer, is_of_host: bool
) -> None:
    host.answers = [answer]
    with pytest.raises(ToolError) as caught:
        client.get(host.url)
    assert isinstance(caught.value, HostError) is is_of_host


def test_a_host_without_a_connection_is_out(client: Client) -> None:
    with pytest.raises(HostError):
        client.get("http://127.0.0.1:9")


def test_an_answer_that_is_too_large_is_broken_off(
    client: Client, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LARGEST", 2**20)
    host.answers = [say(body=gzip.compress(bytes(2**21)), Content_Encoding="gzip")]

    with pytest.raises(ToolError, match="more than 1 MiB; expected a list of papers"):
        client.get(host.url)


def test_an_answer_that_drips_is_broken_off(
    client: Client, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_WHOLE", 0.2)

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        try:
            for _ in range(100):
                handler.wfile.write(b"x")
                time.sleep(0.02)
        except OSError:
            pass  # nobody listens any more

    host.answers = [drip]
    with pytest.raises(ToolError, match=r"takes more than 0.2 s; expected an answer: try later"):
        client.get(host.url)


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("file:///etc/passwd", "file:///etc/passwd: expected an address that begins with https://"),
        (
            "http://127.0.0.1:9",
            "http://127.0.0.1:9: cannot be reached: it refuses the connection (no program listens "
            "at that port), 4 times; expected an answer",
        ),
        ("http://[::1", "http://[::1: not an address: Invalid IPv6 URL; expected https://..."),
        ("http://", "http://: not an address: No host specified.; expected https://..."),
    ],
)
def test_addresses_that_cannot_be_asked(client: Client, url: str, what: str) -> None:
    with pytest.raises(ToolError) as caught:
        client.get(url)
    assert str(caught.value) == what
