"""Which names on papers lead to the pages of authors and of organizations, or to the search.

A name is a link on papers of the month in which its author has enough papers, and of later ones:
so no later paper changes the page of an older one. The papers of months that were read go
before the index, which knows all others.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from site_gen.build.manifest.authors import AuthorIndex
from site_gen.model import month_of

Keys = Mapping[str, tuple[str, ...]]
"""The keys of the authors and of the organization of papers, each once, by ``day/slug``."""

_NEVER = "~"  # after every month


Least = Callable[[str], int]
"""Gives how many papers a key needs for a link of one kind, 0 where it has none."""


@dataclass(frozen=True, slots=True)
class AuthorLinks:
    """The names that are links, for those months that are asked for.

    There are several kinds of links, each with its ``least``. ``read`` are the papers of months
    that were read. ``since`` gives for each kind the first month of links of each key that has
    other papers now than in the last build; ``changed`` the months with other links for it.
    """

    index: AuthorIndex
    least: Sequence[Least]
    read: Mapping[str, Keys]
    since: Sequence[Mapping[str, str]]
    changed: frozenset[str]

    def compute(self, month: str) -> tuple[frozenset[str], ...]:
        """Compute, for each kind of links, the keys whose names are links on papers of a month."""
        papers = self.read[month] if month in self.read else self.index.read_keys(month)
        keys = {key for of_paper in papers.values() for key in of_paper}
        kinds = zip(self.least, self.since, strict=True)
        return tuple(self._select(keys, month, least, since) for least, since in kinds)

    def _select(
        self, keys: AbstractSet[str], month: str, least: Least, since: Mapping[str, str]
    ) -> frozenset[str]:
        linked = {key for key in keys if since.get(key, _NEVER) <= month}
        # The index knows only those whose papers did not change: of others it is out of date.
        others: dict[int, list[str]] = {}
        for key in keys - since.keys():
            others.setdefault(least(key), []).append(key)
        for number, of_kind in others.items():
            linked |= self.index.select_prolific(of_kind, month, number) if number else set()
        return frozenset(linked)


def compute_author_links(
    index: AuthorIndex, least: Sequence[Least], read: Mapping[str, Keys]
) -> AuthorLinks:
    """Compute which names are links of each kind, where ``least`` has a function for each kind.

    ``read`` are the papers of all months that are not as the index knows them; a month that is
    gone has none.
    """
    touched, new = set[str](), dict[str, list[str]]()
    for month, papers in read.items():
        touched |= _list_touched(index.read_keys(month), papers)
        for key in (key for of_paper in papers.values() for key in of_paper):
            new.setdefault(key, []).append(month)
    last: dict[str, list[str]] = {}
    for key, paper in index.read_paper_names(touched):
        last.setdefault(key, []).append(month_of(paper))
    since, changed = [dict[str, str]() for _ in least], set[str]()
    for key in touched:
        before = last.get(key, [])
        months = [*(month for month in before if month not in read), *new.get(key, ())]
        for of_kind, firsts in zip(least, since, strict=True):
            first = _compute_since(before, of_kind(key))
            firsts[key] = _compute_since(months, of_kind(key))
            # Links come or go between the old first month of links and the new one.
            # Papers may have come or gone, so either of the two may be the earlier.
            low, high = sorted((first, firsts[key]))
            changed |= {month for month in months if low <= month < high}
    return AuthorLinks(index, least, read, since, frozenset(changed))


def _list_touched(known: Keys, papers: Keys) -> set[str]:
    """Give the keys of papers that are gone, new, or of others now."""
    touched = set[str]()
    for paper in known.keys() | papers.keys():
        old, now = known.get(paper, ()), papers.get(paper, ())
        if old != now:
            touched.update(old, now)
    return touched


def _compute_since(months: Iterable[str], least: int) -> str:
    """Give the month of the paper by which a key has enough, of those of all papers."""
    return next(iter(sorted(months)[least - 1 :]), _NEVER) if least else _NEVER
