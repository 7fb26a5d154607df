"""Lists of authors and of organizations by name: the first leads to pages of names. Pure.

A page of names depends on those alone, so a day changes few of them. Authors and organizations are
in one index, by their keys; those of organizations have a beginning of their own.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from site_gen.model import (
    ORGANIZATION,
    Page,
    PageKind,
    count,
    is_organization,
    names_url,
    subjects_url,
)
from site_gen.plan.author_pages import AuthorRow

LISTED = 300
"""So many authors stand on a page of names; where more have a beginning, it is divided."""

_TOP = 100
# Names that begin alike for longer stay on one page: a level for each letter helps nobody.
_DEEPEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesPart:
    """A page of names that begin alike."""

    prefix: str
    """How they begin."""

    url: str
    """The page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorsPage(Page):
    """A list of authors. The first page leads to all others, which are divided by beginnings."""

    template: ClassVar[str] = "authors.html"
    kind: ClassVar[PageKind] = "authors"

    prefix: str = ""
    """How the names begin; nothing on the first page."""

    parts: tuple[NamesPart, ...] = ()
    """The pages of longer beginnings."""

    top: tuple[AuthorRow, ...] = ()
    """On the first page, the authors with the most papers."""

    names: tuple[tuple[str, str], ...] = ()
    """The names that stand on this page, each with the address of its page."""

    total: int = 0
    """On the first page, how many authors have pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationsPage(AuthorsPage):
    """A list of organizations, as that of authors is."""

    template = "organizations.html"
    kind = "organizations"


@dataclass(frozen=True, slots=True)
class NamesList:
    """A list of authors: how they begin, its page, and those whose names it is there for.

    Without a page it is as it was in the last build.
    """

    prefix: str
    page: AuthorsPage | None = None
    rows: tuple[AuthorRow, ...] = ()


class Authors(Protocol):
    """The authors and organizations with pages, however many: it is asked for a few.

    A beginning of nothing is that of all authors; organizations have one of their own.
    """

    def count(self, prefix: str = "") -> int:
        """Count those whose keys begin so."""

    def find_top(self, most: int, prefix: str = "") -> tuple[AuthorRow, ...]:
        """Give those with the most papers, of those whose keys begin so."""

    def find(self, prefix: str) -> tuple[AuthorRow, ...]:
        """Give those whose slugs begin so, in order."""

    def find_one(self, slug: str) -> tuple[AuthorRow, ...]:
        """Give the author who has this slug, if there is one."""

    def is_more(self, prefix: str, most: int) -> bool:
        """Whether more than ``most`` authors have slugs that begin so."""

    def find_starts(self, prefix: str) -> Sequence[str]:
        """Give how slugs begin that begin so and are longer, by one letter more, in order."""


def plan_authors(
    authors: Authors,
    touched: Collection[str] | None = None,
    last: Iterable[str] = (),
    prefix: str = "",
) -> Iterator[NamesList]:
    """Plan the lists of authors, or of organizations by their ``prefix``; the first leads to all.

    A page of names depends on those alone, so that it rarely changes. With ``touched``, the slugs
    of authors who came, went or are called otherwise, those lists are planned whose names they may
    have changed, and others of ``last``, which is how the lists of the last build begin, are named.
    """
    total = authors.count(prefix)
    if not total:
        return
    parts, lists = _divide(
        prefix, authors, None if touched is None else sorted(touched), sorted(last)
    )
    noun = "organization" if prefix else "author"
    first = _class_of(prefix)(
        url=subjects_url(prefix),
        title=f"{noun.capitalize()}s",
        summary=f"{count(total, noun)}, by name.",
        parts=parts,
        top=authors.find_top(_TOP, prefix),
        total=total,
    )
    yield NamesList(prefix, first)
    yield from lists


def _divide(
    prefix: str, authors: Authors, touched: Sequence[str] | None, last: Sequence[str]
) -> tuple[tuple[NamesPart, ...], list[NamesList]]:
    """Divide authors whose slugs begin alike by one letter more: the parts, and their lists."""
    starts = authors.find_starts(prefix)
    lists: list[NamesList] = []
    for start in starts:
        before = _slice(last, start)
        if touched is not None and not _slice(touched, start):
            lists += map(NamesList, before)
            continue
        inner: tuple[NamesPart, ...] = ()
        below: list[NamesList] = []
        is_divided = len(start) < _DEEPEST and authors.is_more(start, LISTED)
        if is_divided:
            was_divided = len(before) > 1
            # Where a list was not divided before, none of its parts exists yet.
            inner, below = _divide(start, authors, touched if was_divided else None, before)
        rows = authors.find_one(start) if is_divided else authors.find(start)
        page = _make_page(start, inner, rows)
        lists.append(NamesList(start, page, rows))
        lists += below
    parts = (
        NamesPart(prefix=start.removeprefix(ORGANIZATION), url=names_url(start)) for start in starts
    )
    return tuple(parts), lists


def _make_page(start: str, parts: tuple[NamesPart, ...], rows: Iterable[AuthorRow]) -> AuthorsPage:
    """Make the page of names that begin so."""
    letters = start.removeprefix(ORGANIZATION)
    nouns = "Authors" if letters == start else "Organizations"
    return _class_of(start)(
        url=names_url(start),
        title=f"{nouns}: {letters}",
        summary=f"{nouns} whose names begin with {letters}.",
        prefix=letters,
        parts=parts,
        names=tuple((row.name, row.url) for row in rows),
    )


def _class_of(key: str) -> type[AuthorsPage]:
    return OrganizationsPage if is_organization(key) else AuthorsPage


def _slice(ordered: Sequence[str], prefix: str) -> Sequence[str]:
    """Give those that begin so; slugs have no character after ``z``."""
    return ordered[bisect_left(ordered, prefix) : bisect_left(ordered, f"{prefix}~")]
