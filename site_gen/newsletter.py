"""Papers -> an email: RFC 5322, multipart/alternative, its styles inline. Pure: no clock.

One-click unsubscription is RFC 8058. A message stays below 102 KB, where Gmail would cut it: with
many papers their abstracts are shorter, with very many only the first are named, and
the site has them all.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import css_inline
from css_inline import InlineError as StyleError

from site_gen.model import Entry, Page, Settings, count, entry_permalink, permalink
from site_gen.plan.feeds.feed_items import published
from site_gen.text import markdown
from site_gen.text.titles import plain_title

MOST = 1000
"""Papers that are asked for at most: no message holds so many."""

# Gmail cuts messages beyond 102 KB, and with them the link to unsubscribe.
LIMIT = 100_000
"""Bytes of a message."""

_BRIEFS = ((320, 320), (240, 240), (240, 0), (160, 0), (80, 0), (0, 0))
"""Characters of an abstract in HTML and in plain text, the longest that fit are taken."""

_STYLE = re.compile(r"""\bstyle=("|')(?:(?!\1|\{[{%]).)*\1""")
"""A style that is complete in a template, without values that are filled in."""

# keep_at_rules: media queries have no place in an element, and some programs follow them. Nothing
# is loaded: a template is not to make a build ask a host.
_INLINER = css_inline.CSSInliner(keep_at_rules=True, minify_css=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class EmailPaper:
    """A paper in a message."""

    title: str
    """Its title."""

    url: str
    """Its page."""

    words: str
    """How its abstract begins."""

    plain: str
    """The same for the message's plain text, where it may be shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailPage(Page):
    """A message's HTML. Its styles are put into the elements afterwards."""

    template = "email.html"
    kind = "email"

    heading: str
    """The heading of the message."""

    there: str
    """The address of all the papers."""

    papers: tuple[EmailPaper, ...]
    """The papers that there is room for."""

    total: int
    """How many papers there are."""

    rest: int
    """How many papers there is no room for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """What a message says: ``entries`` are the first of ``total`` papers, all of them at ``url``.

    It is dated by ``day``.
    """

    heading: str
    day: date
    url: str
    entries: Sequence[Entry]
    total: int


def format_email(settings: Settings, render: Callable[[Page], str], mailing: Mailing) -> bytes:
    """Write papers as a message; ``render`` makes HTML of the theme's ``email.html``.

    Raises StyleError where that has styles that are not CSS.
    """
    data = b""
    for briefs in _BRIEFS:
        rows = [_make_row(settings, entry, *briefs) for entry in mailing.entries]
        data = _write(settings, render, mailing, rows)
        if len(data) <= LIMIT:
            return data
    while rows and len(data) > LIMIT:
        # In proportion to what is too much. The frame has a size too, so it is measured again.
        rows = rows[: len(rows) * LIMIT // len(data)]
        data = _write(settings, render, mailing, rows)
    return data


def find_wrong_style(template: str) -> int:
    r"""Give the first line of a template with a style that is not CSS, 0 where none is found.

    >>> find_wrong_style('<p>\n<p style="color: red">\n<p style="{}">')
    3
    """
    for number, line in enumerate(template.split("\n"), 1):
        for style in _STYLE.finditer(line):
            try:
                _INLINER.inline(f"<style>p{{top:0}}</style><p {style[0]}>")
            except StyleError:
                return number
    return 0


def _make_row(settings: Settings, entry: Entry, brief: int, plain: int) -> EmailPaper:
    text = markdown.to_plain_text(entry.body, latex=settings.latex)
    words, plain_words = (markdown.excerpt(text, most) if most else "" for most in (brief, plain))
    url = entry_permalink(settings, entry)
    return EmailPaper(plain_title(entry.title, latex=settings.latex), url, words, plain_words)


def _write(
    settings: Settings, render: Callable[[Page], str], mailing: Mailing, rows: Sequence[EmailPaper]
) -> bytes:
    page_url = permalink(settings.base_url, mailing.url)
    # RFC 5322, section 2.1.1: lines of at most 78 characters.
    message = EmailMessage(policy=SMTP.clone(max_line_length=78))
    message["From"] = _from(settings)
    # RFC 5322, appendix A.1.3: a group without members, for the mailing service adds each reader.
    message["To"] = "undisclosed-recipients:;"
    message["Subject"] = _subject(mailing.heading, rows)
    message["Date"] = format_datetime(published(mailing.day, 0))
    # By default a random number and the clock: the same papers must give the same message.
    name = f"digest-{mailing.day}-{mailing.total}"
    message["Message-ID"] = f"<{name}@{settings.feed_authority}>"
    message["List-Id"] = f"<digest.{settings.feed_authority}>"
    if settings.newsletter_unsubscribe:
        message["List-Unsubscribe"] = f"<{settings.newsletter_unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    plain = _plain(settings, mailing, page_url, rows)
    message.set_content(plain, cte="quoted-printable")
    page = _plan(mailing, page_url, rows)
    message.add_alternative(_INLINER.inline(render(page)), subtype="html", cte="quoted-printable")
    # The default is random.
    message.set_boundary(f"=_{name}")
    return message.as_bytes()


def _plan(mailing: Mailing, page_url: str, rows: Sequence[EmailPaper]) -> EmailPage:
    return EmailPage(
        url=mailing.url,
        title=mailing.heading,
        heading=mailing.heading,
        there=page_url,
        papers=tuple(rows),
        total=mailing.total,
        rest=mailing.total - len(rows),
    )


def _from(settings: Settings) -> str:
    address = settings.newsletter_from or f"digest@{settings.feed_authority}"
    # RFC 5322, section 3.2.4: what ends a quoted string, or escapes in it, is escaped.
    quoted = " ".join(settings.title.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>'


def _subject(heading: str, rows: Sequence[EmailPaper]) -> str:
    first = markdown.excerpt(rows[0].title, 60) if rows else ""
    return " ".join(f"{heading}: {first}".split()) if first else " ".join(heading.split())


def _plain(settings: Settings, mailing: Mailing, page_url: str, rows: Sequence[EmailPaper]) -> str:
    lines = [mailing.heading, f"{count(mailing.total, 'paper')}: {page_url}", ""]
    for row in rows:
        lines += [f"* {row.title}", f"  {row.url}", *([f"  {row.plain}"] if row.plain else []), ""]
    if rest := mailing.total - len(rows):
        lines += [f"{count(rest, 'more paper')}: {page_url}", ""]
    if settings.newsletter_unsubscribe:
        # The sign before a signature, RFC 3676, section 4.3: with the space, without which it is
        # text.
        lines += ["-- ", f"Unsubscribe: {settings.newsletter_unsubscribe}"]
    return "\n".join(lines) + "\n"
