r"""LaTeX commands in running text, outside of formulas: what is shown in their place.

Abstracts of arXiv are LaTeX source: ``97\%``, ``\emph{so}``, ``B\'ezier``, ``\`\`quoted''``. An
entry keeps that source; pages, feeds and mail show its meaning. Only commands of
``table.py`` are read, for most texts are not LaTeX: a path, a regular expression, a
template in double braces stay as written, and so does a command without its closing brace.

One pass over tokens whose braces were paired before, so the time grows with the length alone.
"""

import re
from collections.abc import Callable, Sequence
from typing import ClassVar

from site_gen.text.commands.letters import Accent, find_accent, is_accent, is_letter
from site_gen.text.commands.pieces import Atom, Mark, Piece, cut_atoms, join_texts
from site_gen.text.commands.table import (
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
from site_gen.text.commands.tokens import Token, Tokens
from site_gen.text.tex_symbols import LIGATURES
from site_gen.text.tex_text import to_text

COMMAND_SIGN = re.compile(r"[\\~`{]")
"""A text without one of these has no LaTeX command."""

_BRACED_SIGNS = {**LIGATURES, "'": "'", '"': '"'}
_DEEPEST = 20  # styles in each other: browsers and readers of feeds give up at some hundreds
_WITH_ADDRESS = frozenset(("url", "href"))
_SHIFTED = frozenset(("textsuperscript", "textsubscript"))
_WITH_ARGUMENT = STYLED.keys() | WRAPPED.keys()
_ALONE = {"sign": SIGNS.keys(), "word": SYMBOLS.keys() | LETTERS.keys()}
_SPACES = " ,;\n"  # behind a backslash: a space in LaTeX
_DRIVE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]:\Z")
_OF_PATH = frozenset(("word", "sign", "tie", "text"))
_SPACE = re.compile(r"\s")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_ESCAPED = re.compile(r"\\([%&#_$~])(?:\{\})?|\\allowbreak\s*")


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
    if not COMMAND_SIGN.search(text):
        return list(join_texts(cut_atoms(text)))
    return list(join_texts(_Reader(text, atoms).read()))


