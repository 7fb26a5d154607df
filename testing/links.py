"""Where the files of a site lead, and whether what they lead to is there after each change.

Pages lead to what they link to; feeds, sitemaps, lists of feeds and data files to the addresses in
them; the search page to its bundles, and their files to each other and to pages.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import unescape
from pathlib import Path
from unittest.mock import patch
from urllib.parse import unquote, urlsplit

import cbor2

_ROOTED = re.compile(r"""\s(?:href|src|data-bundles|data-engine)=["']([^"']*)""")
_PERMALINK = re.compile(r"""https?://[^\s"'<>()\[\]\\{}`,%]+""")  # "%": citations in data URLs
_RECORD = ".site-gen"
_MAGIC = b"pagefind_dcd"


def read_links(output: Path, path: str, base_urls: tuple[str, ...]) -> set[str]:
    """Give the output paths that a file leads to; ``base_urls`` are addresses of the site."""
    data = (output / path).read_bytes()
    if path.startswith("pagefind/"):
        return set(_read_search(path, data))
    with suppress(UnicodeDecodeError):
        text = data.decode()
        if path.endswith(".html"):
            # Not what JSON-LD names: nobody follows it.
            found = [url for value in _ROOTED.findall(text) for url in value.split()]
            urls = [url for url in found if url.startswith("/") and not url.startswith("//")]
        else:
            found = [url.rstrip(".;") for url in _PERMALINK.findall(text)]
            urls = []
        urls += [url for url in found if url.startswith(base_urls)]
        bases = sorted((urlsplit(url).path.rstrip("/") for url in base_urls), key=len)
        return {_to_path(unescape(url), bases) for url in urls}
    return set()


def _to_path(url: str, bases: list[str]) -> str:
    path = unquote(urlsplit(url).path)
    for base in reversed(bases):  # the longest first
        if path == base or path.startswith(f"{base}/"):
            path = path.removeprefix(base)
            break
    name = path.lstrip("/")
    if name.startswith("pagefind/") and name.endswith("/"):
        return f"{name}pagefind-entry.json"
    return f"{name}index.html" if name == "" or name.endswith("/") else name


def _read_search(path: str, data: bytes) -> Iterator[str]:
    """Give what a file of the search index names, and the pages whose texts it holds."""
    bundle = "/".join(path.split("/")[:2])
    if path.endswith("pagefind-entry.json"):
        for language in json.loads(data)["languages"].values():
            yield f"{bundle}/pagefind.{language['hash']}.pf_meta"
            yield f"pagefind/shared/wasm.{language['wasm'].rpartition('.')[2]}.pagefind"
        yield f"{bundle}/pagefind.js"
    elif path.endswith(".pf_meta"):
        meta = cbor2.loads(gzip.decompress(data)[len(_MAGIC) :])
        packs = {name.partition(".")[0] for name, _ in meta[1]}
        yield from (f"{bundle}/fragment/{name}.pf_fragment" for name in packs)
        yield from (f"{bundle}/index/{name}.pf_index" for _, _, name in meta[2])
        yield from (f"{bundle}/filter/{name}.pf_filter" for _, name in meta[3])
    elif path.endswith(".pf_fragment"):
        shown = json.loads(gzip.decompress(data)[len(_MAGIC) :])
        papers = shown if isinstance(shown, list) else [shown]
        yield from (_to_path(paper["url"], []) for paper in papers)


class Links:
    """The links of all files in a folder, kept up to date as files come, change and go."""

    def __init__(self, output: Path, base_urls: tuple[str, ...]) -> None:
        self._output = output
        self._base_urls = base_urls
        self.steps = 0
        """How many changes were seen."""
        self.dead: list[str] = []
        """Each dead link after each change, as ``step: file -> file``."""
        self._links: dict[str, set[str]] = {}
        self._uses: Counter[str] = Counter()
        for file in output.rglob("*"):
            self._read(file.relative_to(output).as_posix())

    def find_dead(self) -> set[tuple[str, str]]:
        """Give the links that are dead now: the file, and what it leads to."""
        missing = self._uses.keys() - self._links.keys()
        if not missing:
            return set()
        return {(path, to) for path, all_of in self._links.items() for to in all_of & missing}

    def note(self, file: Path) -> None:
        """Take notice of a change of a file, and of the links that are dead then."""
        if not file.is_relative_to(self._output) or file.name == _RECORD:
            return
        self.steps += 1
        path = file.relative_to(self._output).as_posix()
        for to in self._links.pop(path, ()):
            self._uses[to] -= 1
            if not self._uses[to]:
                del self._uses[to]
        self._read(path)
        self.dead += (f"{self.steps} ({path}): {a} -> {b}" for a, b in self.find_dead())

    def _read(self, path: str) -> None:
        if (self._output / path).is_file() and path != _RECORD:
            self._links[path] = read_links(self._output, path, self._base_urls)
            self._uses.update(self._links[path])


def find_dead(output: Path, base_urls: tuple[str, ...]) -> list[str]:
    """Give what leads nowhere, as ``file -> address``; while a site moves it has two addresses."""
    dead = sorted(Links(output, base_urls).find_dead())
    return [f"{path} -> /{to.removesuffix('index.html')}" for path, to in dead]


@contextmanager
def watching(output: Path, base_urls: tuple[str, ...]) -> Iterator[Links]:
    """Look at all links after each file that this process renames into a folder, or removes."""
    links = Links(output, base_urls)
    replace, unlink = Path.replace, Path.unlink

    def seen_replace(self: Path, target: Path) -> Path:
        result = replace(self, target)
        links.note(Path(target))
        return result

    def seen_unlink(self: Path, missing_ok: bool = False) -> None:
        unlink(self, missing_ok)
        links.note(self)

    with patch.object(Path, "replace", seen_replace), patch.object(Path, "unlink", seen_unlink):
        yield links
