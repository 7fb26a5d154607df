"""Which lines of a digest in Markdown are titles of papers, and what of them is the title.

A heading is one when it leads to a paper, or when the line with links below it leads to one paper.
Where no heading is, an item or a paragraph is one that begins with a link to a paper, or in bold
type, and leads to one; where there are none of these either, a row of a table.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from site_gen.importing.formats.markdown_digest.blocks import Block, Part, words_of
from site_gen.importing.formats.markdown_digest.labels import find_kind, find_label
from site_gen.importing.formats.text_shapes import is_link_name, is_wordless
from site_gen.model import find_arxiv_id, one_line

_NUMBER = re.compile(r"^\s*(?:[0-9]{1,3}[.):]|#[0-9]{1,3}\b|\[[0-9]{1,3}\]|\([0-9]{1,3}\))\s+")
_PICTURES = re.compile(r"^(?:[^\w\s$\\\"'“‘(\[{<«¿¡*_`~+-]|[\ufe0f\u200d])+\s*")
_READ_MORE = re.compile(
    r"[(（\[]? ?(?:read more|see more|查看|阅读)[^)）\]]{0,80}[)）\]]?$", re.IGNORECASE
)
_TAIL = " |·•,:;([（–—-"
_MOST_LINES = 3  # from a heading down to its paper's address


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper of a digest: its title, the rest of its line, and the lines below it."""

    title: str
    block: Block
    rest: tuple[Part, ...]
    body: tuple[Block, ...] = ()
    arxiv_id: str = ""


def find_entries(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Entry, ...]]:
    """Give the lines above the first paper, and the papers with the lines below each."""
    starts = _find_headings(blocks) or _find_items(blocks)
    if not starts:
        return tuple(blocks), ()
    ends = [*sorted(starts)[1:], len(blocks)]
    entries = []
    for at, end in zip(sorted(starts), ends, strict=True):
        body = blocks[at + 1 : end]
        near = _near(body, blocks[at])
        own = [find_arxiv_id(part.url) for part in starts[at].rest if part.url]
        ids = [starts[at].arxiv_id, *own, *(one for block in near for one in _ids(block))]
        found = next(filter(None, ids), "")
        entries.append(replace(starts[at], body=tuple(body), arxiv_id=found))
    return tuple(blocks[: min(starts)]), tuple(entries)


def _find_headings(blocks: Sequence[Block]) -> dict[int, Entry]:
    found: dict[int, Entry] = {}
    has_items = bool(_find_items(blocks))
    for at, block in enumerate(blocks):
        entry = split_title(block) if block.kind == "heading" else None
        is_named = bool(entry and entry.arxiv_id) and not _is_of_program(blocks, at)
        if entry and (is_named or (not has_items and _is_led(blocks, at))):
            found[at] = entry
    return found


def _is_of_program(blocks: Sequence[Block], at: int) -> bool:
    """Whether a heading is that of a README: of a program, with a link to its paper beside it."""
    links = [part for part in blocks[at].parts if part.url]
    is_beside = blocks[at].level == 1 and all(part.names_link for part in links)
    return is_beside and any(block.kind == "code" for block in blocks)


def _is_led(blocks: Sequence[Block], at: int) -> bool:
    """Whether the lines below a heading lead to one paper."""
    block = blocks[at]
    if block.level == 1 or find_kind(block.words):
        return False
    section = list(_section(blocks, at))
    if any(one.kind == "code" for one in section):  # as in a README of a program
        return False
    lines = [one for one in section[:_MOST_LINES] if _leads(one)]
    return len({one for line in lines for one in line.arxiv_ids}) == 1


def _find_items(blocks: Sequence[Block]) -> dict[int, Entry]:
    found: dict[int, Entry] = {}
    for at, block in enumerate(blocks):
        if block.kind not in {"item", "text"} or not block.starts_block:
            continue
        entry = split_title(block)
        if entry and (entry.arxiv_id or (_is_bold(block) and _leads_below(blocks, at))):
            found[at] = entry
    least = min((blocks[at].level for at in found), default=0)
    return {at: entry for at, entry in found.items() if blocks[at].level == least}


def _is_bold(block: Block) -> bool:
    """Whether a line begins in bold type that is no label."""
    is_bold = bool(block.parts) and _first(block.parts).is_bold
    return is_bold and not find_label(block.parts)[1]


def _leads_below(blocks: Sequence[Block], at: int) -> bool:
    """Whether an item or a paragraph in bold type leads to a paper, in it or in what it holds."""
    if blocks[at].arxiv_ids:
        return True
    for below in blocks[at + 1 :]:
        if _ends(blocks[at], below):
            return False
        if below.arxiv_ids and _leads(below):
            return True
    return False


