"""E-mail as programs save it (``.eml``, mbox) -> the days in its texts.

Each message is read by itself: the text in it that has papers, as plain text or HTML. RFC 5322 has
the form of a message, RFC 4155 that of an mbox.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime

from site_gen.importing.formats import detect
from site_gen.importing.formats.days import is_future
from site_gen.importing.formats.reading import Reading
from site_gen.importing.mail_texts import (
    Source,
    Text,
    decode_words,
    list_attachments,
    list_texts,
)
from site_gen.model import InputError, Problem

_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):[^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*(?:\r?\n|\Z)")
# Programs write 'From ', a sender and a time above each message of an mbox.
_ENVELOPE = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From \S[^\r\n]*[0-9]:[0-9]{2}[^\r\n]*\r?\n")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_MARKS = {b"date", b"message-id", b"mime-version", b"received", b"subject", b"to"}


@dataclass(frozen=True, slots=True)
class _Way:
    """How the texts of a message are read."""

    today: date
    day: date | None
    """The day that was given."""

    sent: date | None
    """The day of the message's Date."""

    form: str | None


def is_mail(data: bytes) -> bool:
    """Whether a file is a message, or an mbox: it begins with the headers of one."""
    start = _without_blank(data)
    envelope = _ENVELOPE.match(start)
    names, at = set(), envelope.end() if envelope else 0
    while header := _HEADER.match(start, at):
        names.add(header[1].lower())
        at = header.end()
    # RFC 5322 asks for these two alone.
    return names >= {b"from", b"date"} or (b"from" in names and len(names & _MARKS) > 1)


def read_mail(
    path: str, data: bytes, today: date, day: date | None = None, form: str | None = None
) -> tuple[Reading, ...]:
    """Read the messages of a file; ``form`` is the format of their texts, else it is recognised.

    The day is ``day``; else the one that a text names; else that of the message's Date. A message
    that cannot be decoded is a bad record, one without papers and attachments are reported. Raises
    InputError when no message has papers.
    """
    try:
        return _read_messages(path, data, today, day, form)
    except RecursionError:  # of the library, which goes into parts of parts
        raise InputError(Problem(path, 1, "mail with parts nested too deep")) from None


def _read_messages(
    path: str, data: bytes, today: date, day: date | None, form: str | None
) -> tuple[Reading, ...]:
    readings: list[Reading] = []
    bad: list[Problem] = []
    unread: list[Problem] = []
    empty: list[Problem] = []
    for message, text, line in _split(data):
        unread += list_attachments(message, Source(path, text, line))
        try:
            texts = list_texts(message, Source(path, text, line))
        except InputError as err:
            bad += err.problems
            continue
        try:
            readings += _read_texts(path, texts, _Way(today, day, _find_day(message, today), form))
        except InputError as err:
            empty += err.problems
            subject = decode_words(str(message.get("Subject") or "without a subject"))
            what = f"no papers in the message {subject[:60]!r}: {err.problems[0].message}"
            unread.append(Problem(path, err.problems[0].line or line, what))
    if not readings:
        raise InputError(*(bad or empty), *(() if empty else unread))
    first = readings[0]
    first = replace(first, bad=(*bad, *first.bad), unread=(*unread, *first.unread))
    return (first, *readings[1:])


def _split(data: bytes) -> Iterator[tuple[Message, str, int]]:
    """Give the messages of a file, each with its text as it was sent, and its first line."""
    mail = _without_blank(data)
    envelopes = list(_ENVELOPE.finditer(mail))
    starts, ends = [one.end() for one in envelopes], [one.start() for one in envelopes[1:]]
    if not _ENVELOPE.match(mail):
        starts, ends = [0], []
    line, counted = 1 + data.count(b"\n", 0, len(data) - len(mail)), 0
    for start, end in zip(starts, [*ends, len(mail)], strict=True):
        message = _QUOTED.sub(rb"\1", mail[start:end])
        line, counted = line + mail.count(b"\n", counted, start), start
        yield message_from_bytes(message), message.decode("ascii", "surrogateescape"), line


def _without_blank(data: bytes) -> bytes:
    """Leave out a byte order mark, and empty lines, before the first header."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")


def _find_day(message: Message, today: date) -> date | None:
    """Give the day on which a message was sent, where that has begun."""
    try:
        day = parsedate_to_datetime(str(message["Date"])).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return None if is_future(day, today) else day


def _read_texts(path: str, texts: Sequence[Text], way: _Way) -> list[Reading]:
    """Read the texts of a message. Raises InputError when none of them has papers."""
    readings: list[Reading] = []
    problems: list[Problem] = []
    for text in texts:
        try:
            readings += _read_text(path, text, way)
        except InputError as err:
            problems += err.problems
    if not readings:
        raise InputError(*(problems or [Problem(path, 0, "a mail without a text; expected one")]))
    readings[0] = replace(readings[0], unread=(*readings[0].unread, *problems))
    return readings


def _read_text(path: str, text: Text, way: _Way) -> Sequence[Reading]:
    """Read a text, else another form of it. Raises InputError with what is wrong in the first."""
    errors: list[InputError] = []
    for one in (text, *text.others):
        try:
            return _read_form(path, one, way)
        except InputError as err:
            errors.append(InputError(*_place(err.problems, one)))
    raise errors[0]


def _read_form(path: str, text: Text, way: _Way) -> Sequence[Reading]:
    """Read a text. Where it names no day, its day is that on which the mail was sent."""
    is_page = text.is_html and detect.recognise(text.text) == "page"
    form = way.form or ("html" if is_page else None)
    if way.day or not way.sent:
        readings = detect.read(path, text.text, way.today, way.day, form)
        return [_with_lines_of_file(reading, text) for reading in readings]
    for today in (way.sent, way.today):  # a day without a year is that before the mail
        with suppress(InputError):
            readings = detect.read(path, text.text, today, None, form)
            # The mail says the year: it is no guess.
            return [replace(_with_lines_of_file(one, text), yearless="") for one in readings]
    readings = detect.read(path, text.text, way.today, way.sent, form)
    return [
        replace(_with_lines_of_file(one, text), reason="as the mail's Date says")
        for one in readings
    ]


def _with_lines_of_file(reading: Reading, text: Text) -> Reading:
    """Give a reading whose problems have the lines of the file."""
    return replace(
        reading,
        unread=_place(reading.unread, text),
        bad=_place(reading.bad, text),
        notes=_place(reading.notes, text),
    )


def _place(problems: Iterable[Problem], text: Text) -> tuple[Problem, ...]:
    """Give problems with lines of the file; of a text that was encoded, the line it begins in."""
    return tuple(
        replace(one, line=text.line + (max(one.line, 1) - 1 if text.is_as_written else 0))
        for one in problems
    )
