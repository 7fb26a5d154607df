"""What `content/` holds, and what of it is due: all that a build decides before it makes a page."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from site_gen.build.inputs.own_files import OwnFiles
from site_gen.build.inputs.site_inputs import Choices, Inputs, collect, read_inputs
from site_gen.build.manifest.months import LastBuild
from site_gen.content import store
from site_gen.content.digest_file import find_dead_references, select_with_dead_references
from site_gen.content.topic_rules import parse_topics
from site_gen.content.unpublished.left_out import (
    LastLeftOut,
    LeftOut,
    find_left_out,
    hide,
    list_unpublished,
    read_listings,
    select_turned,
)
from site_gen.model import (
    DEFAULT_URL,
    DayScan,
    DaySummary,
    InputError,
    Listing,
    MonthScan,
    Settings,
    fingerprint,
    month_of,
)
from site_gen.plan.month_summary import MonthContext, compute_month_contexts, summarise_months
from site_gen.related.words.word_file import parse_words
from site_gen.render.theme import Theme
from site_gen.system.files import state


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildPlan:
    """What a build starts from: its inputs, the last build, and the months that are due.

    ``config_hash`` stands for what every page depends on, ``code_hash`` for the program itself.
    ``summaries``, ``contexts``, ``overlap_refs`` and ``input_keys`` are by month; ``listings`` are
    of the months that are ``due``. ``overlap_refs`` are the papers of the month before that are in
    a month's first week. An input key stands for all that a month's pages depend on but its own
    files and related papers, and is empty when it cannot be trusted; ``changed`` are the months
    whose own files changed. ``scan`` and ``listings`` are without what is ``left_out``;
    ``unpublished`` is what the next build asks of it. ``own_files`` are the owner's files and
    pages.
    """

    settings: Settings
    theme: Theme
    config_hash: str
    code_hash: str
    scan: Sequence[MonthScan]
    left_out: LeftOut
    unpublished: Mapping[str, frozenset[str]]
    last: LastBuild
    summaries: Mapping[str, tuple[DaySummary, ...]]
    contexts: Mapping[str, MonthContext]
    overlap_refs: Mapping[str, tuple[str, ...]]
    input_keys: Mapping[str, str]
    changed: frozenset[str]
    due: tuple[str, ...]
    listings: Mapping[str, tuple[Listing, ...]]
    own_files: OwnFiles
    words: tuple[str, str]

    @property
    def removed(self) -> frozenset[str]:
        """The full references of papers that were taken down."""
        return self.left_out.removed

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
        if not (self.last.id and self.has_same_config and has_same_months) or self.due:
            return False
        return self.own_files.is_in(self.last.site_files, self.config_hash, self.settings)


def plan_build(site: Path, last: LastBuild, choices: Choices) -> BuildPlan:
    """Compare what there is with the last build. Raises InputError with every problem so far."""
    content = site / "content"
    inputs, problems = read_inputs(site, choices)
    config_hash = inputs.config_hash
    # They were right in the last build: a build without changes need not parse them.
    if config_hash != last.config_hash:
        collect(problems, partial(parse_topics, *inputs.texts[store.TOPICS]), None)
        collect(problems, partial(parse_words, *inputs.texts[store.WORDS]), None)
    scan, left_out, changed = _leave_out(content, inputs, last)
    listings, wrong = read_listings(content, scan, changed, left_out)
    problems += [*wrong, *find_dead_references(scan, listings)]
    if problems:  # the build ends here, so it reports what is wrong in entries too
        refs = [ref for month in scan if month.name in changed for ref in month.refs]
        raise InputError(*problems, *store.read_entries(content, refs)[1])
    summaries = summarise_months(scan, listings, last.days)
    contexts = compute_month_contexts(summaries)
    overlaps = _select_overlaps(scan, contexts)
    # A page that shows a paper of another day shows the size of its pictures too.
    pictured = {f"{day.date}": day for month in scan for day in month.days if day.files}
    input_keys = {
        name: _compute_input_key(
            content,
            config_hash,
            summaries[name],
            context,
            (*overlaps[name], *_select_foreign(pictured, summaries[name])),
        )
        for name, context in contexts.items()
    }
    unchanged = BuildPlan(
        settings=replace(inputs.settings, base_url=inputs.settings.base_url or DEFAULT_URL),
        theme=inputs.theme,
        config_hash=config_hash,
        code_hash=inputs.code_hash,
        scan=scan,
        left_out=left_out,
        unpublished=list_unpublished(scan, listings, left_out, last.unpublished),
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
        own_files=inputs.own_files,
        words=inputs.texts[store.WORDS],
    )
    return with_due(unchanged, content, select_due(input_keys, changed, last))


def _leave_out(
    content: Path, inputs: Inputs, last: LastBuild
) -> tuple[tuple[MonthScan, ...], LeftOut, set[str]]:
    """Give what is left of the folders of days, what is left out, and the months that changed."""
    scan = inputs.scan
    changed = _list_changed(scan, last)
    known = LastLeftOut(last.days, last.unpublished)
    # Other choices may show drafts that the last build left out.
    has_same_config = inputs.config_hash == last.config_hash
    looked_at = changed if has_same_config else {month.name for month in scan}
    left_out = find_left_out(content, scan, known, looked_at, inputs.left_out)
    shown_months = hide(content, scan, left_out)
    changed |= select_turned(shown_months, known, left_out)
    return shown_months, left_out, changed & {month.name for month in shown_months}


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


def _select_overlaps(
    scan: Iterable[MonthScan], contexts: Mapping[str, MonthContext]
) -> dict[str, tuple[DayScan, ...]]:
    """Give the days before each month that are in its first week."""
    days = {day.date: day for month in scan for day in month.days}
    return {
        name: tuple(days[day] for day, _ in context.week_overlap)
        for name, context in contexts.items()
    }


def _select_foreign(
    pictured: Mapping[str, DayScan], days: Iterable[DaySummary]
) -> Iterator[DayScan]:
    """Give the days with pictures whose papers some days list."""
    names = {ref.partition("/")[0] for day in days for ref in day.foreign}
    return (pictured[name] for name in sorted(names & pictured.keys()))


def with_due(build_plan: BuildPlan, content: Path, names: Iterable[str]) -> BuildPlan:
    """Give the plan with these months due too. Raises InputError where a listing cannot be read."""
    due = tuple(sorted({*build_plan.due, *names}, reverse=True))
    missing = set(due) - build_plan.listings.keys()
    more, problems = read_listings(content, build_plan.scan, missing, build_plan.left_out)
    if problems:
        raise InputError(*problems)
    return replace(build_plan, due=due, listings={**build_plan.listings, **more})


def _list_changed(scan: Sequence[MonthScan], last: LastBuild) -> set[str]:
    # No signature: a file changed just now, and may change again within a tick of the clock.
    built = {name: row.stat_signature for name, row in last.months.items() if row.stat_signature}
    changed = {month.name for month in scan if built.get(month.name) != month.stat_signature}
    references = {
        month.name: [ref for day in last.months[month.name].days for ref in day.foreign]
        for month in scan
        if month.name not in changed
    }
    # A month that refers to a paper that is gone must be read again, to say where it does.
    return changed | select_with_dead_references(scan, references)


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
