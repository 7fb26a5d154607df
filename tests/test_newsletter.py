import doctest
import re
import smtplib
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from site_gen import newsletter
from site_gen.importing.formats.daily_page.text import parse_digest
from site_gen.model.characters import field_line, find_illegal
from site_gen.model.papers import Entry, Settings
from site_gen.newsletter import LIMIT, Mailing, format_email
from site_gen.render.templates import make_renderer
from site_gen.render.theme import load_theme
from site_gen.text import markdown
from tests.line_ends import LINE_ENDS

SETTINGS = Settings(
    title='A "B"',
    base_url="https://a.example",
    feed_authority="a.example",
    newsletter_unsubscribe="https://a.example/bye?u=1&v=2",
)
DAY = date(2025, 9, 17)


def write(
    *entries: Entry, settings: Settings = SETTINGS, heading: str = "Papers\nof a day"
) -> bytes:
    mailing = Mailing(
        heading=heading,
        day=DAY,
        url="/2025-09-17/",
        entries=entries,
        total=len(entries),
    )
    render = make_renderer(settings, load_theme(Path("no such folder")))
    return format_email(settings, render, mailing)


def read(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body
    return str(body.get_content())


def make_entries(papers: list[tuple[str, str]]) -> list[Entry]:
    return [
        Entry(slug=f"p{i}", first_day=DAY, title=title, body=markdown.from_text(abstract))
        for i, (title, abstract) in enumerate(papers)
    ]


class Inbox:
    """What arrives at a mail server."""

    def __init__(self) -> None:
        self.letters: list[Envelope] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 # the library's name
        self.letters.append(envelope)
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, Controller]]:
    found = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(found, hostname="127.0.0.1", port=port)
    server.start()
    yield found, server
    server.stop()


def test_a_digest_is_read_back() -> None:
    data = write(Entry(slug="x", first_day=DAY, title="É <b>", body="Text & $\\beta$."))
    message = read(data)

    assert data.isascii()
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert message["Subject"] == "Papers of a day: É <b>"
    assert message["From"].addresses[0].display_name == 'A "B"'
    assert message["Date"].datetime.date() == DAY
    assert message["List-Unsubscribe"] == "<https://a.example/bye?u=1&v=2>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html = text_of(message, "html")
    assert "É &lt;b&gt;</a>" in html
    assert "Text &amp; β." in html
    assert not re.search(r'href="(?!https://)', html)


def test_styles_are_in_the_elements() -> None:
    html = text_of(read(write(Entry(slug="x", first_day=DAY, title="One", body="Text."))), "html")
    (kept,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)

    assert re.search(r'<h2 style="[^"]*font:', html)
    assert kept.strip().startswith("@media")
    assert "class=" not in html.replace('class="small"', "").replace('class="more"', "")


def test_nobody_can_unsubscribe_where_there_is_no_list() -> None:
    settings = Settings(base_url="https://a.example")
    data = write(Entry(slug="x", first_day=DAY, title="One"), settings=settings)

    assert b"nsubscribe" not in data


def test_it_arrives_as_it_was_sent(
    inbox: tuple[Inbox, Controller], sample: list[dict[str, Any]]
) -> None:
    found, server = inbox
    data = write(*make_entries([(paper["title"], paper["abstract"]) for paper in sample]))
    with smtplib.SMTP("127.0.0.1", server.port) as client:
        client.sendmail("digest@a.example", ["reader@b.example"], data)

    (letter,) = found.letters
    assert letter.content == data


def test_a_real_day_is_told_whole(digest_text: str) -> None:
    digest = parse_digest("digest", digest_text, date(2025, 9, 30)).digest
    data = write(*make_entries([(paper.title, paper.abstract) for paper in digest.papers]))

    for kind in ("plain", "html"):
        text = text_of(read(data), kind)
        assert all(f"/2025-09-17/p{number}/" in text for number in range(115))
    assert len(data) <= 102_000
    assert max(map(len, data.split(b"\r\n"))) <= 998


