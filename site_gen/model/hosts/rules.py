"""Rules of hosts: which headers and redirects the addresses of a site get.

A path of a rule is as Netlify and Cloudflare read it: ``*`` stands for anything, ``:name`` for one
segment.
"""

import re
from dataclasses import dataclass, field

PLACEHOLDER = r":[A-Za-z_]\w*"
"""A pattern of ``re`` for what stands for one segment in a path, and for its text in a target."""

_WILD = re.compile(rf"(\*|{PLACEHOLDER})")
_ANY, _SEGMENT, _END = "*", ":", ""


@dataclass(frozen=True, slots=True)
class HeaderRule:
    """The headers of the files at a path.

    ``values`` are pairs of a name and a value; an empty value takes the header out.
    """

    path: str
    values: tuple[tuple[str, str], ...]
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RedirectRule:
    """Where the addresses at a path lead: to a path of the site, or to a URL."""

    path: str
    to: str
    status: int = 301
    line: int = field(default=0, compare=False, repr=False)

    @property
    def is_pattern(self) -> bool:
        """Whether the path stands for several addresses."""
        return bool(_WILD.search(self.path))


def has_overlap(one: str, other: str) -> bool:
    """Whether there is an address that two paths of rules both stand for.

    >>> has_overlap("/*", "/feed.xml"), has_overlap("/*.json", "/*.md")
    (True, False)
    """
    left, right = (*_split(one), _END), (*_split(other), _END)
    seen: set[tuple[int, int]] = set()
    # Places in both paths that one text can lead to. No recursion: a path may be long.
    waiting = [(0, 0)]
    while waiting:
        pair = waiting.pop()
        at, there = pair
        if pair in seen:
            continue
        seen.add(pair)
        if left[at] == right[there] == _END:
            return True
        waiting += _step(left[at], right[there], at, there)
    return False


def _step(one: str, other: str, at: int, there: int) -> list[tuple[int, int]]:
    """Give where two paths may go on from two places that hold these parts."""
    places = []
    if one == _ANY:
        places += [(at + 1, there), *([(at, there + 1)] if other != _END else [])]
    if other == _ANY:
        places += [(at, there + 1), *([(at + 1, there)] if one != _END else [])]
    return places or ([(at + 1, there + 1)] if _is_same(one, other) else [])


def _split(path: str) -> tuple[str, ...]:
    """Cut a path into characters and wildcards."""
    parts: list[str] = []
    for part in _WILD.split(path):
        if part[:1] == ":" and len(part) > 1:
            # That '*' also stands for '/' finds an overlap too many at times, and none too few.
            parts += (_SEGMENT, _ANY)
        else:
            parts += part
    return tuple(parts)


def _is_same(one: str, other: str) -> bool:
    if _END in (one, other):
        return False
    if _SEGMENT in (one, other):
        return "/" not in (one, other)
    return one == other
