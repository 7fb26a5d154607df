"""LaTeX commands in the text tokens of markdown-it-py: what is shown in their place.

Code, addresses and formulas are left alone.
"""

from collections.abc import Iterable, Iterator, Sequence

from markdown_it.token import Token

from site_gen.text.commands.pieces import Atom, Mark, Piece
from site_gen.text.commands.reader import read_commands, unescape_address
from site_gen.text.commands.tokens import ATOM

_TYPES = {"em": "em", "strong": "strong", "code": "code", "a": "link"}
"""Styles -> the names of tokens."""

_CODES = {"\\": "%5C", "{": "%7B", "}": "%7D"}


def read_token_commands(tokens: Sequence[Token]) -> list[Token]:
    """Give the inline tokens that are shown in place of some."""
    words = list(_list_words(tokens))
    text = "".join(ATOM if is_atom else content for content, is_atom in words)
    atoms = [content for content, is_atom in words if is_atom]
    # The text has the character itself. No entry may hold it, so what is shown matters little.
    if text.count(ATOM) != len(atoms):
        return list(tokens)
    others = [token for token, (_, is_atom) in zip(tokens, words, strict=True) if is_atom]
    pieces = read_commands(text, atoms)
    return [token for token in _nest(pieces, others) if token.type != "text" or token.content]


def _list_words(tokens: Iterable[Token]) -> Iterator[tuple[str, bool]]:
    """Give the words of each token, and whether no command is read in it."""
    is_address = False
    for token in tokens:
        if token.type == "link_open":
            is_address = token.markup in ("linkify", "autolink")
            if is_address:
                _unescape_link(token)
        elif token.type == "link_close":
            is_address = False
        elif is_address and token.type == "text":
            token.content = unescape_address(token.content)
        yield token.content, is_address or token.type != "text"


def _unescape_link(token: Token) -> None:
    # The parser has written each backslash of the address as %5C, and the braces of \~{} too.
    url = str(token.attrs.get("href", ""))
    for sign, code in _CODES.items():
        url = url.replace(code, sign)
    url = unescape_address(url)
    for sign, code in _CODES.items():
        url = url.replace(sign, code)
    token.attrs["href"] = url


def _nest(pieces: Iterable[Piece], others: Sequence[Token]) -> list[Token]:
    """Make tokens of pieces."""
    nesting = _Nesting()
    for piece in pieces:
        if isinstance(piece, Mark):
            nesting.mark(piece)
        elif isinstance(piece, Atom):
            nesting.add(others[piece.number])
        else:
            nesting.add(_text(piece))
    return nesting.finish()


class _Nesting:
    """Tokens, and what is open. A style that crosses the markup around it is left out.

    Markdown's emphasis may begin inside of a LaTeX command and end behind it.
    """

    def __init__(self) -> None:
        self._tokens: list[Token] = []
        self._opened: list[tuple[int, str]] = []
        """Where each was opened, and the style of the mark that did; empty: a token did."""
        self._link = -1  # where the link that is open was opened

    def add(self, token: Token) -> None:
        """Take a token over."""
        self._tokens.append(token)
        if token.type == "link_open":
            self._drop(self._link)  # HTML has no link inside of a link
            self._link = len(self._tokens) - 1
        if token.nesting > 0:
            self._opened.append((len(self._tokens) - 1, ""))
        elif token.nesting < 0:
            # Marks that are still open begin inside of this element: they cannot end outside.
            while self._opened and self._opened[-1][1]:
                self._drop(self._opened.pop()[0])
            self._close(self._opened.pop()[0] if self._opened else -1)

    def mark(self, mark: Mark) -> None:
        """Begin or end a style."""
        if mark.is_open:
            is_in_link = mark.style == "a" and self._link >= 0
            self._tokens.append(_text("") if is_in_link else _open(mark))
            if mark.style == "a" and not is_in_link:
                self._link = len(self._tokens) - 1
            self._opened.append((len(self._tokens) - 1, mark.style))
            return
        if not self._opened or self._opened[-1][1] != mark.style:
            return  # it was dropped where the markup around it ended
        begin, _ = self._opened.pop()
        if self._tokens[begin].nesting:
            self._tokens.append(_close(mark))
        self._close(begin)

    def finish(self) -> list[Token]:
        """Give all tokens."""
        for at, style in self._opened:
            if style:
                self._drop(at)
        return self._tokens

    def _close(self, at: int) -> None:
        if at == self._link:
            self._link = -1

    def _drop(self, at: int) -> None:
        if at >= 0:
            self._tokens[at] = _text("")
            self._close(at)


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)


def _open(mark: Mark) -> Token:
    attrs: dict[str, str | int | float] = {"href": mark.url} if mark.style == "a" else {}
    return Token(f"{_TYPES[mark.style]}_open", mark.style, 1, attrs=attrs)


def _close(mark: Mark) -> Token:
    return Token(f"{_TYPES[mark.style]}_close", mark.style, -1)