def test_of_very_many_papers_the_first_are_told(sample: list[dict[str, Any]]) -> None:
    entries = make_entries([(paper["title"], paper["abstract"]) for paper in (sample * 4)[:1000]])
    data = write(*entries)
    message = read(data)
    shown = text_of(message, "plain").count("\n* ")

    assert LIMIT * 0.9 < len(data) <= LIMIT
    assert 200 < shown < 1000
    assert f"{1000 - shown} more papers" in text_of(message, "html")
    assert f"{1000 - shown} more papers: https://a.example/" in text_of(message, "plain")
    assert write(*entries) == data


def test_examples() -> None:
    assert doctest.testmod(newsletter).failed == 0


HEADERS = [
    "From", "To", "Subject", "Date", "Message-ID", "List-Id", "List-Unsubscribe",
    "List-Unsubscribe-Post", "MIME-Version", "Content-Type",
]  # fmt: skip


@pytest.mark.parametrize("end", [*LINE_ENDS, "\0"])
def test_no_text_adds_a_header(end: str) -> None:
    said = f"A{end}Bcc: x@b.example{end}{end}body"
    settings = replace(SETTINGS, title=said, feed_authority=f"a.example{end}Bcc:x")
    entry = Entry(slug="x", first_day=DAY, title=said, body="Text.", authors=(said,))
    data = write(entry, settings=settings, heading=said)
    message = read(data)
    shown = field_line(said)

    assert message.keys() == HEADERS
    assert message["Subject"] == f"{shown}: {shown}"
    assert str(message["From"]).count(shown) == 1
    assert not find_illegal(data.decode().replace("\r\n", ""))
    plain = text_of(message, "plain").replace("\r\n", "\n")
    assert plain.startswith(f"{shown}\n1 paper: ")
    assert f"\n* {shown}\n" in plain


@given(st.text(min_size=1, max_size=150).filter(str.strip))
@examples(max_examples=50, deadline=None)
def test_any_title_keeps_the_headers(title: str) -> None:
    message = read(write(settings=replace(SETTINGS, title=title), heading=title))

    assert message.keys() == HEADERS


WORDS = [
    "=?utf-8?q?=0aBcc:=20all@b.example?=", "=?utf-8?b?CkJjYzogYWxsQGIuZXhhbXBsZQ==?=",
    "=?utf-8?q?x?=", "A =?us-ascii?q?=0d=0aBcc:_x?= é", "=? a ?=", " ".join(["=?utf-8?q?x?="] * 12),
]  # fmt: skip


@pytest.mark.parametrize("text", WORDS)
def test_what_looks_like_an_encoded_word_is_text(text: str) -> None:
    entry = Entry(slug="x", first_day=DAY, title=text, body="Text.")
    data = write(entry, settings=replace(SETTINGS, title=text), heading=text)
    message = read(data)
    shown = field_line(text)

    assert message.keys() == HEADERS
    assert b"\nBcc" not in data
    assert message["Subject"] == f"{shown}: {markdown.excerpt(text, 60)}"
    # Not by message["From"]: Python 3.11 puts spaces between the encoded words of a name.
    words, address = message_from_bytes(data)["From"].rsplit(" ", 1)
    name = str(make_header(decode_header(words)))
    assert name.strip('"') == shown
    assert address == "<digest@a.example>"
    assert all(len(line) <= 78 for line in data.split(b"\r\n\r\n")[0].split(b"\r\n"))


def test_a_long_address_is_not_encoded() -> None:
    url = "https://a.example/bye?u=" + "x" * 200
    data = write(settings=replace(SETTINGS, newsletter_unsubscribe=url))

    assert f"\r\nList-Unsubscribe:\r\n <{url}>\r\n".encode() in data
    assert read(data)["List-Unsubscribe"].strip() == f"<{url}>"
    assert b"\r\nList-Unsubscribe: <https://a.example/bye?u=1&v=2>\r\n" in write()


@pytest.mark.parametrize(
    ("authority", "domain"),
    [("bücher.example", "xn--bcher-kva.example"), ("me@b.example", "b.example")],
)
def test_ids_and_the_sender_are_of_a_domain(authority: str, domain: str) -> None:
    message = read(write(settings=replace(SETTINGS, feed_authority=authority)))

    assert message["Message-ID"] == f"<digest-2025-09-17-0@{domain}>"
    assert message["List-Id"] == f"<digest.{domain}>"
    assert message["From"].addresses[0].addr_spec == f"digest@{domain}"
