"""Each way in which a host does not answer has its own sentence. All are tried with sockets."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme
import urllib3

from site_gen.system.network.pools import Pools
from site_gen.system.network.reasons import explain
from tests.hosts import open_host, open_proxy, say

REFUSES = "refuses the connection (no program listens at that port)"
NOT_FOUND = "is not found by its name (is it spelled right, and is this machine online?)"
UNUSED = "127.0.0.1:9"  # the port of a service that nobody runs today


def ask(url: str) -> str:
    """Give why an address does not answer; the status if it does."""
    pools = Pools(urllib3.Timeout(connect=0.5, read=5))
    try:
        return str(pools.request("GET", url, {}).status)
    except urllib3.exceptions.HTTPError as err:
        return explain(err, url)


def test_no_host_has_this_name() -> None:
    assert ask("http://no-such-host.invalid/") == f"cannot be reached: it {NOT_FOUND}"


def test_the_connection_is_refused() -> None:
    assert ask(f"http://{UNUSED}/") == f"cannot be reached: it {REFUSES}"


def test_there_is_no_network() -> None:
    # An address without a scope: of which network it is, is not known.
    assert ask("http://[fe80::1]/") == "cannot be reached: there is no network to it"


def test_the_connection_is_not_taken() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        reason = ask(f"http://127.0.0.1:{full.getsockname()[1]}/")
        for one in waiting:
            one.close()
    assert reason == "cannot be reached: it does not take the connection in time"


@contextmanager
def open_safe_host(tmp_path: Path, *names: str) -> Iterator[int]:
    """A host whose certificate is for ``names``; give its port, and write its CA into a file."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(tls)
    with open_host(tls) as host:
        host.answers = [say(200)]
        yield int(host.url.rpartition(":")[2])


def test_nobody_vouches_for_the_certificate(tmp_path: Path) -> None:
    with open_safe_host(tmp_path, "127.0.0.1") as port:
        reason = ask(f"https://127.0.0.1:{port}/")
    # Each version of OpenSSL words the end in its way.
    assert reason.startswith("has no valid certificate: ")
    assert "certificate" in reason.partition(": ")[2]


def test_the_certificate_is_of_another_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_safe_host(tmp_path, "a.example") as port:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        reason = ask(f"https://127.0.0.1:{port}/")
    assert reason.startswith("has no valid certificate: ")
    assert "127.0.0.1" in reason


def test_the_host_does_not_speak_tls() -> None:
    with open_host() as host:
        host.answers = [say(200)]
        reason = ask(host.url.replace("http:", "https:"))
    assert reason == "does not speak TLS, which https:// needs"


@pytest.mark.parametrize(
    ("proxy", "what"),
    [
        (f"http://{UNUSED}", f"the proxy {UNUSED} {REFUSES}"),
        (f"http://ada:secret@{UNUSED}", f"the proxy {UNUSED} {REFUSES}"),
        (UNUSED, f"the proxy {UNUSED} {REFUSES}"),
        ("http://proxy.invalid:8080", f"the proxy proxy.invalid:8080 {NOT_FOUND}"),
        (
            "socks5://proxy.example:1080",
            "the proxy proxy.example:1080 is called by socks5://; expected http:// or https://",
        ),
    ],
)
@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "all_proxy"])
def test_the_proxy_cannot_be_used(
    monkeypatch: pytest.MonkeyPatch, name: str, proxy: str, what: str
) -> None:
    monkeypatch.setenv(name, proxy)

    assert ask("https://a.example/") == f"cannot be reached: {what}"


def test_the_proxy_does_not_let_it_through(monkeypatch: pytest.MonkeyPatch) -> None:
    with open_proxy({}) as proxy:
        monkeypatch.setenv("https_proxy", proxy)
        reason = ask("https://a.example/")
    place = proxy.removeprefix("http://")
    what = f"the proxy {place} does not let this through: 403 Forbidden"
    assert reason == f"cannot be reached: {what}"


def test_the_proxy_does_not_speak_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    with open_proxy({}) as proxy:
        monkeypatch.setenv("https_proxy", proxy.replace("http:", "https:"))
        reason = ask("https://a.example/")
    place = proxy.removeprefix("http://")
    what = f"the proxy {place} does not speak TLS, which https:// needs"
    assert reason == f"cannot be reached: {what}"
