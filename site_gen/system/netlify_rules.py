"""The rules of ``netlify.toml`` and ``_redirects``: which headers and redirects a URL gets.

https://docs.netlify.com/manage/routing/headers/ and .../redirects/overview/, as far as a static
site without functions uses them: ``*`` and ``:name`` in paths, and statuses. Those from 301 to 308
lead elsewhere; with any other one, what the rule leads to is the answer itself. A rule counts where
there is no file, or also where there is one: ``410!``, or ``force``.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from site_gen.model import InputError, Problem

_REDIRECT = re.compile(r"(?P<from>\S+) (?P<to>\S+)(?: (?P<status>[0-9]{3})(?P<force>!?))?")


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

    headers: tuple[tuple[re.Pattern[str], Mapping[str, str]], ...] = ()
    redirects: tuple[tuple[re.Pattern[str], Redirect], ...] = ()

    def headers_for(self, url: str) -> dict[str, str]:
        """Give the headers of a URL: all rules that match it, a later one over an earlier."""
        headers: dict[str, str] = {}
        for pattern, values in self.headers:
            if pattern.fullmatch(url):
                # Names of headers have no case: RFC 9110, section 5.1. Two rules may write one in
                # two ways.
                headers |= {name.lower(): value for name, value in values.items()}
        return headers

    def redirect_for(self, url: str) -> Redirect | None:
        """Give the first redirect that matches a URL."""
        for pattern, redirect in self.redirects:
            if match := pattern.fullmatch(url):
                to = redirect.to
                # A splat that matched nothing is an empty text, not None.
                for name, value in match.groupdict("").items():
                    to = to.replace(f":{name}", value)
                return replace(redirect, to=to)
        return None


def parse_rules(path: str, text: str) -> Rules:
    """Read a netlify.toml. Raises InputError."""
    try:
        data = tomllib.loads(text)
        return Rules(
            tuple(
                (_pattern(rule["for"]), _texts(rule["values"])) for rule in _rules(data, "headers")
            ),
            tuple(
                (_pattern(rule["from"]), _read_redirect(rule)) for rule in _rules(data, "redirects")
            ),
        )
    except tomllib.TOMLDecodeError as err:
        line = int(match[1]) if (match := re.search(r"line (\d+)", str(err))) else 0
        raise InputError(Problem(path, line, f"invalid TOML: {err}")) from None
    except KeyError as err:
        message = (
            f"a rule has no {err}; expected [[headers]] for, values and [[redirects]] from, to"
        )
        raise InputError(Problem(path, 0, message)) from None


def parse_redirects(path: str, text: str) -> Rules:
    """Read a ``_redirects``: a line is ``from to [status[!]]``. Raises InputError."""
    redirects = []
    for number, line in enumerate(text.split("\n"), 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        # Netlify also allows conditions and query parameters. No rule of ours has them, and to
        # ignore one would send readers elsewhere.
        match = _REDIRECT.fullmatch(" ".join(words))
        if not match:
            raise InputError(Problem(path, number, f"expected 'from to status', found {line!r}"))
        redirect = Redirect(
            match["to"], int(match["status"] or 301), is_forced=bool(match["force"])
        )
        redirects.append((_pattern(match["from"]), redirect))
    return Rules(redirects=tuple(redirects))


def format_redirects(moved: Mapping[str, str], gone: Iterable[str] = ()) -> bytes:
    """Write a ``_redirects``.

    ``moved`` are folders by their old URL, each with its new one: all that is in them moved.
    ``gone`` are the URLs of pages that say that something was taken down: their status is 410.
    """
    # Sorted, so that the same site gives the same bytes.
    rules = [f"{old}* {new}:splat 301\n" for old, new in sorted(moved.items())]
    # Netlify obeys a rule whose address has a file only where it is forced.
    rules += [f"{url} {url} 410!\n" for url in sorted(gone)]
    return "".join(rules).encode()


def _read_redirect(rule: Mapping[str, Any]) -> Redirect:
    status, force = int(rule.get("status", 301)), rule.get("force", False)
    return Redirect(str(rule["to"]), status, is_forced=force is True)


def _rules(data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    rules = data.get(key, [])
    return [rule for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: " ".join(str(value).split()) for name, value in values.items()}


def _pattern(path: str) -> re.Pattern[str]:
    """Translate a path: ``:name`` is one segment, a last ``/*`` is the rest, or nothing."""
    # The group makes re.split keep the wildcards between the parts of plain text.
    parts = re.split(r"(/\*\Z|\*|:[A-Za-z_]\w*)", path)
    # Netlify: a splat at the end also matches the folder itself.
    named = {"/*": "(?:/(?P<splat>.*))?", "*": ".*"}
    return re.compile(
        "".join(
            named.get(part) or (f"(?P<{part[1:]}>[^/]+)" if part[:1] == ":" else re.escape(part))
            for part in parts
        )
    )
