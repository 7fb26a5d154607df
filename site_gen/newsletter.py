"""Papers -> an email: RFC 5322, multipart/alternative, its styles inline. Pure: no clock.

One-click unsubscription is RFC 8058. A message stays below 102 KB, where Gmail would cut it: with
many papers their abstracts are shorter, with very many only the first are named, and
the site has them all.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from email.header import Header
from email.headerregistry import AddressHeader, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from typing import Any

import css_inline
from css_inline import InlineError as StyleError

from site_gen.model import Entry, Page, Settings, count, entry_permalink, field_line, permalink
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


_WORD = "=?"
"""How an encoded word begins."""


class _Address(UnstructuredHeader, BaseHeader):
    """A header that holds addresses in angle brackets."""

    def fold(self, *, policy: Policy) -> str:
        """Write the header. RFC 2369, section 2: programs do not decode words in it.

        The library encodes what is longer than a line, so a long address stands on its own line.
        """
        is_short = len(self.name) + len(self) + 2 <= (policy.max_line_length or 0)
        return f"{self.name}:{'' if is_short else policy.linesep} {self}{policy.linesep}"


class _Text(UnstructuredHeader, BaseHeader):
    """A header of literal text: ``=?`` in it begins no encoded word (RFC 2047).

    The library decodes such a word, and writes what it held as it is: a line feed in it would end
    the header, and begin another one.
    """

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Take the text as it is."""
        super().parse("" if _WORD in value else value, kwds)
        kwds["decoded"] = value

    def fold(self, *, policy: Policy) -> str:
        """Write the header; what looks like an encoded word is in one."""
        if _WORD not in self:
            return super().fold(policy=policy)
        words = _encode_words(self.name, str(self)).replace(" ", f"{policy.linesep} ")
        return f"{self.name}: {words}{policy.linesep}"


class _Sender(AddressHeader, BaseHeader):  # type: ignore[misc] # of the library
    """A header with an address and a name, which may be in encoded words of our own."""

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Take the address; a name in encoded words is not decoded, for the same reason."""
        super().parse(value.rpartition(" ")[2] if _WORD in value else value, kwds)
        kwds["decoded"] = value

    def fold(self, *, policy: Policy) -> str:
        """Write the header, with encoded words as they are."""
        if _WORD not in self:
            return super().fold(policy=policy)
        return f"{self.name}: {self.replace(' ', f'{policy.linesep} ')}{policy.linesep}"


def _encode_words(name: str, text: str) -> str:
    """Give a text as encoded words for the header ``name``, a space between them."""
    return " ".join(Header(text, "utf-8", header_name=name).encode().split())


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("subject", _Text)
_HEADERS.map_to_type("from", _Sender)
_HEADERS.map_to_type("list-unsubscribe", _Address)
_HEADERS.map_to_type("list-id", _Address)
# RFC 5322, section 2.1.1: lines of at most 78 characters.
_POLICY = SMTP.clone(max_line_length=78, header_factory=_HEADERS)


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
    title = field_line(plain_title(entry.title, latex=settings.latex))
    return EmailPaper(title, url, words, plain_words)


def _write(
    settings: Settings, render: Callable[[Page], str], mailing: Mailing, rows: Sequence[EmailPaper]
) -> bytes:
    page_url = permalink(settings.base_url, mailing.url)
    # By default a random number and the clock: the same papers must give the same message.
    name = f"digest-{mailing.day}-{mailing.total}"
    message = EmailMessage(policy=_POLICY)
    for header, value in _headers(settings, mailing, name, rows):
        message[header] = field_line(value)
    plain = _plain(settings, mailing, page_url, rows)
    message.set_content(plain, cte="quoted-printable")
    page = _plan(mailing, page_url, rows)
    message.add_alternative(_INLINER.inline(render(page)), subtype="html", cte="quoted-printable")
    # The default is random.
    message.set_boundary(f"=_{name}")
    return message.as_bytes()


def _headers(
    settings: Settings, mailing: Mailing, name: str, rows: Sequence[EmailPaper]
) -> Iterator[tuple[str, str]]:
    """Give the names and values of the headers, in their order."""
    yield "From", _from(settings)
    # RFC 5322, appendix A.1.3: a group without members, for the mailing service adds each reader.
    yield "To", "undisclosed-recipients:;"
    yield "Subject", _subject(mailing.heading, rows)
    yield "Date", format_datetime(published(mailing.day, 0))
    yield "Message-ID", f"<{name}@{_domain(settings)}>"
    yield "List-Id", f"<digest.{_domain(settings)}>"
    if settings.newsletter_unsubscribe:
        yield "List-Unsubscribe", f"<{settings.newsletter_unsubscribe}>"
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


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


def _domain(settings: Settings) -> str:
    """Give the domain of what names the site, in ASCII: headers of ids and addresses hold no more.

    The authority of a feed's ids may be an address of a mailbox: RFC 4151, section 2.1.
    """
    domain = field_line(settings.feed_authority).rpartition("@")[2]
    return ".".join(
        label if label.isascii() else f"xn--{label.lower().encode('punycode').decode()}"
        for label in domain.split(".")
    )


def _from(settings: Settings) -> str:
    address = settings.newsletter_from or f"digest@{_domain(settings)}"
    if _WORD in (title := field_line(settings.title)):
        return f"{_encode_words('From', title)} <{address}>"
    # RFC 5322, section 3.2.4: what ends a quoted string, or escapes in it, is escaped.
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>'


def _subject(heading: str, rows: Sequence[EmailPaper]) -> str:
    first = markdown.excerpt(rows[0].title, 60) if rows else ""
    return f"{heading}: {first}" if first else heading


def _plain(settings: Settings, mailing: Mailing, page_url: str, rows: Sequence[EmailPaper]) -> str:
    lines = [field_line(mailing.heading), f"{count(mailing.total, 'paper')}: {page_url}", ""]
    for row in rows:
        lines += [f"* {row.title}", f"  {row.url}", *([f"  {row.plain}"] if row.plain else []), ""]
    if rest := mailing.total - len(rows):
        lines += [f"{count(rest, 'more paper')}: {page_url}", ""]
    if settings.newsletter_unsubscribe:
        # The sign before a signature, RFC 3676, section 4.3: with the space, without which it is
        # text.
        lines += ["-- ", f"Unsubscribe: {settings.newsletter_unsubscribe}"]
    return "\n".join(lines) + "\n"
