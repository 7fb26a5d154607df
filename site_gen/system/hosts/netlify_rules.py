"""The rules of ``netlify.toml`` and ``_redirects``: which headers and redirects a URL gets.

https://docs.netlify.com/manage/routing/headers/ and .../redirects/overview/, as far as a static
site without functions uses them: ``*`` and ``:name`` in paths, and statuses. Those from 301 to 308
lead elsewhere; with any other one, what the rule leads to is the answer itself. A rule counts where
there is no file, or also where there is one: ``410!``, or ``force``.

Rules are matched against decoded paths. The addresses that they lead to are URLs in ASCII.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from site_gen.model import PLACEHOLDER, InputError, Problem, RedirectRule

_REDIRECT = re.compile(r"(?P<from>\S+) (?P<to>\S+)(?: (?P<status>[0-9]{3})(?P<force>!?))?")
_NAME = re.compile(f"({PLACEHOLDER})")
_STATUSES = {200, 301, 302, 303, 307, 308, *range(400, 600)}
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
# What has a meaning in a URL stays as it is written, and so does what is encoded already.
_URL_MARKS = "%:/?#[]@!$&'()*+,;=~"


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where a URL leads, and with which status.

    ``is_forced`` says that it does so where there is a file too.
    """

    to: str
    status: int
    is_forced: bool = False

    @property
    def is_answer(self) -> bool:
        """Whether the file it leads to is the answer; else a browser is sent there."""
        return not 300 < self.status < 309  # the statuses that redirect


@dataclass(frozen=True, slots=True)
class Rules:
    """Headers and redirects, in the file's order."""

    headers: tuple[tuple[re.Pattern[str], Mapping[str, str | None]], ...] = ()
    redirects: tuple[tuple[re.Pattern[str], Redirect], ...] = ()

    def headers_for(self, url: str) -> dict[str, str]:
        """Give the headers of a URL: all rules that match it, a later one over an earlier.

        The value None takes out what an earlier one set.
        """
        headers: dict[str, str | None] = {}
        for pattern, values in self.headers:
            if pattern.fullmatch(url):
                # Names of headers have no case: RFC 9110, section 5.1. Two rules may write one in
                # two ways.
                headers |= {name.lower(): value for name, value in values.items()}
        return {name: value for name, value in headers.items() if value is not None}

    def redirect_for(self, url: str) -> Redirect | None:
        """Give the first redirect that matches a decoded path; ``to`` is then a URL in ASCII."""
        # To Netlify, an address with a slash at its end and one without it are the same.
        other = url.removesuffix("/") if url.endswith("/") else f"{url}/"
        for pattern, redirect in self.redirects:
            if match := pattern.fullmatch(url) or pattern.fullmatch(other):
                # A splat that matched nothing is an empty text, not None.
                return replace(redirect, to=_fill(redirect.to, match.groupdict("")))
        return None


def is_header(name: str, value: str) -> bool:
    """Whether a header can have this name and this value."""
    return bool(_TOKEN.fullmatch(name)) and value.isprintable()


