"""The files of a Pagefind bundle, in one order: the same pages give the same bytes.

Its largest file, the program that searches, is the same for every bundle, so it is shared. Its
index is cut anew, into smaller chunks: a query loads a third of what it did.

Pagefind indexes normal words. What people read of a page replaces them in its fragment, so that the
excerpt of a result is the abstract as it is written. A bundle that seldom changes has its fragments
in packs, by which its pages are named: ``packs.py``.

Pagefind 1.5 writes filters, their values and the orders to sort by as its hash maps hold them, so
two runs over the same pages differ. What is listed has no meaning by its place, so we sort it, and
name the files anew. They are gzip of ``pagefind_dcd`` and CBOR:

    meta    [version, [[name of a page's file, words]], [[first word, last word, name of its file]],
             [[filter, name of its file]], [[sort, places of pages]], fields]
    filter  [filter, [[value, pages]]]
    index   [[[word, pages, …]]]
"""

import gzip
import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import cbor2

from site_gen.model import fingerprint
from site_gen.search.bundle_check import (
    ENTRY,
    FILTER,
    FRAGMENT,
    INDEX,
    MAGIC,
    META,
    PROGRAM,
    read_entry,
    read_packed,
    read_words,
    unpack,
)
from site_gen.search.chunks import Word, cut
from site_gen.search.fragments import Fragment, format_fragment
from site_gen.search.packs import make_packs

_HASH_DIGITS = 10  # digits, for there may be thousands of chunks
_PAGE_DIGITS = 7  # as Pagefind has: a query loads the names of all pages
SHARED = "shared"
"""The folder beside the bundles for what they have in common."""
VOTES_FILE = "votes.txt"
"""The file of a bundle with the votes of its pages."""
FREQUENT_FILE = "frequent.json"
"""The file of a bundle with its frequent words: by stem, the percent of the pages that have it."""

_LEAST_PERCENT = 2
_LEAST_PAGES = 5  # with a word: in a bundle of a few pages, each word would be frequent


def settle(
    bundle: Mapping[str, bytes],
    fragments: Mapping[str, Fragment] = MappingProxyType({}),
    *,
    pack_size: int = 1,
) -> dict[str, bytes]:
    """Give the files of a bundle, by name, in their one order; ``../shared/`` for its program.

    ``fragments`` are what is shown of pages, by name: they replace the indexed words. The votes
    of pages are in a further file, ``VOTES_FILE``, and frequent words in ``FREQUENT_FILE``.

    With a ``pack_size`` above 1, fragments are in packs of at most so many pages. Their names say
    the order of days, and change together: it is for bundles that seldom change. Raises BundleError
    where a file of the index is missing or damaged; ``check_bundle`` finds what else may be wrong.
    """
    # The programs go beside the bundles: see _share.
    files = {name: data for name, data in bundle.items() if not name.startswith("wasm.")}
    entry = read_entry(files)
    votes, frequent = list[tuple[str, int]](), dict[str, int]()
    for language in entry["languages"].values():
        meta = _take(files, META.format(language["hash"]))
        for row in meta[3]:
            data = _take(files, FILTER.format(row[1]))
            # The order in which Pagefind 1.5 writes these is that of its hash maps, which differs
            # from run to run.
            data[1].sort()
            row[1] = _put(files, FILTER, row[1], data)
        words, frequent_words = _pack_words(files, meta[2], len(meta[1]))
        frequent |= frequent_words
        meta[2] = list(_cut(files, words, language["hash"].rpartition("_")[0]))
        meta[3].sort()
        meta[4].sort()
        # All old files go first: a new name may be the old one of another page.
        shown = [_take_fragment(files, name, fragments) for name, _ in meta[1]]
        if pack_size > 1:
            _write_packs(files, meta, shown, pack_size)
        else:
            _write_fragments(files, meta[1], shown)
        votes += zip((name for name, _ in meta[1]), map(_count_votes, shown), strict=True)
        language["hash"] = _put(files, META, language["hash"], meta)
        # Where Pagefind has no stemmer for a language, it says null here, and its program is
        # that of "unknown".
        language["wasm"] = _share(files, bundle[PROGRAM.format(language["wasm"] or "unknown")])
    files[ENTRY] = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()
    files[VOTES_FILE] = _format_votes(votes)
    files[FREQUENT_FILE] = json.dumps(
        frequent, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    ).encode()
    return dict(sorted(files.items()))


def _take_fragment(
    files: dict[str, bytes], page: str, fragments: Mapping[str, Fragment]
) -> Fragment:
    """Give what is shown of a page, and take its file out; Pagefind's own where nothing else is."""
    name = FRAGMENT.format(page)
    fragment = fragments.get(page) or json.loads(unpack(files, name))
    del files[name]
    return fragment


