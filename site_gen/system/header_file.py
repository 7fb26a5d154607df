"""``_headers``: the headers of a site's files, as Netlify, Cloudflare and the preview read them.

A path stands at the beginning of a line, and its headers in the lines below it, as ``Name: value``.
``! Name`` takes out what an earlier rule set. Netlify passes over such a line: a later rule wins
there.
"""

import re
from collections.abc import Iterable, Mapping

from site_gen.model import HeaderRule, InputError, Problem, list_detached
from site_gen.system.netlify_rules import Rules, is_header, make_pattern

_FORM = "expected '/path' lines, with 'Name: value' lines below"


def format_headers(rules: Iterable[HeaderRule]) -> bytes:
    """Write the rules as a ``_headers``.

    A header that several rules set for a file is taken out before it is set again.
    """
    lines: list[str] = []
    earlier: list[HeaderRule] = []
    for rule in rules:
        lines.append(rule.path)
        lines += [f"  ! {name}" for name in list_detached(earlier, rule)]
        lines += [f"  {name}: {value}" for name, value in rule.values if value]
        earlier.append(rule)
    return "".join(f"{line}\n" for line in lines).encode()


def parse_headers(path: str, text: str) -> Rules:
    """Read a ``_headers``. Raises InputError with the file and line."""
    rules: list[tuple[re.Pattern[str], Mapping[str, str | None]]] = []
    values: dict[str, str | None] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        try:
            if words.startswith("/"):
                values = {}
                rules.append((make_pattern(words), values))
            else:
                _read_value(words, values)
        except ValueError as err:
            raise InputError(Problem(path, number, str(err))) from None
    return Rules(headers=tuple(rules))


def _read_value(words: str, values: dict[str, str | None] | None) -> None:
    name, colon, value = (part.strip() for part in words.partition(":"))
    detached = words.removeprefix("! ").strip()
    if values is None:
        raise ValueError(f"found {words!r} before the first path; {_FORM}")
    if not colon and detached != words and is_header(detached, ""):
        values[detached] = None
    elif colon and is_header(name, value):
        values[name] = value
    else:
        raise ValueError(f"no header can be {words!r}; {_FORM}")
