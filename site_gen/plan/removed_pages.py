"""The notices at the addresses of papers that were taken down. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from site_gen.model import DayLink, Entry, Page, day_url, paper_url


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedPage(Page):
    """The notice at the address of a paper that was taken down. It says nothing of the paper."""

    template = "removed.html"
    kind = "removed"

    reason: str
    """Why the paper was taken down."""

    day: DayLink
    """The day it had appeared on first."""


def plan_notices(removed: Iterable[Entry]) -> Iterator[RemovedPage]:
    """Plan the notices of entries whose papers were taken down."""
    for entry in removed:
        day = entry.first_day
        yield RemovedPage(
            url=paper_url(day, entry.slug),
            title="Paper removed",
            summary="The paper at this address was removed.",
            is_listed=False,
            reason=entry.removed,
            day=DayLink(date=day, url=day_url(day)),
        )
