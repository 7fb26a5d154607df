"""Compare site-gen with Hugo and Eleventy: ``python -m benchmarks compare``.

All make the same pages and data files of the same papers. Each figure is the median of fresh
processes that run one at a time, program after program, again and again, so that what slows the
machine for a while slows all. Files are in the system's cache; "cold" means that the output folder
and what a program keeps for its next build are gone.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.equality import differences, size
from benchmarks.measure import Cost, RunError
from benchmarks.programs import Eleventy, Hugo, Program, SiteGen, pagefind_version
from testing.papers import CORPUS, PER_DAY, Corpus, CorpusError, Day, edited, weekday_after
from testing.papers import read_corpus as read

_NUMBERS = (115, 1000, 10_000, 50_000)
_BY_DESIGN = "by design"


@dataclass(slots=True)
class Case:
    """A program's site in the course of a comparison, and the papers it was made from."""

    program: Program
    days: Sequence[Day]
    corpus: Corpus

    def cold(self, *, has_search: bool) -> Cost:
        """Build with no trace of an earlier build."""
        self.program.clean()
        return _timed(self.program, has_search=has_search)

    def unchanged(self) -> Cost:
        """Build again. The index of the others stays in place, so they run without Pagefind."""
        return _timed(self.program, has_search=self._always_searches)

    def add_day(self) -> Cost:
        """Build with a day of 50 papers more; take the day out again, which is not counted."""
        start = max(sum(len(day.papers) for day in self.days), len(self.corpus.texts))
        numbers = range(start, start + PER_DAY)
        day = self.corpus.day(weekday_after(self.days[0].date), numbers)
        self.program.write_day(day)
        cost = _timed(self.program, has_search=True)
        self.program.remove_day(day.date)
        if self.program.is_exact:
            self.program.build(has_search=True)
        return cost

    def edit(self, number: int) -> Cost:
        """Build after an abstract of the newest month was edited."""
        day = self.days[min(1, len(self.days) - 1)]
        at = len(day.papers) // 2
        self.program.write_paper(day, at, edited(day.papers[at], number))
        return _timed(self.program, has_search=True)

    def restyle(self, number: int) -> Cost:
        """Build after the style sheet was changed. The index of the others stays in place."""
        style = self.program.style
        text = style.read_text(encoding="utf-8").partition("\n/* change ")[0]
        style.write_text(f"{text}\n/* change {number} */\n", encoding="utf-8")
        return _timed(self.program, has_search=self._always_searches)

    @property
    def _always_searches(self) -> bool:
        return isinstance(self.program, SiteGen)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to measure: the words of its row, and how it is done in the n-th round."""

    text: str
    run: Callable[[Case, int], Cost]


ITEMS: Mapping[str, Item] = {
    "cold": Item("cold, without search", lambda case, _: case.cold(has_search=False)),
    "search": Item("cold, with search", lambda case, _: case.cold(has_search=True)),
    "noop": Item("nothing changed", lambda case, _: case.unchanged()),
    "day": Item("a day of 50 papers added, with search", lambda case, _: case.add_day()),
    "edit": Item("an abstract edited, with search", lambda case, number: case.edit(number)),
    "retheme": Item("style sheet changed", lambda case, number: case.restyle(number)),
}
"""What can be measured, in this order; from the third on a site with search stands already."""


def main(arguments: Sequence[str]) -> int:
    """Compare as the command line says; give the exit code."""
    options = _parse(arguments)
    try:
        text, is_equal = compare(options)
    except (CorpusError, RunError) as err:
        print(err, file=sys.stderr)
        return 1
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    print(text)
    return 0 if is_equal else 1


def compare(options: argparse.Namespace) -> tuple[str, bool]:
    """Measure; give the report as Markdown, and whether all sites were the same in substance."""
    corpus = read(options.corpus)
    parts: list[str] = []
    versions: dict[str, str] = {}
    is_equal = True
    for count in options.papers:
        programs = list(_programs(options.work, count, options.skip))
        versions |= {program.name: program.version() for program in programs}
        text, same = _compare_at(count, programs, corpus, options)
        parts.append(text)
        is_equal &= same
    head = f"{_machine()}; {', '.join(f'{name} {text}' for name, text in versions.items())}; "
    head += f"Pagefind {pagefind_version()}. Medians of {options.runs} runs, lowest to highest"
    head += f" in brackets. {time.strftime('%Y-%m-%d')}.\n"
    return "\n".join([head, *parts]), is_equal


def _compare_at(
    count: int, programs: Sequence[Program], corpus: Corpus, options: argparse.Namespace
) -> tuple[str, bool]:
    """Measure sites of one size."""
    _tell(f"{count} papers: writing content")
    days = list(corpus.days(count))
    for program in programs:
        program.prepare(iter(days))
    cases = [Case(program, days, corpus) for program in programs]
    costs: dict[str, dict[str, list[Cost]]] = {}
    sites, is_equal = "", True
    due = [key for key in ITEMS if key in options.work_items]
    check_after = "search" if "search" in due else due[0]
    for key in due:
        item = ITEMS[key]
        if key not in ("cold", "search"):
            _make_ready(cases, key)
        rows = costs[key] = {program.name: [] for program in programs}
        for number in range(1, options.runs + 1):
            for case in cases:
                name = case.program.name
                cost = item.run(case, number)
                rows[name].append(cost)
                _tell(f"{count} papers: {item.text} {number}: {name} {cost.wall:.2f} s")
        if key == check_after:
            for program in programs:
                if key == "day" and not program.is_exact:  # the day was taken out again
                    program.clean()
                    program.build(has_search=True)
            sites, is_equal = _check(programs)
        _keep(options.work / f"results-{count}.json", costs)
    return f"## {count:,} papers\n\n{_table(costs)}\n{sites}", is_equal


def _make_ready(cases: Sequence[Case], key: str) -> None:
    """See to it that a site with search stands, as it does after a build that nothing followed."""
    for case in cases:
        if key == "noop" or not (case.program.output / "pagefind").is_dir():
            case.program.build(has_search=True)


def _check(programs: Sequence[Program]) -> tuple[str, bool]:
    """Say what the sites hold, and where they differ."""
    rows = ["| site | HTML pages | bytes | all files | bytes |", "|---|--:|--:|--:|--:|"]
    for program in programs:
        one = size(program.output)
        rows.append(
            f"| {program.name} | {one.pages:,} | {one.page_bytes:,} | {one.files:,} |"
            f" {one.file_bytes:,} |"
        )
    outputs = {program.name: program.output for program in programs}
    found = differences(outputs)
    told = "".join(f"- {line}\n" for line in found) or "No difference in substance was found.\n"
    is_equal = all(line.endswith(_BY_DESIGN) for line in found)
    return "\n".join(rows) + f"\n\n{told}", is_equal


def _table(costs: Mapping[str, Mapping[str, Sequence[Cost]]]) -> str:
    """Write figures and ratios as Markdown; a ratio is site-gen's median by the other's."""
    rows = [
        "| build | program | wall s | CPU s | peak MiB | site-gen ÷ it: wall | CPU | memory |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for key, by_name in costs.items():
        ours = _medians(by_name[SiteGen.name]) if SiteGen.name in by_name else None
        for name, runs in by_name.items():
            one = _medians(runs)
            span = f"{min(run.wall for run in runs):.2f}-{max(run.wall for run in runs):.2f}"
            ratios = ["", "", ""]
            if ours and name != SiteGen.name:
                pairs = ((ours.wall, one.wall), (ours.cpu, one.cpu), (ours.memory, one.memory))
                ratios = [f"{mine / other:.2f}" for mine, other in pairs]
            rows.append(
                f"| {ITEMS[key].text} | {name} | {one.wall:.2f} ({span}) | {one.cpu:.2f} |"
                f" {one.memory:.0f} | {' | '.join(ratios)} |"
            )
    return "\n".join(rows) + "\n"


def _medians(runs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(run.wall for run in runs),
        statistics.median(run.cpu for run in runs),
        statistics.median(run.memory for run in runs),
    )


def _timed(program: Program, *, has_search: bool) -> Cost:
    os.sync()  # what an earlier run wrote is not to be paid by this one
    return program.build(has_search=has_search)


def _programs(work: Path, count: int, skip: Sequence[str]) -> Iterator[Program]:
    folder = work / str(count)
    if "site-gen" not in skip:
        yield SiteGen(folder / "site-gen")
    if "hugo" not in skip:
        yield Hugo(folder / "hugo", work / "tools")
    if "eleventy" not in skip:
        yield Eleventy(folder / "eleventy", work / "tools")


def _keep(path: Path, costs: Mapping[str, Mapping[str, Sequence[Cost]]]) -> None:
    """Write every single figure, so that a run that is broken off was not for nothing."""
    plain = {
        key: {name: [[run.wall, run.cpu, run.memory] for run in runs] for name, runs in one.items()}
        for key, one in costs.items()
    }
    path.write_text(json.dumps(plain, indent=1), encoding="utf-8")


def _machine() -> str:
    """Name the machine: processor, cores, memory, system and Python."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").split("\n") if info.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    model = models[0] if models else platform.processor()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores of {model}, {memory:.0f} GiB, {platform.system()};"
        f" Python {platform.python_version()}"
    )


