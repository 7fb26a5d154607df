import doctest
import re
import smtplib
import socket
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from site_gen import newsletter
from site_gen.importing.formats.daily_page.text import parse_digest
from site_gen.model.papers import Entry, Settings
from site_gen.newsletter import LIMIT, Mailing, format_email
from site_gen.render.templates import make_renderer
from site_gen.render.theme import load_theme
from site_gen.text import markdown

SETTINGS = Settings(
    title='A "B"',
    base_url="https://a.example",
    feed_authority="a.example",
    newsletter_unsubscribe="https://a.example/bye?u=1&v=2",
)
DAY = date(2025, 9, 17)


def write(*entries: Entry, settings: Settings = SETTINGS) -> bytes:
    mailing = Mailing(
        heading="Papers\nof a day",
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
