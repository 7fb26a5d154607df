"""Papers and digests as templates see them.

A view holds an entry, which is cheap to compare: the fingerprint of a page takes the entry's. HTML
and citations are made when a template asks for them, so only for pages that are due. HTML is made
once for all pages of a month that show the paper.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from site_gen.model import (
    MOST_TOPICS,
    DayLink,
    Entry,
    Link,
    PaperFacts,
    Settings,
    arxiv_page,
    arxiv_pdf,
    base_path,
    copy_facts,
    day_url,
    doi_page,
    find_code_link,
    one_line,
    paper_url,
    parse_arxiv_month,
)
from site_gen.plan import citations
from site_gen.text import markdown
from site_gen.text.local_links import place_links
from site_gen.text.titles import plain_title, title_html

_ARXIV = "https://arxiv.org"
_FIRST_HTML = "2312"  # the month of the first ids that arXiv made HTML of
_is_pdf = re.compile(r"https?://[^?#]*\.pdf(?:[?#].*)?", re.IGNORECASE).fullmatch


@dataclass(frozen=True)  # without slots: a cached property needs ``__dict__``
class PaperView(PaperFacts):
    """A paper. What ends in ``_html`` is safe HTML, for ``|safe``; all else is text."""

    _settings: Settings = field(compare=False, repr=False)  # part of the config hash of every page
    _entry: Entry

    @cached_property
    def title_html(self) -> str:
        """Its title as HTML, with its formulas."""
        return title_html(self._entry.title, latex=self._settings.latex)

    @property
    def title_text(self) -> str:
        """Its title where no HTML can be: its formulas are Unicode or TeX."""
        return plain_title(self._entry.title, latex=self._settings.latex)

    @property
    def url(self) -> str:
        """Its page."""
        return paper_url(self._entry.first_day, self._entry.slug)

    @property
    def abstract_html(self) -> str:
        """Its abstract."""
        return self._to_html(self._entry.body)

    @property
    def abstract_text(self) -> str:
        """Its abstract where no HTML can be: its formulas are Unicode or TeX."""
        return markdown.to_plain_text(self._entry.body, latex=self._settings.latex)

    @property
    def excerpt(self) -> str:
        """How its abstract begins."""
        return markdown.excerpt(self.abstract_text)

    @property
    def day(self) -> date:
        """The day it appeared first."""
        return self._entry.first_day

    @property
    def links(self) -> tuple[Link, ...]:
        """Where more of it is: what its ids lead to, and the links in its file."""
        return tuple(_list_links(self._entry))

    @property
    def pdf_url(self) -> str:
        """Where its PDF is; nothing where no link says so."""
        found = (one.url for one in self.links if one.text == "PDF" or _is_pdf(one.url))
        return next(found, "")

    @property
    def code_url(self) -> str:
        """The link to its code, beside which its stars stand; nothing without one."""
        return find_code_link(self._entry)

    @property
    def notes_html(self) -> str:
        """The notes in its file."""
        return self._to_html(self._entry.notes)

    def _to_html(self, text: str) -> str:
        html = markdown.to_html(text, latex=self._settings.latex)
        below = base_path(self._settings.base_url)
        return place_links(html, day_url(self.day), below, self._entry.pictures)

    @property
    def more_topics(self) -> tuple[str, ...]:
        """Topics beyond the first 20, which are all of ``topics``: they have no pages."""
        return self._entry.topics[MOST_TOPICS:]

    @property
    def slug(self) -> str:
        """Its name in its address."""
        return self._entry.slug

    @property
    def bibtex(self) -> str:
        """Its citation as BibTeX."""
        return citations.format_bibtex(self._settings, [self._entry])

    @property
    def venue_meta(self) -> str:
        """The name of the ``meta`` element that holds its venue, for Google Scholar."""
        return citations.name_venue_meta(self._entry)

    @property
    def zotero_type(self) -> str:
        """What Zotero calls its kind; nothing where its venue says that."""
        return citations.name_zotero_type(self._entry)

    @property
    def published(self) -> str:
        """The month of its arXiv id, as `2025/09`; nothing without one.

        The day of the digest is not when a paper appeared.
        """
        found = parse_arxiv_month(self._entry.arxiv_id)
        return "/".join(f"{number:02}" for number in found) if found else ""

    @property
    def linked(self) -> dict[str, Any]:
        """Its JSON-LD, for ``|tojson``."""
        return citations.make_linked(self._settings, self._entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestView:
    """A day's digest."""

    date: date
    """Its day."""

    heading: str
    """Its heading, or the title of the site."""

    byline: str
    """Who made it."""

    badge: str
    """The first part of the banner: one short word."""

    pitch: str
    """The second part of the banner: what is offered."""

    action: str
    """The last part of the banner: the words of its button."""

    papers: tuple[PaperView, ...]
    """Its papers, in the digest's order."""

    previous: DayLink | None = None
    """The day before it that has papers."""

    next: DayLink | None = None
    """The day after it that has papers."""


def view_paper(settings: Settings, entry: Entry) -> PaperView:
    """Make what templates show of an entry; its title is on one line."""
    values = copy_facts(entry)
    values |= {"title": one_line(entry.title), "topics": entry.topics[:MOST_TOPICS]}
    return PaperView(settings, entry, **values)


def _list_links(entry: Entry) -> Iterator[Link]:
    """Give where more of a paper is: what its ids lead to, and what its file names beside."""
    named = {url for _, url in entry.links}
    for text, url in _follow_ids(entry):
        if url not in named:
            yield Link(text=text, url=url)
    for text, url in entry.links:
        yield Link(text=text, url=url)


def _follow_ids(entry: Entry) -> Iterator[tuple[str, str]]:
    if number := entry.arxiv_id:
        yield "arXiv", arxiv_page(number)
        yield "PDF", arxiv_pdf(number)
        # The old scheme, as hep-th/9901001, is older than any HTML.
        if number[4:5] == "." and number >= _FIRST_HTML:
            yield "HTML", f"{_ARXIV}/html/{number}"
        yield "Hugging Face", f"https://huggingface.co/papers/{number}"
        yield "alphaXiv", f"https://www.alphaxiv.org/abs/{number}"
    if entry.doi:
        yield "DOI", doi_page(entry.doi)
