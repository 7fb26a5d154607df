"""Whether sites that different programs made of the same papers hold the same."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

_SAMPLE = 500  # pages or files of each kind whose text is compared
_BUNDLE = "pagefind"
_HOST = "https://papers.example.org"
_DAY, _MONTH = "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[0-9]{4}-[0-9]{2}"

# A page or file is known by the groups of its pattern: programs may give it addresses of their own.
_PAGES = {
    "pages of papers": rf"({_DAY}/[^/]+)/index\.html",
    "pages of days": rf"({_DAY})/index\.html",
    "pages of weeks": r"([0-9]{4}-w[0-9]{2})/index\.html",
    "pages of months": rf"({_MONTH})/index\.html",
    "pages of years": r"([0-9]{4})/index\.html",
    "pages of topics": r"topics/([^/]+)/index\.html",
    "pages of a topic's month": rf"(?:topics|parts)/([^/]+)[/-]({_MONTH})/index\.html",
    "pages that lead to others": r"((?:archive/|topics/)?)index\.html",
}
_FILES = {
    "days as JSON": rf"({_DAY})(?:/index)?\.json",
    "days as Markdown": rf"({_DAY})(?:/index)?\.md",
    "days as BibTeX": rf"({_DAY})(?:/index)?\.bib",
    "days as RIS": rf"({_DAY})(?:/index)?\.ris",
    "days as CSL-JSON": rf"({_DAY})(?:/index)?\.csl(?:\.json)?",
    "days as Atom": rf"({_DAY})/(?:archive|atom)\.xml",
    "months as JSON Lines": rf"({_MONTH})(?:/index)?\.jsonl",
    "feeds": r"(feed\.xml|atom\.xml|feed\.json)",
}
_PAPER = re.compile(rf"{_HOST}(/{_DAY}/[^/\s<>\"}}]+/)")
_LEADS = re.compile(rf"/{_DAY}/(?:[^/]+/)?|/topics/[^/]+/")  # links that all programs set alike


@dataclass(frozen=True, slots=True)
class Size:
    """What a site holds without its search index: numbers of files, and bytes."""

    pages: int
    page_bytes: int
    files: int
    file_bytes: int


def size(output: Path) -> Size:
    """Count the files of a site, and its HTML pages, without search and hidden files."""
    files = {name: path.stat().st_size for name, path in _files(output).items()}
    pages = {name: count for name, count in files.items() if name.endswith(".html")}
    return Size(len(pages), sum(pages.values()), len(files), sum(files.values()))


def differences(outputs: Mapping[str, Path]) -> list[str]:
    """Compare sites, by the name of their program, with the first; say what is not the same.

    Compared are which pages and data files of each kind there are, which papers and days the
    sitemaps name, and of a sample: titles, abstracts and links of pages, papers and their order in
    data files, and the records of JSON. What the first has beyond these kinds is not looked at. A
    line that ends with ``by design`` is no fault: text that only the first sets as math.
    """
    (first, one), *others = ((name, _files(output)) for name, output in outputs.items())
    found: list[str] = []
    for name, other in others:
        pair = f"{first} and {name}"
        for kind, pattern in {**_PAGES, **_FILES}.items():
            ours, theirs = _find(one, pattern), _find(other, pattern)
            if odd := sorted(ours.keys() ^ theirs.keys()):
                found.append(f"{pair}: {len(ours)} and {len(theirs)} {kind}, as {odd[0]}")
            found += _compare(pair, kind, ours, theirs)
        if odd := sorted(_sitemap(one) ^ _sitemap(other)):
            found.append(f"{pair}: {len(odd)} addresses in sitemaps, as {odd[0]}")
    return found


def _compare(
    pair: str, kind: str, ours: Mapping[str, Path], theirs: Mapping[str, Path]
) -> Iterator[str]:
    """Compare what a sample of pages or files says."""
    both = sorted(ours.keys() & theirs.keys())
    sample = both[:: max(1, -(-len(both) // _SAMPLE))]
    plain, math = list[str](), list[str]()
    for name in sample:
        is_page = ours[name].suffix == ".html"
        leads, says = (_compare_pages if is_page else _compare_files)(ours[name], theirs[name])
        has_math = re.search(r"<math|\$|\\\(", ours[name].read_text("utf-8"))
        if not (leads and says):
            (math if leads and has_math else plain).append(name)
    if plain:
        yield f"{pair}: {len(plain)} of {len(sample)} {kind} differ, as {plain[0]}"
    if math:
        yield f"{pair}: {len(math)} of {len(sample)} {kind} differ in math, by design"


def _compare_pages(ours: Path, theirs: Path) -> tuple[bool, bool]:
    """Say whether two pages have the same links, and whether ours says what theirs says."""
    one, other = _Page(), _Page()
    one.feed(ours.read_text(encoding="utf-8"))
    other.feed(theirs.read_text(encoding="utf-8"))
    own = {f"/{ours.parent.name}/"}  # a link to the page itself
    text = one.text
    return {*one.links} - own == {*other.links} - own, all(part in text for part in other.said)


def _compare_files(ours: Path, theirs: Path) -> tuple[bool, bool]:
    """Say whether two files have the same papers in one order, and the same records of them."""
    one, other = (path.read_text(encoding="utf-8") for path in (ours, theirs))
    orders = [list(dict.fromkeys(_PAPER.findall(text))) for text in (one, other)]
    return orders[0] == orders[1], _records(ours, one) == _records(theirs, other)


def _records(path: Path, text: str) -> list[str]:
    """Give what JSON of papers says of each: title, abstract and topics."""
    if path.suffix == ".jsonl":
        rows = [json.loads(line) for line in text.splitlines()]
    else:
        data = json.loads(text) if path.suffix in (".json", ".csl") else []
        rows = data if isinstance(data, list) else data.get("papers", ())
    return [
        f"{row['title']} {_plain(row.get('summary', ''))} {row.get('topics', ())}" for row in rows
    ]


def _plain(text: str) -> str:
    """Put one space between words, and leave out backslashes.

    In a web address a backslash is one to markdown-it, and an escape to Hugo's Goldmark.
    """
    return " ".join(text.replace("\\", "").split())


def _files(output: Path) -> dict[str, Path]:
    """Find the files of a site by their names, in small letters: Hugo writes addresses so."""
    paths = {path.relative_to(output).as_posix(): path for path in output.rglob("*")}
    return {
        name.lower(): path
        for name, path in paths.items()
        if path.is_file() and not name.startswith((f"{_BUNDLE}/", ".")) and "/." not in name
    }


def _find(files: Mapping[str, Path], pattern: str) -> dict[str, Path]:
    matches = (re.fullmatch(pattern, name) for name in files)
    return {"/".join(match.groups()): files[match[0]] for match in matches if match}


def _sitemap(files: Mapping[str, Path]) -> set[str]:
    """Give the papers and days that the sitemaps name."""
    texts = (path.read_text("utf-8") for name, path in files.items() if name.startswith("sitemap"))
    found = (url for text in texts for url in re.findall(rf"<loc>{_HOST}([^<]+)</loc>", text))
    return {url for url in found if re.fullmatch(rf"/{_DAY}/(?:[^/]+/)?", url)}


class _Page(HTMLParser):
    """The main part of a page: its text, its links, and what it must say of papers."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.said: list[str] = []
        self._parts: list[str] = []
        self._is_main = False
        self._until, self._from = "", 0

    @property
    def text(self) -> str:
        """All words of the main part."""
        return _plain("".join(self._parts))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look for the main part and for links, and for where a title or an abstract begins."""
        known = dict(attrs)
        self._is_main |= tag == "main"
        url = (known.get("href") or "") if tag == "a" and self._is_main else ""
        self.links += [url] if _LEADS.fullmatch(url) else []
        is_paper = re.fullmatch(rf"/{_DAY}/[^/]+/", url)
        if is_paper or known.get("class") == "abstract" or "data-pagefind-meta" in known:
            self._until, self._from = tag, len(self._parts)

    def handle_endtag(self, tag: str) -> None:
        """Look for the end of a title or an abstract, and of the main part."""
        self._is_main &= tag != "main"
        if tag == self._until:
            self.said.append(_plain("".join(self._parts[self._from :])))
            self._until = ""

    def handle_data(self, data: str) -> None:
        """Keep the words of the main part."""
        self._parts += [data] if self._is_main else []
