"""RIS -> papers: a tag a line, records that end with ``ER``.

https://refdb.sourceforge.net/manual-0.9.6/sect1-ris-format.html has the tags. Programs differ: one
space or two before the dash, lines of their own around records, ``TY`` not first, several keywords
in one line. A record without its end is a bad one: nothing says that all of it is there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from site_gen.importing.formats.people import read_names
from site_gen.importing.formats.reading import Collector, Findings, web_links
from site_gen.model import (
    Paper,
    Problem,
    Source,
    find_arxiv_id,
    find_doi,
    find_tags,
    one_line,
    read_tags,
    search_arxiv_id,
)

_TAG = re.compile(r"\ufeff?([A-Z][A-Z0-9]) {0,2}- ?(.*)")
_FURNITURE = re.compile(  # what programs write around records
    r"Record #[0-9]+ of [0-9]+|(?:Provider|Content|Database|Export Date|Source): ?.*", re.IGNORECASE
)
_AUTHORS = ("A1", "AU", "A2", "A3", "A4")
_SECOND = {"A2", "A3", "A4"}
_EDITED = {"BOOK", "CHAP", "CONF", "CPAPER", "EBOOK", "ECHAP", "EDBOOK", "SER"}
"""Types of works whose secondary authors are their editors."""

_TITLES = ("TI", "T1", "CT", "BT")
_ABSTRACTS = ("AB", "N2")
_URLS = ("UR", "L1", "L2", "LK", "L3", "L4")
_IDS = ("AN", "DO", "M1", "M2", "M3", "N1", "JO", "JF", "JA", "T2", "VL", "C1", "SP", "ID", "SN")
_KEYWORDS = re.compile(r";|\n")
_USED = {"TY", "ER", *find_tags("ris"), *_AUTHORS, *_TITLES, *_ABSTRACTS, *_URLS, *_IDS}
_KNOWN = {
    "A5", "AD", "AV", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "CA", "CN", "CP", "CY", "DA", "DB",
    "DP", "ED", "EP", "ET", "IS", "J1", "J2", "LA", "LB", "NV", "OP", "PB", "PP", "PY", "RI", "RN",
    "RP", "SE", "ST", "T3", "TA", "TT", "U1", "U2", "U3", "U4", "U5", "Y1", "Y2",
}  # fmt: skip
"""Tags for which an entry has no place."""

_NAMED = _USED | _KNOWN


_ON_ONE_LINE = {
    "TY", "AU", "A1", "A2", "A3", "A4", "A5", "ED", "PY", "Y1", "Y2", "DA", "SP", "EP", "VL", "IS",
    "SN", "DO", "UR", "L1", "L2", "L3", "L4", "LK", "ID", "AN", "LA",
}  # fmt: skip
"""Tags whose values never go on in the next line."""


@dataclass(slots=True)
class _Record:
    """The lines of a record: each tag with its value, in their order."""

    line: int = 0
    values: list[tuple[str, str]] = field(default_factory=list)

    @property
    def tags(self) -> set[str]:
        return {tag for tag, _ in self.values}

    def add(self, number: int, tag: str, value: str) -> None:
        """Add the tag and the value of a line."""
        self.line = self.line or number
        self.values.append((tag, value))

    def all(self, *tags: str) -> list[str]:
        return [value for tag, value in self.values if tag in tags and value]

    def first(self, *tags: str) -> str:
        """Give the first value of the first of the tags that is there."""
        return next((one_line(value) for tag in tags for value in self.all(tag)), "")


def parse_ris(path: str, text: str) -> Findings:
    """Read RIS. A record without 'ER' is a bad one; lines around records are reported."""
    found = Collector(path)
    for record, is_whole in _read_records(text, found):
        if is_whole:
            _read(record, found)
        else:
            what = "broken RIS: no 'ER  -' at the end of the record; expected all of it"
            found.bad.append(Problem(path, record.line, what))
    return found.finish()


def _read_records(text: str, found: Collector) -> Iterator[tuple[_Record, bool]]:
    """Give the records, and whether each has its end."""
    record = _Record()
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.rstrip("\r")
        match = _TAG.fullmatch(line)
        if not match:
            _read_loose(line, number, record, found)
            continue
        tag, value = match[1], match[2].strip()
        if tag == "TY" and record.all("TY"):
            yield record, False
            record = _Record()
        if tag != "ER":
            record.add(number, tag, value)
            continue
        if record.values:
            yield record, True
        record = _Record()
    if record.values:
        yield record, False


def _read_loose(line: str, number: int, record: _Record, found: Collector) -> None:
    """Read a line without a tag: the value above goes on, where there is one."""
    words = line.strip("\ufeff \t")
    tag, value = record.values[-1] if record.values else ("TY", "")
    if _FURNITURE.fullmatch(words):
        return
    if tag not in _ON_ONE_LINE:
        record.values[-1] = tag, f"{value}\n{line}"
    elif words:
        found.skip_words(words, number)


def _read(record: _Record, found: Collector) -> None:
    title = record.first(*_TITLES)
    if not title:
        what = "not understood: an entry without a title"
        found.unread.append(Problem(found.path, record.line, what))
        return
    people = read_names(_list_authors(record))
    found.skip_names(people.unread, record.line)
    found.skip_keys((tag for tag, _ in record.values if tag not in _NAMED), record.line, "tag")
    kept = [url for url in _list_urls(record) if not _is_id(url)]
    for tag, text in _list_unread(record, kept[:1]):
        found.skip_words(text, record.line, f"a second {tag!r}")
    paper = Paper(
        title=title,
        abstract=record.first(*_ABSTRACTS),
        authors=people.names,
        more_authors=people.has_more,
        links=web_links(("Paper", url) for url in kept[:1]),
        source=Source(found.path, record.line),
        **_read_facts(record, title),
    )
    found.papers.append((paper, None))


def _is_id(url: str) -> bool:
    """Whether an address is that of an id, and so no link of its own."""
    return bool(find_arxiv_id(url) or find_doi(url))


def _list_unread(record: _Record, kept: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give the titles, abstracts and addresses that are not read, each with its tag."""
    for tags in (_TITLES[:3], _ABSTRACTS):
        first = record.first(*tags)
        others = ((tag, one_line(text)) for tag in tags for text in record.all(tag))
        yield from (other for other in others if other[1] != first)
    urls = map(one_line, ";".join(record.all("UR")).split(";"))
    yield from (("UR", url) for url in urls if url and url not in kept and not _is_id(url))


def _list_authors(record: _Record) -> list[str]:
    """Give the names of the authors; the secondary ones of a book with authors are its editors."""
    is_edited = bool(record.tags & {"AU", "A1"}) and record.first("TY") in _EDITED
    return record.all(*(tag for tag in _AUTHORS if not (is_edited and tag in _SECOND)))


def _list_urls(record: _Record) -> list[str]:
    """Give the addresses of a record; several may stand in a line."""
    return [one_line(url) for value in record.all(*_URLS) for url in value.split(";")]


def _read_facts(record: _Record, title: str) -> dict[str, Any]:
    """Read what the table of fields knows by name; ids also where they stand among words."""
    texts: dict[str, Sequence[str]] = {tag: record.all(tag) for tag in find_tags("ris")}
    texts["UR"] = _list_urls(record)
    texts["KW"] = [word for value in record.all("KW") for word in _KEYWORDS.split(value)]
    texts["BT"] = [
        text for text in record.all("BT") if one_line(text) != title
    ]  # a book is no venue
    facts = read_tags("ris", texts)
    ids = map(search_arxiv_id, (*texts["UR"], *record.all(*_IDS)))
    facts["arxiv_id"] = facts.get("arxiv_id") or next(filter(None, ids), "")
    return facts
