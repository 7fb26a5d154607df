"""The table of feeds: each kind of feed is one row. Pure.

A row says where the feeds of a kind are, how they are called, which papers they hold, how many, and
in which formats. All else follows from it: documents, lists of feeds, links in pages. So a new kind
of feed is a new row.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from site_gen.model import (
    MOST_TOPICS,
    URLS,
    Entry,
    FeedFormat,
    Settings,
    author_url,
    feed_folder,
    feed_url,
    has_code,
    organization_url,
    output_path,
    permalink,
    topic_url,
)
from site_gen.plan.feeds.feed_formats import FORMATS, FeedDocument, FeedLink


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedKind:
    """A row of the table: what all feeds of one kind have in common.

    ``folder`` is the URL of the one feed of this kind, or gives that of each subject's feed.
    ``title`` and ``description`` may name ``{site}``, ``{about}`` (the site's description) and
    ``{subject}``. A feed holds the ``most`` newest items, and there is none below ``least`` papers.

    There are three sources of papers. With ``unit``, they are those of the newest days, and each
    unit is an item. With ``select``, they are the papers of all months for which it gives the key
    of the feed's subject; the key is empty where the kind has one feed. With neither, the caller
    of ``make_feed`` finds them.

    Functions in a row have names: a build hands rows to other processes, and pickle refuses a
    ``lambda``.
    """

    folder: str | Callable[[str], str]
    title: str
    description: str
    most: int
    unit: Literal["paper", "day", "week"] | None = None
    select: Callable[[Entry], Iterable[str]] | None = None
    least: int = 1
    formats: tuple[FeedFormat, ...] = ("rss", "atom", "json")
    is_short: bool = False
    """Whether its items hold a summary in place of the full text."""
    is_page: bool = False
    """Whether its folder is a page, which is then the feed's home."""
    has_archive: bool = False
    heading: str = ""
    """For kinds with many feeds: what stands above the largest of them on the page of feeds.

    Without it, they are not listed there. A kind with one feed is always listed.
    """


def _select_code(entry: Entry) -> Iterable[str]:
    return [""] if has_code(entry) else []


def _select_topics(entry: Entry) -> Iterable[str]:
    return entry.topics[:MOST_TOPICS]


NEWEST = FeedKind(
    folder=URLS.home,
    title="{site}",
    description="{about}",
    most=100,
    unit="paper",
    is_page=True,
    has_archive=True,
)
DAILY = FeedKind(
    folder=feed_folder("daily"),
    title="{site}: day by day",
    description="{about}",
    most=10,
    unit="day",
)
WEEKLY = FeedKind(
    folder=feed_folder("weekly"),
    title="{site}: week by week",
    description="{about}",
    most=2,
    unit="week",
)
CODE = FeedKind(
    folder=feed_folder("code"),
    title="{site}: with code",
    description="The newest papers that lead to their code.",
    most=30,
    select=_select_code,
)
TOPIC = FeedKind(
    folder=topic_url,
    title="{site}: {subject}",
    description="The newest papers on {subject}.",
    most=30,
    select=_select_topics,
    is_page=True,
    heading="By topic",
)
AUTHOR = FeedKind(
    folder=author_url,
    title="{site}: {subject}",
    description="The newest papers by {subject}.",
    most=5,
    formats=("atom",),
    is_short=True,
    is_page=True,
)
ORGANIZATION = FeedKind(
    folder=organization_url,
    title="{site}: {subject}",
    description="The newest papers from {subject}.",
    most=10,
    least=10,
    formats=("atom",),
    is_page=True,
    heading="By organization",
)
KINDS = (NEWEST, DAILY, WEEKLY, CODE, TOPIC, AUTHOR, ORGANIZATION)
"""The table, in the order in which feeds are listed."""

LISTED = 100
"""So many feeds stand below a heading of the page of feeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPlan:
    """One feed: its kind, and where the kind has many, the subject's key and its name.

    ``total`` counts the papers on the subject; None where nobody counts them. ``is_wanted`` is
    false where a setting asks for more papers than that.
    """

    kind: FeedKind
    key: str = ""
    subject: str = ""
    total: int | None = None
    is_wanted: bool = True

    @property
    def folder(self) -> str:
        """The URL of its folder."""
        folder = self.kind.folder
        return folder if isinstance(folder, str) else folder(self.key)

    @property
    def formats(self) -> tuple[FeedFormat, ...]:
        """The formats in which it is made: none where there are too few papers."""
        is_enough = self.total is None or self.total >= self.kind.least
        return self.kind.formats if is_enough and self.is_wanted else ()

    def urls(self) -> list[str]:
        """Give the addresses of its documents, in the order of its formats."""
        folder = self.folder
        return [feed_url(folder, name) for name in self.formats]

    def paths(self) -> tuple[str, ...]:
        """Give the output paths of its documents."""
        return tuple(map(output_path, self.urls()))

    def documents(self) -> tuple[FeedDocument, ...]:
        """Give its documents, with site-relative URLs."""
        forms = (FORMATS[name] for name in self.formats)
        return tuple(
            FeedDocument(name=form.name, label=form.label, media_type=form.media_type, url=url)
            for form, url in zip(forms, self.urls(), strict=True)
        )

    def title(self, settings: Settings) -> str:
        """Give what it is called."""
        return self._fill(self.kind.title, settings)

    def description(self, settings: Settings) -> str:
        """Give what it says of itself."""
        return self._fill(self.kind.description, settings)

    def _fill(self, text: str, settings: Settings) -> str:
        return text.format(site=settings.title, about=settings.description, subject=self.subject)


@dataclass(frozen=True, slots=True)
class FeedLists:
    """Feeds as they are listed: one by one, and below headings those of the largest subjects."""

    followed: tuple[FeedLink, ...]
    groups: tuple[tuple[str, tuple[FeedLink, ...]], ...]

    def __iter__(self) -> Iterator[FeedLink]:
        """Give all of them."""
        yield from self.followed
        for _, links in self.groups:
            yield from links


def plan_selected(subjects: Iterable[FeedPlan]) -> tuple[FeedPlan, ...]:
    """Give the feeds whose papers months select: kinds with one feed, then those of subjects."""
    single = (FeedPlan(kind=kind) for kind in KINDS if kind.select and isinstance(kind.folder, str))
    return (*single, *(plan for plan in subjects if plan.formats))


def select_folders(entry: Entry) -> dict[str, int]:
    """Give the folders of the feeds that months select a paper for, and how many each holds."""
    return {
        FeedPlan(kind=kind, key=key).folder: kind.most
        for kind in KINDS
        if kind.select
        for key in kind.select(entry)
    }


def have_enough(*, papers: int, days: int, weeks: int) -> bool:
    """Whether so many papers and days fill all feeds of the newest days.

    ``weeks`` counts that of the next day too. The newest week has no item, because it may not be
    over; and the last one that is needed is complete when the next day is of another week.
    """
    read = {"paper": papers, "day": days, "week": weeks - 2}
    return all(read[kind.unit] >= kind.most for kind in KINDS if kind.unit)


def describe_feed(settings: Settings, plan: FeedPlan) -> FeedLink:
    """Give what lists say of a feed: its documents have absolute URLs there."""
    return FeedLink(
        title=plan.title(settings),
        description=plan.description(settings),
        documents=tuple(
            replace(document, url=permalink(settings.base_url, document.url))
            for document in plan.documents()
        ),
    )


def list_feeds(settings: Settings, plans: Iterable[FeedPlan]) -> FeedLists:
    """List the feeds that there are; those of a kind that has many stand largest first."""
    by_kind: dict[FeedKind, list[FeedPlan]] = {kind: [] for kind in KINDS}
    for plan in plans:
        by_kind[plan.kind].append(plan)
    single = (plan for kind in KINDS if isinstance(kind.folder, str) for plan in by_kind[kind])
    return FeedLists(
        tuple(describe_feed(settings, plan) for plan in single),
        tuple(
            (kind.heading, tuple(describe_feed(settings, x) for x in by_kind[kind][:LISTED]))
            for kind in KINDS
            if kind.heading and by_kind[kind]
        ),
    )
