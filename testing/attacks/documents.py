"""What a site says to programs: its HTML, for a browser to look through, and faults of its form.

A string that left its field would make an item, a record, a header, an element or a line more, or
break the form of the document. So the numbers of these are compared, and names are listed.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from lxml import etree
from markdown_it import MarkdownIt

from site_gen.text.tex import cut_formulas

BASE = "https://papers.example.org/"
_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_ELEMENTS = """
    rss channel item title link description guid pubDate category language lastBuildDate generator
    creator encoded image url feed entry id subtitle updated published author name content summary
    rights logo icon urlset loc lastmod sitemapindex sitemap opml head body outline dateCreated
    complete archive dateModified docs ownerName
"""
_RULE = re.compile(r"(?:/\S*\s+(?:/|https://papers\.example\.org/)\S*\s+[0-9]{3}!?|#.*|)")
_HEADERS = """
    from to subject date message-id mime-version content-type list-id list-unsubscribe
    list-unsubscribe-post
"""
_MARKDOWN = MarkdownIt("commonmark", {"html": True})  # as a program that trusts the file shows it


def read_html(output: Path, *, markdown: bool) -> Iterator[tuple[str, str]]:
    """Give the HTML in feeds and data files of a site, by file.

    With ``markdown``, it is also what Markdown files are shown as by a program that allows HTML
    in them: a body that was imported has none. One written by hand is in the file as it is.
    """
    for path in sorted(output.rglob("*")):
        name = path.relative_to(output).as_posix()
        if path.suffix == ".xml":
            yield from ((name, html) for html in _read_xml(path))
        elif path.suffix == ".json":
            found = _find_html(json.loads(path.read_text("utf-8")))
            yield from ((name, html) for html in found)
        elif path.suffix == ".md" and markdown:
            yield name, _MARKDOWN.render(_without_formulas(path.read_text("utf-8")))


def _without_formulas(text: str) -> str:
    """Give Markdown with a word for each formula: whoever shows the file reads formulas first."""
    return "".join(part if isinstance(part, str) else "x" for part in cut_formulas(text))


def _read_xml(path: Path) -> Iterator[str]:
    for element in etree.parse(path, etree.XMLParser(huge_tree=True)).iter():
        # A title, and the description of a channel, are text: RSS 2.0 allows HTML in items alone.
        parent = element.getparent()
        is_html = element.tag == _CONTENT or (
            element.tag == "description" and parent is not None and parent.tag == "item"
        )
        is_typed = element.tag in {f"{_ATOM}content", f"{_ATOM}summary", f"{_ATOM}title"}
        if is_html or (is_typed and element.get("type") in {"html", "xhtml"}):
            yield "".join(element.itertext())


def _find_html(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            if isinstance(one, str) and str(key).endswith("html"):
                yield one
            else:
                yield from _find_html(one)
    elif isinstance(value, list):
        for one in value:
            yield from _find_html(one)


def find_faults(output: Path) -> Iterator[str]:
    """Tell where a file for programs is not what it should be."""
    for path in sorted(output.rglob("*")):
        check = CHECKS.get(path.name) or CHECKS.get(path.suffix)
        if check and path.is_file():
            name = path.relative_to(output).as_posix()
            yield from (f"{name}: {fault}" for fault in check(path.read_bytes()))
    for day in sorted(output.glob("????-??-??.json")):
        yield from _count_records(day)


def check_xml(data: bytes) -> Iterator[str]:
    """Tell what is wrong in a feed, a sitemap or an OPML: elements, and links to elsewhere."""
    try:
        root = etree.fromstring(data, etree.XMLParser(huge_tree=True, resolve_entities=False))
    except etree.XMLSyntaxError as err:
        yield f"broken XML: {err}"
        return
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield f"no element: {etree.tostring(element)[:60]!r}"
            continue
        name = etree.QName(element).localname
        if name not in _ELEMENTS.split():
            yield f"an element <{name}>"
        links = [element.get(key) for key in ("href", "url", "xmlUrl", "htmlUrl")]
        links += [element.text] if name in {"link", "loc", "url"} and element.text else []
        for link in filter(None, links):
            if link.strip() and not link.startswith(BASE):
                yield f"a link to {link[:60]!r}"


def check_json(data: bytes) -> Iterator[str]:
    """Tell what is wrong in JSON."""
    try:
        json.loads(data.decode())
    except ValueError as err:
        yield f"broken JSON: {err}"


def check_json_lines(data: bytes) -> Iterator[str]:
    """Tell what is wrong in JSON Lines, however a program cuts them into lines."""
    for line in data.decode().splitlines():
        yield from check_json(line.encode())


def check_rules(data: bytes) -> Iterator[str]:
    """Tell which lines of ``_redirects`` lead to another host, or are no rule."""
    for line in data.decode().splitlines():
        if not _RULE.fullmatch(line):
            yield f"a rule {line[:80]!r}"


def check_lines(data: bytes) -> Iterator[str]:
    """Tell which lines of ``robots.txt`` are not known."""
    for line in data.decode().splitlines():
        if not re.fullmatch(
            rf"(?:User-agent: \*|(?:Dis)?[Aa]llow: ?\S*|Sitemap: {BASE}\S+|)", line
        ):
            yield f"a line {line[:80]!r}"


CHECKS: Mapping[str, Callable[[bytes], Iterator[str]]] = {
    ".xml": check_xml,
    ".opml": check_xml,
    ".json": check_json,
    ".jsonl": check_json_lines,
    "_redirects": check_rules,
    "robots.txt": check_lines,
}
"""What looks for faults in a file, by its name or the end of it."""


def _count_records(day: Path) -> Iterator[str]:
    """Compare how many records each data file of a day has."""
    papers = len(json.loads(day.read_text("utf-8"))["papers"])
    counts = {
        ".csl.json": len(json.loads(day.with_suffix(".csl.json").read_text("utf-8"))),
        ".bib": _count_lines(day.with_suffix(".bib"), "@"),
        ".ris": _count_lines(day.with_suffix(".ris"), "TY  - "),
        ".ris, by their ends": _count_lines(day.with_suffix(".ris"), "ER  -"),
    }
    yield from (
        f"{day.stem}{name}: {count} records of {papers} papers"
        for name, count in counts.items()
        if count != papers
    )


def _count_lines(path: Path, start: str) -> int:
    """Count lines that begin so, however a program ends lines."""
    return sum(line.startswith(start) for line in path.read_text("utf-8").splitlines())


def check_message(data: bytes) -> Iterator[str]:
    """Tell what is wrong with the headers and the parts of a message."""
    message = message_from_bytes(data, policy=default)
    names = Counter(name.lower() for name, _ in message.items())
    yield from (f"a header {name}" for name in names if name not in _HEADERS.split())
    yield from (f"{number} headers {name}" for name, number in names.items() if number > 1)
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    if kinds != ["text/plain", "text/html"]:
        yield f"parts: {kinds}"
    yield from (f"a defect: {defect}" for part in message.walk() for defect in part.defects)
    if message["to"] and message["to"].addresses:
        yield f"a receiver: {message['to']}"


def read_message_html(data: bytes) -> str:
    """Give the HTML part of a message."""
    message = message_from_bytes(data, policy=default)
    part = message.get_body(("html",)) if isinstance(message, EmailMessage) else None
    return str(part.get_content()) if part else ""


def first(faults: Iterable[str], most: int = 20) -> list[str]:
    """Give the first faults, and how many more there are."""
    found = list(faults)
    return found[:most] + ([f"and {len(found) - most} more"] if len(found) > most else [])
