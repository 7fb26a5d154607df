"""What is there, and what of it is due: all that a build decides before it makes a page."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from site_gen import __version__
from site_gen.build.manifest.months import LastBuild
from site_gen.content import store
from site_gen.content.removed import find_dead, find_removed, hide, read_listings
from site_gen.content.settings_file import parse_base_url
from site_gen.content.topic_rules import parse_topics
from site_gen.model import (
    DEFAULT_URL,
    DayFacts,
    DayScan,
    InputError,
    Listing,
    MonthScan,
    Problem,
    Settings,
    fingerprint,
    month_of,
)
from site_gen.plan.month_summary import Surroundings, find_facts, find_surroundings
from site_gen.render.theme import Theme, load_theme
from site_gen.system.files import shown, state

_NO_ADDRESS = (
    "no base_url; expected where the site will be hosted, for its feeds and sitemap, as "
    "base_url: https://papers.example.org (or --base-url; 'site-gen serve' needs none)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a build starts from.

    ``salt`` stands for what every page depends on, ``code`` for the program itself. ``facts``,
    ``around``, ``edges`` and ``keys`` are by month; ``listings`` are of the months that are
    ``due``. An edge is the papers of the month before that are in a month's first week. A key names
    all that a month's pages depend on but its own files and related papers, and is empty when it
    cannot be trusted; ``changed`` are the months whose own files are others. ``removed`` are the
    full references of papers that were taken down: ``scan`` and ``listings`` are without them.
    """

    settings: Settings
    theme: Theme
    salt: str
    code: str
    scan: Sequence[MonthScan]
    removed: frozenset[str]
    last: LastBuild
    facts: Mapping[str, tuple[DayFacts, ...]]
    around: Mapping[str, Surroundings]
    edges: Mapping[str, tuple[str, ...]]
    keys: Mapping[str, str]
    changed: frozenset[str]
    due: tuple[str, ...]
    listings: Mapping[str, tuple[Listing, ...]]

    @property
    def days(self) -> tuple[DayFacts, ...]:
        """The days of all months, in the order of ``facts``."""
        return tuple(day for month in self.facts.values() for day in month)

    @property
    def is_unchanged(self) -> bool:
        """Whether all that pages are made from is as the last build left it."""
        last = self.last
        is_same = last.config_hash == self.salt and last.months.keys() == self.facts.keys()
        return is_same and bool(last.id) and not self.due


def survey(site: Path, last: LastBuild, *, base_url: str | None, needs_base_url: bool) -> Survey:
    """See what there is and what is due. Raises InputError with every problem so far."""
    content = site / "content"
    inputs, problems = _read_inputs(site, base_url, needs_base_url=needs_base_url)
    scan, salt = inputs.scan, inputs.salt
    # The rules were right in the last build: a build without changes need not parse them.
    if salt != last.config_hash:
        problems += _find_wrong_topics(*inputs.topics)
    changed = _find_changed(scan, last)
    removed = _find_removed(content, scan, last, changed)
    changed |= _with_references(last, removed ^ last.removed) & {month.name for month in scan}
    scan = hide(scan, removed)
    listings, wrong = read_listings(content, scan, changed, removed)
    problems += [*wrong, *find_dead(scan, listings)]
    if problems:  # the build ends here, so it reports what is wrong in entries too
        raise InputError(*problems, *_find_wrong_entries(content, scan, changed))
    facts = _summarise(scan, listings, last)
    around = find_surroundings(facts)
    edges = _find_edges(scan, around)
    keys = {name: _key(content, salt, facts[name], around[name], edges[name]) for name in around}
    found = Survey(
        settings=replace(inputs.settings, base_url=inputs.settings.base_url or DEFAULT_URL),
        theme=inputs.theme,
        salt=salt,
        code=inputs.code,
        scan=scan,
        removed=removed,
        last=last,
        facts=facts,
        around=around,
        edges={
            name: tuple(ref for day in edge for ref in day.refs) for name, edge in edges.items()
        },
        keys=keys,
        changed=frozenset(changed),
        due=(),
        listings=listings,
    )
    return with_due(found, content, find_due(keys, changed, last))


def find_due(keys: Mapping[str, str], changed: Collection[str], last: LastBuild) -> frozenset[str]:
    """Find the months that must be built again: of other files, or made from something else.

    A key that is empty cannot be trusted: such a month is due too.
    """
    return frozenset(
        name
        for name, key in keys.items()
        if name in changed or not key or key != last.months[name].input_key
    )


def _find_wrong_entries(
    content: Path, scan: Iterable[MonthScan], changed: Collection[str]
) -> list[Problem]:
    refs = [ref for month in scan if month.name in changed for ref in month.refs]
    return store.read_entries(content, refs)[1]


def _summarise(
    scan: Iterable[MonthScan], listings: Mapping[str, Sequence[Listing]], last: LastBuild
) -> dict[str, tuple[DayFacts, ...]]:
    """Give what other months may know of each: of months that were not read, as recorded."""
    return {
        month.name: tuple(
            find_facts(listing, len(day.slugs))
            for day, listing in zip(month.days, listings[month.name], strict=True)
        )
        if month.name in listings
        else last.months[month.name].days
        for month in scan
    }


