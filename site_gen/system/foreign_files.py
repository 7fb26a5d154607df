"""Texts that somebody hands over: of any size line by line, else up to 64 MiB as a whole."""

import codecs
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from site_gen.model import InputError, Problem
from site_gen.system.files import decode, read_text, shown

LARGEST = 64 * 2**20
"""Bytes of a text that is read as a whole, and of a line: some 40,000 papers."""

_PDF = b"%PDF-"
# XML 1.0, section 4.3.3: an encoding's name is ASCII, and so is all before it in the encodings we
# take. The bounds keep a long first line from being searched.
_XML = re.compile(rb"<\?xml[^>]{0,99}\sencoding=[\"']([A-Za-z0-9._-]{1,40})[\"']")
# Python has these beside the charsets; some make other text of what is written.
_NO_CHARSETS = {"unicode-escape", "raw-unicode-escape", "utf-7", "punycode", "idna", "undefined"}
_HEAD = 2**16  # bytes behind the first line, which show what a large file is


class Handed:
    """A file that was handed over, or a pipe: all of it where it is not too large."""

    def __init__(self, path: str, file: BinaryIO, *, is_ours: bool = True) -> None:
        """Read it, up to the limit; ``path`` labels errors.

        One that ``is_ours`` is closed where all of it was read, else by ``close``.
        """
        self.path = path
        self._file, self._is_ours = file, is_ours
        # One byte more than is allowed shows that there is more. A pipe has no size to ask for.
        self._data = _read(path, file.read, LARGEST + 1)
        if not self.is_large:
            self.close()

    @property
    def is_large(self) -> bool:
        """Whether it is too large to be read as a whole."""
        return len(self._data) > LARGEST

    @property
    def data(self) -> bytes:
        """All of it. Raises InputError where it is too large."""
        if self.is_large:
            raise InputError(Problem(self.path, 0, describe_large()))
        return self._data

    @property
    def head(self) -> str:
        """Its first line, and some of what follows: enough to see what it is."""
        end = self._data.find(b"\n") + 1  # 0 where there is none: it has no rows
        return self._data[: end + _HEAD].decode("utf-8", "replace")

    def reopen(self) -> BinaryIO:
        """Give it as a file that can be read from its beginning, more than once.

        What came through a pipe is copied into a temporary file. Raises InputError.
        """
        if not self._file.seekable():
            copy = tempfile.TemporaryFile()  # noqa: SIM115 # ``close`` closes it
            copy.write(self._data)
            shutil.copyfileobj(self._file, copy)
            self._file, self._is_ours = copy, True
        self._data = b""  # 64 MiB that are not needed any more
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        """Close the file, unless it is of somebody else."""
        if self._is_ours:
            self._file.close()


def describe_large() -> str:
    """Say that a text is larger than ``LARGEST``."""
    expected = "expected at most that: part the list, or write it as JSON Lines or CSV"
    return f"more than {LARGEST // 2**20} MiB; {expected}"


class ForeignLine(NamedTuple):
    """A line of a file: the byte it begins at, its number from 1, and its text with its end."""

    start: int
    number: int
    text: str


def open_foreign(path: Path) -> Handed:
    """Open what somebody hands over. Raises InputError."""
    try:
        return Handed(shown(path), path.open("rb"))
    except OSError:
        read_text(path)  # which says why not
        raise


def read_lines(path: str, file: BinaryIO, start: int = 0, number: int = 1) -> Iterator[ForeignLine]:
    """Read lines of UTF-8 one by one, from a byte and the number of its line on.

    Raises InputError for a line that is no text, or too long.
    """
    file.seek(start)
    while line := _read(path, file.readline, LARGEST + 1):
        if len(line) > LARGEST:
            message = f"a line of more than {LARGEST // 2**20} MiB; expected a paper a line"
            raise InputError(Problem(path, number, message))
        yield ForeignLine(start, number, _decode_line(path, line, number))
        start += len(line)
        number += 1


def _read(path: str, read: Callable[[int], bytes], size: int) -> bytes:
    try:
        return read(size)
    except OSError as err:
        raise InputError(Problem(path, 0, f"cannot be read: {err.strerror}")) from err


def _decode_line(path: str, line: bytes, number: int) -> str:
    try:
        return decode(path, line)
    except InputError as err:
        problems = (Problem(path, number, one.message) for one in err.problems)
        raise InputError(*problems) from None


def decode_foreign(path: str, data: bytes) -> str:
    """Decode UTF-8, UTF-16 with its mark, or XML as it says; ``path`` labels the InputError."""
    if data.startswith(_PDF):
        raise InputError(Problem(path, 1, "a PDF; expected text in UTF-8"))
    named = _XML.match(data)
    # Windows programs save 'Unicode' text so. Without its mark UTF-16 is not sure to be UTF-16.
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    name = "utf-16" if is_wide else named[1].decode() if named else "utf-8"
    if name.lower() in ("utf-8", "utf8"):
        return decode(path, data)
    try:
        text = data.decode(name) if codecs.lookup(name).name not in _NO_CHARSETS else ""
        if is_wide or text.startswith("<?xml"):  # not so in EBCDIC: what it says is in ASCII
            return text
    except (UnicodeError, LookupError):  # LookupError: Python knows no encoding of that name
        pass
    message = f"not {name.upper()}, as it says; expected text in UTF-8"
    raise InputError(Problem(path, 1, message))
