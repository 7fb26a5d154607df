"""Which names on papers lead to the pages of their authors.

A name is a link on papers of the month in which its author has enough papers, and of later ones:
so no later paper changes the page of an older one. What is said of months that were read goes
before the index, which knows all others.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from site_gen.build.manifest.authors import AuthorIndex
from site_gen.model import author_slug, month_of

Names = Mapping[str, Collection[str]]
"""The authors of papers, by ``day/slug``."""

_NEVER = "~"  # after every month


@dataclass(frozen=True, slots=True)
class AuthorLinks:
    """The names that are links, for those months that are asked for.

    ``told`` are the papers of months that were read. ``since`` names the first month of links of
    each author who wrote other papers now than in the last build; ``changed`` the months with other
    links for it.
    """

    index: AuthorIndex
    least: int
    told: Mapping[str, Names]
    since: Mapping[str, str]
    changed: frozenset[str]

    def find(self, month: str) -> dict[str, str]:
        """Give the names on papers of a month that are links, each with its author's slug."""
        if not self.least:
            return {}
        papers = self.told[month] if month in self.told else self.index.read_names(month)
        slugs = {name: author_slug(name) for names in papers.values() for name in names}
        # The index knows only authors whose papers did not change: of the others it is out of date.
        others = {slug for slug in slugs.values() if slug not in self.since}
        linked = self.index.find_many(others, month, self.least) if others else set[str]()
        linked |= {slug for slug in slugs.values() if self.since.get(slug, _NEVER) <= month}
        return {name: slug for name, slug in slugs.items() if slug in linked}


def find_author_links(index: AuthorIndex, least: int, told: Mapping[str, Names]) -> AuthorLinks:
    """Find what names are links where authors need ``least`` papers, 0 for no links at all.

    ``told`` are the papers of all months that are not as the register knows them; those of one
    that is gone are none.
    """
    if not least:
        return AuthorLinks(index, least, {}, {}, frozenset())
    new: dict[str, list[str]] = {}
    touched = set[str]()
    for month, papers in told.items():
        before = index.read_names(month)
        # A paper that is gone, new, or has other authors touches all it named and names now.
        for paper in before.keys() | papers.keys():
            old, now = before.get(paper, ()), papers.get(paper, ())
            if tuple(old) != tuple(now):
                touched.update(map(author_slug, (*old, *now)))
        for names in papers.values():
            # Two spellings on one paper are one author, who has written it once.
            for slug in set(map(author_slug, names)):
                new.setdefault(slug, []).append(month)
    last: dict[str, list[str]] = {}
    for slug, paper in index.find_papers(touched):
        last.setdefault(slug, []).append(month_of(paper))
    since, changed = dict[str, str](), set[str]()
    for slug in touched:
        was = last.get(slug, [])
        months = [*(month for month in was if month not in told), *new.get(slug, ())]
        first, since[slug] = _find_since(was, least), _find_since(months, least)
        # Links come or go between the old first month of links and the new one.
        low, high = sorted((first, since[slug]))
        changed |= {month for month in months if low <= month < high}
    return AuthorLinks(index, least, told, since, frozenset(changed))


def _find_since(months: Iterable[str], least: int) -> str:
    """Give the month of the paper by which an author has enough, of those of all papers."""
    return next(iter(sorted(months)[least - 1 :]), _NEVER)
