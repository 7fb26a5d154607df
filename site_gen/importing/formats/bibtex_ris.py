"""BibTeX and RIS -> papers, by libraries that know the formats.

Titles and authors may span lines; braces and TeX accents become the letters they stand for.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import bibtexparser
import rispy
from bibtexparser.bparser import BibTexParser
from bibtexparser.latexenc import latex_to_unicode
from rispy.config import TAG_KEY_MAPPING

from site_gen.importing.formats.reading import Findings, join, number_lines, web_links
from site_gen.model.errors import InputError, Problem
from site_gen.model.identifiers import find_arxiv_id, find_categories, find_doi
from site_gen.model.paper_fields import find_tags, read_tags
from site_gen.model.papers import Paper, Source

# Comments, strings and preambles are no papers.
_ENTRY = re.compile(r"^[ \t]*@(?!comment|string|preamble)\w+\s*[{(]", re.IGNORECASE | re.MULTILINE)
_ANY = re.compile(r"@\w+\s*([{(])")
_BRACE = re.compile(r"[{}()]")
# Taken out before TeX becomes text: an accent in a formula is a part of it.
_MATH = re.compile(r"(\$[^$]*\$|\\\(.*?\\\)|\\\[.*?\\\])", re.DOTALL)
_SIGNS = {  # TeX's names for characters that mean something in it
    **{f"\\{mark}": mark for mark in "$&#%_"},
    "\\textbackslash{}": "\\",
    "\\textbraceleft{}": "{",
    "\\textbraceright{}": "}",
    "\\textasciitilde{}": "~",
    "\\textasciicircum{}": "^",
    "\\textless{}": "<",
    "\\textgreater{}": ">",
    "\\textbar{}": "|",
}
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))
# Unicode has 32 such characters from U+FDD0 on for use inside of programs.
_HIDDEN = {sign: chr(0xFDD0 + at) for at, sign in enumerate(_SIGNS)}  # no text may hold these
_SHOWN = {mark: sign for sign, mark in _HIDDEN.items()}
# An accent with its letter, with or without braces, and letters that are commands.
_ACCENT = re.compile(
    r"\{?\\(?:[\"'`^~=.]|[uvHckbdrt](?![a-zA-Z]))\s*(?:\{\\?[a-zA-Z]\}|\\?[a-zA-Z])\}?"
    r"|\\(?:ss|ae|AE|oe|OE|aa|AA|[oOlLij])(?![a-zA-Z])(?:\{\}|\s+)?"
)
# A style says nothing in a plain text; its braces go later.
_STYLE = re.compile(r"\\(?:emph|text[a-z]{2}|mbox|textnormal)\s*(?=\{)")
# Tags are two characters, two spaces and a dash; programs vary what stands behind it.
_RIS_ENTRY = re.compile(r"^\ufeff?TY  -.*?^ER  -[^\n]*$", re.MULTILINE | re.DOTALL)
_RIS_START = re.compile(r"^\ufeff?TY  -", re.MULTILINE)


def parse_bibtex(path: str, text: str) -> Findings:
    """Read BibTeX. Raises InputError when an entry in it cannot be read; other text is reported."""
    parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    try:
        entries: list[dict[str, Any]] = bibtexparser.loads(text, parser=parser).entries
    except Exception as err:  # noqa: BLE001 # the library names no errors of its own
        what = f"broken BibTeX: {join(str(err))[:80]}; expected '@article{{key, title = ...}}'"
        raise InputError(Problem(path, 0, what)) from None
    lines = number_lines(text, (match.start() for match in _ENTRY.finditer(text)))
    if len(lines) != len(entries):  # it skips what it cannot read
        what = f"broken BibTeX: {len(entries)} of {len(lines)} entries can be read; expected all"
        raise InputError(Problem(path, lines[0] if lines else 0, what))
    papers, unread = [], list(_outside(path, text, _bibtex_spans(text)))
    for line, entry in zip(lines, entries, strict=True):
        title = _letters(entry.get("title", ""))
        if not title:
            unread.append(Problem(path, line, "not understood: an entry without a title"))
            continue
        url = entry.get("url", "")
        paper = Paper(
            title=title,
            abstract=_letters(entry.get("abstract", "")),
            authors=_people(entry.get("author", "")),
            categories=find_categories(entry.get("primaryclass", "").split()),
            links=_links(url),
            source=Source(path, line),
            **read_tags("bibtex", _bibtex_texts(entry)),
        )
        papers.append((paper, None))
    return Findings(tuple(papers), tuple(unread))


def parse_ris(path: str, text: str) -> Findings:
    """Read RIS. Raises InputError when it cannot be read; text around entries is reported."""
    try:
        entries = rispy.loads(text.lstrip("\ufeff"))
    except Exception as err:  # noqa: BLE001 # of several kinds
        what = f"broken RIS: {join(str(err))[:80]}; expected 'TY  - ...' to 'ER  -'"
        raise InputError(Problem(path, 0, what)) from None
    lines = number_lines(text, (match.start() for match in _RIS_START.finditer(text)))
    if len(lines) != len(entries):
        what = f"broken RIS: {len(entries)} of {len(lines)} entries end with 'ER  -'; expected all"
        raise InputError(Problem(path, lines[-1] if lines else 0, what))
    spans = [(match.start(), match.end()) for match in _RIS_ENTRY.finditer(text)]
    papers, unread = [], list(_outside(path, text, spans))
    for line, entry in zip(lines, entries, strict=True):
        title = join(str(entry.get("title") or entry.get("primary_title") or ""))
        if not title:
            unread.append(Problem(path, line, "not understood: an entry without a title"))
            continue
        people = entry.get("authors") or entry.get("first_authors") or []
        urls = _as_texts(entry.get("urls"))
        paper = Paper(
            title=title,
            abstract=join(str(entry.get("abstract") or entry.get("notes_abstract") or "")),
            authors=tuple(_turned(join(name)) for name in people),
            links=_links(*urls[:1]),
            source=Source(path, line),
            **read_tags("ris", _ris_texts(entry)),
        )
        papers.append((paper, None))
    return Findings(tuple(papers), tuple(unread))


def _bibtex_texts(entry: Mapping[str, str]) -> Mapping[str, str]:
    """Give the texts that ``read_tags`` knows, by field: plain, but for addresses and ids.

    biblatex calls those fields verbatim: TeX means nothing in them.
    """
    return {
        name: text if name in ("doi", "eprint", "url") else _letters(text)
        for name, text in entry.items()
        if name in find_tags("bibtex")
    }


def _ris_texts(entry: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
    """Give the texts of an entry by tag; the library has names of its own for most."""
    tags = {tag: entry.get(name) for tag, name in TAG_KEY_MAPPING.items()}
    tags |= entry.get(TAG_KEY_MAPPING["UK"]) or {}  # tags that it does not know
    return {tag: _as_texts(found) for tag, found in tags.items()}


def _as_texts(found: Any) -> Sequence[str]:
    return [str(text) for text in (found if isinstance(found, list) else [found] if found else [])]


def _links(*urls: str) -> tuple[tuple[str, str], ...]:
    """Keep an address that no id gives already."""
    more = [url for url in urls if not (find_arxiv_id(url) or find_doi(url))]
    return web_links(("Paper", url) for url in more)


def _letters(text: str) -> str:
    """Read TeX accents, signs and braces, but leave math as it stands."""
    hidden = _SIGN.sub(lambda found: _HIDDEN[found[0]], text)
    parts = []
    for part in _MATH.split(hidden):
        is_math = bool(_MATH.fullmatch(part))
        plain = part if is_math else _plain(part)
        parts.append(
            "".join(
                (_SHOWN[c] if is_math else _SIGNS[_SHOWN[c]]) if c in _SHOWN else c for c in plain
            )
        )
    return join("".join(parts))


def _plain(text: str) -> str:
    text = _ACCENT.sub(lambda found: str(latex_to_unicode(found[0])), _STYLE.sub("", text))
    return text.replace("{", "").replace("}", "").replace("~", " ")


def _people(text: str) -> tuple[str, ...]:
    """Read names set apart by ``and``; what stands in braces is one name."""
    names, start, depth = [], 0, 0
    for match in re.finditer(r"[{}]|\s+and\s+", text, re.IGNORECASE):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif not depth:
            names.append(text[start : match.start()])
            start = match.end()
    names = [name.strip() for name in [*names, text[start:]]]
    return tuple(
        _letters(name) if name.startswith("{") and name.endswith("}") else _turned(_letters(name))
        for name in names
        if name
    )


def _outside(path: str, text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Problem]:
    """Tell the lines that stand around entries; those of TeX comments are no loss."""
    every = [*spans, (len(text), len(text))]
    ends = [0, *(end for _, end in every[:-1])]
    for at, first, (start, _) in zip(ends, number_lines(text, ends), every, strict=True):
        for number, line in enumerate(text[at:start].split("\n"), start=first):
            words = line.strip("\ufeff \t\r,")
            if words and not words.startswith("%"):
                yield Problem(path, number, f"not understood: {words[:80]!r}")


def _bibtex_spans(text: str) -> Iterator[tuple[int, int]]:
    """Give where each entry begins and ends: by its braces, as BibTeX counts them."""
    at = 0
    while match := _ANY.search(text, at):
        depth = 0
        is_round = match[1] == "("
        for mark in _BRACE.finditer(text, match.end() - 1):
            if mark[0] in "{}":
                depth += 1 if mark[0] == "{" else -1
            is_end = mark[0] == ")" if is_round else mark[0] == "}"
            if is_end and not depth:
                at = mark.end()
                break
        else:
            return
        yield match.start(), at


def _turned(name: str) -> str:
    """Turn 'Family, Given' round."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and "," not in given else name