class _Reader:
    """The tokens of a text, what is shown so far, and what is done where a brace closes."""

    def __init__(self, text: str, atoms: Sequence[str]) -> None:
        self._tokens = Tokens(text, atoms)
        self._shown: list[Piece] = []
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
        return self._show(self._tokens.quotes.get(at, self._tokens[at].text), at + 1)

    def _read_atom(self, at: int) -> int:
        return self._show(Atom(self._tokens[at].number), at + 1)

    def _read_tie(self, at: int) -> int:
        """Read ``~``: mostly it means 'about' or a range, and a space only in these places."""
        before, after = self._tokens[at - 1].text[-1:], self._tokens[at + 1]
        is_before_command = after.kind == "word" or is_accent(self._tokens, at + 1)
        is_behind_word = before.isalnum() or at - 1 in self._at_close
        is_tie = is_behind_word and after.text[:1].isalpha()
        return self._show(" " if is_tie or is_before_command else "~", at + 1)

    def _read_open(self, at: int) -> int:
        end, after = self._tokens.find_end(at), at + 1
        first = self._tokens[after]
        # A sign alone comes first: {\o} is a letter also where \o by itself is none.
        if end == at + 2 and (shown := _find_braced(first)):
            return self._show(shown, end + 1)
        if end and first.kind == "word" and first.name in DECLARED:
            return self._open(DECLARED[first.name], end, self._tokens.skip_space(after + 1))
        if end and (self._is_tex[-1] or self._is_command(after)):
            return self._open(None, end, after)
        return self._show("{", after)

    def _read_close(self, at: int) -> int:
        if at not in self._at_close:
            return self._show("}", at + 1)
        # What stands in place of this brace was decided at the one that opened the group.
        self._is_tex.pop()
        return self._show(self._at_close[at], at + 1)

    def _open(self, style: Style | None, end: int, following: int) -> int:
        """Begin an argument, or a group whose braces are not shown."""
        if len(self._is_tex) > _DEEPEST:
            style = None  # the words are shown all the same
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
        if token.name in _ALONE.get(token.kind, ()):
            return True
        is_named = token.kind == "word" and token.name in _WITH_ARGUMENT
        has_argument = is_named and self._tokens.find_argument(at + 1)
        return bool(has_argument or find_accent(self._tokens, at))

    def _read_sign(self, at: int) -> int:
        token = self._tokens[at]
        if self._is_path(at):
            return self._read_path(at)
        if accent := find_accent(self._tokens, at):
            return self._show_accent(accent)
        if token.name == "/" and self._is_tex[-1]:  # TeX's correction of space behind italics
            return at + 1
        if token.name in _SPACES:
            return self._read_space(at)
        return self._show(SIGNS.get(token.name, token.text), at + 1)

    def _read_space(self, at: int) -> int:
        r"""Read ``\ `` and ``\,``, which stand behind or before a word."""
        sign, before = self._tokens[at].name, self._tokens[at - 1].text[-1:]
        after = self._tokens[at + 1].text[:1]
        is_read = before.strip() if sign.isspace() else before.isalnum() or after.isalnum()
        if not is_read:
            return self._show(self._tokens[at].text, at + 1)
        return self._show("" if before.isspace() or after.isspace() else " ", at + 1)

    def _read_word(self, at: int) -> int:
        token = self._tokens[at]
        if self._is_path(at):
            return self._read_path(at)
        # By name alone, before arguments: '\textemdash {so}' has none.
        if token.name in SYMBOLS:
            return self._show_symbol(SYMBOLS[token.name], at, keeps=token.name in KEEPS_SPACE)
        if token.name in LETTERS and is_letter(self._tokens, at):
            return self._show_symbol(LETTERS[token.name], at, keeps=False)
        if token.name in BEFORE_NUMBER and self._is_before_number(at + 1):
            is_tied = self._tokens[at + 1].kind == "tie"
            return self._show(BEFORE_NUMBER[token.name] + " " * is_tied, at + 1 + is_tied)
        if accent := find_accent(self._tokens, at):
            return self._show_accent(accent)
        return self._read_argument(at)

    def _is_path(self, at: int) -> bool:
        r"""Whether a path of Windows goes on here: ``C:\texttt``, unlike ``Results:\texttt{a}``."""
        return bool(_DRIVE.search(self._tokens[at - 1].text))

    def _read_path(self, at: int) -> int:
        """Show a path as it is written, up to a space, a brace or a quotation mark."""
        end = at + 1
        while self._tokens[end].kind in _OF_PATH and not _SPACE.search(self._tokens[end].text):
            end += 1
        return self._show(self._tokens.write(at, end), end)

    def _read_argument(self, at: int) -> int:
        """Read a command with an argument; without one, it stays as it is written."""
        name, start = self._tokens[at].name, self._tokens.find_argument(at + 1)
        end = self._tokens.find_end(start) if start else 0
        if not end:
            return self._show_unknown(at)
        if name in _WITH_ADDRESS:
            return self._read_address(at, start, end)
        # Unicode has raised and lowered digits, but not every letter: those stay on the line.
        is_short = end == start + 2 and self._tokens[start + 1].kind != "atom"
        if name in _SHIFTED and is_short:
            return self._show(to_text(self._tokens.write(at, end + 1)), end + 1)
        if name in STYLED:
            return self._open(STYLED[name], end, start + 1)
        if name in WRAPPED:
            before, after = WRAPPED[name]
            return self._wrap(before, after, end, start + 1)
        return self._read_colour(at, end) if name == "textcolor" else self._show_unknown(at)

    def _read_colour(self, at: int, end: int) -> int:
        """Read the second argument: the first is a colour, which would need an inline style."""
        second = self._tokens.find_argument(end + 1)
        if not second:
            return self._show_unknown(at)
        return self._open(None, self._tokens.find_end(second), second + 1)

    def _read_address(self, at: int, start: int, end: int) -> int:
        r"""Read ``\url{address}`` or ``\href{address}{words}``; another scheme is no link."""
        name, words = self._tokens[at].name, self._tokens.find_argument(end + 1)
        if name == "href" and not words:
            return self._show_unknown(at)
        # Markdown makes links of addresses before this: then the argument is atoms and their words.
        address = unescape_address(self._tokens.write(start + 1, end)).strip()
        is_link = bool(_ADDRESS.fullmatch(address))
        begin: Piece = Mark("a", is_open=True, url=address) if is_link else ""
        close: Piece = Mark("a", is_open=False) if is_link else ""
        if name == "href":
            return self._wrap(begin, close, self._tokens.find_end(words), words + 1)
        self._shown += (begin, address, close)
        return end + 1

    def _show_unknown(self, at: int) -> int:
        """Show a command as it is written, and with the braces that follow it."""
        end = self._tokens.find_end(at + 1)
        self._shown.append(self._tokens[at].text)
        return self._wrap("{", "}", end, at + 2, is_tex=False) if end else at + 1

    def _show_symbol(self, shown: str, at: int, *, keeps: bool) -> int:
        """Show a sign; TeX drops the space behind a command, and takes ``{}`` for its end."""
        self._shown.append(shown)
        # An empty group ends the name without taking the space, as in '\LaTeX{} users'.
        if self._tokens.find_end(at + 1) == at + 2:
            return at + 3
        return at + 1 if keeps else self._tokens.skip_space(at + 1)

    def _is_before_number(self, at: int) -> bool:
        after = self._tokens[at + (self._tokens[at].kind == "tie")].text
        return after.lstrip(" ")[:1].isdigit()

    def _show_accent(self, accent: Accent) -> int:
        at = accent.following
        if accent.rest is not None:
            self._tokens.replace(at, accent.rest)
        return self._show(accent.letter, at)

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


def _find_braced(token: Token) -> str:
    """Find what is shown for a sign alone in braces, as bibliographies write it."""
    if token.kind == "word":
        return BRACED_SYMBOLS.get(token.name, "")
    return _BRACED_SIGNS.get(token.text, "")
