"""Whether sites that were made by different programs are the same in substance."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

_SAMPLE = 500  # pages of each kind whose text is compared
_DATA_SAMPLE = 50  # data files of each kind
_BUNDLE = "pagefind"
_HOST = "https://papers.example.org"
_ATOM = "{http://www.w3.org/2005/Atom}"
_LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_LONG = 110  # characters of a title; how a longer one is cut is each program's own

Records = Mapping[str, object]
"""What a file says of each paper, by its address; of the file itself, by the empty one."""


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

    Compared are all pages' addresses, feeds and sitemap, which data files there are, and what a
    sample of pages and data files says. Data files may have addresses of their own. A line that
    ends with ``by design`` is no fault: text that only the first sets as math. Without
    ``has_search`` the search pages may differ: only site-gen's says that there is no search.
    """
    (first, one), *others = outputs.items()
    found: list[str] = []
    for name, other in others:
        pair = f"{first} and {name}"
        left, right = (_addresses(output) for output in (one, other))
        for who, names in ((first, left - right), (name, right - left)):
            if names:
                found.append(f"{len(names)} pages only of {who}, as {min(names)}")
        for what, read in _WHOLE:
            if (ours := read(one)) != (theirs := read(other)):
                extra = sorted(set(ours) ^ set(theirs))[:2]
                found.append(f"{pair}: {what} differs ({len(ours)}, {len(theirs)}; {extra})")
        odd = set() if has_search else {"search/index.html"}
        found += _compare_pages(pair, one, other, sorted((left & right) - odd))
        found += _compare_data(pair, one, other)
    return found


def _compare_pages(pair: str, one: Path, other: Path, names: Sequence[str]) -> list[str]:
    found: list[str] = []
    for kind, pattern in _PAGES:
        all_of_it = [name for name in names if re.fullmatch(pattern, name)]
        sample = _sample(all_of_it, _SAMPLE)
        texts = [(name, _read(one / name), _read(other / name)) for name in sample]
        odd = [name for name, ours, theirs in texts if ours.substance != theirs.substance]
        math = [name for name, ours, _ in texts if name in odd and ours.has_math]
        found += _tell(pair, f"of {len(sample)} {kind}", odd, math)
        if wrong := [name for name, ours, theirs in texts if ours.links != theirs.links]:
            found.append(f"{pair}: links of {len(wrong)} of {len(sample)} {kind}, as {wrong[0]}")
    return found


def _compare_data(pair: str, one: Path, other: Path) -> list[str]:
    found = []
    for kind, pattern, read in _DATA:
        ours, theirs = (_find(output, pattern) for output in (one, other))
        if names := sorted(ours.keys() ^ theirs.keys()):
            sizes = f"{len(ours)}, {len(theirs)}"
            found.append(f"{pair}: numbers of {kind} differ ({sizes}), as {names[0]}")
        total, odd = 0, []
        for name in _sample(sorted(ours.keys() & theirs.keys()), _DATA_SAMPLE):
            left, right = (read(path.read_text("utf-8")) for path in (ours[name], theirs[name]))
            total += len(left)
            odd += [url for url in {**left, **right} if left.get(url) != right.get(url)]
            if list(left) != list(right):
                found.append(f"{pair}: papers or their order in {kind}, as {name}")
        math = [url for url in odd if url and _read(one / url[1:] / "index.html").has_math]
        found += _tell(pair, f"of {total} papers in {kind}", odd, math)
    return found


def _tell(pair: str, what: str, odd: Sequence[str], math: Sequence[str]) -> Iterator[str]:
    if plain := sorted(set(odd) - set(math)):
        yield f"{pair}: {len(plain)} {what} differ, as {plain[0]}"
    if math:
        yield f"{pair}: {len(math)} {what} differ in math, by design"


