r"""LaTeX commands in running text, outside of formulas: what is shown in their place.

Abstracts of arXiv are LaTeX source: ``97\%``, ``\emph{so}``, ``B\'ezier``, ``\`\`quoted''``. An
entry keeps that source; pages, feeds and mail show its meaning. Only commands of
``text/shown_commands.py`` are read, for most texts are not LaTeX: a path, a regular expression, a
template in double braces stay as written, and so does a command without its closing brace.

One pass over tokens whose braces were paired before, so the time grows with the length alone.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from site_gen.text.shown_commands import (
    BEFORE_NUMBER,
    BRACED_SYMBOLS,
    DECLARED,
    KEEPS_SPACE,
    LETTERS,
    SIGNS,
    STYLED,
    SYMBOLS,
    WRAPPED,
    Style,
)
from site_gen.text.tex_symbols import ACCENTS, LIGATURES
from site_gen.text.tex_text import to_text

ATOM = "\x01"
"""Stands in a text for what is no text: a formula, a link. No entry may hold this character."""


class Mark(NamedTuple):
    """Where a style begins or ends."""

    style: Style
    is_open: bool
    url: str = ""
    """Where a link leads."""


class Atom(NamedTuple):
    """What stands for ``ATOM`` in the text: which of them, from 0."""

    number: int


Piece = str | Atom | Mark

# Nothing that is read lacks all of these.
_READ = re.compile(r"[\\~`{]")
_TOKEN = re.compile(
    rf"\\(?P<word>[A-Za-z]+)\*?|\\(?P<sign>[^{ATOM}])|(?P<open>\{{)|(?P<close>\}})"
    rf"|(?P<quote>``|''|\")|(?P<tie>~)|(?P<atom>{ATOM})|(?P<text>[^\\{{}}`'\"~{ATOM}]+|.)",
    re.DOTALL,
)
_ACCENT_WORDS = frozenset("cvuHkrdb")
_SPACED_ACCENTS = frozenset("cvuHkr")  # 'Fran\c cois'; '\d' and '\b' alone are regular expressions
_ENGLISH = re.compile(r"(?:s|t|re|ve|ll|d|m)(?![A-Za-z])")  # it\'s, don\'t: no accent is meant
# Text from JSON, where a quotation mark is \": one of them stands before no letter.
_JSON_QUOTE = re.compile(r'\\"(?![A-Za-z{\\])')
_MOST_OF_ACCENT = 20  # characters of what bears an accent: '{\^{\i}}' is the longest sensible
_BRACED_SIGNS = {**LIGATURES, "'": "'", '"': '"'}
_DEEPEST = 20  # styles in each other: browsers and readers of feeds give up at some hundreds
_SPACES = " ,;\n"  # behind a backslash: a space in LaTeX
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_ESCAPED = re.compile(r"\\([%&#_$~])(?:\{\})?|\\allowbreak\s*")


class _Token(NamedTuple):
    kind: str
    text: str
    """As written."""
    name: str
    """Of a command: what follows the backslash."""


def has_commands(text: str) -> bool:
    r"""Whether a text is LaTeX source: something else than what is written would be shown.

    >>> has_commands(r"97\% of B\'ezier"), has_commands(r"C:\temp, $x$ and {{ y }}")
    (True, False)
    """
    return bool(text) and read_commands(text) != [text]


def unescape_address(address: str) -> str:
    r"""Give a web address that is written in LaTeX: ``https://x.org/a\_b``."""
    return _ESCAPED.sub(lambda match: match[1] or "", address)


def read_commands(text: str, atoms: Sequence[str] = ()) -> list[Piece]:
    r"""Read a text, and give what is shown: words, atoms in their order, and marks of styles.

    ``atoms`` are the words of each ``ATOM``, which an address may be made of. Marks nest among
    themselves, but atoms may begin and end elsewhere.

    >>> read_commands(r"B\'ezier, 97\% of {{ x }}")
    ['Bézier, 97% of {{ x }}']
    """
    if not _READ.search(text):
        return list(_join(_cut_atoms(text)))
    return list(_join(_Reader(text, atoms).read()))


def _cut_atoms(text: str) -> Iterator[Piece]:
    for number, words in enumerate(text.split(ATOM)):
        if number:
            yield Atom(number - 1)
        yield words


