"""BibTeX and biblatex -> papers: titles and names as text, abstracts as their LaTeX source."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from site_gen.importing.formats.bibliography.bibtex_blocks import Block, read_blocks
from site_gen.importing.formats.people import parse_bibtex_names
from site_gen.importing.formats.reading import (
    Collector,
    Findings,
    describe_unread,
    number_lines,
    web_links,
)
from site_gen.model import (
    Paper,
    Problem,
    Source,
    find_arxiv_id,
    find_categories,
    find_doi,
    find_tags,
    one_line,
    read_tags,
    search_arxiv_id,
    search_doi,
)
from site_gen.text.tex_escaping import parse_source
from site_gen.text.tex_text import to_text

_IDS = (
    "eprint", "doi", "url", "howpublished", "note", "journal", "journaltitle", "volume", "number",
    "annote", "pages",
)  # fmt: skip
"""Where programs write an arXiv id among other words."""

_VERBATIM = {"doi", "eprint", "url"}
"""Fields in which TeX means nothing, as biblatex says."""

_USED = {
    *find_tags("bibtex"), *_IDS, "title", "subtitle", "abstract", "author", "primaryclass",
    "eprintclass",
}  # fmt: skip
_KNOWN = {
    "addendum", "address", "annotation", "archiveprefix", "articleno", "bibsource", "biburl",
    "chapter", "copyright", "crossref", "date", "day", "edition", "editor", "eid",
    "entrysubtype", "eprinttype", "file", "groups", "ids", "institution", "isbn", "issn", "issue",
    "issue_date", "keyword", "langid", "language", "lccn", "location", "month", "numpages",
    "organization", "owner", "pmcid", "pmid", "priority", "publisher", "pubstate", "rights",
    "school", "series", "shortjournal", "shorttitle", "timestamp", "titleaddon", "type", "urldate",
    "venue", "year",
}  # fmt: skip
"""Fields of BibTeX, biblatex and the programs that write them, for which an entry has no place."""

_OWN_OF_PROGRAMS = ("bdsk-", "date-", "jabref-", "local-", "mendeley-", "zotero-")
_WORD_SEPARATORS = re.compile(r"[,;]")


def parse_bibtex(path: str, text: str) -> Findings:
    """Read BibTeX. A broken entry is a bad record; what stands around entries is reported."""
    blocks = list(read_blocks(text))
    lines = number_lines(text, (block.start for block in blocks))
    found = Collector(path)
    found.unread += _find_loose_lines(path, text, [(block.start, block.end) for block in blocks])
    for block, line in zip(blocks, lines, strict=True):
        if block.error:
            at = line + text.count("\n", block.start, block.error_at)
            what = f"broken BibTeX: expected {block.error} in the entry that begins in line {line}"
            found.bad.append(Problem(path, at, what))
        elif block.is_entry:
            _read(block, Source(path, line), found)
    return found.finish()


def _find_loose_lines(path: str, text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Problem]:
    """Report the lines that stand around entries; those that begin with ``%`` are no loss.

    ``spans`` say where each entry begins and ends, in their order.
    """
    every = [*spans, (len(text), len(text))]
    ends = [0, *(end for _, end in every[:-1])]
    for at, first, (start, _) in zip(ends, number_lines(text, ends), every, strict=True):
        for number, line in enumerate(text[at:start].split("\n"), start=first):
            words = line.strip("\ufeff \t\r,")
            if words and not words.startswith("%"):
                yield describe_unread(path, number, words)


def _read(block: Block, source: Source, found: Collector) -> None:
    """Read an entry into ``found``."""
    fields = block.fields
    title = ": ".join(filter(None, (_text(fields.get(key)) for key in ("title", "subtitle"))))
    if not title:
        found.unread.append(
            Problem(source.path, source.line, "not understood: an entry without a title")
        )
        return
    people = parse_bibtex_names(fields.get("author", ""))
    found.skip_names(people.unread, source.line)
    for name in dict.fromkeys(block.undefined):
        what = f"no @string defines {name!r}; its name is kept as text"
        found.notes.append(Problem(source.path, source.line, what))
    found.skip_keys((name for name in fields if not _is_known(name)), source.line, "field")
    for name, text in block.again:
        if name not in _KNOWN:
            found.skip_words(text, source.line, f"a second {name!r}")
    paper = Paper(
        title=title,
        abstract=parse_source(one_line(fields.get("abstract", ""))),
        authors=people.names,
        more_authors=people.has_more,
        categories=_categories(fields),
        links=_links(fields),
        source=source,
        **_read_facts(fields),
    )
    found.papers.append((paper, None))


def _text(source: str | None) -> str:
    return one_line(to_text(source or ""))


def _words(source: str) -> Iterator[str]:
    """Read keywords: a list with commas or semicolons."""
    yield from filter(None, map(_text, _WORD_SEPARATORS.split(source)))


def _is_known(name: str) -> bool:
    is_annotation = "+an" in name  # of biblatex: how names are to be set
    return is_annotation or name in _USED or name in _KNOWN or name.startswith(_OWN_OF_PROGRAMS)


def _read_facts(fields: dict[str, str]) -> dict[str, Any]:
    """Read what the table of fields knows by name; ids also where they stand among words."""
    texts = {
        name: list(_words(value)) if name == "keywords" else _text_of(name, value)
        for name, value in fields.items()
        if name in find_tags("bibtex")
    }
    facts = read_tags("bibtex", texts)
    ids = map(search_arxiv_id, (fields.get(key, "") for key in _IDS))
    facts["arxiv_id"] = facts.get("arxiv_id") or next(filter(None, ids), "")
    facts["doi"] = facts.get("doi") or search_doi(fields.get("note", ""))
    return facts


def _text_of(name: str, value: str) -> str:
    return value if name in _VERBATIM else _text(value)


def _categories(fields: dict[str, str]) -> tuple[str, ...]:
    terms = f"{fields.get('primaryclass', '')} {fields.get('eprintclass', '')}".split()
    return tuple(dict.fromkeys(find_categories(terms)))


def _links(fields: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Keep an address that no id gives already."""
    urls = (_text(fields.get(key)) for key in ("url", "howpublished"))
    kept = [url for url in urls if not (find_arxiv_id(url) or find_doi(url))]
    return web_links(("Paper", url) for url in kept[:1])
