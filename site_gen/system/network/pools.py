"""Connections to hosts: direct, or through the proxy that the environment names.

The variables are those that curl and pip read: ``http_proxy``, ``https_proxy`` and ``all_proxy``
name a proxy for addresses of that kind, ``no_proxy`` lists hosts that are asked directly.
"""

import urllib.request
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

import urllib3

MOVED = frozenset((301, 302, 303, 307, 308))
"""Statuses that say where to go on: RFC 9110, section 15.4. Others of this class do not."""

_SCHEMES = ("http", "https")  # of proxies that urllib3 can use by itself


class Pools:
    """Sends requests, each through the proxy of its host; no request is repeated."""

    def __init__(self, timeout: urllib3.Timeout) -> None:
        """Open no connection yet."""
        self._timeout = timeout
        self._pools: dict[str, urllib3.PoolManager] = {}

    def request(
        self, method: str, url: str, headers: Mapping[str, str]
    ) -> urllib3.BaseHTTPResponse:
        """Send one request, and give the answer with its body still to be read.

        Raises the errors of urllib3: ``LocationValueError`` for what is not an address, and other
        ``HTTPError`` where the host does not answer.
        """
        return self._open(find_proxy(url)).request(
            method, url, headers=headers, preload_content=False, redirect=False
        )

    def _open(self, proxy: str) -> urllib3.PoolManager:
        if proxy not in self._pools:
            self._pools[proxy] = self._make(proxy)
        return self._pools[proxy]

    def _make(self, proxy: str) -> urllib3.PoolManager:
        # By itself urllib3 tries again at once, and follows redirects from https to http.
        if not proxy:
            return urllib3.PoolManager(retries=False, timeout=self._timeout)
        parts = urlsplit(proxy)
        if parts.scheme not in _SCHEMES:
            what = f"is called by {parts.scheme}://; expected http:// or https://"
            raise urllib3.exceptions.ProxyError(what, ValueError(what))
        login = unquote(parts.netloc.rpartition("@")[0])
        return urllib3.ProxyManager(
            proxy,
            proxy_headers=urllib3.make_headers(proxy_basic_auth=login) if login else None,
            retries=False,
            timeout=self._timeout,
        )


def find_proxy(url: str) -> str:
    """Give the proxy through which an address is asked for; empty for none."""
    parts = urlsplit(url)
    proxies = urllib.request.getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all") or ""
    host = parts.netloc.rpartition("@")[2]
    if not (proxy and host) or urllib.request.proxy_bypass(host):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def find_wait(headers: Mapping[str, str]) -> float | None:
    """Say how many seconds a host asks to wait, if it does: RFC 9110, section 10.2.3."""
    try:
        return urllib3.Retry().parse_retry_after(headers["Retry-After"])
    except (KeyError, urllib3.exceptions.InvalidHeader):
        return None


def name_proxy(proxy: str) -> str:
    """Name a proxy in a message: without the password that its address may hold."""
    _, _, place = urlsplit(proxy).netloc.rpartition("@")
    return f"the proxy {place}"
