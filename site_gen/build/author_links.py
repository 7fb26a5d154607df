"""Which names on papers lead to the pages of their authors.

A name is a link on papers of the month in which its author has enough papers, and of later ones:
so no later paper changes the page of an older one. The papers of months that were read go
before the index, which knows all others.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from site_gen.build.manifest.authors import AuthorIndex
from site_gen.model import author_slug, month_of

Names = Mapping[str, Collection[str]]
"""The authors of papers, by ``day/slug``."""

_NEVER = "~"  # after every month


@dataclass(frozen=True, slots=True)
class AuthorLinks:
    """The names that are links, for those months that are asked for.

    ``read`` are the papers of months that were read. ``since`` gives the first month of links of
    each author who wrote other papers now than in the last build; ``changed`` the months with other
    links for it.
    """

    index: AuthorIndex
    least: int
    read: Mapping[str, Names]
    since: Mapping[str, str]
    changed: frozenset[str]

    def compute(self, month: str) -> dict[str, str]:
        """Compute the names on papers of a month that are links, each with its author's slug."""
        if not self.least:
            return {}
        papers = self.read[month] if month in self.read else self.index.read_names(month)
        slugs = {name: author_slug(name) for names in papers.values() for name in names}
        # The index knows only authors whose papers did not change: of the others it is out of date.
        others = {slug for slug in slugs.values() if slug not in self.since}
        linked = self.index.select_prolific(others, month, self.least) if others else set[str]()
        linked |= {slug for slug in slugs.values() if self.since.get(slug, _NEVER) <= month}
        return {name: slug for name, slug in slugs.items() if slug in linked}


def compute_author_links(index: AuthorIndex, least: int, read: Mapping[str, Names]) -> AuthorLinks:
    """Compute which names are links where authors need ``least`` papers, 0 for no links at all.

    ``read`` are the papers of all months that are not as the index knows them; a month that is
    gone has none.
    """
    if not least:
        return AuthorLinks(index, least, {}, {}, frozenset())
    touched, new = set[str](), dict[str, list[str]]()
    for month, papers in read.items():
        touched |= _list_touched(index.read_names(month), papers)
        for slug in _list_written(papers):
            new.setdefault(slug, []).append(month)
    last: dict[str, list[str]] = {}
    for slug, paper in index.read_paper_names(touched):
        last.setdefault(slug, []).append(month_of(paper))
    since, changed = dict[str, str](), set[str]()
    for slug in touched:
        before = last.get(slug, [])
        months = [*(month for month in before if month not in read), *new.get(slug, ())]
        first, since[slug] = _compute_since(before, least), _compute_since(months, least)
        # Links come or go between the old first month of links and the new one.
        # Papers may have come or gone, so either of the two may be the earlier.
        low, high = sorted((first, since[slug]))
        changed |= {month for month in months if low <= month < high}
    return AuthorLinks(index, least, read, since, frozenset(changed))


def _list_touched(known: Names, papers: Names) -> set[str]:
    """Give the authors, by slug, of papers that are gone, new, or have other authors now."""
    touched = set[str]()
    for paper in known.keys() | papers.keys():
        old, now = known.get(paper, ()), papers.get(paper, ())
        if tuple(old) != tuple(now):
            touched.update(map(author_slug, (*old, *now)))
    return touched


def _list_written(papers: Names) -> Iterator[str]:
    """Give the authors of papers, by slug, once for each paper."""
    for names in papers.values():
        # Two spellings on one paper are one author, who has written it once.
        yield from set(map(author_slug, names))


def _compute_since(months: Iterable[str], least: int) -> str:
    """Give the month of the paper by which an author has enough, of those of all papers."""
    return next(iter(sorted(months)[least - 1 :]), _NEVER)
