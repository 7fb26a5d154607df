"""The texts of results in packs: a file holds those of a few papers.

A file for each paper would double the files of a site. Small packs cost a search little: it loads
the packs of its first results. A large pack is for a site that must have few files.

A page is named ``en_`` + hash + number of the pack + ``.`` + place: the name of its pack, and its
place in that. So the meta of a bundle needs no list of packs, and no order of days: the names have
that order. The hash stands for all texts, and all pages share it: a list of names is then half as
large as with a hash for each page. All names change together.
"""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from site_gen.model import fingerprint
from site_gen.search.fragments import Fragment

_HASH_DIGITS = 10
# All packs have a number of the same length: names are put in order as texts.
_NUMBER_DIGITS = 4
_SHOWN = ("url", "content", "meta")


class Packs(NamedTuple):
    """The names of pages, in the order in which they were given; the packs, by their names."""

    names: Sequence[str]
    files: Mapping[str, bytes]


def make_packs(language: str, fragments: Sequence[Fragment], size: int) -> Packs:
    """Put what is shown of pages into packs: JSON lists of at most ``size`` pages.

    The same fragments give the same packs, in whatever order they are.
    """
    ordered = sorted(range(len(fragments)), key=lambda page: _order(fragments[page]))
    parts = [ordered[first : first + size] for first in range(0, len(ordered), size)]
    packs = [_format_pack([fragments[page] for page in part]) for part in parts]
    prefix = f"{language}_{fingerprint(*packs)[:_HASH_DIGITS]}"
    names, files = [""] * len(fragments), dict[str, bytes]()
    for number, (part, pack) in enumerate(zip(parts, packs, strict=True)):
        name = f"{prefix}{number:0{_NUMBER_DIGITS}x}"
        files[name] = pack
        for place, page in enumerate(part):
            names[page] = f"{name}.{_format_place(place, size)}"
    return Packs(names, files)


def _format_place(place: int, size: int) -> str:
    """Give the place of a page in its pack, with as many digits for each place.

    >>> _format_place(1, 2), _format_place(1, 32)
    ('1', '01')
    """
    return f"{place:0{len(f'{size - 1:x}')}x}"


def _order(fragment: Fragment) -> tuple[str, str, str]:
    """Put pages in order of their days.

    >>> _order({"url": "/2025-09-17/walrus/", "meta": {"topics": "Seals"}})
    ('2025-09-17', 'Seals', '/2025-09-17/walrus/')
    """
    day = str(fragment["url"]).split("/")[1]
    # Papers of a topic have more words in common, and are found together.
    return day, fragment["meta"].get("topics", ""), fragment["url"]


def _format_pack(fragments: Sequence[Fragment]) -> bytes:
    shown = [{name: fragment[name] for name in _SHOWN} for fragment in fragments]
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()
