"""Pages that the owner wrote: files of ``content/pages/``. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from site_gen.model import URLS, PageText, Settings, base_path
from site_gen.plan.fixed_pages import SitePage
from site_gen.text import markdown
from site_gen.text.local_links import place_links

_HEADING = re.compile(r"(</?h)([3-6])>")  # in text, "<" is escaped


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage(SitePage):
    """A page that the owner wrote: a file of ``content/pages/``."""

    template = "page.html"
    kind = "page"

    _text: PageText
    _settings: Settings = field(repr=False)  # part of the config hash of every page

    @property
    def description(self) -> str:
        """What its file says of it, or how its text begins."""
        latex = self._settings.latex
        words = self._text.description or markdown.to_plain_text(self._text.body, latex=latex)
        return markdown.excerpt(words) or self.title

    @property
    def text_html(self) -> str:
        """Its text as HTML."""
        html = markdown.to_html(self._text.body, latex=self._settings.latex)
        placed = place_links(html, URLS.home, base_path(self._settings.base_url))
        # In an abstract, the first headings are below that of the paper.
        return _HEADING.sub(lambda found: f"{found[1]}{int(found[2]) - 1}>", placed)


def plan_own_pages(settings: Settings, texts: Iterable[PageText]) -> tuple[OwnPage, ...]:
    """Plan the pages that the owner wrote."""
    return tuple(
        OwnPage(
            url=f"/{text.slug}/", title=text.title, _text=text, _settings=settings, has_feeds=True
        )
        for text in texts
    )
