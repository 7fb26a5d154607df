"""The page of a month: its calendar, its papers by day, and those with the most upvotes."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date

from site_gen.model import DayCount, DayLink, Entry, Listing, Page, PaperLine
from site_gen.urls import day_url, month_url, paper_url

RANKED = 10
"""So many papers are ranked by their upvotes."""


def plan_month_page(
    first: date,
    listings: Sequence[Listing],
    entries: Iterable[Entry],
    previous: date | None,
    following: date | None,
) -> Page:
    """Plan the page of the month that begins at ``first``.

    ``entries`` are those that appeared first in it; ``previous`` and ``following`` the days with
    papers around it.
    """
    papers = tuple(list_papers(entries))
    listed = {listing.date: len(listing.papers) for listing in listings}
    until = monthrange(first.year, first.month)[1] if following else max(listed).day
    voted = sorted(
        (paper for paper in papers if paper.upvotes), key=lambda paper: -(paper.upvotes or 0)
    )
    return Page(
        url=month_url(first),
        template="month.html",
        kind="month",
        title=f"Papers of {first:%B %Y}",
        description=f"All papers of {first:%B %Y}, by day.",
        context={
            "first": first,
            "days": tuple(
                DayCount(
                    date=day, url=day_url(day) if day in listed else "", count=listed.get(day, 0)
                )
                for day in (first.replace(day=number) for number in range(1, until + 1))
            ),
            "most": max(listed.values()) or 1,
            "newest": DayLink(date=max(listed), url=day_url(max(listed))),
            "papers": papers,
            "ranked": tuple(voted[:RANKED]),
            "previous": _link_month(previous),
            "next": _link_month(following),
        },
        updated=max(listed),
    )


def list_papers(entries: Iterable[Entry]) -> list[PaperLine]:
    """Give entries as lines of a list: newest day first, by slug within a day."""
    return [make_line(entry) for entry in sort_newest_first(entries)]


def sort_newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Put entries in the order of a list: newest day first, by slug within a day."""
    by_slug = sorted(entries, key=lambda entry: entry.slug)
    return sorted(by_slug, key=lambda entry: entry.first_day, reverse=True)


def make_line(entry: Entry) -> PaperLine:
    """Give an entry as a line of a list."""
    return PaperLine(
        title=" ".join(entry.title.split()),
        url=paper_url(entry.first_day, entry.slug),
        day=entry.first_day,
        upvotes=entry.upvotes,
    )


def _link_month(day: date | None) -> DayLink | None:
    return DayLink(date=day.replace(day=1), url=month_url(day)) if day else None
