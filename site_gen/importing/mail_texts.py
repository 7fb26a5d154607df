"""A message of e-mail -> the texts in it, decoded, and the names of its attachments.

RFC 2045 to 2047 have the parts of a message, their transfer encodings and charsets; RFC 3676 has
texts whose lines go on behind a space.
"""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email.errors import (
    CloseBoundaryNotFoundDefect,
    HeaderParseError,
    MessageError,
    StartBoundaryNotFoundDefect,
)
from email.header import decode_header, make_header
from email.message import Message
from quopri import decodestring

from site_gen.model import InputError, Problem, one_line

_FLOWED = re.compile(r"^(?!-- $)(.*) \n(?=.)", re.MULTILINE)
_AS_WRITTEN = {"", "7bit", "8bit", "binary"}
_TEXTS = {"text/plain", "text/html", "text/markdown", "text/x-markdown"}
_ASCII = {"ascii", "us-ascii"}  # what is sent without a charset; UTF-8 holds it
_CUT = (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect)


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a message, and where it begins in the file."""

    text: str
    line: int
    is_as_written: bool = True
    """Whether its lines are those of the file: neither base64 nor quoted-printable."""

    is_html: bool = False
    others: tuple["Text", ...] = ()
    """The same in other forms, such as HTML."""


@dataclass(slots=True)
class Source:
    """A message in a file, and how far it has been read."""

    path: str
    text: str
    """The message as it was sent, its bytes as ``surrogateescape`` has them."""

    line: int
    """The line that has been reached; the first of the message before any part is asked for."""

    _at: int = 0

    def find(self, part: Message) -> int:
        """Give the line in which a part begins; parts are asked for in their order."""
        found = self.text.find(_load(part).decode("ascii", "surrogateescape"), self._at)
        if found > self._at:
            self.line += self.text.count("\n", self._at, found)
            self._at = found
        return self.line

    def make_error(self, line: int, what: str) -> InputError:
        """Make an error about a line of the file."""
        return InputError(Problem(self.path, line, what))


def list_texts(message: Message, source: Source) -> list[Text]:
    """Give the texts of a message; of alternatives the first has the others.

    Raises InputError for a message that is cut short, a transfer encoding that is broken, and a
    charset that is not known.
    """
    if any(isinstance(defect, _CUT) for part in message.walk() for defect in part.defects):
        last = source.line + source.text.rstrip().count("\n")
        raise source.make_error(last, "the mail ends too early; expected all of its parts")
    return list(_list_texts(message, source))


def list_attachments(message: Message, source: Source) -> Iterator[Problem]:
    """Report each part of a message that is not among its texts."""
    for part in message.walk():
        line = source.line if part.is_multipart() else source.find(part)
        if not part.is_multipart() and not _is_text(part):
            name = decode_words(part.get_filename() or "without a name")
            what = f"not imported: an attachment, {name!r} ({part.get_content_type()})"
            yield Problem(source.path, line, what)


def decode_words(text: str) -> str:
    """Decode the encoded words of a header (RFC 2047); as they are where they are broken.

    >>> decode_words("=?utf-8?q?Caf=C3=A9?= papers")
    'Café papers'
    """
    try:
        return one_line(str(make_header(decode_header(text)))) or one_line(text)
    except (HeaderParseError, MessageError, LookupError, UnicodeError, ValueError):
        return one_line(text)


def _list_texts(part: Message, source: Source) -> Iterator[Text]:
    if not part.is_multipart():
        if _is_text(part):
            yield _read_text(part, source)
        return
    parts = (one for one in part.get_payload() if isinstance(one, Message))
    inner = [text for one in parts for text in _list_texts(one, source)]
    if part.get_content_type() == "multipart/alternative" and inner:
        inner = [replace(inner[0], others=tuple(inner[1:]))]
    yield from inner


def _is_text(part: Message) -> bool:
    is_attached = part.get_content_disposition() == "attachment" or bool(part.get_filename())
    return part.get_content_type() in _TEXTS and not is_attached


def _read_text(part: Message, source: Source) -> Text:
    line, encoding = source.find(part), _name_encoding(part)
    decode = _DECODERS.get(encoding)
    if encoding not in _AS_WRITTEN and not decode:
        raise source.make_error(line, f"the transfer encoding {encoding!r}; expected base64")
    data = _load(part)
    try:
        text = _to_text(decode(data) if decode else data, part)
    except (Error, EOFError):
        what = f"broken {encoding}, or cut short; expected all of the mail"
        raise source.make_error(line, what) from None
    except LookupError:
        what = f"a mail in the charset {part.get_content_charset()!r}, which is not known"
        raise source.make_error(line, f"{what}; expected UTF-8") from None
    except UnicodeError:
        charset = part.get_content_charset()
        what = f"not {charset.upper()}, as the mail says" if charset else "a mail without a charset"
        raise source.make_error(line, f"{what}; expected text in {charset or 'UTF-8'}") from None
    return Text(text, line, decode is None, part.get_content_type() == "text/html")


def _to_text(data: bytes, part: Message) -> str:
    charset = part.get_content_charset() or "utf-8"
    if "\0" in charset:  # which the codecs take for another mistake than a charset they do not know
        raise LookupError(charset)
    text = data.decode("utf-8" if charset in _ASCII else charset).removeprefix("\ufeff")
    text = text.replace("\r\n", "\n")
    is_flowed = str(part.get_param("format", "")).lower() == "flowed"
    return _FLOWED.sub(r"\1 ", text) if is_flowed else text


def _load(part: Message) -> bytes:
    """Give the bytes of a part as they were sent."""
    if _name_encoding(part) in _AS_WRITTEN:
        payload = part.get_payload(decode=True)
        return payload if isinstance(payload, bytes) else b""
    return str(part.get_payload()).encode("utf-8", "surrogateescape")


def _name_encoding(part: Message) -> str:
    return str(part.get("Content-Transfer-Encoding") or "").strip().lower()


def _decode_base64(data: bytes) -> bytes:
    return b64decode(b"".join(data.split()), validate=True)


def _decode_quoted(data: bytes) -> bytes:
    if data.rstrip().endswith(b"="):  # a line that goes on, and does not
        raise EOFError
    return decodestring(data)


_DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "base64": _decode_base64,
    "quoted-printable": _decode_quoted,
}
