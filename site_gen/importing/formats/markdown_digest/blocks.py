"""Markdown -> the lines of its headings, items, paragraphs and tables, by markdown-it-py."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from markdown_it.token import Token

from site_gen.importing.formats.text_shapes import is_link_name
from site_gen.model import find_arxiv_id, one_line
from site_gen.text import markdown

Kind = Literal["heading", "item", "text", "row", "code"]
_LISTS = {"bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close"}
_BREAKS = {"softbreak", "hardbreak"}
_SPACES = re.compile(r"\s+")
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line, set in one way."""

    text: str
    url: str = ""
    is_bold: bool = False
    is_italic: bool = False
    is_code: bool = False

    @property
    def leads_to_paper(self) -> bool:
        """Whether it is a link to a paper at arXiv, or a page about one."""
        return bool(find_arxiv_id(self.url))

    @property
    def names_link(self) -> bool:
        """Whether it is a link whose words name no paper: 'PDF', an id, an address."""
        is_name = is_link_name(self.text) or bool(find_arxiv_id(self.text)) or self.text == self.url
        return bool(self.url) and is_name


@dataclass(frozen=True, slots=True)
class Block:
    """A line of a heading, an item or a paragraph; a row of a table; or a line of code."""

    kind: Kind
    number: int
    level: int = 0
    """Of a heading, 1 to 6; of an item, and what is in it, how deep its list is."""

    parts: tuple[Part, ...] = ()
    cells: tuple[tuple[Part, ...], ...] = ()
    starts_block: bool = True
    """Whether it is the first line of its paragraph; else it goes on."""

    is_header: bool = False

    @property
    def words(self) -> str:
        """Give its words on one line, without tags of HTML."""
        return one_line(_TAGS.sub(" ", words_of(self.parts)))

    @property
    def arxiv_ids(self) -> frozenset[str]:
        """Give the papers that its links lead to."""
        every = (*self.parts, *(part for cell in self.cells for part in cell))
        return frozenset(filter(None, (find_arxiv_id(part.url) for part in every)))


def words_of(parts: Sequence[Part]) -> str:
    """Give the words of some parts, on one line."""
    return one_line("".join(part.text for part in parts))


def read_blocks(text: str) -> list[Block]:
    """Read the lines of a text in their order; rules and pictures are left out."""
    reader = _Reader()
    for token in markdown.parse(text):
        reader.read(token)
    return reader.blocks


class _Reader:
    """The lines so far, and the blocks that are open."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._level = 0
        self._heading = 0
        self._is_item = False  # the next paragraph begins an item
        self._cells: list[tuple[Part, ...]] = []
        self._in_row = False
        self._number = 0
        self._is_header = False

    def read(self, token: Token) -> None:
        """Read the next token."""
        number = token.map[0] + 1 if token.map else 0
        kind = token.type
        if kind in _LISTS:
            self._level += token.nesting
        elif kind == "list_item_open":
            self._is_item = True
        elif kind in {"heading_open", "heading_close"}:
            self._heading = int(token.tag[1]) if token.nesting > 0 else 0
        elif kind in {"tr_open", "tr_close", "thead_open", "thead_close"}:
            self._read_row(token, number)
        elif kind == "inline":
            self._read_inline(token, number)
        elif kind in {"fence", "code_block"}:
            self._read_code(token, number)

    def _read_row(self, token: Token, number: int) -> None:
        if token.tag == "thead":
            self._is_header = token.nesting > 0
        elif token.nesting > 0:
            self._cells, self._in_row, self._number = [], True, number
        else:
            self._in_row = False
            cells, is_header = tuple(self._cells), self._is_header
            self.blocks.append(Block("row", self._number, cells=cells, is_header=is_header))

    def _read_inline(self, token: Token, number: int) -> None:
        lines = list(_split(token.children or []))
        if self._in_row:
            self._cells.append(tuple(chain.from_iterable(line for _, line in lines)))
            return
        if self._heading:
            parts = chain.from_iterable((*line, Part(" ")) for _, line in lines)
            self.blocks.append(Block("heading", number, self._heading, tuple(parts)[:-1]))
            return
        for at, (offset, line) in enumerate(lines):
            kind: Kind = "item" if self._is_item and not at else "text"
            starts = not at
            self.blocks.append(
                Block(kind, number + offset, self._level, tuple(line), starts_block=starts)
            )
        self._is_item = False

    def _read_code(self, token: Token, number: int) -> None:
        is_fence = token.type == "fence"
        if is_fence:
            self.blocks.append(Block("code", number, parts=(Part(f"```{token.info}"),)))
        for at, line in enumerate(token.content.split("\n"), start=number + is_fence):
            if line.strip():
                self.blocks.append(Block("code", at, parts=(Part(line.strip()),)))


def _split(children: Sequence[Token]) -> Iterator[tuple[int, list[Part]]]:
    """Give the lines of an inline text: how many are before each, and its parts."""
    line: list[Part] = []
    at = bold = italic = 0
    url = ""
    for token in children:
        match token.type:
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "link_open":
                url = str(token.attrGet("href") or "")
            case "link_close":
                url = ""
            case _ if token.type in _BREAKS:
                yield at, line
                line = []
                at += 1
            case "text" | "code_inline" | "math" | "text_special":
                is_code = token.type == "code_inline"
                text = _SPACES.sub(" ", token.content)
                line.append(Part(text, url, bold > 0, italic > 0, is_code))
            case _:
                pass
    yield at, line
