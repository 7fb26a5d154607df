"""The rules of ``netlify.toml`` and ``_redirects``: which headers and redirects a URL gets.

https://docs.netlify.com/manage/routing/headers/ and .../redirects/overview/, as far as a static
site without functions uses them: ``*`` and ``:name`` in paths, statuses 301 to 308, 200 and 404.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from site_gen.model import InputError, Problem


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where a URL leads, and with which status."""

    to: str
    status: int


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
                return Redirect(to, redirect.status)
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
                (_pattern(rule["from"]), Redirect(str(rule["to"]), int(rule.get("status", 301))))
                for rule in _rules(data, "redirects")
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
    """Read a ``_redirects``: a line is ``from to [status]``. Raises InputError."""
    redirects = []
    for number, line in enumerate(text.split("\n"), 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        # Netlify also allows conditions and query parameters. No rule of ours has them, and to
        # ignore one would send readers elsewhere.
        if len(words) not in (2, 3) or not (len(words) == 2 or words[2].isdecimal()):
            raise InputError(Problem(path, number, f"expected 'from to status', found {line!r}"))
        redirect = Redirect(words[1], int(words[2]) if len(words) == 3 else 301)
        redirects.append((_pattern(words[0]), redirect))
    return Rules(redirects=tuple(redirects))


def format_redirects(moved: Mapping[str, str]) -> bytes:
    """Write a ``_redirects`` by which folders moved, old URL -> new, with all that is in them."""
    # Sorted, so that the same topics give the same bytes.
    return "".join(f"{old}* {new}:splat 301\n" for old, new in sorted(moved.items())).encode()


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