def _find_edges(
    scan: Iterable[MonthScan], around: Mapping[str, Surroundings]
) -> dict[str, tuple[DayScan, ...]]:
    """Give the days before each month that are in its first week."""
    days = {day.date: day for month in scan for day in month.days}
    return {name: tuple(days[day] for day, _ in one.edge) for name, one in around.items()}


def with_due(found: Survey, content: Path, names: Iterable[str]) -> Survey:
    """Say that these months are due too. Raises InputError where a listing cannot be read."""
    due = tuple(sorted({*found.due, *names}, reverse=True))
    missing = set(due) - found.listings.keys()
    more, problems = read_listings(content, found.scan, missing, found.removed)
    if problems:
        raise InputError(*problems)
    return replace(found, due=due, listings={**found.listings, **more})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inputs:
    """What is there, before it is compared with the last build; ``topics`` are label and rules."""

    settings: Settings
    scan: tuple[MonthScan, ...]
    theme: Theme
    topics: tuple[str, str]
    code: str
    salt: str


def _read_inputs(
    site: Path, base_url: str | None, *, needs_base_url: bool
) -> tuple[_Inputs, list[Problem]]:
    content = site / "content"
    problems: list[Problem] = []
    settings = _read_settings(content, base_url, problems)
    lacks_address = needs_base_url and not settings.base_url and not problems
    try:
        scan, wrong = store.scan(content)
    except InputError as err:
        raise InputError(*problems, *err.problems) from None
    problems += wrong
    if lacks_address:
        problems.append(Problem(shown(content / store.SETTINGS), 0, _NO_ADDRESS))
    theme = load_theme(site / "templates")
    code = _find_code()
    topics = _read_topics(content, problems)
    # repr: it has every setting by name, so a new setting is part of it by itself.
    parts = (__version__, code, repr(settings), theme.stamp, topics[1])
    salt = fingerprint(*(part.encode("utf-8", "surrogatepass") for part in parts))
    inputs = _Inputs(settings=settings, scan=scan, theme=theme, topics=topics, code=code, salt=salt)
    return inputs, problems


def _find_code() -> str:
    """Name this program: between two versions of a checkout, its number does not change."""
    # Two checkouts of one version may differ, and bytecode says nothing of the source.
    sources = sorted(Path(__file__).parents[1].rglob("*.py"))
    return fingerprint(*(source.read_bytes() for source in sources))


def _read_settings(content: Path, base_url: str | None, problems: list[Problem]) -> Settings:
    settings = Settings()
    try:
        settings = store.load_settings(content)
    except InputError as err:
        problems += err.problems
    if base_url is None:
        return settings
    try:
        return replace(settings, base_url=parse_base_url(base_url))
    except ValueError as err:
        problems.append(Problem("--base-url", 0, str(err)))
        return settings


def _read_topics(content: Path, problems: list[Problem]) -> tuple[str, str]:
    try:
        return store.read_topics(content)
    except InputError as err:
        problems += err.problems
        return "", ""


def _find_wrong_topics(label: str, rules: str) -> tuple[Problem, ...]:
    try:
        parse_topics(label, rules)
    except InputError as err:
        return err.problems
    return ()


def _find_changed(scan: Sequence[MonthScan], last: LastBuild) -> set[str]:
    changed = {month.name for month in scan if _is_changed(month, last)}
    return changed | _with_dead_references(scan, last, changed)


def _is_changed(month: MonthScan, last: LastBuild) -> bool:
    row = last.months.get(month.name)
    return not row or not month.signature or row.stat_signature != month.signature


def _with_dead_references(
    scan: Iterable[MonthScan], last: LastBuild, changed: set[str]
) -> set[str]:
    """Find months that refer to a paper that is gone: they must be read to say where."""
    referring = {
        month.name: {ref for day in last.months[month.name].days for ref in day.foreign}
        for month in scan
        if month.name not in changed
    }
    days = {ref.partition("/")[0] for refs in referring.values() for ref in refs}
    named = (day for month in scan for day in month.days if day.date.isoformat() in days)
    there = {ref for day in named for ref in day.refs}
    return {name for name, refs in referring.items() if refs - there}


def _find_removed(
    content: Path, scan: Iterable[MonthScan], last: LastBuild, changed: Collection[str]
) -> frozenset[str]:
    """Find the papers that were taken down: of months that did not change, as recorded."""
    refs = {month.name: month.refs for month in scan}
    recorded = {ref for ref in last.removed if month_of(ref) in refs.keys() - changed}
    return find_removed(content, (ref for name in changed for ref in refs[name])) | recorded


def _with_references(last: LastBuild, turned: Collection[str]) -> set[str]:
    """Find months whose listings name a paper that was taken down, or brought back, just now."""
    return {
        name
        for name, row in last.months.items()
        if any(ref in turned for day in row.days for ref in (*day.foreign, *day.removed))
    }


def _key(
    content: Path,
    salt: str,
    days: Sequence[DayFacts],
    around: Surroundings,
    edge: Sequence[DayScan],
) -> str:
    """Name all that the pages of a month depend on but its own files."""
    name = days[0].date.isoformat()[:7]
    foreign = sorted({ref for day in days for ref in day.foreign if month_of(ref) != name})
    try:
        stats = [state((content / f"{ref}.md").stat()) for ref in foreign]
    except OSError:  # it went just now: who reads it for the month's pages tells
        return ""
    own_edge = store.sign(edge)
    return fingerprint(repr((salt, around, foreign, stats, own_edge)).encode()) if own_edge else ""
