"""The search's bundles: which there are, what each depends on, and the words of its titles.

Pagefind reads all that it is given, so what does not change is sealed: a bundle for each past
year, one for the newest year's past months, and one for the newest month. A small archive is one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from site_gen.model import SMALL_ARCHIVE, Entry, Settings, entry_reference, fingerprint
from site_gen.text.titles import plain_title

WORDS = "words.txt"
"""The file of a bundle with the words of its titles."""

_ALL = "all"
# A search loads whole packs: larger ones cost its reader more. A slim site must have few files.
_PACK, _SLIM_PACK = 2, 32
# The search page fetches all of them where it does not know a word.
_MOST_WORDS = 20_000
# Letters only, and no short words: one of three letters is one error from very many others.
_WORD = re.compile(r"[^\W\d_]{4,30}")


def plan_bundles(papers: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Give the months of each bundle, newest bundle first. ``papers`` counts those of a month.

    >>> plan_bundles({"2024-12": 9000, "2025-01": 900, "2025-02": 900})
    {'2025-02': ('2025-02',), '2025': ('2025-01',), '2024': ('2024-12',)}
    """
    months = sorted((name for name, count in papers.items() if count), reverse=True)
    if not months:
        return {}
    if sum(papers.values()) <= SMALL_ARCHIVE:
        return {_ALL: tuple(months)}
    # The newest month is alone: a new day then indexes a month, not a year.
    bundles: dict[str, tuple[str, ...]] = {months[0]: (months[0],)}
    for name in months[1:]:
        bundles[name[:4]] = (*bundles.get(name[:4], ()), name)
    return bundles


def is_sealed(bundle: str) -> bool:
    """Whether a bundle seldom changes: one of a year's past months does."""
    return bundle.isdigit()


def find_pack_size(settings: Settings, bundle: str) -> int:
    """Say how many papers of a bundle have their texts in one file: see ``packs.py``.

    With one paper a file, the files are those of Pagefind, and its own API can load them.
    """
    if settings.is_slim and bundle != _ALL:
        return _SLIM_PACK
    return _PACK if is_sealed(bundle) else 1


def compute_search_hash(entries: Iterable[Entry]) -> str:
    """Name all that the search finds in the papers of a month, in any order."""
    # Without the place in the digest: the search does not know it, so a new order changes nothing.
    inputs = (f"{entry_reference(one)} {one.content_hash} {one.topics}" for one in entries)
    return fingerprint("\n".join(sorted(inputs)).encode())


def compute_bundle_key(
    version: str, settings: Settings, months: Sequence[str], indexed: Mapping[str, str]
) -> str:
    """Name all that a bundle depends on; ``version`` is Pagefind's and ours.

    The search page runs all bundles by the newest one's program, so all must be of one version.
    """
    return fingerprint(
        version.encode(),
        settings.language.encode(),
        str(settings.latex).encode(),
        str(settings.is_slim).encode(),  # it decides how large packs are
        *(indexed[name].encode() for name in months),
    )


def make_words(settings: Settings, entries: Iterable[Entry]) -> bytes:
    """Give the words of titles, one a line, the most frequent first: what a typing error meant."""
    titles = (plain_title(entry.title, latex=settings.latex) for entry in entries)
    counts = Counter(word for title in titles for word in _WORD.findall(title.lower()))
    # By the word where counts are equal, so that the same titles give the same bytes.
    words = sorted(counts, key=lambda word: (-counts[word], word))
    return "\n".join(words[:_MOST_WORDS]).encode()
