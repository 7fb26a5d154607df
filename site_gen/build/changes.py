"""What `content/` holds, and what of it is due: all that a build decides before it makes a page."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from site_gen import __version__
from site_gen.build.manifest.months import LastBuild
from site_gen.content import store
from site_gen.content.digest_file import find_dead_references, select_with_dead_references
from site_gen.content.removed import hide, read_listings, select_naming, update_removed
from site_gen.content.settings_file import parse_base_url
from site_gen.content.topic_rules import parse_topics
from site_gen.model import (
    DEFAULT_URL,
    DayScan,
    DaySummary,
    InputError,
    Listing,
    MonthScan,
    Problem,
    Settings,
    fingerprint,
    month_of,
)
from site_gen.plan.month_summary import MonthContext, compute_month_contexts, summarise_day
from site_gen.related.words.word_file import parse_words
from site_gen.render.theme import Theme, load_theme
from site_gen.system.files import shown, state
from site_gen.system.source_code import compute_code_hash

Value = TypeVar("Value")

_NO_ADDRESS = (
    "no base_url; expected where the site will be hosted, for its feeds and sitemap, as "
    "base_url: https://papers.example.org (or --base-url; 'site-gen serve' needs none)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildPlan:
    """What a build starts from: its inputs, the last build, and the months that are due.

    ``config_hash`` stands for what every page depends on, ``code_hash`` for the program itself.
    ``summaries``, ``contexts``, ``overlap_refs`` and ``input_keys`` are by month; ``listings`` are
    of the months that are ``due``. ``overlap_refs`` are the papers of the month before that are in
    a month's first week. An input key stands for all that a month's pages depend on but its own
    files and related papers, and is empty when it cannot be trusted; ``changed`` are the months
    whose own files changed. ``removed`` are the full references of papers that were taken down:
    ``scan`` and ``listings`` are without them.
    """

    settings: Settings
    theme: Theme
    config_hash: str
    code_hash: str
    scan: Sequence[MonthScan]
    removed: frozenset[str]
    last: LastBuild
    summaries: Mapping[str, tuple[DaySummary, ...]]
    contexts: Mapping[str, MonthContext]
    overlap_refs: Mapping[str, tuple[str, ...]]
    input_keys: Mapping[str, str]
    changed: frozenset[str]
    due: tuple[str, ...]
    listings: Mapping[str, tuple[Listing, ...]]
    words: tuple[str, str]

    @property
    def days(self) -> tuple[DaySummary, ...]:
        """The days of all months, in the order of ``summaries``."""
        return tuple(day for month in self.summaries.values() for day in month)

    def count_papers(self, month: str) -> int:
        """Count the papers that appeared first in a month."""
        return sum(day.entry_count for day in self.summaries[month])

    @property
    def has_same_config(self) -> bool:
        """Whether what every page depends on is as in the last build."""
        return self.last.config_hash == self.config_hash

    @property
    def is_unchanged(self) -> bool:
        """Whether all that pages are made from is as the last build left it."""
        has_same_months = self.last.months.keys() == self.summaries.keys()
        return bool(self.last.id) and self.has_same_config and has_same_months and not self.due


def plan_build(
    site: Path, last: LastBuild, *, base_url: str | None, needs_base_url: bool
) -> BuildPlan:
    """Compare what there is with the last build. Raises InputError with every problem so far."""
    content = site / "content"
    inputs, problems = _read_inputs(site, base_url, needs_base_url=needs_base_url)
    scan, config_hash = inputs.scan, inputs.config_hash
    # They were right in the last build: a build without changes need not parse them.
    if config_hash != last.config_hash:
        _collect(problems, partial(parse_topics, *inputs.texts[store.TOPICS]), None)
        _collect(problems, partial(parse_words, *inputs.texts[store.WORDS]), None)
    changed = _list_changed(scan, last)
    removed = update_removed(content, scan, last.removed, changed)
    days = {name: row.days for name, row in last.months.items()}
    turned = removed ^ last.removed
    changed |= select_naming(days, turned) & {month.name for month in scan}
    scan = hide(scan, removed)
    listings, wrong = read_listings(content, scan, changed, removed)
    problems += [*wrong, *find_dead_references(scan, listings)]
    if problems:  # the build ends here, so it reports what is wrong in entries too
        raise InputError(*problems, *_find_wrong_entries(content, scan, changed))
    summaries = _summarise_months(scan, listings, last)
    contexts = compute_month_contexts(summaries)
    overlaps = _select_overlaps(scan, contexts)
    input_keys = {
        name: _compute_input_key(content, config_hash, summaries[name], context, overlaps[name])
        for name, context in contexts.items()
    }
    unchanged = BuildPlan(
        settings=replace(inputs.settings, base_url=inputs.settings.base_url or DEFAULT_URL),
        theme=inputs.theme,
        config_hash=config_hash,
        code_hash=inputs.code_hash,
        scan=scan,
        removed=removed,
        last=last,
        summaries=summaries,
        contexts=contexts,
        overlap_refs={
            name: tuple(ref for day in days for ref in day.refs) for name, days in overlaps.items()
        },
        input_keys=input_keys,
        changed=frozenset(changed),
        due=(),
        listings=listings,
        words=inputs.texts[store.WORDS],
    )
    return with_due(unchanged, content, select_due(input_keys, changed, last))


def select_due(
    input_keys: Mapping[str, str], changed: Collection[str], last: LastBuild
) -> frozenset[str]:
    """Select the months that must be built again: of other files, or made from something else.

    An input key that is empty cannot be trusted: such a month is due too.
    """
    return frozenset(
        name
        for name, input_key in input_keys.items()
        if name in changed or not input_key or input_key != last.months[name].input_key
    )


def _find_wrong_entries(
    content: Path, scan: Iterable[MonthScan], changed: Collection[str]
) -> list[Problem]:
    refs = [ref for month in scan if month.name in changed for ref in month.refs]
    return store.read_entries(content, refs)[1]


def _summarise_months(
    scan: Iterable[MonthScan], listings: Mapping[str, Sequence[Listing]], last: LastBuild
) -> dict[str, tuple[DaySummary, ...]]:
    """Give what other months may know of each; of months that were not read, as recorded."""
    summaries: dict[str, tuple[DaySummary, ...]] = {}
    for month in scan:
        if month.name in listings:
            days = zip(listings[month.name], month.days, strict=True)
            summaries[month.name] = tuple(summarise_day(one, len(day.slugs)) for one, day in days)
        else:
            summaries[month.name] = last.months[month.name].days
    return summaries


def _select_overlaps(
    scan: Iterable[MonthScan], contexts: Mapping[str, MonthContext]
) -> dict[str, tuple[DayScan, ...]]:
    """Give the days before each month that are in its first week."""
    days = {day.date: day for month in scan for day in month.days}
    return {
        name: tuple(days[day] for day, _ in context.week_overlap)
        for name, context in contexts.items()
    }


def with_due(build_plan: BuildPlan, content: Path, names: Iterable[str]) -> BuildPlan:
    """Give the plan with these months due too. Raises InputError where a listing cannot be read."""
    due = tuple(sorted({*build_plan.due, *names}, reverse=True))
    missing = set(due) - build_plan.listings.keys()
    more, problems = read_listings(content, build_plan.scan, missing, build_plan.removed)
    if problems:
        raise InputError(*problems)
    return replace(build_plan, due=due, listings={**build_plan.listings, **more})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inputs:
    """What is there, before it is compared with the last build; ``texts`` are other files."""

    settings: Settings
    scan: tuple[MonthScan, ...]
    theme: Theme
    texts: Mapping[str, tuple[str, str]]
    code_hash: str
    config_hash: str


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
    code_hash = compute_code_hash()
    texts = {
        name: _collect(problems, partial(store.read_or_ours, content, name), ("", ""))
        for name in (store.TOPICS, store.WORDS)
    }
    # repr: it has every setting by name, so a new setting is part of it by itself.
    others = (text for _, text in texts.values())
    parts = (__version__, code_hash, repr(settings), theme.content_hash, *others)
    config_hash = fingerprint(*(part.encode("utf-8", "surrogatepass") for part in parts))
    return _Inputs(
        settings=settings,
        scan=scan,
        theme=theme,
        texts=texts,
        code_hash=code_hash,
        config_hash=config_hash,
    ), problems


def _read_settings(content: Path, base_url: str | None, problems: list[Problem]) -> Settings:
    settings = _collect(problems, partial(store.load_settings, content), Settings())
    if base_url is None:
        return settings
    try:
        return replace(settings, base_url=parse_base_url(base_url))
    except ValueError as err:
        problems.append(Problem("--base-url", 0, str(err)))
        return settings


def _collect(problems: list[Problem], read: Callable[[], Value], default: Value) -> Value:
    """Give what ``read`` gives; where it raises InputError, add its problems and give a default."""
    try:
        return read()
    except InputError as err:
        problems += err.problems
        return default


def _list_changed(scan: Sequence[MonthScan], last: LastBuild) -> set[str]:
    changed = {month.name for month in scan if _is_changed(month, last)}
    references = {
        month.name: [ref for day in last.months[month.name].days for ref in day.foreign]
        for month in scan
        if month.name not in changed
    }
    # A month that refers to a paper that is gone must be read again, to say where it does.
    return changed | select_with_dead_references(scan, references)


def _is_changed(month: MonthScan, last: LastBuild) -> bool:
    # No signature: a file changed just now, and may change again within a tick of the clock.
    built = last.months.get(month.name)
    return not built or not month.stat_signature or built.stat_signature != month.stat_signature


def _compute_input_key(
    content: Path,
    config_hash: str,
    days: Sequence[DaySummary],
    context: MonthContext,
    overlap: Sequence[DayScan],
) -> str:
    """Give one hash for all that the pages of a month depend on but its own files."""
    name = days[0].date.isoformat()[:7]
    foreign = sorted({ref for day in days for ref in day.foreign if month_of(ref) != name})
    try:
        # By size and times alone: they are read only if this month is due.
        stats = [state((content / f"{ref}.md").stat()) for ref in foreign]
    except OSError:  # it went just now: the month, which is due, reads and reports it
        return ""
    overlap_signature = store.compute_stat_signature(overlap)
    if not overlap_signature:
        return ""
    inputs = (config_hash, context, foreign, stats, overlap_signature)
    return fingerprint(repr(inputs).encode())
