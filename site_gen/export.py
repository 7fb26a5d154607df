"""Days, weeks, months and papers of ``content/`` -> any format that site-gen writes."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from site_gen import feed_formats, markup, twins
from site_gen.citations import format_bibtex, format_ris
from site_gen.errors import InputError, Problem
from site_gen.files import shown
from site_gen.formats.layout import format_digest
from site_gen.mail import format_email
from site_gen.merge import make_digest
from site_gen.model import Entry, Listing, Settings
from site_gen.store import SETTINGS, load_day, load_settings, read_entries, scan
from site_gen.survey import DEFAULT_URL
from site_gen.urls import day_url, paper_url, parse_day, permalink
from site_gen.words import long_date

_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_EXPECTED = "expected a day (2025-09-17), a week (2025-W38), a month (2025-09) or a paper's slug"


_NEED_ADDRESS = frozenset({"email", "opml"})  # they leave with links to the site in them


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for: whole days, and each paper once, in reading order."""

    days: tuple[tuple[Listing, tuple[Entry, ...]], ...]
    papers: tuple[Entry, ...]
    day: date
    """The newest day there is a paper of."""


def export_papers(content: Path, targets: Sequence[str], form: str) -> bytes:
    """Write what targets name, in a form that ``FORMATS`` has. Raises InputError."""
    settings = load_settings(content)
    if form in _NEED_ADDRESS and not settings.base_url:
        what = f"no base_url; expected where the site is hosted, for the links of {form}"
        raise InputError(Problem(shown(content / SETTINGS), 0, what))
    settings = replace(settings, base_url=settings.base_url or DEFAULT_URL)
    return FORMATS[form](settings, select(content, targets))


def select(content: Path, targets: Sequence[str]) -> Selection:
    """Find what targets name. Raises InputError with every target that names nothing."""
    months, _ = scan(content)
    known = {day.date: day.slugs for month in months for day in month.days}
    problems: list[Problem] = []
    days: list[tuple[Listing, tuple[Entry, ...]]] = []
    papers: dict[tuple[date, str], Entry] = {}
    for target in targets:
        try:
            chosen = _find_days(target, known)
            found = [load_day(content, day) for day in chosen]
            days += found
            single = [] if chosen else [_load_paper(content, target, known)]
            for entry in (*(entry for _, day in found for entry in day), *single):
                papers.setdefault((entry.first_day, entry.slug), entry)
        except InputError as err:
            problems += err.problems
    if problems:
        raise InputError(*problems)
    newest = max((*(one.date for one, _ in days), *(day for day, _ in papers)))
    return Selection(tuple(days), tuple(papers.values()), newest)


def _find_days(target: str, known: Mapping[date, Sequence[str]]) -> list[date]:
    """Give the days of a target, oldest first; none when it is a slug."""
    if day := parse_day(target):
        return [day]
    week = _WEEK.fullmatch(target)
    if not week and not _MONTH.fullmatch(target):
        return []
    days = [
        day
        for day in sorted(known)
        if (day.isocalendar()[:2] == (int(week[1]), int(week[2])) if week else _is_in(day, target))
    ]
    if not days:
        raise InputError(Problem(target, 0, f"no papers then; {_EXPECTED}"))
    return days


def _is_in(day: date, month: str) -> bool:
    return day.isoformat().startswith(month)


def _load_paper(content: Path, target: str, known: Mapping[date, Sequence[str]]) -> Entry:
    """Read the paper that a slug, or ``day/slug``, names."""
    _, _, slug = target.rpartition("/")
    refs = [f"{day}/{slug}" for day in sorted(known) if slug in known[day]]
    refs = [ref for ref in refs if target in (slug, ref)]
    if len(refs) != 1:
        what = f"more than one paper: {', '.join(refs)}" if refs else "no such paper"
        raise InputError(Problem(target, 0, f"{what}; {_EXPECTED}"))
    entries, problems = read_entries(content, refs)
    if problems:
        raise InputError(*problems)
    return entries[refs[0]]


def _text(_settings: Settings, chosen: Selection) -> bytes:
    if not chosen.days:
        raise InputError(Problem("--format text", 0, "writes days; expected a day, week or month"))
    return "".join(format_digest(make_digest(*day)) for day in chosen.days).encode()


def _json(settings: Settings, chosen: Selection) -> bytes:
    day = chosen.day if len(chosen.days) == 1 else None
    return twins.format_json(settings, day, chosen.papers)


def _email(settings: Settings, chosen: Selection) -> bytes:
    url = day_url(chosen.day) if len(chosen.days) == 1 else "/archive/"
    return format_email(settings, _heading(settings, chosen), chosen.day, url, chosen.papers)


def _opml(settings: Settings, chosen: Selection) -> bytes:
    links = [
        (
            markup.plain_title(entry.title),
            permalink(settings.base_url, paper_url(entry.first_day, entry.slug)),
        )
        for entry in chosen.papers
    ]
    return feed_formats.format_link_list(_heading(settings, chosen), links)


def _heading(settings: Settings, chosen: Selection) -> str:
    dates = sorted({listing.date for listing, _ in chosen.days})
    if not dates:
        return settings.title
    until = f" to {long_date(dates[-1])}" if len(dates) > 1 else ""
    return f"{settings.title}, {long_date(dates[0])}{until}"


FORMATS: Mapping[str, Callable[[Settings, Selection], bytes]] = {
    "text": _text,
    "markdown": lambda settings, chosen: twins.format_markdown(
        settings, _heading(settings, chosen), chosen.papers
    ),
    "json": _json,
    "jsonl": lambda settings, chosen: twins.format_jsonl(settings, chosen.papers),
    "bibtex": lambda settings, chosen: format_bibtex(
        settings, chosen.papers, abstracts=True
    ).encode(),
    "ris": lambda settings, chosen: format_ris(settings, chosen.papers).encode(),
    "csl": lambda settings, chosen: twins.format_csl(settings, chosen.papers),
    "email": _email,
    "opml": _opml,
}
"""What writes each format."""
