"""Whether a bundle that Pagefind made is whole: its files, and the pages that they are of.

Pagefind's success is not enough: a full disk or another version leaves files that a browser takes
for an index without words. So each file is unpacked before a bundle replaces the one before it.
``canonical.py`` reads index and filters anyway, and has them checked by ``read_packed``; the rest
is checked here.
"""

import gzip
import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import cbor2

from site_gen.model import path_url

MAGIC = b"pagefind_dcd"
"""How each unpacked file of Pagefind begins; ``engine.js`` of our search page checks it too."""
VERSION = "1.5"
"""The versions of Pagefind whose files we know; ``pyproject.toml`` has the same bound."""
ENTRY = "pagefind-entry.json"
FRAGMENT = "fragment/{}.pf_fragment"
FILTER = "filter/{}.pf_filter"
INDEX = "index/{}.pf_index"
META = "pagefind.{}.pf_meta"
PROGRAM = "wasm.{}.pagefind"

_SCRIPT = "pagefind.js"
_WASM = b"\0asm"  # WebAssembly Core Specification, section 5.5.16
_TAIL = 500  # bytes at the end of pagefind.js that hold its export
_SHOWN = 60  # characters of a value that a message quotes


class BundleError(ValueError):
    """A bundle is not whole, or not of the version that we know. The message says why."""


def check_bundle(files: Mapping[str, bytes], documents: Collection[str]) -> dict[str, str]:
    """Check the files of a bundle, by name, against the output paths of the indexed documents.

    Gives the addresses of pages, by the names of their fragments.

    Raises BundleError for the first fault. Files that have another form than those of this version
    raise LookupError, TypeError, ValueError or AttributeError.
    """
    entry = read_entry(files)
    _check_script(files, entry["version"])
    named, urls = set[str](), dict[str, str]()
    for language in entry["languages"].values():
        unpack(files, PROGRAM.format(language["wasm"] or "unknown"), _WASM)
        meta_name = META.format(language["hash"])
        meta = read_packed(files, meta_name)
        _check_meta(meta_name, meta, entry["version"], language["page_count"])
        named |= {meta_name, *_list_named(meta)}
        urls |= _read_urls(files, meta[1])
    _check_names({name for name in files if ".pf_" in name}, named)
    _check_pages(list(urls.values()), documents)
    return urls


def read_entry(files: Mapping[str, bytes]) -> Any:
    """Read the entry file of a bundle. Raises BundleError."""
    data = _find(files, ENTRY)
    try:
        entry = json.loads(data)
        version, languages = entry["version"], entry["languages"]
    except (ValueError, LookupError, TypeError) as err:
        raise BundleError(f"{ENTRY} is no JSON with a version and languages") from err
    if not str(version).startswith(f"{VERSION}."):
        raise BundleError(f"it is of version {str(version)[:_SHOWN]}, expected {VERSION}")
    if not languages:
        raise BundleError(f"{ENTRY} names no index")
    return entry


def read_packed(files: Mapping[str, bytes], name: str) -> Any:
    """Unpack a file of a bundle and read its CBOR. Raises BundleError."""
    try:
        return cbor2.loads(unpack(files, name))
    # cbor2 raises what it meets: EOFError, MemoryError for a length that is not true, and its own.
    except (cbor2.CBORError, EOFError, ValueError, MemoryError) as err:
        if isinstance(err, BundleError):
            raise
        raise BundleError(f"{name} is damaged: its content cannot be read") from err


def read_words(files: Mapping[str, bytes], first: str, last: str, name: str) -> list[Any]:
    """Read the words of a chunk of the index.

    ``first`` and ``last`` are what its meta says of the first and the last word: as many letters as
    tell them from the chunks before and behind. Raises BundleError.
    """
    [words] = read_packed(files, name)
    if not (words and words[0][0].startswith(first) and words[-1][0].startswith(last)):
        raise BundleError(f"{name} lacks words: it does not go from {first!r} to {last!r}")
    return list(words)


def _find(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise BundleError(f"{name} is missing")
    if not files[name]:
        raise BundleError(f"{name} is empty")
    return files[name]


def unpack(files: Mapping[str, bytes], name: str, start: bytes = b"") -> bytes:
    """Give the content of a packed file, without Pagefind's mark. Raises BundleError.

    ``start`` is how the content must begin.
    """
    data = _find(files, name)
    try:
        plain = gzip.decompress(data)
    # EOFError where it ends too early, zlib.error where bytes are others, else OSError.
    except (EOFError, OSError, zlib.error) as err:
        raise BundleError(f"{name} is damaged: {err}") from err
    if not plain.startswith(MAGIC + start):
        raise BundleError(f"{name} is no file of Pagefind: it begins with {plain[:12]!r}")
    return plain[len(MAGIC) :]


def _check_script(files: Mapping[str, bytes], version: str) -> None:
    """Check the script that a browser loads: its version, and that it does not end too early."""
    data = _find(files, _SCRIPT)
    if f'"{version}"'.encode() not in data:
        raise BundleError(f"{_SCRIPT} is not of version {version}, which {ENTRY} names")
    if b"export" not in data[-_TAIL:]:
        raise BundleError(f"{_SCRIPT} is cut short")


def _check_meta(name: str, meta: Any, version: str, count: int) -> None:
    if meta[0] != version:
        raise BundleError(f"{name} is of version {meta[0]!r}, and {ENTRY} of {version!r}")
    pages = len(meta[1])
    if pages != count:
        raise BundleError(f"{ENTRY} counts {count} pages, and {name} lists {pages}")
    if not meta[2]:
        raise BundleError(f"{name} names no words")
    for key, places in meta[4]:
        # Each of our documents has a day, so an order that lacks a page is cut short.
        if sorted(places) != list(range(pages)):
            raise BundleError(f"{name} does not order all {pages} pages by {key}")


def _list_named(meta: Any) -> Iterator[str]:
    """Give the files that a meta names."""
    yield from (FRAGMENT.format(name) for name, _ in meta[1])
    yield from (INDEX.format(name) for _, _, name in meta[2])
    yield from (FILTER.format(name) for _, name in meta[3])


def _read_urls(files: Mapping[str, bytes], pages: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Give the name of each page, and its address, as its fragment says."""
    for page, _ in pages:
        name = FRAGMENT.format(page)
        try:
            yield page, json.loads(unpack(files, name))["url"]
        except (ValueError, LookupError, TypeError) as err:
            if isinstance(err, BundleError):
                raise
            raise BundleError(f"{name} is damaged: it is no JSON with an address") from err


def _check_names(present: Collection[str], named: Collection[str]) -> None:
    if lacking := sorted(set(named) - set(present)):
        raise BundleError(f"{lacking[0]} is missing{_and_more(lacking)}")
    if unknown := sorted(set(present) - set(named)):
        raise BundleError(f"{unknown[0]} is named by no other file{_and_more(unknown)}")


def _check_pages(urls: Collection[str], documents: Collection[str]) -> None:
    """Check that each document has one fragment, and no other page has one."""
    expected = set(map(path_url, documents))
    if lost := sorted(expected - set(urls)):
        raise BundleError(f"it lacks the page {lost[0]}{_and_more(lost)}")
    if more := sorted(set(urls) - expected):
        raise BundleError(f"it has a page that was not indexed: {more[0]!r}{_and_more(more)}")
    if len(urls) != len(expected):
        raise BundleError(f"it has {len(urls)} pages, expected {len(expected)}: some appear twice")


def _and_more(names: Collection[str]) -> str:
    return f", and {len(names) - 1} more" if len(names) > 1 else ""
