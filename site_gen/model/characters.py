"""Characters that no page and no feed may hold, and those that end a line of an export."""

import json
import re

# XML 1.0 section 2.2 (Char), and the control and noncharacters that the HTML standard calls
# parse errors (section 13.2.3.5, preprocessing the input stream). Tab, LF and CR are fine.
_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)
# The marks that reorder text on a terminal (UAX #9, section 2), the separators of lines, and what
# stands for bytes that are not UTF-8 in names of files.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BYTES = range(0xDC80, 0xDD00)  # as PEP 383 has them


# What ``str.splitlines`` and JavaScript take for the end of a line. JSON does not escape these.
_JSON_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_encode = json.JSONEncoder(ensure_ascii=False).encode


def find_illegal(text: str) -> tuple[int, str] | None:
    """Find the first character that cannot be published: its index, and its name (``U+001B``)."""
    if text.replace("\n", " ").isprintable():  # nearly every text; it needs a tenth of the time
        return None
    match = _ILLEGAL.search(text)
    return (match.start(), f"U+{ord(match[0]):04X}") if match else None


def field_line(text: str) -> str:
    r"""Give a text as one line, for a field of a record or a header.

    White space, which includes every end of a line, becomes single spaces. Other characters that
    cannot be published become U+FFFD, so that what stood there is seen.

    >>> field_line("a\r\nKW  - b\u2028c"), field_line("a\0b")
    ('a KW - b c', 'a\ufffdb')
    """
    line = " ".join(text.split())
    return line if line.isprintable() else _ILLEGAL.sub("\ufffd", line)


def json_line(value: object) -> str:
    r"""Write a value as JSON on one line, for programs that end lines at more than line feeds.

    >>> print(json_line(["é\n\u2028"]))
    ["é\n\u2028"]
    """
    line = _encode(value)
    if line.isascii() and "\x7f" not in line:
        return line
    return _JSON_UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


def visible(text: str) -> str:
    r"""Give a text as a terminal can show it: control and bidi characters become escapes.

    Line ends and tabs stay.

    >>> visible("a\x1b[31m\u202eb"), visible("caf\udce9")
    ('a\\x1b[31m\\u202eb', 'caf\\xe9')
    """
    return text if text.isprintable() else _HIDDEN.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    code -= 0xDC00 if code in _BYTES else 0
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
