"""Days after today: which they are. A build leaves them out until they have begun."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from site_gen.content.store import compute_stat_signature
from site_gen.model import DayScan, MonthScan, count

_MOST = 7  # days to come; more are rather a wrong clock, or dates of another year


def split_days(
    months: Iterable[MonthScan], today: date
) -> tuple[tuple[MonthScan, ...], tuple[DayScan, ...]]:
    """Part the days of ``content/``: months with those that have begun, and the days to come."""
    begun: list[MonthScan] = []
    to_come: list[DayScan] = []
    for month in months:
        late = [day for day in month.days if day.date > today]
        to_come += late
        if not late:
            begun.append(month)
        elif days := tuple(day for day in month.days if day.date <= today):
            # The days to come are no part of the signature: so a day that comes changes it.
            begun.append(replace(month, days=days, stat_signature=compute_stat_signature(days)))
    return tuple(begun), tuple(to_come)


def explain_many(begun: Sequence[MonthScan], to_come: Sequence[DayScan], today: date) -> str:
    """Say why a build would leave out too many days; nothing where it would not."""
    if not to_come or (begun and len(to_come) <= _MOST):
        return ""
    days = sum(len(month.days) for month in begun) + len(to_come)
    how_many = f"{len(to_come)} of {count(days, 'day')}" if begun else "all days"
    return (
        f"{how_many} would stay out, because they are after today, {today}; expected at most "
        f"{_MOST}, and one day that has begun, or 'publish_future: yes'"
    )
