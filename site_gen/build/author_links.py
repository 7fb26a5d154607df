"""Which names on papers lead to the pages of authors and of organizations.

A name is a link on papers of the month in which its author has enough papers, and of later ones:
so no later paper changes the page of an older one. What is said of months that were read goes
before the index, which knows all others.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from site_gen.build.manifest.authors import AuthorIndex
from site_gen.model import month_of

Keys = Mapping[str, tuple[str, ...]]
"""The keys of the authors and of the organization of papers, each once, by ``day/slug``."""

_NEVER = "~"  # after every month


@dataclass(frozen=True, slots=True)
class AuthorLinks:
    """The names that are links, for those months that are asked for.

    ``least`` says of a key how many papers it needs, 0 where it is never a link. ``told`` are the
    papers of months that were read. ``since`` names the first month of links of each key that has
    other papers now than in the last build; ``changed`` the months with other links for it.
    """

    index: AuthorIndex
    least: Callable[[str], int]
    told: Mapping[str, Keys]
    since: Mapping[str, str]
    changed: frozenset[str]

    def find(self, month: str) -> frozenset[str]:
        """Give the keys of those whose names are links on papers of a month."""
        papers = self.told[month] if month in self.told else self.index.read_keys(month)
        keys = {key for ones in papers.values() for key in ones}
        linked = {key for key in keys if self.since.get(key, _NEVER) <= month}
        # The index knows only those whose papers did not change: of others it is out of date.
        asked: dict[int, list[str]] = {}
        for key in keys - self.since.keys():
            asked.setdefault(self.least(key), []).append(key)
        for least, some in asked.items():
            linked |= self.index.find_many(some, month, least) if least else set()
        return frozenset(linked)


def find_author_links(
    index: AuthorIndex, least: Callable[[str], int], told: Mapping[str, Keys]
) -> AuthorLinks:
    """Find what names are links where ``least`` says how many papers each key needs.

    ``told`` are the papers of all months that are not as the register knows them; those of one
    that is gone are none.
    """
    new: dict[str, list[str]] = {}
    touched = set[str]()
    for month, papers in told.items():
        before = index.read_keys(month)
        # A paper that is gone, new, or of others touches all whose it was and whose it is now.
        for paper in before.keys() | papers.keys():
            old, now = before.get(paper, ()), papers.get(paper, ())
            if old != now:
                touched.update(old, now)
        for keys in papers.values():
            for key in keys:
                new.setdefault(key, []).append(month)
    last: dict[str, list[str]] = {}
    for key, paper in index.find_papers(touched):
        last.setdefault(key, []).append(month_of(paper))
    since, changed = dict[str, str](), set[str]()
    for key in touched:
        was = last.get(key, [])
        months = [*(month for month in was if month not in told), *new.get(key, ())]
        first, since[key] = _find_since(was, least(key)), _find_since(months, least(key))
        # Links come or go between the old first month of links and the new one.
        low, high = sorted((first, since[key]))
        changed |= {month for month in months if low <= month < high}
    return AuthorLinks(index, least, told, since, frozenset(changed))


def _find_since(months: Iterable[str], least: int) -> str:
    """Give the month of the paper by which a key has enough, of those of all papers."""
    return next(iter(sorted(months)[least - 1 :]), _NEVER) if least else _NEVER
