"""Feeds of XML -> papers: the arXiv Atom API, arXiv's RSS, and any other RSS or Atom feed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any
from xml.parsers import expat

import feedparser

from site_gen.importing.formats.feed_elements import report_unknown
from site_gen.importing.formats.feed_text import split_either, split_html, split_text
from site_gen.importing.formats.people import parse_names, read_names
from site_gen.importing.formats.reading import (
    Collector,
    Findings,
    find_code,
    number_lines,
    web_links,
)
from site_gen.importing.formats.tag_bounds import MOST_IN_XML, find_full_tag
from site_gen.model import (
    InputError,
    Paper,
    Problem,
    Source,
    find_arxiv_id,
    find_categories,
    find_version,
    one_line,
    read_tags,
)
from site_gen.text.tex_text import to_remark, to_text

# RSS has items, Atom entries; either may have a prefix of its namespace.
_ITEM = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]")
_ELEMENT = re.compile(r"<\w")
# feedparser looks for declarations there, in time that grows with the square of the empty lines.
_MOST_ABOVE = 10_000
# What a server gives in place of a feed that moved, or that it hides behind a login.
_PAGE = re.compile(r"\ufeff?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
# arXiv's feeds begin each abstract so, since 2024.
_ANNOUNCED = re.compile(r"arXiv:\S{1,40} Announce Type: (?P<kind>\S{1,40}) (?:Abstract: )?")
_COUNT = re.compile(r"[0-9]+")
_CUT = re.compile(r"\s*(?:\u2026|\.\.\.|\[(?:\u2026|\.\.\.)\])$")  # how an excerpt ends
# What feeds say of papers that have none; matched against the whole text only.
_NO_ABSTRACT = re.compile(r"no abstract(?: available| provided)?\.?|n/a", re.IGNORECASE)
# '&amp;' may be escaped again by each program that a feed passes through.
_REFERENCE = re.compile(r"&(?:amp;)*#(?:[xX]([0-9a-fA-F]+)|([0-9]+))")
_BAD_REFERENCE = "a reference to a character that does not exist; expected a whole feed"
_OF_ARXIV = re.compile(r"oai:arxiv|https?://(?:[a-z]+\.)?arxiv\.org/", re.IGNORECASE)
_PUBLISHED = re.compile(  # how journals begin their texts
    r"[^;]{1,200}, Published online: [^;]{1,40}; ?(?:doi: ?)?\S*", re.IGNORECASE
)
# arXiv's feeds put id and category behind each title until 2024.
_OLD_TITLE = re.compile(r" \((?P<id>arXiv:\S+) \[[^\]]+\](?P<updated> UPDATED)?\)$")


class _Stream:
    """A text that feedparser reads, and never takes for the name of a file or a page."""

    def __init__(self, text: str) -> None:
        self._data = text.encode("utf-8", "surrogatepass")

    def read(self, size: int = -1) -> bytes:
        """Give the next bytes; all there are unless ``size`` says how many."""
        end = len(self._data) if size < 0 else size
        data, self._data = self._data[:end], self._data[end:]
        return data


def parse_xml(path: str, text: str) -> Findings:
    """Read RSS or Atom. Raises InputError when it is not well-formed, or says an error itself."""
    feed = _parse(path, text)
    lines = number_lines(text, (match.start() for match in _ITEM.finditer(text)))
    if len(lines) != len(feed.entries):
        lines = [0] * len(feed.entries)
    found = Collector(path)
    report_unknown(text, found)
    for line, entry in zip(lines, feed.entries, strict=True):
        # an element that nobody knows is its attributes, where it has some
        texts = {key: value for key, value in entry.items() if isinstance(value, str)}
        if "arxiv.org/api/errors" in texts.get("id", ""):
            what = f"arXiv says: {one_line(texts.get('summary', ''))}"
            raise InputError(Problem(path, line, what))
        facts = _read_entry(entry, texts, is_atom=feed.version.startswith("atom"))
        at = entry.get("published_parsed") or entry.get("updated_parsed")
        if not at:
            _report_date(texts, line, found)
        add_item(facts, date(*at[:3]) if at else None, Source(path, line), found)
    return found.finish()


def _report_date(texts: Mapping[str, str], line: int, found: Collector) -> None:
    """Report the date of an item, where it has one that cannot be read."""
    for words in filter(None, map(texts.get, ("published", "updated"))):
        found.skip_words(words, line, "expected a date")


def _parse(path: str, text: str) -> feedparser.FeedParserDict:
    """Parse XML to what feedparser makes of it. Raises InputError when it is no whole feed."""
    if (at := text.find("<!ENTITY")) >= 0:
        what = "XML with entities of its own; expected a plain feed"
        raise InputError(Problem(path, text.count("\n", 0, at) + 1, what))
    if (at := find_full_tag(text, MOST_IN_XML)) >= 0:
        what = f"an element with more than {MOST_IN_XML:,} attributes; expected a plain feed"
        raise InputError(Problem(path, text.count("\n", 0, at) + 1, what))
    first = _ELEMENT.search(text)
    if (first.start() if first else len(text)) > _MOST_ABOVE:
        what = f"more than {_MOST_ABOVE:,} characters above the first element; expected a feed"
        raise InputError(Problem(path, 1, what))
    if _PAGE.match(text):
        raise InputError(Problem(path, 1, "a web page; expected RSS or Atom"))
    headers = {"content-type": "application/xml; charset=utf-8"}
    # its sanitizer deletes what looks like a tag, in plain text too
    how = {"sanitize_html": False, "resolve_relative_uris": False}
    try:
        feed = feedparser.parse(_Stream(text), response_headers=headers, **how)
    # of its second parser, for XML that is broken: LookupError where an end has no beginning
    except (ValueError, OverflowError, LookupError) as err:
        raise InputError(_describe_broken(path, text)) from err
    error = feed.get("bozo_exception") if feed.bozo else None
    if error and hasattr(error, "getLineNumber"):
        what = f"broken XML: {error.getMessage()}; expected a whole feed"
        raise InputError(Problem(path, error.getLineNumber() or 0, what))
    if not feed.get("version"):
        raise InputError(Problem(path, 1, "not a feed; expected RSS or Atom"))
    return feed


def _describe_broken(path: str, text: str) -> Problem:
    """Say what is wrong with XML that is not well-formed, with its line."""
    if line := _find_bad_reference(text):
        return Problem(path, line, _BAD_REFERENCE)
    try:
        # " " joins a namespace and a name, so that a prefix without a namespace is an error too.
        expat.ParserCreate(namespace_separator=" ").Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as err:
        what = f"broken XML: {expat.ErrorString(err.code)}; expected a whole feed"
        return Problem(path, err.lineno, what)
    return Problem(path, 0, _BAD_REFERENCE)


def _read_entry(
    entry: Mapping[str, Any], texts: Mapping[str, str], *, is_atom: bool
) -> Mapping[str, Any]:
    """Give the facts of an item. Atom says what type its texts have; RSS does not."""
    split = _split_typed if is_atom else _split_untyped
    split_name = split_text if is_atom else split_either
    summary = [*chain.from_iterable(map(split, _dicts(entry.get("summary_detail"))))]
    content = [*chain.from_iterable(map(_split_typed, _dicts(entry.get("content"))[:1]))]
    return {
        "title": [*chain.from_iterable(map(split, _dicts(entry.get("title_detail"))))],
        "body": content if _is_start(summary, content) else summary,
        "authors": [
            " ".join(split_name(_text(one, "name"))) for one in _dicts(entry.get("authors"))
        ],
        "ids": [texts.get(key, "") for key in ("id", "link", "dc_identifier", "comments")],
        "is_tex": not is_atom,  # arXiv's RSS has its texts as authors wrote them, its Atom has not
        "link": texts.get("link", ""),
        "arxiv": {
            "DOI": [
                texts.get(key, "") for key in ("arxiv_doi", "prism_doi", "dc_identifier", "id")
            ],
            "Comment": texts.get("arxiv_comment", ""),
            "Journal-ref": texts.get("arxiv_journal_ref")  # the API's name; then that of the RSS
            or texts.get("arxiv_journal_reference", ""),
            "Announce-type": texts.get("arxiv_announce_type", ""),
        },
        "topics": [_text(tag, "term") for tag in _dicts(entry.get("tags"))],
    }


def _dicts(found: object) -> Sequence[Mapping[str, Any]]:
    """Keep what feedparser made: an element of the same name that it does not know is a text."""
    values = found if isinstance(found, list) else [found]
    return [value for value in values if isinstance(value, dict)]


def _text(found: Mapping[str, Any], key: str) -> str:
    return str(found.get(key) or "")


def _split_typed(detail: Mapping[str, Any]) -> list[str]:
    """Give the paragraphs of an element whose type is known: RFC 4287, 3.1.1 and 4.1.3.1.

    ``content:encoded`` of RSS has one too: it is always HTML.
    """
    text, kind = _text(detail, "value"), _text(detail, "type")
    is_markup = kind == "text/html" or kind.endswith(("+xml", "/xml"))
    return split_html(text) if is_markup else split_text(text)


def _split_untyped(detail: Mapping[str, Any]) -> list[str]:
    """Give the paragraphs of an element of RSS; the type that feedparser names is a guess."""
    return split_either(_text(detail, "value"))


def _is_start(summary: Sequence[str], content: Sequence[str]) -> bool:
    """Whether a summary is how the content begins, cut short; else it is an abstract of its own."""
    return " ".join(content).startswith(_CUT.sub("", " ".join(summary)))


def _find_bad_reference(text: str) -> int:
    """Give the line of the first character reference that names no character; 0: there is none.

    XML 1.0, section 4.1, allows references to the characters of Unicode without surrogates.
    """
    for match in _REFERENCE.finditer(text):
        digits, base = (match[1], 16) if match[1] else (match[2], 10)
        number = int(digits.lstrip("0")[:9] or "0", base)
        if number > 0x10FFFF or 0xD800 <= number < 0xE000:
            return text.count("\n", 0, match.start()) + 1
    return 0


@dataclass(slots=True)
class _Body:
    """What the paragraphs of an item say."""

    authors: Sequence[str]
    upvotes: int | None = None
    abstract: list[str] = field(default_factory=list)


def _read_body(pieces: Sequence[str], title: str, authors: Sequence[str]) -> _Body:
    """Read paragraphs, some with labels; ``authors`` are those that the item has elsewhere."""
    body = _Body(authors)
    for piece in pieces:
        label, _, rest = piece.partition(": ")
        if label == "Authors" and not body.authors:
            body.authors = [rest]
        elif label == "Upvotes" and _COUNT.fullmatch(rest):
            body.upvotes = int(rest[:9])
        elif not _PUBLISHED.fullmatch(piece):
            body.abstract.append(rest if label == "Summary" else _ANNOUNCED.sub("", piece, count=1))
    if body.abstract == [title] or _NO_ABSTRACT.fullmatch("\n".join(body.abstract)):
        body.abstract = []  # feeds fill the place of one that they lack
    return body


def add_item(facts: Mapping[str, Any], day: date | None, source: Source, found: Collector) -> None:
    """Add the paper that the facts of an item are to ``found``; report one without a title.

    ``facts`` are those that ``_read_entry`` gives, and ``json_feed`` for its items.
    """
    title = _OLD_TITLE.sub("", " ".join(facts["title"]))
    if not title:
        what = "not understood: an item without a title; expected one"
        found.unread.append(Problem(source.path, source.line, what))
        return
    body = _read_body(facts["body"], title, facts["authors"])
    authors = body.authors
    arxiv_id = next(filter(None, map(find_arxiv_id, facts["ids"])), "")
    if is_tex := bool(facts.get("is_tex") and any(map(_OF_ARXIV.match, facts["ids"]))):
        title, authors = one_line(to_text(title)), list(map(to_text, authors))
    people = parse_names(authors[0]) if len(authors) == 1 else read_names(authors)
    found.skip_names(people.unread, source.line)
    code = find_code(facts["arxiv"].get("Comment", ""))
    links = {"" if arxiv_id else "Paper": facts["link"], "Code": code}
    terms = tuple(filter(None, map(one_line, facts["topics"])))
    categories = find_categories(terms)
    paper = Paper(
        title=title,
        abstract="\n\n".join(body.abstract),
        authors=people.names,
        more_authors=people.has_more,
        arxiv_id=arxiv_id,
        topics=() if categories else terms,  # arXiv's has codes of other societies among them
        categories=categories,
        links=web_links((name, url) for name, url in links.items() if name),
        source=source,
        upvotes=body.upvotes,
        **_read_tags(facts, arxiv_id, is_tex=is_tex),
    )
    found.papers.append((paper, day))


def _read_tags(facts: Mapping[str, Any], arxiv_id: str, *, is_tex: bool) -> dict[str, Any]:
    """Read the fields of arXiv, and the version that an id names, in the title too."""
    old_titles = _OLD_TITLE.finditer(" ".join(facts["title"]))
    named = [*facts["ids"], *(match["id"] for match in old_titles)]
    versions = (find_version(one) for one in named if find_arxiv_id(one) == arxiv_id)
    tags = facts["arxiv"]
    if is_tex:
        tags = {name: one if name == "DOI" else to_remark(one) for name, one in tags.items()}
    tags = tags | {"Announce-type": _find_announcement(facts)}
    return {"version": next(filter(None, versions), None), **read_tags("arxiv", tags)}


def _find_announcement(facts: Mapping[str, Any]) -> str:
    """Give how arXiv announced an item: an element says it, else its text, else its old title."""
    title = _OLD_TITLE.search(" ".join(facts["title"]))
    texts = (match["kind"] for match in map(_ANNOUNCED.search, facts["body"]) if match)
    kind = facts["arxiv"].get("Announce-type") or next(texts, "")
    return kind or ("replace" if title and title["updated"] else "")
