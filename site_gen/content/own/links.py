"""Links and pictures in texts that lead nowhere in this site."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urlsplit

from site_gen.content.own.reserved import is_reserved
from site_gen.model import DAY_FILES, DayScan, day_url, paper_url, parse_day
from site_gen.text.local_links import list_local
from site_gen.text.markdown import to_html

_DATED = re.compile(r"/([0-9]{4}-[0-9]{2}-[0-9]{2})(?:/(.*)|\.(?:json|md|bib|ris|csl\.json))?")


@dataclass(frozen=True, slots=True)
class SiteUrls:
    """What the folders of ``content/`` tell of the site's URLs.

    ``static`` are output paths of files that are published as they are, and the owner's pages.
    """

    days: Mapping[date, DayScan]
    static: Collection[str]

    def may_have(self, url: str) -> bool:
        """Whether a site-relative URL leads to something. Only what is surely missing has none."""
        path = unquote(urlsplit(url).path)
        if path.strip("/") in self.static:
            return True
        if found := _DATED.fullmatch(path):
            day = parse_day(found[1])
            return day is not None and day in self.days and self._has_in_day(day, found[2] or "")
        # What is below these follows from all papers, so the folders of content/ do not tell it.
        return is_reserved(path.split("/")[1])

    def _has_in_day(self, day: date, rest: str) -> bool:
        seen = self.days[day]
        slugs = (*seen.slugs, *seen.removed)
        papers = {paper_url(day, slug).removeprefix(day_url(day)).rstrip("/") for slug in slugs}
        name = rest.removesuffix("index.html").rstrip("/")
        return not name or name in papers or rest in seen.files or rest in DAY_FILES


def find_dead_links(texts: Iterable[str], folder: str, urls: SiteUrls) -> Iterator[tuple[str, str]]:
    """Find the addresses in Markdown that lead nowhere in the site; ``folder`` is as its URL.

    Gives each as it is written, and the URL that it leads to.
    """
    for text in texts:
        if "](" not in text and "]:" not in text:  # no link in Markdown but to other hosts
            continue
        for address, url in list_local(to_html(text, latex=True), folder):
            if not urls.may_have(url):
                yield address, url
