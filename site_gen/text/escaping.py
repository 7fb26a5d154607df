r"""Literal text -> Markdown that reads as that text: escapes for its marks and its white space.

What ``escape_lightly`` gives is fit to be edited. Sometimes it reads otherwise; what ``escape_all``
gives never does.
"""

import re
from collections.abc import Callable, Sequence

# The ASCII punctuation of CommonMark 0.31, section 2.1: only before these is a backslash an escape
# (section 2.4).
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
# A carriage return is escaped too: Markdown reads it as a line end, and the text would come back
# with \n.
_EVERY = re.compile(r"[!-/:-@\[-`{-~\r]")
# CommonMark, section 2.5: at most 7 decimal or 6 hexadecimal digits. Names are not looked up, so
# that a text with '&foo;' is escaped though HTML knows no such name: one escape too many does no
# harm.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")
# What follows the words of a link: an address, a reference, a definition. A '[' after the last of
# these in a paragraph can begin none.
_LINKS = "](", "][", "]:"
# What means something anywhere in a line. '!' is missing: it begins an image only before '[', which
# is here. What means something only at the start of a line is in _LINE_START.
_SPECIAL = re.compile(r"[\\`*_<&$\[]|\r")
# Headings, quotes, lists, rules, fences, tables. A list number has at most 9 digits (section 5.2).
# A digit cannot be escaped, so the backslash goes behind the number.
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
    # Two newlines between texts are the end of a paragraph. Any other run of newlines would not
    # survive Markdown, and is left to _lines.
    parts = re.split(r"(?<=[^\n])\n\n(?=[^\n])", text)
    return "\n\n".join(_lines(escape(part)) for part in parts)


def _lines(markdown: str) -> str:
    """Keep white space that Markdown would drop: at the ends of lines, and empty lines."""
    lines = markdown.split("\n")
    kept = []
    for i, line in enumerate(lines):
        inner = line.strip()
        if not inner:
            kept.append(_numbered(line))
        else:
            start = line.index(inner)
            head, tail = line[:start], line[start + len(inner) :]
            kept.append(_numbered(head) + inner + _numbered(tail))
        if i + 1 < len(lines):  # an empty line would end the paragraph
            kept.append("&#10;" if not (inner and lines[i + 1].strip()) else "\n")
    return "".join(kept)


def _numbered(space: str) -> str:
    return "".join(f"&#{ord(c)};" for c in space)


def _lightly(text: str, spans: Spans) -> str:
    last_link = max(map(text.rfind, _LINKS))
    # One dollar encloses nothing. Escaped amounts of money are hard to read and edit.
    has_one_dollar = text.count("$") == 1

    def mark(match: re.Match[str]) -> str:
        if match[0] == "[":  # a backslash before a bracket would begin a formula
            return "&#91;" if match.start() <= last_link else "["
        return match[0] if has_one_dollar and match[0] == "$" else _escape_mark(text, match)

    out, position = [], 0
    for start, end in [*spans, (len(text), len(text))]:
        for match in _SPECIAL.finditer(text, position, start):
            out += [text[position : match.start()], mark(match)]
            position = match.end()
        out += [text[position:start], text[start:end]]
        position = end
    lines = "".join(out).split("\n")
    return "\n".join(_escape_start(line) for line in lines)


def _escape_start(line: str) -> str:
    bare = line.lstrip()
    if match := _LINE_START.match(bare):
        position = len(line) - len(bare) + (match.end() if match[0].isdigit() else 0)
        return f"{line[:position]}\\{line[position:]}"
    return line


def _escape_mark(text: str, match: re.Match[str]) -> str:
    if match[0] == "\r":
        return "&#13;"
    return match[0] if _is_literal(text, match.start()) else f"\\{match[0]}"


def _is_literal(text: str, index: int) -> bool:
    """Whether a mark means nothing where it stands, by the sections of CommonMark 0.31."""
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    match text[index]:
        case "\\":  # 2.4: an escape needs punctuation; before a line end, it breaks the line
            return not (_PUNCTUATION.match(after) or after in ("", "\n"))
        case "_":  # 6.2, rule 2: no emphasis inside a word
            return before.isalnum() and after.isalnum()
        case "<":  # 6.6: a tag, a comment or an address would follow
            return not (after.isalpha() or after in ("/", "!", "?"))
        case "&":
            return not _ENTITY.match(text, index)
    return False


def _entirely(text: str) -> str:
    # Brackets get a number: a backslash before one would begin a formula.
    return _EVERY.sub(lambda m: f"&#{ord(m[0])};" if m[0] in "\r()[]" else f"\\{m[0]}", text)
