r"""Literal text -> Markdown that reads as that text: escapes for its marks and its white space.

What ``escape_lightly`` gives is fit to be edited. Sometimes it reads otherwise; what ``escape_all``
gives never does.
"""

import re
from collections.abc import Callable, Sequence

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_EVERY = re.compile(r"[!-/:-@\[-`{-~\r]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")
_LINKS = "](", "][", "]:"
_SPECIAL = re.compile(r"[\\`*_<&$\[]|\r")
_LINE_START = re.compile(r"([#>+=~|-]|[0-9]{1,9}(?=[.)](?:\s|\Z)))")

Spans = Sequence[tuple[int, int]]
"""Where something begins and ends, in order."""


def escape_lightly(text: str, find_spans: Callable[[str], Spans]) -> str:
    """Escape what would be read as markup, but for what ``find_spans`` finds in a paragraph."""
    return _paragraphs(text, lambda part: _lightly(part, find_spans(part)))


def escape_all(text: str) -> str:
    """Escape each punctuation mark, math and web addresses too."""
    return _paragraphs(text, _entirely)


def _paragraphs(text: str, escape: Callable[[str], str]) -> str:
    if not text:
        return ""
    parts = re.split(r"(?<=[^\n])\n\n(?=[^\n])", text)
    return "\n\n".join(_lines(escape(part)) for part in parts)


def _lines(markdown: str) -> str:
    """Keep white space that Markdown would drop: at the ends of lines, and empty lines."""
    lines = markdown.split("\n")
    kept = []
    for i, line in enumerate(lines):
        inner = line.strip()
        if not inner:
            kept.append("".join(f"&#{ord(c)};" for c in line))
        else:
            at = line.index(inner)
            head, tail = line[:at], line[at + len(inner) :]
            kept.append(_numbered(head) + inner + _numbered(tail))
        if i + 1 < len(lines):  # an empty line would end the paragraph
            kept.append("&#10;" if not (inner and lines[i + 1].strip()) else "\n")
    return "".join(kept)


def _numbered(space: str) -> str:
    return "".join(f"&#{ord(c)};" for c in space)


def _lightly(text: str, spans: Spans) -> str:
    last_link = max(map(text.rfind, _LINKS))
    has_one_dollar = text.count("$") == 1

    def mark(match: re.Match[str]) -> str:
        if match[0] == "[":  # a backslash before a bracket would begin a formula
            return "&#91;" if match.start() <= last_link else "["
        return match[0] if has_one_dollar and match[0] == "$" else _escape_mark(text, match)

    out, at = [], 0
    for start, end in [*spans, (len(text), len(text))]:
        for match in _SPECIAL.finditer(text, at, start):
            out += [text[at : match.start()], mark(match)]
            at = match.end()
        out += [text[at:start], text[start:end]]
        at = end
    lines = "".join(out).split("\n")
    return "\n".join(_escape_start(line) for line in lines)


def _escape_start(line: str) -> str:
    bare = line.lstrip()
    if match := _LINE_START.match(bare):
        at = len(line) - len(bare) + (match.end() if match[0].isdigit() else 0)
        return f"{line[:at]}\\{line[at:]}"
    return line


def _escape_mark(text: str, match: re.Match[str]) -> str:
    mark, at = match[0], match.start()
    before = text[at - 1 : at]
    after = text[at + 1 : at + 2]
    if mark == "\r":
        return "&#13;"
    quiet = (
        (mark == "\\" and not (_PUNCTUATION.match(after) or after in ("", "\n")))
        or (mark == "_" and before.isalnum() and after.isalnum())
        or (mark == "<" and not (after.isalpha() or after in ("/", "!", "?")))
        or (mark == "&" and not _ENTITY.match(text, at))
    )
    return mark if quiet else f"\\{mark}"


def _entirely(text: str) -> str:
    return _EVERY.sub(lambda m: f"&#{ord(m[0])};" if m[0] in "\r()[]" else f"\\{m[0]}", text)