def _sample(names: Sequence[str], most: int) -> Sequence[str]:
    return names[:: max(1, -(-len(names) // most))]


def _files(output: Path) -> dict[str, int]:
    paths = (path for path in output.rglob("*") if path.is_file())
    named = {path.relative_to(output).as_posix(): path.stat().st_size for path in paths}
    return {name: count for name, count in named.items() if _is_of_site(name)}


def _find(output: Path, pattern: str) -> dict[str, Path]:
    """Find files of a kind, by the day or the month that the pattern's group names."""
    matches = (re.fullmatch(pattern, name) for name in _files(output))
    return {match[1]: output / match[0] for match in matches if match}


def _is_of_site(name: str) -> bool:
    return not name.startswith((f"{_BUNDLE}/", ".")) and "/." not in name


def _addresses(output: Path) -> set[str]:
    return {name for name in _files(output) if name.endswith(".html")}


def _rss(output: Path) -> list[str]:
    root = ET.parse(output / "feed.xml").getroot()  # written a moment ago, here
    keys = ("link", "guid", "pubDate", "title", "category")
    return [
        " ".join((node.text or "").strip() for key in keys for node in item.iter(key))
        for item in root.iter("item")
    ]


def _atom(output: Path) -> list[str]:
    return [str(row) for row in _entries((output / "atom.xml").read_text("utf-8")).items()]


def _json_feed(output: Path) -> list[str]:
    keys = ("id", "url", "title", "tags", "date_published")
    items = json.loads((output / "feed.json").read_text("utf-8"))["items"]
    return [str([item.get(key) for key in keys]) for item in items]


def _sitemap(output: Path) -> list[str]:
    """Give all addresses of a sitemap, or of those that an index of sitemaps names."""

    def read(name: str) -> Iterator[str]:
        root = ET.parse(output / name).getroot()
        found = [node.text or "" for node in root.iter() if node.tag.endswith("}loc")]
        if not root.tag.endswith("}sitemapindex"):
            return iter(found)
        return (url for part in found for url in read(_local(part)[1:]))

    return sorted(read("sitemap.xml"))


def _json(text: str) -> Records:
    return _records(json.loads(text)["papers"])


def _json_lines(text: str) -> Records:
    return _records(json.loads(line) for line in text.splitlines())


def _records(papers: Any) -> Records:
    return {_local(paper.pop("url")): _plain(str(sorted(paper.items()))) for paper in papers}


def _markdown(text: str) -> Records:
    head, *papers = text.split("\n\n## ")
    found = {re.findall(r"^<(.*)>$", paper, re.MULTILINE)[0]: paper for paper in papers}
    return {"": head} | {_local(url): _plain(paper) for url, paper in found.items()}


def _bibtex(text: str) -> Records:
    papers = re.split(r"^@misc", text, flags=re.MULTILINE)[1:]
    found = {re.findall(r"^  url = {(.*)},$", one, re.MULTILINE)[0]: one for one in papers}
    return {_local(url): paper.strip() for url, paper in found.items()}


def _ris(text: str) -> Records:
    found = {re.findall(r"^UR  - (.*)$", one, re.MULTILINE)[0]: one for one in text.split("\n\n")}
    return {_local(url): paper.strip() for url, paper in found.items()}


def _csl(text: str) -> Records:
    return {_local(paper.pop("URL")): str(sorted(paper.items())) for paper in json.loads(text)}


def _entries(text: str) -> Records:
    """Read an Atom document. Each program shortens summaries in its own way."""
    root = ET.fromstring(text)
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{_ATOM}link")}
    names = ("id", "title", "subtitle", "updated")
    head: list[object] = [root.findtext(f"{_ATOM}{name}") for name in names]
    found: dict[str, object] = {"": [*head, sorted(links.items(), key=str)]}
    for entry in root.iter(f"{_ATOM}entry"):
        link = entry.find(f"{_ATOM}link")
        url = link.get("href", "") if link is not None else ""
        said = [entry.findtext(f"{_ATOM}{name}") for name in ("id", "title", "published")]
        topics = [node.get("term") for node in entry.iter(f"{_ATOM}category")]
        shown = _Shown(is_main=True)
        shown.feed(entry.findtext(f"{_ATOM}content") or "")
        has_summary = entry.find(f"{_ATOM}summary") is not None
        found[_local(url)] = (said, topics, shown.text, has_summary)
    return found


def _local(url: str) -> str:
    return url.removeprefix(_HOST)


def _plain(text: str) -> str:
    """Put one space between words, and leave out backslashes.

    In a web address a backslash is one to markdown-it, and an escape to Hugo's Goldmark.
    """
    return " ".join(text.replace("\\", "").split())


_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_PAGES = (
    ("paper pages", rf"{_DAY}/[^/]+/index\.html"),
    ("topic pages", r"topics/.*\.html"),
    ("other pages", r"(?!topics/)([^/]+/)?[^/]+\.html"),
)
_WHOLE: Sequence[tuple[str, Callable[[Path], list[str]]]] = (
    ("feed", _rss),
    ("Atom feed", _atom),
    ("JSON feed", _json_feed),
    ("sitemap", _sitemap),
)
_DATA: Sequence[tuple[str, str, Callable[[str], Records]]] = (
    ("days' JSON", rf"({_DAY})(?:/index)?\.json", _json),
    ("days' Markdown", rf"({_DAY})(?:/index)?\.md", _markdown),
    ("days' BibTeX", rf"({_DAY})(?:/index)?\.bib", _bibtex),
    ("days' RIS", rf"({_DAY})(?:/index)?\.ris", _ris),
    ("days' CSL-JSON", rf"({_DAY})(?:/index)?\.csl(?:\.json)?", _csl),
    ("months' JSON Lines", r"([0-9]{4}-[0-9]{2})(?:/index)?\.jsonl", _json_lines),
    ("archive documents", rf"({_DAY})/archive\.xml", _entries),
)


class _Shown(HTMLParser):
    """The words of the main part of a page, its links into the site, and whether it has math."""

    def __init__(self, *, is_main: bool = False) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._is_main = is_main
        self.title = ""
        self.linked: object = None
        self.links: list[str] = []
        self.has_math = False

    @property
    def text(self) -> str:
        """The words, with one space between them, without backslashes."""
        return _plain("".join(self._parts))

    @property
    def substance(self) -> tuple[str, str, object]:
        """What two pages must have in common: their title, their words and their JSON-LD."""
        return self.title, self.text, self.linked

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
    if match := _LINKED.search(text):
        linked = json.loads(match[1])
        if len(linked["name"]) > _LONG:
            del linked["headline"]
        shown.linked = {**linked, "abstract": _plain(linked.get("abstract", ""))}
    shown.title = unescape(text.partition("<title>")[2].partition("</title>")[0])
    return shown
