"""Tables of papers in Markdown: the first row names the columns, in any order."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import chain

from site_gen.importing.formats.markdown_digest.blocks import Block, Part, words_of
from site_gen.importing.formats.markdown_digest.labels import CODE, find_kind, split_terms
from site_gen.importing.formats.markdown_digest.titles import clean_title
from site_gen.importing.formats.people import parse_names
from site_gen.importing.formats.reading import Collector, search_day, web_links
from site_gen.importing.formats.text_shapes import is_wordless
from site_gen.model import Paper, Problem, Source, find_arxiv_id, find_categories

_COUNT = re.compile(r"[0-9]{1,9}")
_SEVERAL = {"day", "known", "links", "code"}
"""Kinds of cells of which a row may have several."""

_Cells = Sequence[tuple[Part, ...]]


def read_rows(blocks: Sequence[Block], found: Collector) -> None:
    """Read the rows that lead to papers into ``found``; report the other lines and rows."""
    columns: list[str] = []
    names: list[str] = []
    day = None
    for block in blocks:
        if block.is_header:
            names = list(map(words_of, block.cells))
            columns = list(map(find_kind, names))
            if not any(columns):
                found.skip_words(" | ".join(names), block.number, "expected names of columns")
        elif block.kind == "row" and block.arxiv_ids:
            _read_row(block, columns, names, found, day)
        else:
            day = search_day(block.words) or day
            words = block.words or " ".join(map(words_of, block.cells))
            if not is_wordless(words) and not search_day(words):
                found.skip_words(words, block.number)


def _read_row(
    block: Block, columns: Sequence[str], names: Sequence[str], found: Collector, day: date | None
) -> None:
    title_at = _find_title(block.cells, columns)
    if title_at is None:
        found.skip_words(" | ".join(map(words_of, block.cells)), block.number)
        return
    facts = {"title": clean_title(block.cells[title_at])}
    if "title" not in columns:
        _note_guess(block.cells[title_at], block.number, found)
    for at, cell in enumerate(block.cells):
        if at != title_at and not _read_cell(cell, _at(columns, at), facts):
            found.skip_value(f"column {_at(names, at) or str(at + 1)!r}", block.number)
    people = parse_names(facts.get("authors", ""))
    found.skip_names(people.unread, block.number)
    urls = [part.url for part in chain.from_iterable(block.cells) if part.url]
    paper = Paper(
        title=facts["title"],
        abstract=facts.get("abstract", ""),
        authors=people.names,
        more_authors=people.has_more,
        arxiv_id=next(filter(None, map(find_arxiv_id, urls)), ""),
        categories=find_categories(facts.get("categories", "").replace(",", " ").split()),
        upvotes=int(facts["upvotes"]) if "upvotes" in facts else None,
        topics=split_terms(facts.get("topics", "")),
        links=web_links({"Code": next(filter(CODE.match, urls), "")}),
        source=Source(found.path, block.number),
    )
    found.papers.append((paper, search_day(facts.get("day", "")) or day))


def _at(texts: Sequence[str], at: int) -> str:
    """Give the text at a place; nothing behind the last."""
    return texts[at] if at < len(texts) else ""


def _read_cell(cell: Sequence[Part], column: str, facts: dict[str, str]) -> bool:
    """Read a cell into ``facts``, by the kind of its column; whether it is understood."""
    words = words_of(cell)
    kind = column or ("day" if search_day(words) else "")
    if is_wordless(words) or kind in _SEVERAL or _is_of_links(cell):
        facts.setdefault(kind, words)
        return True
    if not kind or (kind == "upvotes" and not _COUNT.fullmatch(words)):
        return False
    return facts.setdefault(kind, words) == words


def _find_title(cells: _Cells, columns: Sequence[str]) -> int | None:
    """Find the cell with the title: that of its column, else the first with words of its own.

    Where no column is known, only words that lead to a paper are a title.
    """
    if "title" in columns:
        named = (at for at in range(len(cells)) if _at(columns, at) == "title")
        return next((at for at in named if _names_paper(cells[at])), None)
    # Where the first row names no columns, nothing says what the cells are.
    is_title = _has_words if any(columns) else _leads_by_words
    free = (at for at in range(len(cells)) if not _at(columns, at) and is_title(cells[at]))
    at = next(free, None)
    words = words_of(cells[at]) if at is not None else ""
    return None if find_arxiv_id(words) or words.isdecimal() else at


def _leads(cell: Sequence[Part]) -> bool:
    """Whether the words of a cell lead to a paper, and so are its title."""
    return any(part.leads_to_paper for part in cell)


def _note_guess(cell: Sequence[Part], number: int, found: Collector) -> None:
    """Note a title in a column that is not called so, unless its words lead to a paper."""
    if not _leads(cell):
        what = f"taken for a title: {clean_title(cell)[:60]!r}; no column is called 'Title'"
        found.notes.append(Problem(found.path, number, what))


def _names_paper(cell: Sequence[Part]) -> bool:
    return not is_wordless(clean_title(cell)) and not _is_of_links(cell)


def _has_words(cell: Sequence[Part]) -> bool:
    """Whether a cell has words of its own: neither a day alone nor links."""
    words = words_of(cell)
    return not (is_wordless(words) or search_day(words) or _is_of_links(cell))


def _leads_by_words(cell: Sequence[Part]) -> bool:
    return _has_words(cell) and _leads(cell)


def _is_of_links(cell: Sequence[Part]) -> bool:
    """Whether a cell holds links alone that name no paper."""
    links = [part for part in cell if part.url]
    around = words_of([part for part in cell if not part.url])
    return bool(links) and is_wordless(around) and all(part.names_link for part in links)
