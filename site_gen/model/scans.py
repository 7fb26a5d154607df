"""What is in ``content/``, as its folders show without reading a file."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DayScan:
    """The files of a day: its papers' slugs, and whether it has a listing.

    ``signature`` is as that of a month.
    """

    date: date
    slugs: tuple[str, ...]
    has_listing: bool
    signature: str = ""


@dataclass(frozen=True, slots=True)
class MonthScan:
    """The files of a month; ``signature`` names their sizes, times and inodes.

    It is empty when a file changed just now: then it says nothing.
    """

    name: str
    days: tuple[DayScan, ...]
    signature: str
