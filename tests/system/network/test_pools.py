import base64
import ssl
from pathlib import Path

import pytest
import trustme
import urllib3

from site_gen.system.network.pools import Pools, find_proxy
from tests.hosts import Host, open_host, open_proxy, say


def ask(url: str) -> bytes:
    pools = Pools(urllib3.Timeout(connect=5, read=5))
    return pools.request("GET", url, {"User-Agent": "site-gen"}).read()


def test_a_request_goes_through_the_proxy_with_its_password(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    host.answers = [say(body=b"by proxy")]
    monkeypatch.setenv("http_proxy", host.url.replace("//", "//ada:s%40fe@"))

    assert ask("http://a.example/feed.xml") == b"by proxy"
    ((path, headers),) = host.asked
    assert path == "http://a.example/feed.xml"
    login = base64.b64encode(b"ada:s@fe").decode()
    assert headers["proxy-authorization"] == f"Basic {login}"


def test_a_request_by_https_goes_through_the_proxy_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("a.example").configure_cert(tls)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with open_host(tls) as host:
        host.answers = [say(body=b"papers")]
        port = int(host.url.rpartition(":")[2])
        with open_proxy({"a.example:443": port}) as proxy:
            monkeypatch.setenv("https_proxy", proxy)
            assert ask("https://a.example/x") == b"papers"
    assert [path for path, _ in host.asked] == ["/x"]


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("http://a.example/", "http://one:1"),
        ("https://a.example/", "http://two:2"),
        ("http://b.example:8000/", ""),
        ("https://x.b.example/", ""),
        ("http:///", ""),
    ],
)
def test_which_proxy_leads_to_an_address(
    monkeypatch: pytest.MonkeyPatch, url: str, proxy: str
) -> None:
    monkeypatch.setenv("http_proxy", "http://one:1")
    monkeypatch.setenv("all_proxy", "two:2")
    monkeypatch.setenv("no_proxy", "b.example,c.example")

    assert find_proxy(url) == proxy
