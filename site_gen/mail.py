"""Papers -> an email: RFC 5322, multipart/alternative, its styles inline. Pure: no clock.

One-click unsubscription is RFC 8058. The HTML stays below 102 KB, where Gmail would cut it: papers
beyond that are named in the text part, and the site has them all.
"""

from collections.abc import Sequence
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from site_gen import markup
from site_gen.feeds import published
from site_gen.model import Entry, Settings
from site_gen.urls import paper_url, permalink
from site_gen.words import count

_LIMIT = 90_000  # bytes of HTML
_BRIEF = 240  # characters of an abstract
_BODY = "margin:0;padding:16px;font-family:Georgia,serif;color:#1c1c1e;background-color:#ffffff"
_TITLE = "font-size:16px;line-height:1.4;margin:20px 0 4px"
_TEXT = "font-size:15px;line-height:1.5;margin:4px 0"
_SMALL = "font-size:13px;line-height:1.5;color:#55585f"


def format_email(
    settings: Settings, heading: str, day: date, url: str, entries: Sequence[Entry]
) -> bytes:
    """Write papers as a message dated by their day; ``url`` is where all of them are."""
    there = permalink(settings.base_url, url)
    message = EmailMessage(policy=SMTP.clone(max_line_length=78))
    sender = settings.newsletter_from or f"digest@{settings.feed_authority}"
    message["From"] = _from(settings.title, sender)
    message["To"] = "undisclosed-recipients:;"
    message["Subject"] = _subject(heading, entries)
    message["Date"] = format_datetime(published(day, 0))
    message["Message-ID"] = f"<digest-{day}-{len(entries)}@{settings.feed_authority}>"
    message["List-Id"] = f"<digest.{settings.feed_authority}>"
    if settings.newsletter_unsubscribe:
        message["List-Unsubscribe"] = f"<{settings.newsletter_unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(_plain(settings, heading, there, entries), cte="quoted-printable")
    html = _html(settings, heading, there, entries)
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_digest_{day}")
    return message.as_bytes()


def _from(title: str, address: str) -> str:
    quoted = " ".join(title.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>'


def _subject(heading: str, entries: Sequence[Entry]) -> str:
    first = markup.excerpt(markup.plain_title(entries[0].title), 60) if entries else ""
    return " ".join(f"{heading}: {first}".split()) if first else heading


def _plain(settings: Settings, heading: str, there: str, entries: Sequence[Entry]) -> str:
    lines = [heading, f"{count(len(entries), 'paper')}: {there}", ""]
    for entry in entries:
        lines += [f"* {markup.plain_title(entry.title)}", f"  {_url(settings, entry)}", ""]
    if settings.newsletter_unsubscribe:
        lines += ["-- ", f"Unsubscribe: {settings.newsletter_unsubscribe}"]
    return "\n".join(lines) + "\n"


def _html(settings: Settings, heading: str, there: str, entries: Sequence[Entry]) -> str:
    parts, size, shown = [], 0, 0
    for entry in entries:
        words = markup.excerpt(markup.to_plain_text(entry.body), _BRIEF)
        title = escape(markup.plain_title(entry.title))
        part = (
            f'<h2 style="{_TITLE}"><a href="{escape(_url(settings, entry))}" '
            f'style="color:#0b57b7">{title}</a></h2>\n'
        ) + (f'<p style="{_TEXT}">{escape(words)}</p>\n' if words else "")
        size += len(part.encode())
        if size > _LIMIT:
            break
        parts.append(part)
        shown += 1
    rest = f"{count(len(entries) - shown, 'more paper')} on the web" if shown < len(entries) else ""
    end = f'<p style="{_TEXT}"><a href="{escape(there)}">{rest}</a></p>\n' if rest else ""
    if settings.newsletter_unsubscribe:
        address = escape(settings.newsletter_unsubscribe)
        end += f'<p style="{_SMALL}"><a href="{address}">Unsubscribe</a></p>\n'
    return (
        f'<!doctype html>\n<html lang="{escape(settings.language)}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        f'<title>{escape(heading)}</title>\n</head>\n<body style="{_BODY}">\n'
        f'<h1 style="font-size:22px">{escape(heading)}</h1>\n'
        f'<p style="{_SMALL}">{count(len(entries), "paper")}. '
        f'<a href="{escape(there)}">All on the web</a></p>\n{"".join(parts)}{end}</body>\n</html>\n'
    )


def _url(settings: Settings, entry: Entry) -> str:
    return permalink(settings.base_url, paper_url(entry.first_day, entry.slug))