def _join(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join texts that stand side by side."""
    words: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            words.append(piece)
            continue
        if text := "".join(words):
            yield text
        words.clear()
        yield piece
    if text := "".join(words):
        yield text


class _Accent(NamedTuple):
    """A letter with its accent, and where the text goes on."""

    letter: str
    following: int
    rest: str | None = None
    """What is left of the token that follows, where the letter is of it."""


def _compose(source: str, following: int, rest: str | None = None) -> _Accent | None:
    letter = to_text(source) if len(source) <= 2 * _MOST_OF_ACCENT else ""
    is_bare = letter in ("~", "^") and source.endswith("{}")
    is_letter = len(letter) == 1 and letter.isalpha()
    return _Accent(letter, following, rest) if is_letter or is_bare else None


class _Reader:
    """The tokens of a text, what is shown so far, and what is done where a brace closes."""

    def __init__(self, text: str, atoms: Sequence[str]) -> None:
        self._tokens = [
            _Token(match.lastgroup or "", match[0], match[match.lastgroup or 0])
            for match in _TOKEN.finditer(text)
        ]
        self._atoms = atoms
        self._partners = _pair_braces(self._tokens)
        self._quotes = dict(_pair_quotes(self._tokens))
        self._is_json = bool(_JSON_QUOTE.search(text))
        self._shown: list[Piece] = []
        self._atom = 0
        self._at_close: dict[int, Piece] = {}  # what is shown in place of a closing brace
        self._is_tex = [False]  # of each open argument: whether its braces group, and are not shown

    def read(self) -> list[Piece]:
        """Give all that is shown."""
        at = 0
        while at < len(self._tokens):
            at = self._READ_KIND[self._tokens[at].kind](self, at)
        return self._shown

    def _show(self, piece: Piece, following: int) -> int:
        self._shown.append(piece)
        return following

    def _read_text(self, at: int) -> int:
        return self._show(self._quotes.get(at, self._tokens[at].text), at + 1)

    def _read_atom(self, at: int) -> int:
        self._atom += 1
        return self._show(Atom(self._atom - 1), at + 1)

    def _read_tie(self, at: int) -> int:
        """Read ``~``: mostly it means 'about' or a range, and a space only in these places."""
        before, after = self._text_at(at - 1)[-1:], self._text_at(at + 1)
        is_before_command = self._kind_at(at + 1) == "word" or (
            self._kind_at(at + 1) == "sign" and self._tokens[at + 1].name in ACCENTS
        )
        is_behind = before.isalnum() or at - 1 in self._at_close
        is_tie = is_behind and after[:1].isalpha()
        return self._show(" " if is_tie or is_before_command else "~", at + 1)

    def _read_open(self, at: int) -> int:
        end, after = self._partners.get(at), at + 1
        if end is None:
            return self._show("{", after)
        if end == at + 2:  # one sign alone, as bibliographies write it
            inside = self._tokens[after]
            if shown := BRACED_SYMBOLS.get(inside.name) if inside.kind == "word" else None:
                return self._show(shown, end + 1)
            if shown := _BRACED_SIGNS.get(inside.text):
                return self._show(shown, end + 1)
        if self._kind_at(after) == "word" and self._tokens[after].name in DECLARED:
            return self._open(DECLARED[self._tokens[after].name], end, self._skip_space(after + 1))
        if self._is_tex[-1] or self._is_command(after):
            return self._open(None, end, after)
        return self._show("{", after)

    def _read_close(self, at: int) -> int:
        if at not in self._at_close:
            return self._show("}", at + 1)
        self._is_tex.pop()
        return self._show(self._at_close[at], at + 1)

    def _open(self, style: Style | None, end: int, following: int) -> int:
        """Begin an argument, or a group whose braces are not shown."""
        if len(self._is_tex) > _DEEPEST:
            style = None
        before = Mark(style, is_open=True) if style else ""
        after = Mark(style, is_open=False) if style else ""
        return self._wrap(before, after, end, following)

    def _wrap(
        self, before: Piece, after: Piece, end: int, following: int, *, is_tex: bool = True
    ) -> int:
        self._is_tex.append(is_tex)
        self._at_close[end] = after
        return self._show(before, following)

    def _is_command(self, at: int) -> bool:
        """Whether a command that is read stands here."""
        token = self._tokens[at]
        if token.kind == "sign":
            return token.name in SIGNS or bool(self._find_accent(at))
        return token.kind == "word" and (
            token.name in SYMBOLS
            or token.name in LETTERS
            or (self._find_argument(at + 1) and token.name in STYLED | WRAPPED.keys())
            or bool(self._find_accent(at))
        )

    def _read_sign(self, at: int) -> int:
        token = self._tokens[at]
        if accent := self._find_accent(at):
            return self._show_accent(accent)
        if token.name == "/" and self._is_tex[-1]:  # TeX's correction of space behind italics
            return at + 1
        if token.name in _SPACES:
            return self._read_space(at)
        return self._show(SIGNS.get(token.name, token.text), at + 1)

    def _read_space(self, at: int) -> int:
        r"""Read ``\ `` and ``\,``, which stand behind or before a word."""
        sign, before = self._tokens[at].name, self._text_at(at - 1)[-1:]
        after = self._text_at(at + 1)[:1]
        is_read = before.strip() if sign.isspace() else before.isalnum() or after.isalnum()
        if not is_read:
            return self._show(self._tokens[at].text, at + 1)
        return self._show("" if before.isspace() or after.isspace() else " ", at + 1)

    def _read_word(self, at: int) -> int:
        token = self._tokens[at]
        if self._text_at(at - 1).endswith(":"):  # C:\texttt is a path
            return self._show_unknown(at)
        if token.name in SYMBOLS:
            return self._show_symbol(SYMBOLS[token.name], at, keeps=token.name in KEEPS_SPACE)
        if token.name in LETTERS and self._is_letter(at):
            return self._show_symbol(LETTERS[token.name], at, keeps=False)
        if token.name in BEFORE_NUMBER and self._is_before_number(at + 1):
            is_tied = self._kind_at(at + 1) == "tie"
            return self._show(BEFORE_NUMBER[token.name] + " " * is_tied, at + 1 + is_tied)
        if accent := self._find_accent(at):
            return self._show_accent(accent)
        return self._read_argument(at)

    def _read_argument(self, at: int) -> int:
        """Read a command with an argument."""
        name, start = self._tokens[at].name, self._find_argument(at + 1)
        end = self._partners[start] if start else 0
        if end and name in ("url", "href"):
            return self._read_address(at, start, end)
        if end == start + 2 and name in ("textsuperscript", "textsubscript"):
            return self._show(to_text("".join(self._raw(at, end + 1))), end + 1)
        if end and name in STYLED:
            return self._open(STYLED[name], end, start + 1)
        if end and name in WRAPPED:
            before, after = WRAPPED[name]
            return self._wrap(before, after, end, start + 1)
        second = self._find_argument(end + 1) if name == "textcolor" and end else 0
        if second:
            return self._open(None, self._partners[second], second + 1)
        return self._show_unknown(at)

    def _read_address(self, at: int, start: int, end: int) -> int:
        r"""Read ``\url{address}`` or ``\href{address}{words}``; another scheme is no link."""
        name, words = self._tokens[at].name, self._find_argument(end + 1)
        if name == "href" and not words:
            return self._show_unknown(at)
        address = unescape_address("".join(self._raw(start + 1, end))).strip()
        is_link = bool(_ADDRESS.fullmatch(address))
        self._atom += sum(token.kind == "atom" for token in self._tokens[start:end])
        begin: Piece = Mark("a", is_open=True, url=address) if is_link else ""
        close: Piece = Mark("a", is_open=False) if is_link else ""
        if name == "href":
            return self._wrap(begin, close, self._partners[words], words + 1)
        self._shown += (begin, address, close)
        return end + 1

    def _raw(self, start: int, end: int) -> Iterator[str]:
        """Give what is written from one token to another, with the words of atoms."""
        number = self._atom
        for token in self._tokens[start:end]:
            if token.kind == "atom":
                yield self._atoms[number] if number < len(self._atoms) else ""
                number += 1
            else:
                yield token.text

    def _show_unknown(self, at: int) -> int:
        """Show a command as it is written, and with the braces that follow it."""
        end = self._partners.get(at + 1)
        self._shown.append(self._tokens[at].text)
        return at + 1 if end is None else self._wrap("{", "}", end, at + 2, is_tex=False)

    def _show_symbol(self, shown: str, at: int, *, keeps: bool) -> int:
        """Show a sign; TeX drops the space behind a command, and takes ``{}`` for its end."""
        self._shown.append(shown)
        if self._partners.get(at + 1) == at + 2:
            return at + 3
        return at + 1 if keeps else self._skip_space(at + 1)

    def _skip_space(self, at: int) -> int:
        token = self._tokens[at] if at < len(self._tokens) else None
        if token and token.kind == "text" and token.text[:1].isspace():
            self._tokens[at] = token._replace(text=token.text.lstrip())
        return at

    def _is_letter(self, at: int) -> bool:
        r"""Whether ``\o`` is a letter: ``S\o ren``, ``\L ukasz``, ``{\o}``, ``\o{}``.

        By itself it may be an option of a program or part of a regular expression.
        """
        is_braced = self._kind_at(at - 1) == "open" or self._partners.get(at + 1) == at + 2
        is_long = len(self._tokens[at].name) > 1
        after = self._text_at(at + 1)
        is_first = self._tokens[at].name.isupper() and after[1:2].islower() and after[:1] == " "
        is_inside = self._kind_at(at - 1) in ("text", "sign") and (
            self._text_at(at - 1)[-1:].isalpha() or self._kind_at(at - 1) == "sign"
        )
        return is_braced or is_long or is_first or is_inside

    def _is_before_number(self, at: int) -> bool:
        after = self._text_at(at + (self._kind_at(at) == "tie"))
        return after.lstrip(" ")[:1].isdigit()

    def _find_accent(self, at: int) -> "_Accent | None":
        """Find the letter that an accent makes."""
        token, start = self._tokens[at], at + 1
        is_word = token.kind == "word"
        if token.name not in (_ACCENT_WORDS if is_word else ACCENTS):
            return None
        if end := self._partners.get(start):
            source = "".join(self._raw(at, end + 1)) if end - start <= _MOST_OF_ACCENT else ""
            return _compose(source, end + 1)
        if self._kind_at(start) == "word" and self._tokens[start].name in ("i", "j"):
            return _compose(f"{token.text}{self._tokens[start].text}", start + 1)
        after = self._text_at(start) if self._kind_at(start) == "text" else ""
        if is_word:
            after = after[1:] if token.name in _SPACED_ACCENTS and after[:1] == " " else ""
        if not after[:1].isalpha() or self._is_no_accent(at, after):
            return None
        return _compose(f"{token.text}{{{after[0]}}}", start, after[1:])

    def _is_no_accent(self, at: int, after: str) -> bool:
        is_inside = self._text_at(at - 1)[-1:].isalpha()
        if self._tokens[at].name == '"':
            return self._is_json and not is_inside
        return self._tokens[at].name == "'" and is_inside and bool(_ENGLISH.match(after))

    def _show_accent(self, accent: "_Accent") -> int:
        at = accent.following
        if accent.rest is not None:
            self._tokens[at] = self._tokens[at]._replace(text=accent.rest)
        return self._show(accent.letter, at)

    def _find_argument(self, at: int) -> int:
        """Find the brace that begins an argument here, behind spaces too; 0: there is none."""
        if self._text_at(at).isspace() and self._kind_at(at) == "text":
            at += 1
        return at if at in self._partners else 0

    def _text_at(self, at: int) -> str:
        return self._tokens[at].text if 0 <= at < len(self._tokens) else ""

    def _kind_at(self, at: int) -> str:
        return self._tokens[at].kind if 0 <= at < len(self._tokens) else ""

    _READ_KIND: ClassVar[dict[str, Callable[["_Reader", int], int]]] = {
        "word": _read_word,
        "sign": _read_sign,
        "open": _read_open,
        "close": _read_close,
        "quote": _read_text,
        "tie": _read_tie,
        "atom": _read_atom,
        "text": _read_text,
    }


def _pair_braces(tokens: Sequence[_Token]) -> dict[int, int]:
    """Give the closing brace of each opening one that has one."""
    pairs, opened = dict[int, int](), list[int]()
    for at, token in enumerate(tokens):
        if token.kind == "open":
            opened.append(at)
        elif token.kind == "close" and opened:
            pairs[opened.pop()] = at
    return pairs


def _pair_quotes(tokens: Sequence[_Token]) -> Iterator[tuple[int, str]]:
    """Find quotations: each mark that begins or ends one, with the mark that is shown."""
    opened = None
    for at, token in enumerate(tokens):
        if token.text == "``":
            opened = at
        elif token.kind == "quote" and opened is not None:
            yield opened, "“"
            yield at, "”"
            opened = None