def parse_rules(path: str, text: str) -> Rules:
    """Read a netlify.toml. Raises InputError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        line = int(match[1]) if (match := re.search(r"line (\d+)", str(err))) else 0
        raise InputError(Problem(path, line, f"invalid TOML: {err}")) from None
    try:
        return Rules(
            tuple(_read_headers(rule) for rule in _rules(data, "headers")),
            tuple(_read_redirect(rule) for rule in _rules(data, "redirects")),
        )
    except KeyError as err:
        message = (
            f"a rule has no {err}; expected [[headers]] for, values and [[redirects]] from, to"
        )
        raise InputError(Problem(path, 0, message)) from None
    except ValueError as err:
        raise InputError(Problem(path, 0, str(err))) from None


def parse_redirects(path: str, text: str) -> Rules:
    """Read a ``_redirects``: a line is ``from to [status[!]]``. Raises InputError."""
    redirects = []
    for number, line in enumerate(text.split("\n"), 1):
        # A comment begins a word; elsewhere the mark begins the fragment of a URL.
        words = re.split(r"(?:^|\s)#", line, maxsplit=1)[0].split()
        if not words:
            continue
        # Netlify also allows conditions and query parameters. No rule of ours has them, and to
        # ignore one would send readers elsewhere.
        match = _REDIRECT.fullmatch(" ".join(words))
        if not match:
            raise InputError(Problem(path, number, f"expected 'from to status', found {line!r}"))
        try:
            status = _check_status(int(match["status"] or 301), match["from"])
            redirect = Redirect(_check_to(match["to"]), status, is_forced=bool(match["force"]))
            redirects.append((make_pattern(match["from"]), redirect))
        except ValueError as err:
            raise InputError(Problem(path, number, str(err))) from None
    return Rules(redirects=tuple(redirects))


def format_redirects(
    moved: Mapping[str, str], gone: Iterable[str] = (), others: Iterable[RedirectRule] = ()
) -> bytes:
    """Write a ``_redirects``.

    ``moved`` are folders by their old URL, each with its new one: all that is in them moved.
    ``gone`` are the URLs of pages that say that something was taken down: their status is 410.
    ``others`` come first, in their order.
    """
    rules = [
        f"{path} {rule.to} {rule.status}\n" for rule in others for path in _list_spellings(rule)
    ]
    # Sorted, so that the same site gives the same bytes.
    rules += [f"{old}* {new}:splat 301\n" for old, new in sorted(moved.items())]
    # Netlify obeys a rule whose address has a file only where it is forced.
    rules += [f"{url} {url} 410!\n" for url in sorted(gone)]
    return "".join(rules).encode()


def _list_spellings(rule: RedirectRule) -> list[str]:
    """Give the path of a rule with a last slash and without: to Netlify, both are the same.

    To Cloudflare they are two paths, and a path that ends in a file's name or a wildcard is one.
    """
    path = rule.path.rstrip("/")
    is_one = "." in path.rpartition("/")[2] or path.endswith("*") or not path
    return [rule.path] if is_one else [path, f"{path}/"]


def _fill(to: str, values: Mapping[str, str]) -> str:
    """Put the values of a match in place of their names, and encode all of it as a URL.

    A value is a part of a path, whatever is in it: no line, query or host comes out of it.
    """
    # One pass: a value that looks like a name stays a value. Bytes that are not UTF-8 come back.
    filled = "".join(
        quote(values[part[1:]], errors="surrogateescape")
        if part[:1] == ":" and part[1:] in values
        else quote(part, safe=_URL_MARKS)
        for part in _NAME.split(to)
    )
    # A splat that begins with a slash must not make '//host', which is another site.
    is_local = to.startswith("/") and not to.startswith("//")
    return "/" + filled.lstrip("/") if is_local else filled


def _read_headers(rule: Mapping[str, Any]) -> tuple[re.Pattern[str], Mapping[str, str | None]]:
    where, values = _text(rule, "for"), rule["values"]
    if not isinstance(values, dict):
        raise ValueError(f"headers for {where!r}: expected a table of values, found {values!r}")
    texts = {name: " ".join(str(value).split()) for name, value in values.items()}
    for name, text in texts.items():
        if not is_header(name, text):
            raise ValueError(f"headers for {where!r}: no header can be {f'{name}: {text}'!r}")
    return make_pattern(where), texts


def _read_redirect(rule: Mapping[str, Any]) -> tuple[re.Pattern[str], Redirect]:
    start, to = _text(rule, "from"), _check_to(_text(rule, "to"))
    status = _check_status(rule.get("status", 301), start)
    return make_pattern(start), Redirect(to, status, is_forced=rule.get("force", False) is True)


def _text(rule: Mapping[str, Any], key: str) -> str:
    if not isinstance(rule[key], str):
        raise ValueError(f"expected a text for {key!r}, found {rule[key]!r}")
    return str(rule[key])


def _check_to(to: str) -> str:
    try:
        parts = urlsplit(to)
    except ValueError as err:
        raise ValueError(f"a redirect leads to {to!r}, which is no URL: {err}") from None
    if not to.startswith("/") and not (parts.scheme and parts.netloc):
        raise ValueError(f"a redirect leads to {to!r}; expected a path from '/' on, or a URL")
    return to


def _check_status(status: Any, start: str) -> int:
    if not isinstance(status, int) or status not in _STATUSES:
        raise ValueError(
            f"the redirect from {start!r} has the status {status!r}; expected 200, 301, 302, 303, "
            "307, 308, or one from 400 to 599"
        )
    return status


def _rules(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    rules = data.get(key, [])
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise ValueError(f"expected rules that each begin with [[{key}]], found {rules!r}")
    return rules


def make_pattern(path: str) -> re.Pattern[str]:
    """Translate a path: ``:name`` is one segment, a last ``/*`` is the rest, or nothing.

    Raises ValueError for a path that cannot be used.
    """
    # The group makes re.split keep the wildcards between the parts of plain text.
    parts = re.split(rf"(/\*\Z|\*|{PLACEHOLDER})", path)
    # Netlify: a splat at the end also matches the folder itself.
    named = {"/*": "(?:/(?P<splat>.*))?", "*": ".*"}
    pattern = "".join(
        named.get(part)
        or (f"(?P<{part[1:]}>[^/]+)" if part[:1] == ":" else re.escape(unquote(part)))
        for part in parts
    )
    try:
        # A splat may hold anything: a line break came as %0A.
        return re.compile(pattern, re.DOTALL)
    except re.error as err:
        raise ValueError(f"the path {path!r} cannot be used: {err}") from None