def _write_fragments(
    files: dict[str, bytes], pages: Sequence[Any], shown: Sequence[Fragment]
) -> None:
    """Put what is shown of pages into files of Pagefind's form, named by that content."""
    for page, fragment in zip(pages, shown, strict=True):
        plain = MAGIC + format_fragment(fragment, words=page[1])
        page[0] = _choose_name(files, page[0], fingerprint(plain))
        files[FRAGMENT.format(page[0])] = _compress(plain)


def _write_packs(
    files: dict[str, bytes], meta: list[Any], shown: Sequence[Fragment], size: int
) -> None:
    """Put what is shown of pages into packs, and name pages by them."""
    pages = meta[1]
    packs = make_packs(pages[0][0].rpartition("_")[0], shown, size)
    for page, name in zip(pages, packs.names, strict=True):
        page[0] = name
    for name, pack in packs.files.items():
        files[FRAGMENT.format(name)] = _compress(MAGIC + pack)
    # The names say the order of days.
    meta[4] = []


def _choose_name(files: Container[str], old: str, content_hash: str) -> str:
    """Name a page by its content: as Pagefind does, as short as no other page has it."""
    language = old.rpartition("_")[0]
    digits = _PAGE_DIGITS
    while FRAGMENT.format(name := f"{language}_{content_hash[:digits]}") in files:
        digits += 1
    return name


def _count_votes(fragment: Fragment) -> int:
    return int(fragment["meta"].get("votes", 0))


def _format_votes(votes: Iterable[tuple[str, int]]) -> bytes:
    """Give the names of pages and their votes, a page a line, the most votes first."""
    ordered = sorted((-count, name) for name, count in votes if count)
    return "\n".join(f"{name} {-count}" for count, name in ordered).encode()


def _pack_words(
    files: dict[str, bytes], chunks: Iterable[Any], pages: int
) -> tuple[list[Word], dict[str, int]]:
    """Take the words of the index out of the chunks that its meta lists; give them packed.

    Also give the percent of the pages that have a word, for frequent words.
    """
    words, frequent = list[Word](), dict[str, int]()
    least = max(_LEAST_PAGES, pages * _LEAST_PERCENT / 100)
    for first, last, name in chunks:
        for word in read_words(files, first, last, INDEX.format(name)):
            words.append((word[0], cbor2.dumps(word)))
            if (count := len(word[1])) >= least:
                frequent[word[0]] = round(100 * count / pages)
        del files[INDEX.format(name)]
    return words, frequent


def _cut(files: dict[str, bytes], words: Sequence[Word], language: str) -> Iterator[list[str]]:
    """Cut packed words into chunks anew; give what the meta of the index says of each."""
    for first, last, chunk in cut(words) if words else ():
        # The words are packed already, so only the head of their list is missing. None is one byte
        # of CBOR: all before the last len(chunk) bytes is the head.
        head = cbor2.dumps([None] * len(chunk))[: -len(chunk)]  # of a list this long
        # 0x81 begins a CBOR list of one item: RFC 8949, section 3.1.
        plain = MAGIC + b"\x81" + head + b"".join(data for _, data in chunk)
        name = f"{language}_{fingerprint(plain)[:_HASH_DIGITS]}"
        files[INDEX.format(name)] = _compress(plain)
        yield [first, last, name]


def _take(files: dict[str, bytes], name: str) -> Any:
    """Read a file of the bundle, and take it out: it is written anew under another name."""
    data = read_packed(files, name)
    del files[name]
    return data


def _put(files: dict[str, bytes], pattern: str, old: str, data: Any) -> str:
    """Write data under a name of its content, as long as the old one; give that name."""
    plain = MAGIC + cbor2.dumps(data)
    language, _, old_hash = old.rpartition("_")
    # A browser keeps files by name, so a name must change with the content.
    name = f"{language}_{fingerprint(plain)[: len(old_hash)]}"
    files[pattern.format(name)] = _compress(plain)
    return name


def _compress(plain: bytes) -> bytes:
    # mtime=0: gzip would write the time, and no two builds would be alike.
    return gzip.compress(plain, 9, mtime=0)


def _share(files: dict[str, bytes], program: bytes) -> str:
    """Put the program beside the bundles; give the name by which a bundle's entry finds it.

    Pagefind asks for ``wasm.NAME.pagefind`` below the bundle: the name leads out of it.
    """
    content_hash = fingerprint(program)[:8]
    files[f"../{SHARED}/{PROGRAM.format(content_hash)}"] = program
    return f"/../../{SHARED}/wasm.{content_hash}"
