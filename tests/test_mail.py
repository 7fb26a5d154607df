import re
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from site_gen import markup
from site_gen.mail import format_email
from site_gen.model import Entry, Settings

SETTINGS = Settings(
    title='A "B"',
    base_url="https://a.example",
    feed_authority="a.example",
    newsletter_unsubscribe="https://a.example/bye?u=1",
)
DAY = date(2025, 9, 17)


def send(*entries: Entry) -> tuple[bytes, EmailMessage]:
    data = format_email(SETTINGS, "Papers\nof a day", DAY, "/2025-09-17/", entries)
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    return data, message


def html_of(message: EmailMessage) -> str:
    body = message.get_body(("html",))
    assert body
    return str(body.get_content())


def test_a_digest_is_read_back() -> None:
    data, message = send(Entry(slug="x", first_day=DAY, title="É <b>", body="Text & $\\beta$."))

    assert data.isascii()
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert message["Subject"] == "Papers of a day: É <b>"
    assert message["From"].addresses[0].display_name == 'A "B"'
    assert message["Date"].datetime.date() == DAY
    assert message["List-Unsubscribe"] == "<https://a.example/bye?u=1>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html = html_of(message)
    assert "É &lt;b&gt;</a>" in html
    assert "Text &amp; β." in html
    assert not re.search(r'href="(?!https://)', html)


def test_a_long_digest_stays_whole(corpus: list[dict[str, str]]) -> None:
    entries = [
        Entry(slug=f"p{i}", first_day=DAY, title=p["title"], body=markup.from_text(p["abstract"]))
        for i, p in enumerate(corpus[:1000])
    ]
    data, message = send(*entries)
    plain = message.get_body(("plain",))

    assert len(html_of(message).encode()) <= 102 * 1024
    assert "more papers on the web" in html_of(message)
    assert plain
    assert plain.get_content().count("\n* ") == 1000
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert send(*entries)[0] == data
