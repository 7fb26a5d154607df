"""What is in ``content/``, as its folders show without reading a file."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DayScan:
    """The files of a day: its papers' slugs, and whether it has a listing.

    ``stat_signature`` is as that of a month. ``removed`` are slugs that are not among ``slugs``,
    because their papers were taken down, and ``drafts`` those of papers that are not published yet;
    only reading the files tells which. ``files`` are names of other files, which are published as
    they are.
    """

    date: date
    slugs: tuple[str, ...]
    has_listing: bool
    stat_signature: str = ""
    removed: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()

    @property
    def refs(self) -> tuple[str, ...]:
        """The full references of its papers, as ``site_gen.model.references`` has them."""
        return tuple(f"{self.date}/{slug}" for slug in self.slugs)


@dataclass(frozen=True, slots=True)
class MonthScan:
    """The files of a month; ``stat_signature`` names their sizes, times and inodes.

    It is empty when a file changed just now: then it says nothing.
    """

    name: str
    days: tuple[DayScan, ...]
    stat_signature: str

    @property
    def refs(self) -> tuple[str, ...]:
        """The full references of its papers."""
        return tuple(ref for day in self.days for ref in day.refs)

    @property
    def own_files(self) -> tuple[str, ...]:
        """The files beside its entries that are published as they are: ``2025-09-17/fig.png``."""
        return tuple(f"{day.date}/{name}" for day in self.days for name in day.files)