def _ends(block: Block, below: Block) -> bool:
    """Whether a line below an item or a paragraph belongs to it no longer."""
    is_next = below.level <= block.level and below.kind == "item"
    is_title = below.starts_block and below.level == block.level and _is_bold(below)
    return below.kind in {"heading", "row"} or is_next or is_title


def split_title(block: Block) -> Entry | None:
    """Part a line into its title and the rest; None when it names no paper."""
    parts = _without_number(block.parts)
    if not parts or is_wordless(words_of(parts)):
        return None
    is_heading = block.kind == "heading"
    first = _first(parts)
    at = parts.index(first)
    end = _find_end(parts, at)
    title, rest = words_of(parts[at:end]), tuple(parts[end:])
    if first.leads_to_paper and _is_title(title):
        return Entry(title, block, rest, arxiv_id=find_arxiv_id(first.url))
    if first.url:
        is_name = is_heading and first.names_link
        return _of_words(block, rest, find_arxiv_id(first.url)) if is_name else None
    if is_heading:
        return _of_words(block, parts, "")
    return Entry(_clean(title), block, rest) if first.is_bold else None


def _find_end(parts: Sequence[Part], at: int) -> int:
    """Find where the link, or the bold type, that begins at ``at`` ends; else the next part."""
    first, end = parts[at], at + 1
    if first.url or first.is_bold:
        while end < len(parts) and _goes_on(first, parts[end]):
            end += 1
    return end


def _goes_on(first: Part, part: Part) -> bool:
    """Whether a part belongs to the link, or the bold type, that begins with ``first``."""
    return part.url == first.url if first.url else part.is_bold and not part.url


def clean_title(parts: Sequence[Part]) -> str:
    """Give the title in a cell: its words without the links that have names of their own."""
    parts = _without_number(parts)
    named = [part for part in parts if not part.names_link]
    return _clean(
        _READ_MORE.sub("", words_of(named if any(part.url for part in named) else parts))
        if any(part.names_link for part in parts)
        else words_of(parts)
    )


def _of_words(block: Block, parts: Sequence[Part], arxiv_id: str) -> Entry | None:
    """Take the words of a line for its title, but those that name links."""
    links = [part for part in parts if part.names_link]
    title = _clean(_READ_MORE.sub("", words_of([part for part in parts if not part.names_link])))
    ids = (arxiv_id, *(find_arxiv_id(part.url) for part in parts))
    found = next(filter(None, ids), "")
    return Entry(title, block, tuple(links), arxiv_id=found) if _is_title(title) else None


def _is_title(words: str) -> bool:
    return not is_link_name(words) and not find_arxiv_id(words)


def _clean(words: str) -> str:
    return one_line(words).rstrip(_TAIL)


def _first(parts: Sequence[Part]) -> Part:
    return next((part for part in parts if part.text.strip()), parts[0])


def _without_number(parts: Sequence[Part]) -> list[Part]:
    """Leave out the number and the pictures that stand before a title."""
    left = list(parts)
    while left:
        text = _PICTURES.sub("", _NUMBER.sub("", left[0].text.lstrip(), count=1))
        if text.strip() and not _NUMBER.fullmatch(f"{text} "):
            left[0] = replace(left[0], text=text)
            break
        left.pop(0)
    return left


def _is_of_links(block: Block) -> bool:
    """Whether a line holds links that name no paper, and no sentence around them."""
    around = words_of([part for part in block.parts if not part.url])
    links = [part for part in block.parts if part.url]
    return bool(links) and all(part.names_link for part in links) and len(around.split()) <= 8


def _leads(block: Block) -> bool:
    """Whether a line gives an address, by itself or after a label."""
    return _is_of_links(block) or bool(block.parts and find_label(block.parts)[1])


def _section(blocks: Sequence[Block], at: int) -> Iterator[Block]:
    for block in blocks[at + 1 :]:
        if block.kind == "heading" and not find_kind(block.words):
            return
        yield block


def _near(body: Sequence[Block], block: Block) -> Iterator[Block]:
    """Give the lines below a title that may hold its address: of links, or with a label."""
    for one in body:
        is_outside = block.kind != "heading" or one.level <= block.level
        if one.kind == "heading" and is_outside and not find_kind(one.words):
            return
        if _leads(one):
            yield one


def _ids(block: Block) -> Iterator[str]:
    yield from filter(None, (find_arxiv_id(part.url) for part in block.parts))
