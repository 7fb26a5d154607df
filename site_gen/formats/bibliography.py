"""BibTeX and RIS -> papers, by libraries that know the formats.

Titles and authors may span lines; braces and TeX accents become the letters they stand for.
"""

import re
from typing import Any

import bibtexparser
import rispy
from bibtexparser.bparser import BibTexParser
from bibtexparser.latexenc import latex_to_unicode

from site_gen.errors import InputError, Problem
from site_gen.formats.reading import Findings, find_arxiv_id, find_doi, join, web_links
from site_gen.model import Paper, Source

_ENTRY = re.compile(r"^[ \t]*@(?!comment|string|preamble)\w+\s*[{(]", re.IGNORECASE | re.MULTILINE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_MATH = re.compile(r"((?<!\\)\$[^$]*\$)")
_ESCAPED = re.compile(r"\\([%&#_$])")
_RIS_START = re.compile(r"^\ufeff?TY  -", re.MULTILINE)


def parse_bibtex(path: str, text: str) -> Findings:
    """Read BibTeX. Raises InputError when an entry in it cannot be read."""
    parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    try:
        entries: list[dict[str, Any]] = bibtexparser.loads(text, parser=parser).entries
    except Exception as err:  # noqa: BLE001 # the library names no errors of its own
        what = f"broken BibTeX: {join(str(err))[:80]}; expected '@article{{key, title = ...}}'"
        raise InputError(Problem(path, 0, what)) from None
    lines = [text.count("\n", 0, match.start()) + 1 for match in _ENTRY.finditer(text)]
    if len(lines) != len(entries):  # it skips what it cannot read
        what = f"broken BibTeX: {len(entries)} of {len(lines)} entries can be read; expected all"
        raise InputError(Problem(path, lines[0] if lines else 0, what))
    papers, unread = [], []
    for line, entry in zip(lines, entries, strict=True):
        title = _letters(entry.get("title", ""))
        if not title:
            unread.append(Problem(path, line, "not understood: an entry without a title"))
            continue
        people = _AND.split(entry.get("author", "").strip())
        url = entry.get("url", "")
        paper = Paper(
            title=title,
            abstract=_letters(entry.get("abstract", "")),
            authors=tuple(_turned(_letters(name)) for name in people if name),
            arxiv_id=find_arxiv_id(entry.get("eprint", "")) or find_arxiv_id(url),
            doi=find_doi(entry.get("doi", "")),
            links=web_links({"Paper": url}),
            source=Source(path, line),
        )
        papers.append((paper, None))
    return Findings(tuple(papers), tuple(unread))


def parse_ris(path: str, text: str) -> Findings:
    """Read RIS. Raises InputError when it cannot be read."""
    try:
        entries = rispy.loads(text.lstrip("\ufeff"))
    except Exception as err:  # noqa: BLE001 # of several kinds
        what = f"broken RIS: {join(str(err))[:80]}; expected 'TY  - ...' to 'ER  -'"
        raise InputError(Problem(path, 0, what)) from None
    lines = [text.count("\n", 0, match.start()) + 1 for match in _RIS_START.finditer(text)]
    if len(lines) != len(entries):
        what = f"broken RIS: {len(entries)} of {len(lines)} entries end with 'ER  -'; expected all"
        raise InputError(Problem(path, lines[-1] if lines else 0, what))
    papers, unread = [], []
    for line, entry in zip(lines, entries, strict=True):
        title = join(str(entry.get("title") or entry.get("primary_title") or ""))
        if not title:
            unread.append(Problem(path, line, "not understood: an entry without a title"))
            continue
        people = entry.get("authors") or entry.get("first_authors") or []
        found = entry.get("urls") or []
        urls = [str(url) for url in (found if isinstance(found, list) else [found])]
        paper = Paper(
            title=title,
            abstract=join(str(entry.get("abstract") or entry.get("notes_abstract") or "")),
            authors=tuple(_turned(join(name)) for name in people),
            arxiv_id=next(filter(None, map(find_arxiv_id, urls)), ""),
            doi=find_doi(str(entry.get("doi") or "")),
            links=web_links({"Paper": urls[0]} if urls else {}),
            source=Source(path, line),
        )
        papers.append((paper, None))
    return Findings(tuple(papers), tuple(unread))


def _letters(text: str) -> str:
    """Read TeX accents and braces, but leave math as it stands."""
    parts = _MATH.split(text)
    plain = (p if p.startswith("$") else latex_to_unicode(_ESCAPED.sub(r"\1", p)) for p in parts)
    return join("".join(plain))


def _turned(name: str) -> str:
    """Turn 'Family, Given' round."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and "," not in given else name
