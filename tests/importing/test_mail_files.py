"""Messages as programs write them, made by the library that reads them."""

from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from site_gen.importing.formats.reading import Reading
from site_gen.importing.mail_files import is_mail, read_mail
from site_gen.model import InputError
from tests.conftest import DATA

TODAY = date(2026, 10, 4)
ARXIV = (DATA / "recorded/paste/arxiv_email_2023-06-13.txt").read_text(encoding="utf-8")
PAGE = "Daily Papers\nSep 17\nA title of José\nAn abstract.\nAnother title\nIts abstract — too.\n"
MARKDOWN = "# Daily Papers\n\n## [Café papers](https://arxiv.org/abs/2509.00311)\n\nAn abstract.\n"
HTML = (
    "<html><body><p>Daily Papers</p><p>Sep 17</p>"
    '<h3><a href="https://huggingface.co/papers/2509.00311">A title of José</a></h3>'
    "<p>An abstract.</p></body></html>"
)


def _message(text: str, *, subtype: str = "plain", **how: Any) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "José <a@b.example>"
    message["To"] = "c@d.example"
    message["Subject"] = "Papers — every day"
    message["Date"] = "Thu, 18 Sep 2025 08:00:00 +0200"
    message.set_content(text, subtype=subtype, **how)
    return message


def _read(message: EmailMessage | bytes) -> tuple[Reading, ...]:
    data = message if isinstance(message, bytes) else bytes(message)
    assert is_mail(data)
    return read_mail("x.eml", data, TODAY)


def _titles(readings: tuple[Reading, ...]) -> list[str]:
    return [paper.title for reading in readings for paper in reading.digest.papers]


def _told(readings: tuple[Reading, ...]) -> list[str]:
    return [str(one) for reading in readings for one in (*reading.bad, *reading.unread)]


@pytest.mark.parametrize("cte", ["8bit", "quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-15", "windows-1252"])
def test_a_text_is_read_in_each_encoding_and_charset(cte: str, charset: str) -> None:
    text = PAGE.replace("—", "-")
    readings = _read(_message(text, cte=cte, charset=charset))
    assert _titles(readings) == ["A title of José", "Another title"]
    assert _told(readings) == []
    assert readings[0].digest.date == date(2025, 9, 17)


@pytest.mark.parametrize(
    ("text", "subtype", "form", "day", "reason"),
    [
        (ARXIV, "plain", "arxiv-mail", date(2025, 9, 18), "as the mail's Date says"),
        (PAGE, "plain", "page", date(2025, 9, 17), "the most recent 'Sep 17'"),
        (MARKDOWN, "plain", "markdown", date(2025, 9, 18), "as the mail's Date says"),
        (HTML, "html", "html", date(2025, 9, 17), "the most recent 'Sep 17'"),
        (HTML[12:-14], "html", "html", date(2025, 9, 17), "the most recent 'Sep 17'"),
        ("title,date\nA,2025-09-19\n", "plain", "csv", date(2025, 9, 19), "as its papers say"),
    ],
)  # fmt: skip
def test_any_format_is_read_and_the_mail_has_a_day_for_those_without(
    text: str, subtype: str, form: str, day: date, reason: str
) -> None:
    (reading,) = _read(_message(text, subtype=subtype))
    assert (reading.format, reading.digest.date) == (form, day)
    assert reading.reason.startswith(reason)
    assert reading.digest.papers


def test_a_day_that_is_given_counts() -> None:
    (reading,) = read_mail("x.eml", bytes(_message(ARXIV)), TODAY, date(2023, 6, 13))
    assert reading.digest.date == date(2023, 6, 13)
    (reading,) = read_mail("x.eml", bytes(_message(ARXIV)), TODAY, None, "arxiv-mail")
    assert reading.digest.date == date(2025, 9, 18)


def test_of_alternatives_the_first_with_papers_is_read() -> None:
    message = _message("Your mail program shows no HTML.")
    message.add_alternative(HTML, subtype="html")
    assert _titles(_read(message)) == ["A title of José"]
    message = _message(PAGE)
    message.add_alternative(HTML, subtype="html")
    _, html = message.iter_parts()
    assert isinstance(html, EmailMessage)
    html.add_related(b"GIF89a", "image", "gif", cid="<a>")
    readings = _read(message)
    assert _titles(readings) == ["A title of José", "Another title"]
    assert [one.split(": ")[-1] for one in _told(readings)] == [
        "an attachment, 'without a name' (image/gif)"
    ]


def test_attachments_are_named_and_not_imported() -> None:
    message = _message(PAGE)
    message.add_attachment(b"%PDF-1.4", "application", "pdf", filename="Café.pdf")
    message.add_attachment("title,date\nB,2025-09-17\n", subtype="csv", filename="b.csv")
    readings = _read(message)
    assert _titles(readings) == ["A title of José", "Another title"]
    told = _told(readings)
    assert [one.split(": ", 1)[1] for one in told] == [
        "not imported: an attachment, 'Café.pdf' (application/pdf)",
        "not imported: an attachment, 'b.csv' (text/csv)",
    ]
    rows = bytes(message).decode().split("\n")
    assert "JVBERi0xLjQ=" in rows[int(told[0].split(":")[1]) - 1]  # the line that is named


def test_a_message_within_a_message_is_read() -> None:
    outer = _message("See below.")
    outer.add_attachment(_message(PAGE))
    assert _titles(_read(outer)) == ["A title of José", "Another title"]