def _tell(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def _names(known: Sequence[str]) -> Callable[[str], list[str]]:
    def read_names(text: str) -> list[str]:
        names = [name.strip().lower() for name in text.split(",") if name.strip()]
        for name in names:
            if name not in known:
                raise argparse.ArgumentTypeError(f"{name!r}: expected some of {','.join(known)}")
        return names

    return read_names


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks compare", description=__doc__)
    add = parser.add_argument
    work = Path(tempfile.gettempdir(), "site-gen-benchmarks")
    add("--papers", type=int, nargs="+", default=_NUMBERS, help="sizes of the sites")
    add("--runs", type=int, default=5, help="how often each build is measured")
    programs = _names(("site-gen", "hugo", "eleventy"))
    add("--skip", type=programs, default=[], help="programs to leave out: hugo,eleventy")
    items = ",".join(ITEMS)
    add("--work-items", type=_names(tuple(ITEMS)), default=list(ITEMS), help=f"some of {items}")
    add("--work", type=Path, default=work, help="folder for programs and sites; it is kept")
    add("--out", type=Path, help="file for the report, in Markdown")
    add("--corpus", type=Path, default=CORPUS, help="papers: a JSON object a line, in gzip")
    options = parser.parse_args(arguments)
    if min(options.papers) < 1 or options.runs < 1:
        parser.error("numbers of papers and of runs begin at 1")
    options.work = options.work.resolve()
    if options.work.is_relative_to(Path(__file__).parents[1]):
        parser.error("--work is in the checkout; expected a folder elsewhere")
    options.work.mkdir(parents=True, exist_ok=True)
    return options
