"""Tables of papers in Markdown: the first row names the columns, in any order."""

from collections.abc import Sequence
from datetime import date

from site_gen.importing.formats.markdown_digest.blocks import Block, Part, words_of
from site_gen.importing.formats.markdown_digest.labels import CODE, find_kind, split_terms
from site_gen.importing.formats.markdown_digest.titles import clean_title
from site_gen.importing.formats.people import parse_names
from site_gen.importing.formats.reading import Collector, search_day, web_links
from site_gen.importing.formats.text_shapes import is_wordless
from site_gen.model import Paper, Source, find_arxiv_id, find_categories

_Cells = Sequence[tuple[Part, ...]]


def read_rows(blocks: Sequence[Block], found: Collector) -> None:
    """Read the rows that lead to papers into ``found``; report the other lines and rows."""
    columns: list[str] = []
    names: list[str] = []
    day = None
    for block in blocks:
        if block.is_header:
            names = [words_of(cell) for cell in block.cells]
            columns = [find_kind(name) for name in names]
        elif block.kind == "row" and block.arxiv_ids:
            _read_row(block, columns, names, found, day)
        else:
            day = search_day(block.words) or day
            words = block.words or " ".join(words_of(cell) for cell in block.cells)
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
    for at, cell in enumerate(block.cells):
        words = words_of(cell)
        kind = columns[at] if at < len(columns) else ""
        if at == title_at or is_wordless(words):
            continue
        if kind:
            facts.setdefault(kind, words)
        elif search_day(words):
            facts.setdefault("day", words)
        elif not _is_of_links(cell):
            name = names[at] if at < len(names) else str(at + 1)
            found.skip_value(f"column {name!r}", block.number)
    people = parse_names(facts.get("authors", ""))
    urls = [part.url for cell in block.cells for part in cell if part.url]
    paper = Paper(
        title=facts["title"],
        abstract=facts.get("abstract", ""),
        authors=people.names,
        more_authors=people.has_more,
        arxiv_id=next(filter(None, map(find_arxiv_id, urls)), ""),
        categories=find_categories(facts.get("categories", "").replace(",", " ").split()),
        topics=split_terms(facts.get("topics", "")),
        links=web_links({"Code": next(filter(CODE.match, urls), "")}),
        source=Source(found.path, block.number),
    )
    found.papers.append((paper, search_day(facts.get("day", "")) or day))


def _find_title(cells: _Cells, columns: Sequence[str]) -> int | None:
    """Find the cell with the title: that of its column, else the first with words of its own."""
    for at, cell in enumerate(cells):
        is_named = at < len(columns) and columns[at] == "title"
        if is_named and not is_wordless(clean_title(cell)) and not _is_of_links(cell):
            return at
    if "title" in columns:
        return None
    for at, cell in enumerate(cells):
        words = words_of(cell)
        is_other = at < len(columns) and columns[at] not in {"", "title"}
        if not (is_other or is_wordless(words) or search_day(words) or _is_of_links(cell)):
            return None if find_arxiv_id(words) or words.isdecimal() else at
    return None


def _is_of_links(cell: Sequence[Part]) -> bool:
    """Whether a cell holds links alone that name no paper."""
    links = [part for part in cell if part.url]
    around = words_of([part for part in cell if not part.url])
    return bool(links) and is_wordless(around) and all(part.names_link for part in links)
