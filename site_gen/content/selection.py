"""What of ``content/`` is asked for: days, weeks, months, years, topics and papers.

Names are found without reading a paper; papers are read a day at a time, while they are taken,
so that an archive of any size passes through a small memory.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote, urlsplit

from site_gen.content.entry_file import glance
from site_gen.content.identity import compute_keys, scan_keys
from site_gen.content.store import load_day, load_topics, read_entries, scan
from site_gen.content.topic_rules import Vocabulary, with_topics
from site_gen.model import (
    Entry,
    InputError,
    Listing,
    Paper,
    Problem,
    entry_reference,
    find_arxiv_id,
    find_doi,
    one_line,
    parse_day,
    topic_slug,
)
from site_gen.system.files import shown
from site_gen.system.progress import Progress, no_progress, track

ALL = "all"
# ISO 8601, as the addresses of pages name weeks.
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_SPAN = re.compile(r"[0-9]{4}(-[0-9]{2})?")
_TOPIC = "topics/"
_PAPER = "a slug, day/slug, an arXiv id, a DOI or the address of a paper's page"
_EXPECTED = (
    "expected a day (2025-09-17), a week (2025-W38), a month (2025-09), a year (2025), 'all',"
    " a topic (topics/agents) or a paper's slug"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A day; or of it one paper, by slug, or the papers of a topic that appeared first then."""

    day: date
    slug: str = ""
    topic: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the day."""
        return not self.slug and not self.topic


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for, in order, each part once; its papers are read while they are taken.

    Papers that were taken down are left out, and drafts; one that was asked for by name is an
    error.
    """

    content: Path
    vocabulary: Vocabulary
    parts: tuple[Part, ...]
    progress: Progress = no_progress
    """Takes how many parts are read."""

    @property
    def days(self) -> tuple[date, ...]:
        """The days that are asked for whole, oldest first."""
        return tuple(sorted({part.day for part in self.parts if part.is_whole}))

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics that are asked for, by slug."""
        return tuple(dict.fromkeys(part.topic for part in self.parts if part.topic))

    def read(self) -> Iterator[tuple[Listing, tuple[Entry, ...]]]:
        """Read part after part: the day's listing, and the papers that were asked for.

        Raises InputError with all that cannot be read, and each topic that has no paper; nothing
        is given after the first mistake.
        """
        problems: list[Problem] = []
        empty = set(self.topics)
        for part in track(self.parts, self.progress, "Reading days", [1] * len(self.parts)):
            try:
                listing, entries = self._read_part(part)
            except InputError as err:
                problems += err.problems
                continue
            if entries:
                empty.discard(part.topic)
            # After the first mistake nothing is given, but all else is read, so that every mistake
            # is reported.
            if not problems:
                yield listing, entries
        for slug in sorted(empty):
            problems.append(Problem(f"{_TOPIC}{slug}", 0, f"no paper has this topic; {_EXPECTED}"))
        if problems:
            raise InputError(*problems)

    def papers(self) -> Iterator[Entry]:
        """Give each paper once."""
        seen: set[tuple[date, str]] = set()
        for _, entries in self.read():
            for entry in entries:
                if (entry.first_day, entry.slug) not in seen:
                    seen.add((entry.first_day, entry.slug))
                    yield entry

    def _read_part(self, part: Part) -> tuple[Listing, tuple[Entry, ...]]:
        if part.slug:
            ref = f"{part.day}/{part.slug}"
            papers, problems = read_entries(self.content, [ref])
            problems += _refuse_left_out(papers)
            if problems:
                raise InputError(*problems)
            return Listing(date=part.day), tuple(with_topics(self.vocabulary, papers).values())
        listing, entries = load_day(self.content, part.day)
        named = with_topics(self.vocabulary, {entry_reference(x): x for x in entries})
        if not part.topic:
            return listing, tuple(named.values())
        # A paper that other days list again is given on its first day only.
        first_here = (entry for entry in named.values() if entry.first_day == part.day)
        return listing, tuple(x for x in first_here if part.topic in map(topic_slug, x.topics))


def select(content: Path, targets: Sequence[str], progress: Progress = no_progress) -> Selection:
    """Find what targets name. Raises InputError with every target that names nothing.

    ``progress`` takes how much of it is read, later.
    """
    months, unread = scan(content)
    known = {day.date: day.slugs for month in months for day in month.days}
    vocabulary = load_topics(content)
    problems: list[Problem] = []
    parts: list[Part] = []
    for target in targets:
        try:
            parts += _find_parts(content, target, known, vocabulary)
        except InputError as err:
            problems += err.problems
    if problems:  # as in find_papers
        raise InputError(*problems, *unread)
    # Targets overlap, as a week and a day of it do; each part is read and written once.
    return Selection(content, vocabulary, tuple(dict.fromkeys(parts)), progress)


def _find_parts(
    content: Path, target: str, known: Mapping[date, Sequence[str]], vocabulary: Vocabulary
) -> list[Part]:
    """Give what a target names, oldest first. Raises InputError."""
    if day := parse_day(target):
        if day not in known:
            days = f"there are {min(known)} to {max(known)}" if known else "nothing is there yet"
            raise InputError(Problem(shown(content / target), 0, f"no such day; {days}"))
        return [Part(day)]
    if target.startswith(_TOPIC):
        topic = _resolve_topic(target.removeprefix(_TOPIC).strip("/"), vocabulary)
        return [Part(day, topic=topic) for day in sorted(known)]
    if target == ALL or _WEEK.fullmatch(target) or _SPAN.fullmatch(target):
        return [Part(day) for day in _find_days(target, known)]
    return [_find_paper(target, known)]


def _resolve_topic(slug: str, vocabulary: Vocabulary) -> str:
    """Give the slug of a topic for that of one of its aliases."""
    name = vocabulary.by_slug.get(slug)
    return topic_slug(name) if name else slug


def _find_days(target: str, known: Iterable[date]) -> list[date]:
    """Give the days of a week, month or year, or all. Raises InputError where there are none."""
    if week := _WEEK.fullmatch(target):
        number = int(week[1]), int(week[2])
        # The year of a week is that of its Thursday: isocalendar knows, the date alone does not.
        days = [day for day in sorted(known) if day.isocalendar()[:2] == number]
    else:
        start = "" if target == ALL else target
        days = [day for day in sorted(known) if day.isoformat().startswith(start)]
    if not days:
        raise InputError(Problem(target, 0, f"no papers then; {_EXPECTED}"))
    return days


def _find_paper(target: str, known: Mapping[date, Sequence[str]]) -> Part:
    """Find the paper that a slug, or ``day/slug``, names. Raises InputError."""
    _, _, slug = target.rpartition("/")
    days = [day for day in sorted(known) if slug in known[day]]
    days = [day for day in days if target in (slug, f"{day}/{slug}")]
    if len(days) != 1:
        refs = ", ".join(f"{day}/{slug}" for day in days)
        reason = f"more than one paper: {refs}" if refs else "no such paper"
        raise InputError(Problem(target, 0, f"{reason}; {_EXPECTED}"))
    return Part(days[0], slug=slug)


def _refuse_left_out(papers: Mapping[str, Entry]) -> Iterator[Problem]:
    for ref, entry in papers.items():
        if entry.removed:
            yield Problem(ref, 0, f"this paper was removed: {one_line(entry.removed)}")
        elif entry.draft:
            yield Problem(ref, 0, "a draft; expected a paper without 'draft: true'")


def find_papers(content: Path, targets: Iterable[str]) -> list[str]:
    """Find the papers that targets name, each once, as ``day/slug``.

    A target is a slug, ``day/slug``, an arXiv id, a DOI, the address of a page, or of an entry's
    file. Raises InputError with every target that names no paper, or several.
    """
    months, unread = scan(content)
    days = [day for month in months for day in month.days]
    refs = {ref: slug for day in days for ref, slug in zip(day.refs, day.slugs, strict=True)}
    problems: list[Problem] = []
    found: dict[str, None] = {}
    for target in targets:
        named = _find_named(content, target.strip(), refs)
        if len(named) == 1:
            found.setdefault(named[0])
        else:
            message = f"{len(named)} papers: {', '.join(named)}; expected one of these"
            message = message if named else f"no such paper; {_guess_paper(target.strip(), refs)}"
            problems.append(Problem(target, 0, message))
    if problems:  # what cannot be read may be what is looked for
        raise InputError(*problems, *unread)
    return list(found)


def _find_named(content: Path, target: str, refs: Mapping[str, str]) -> list[str]:
    """Give the papers, of ``refs`` with their slugs, that a target may mean."""
    if ref := _find_reference(target):
        return [ref] if ref in refs else []
    if named := [ref for ref, slug in refs.items() if slug == target]:
        return named
    ident, doi = find_arxiv_id(target), find_doi(target)
    paper = Paper(title="", abstract="", arxiv_id=ident, doi=doi)
    keys = {key for key in compute_keys(paper) if not key.startswith("title:")}
    texts = ((ref, glance(f"{content}/{ref}.md")) for ref in refs if keys)
    word = (ident or doi).lower()
    # A few files hold it; only these are read in full.
    return [ref for ref, text in texts if word in text.lower() and keys & {*scan_keys(text)}]


def _find_reference(target: str) -> str:
    """Give the ``day/slug`` that an address, or a path, ends in; else nothing."""
    try:
        path = unquote(urlsplit(target).path)
    except ValueError:  # brackets that are no address of a host
        return ""
    parts = [part for part in path.split("/") if part not in ("", "index.html")]
    if len(parts) < 2 or not parse_day(parts[-2]):  # a day and a slug
        return ""
    return f"{parts[-2]}/{parts[-1].removesuffix('.md')}"


def _guess_paper(target: str, refs: Mapping[str, str]) -> str:
    """Say what was perhaps meant, else what can be named."""
    ref = _find_reference(target)
    slug = ref.partition("/")[2] or target
    near = [other for other, name in refs.items() if ref and name == slug]
    if not near and not find_arxiv_id(target) and not find_doi(target):
        close = get_close_matches(slug, set(refs.values()), n=1)
        near = [other for other, name in refs.items() if name in close]
    return f"did you mean {near[0]!r}?" if near else f"expected {_PAPER}"
