"""Single pages, made as a build would make them, and much sooner: a preview shows them first.

Of ``content/``, the days of these pages are read, and no other. What else a page shows, such as
related papers, is taken from the record of the last build. Where that is out of date the page is
too, and the build that follows makes it anew. So nothing of this is ever written to a site.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from site_gen.build.author_links import compute_author_links
from site_gen.build.inputs.own_files import OwnFiles
from site_gen.build.inputs.site_inputs import Choices
from site_gen.build.manifest.authors import AuthorIndex
from site_gen.build.manifest.database import (
    Manifest,
    ManifestError,
    find_fault,
    manifest_path,
    open_manifest,
)
from site_gen.build.manifest.months import LastBuild, read_last, read_relation
from site_gen.build.related_stage import list_subjects, read_related, relation_path, restore
from site_gen.content.entry_pack import EntryPacks
from site_gen.content.own.pages import load_pages
from site_gen.content.store import load_settings, read_listing, scan_day
from site_gen.content.unpublished.left_out import LastLeftOut, LeftOut, find_left_out, hide
from site_gen.model import (
    DEFAULT_URL,
    URLS,
    Entry,
    InputError,
    Listing,
    MonthContent,
    MonthScan,
    Page,
    PaperLine,
    Problem,
    Settings,
    SiteError,
    bundle_url,
    full_reference,
    output_path,
    parse_day,
)
from site_gen.plan.day_pages import plan_month
from site_gen.plan.fixed_pages import plan_fixed_pages
from site_gen.render.templates import make_renderer
from site_gen.render.theme import Theme, load_theme
from site_gen.system.files import is_folder, list_folder


def make_pages(
    site: Path, output: Path, urls: Collection[str], choices: Choices | None = None
) -> dict[str, bytes]:
    """Make the pages at some addresses, such as ``/2025-09-17/``, and the files that all pages use.

    ``choices`` are those of the builds. Gives pages by output path. Left out are pages that only a
    build can make: those of months, weeks, topics and authors. Where a build would find something
    wrong, there are none.
    """
    path = manifest_path(site, output.resolve())
    if not urls or find_fault(path):
        return {}
    try:
        with open_manifest(path, is_new=False) as manifest:
            return _Source.read(site, manifest, choices or Choices()).make(urls)
    except (SiteError, ManifestError):
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """What pages are made from."""

    content: Path
    manifest: Manifest
    last: LastBuild
    settings: Settings
    own_files: OwnFiles
    theme: Theme
    choices: Choices

    @classmethod
    def read(cls, site: Path, manifest: Manifest, choices: Choices) -> "_Source":
        content = site / "content"
        # Without the files of content/static/: no page is made from them, and they may be large.
        settings, own_files = load_settings(content), OwnFiles(texts=load_pages(content))
        return cls(
            content=content,
            manifest=manifest,
            last=read_last(manifest),
            settings=replace(
                own_files.add_links(settings), base_url=settings.base_url or DEFAULT_URL
            ),
            own_files=own_files,
            theme=load_theme(site / "templates"),
            choices=choices,
        )

    def make(self, urls: Collection[str]) -> dict[str, bytes]:
        """Make the pages at these addresses, and the theme's static files."""
        render = _keep_renderer(self.settings, _HashedTheme(self.theme))
        pages = {page.url: page for page in self._plan(urls)}
        made = {output_path(url): render(pages[url]).encode() for url in urls if url in pages}
        assets = self.theme.assets.items()
        return made | {output_path(self.theme.urls[name]): data for name, data in assets}

    def _plan(self, urls: Collection[str]) -> Iterator[Page]:
        """Plan pages; those at these addresses are among them, as far as they can be."""
        latest = self.choices.find_latest(self.settings)
        known = {
            day
            for file in list_folder(self.content)
            if (day := parse_day(file.name)) and is_folder(file) and day <= latest
        }
        found = {self._find_day(url, known) for url in urls}
        for day in filter(None, found):
            yield from plan_month(self.settings, self._read_day(day, known))
        if None in found:
            bundles = [bundle_url(name) for name in sorted(self.last.bundles, reverse=True)]
            days = [day for row in self.last.months.values() for day in row.days]
            has_feeds = output_path(URLS.feed_list) in self.last.site_files
            yield from plan_fixed_pages(self.settings, days, bundles, has_feeds=has_feeds)
            yield from self.own_files.plan_pages(self.settings)

    def _find_day(self, url: str, known: Collection[date]) -> date | None:
        """Find the day that a page is of; the home page is of the newest one."""
        if url == URLS.home:
            return max(known, default=None)
        day = parse_day(url.split("/")[1])
        return day if day in known else None

    def _read_day(self, day: date, known: Collection[date]) -> MonthContent:
        """Read all that the pages of a day are made from, as that of a month with one day."""
        listing = self._read_listing(day)
        refs = [full_reference(ref, day) for ref in listing.papers]
        with TemporaryDirectory() as work:
            folder = Path(work)
            packs = EntryPacks(self.content, folder / "entries", has_drafts=self.choices.has_drafts)
            entries, problems = packs.read(refs)
            if problems:
                raise InputError(*problems)
            related = self._read_related(folder, f"{day:%Y-%m}")
        linked, sought = self._link_names(day, entries)
        days = sorted(known)
        at = days.index(day)
        return MonthContent(
            listings=(listing,),
            entries=entries,
            previous=days[at - 1] if at else None,
            next=days[at + 1] if day != days[-1] else None,
            appearances=self._find_appearances(day),
            is_newest=day == days[-1],
            related=related,
            linked=linked,
            sought=sought,
        )

    def _read_listing(self, day: date) -> Listing:
        """Read the listing of a day, without the papers that a build leaves out."""
        problems: list[Problem] = []
        # The time tells only whether a later build may trust what it sees.
        name, scan = f"{day:%Y-%m}", scan_day(self.content / str(day), day, 0, problems)
        last = LastLeftOut(self.last.days, self.last.unpublished)
        others = LeftOut(has_drafts=self.choices.has_drafts)
        months = [MonthScan(name, (scan,), "")]
        own = find_left_out(self.content, months, last, {name}, others)
        # Of other days, as the last build found them.
        unpublished = frozenset().union(*self.last.unpublished.values())
        left_out = replace(
            own,
            removed=own.removed | {ref for ref in last.removed if not ref.startswith(f"{day}/")},
            to_come=frozenset(ref for ref in unpublished if not ref.startswith(f"{day}/")),
        )
        shown = hide(self.content, months, left_out)
        if not shown:  # a build leaves the day out
            raise InputError
        listing, wrong = read_listing(
            self.content, shown[0].days[0], left_out.removed, left_out.unpublished
        )
        if problems := [*problems, *wrong]:
            raise InputError(*problems)
        return listing

    def _find_appearances(self, day: date) -> dict[str, tuple[date, ...]]:
        """Give the papers of a day that other days list, each with these days."""
        found: dict[str, tuple[date, ...]] = {}
        for other in (one for row in self.last.months.values() for one in row.days):
            for ref in other.foreign:
                if ref.startswith(f"{day}/") and other.date != day:
                    found[ref] = (*found.get(ref, ()), other.date)
        return found

    def _read_related(self, work: Path, month: str) -> Mapping[str, tuple[PaperLine, ...]]:
        """Read what the last build found related to the papers of a month."""
        row = self.last.months.get(month)
        if not self.settings.related or not (row and row.related.input_key):
            return {}
        restore(relation_path(work, month), partial(read_relation, self.manifest, month))
        return read_related(work, month)

    def _link_names(
        self, day: date, entries: Mapping[str, Entry]
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Find the authors and organizations of some papers whose names are links."""
        if not self.settings.has_subjects:
            return frozenset(), frozenset()
        index, month = AuthorIndex(self.manifest), f"{day:%Y-%m}"
        kept = {ref: keys for ref, keys in index.read_keys(month).items() if ref not in entries}
        now = {ref: list_subjects(one) for ref, one in entries.items() if ref.startswith(month)}
        least = (self.settings.choose_least, self.settings.choose_search_least)
        papers = {month: {**kept, **{ref: keys for ref, keys in now.items() if keys}}}
        linked, sought = compute_author_links(index, least, papers).compute(month)
        return linked, sought


@dataclass(frozen=True, slots=True)
class _HashedTheme:
    """A theme that stands for its content: equal ones share a renderer, which is slow to make."""

    theme: Theme

    def __eq__(self, other: object) -> bool:
        """Whether both have the same templates and static files."""
        return isinstance(other, _HashedTheme) and hash(self) == hash(other)

    def __hash__(self) -> int:
        """Give the hash of the content."""
        return hash((self.theme.folders, self.theme.content_hash))


@lru_cache(maxsize=1)
def _keep_renderer(settings: Settings, theme: "_HashedTheme") -> Callable[[Page], str]:
    return make_renderer(settings, theme.theme)