def test_problems_have_the_lines_of_the_file() -> None:
    text = f"{ARXIV}\nMystery words\n"
    data = bytes(_message(text, cte="8bit"))
    line = data.decode().split("\n").index("Mystery words") + 1
    assert _told(_read(data)) == [f"x.eml:{line}: not understood: 'Mystery words'"]
    data = bytes(_message(text, cte="base64"))
    (told,) = _told(_read(data))
    line = data.decode().split("\n").index("") + 2
    assert told.startswith(f"x.eml:{line}: not understood")


def _mbox(*messages: EmailMessage) -> bytes:
    start = b"From a@b.example Thu Sep 18 08:00:00 2025\n"
    return b"".join(start + bytes(one).replace(b"\nFrom ", b"\n>From ") + b"\n" for one in messages)


def test_each_message_of_an_mbox_is_read() -> None:
    other = _message(MARKDOWN.replace("An abstract", "From here on,\n\nFrom there"))
    other.replace_header("Date", "Fri, 19 Sep 2025 08:00:00 +0000")
    lunch = _message("Shall we eat?")
    lunch.replace_header("Subject", "Déjeuner")
    data = _mbox(_message(PAGE), lunch, other)
    readings = _read(data)
    assert [reading.digest.date.day for reading in readings] == [17, 19]
    assert "From there" in readings[1].digest.papers[0].abstract
    (told,) = _told(readings)
    line = data.decode().split("\n").index("Shall we eat?") + 1
    assert told.startswith(f"x.eml:{line}: no papers in the message 'Déjeuner': not a digest")


@pytest.mark.parametrize("above", [b"\n", b"\r\n", b"\n\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_what_stands_above_an_mbox_costs_no_message(above: bytes) -> None:
    lunch = _message("Shall we eat?")
    assert _titles(_read(above + _mbox(_message(PAGE)))) == ["A title of José", "Another title"]
    data = above + _mbox(_message(PAGE), lunch)
    readings = _read(data)
    assert _titles(readings) == ["A title of José", "Another title"]
    line = data.decode().split("\n").index("Shall we eat?") + 1
    assert _told(readings)[0].startswith(f"x.eml:{line}: no papers in the message")


def test_a_broken_message_of_an_mbox_costs_itself_alone() -> None:
    data = _mbox(_message(MARKDOWN, cte="base64"), _message(PAGE))
    end = data.index(b"\n\nFrom ")
    readings = _read(data[: end - 3] + data[end:])
    assert _titles(readings) == ["A title of José", "Another title"]
    assert [one.message for one in readings[0].bad] == [
        "broken base64, or cut short; expected all of the mail"
    ]


def _cut(message: EmailMessage) -> bytes:
    message.add_attachment(b"%PDF" * 99, "application", "pdf", filename="a.pdf")
    return bytes(message)[:-300]


def _relabel(old: bytes, new: bytes) -> Callable[[EmailMessage], bytes]:
    return lambda message: bytes(message).replace(old, new)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda message: bytes(message)[:-22], "broken base64, or cut short; expected all"),
        (_cut, "the mail ends too early; expected all of its parts"),
        (_relabel(b'"utf-8"', b'"x-mystery"'), "a mail in the charset 'x-mystery', which is not"),
        (_relabel(b'"utf-8"', b'"hex"'), "a mail in the charset 'hex', which is not known"),
        (_relabel(b'"utf-8"', b'"utf-32"'), "not UTF-32, as the mail says; expected text in"),
        (_relabel(b": base64", b": x-mystery"), "the transfer encoding 'x-mystery'; expected"),
        (_relabel(b"text/plain", b"text/calendar"), "a mail without a text; expected one"),
    ],
)
def test_what_cannot_be_decoded_is_an_error(
    change: Callable[[EmailMessage], bytes], what: str
) -> None:
    data = change(_message(PAGE, cte="base64"))
    with pytest.raises(InputError) as caught:
        _read(data)
    assert str(caught.value.problems[0]).startswith("x.eml")
    assert what in str(caught.value)


def test_a_mail_without_papers_is_an_error_that_says_why() -> None:
    with pytest.raises(InputError, match=r"x\.eml:\d+: not a digest; expected 'Daily Papers'"):
        _read(_message("Hello.\n\nShall we eat?\n"))


def test_parts_that_are_nested_too_deep_are_an_error() -> None:
    head = b"From: a@b.example\nSubject: x\nDate: y\n"
    with pytest.raises(InputError, match="nested too deep"):
        _read(head + b"Content-Type: message/rfc822\n\n" * 5000)


def test_a_date_that_is_to_come_is_no_day() -> None:
    message = _message(ARXIV)
    message.replace_header("Date", "Thu, 18 Sep 2036 08:00:00 +0200")
    with pytest.raises(InputError, match="no day for"):
        _read(message)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("From: a@b.example\nSubject: x\nDate: y\n\nText\n", True),
        ("From a@b.example Thu Sep 18 08:00:00 2025\nFrom: a\nDate: x\nTo: b\n\nText\n", True),
        ("\ufeff\nFrom: a\nSubject: x\n y\nMIME-Version: 1.0\n", True),
        ("Date: y\r\nFrom: a\r\n\r\nText", True),
        ("From: a\n\nText", False),
        ("Title: x\nDate: y\nSubject: z\n", False),
        (PAGE, False),
        (ARXIV, False),
    ],
)
def test_a_mail_begins_with_its_headers(text: str, expected: bool) -> None:
    assert is_mail(text.encode()) is expected


def test_lines_may_end_as_on_the_wire_and_flow() -> None:
    data = _message(PAGE, params={"format": "flowed"}).as_bytes(policy=SMTP)
    assert b"\r\n" in data
    assert _titles(_read(data.replace(b"A title of", b"A title \r\nof"))) == [
        "A title of José", "Another title"
    ]  # fmt: skip
