"""Whether sites that were made by different programs are the same in substance."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

_SAMPLE = 500  # pages of each kind whose text is compared
_BUNDLE = "pagefind"


@dataclass(frozen=True, slots=True)
class Size:
    """What a site holds without its search index: numbers of files, and bytes."""

    pages: int
    page_bytes: int
    files: int
    file_bytes: int


def size(output: Path) -> Size:
    """Count the files of a site, and its HTML pages, without search and hidden files."""
    files = _files(output)
    pages = {name: count for name, count in files.items() if name.endswith(".html")}
    return Size(len(pages), sum(pages.values()), len(files), sum(files.values()))


def differences(outputs: Mapping[str, Path], *, has_search: bool) -> list[str]:
    """Compare sites, by the name of their program, with the first; say what is not the same.

    Compared are all pages' addresses, feed and sitemap, and what a sample of the pages shows. A
    line that ends with ``by design`` is no fault: text that only the first sets as math. Without
    ``has_search`` the search pages may differ: only site-gen's says that there is no search.
    """
    (first, one), *others = outputs.items()
    found = []
    for name, other in others:
        pair = f"{first} and {name}"
        left, right = (_addresses(output) for output in (one, other))
        for who, names in ((first, left - right), (name, right - left)):
            if names:
                found.append(f"{len(names)} pages only of {who}, as {min(names)}")
        for what, read in (("feed", _feed), ("sitemap", _sitemap)):
            if (ours := read(one)) != (theirs := read(other)):
                extra = sorted(set(ours) ^ set(theirs))[:2]
                found.append(f"{pair}: {what} differs ({len(ours)}, {len(theirs)}; {extra})")
        odd = set() if has_search else {"search/index.html"}
        found += _compare_pages(pair, one, other, sorted((left & right) - odd))
    return found


def _compare_pages(pair: str, one: Path, other: Path, names: Sequence[str]) -> list[str]:
    found = []
    kinds: Sequence[tuple[str, Callable[[str], bool]]] = (
        ("paper pages", lambda name: name.count("/") == 2),
        ("other pages", lambda name: name.count("/") < 2),
    )
    for kind, is_one in kinds:
        all_of_it = [name for name in names if is_one(name)]
        sample = all_of_it[:: max(1, -(-len(all_of_it) // _SAMPLE))]
        texts = [(name, _read(one / name), _read(other / name)) for name in sample]
        odd = [name for name, ours, theirs in texts if ours.text != theirs.text]
        math = [name for name, ours, theirs in texts if ours.text != theirs.text and ours.has_math]
        if plain := sorted(set(odd) - set(math)):
            found.append(f"{pair}: {len(plain)} of {len(sample)} {kind} differ, as {plain[0]}")
        if math:
            found.append(f"{pair}: {len(math)} of {len(sample)} {kind} differ in math, by design")
        if wrong := [name for name, ours, theirs in texts if ours.links != theirs.links]:
            found.append(f"{pair}: links of {len(wrong)} of {len(sample)} {kind}, as {wrong[0]}")
    return found


def _files(output: Path) -> dict[str, int]:
    paths = (path for path in output.rglob("*") if path.is_file())
    named = {path.relative_to(output).as_posix(): path.stat().st_size for path in paths}
    return {name: count for name, count in named.items() if _is_of_site(name)}


def _is_of_site(name: str) -> bool:
    return not name.startswith((f"{_BUNDLE}/", ".")) and "/." not in name


def _addresses(output: Path) -> set[str]:
    return {name for name in _files(output) if name.endswith(".html")}


def _feed(output: Path) -> list[str]:
    root = ET.parse(output / "feed.xml").getroot()  # written a moment ago, here
    return [
        " ".join((item.findtext(key) or "").strip() for key in ("link", "guid", "pubDate", "title"))
        for item in root.iter("item")
    ]


def _sitemap(output: Path) -> list[str]:
    root = ET.parse(output / "sitemap.xml").getroot()
    return sorted(node.text or "" for node in root.iter() if node.tag.endswith("}loc"))


class _Shown(HTMLParser):
    """The words of the main part of a page, its links into the site, and whether it has math."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._is_main = False
        self.links: list[str] = []
        self.has_math = False

    @property
    def text(self) -> str:
        """The words, with one space between them, without backslashes.

        In a web address a backslash is one to markdown-it, and an escape to Hugo's Goldmark.
        """
        return " ".join("".join(self._parts).replace("\\", "").split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look for the main part, for links and for math."""
        self._is_main |= tag == "main"
        self.has_math |= tag == "math"
        target = dict(attrs).get("href") or ""
        if tag == "a" and self._is_main and re.match(r"/(?!/)", target):
            self.links.append(target)

    def handle_endtag(self, tag: str) -> None:
        """Leave the main part."""
        self._is_main &= tag != "main"

    def handle_data(self, data: str) -> None:
        """Keep words of the main part."""
        if self._is_main:
            self._parts.append(data)


def _read(path: Path) -> _Shown:
    shown = _Shown()
    text = path.read_text(encoding="utf-8")
    shown.feed(re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL))
    return shown
