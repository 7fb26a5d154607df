"""BibTeX text -> its entries, each with its line; what is wrong with one costs that one alone.

The grammar is that of BibTeX 0.99d (Oren Patashnik, "Designing BibTeX Styles"; ``bibtex.web``,
part 10): braces count even behind a backslash, and what stands outside entries is no part of it.
Two things go beyond it, as programs write them: an entry without a key, and fields of biblatex
with signs in their names. An entry that never ends stops at the next line, or the next brace, after
which an entry with a key begins: so one brace that is missing does not take the rest of the file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_START = re.compile(r"@[ \t]*([a-zA-Z]+)[ \t\r\n]*([{(])")
_NEXT = re.compile(
    r"(?:^|\})[ \t]*+(?=@[ \t]*+[a-zA-Z]++[ \t]*+[{(][ \t]*+[^\s,{}()\"=#]*+[ \t]*+,)",
    re.MULTILINE,
)
_SPACE = re.compile(r"\s*")
_KEY = re.compile(r"[^,{}\"=]*")
_NAME = re.compile(r"[^\s\"#%'(),={}]+")
_BRACE = re.compile(r"[{}]")
_QUOTE = re.compile(r"[{}\"]")
_LONGEST = 10_000  # characters that the strings of a value stand for
_NOT_ENTRIES = {"comment", "preamble", "string"}


@dataclass(slots=True)
class Block:
    """An entry, a ``@string`` or another block with braces: where it stands, what it says."""

    start: int
    kind: str
    end: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    """Texts by name in small letters, as written; of two with one name the first."""

    again: list[tuple[str, str]] = field(default_factory=list)
    """Fields that have another text where they are written again."""

    undefined: list[str] = field(default_factory=list)
    """Names of strings that no ``@string`` defines: they stand as their own text."""

    error: str = ""
    """What is wrong with it; then its fields are not to be used."""

    error_at: int = 0

    @property
    def is_entry(self) -> bool:
        """Whether it is an entry, not a comment or a definition."""
        return self.kind not in _NOT_ENTRIES


class _BlockError(Exception):
    """An entry is broken."""


def read_blocks(text: str) -> Iterator[Block]:
    """Read the blocks of a text in their order."""
    strings = {month[:3].lower(): month for month in _MONTHS}
    nexts = [match.end() for match in _NEXT.finditer(text)]
    at, next_ = 0, 0
    while match := _START.search(text, at):
        while next_ < len(nexts) and nexts[next_] <= match.start():
            next_ += 1
        limit = nexts[next_] if next_ < len(nexts) else len(text)
        reader = _Reader(text, match, limit, strings)
        block = reader.read()
        if block.kind == "string" and not block.error:
            strings |= block.fields
        yield block
        at = block.end


class _Reader:
    """One block that is being read, and the place where its reading stands."""

    def __init__(
        self, text: str, start: re.Match[str], limit: int, strings: Mapping[str, str]
    ) -> None:
        self._text = text
        self._at = start.end()
        self._limit = limit
        self._strings = strings
        self._close = "}" if start[2] == "{" else ")"
        self._block = Block(start.start(), start[1].lower())

    def read(self) -> Block:
        block = self._block
        try:
            if block.kind == "comment":
                self._at -= 1
                self._skip_group()
            elif block.kind == "preamble":
                self._read_value()
                self._expect(self._close)
            else:
                self._read_body()
            block.end = self._at
        except _BlockError as err:
            block.error = str(err)
            block.error_at = self._at if self._at < self._limit else block.start
            block.end = self._find_end()
        return block

    def _read_body(self) -> None:
        if self._block.is_entry:
            self._skip_key()
        while not self._take(self._close):
            if self._take(","):
                continue
            self._read_field()
            if not self._take(","):
                self._expect(self._close, f"',' or '{self._close}' after a field")
                return

    def _skip_key(self) -> None:
        self._skip_space()
        match = _KEY.match(self._text, self._at, self._limit)
        end = match.end() if match else self._at
        if self._text[end : end + 1] == "=":  # there is none: this is the first field
            return
        self._at = end

    def _read_field(self) -> None:
        self._skip_space()
        name = _NAME.match(self._text, self._at, self._limit)
        if not name:
            msg = f"'name = value' or '{self._close}'"
            raise _BlockError(msg)
        self._at = name.end()
        while not self._take("="):  # a name of two words, as 'author + an'
            more = _NAME.match(self._text, self._at, self._limit)
            if not more:
                msg = f"'=' after {name[0][:40]!r}"
                raise _BlockError(msg)
            self._at = more.end()
        field, value = name[0].lower(), self._read_value()
        if self._block.fields.setdefault(field, value) != value:
            self._block.again.append((field, value))

    def _read_value(self) -> str:
        start = self._at
        parts = [self._read_part()]
        size = len(parts[0])
        while self._take("#"):
            parts.append(self._read_part())
            size += len(parts[-1])
        # Strings of strings may be as long as two to the power of the lines that define them.
        if size > max(_LONGEST, self._at - start):
            msg = f"a value of at most {_LONGEST:,} characters from strings"
            raise _BlockError(msg)
        return "".join(parts)

    def _read_part(self) -> str:
        self._skip_space()
        start = self._at
        if self._take("{"):
            self._at = start
            self._skip_group()
            return self._text[start + 1 : self._at - 1]
        if self._take('"'):
            self._skip_quoted()
            return self._text[start + 1 : self._at - 1]
        name = _NAME.match(self._text, self._at, self._limit)
        if not name:
            msg = "a value in braces or quotation marks"
            raise _BlockError(msg)
        self._at = name.end()
        if name[0].lower() not in self._strings and not name[0].isdecimal():
            self._block.undefined.append(name[0])
        return self._strings.get(name[0].lower(), name[0])

    def _skip_group(self) -> None:
        """Go behind the group that begins here."""
        depth = 0
        for brace in _BRACE.finditer(self._text, self._at, self._limit):
            depth += 1 if brace[0] == "{" else -1
            if depth <= 0:
                self._at = brace.end()
                return
        msg = "a '}' for each '{'"
        raise _BlockError(msg)

    def _skip_quoted(self) -> None:
        depth = 0
        for mark in _QUOTE.finditer(self._text, self._at, self._limit):
            if mark[0] == '"' and not depth:
                self._at = mark.end()
                return
            depth += {"{": 1, "}": -1}.get(mark[0], 0)
            if depth < 0:
                break
        msg = "a second '\"', and a '}' for each '{' before it"
        raise _BlockError(msg)

    def _skip_space(self) -> None:
        match = _SPACE.match(self._text, self._at, self._limit)
        self._at = match.end() if match else self._at

    def _take(self, sign: str) -> bool:
        self._skip_space()
        is_there = self._at < self._limit and self._text[self._at] == sign
        self._at += is_there
        return is_there

    def _expect(self, sign: str, what: str = "") -> None:
        if not self._take(sign):
            raise _BlockError(what or f"{sign!r}")

    def _find_end(self) -> int:
        """Give where a broken block ends: at its own brace, else where the next one begins."""
        depth = 0
        for brace in _BRACE.finditer(self._text, self._block.start, self._limit):
            depth += 1 if brace[0] == "{" else -1
            if depth <= 0:
                return brace.end()
        return self._limit
