"""A digest in Markdown -> papers, with the day that the text names for each."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from site_gen.importing.formats.markdown_digest.blocks import Block, Part, read_blocks, words_of
from site_gen.importing.formats.markdown_digest.facts import Facts, find_code_link, set_fact
from site_gen.importing.formats.markdown_digest.labels import (
    find_kind,
    find_label,
)
from site_gen.importing.formats.markdown_digest.rows import read_rows
from site_gen.importing.formats.markdown_digest.titles import Entry, find_entries
from site_gen.importing.formats.people import People, parse_names
from site_gen.importing.formats.reading import Collector, Findings, search_day, web_links
from site_gen.importing.formats.text_shapes import is_foreign, is_tagged, is_wordless
from site_gen.model import Paper, Source, find_categories, one_line

_SEPARATOR = re.compile(r" ?[|·•] ")
_LEAD, _TAIL = " :,.;|·•()–—-", " |·•(–—-"
_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: [\w.'’-]+){1,4}")
_TITLE_OF_PAGE = re.compile(r"\W*(?:daily|trending) papers\b[\W\d]*", re.IGNORECASE)


def parse_digest(path: str, text: str) -> Findings:
    """Read a digest. What stands around its papers, and facts with no place, are reported."""
    found = Collector(path)
    above, entries = find_entries(read_blocks(text))
    day = None
    if not entries:
        read_rows(above, found)
        return found.finish()
    for block in above:
        day = search_day(block.words) or day
        _report(block, found)
    for entry in entries:
        day = _read(entry, day, found)
    return found.finish()


def _read(entry: Entry, day: date | None, found: Collector) -> date | None:
    """Read a paper; give the day of those after it."""
    facts = Facts(title=entry.title, arxiv_id=entry.arxiv_id)
    _read_rest(entry, facts)
    for at, block in enumerate(entry.body):
        _read_line(entry, block, facts, found, is_first=not at)
    people = facts.people or People()
    found.skip_names(people.unread, entry.block.number)
    for kind in facts.unread:
        found.skip_words(kind, entry.block.number)
    paper = Paper(
        title=entry.title,
        abstract="\n\n".join(facts.paragraphs),
        authors=tuple(dict.fromkeys(people.names)),
        more_authors=people.has_more,
        arxiv_id=facts.arxiv_id,
        categories=facts.categories,
        topics=facts.topics,
        upvotes=facts.upvotes,
        links=web_links({"Code": facts.code}),
        source=Source(found.path, entry.block.number),
    )
    found.papers.append((paper, day))
    return facts.day or day


def _read_rest(entry: Entry, facts: Facts) -> None:
    """Read what follows a title on its line: links, facts, names or a sentence."""
    left = [
        _bare(segment) for segment in _segments(entry.rest) if not _read_segment(segment, facts)
    ]
    words = one_line(" ".join(filter(None, left)))
    if not words or is_wordless(words):
        return
    names = [one_line(name) for name in re.split(r",| and ", words)]
    if all(map(_NAME.fullmatch, names)):
        facts.people = parse_names(words)
    else:
        facts.paragraphs.append(words)


def _read_line(
    entry: Entry, block: Block, facts: Facts, found: Collector, *, is_first: bool
) -> None:
    facts.is_outside |= _begins_other(block)
    if block.kind == "heading":
        _read_heading(entry, block, facts, found)
    elif is_wordless(block.words) and not any(part.url for part in block.parts):
        return
    elif facts.is_outside or block.kind in {"code", "row"} or is_tagged(words_of(block.parts)):
        _report(block, found)
    elif not (_read_label(block, facts, found) or _read_facts(block, facts)):
        _read_text(block, facts, is_first=is_first)


def _begins_other(block: Block) -> bool:
    """Whether text of another format begins in a line."""
    return block.kind != "code" and is_foreign(block.words)


def _read_text(block: Block, facts: Facts, *, is_first: bool) -> None:
    """Read a line without a label: what one above waits for, names in italics, or a paragraph."""
    if facts.waits_for not in {"", "abstract"}:
        set_fact(facts.waits_for, block.words, block.parts, facts)
        facts.waits_for = ""
    elif is_first and not facts.people and all(_is_italic(part) for part in block.parts):
        facts.people = parse_names(block.words)
    else:
        _add_text(block, facts)


def _read_heading(entry: Entry, block: Block, facts: Facts, found: Collector) -> None:
    """Read a heading that is no title: of a fact, of a day, of a section."""
    is_deeper = entry.block.kind == "heading" and block.level > entry.block.level
    if kind := find_kind(block.words):
        facts.waits_for = kind
        return
    facts.is_outside |= not is_deeper
    facts.day = search_day(block.words) or facts.day
    _report(block, found)


def _add_text(block: Block, facts: Facts) -> None:
    words = block.words
    if facts.paragraphs and not block.starts_block:
        facts.paragraphs[-1] = f"{facts.paragraphs[-1]} {words}"
    else:
        facts.paragraphs.append(words)


def _read_label(block: Block, facts: Facts, found: Collector) -> bool:
    """Read a labelled line; whether it is one."""
    kind, name, value = find_label(block.parts)
    if not name:
        kind = _find_bold_kind(block)
        facts.waits_for = kind or facts.waits_for
        return bool(kind)
    segments = list(_segments(block.parts))
    labels = [find_label(segment) for segment in segments if segment]
    if len(segments) > 1 and all(label for _, label, _ in labels):
        for segment, (one, label, said) in zip(segments, labels, strict=True):
            _take(one, label, said, segment, block, facts, found)
    else:
        _take(kind, name, value, block.parts, block, facts, found)
    return True


def _find_bold_kind(block: Block) -> str:
    """Give what a line that is a name in bold type stands for; nothing for another line."""
    is_bold = all(part.is_bold or not part.text.strip() for part in block.parts)
    return find_kind(block.words) if is_bold else ""


def _take(  # noqa: PLR0913, PLR0917 # a label has three parts, and goes to two places
    kind: str, name: str, value: str, parts: Sequence[Part], block: Block, facts: Facts,
    found: Collector,
) -> None:  # fmt: skip
    if not kind:
        found.skip_value(f"label {name.lower()!r}", block.number)
    elif value.strip():
        set_fact(kind, one_line(value), parts, facts)
    else:
        facts.waits_for = kind


def _read_facts(block: Block, facts: Facts) -> bool:
    """Read a line of links and categories, as below an abstract; whether it is one."""
    has_link = any(part.names_link for part in block.parts)
    is_category = bool(find_categories(block.words.split()))
    if not (has_link or is_category):
        return False
    read = [_read_segment(segment, facts) for segment in _segments(block.parts)]
    return all(read)


def _read_segment(segment: Sequence[Part], facts: Facts) -> bool:
    """Read a part of such a line; whether all of it is known."""
    words = _bare(segment)
    facts.code = facts.code or find_code_link(segment)
    terms = words.replace(",", " ").split()
    categories = find_categories(terms)
    kind, _, value = find_label(segment) if segment else ("", "", "")
    if categories and len(categories) == len(terms):
        facts.categories = (*facts.categories, *categories)
    elif kind:
        set_fact(kind, one_line(value), segment, facts)
    return not words or is_wordless(words) or bool(kind) or len(categories) == len(terms)


def _bare(segment: Sequence[Part]) -> str:
    """Give the words of a segment without links that have names of their own."""
    words = words_of([part for part in segment if not part.names_link])
    return words.lstrip(_LEAD).rstrip(_TAIL)


def _segments(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Split a line at ``|`` and ``·`` that stand between words."""
    segment: list[Part] = []
    for part in parts:
        texts = [part.text] if part.url or part.is_code else _SEPARATOR.split(part.text)
        for at, text in enumerate(texts):
            if at:
                yield segment
                segment = []
            if text:
                segment.append(Part(text, part.url, part.is_bold, part.is_italic, part.is_code))
    yield segment


def _is_italic(part: Part) -> bool:
    return part.is_italic or not part.text.strip()


def _report(block: Block, found: Collector) -> None:
    """Report a line that belongs to no paper, unless it is a part of the page that all have."""
    words = block.words or words_of([part for cell in block.cells for part in cell])
    bare = one_line(re.sub(r"[0-9年月日.,/()（）—–-]+", " ", words))
    is_date = search_day(words) is not None and len(bare) < 12
    if words and not is_wordless(words) and not is_date and not _TITLE_OF_PAGE.fullmatch(words):
        found.skip_words(words, block.number)
