"""All of ``content/``, looked at once: what is wrong, with file and line; safe mending."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from site_gen.content.digest_file import find_dead_in_listing
from site_gen.content.entry_file import read_entry
from site_gen.content.findings import (
    ENCODING,
    Finding,
    find_repeats,
    inspect_entry,
    inspect_links,
    inspect_listing,
    inspect_text,
)
from site_gen.content.identity import compute_keys
from site_gen.content.own.files import STATIC, list_static
from site_gen.content.own.links import SiteUrls, find_dead_links
from site_gen.content.own.pages import PAGES, load_pages
from site_gen.content.settings.day_words import SHOW, DayWords, collect_words, inspect_words
from site_gen.content.settings_file import find_late_feeds, reject_links
from site_gen.content.store import (
    LISTING,
    SETTINGS,
    load_settings,
    load_topics,
    read_listing,
    scan,
)
from site_gen.content.topic_rules import Vocabulary
from site_gen.content.yaml_edit import add_items, find_unquoted, set_keys, set_values
from site_gen.model import (
    FIELDS,
    DayScan,
    Entry,
    InputError,
    PageText,
    Problem,
    Settings,
    day_url,
    parse_day,
)
from site_gen.system.files import is_folder, list_folder, read_optional, read_text, shown
from site_gen.system.hosts.netlify_rules import parse_rules
from site_gen.system.progress import Progress, no_progress, track
from site_gen.system.transactions import commit_texts
from site_gen.text.mojibake import mend_misread

_READ = (".md", ".yaml", ".yml")


@dataclass(slots=True)
class _Seen:
    """What is known of all papers so far."""

    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    slugs: dict[date, frozenset[str]] = field(default_factory=dict)
    urls: SiteUrls = field(default_factory=lambda: SiteUrls({}, ()))
    unlisted: set[str] = field(default_factory=set)
    """Papers that need no line in a listing: they were taken down, or are drafts."""
    settings: Settings | None = None
    words: list[DayWords] = field(default_factory=list)
    is_whole: bool = True
    """Whether all listings could be read."""


def check(site: Path, today: date, progress: Progress = no_progress) -> Iterator[Finding]:
    """Find what is wrong in a site's content, day by day, then what concerns several days.

    ``progress`` takes how many papers are checked. Raises InputError when there is no content.
    """
    content = site / "content"
    months, problems = scan(content)
    yield from map(_error, problems)
    yield from _find_unread_folders(content)
    vocabulary = Vocabulary()
    seen = _Seen()
    try:
        seen.settings = load_settings(content)
        yield from _check_form(site, seen.settings)
        yield from _check_feeds(content / SETTINGS)
    except InputError as err:
        yield from map(_error, err.problems)
    yield from map(_error, reject_links(site, seen.settings or Settings()))
    try:
        vocabulary = load_topics(content)
    except InputError as err:
        yield from map(_error, err.problems)
    days = [day for month in months for day in month.days]
    seen.slugs = {day.date: frozenset(day.slugs) for day in days}
    try:
        static = list_static(content)
    except InputError as err:
        static = {}
        yield from map(_error, err.problems)
    pages: tuple[PageText, ...] = ()
    try:
        pages = load_pages(content)
    except InputError as err:
        yield from map(_error, err.problems)
    seen.urls = SiteUrls({day.date: day for day in days}, {*static, *(one.slug for one in pages)})
    for page in pages:
        path = content / PAGES / f"{page.slug}.md"
        dead = find_dead_links([page.body], "/", seen.urls)
        yield from inspect_links(shown(path), read_text(path), dead)
    weights = [len(day.slugs) for day in days]
    for day in track(days, progress, "Checking papers", weights):
        yield from _check_day(content, day, vocabulary, seen, today)

    # find_repeats asks for some papers several times. Bounded: an archive may have any size.
    @lru_cache(maxsize=1024)
    def read(ref: str) -> Entry | None:
        try:
            return read_entry(content, ref)[0]
        except InputError:
            return None

    yield from find_repeats(seen.keys, read)
    if seen.settings:
        yield from inspect_words(content, seen.settings, seen.words, is_whole=seen.is_whole)


def _find_unread_folders(content: Path) -> Iterator[Finding]:
    """Tell of folders that no build reads; names that begin like a day are errors of the scan."""
    for entry in list_folder(content):
        if not is_folder(entry) or entry.name.startswith(".") or entry.name in (STATIC, PAGES):
            continue
        if parse_day(entry.name):
            with suppress(InputError):  # the scan has said that it cannot be read
                yield from _find_folders_of_day(Path(entry.path))
        elif not entry.name[:1].isdigit():
            message = "not a day, so it is not read; expected folders YYYY-MM-DD"
            yield Finding(problem=Problem(shown(Path(entry.path)), 0, message))


def _find_folders_of_day(folder: Path) -> Iterator[Finding]:
    for entry in list_folder(folder):
        path = Path(entry.path)
        # A folder that has the name of an entry is an error, when the entry is read.
        if is_folder(entry) and not entry.name.startswith(".") and path.suffix not in _READ:
            message = "a folder of a day's folder, so it is not read; expected entries"
            yield Finding(problem=Problem(shown(path), 0, message))


def _check_form(site: Path, settings: Settings) -> Iterator[Finding]:
    """Tell when the content policy does not let the newsletter's form post.

    Ours does. So this is of one that ``headers`` of site.yaml has, or an own ``netlify.toml``.
    """
    action = urlsplit(settings.newsletter_action)
    host = f"{action.scheme}://{action.netloc}"
    for path, line, policy in _list_policies(site, settings) if action.netloc else ():
        rules = map(str.split, policy.split(";"))
        found = (hosts for name, *hosts in filter(None, rules) if name == "form-action")
        allowed = next(found, None)
        # Without form-action, forms may post anywhere: default-src does not stand in for it (CSP
        # level 3).
        if allowed is None or {host, f"{host}/", action.netloc, "https:", "*"} & set(allowed):
            continue
        message = f"newsletter_action posts to {host}; expected it in form-action, else it does not"
        yield Finding(problem=Problem(shown(path), line, message))


def _list_policies(site: Path, settings: Settings) -> Iterator[tuple[Path, int, str]]:
    """Give the content policies that a person wrote: each with its file and line."""
    name, path = "content-security-policy", site / "netlify.toml"
    for rule in settings.headers:
        for key, value in rule.values:
            if key.lower() == name:
                yield site / "content" / SETTINGS, rule.line, value
    if path.is_file():
        yield path, 0, parse_rules(shown(path), read_text(path)).headers_for("/").get(name, "")


def _check_feeds(path: Path) -> Iterator[Finding]:
    """Tell when a setting of feeds has no effect."""
    if path.is_file() and (problem := find_late_feeds(shown(path), read_text(path))):
        yield Finding(problem=problem)


def mend(content: Path, findings: Iterable[Finding]) -> tuple[list[Finding], list[Problem]]:
    """Mend what can be mended without a doubt; give what was mended, and why some was not.

    An id that is written as an address becomes the id; a paper that is not listed is listed last; a
    text that YAML takes for a number, a date or a yes gets its quotes. Signs of UTF-8 that were
    read as Latin-1 are read anew, if every sign of the file beyond ASCII is such a one. Words of
    days go to site.yaml, or stay shown, as ``inspect_words`` says. All files are written, or none.
    Raises OutputError.
    """
    texts: dict[
        str, tuple[str | None, str]
    ] = {}  # by path below content/: what was read, what it becomes
    mended: list[Finding] = []
    problems: list[Problem] = []
    for finding in (one for one in findings if one.key):
        path = finding.problem.path
        name = Path(os.path.relpath(path, content)).as_posix()
        try:
            if finding.key == SHOW and problems:
                continue  # site.yaml may lack what the day would not show any more
            before, text = texts[name] if name in texts else (_read(path, name),) * 2
            texts[name] = (before, _mend_text(finding, text or ""))
        except InputError as err:
            problems += err.problems
        else:
            mended.append(finding)
    commit_texts(content, texts)
    return mended, problems


def _read(path: str, name: str) -> str | None:
    """Read a file that is mended; only that of the settings need not be there."""
    return read_optional(Path(path)) if name == SETTINGS else read_text(path)


def _mend_text(finding: Finding, text: str) -> str:
    path = finding.problem.path
    if not path.endswith(".md") and finding.key != "papers":
        return set_values(path, text, {finding.key: finding.value})
    if finding.key == ENCODING:
        return mend_misread(text)
    if finding.key == "papers":
        return add_items(path, text, finding.key, [str(finding.value)])
    return set_keys(path, text, {finding.key: finding.value})


def _check_day(
    content: Path, day: DayScan, vocabulary: Vocabulary, seen: _Seen, today: date
) -> Iterator[Finding]:
    for slug in day.slugs:
        ref = f"{day.date}/{slug}"
        try:
            entry, text = read_entry(content, ref)
        except InputError as err:
            yield from _check_text(content / f"{ref}.md")
            yield from _broken(content / f"{ref}.md", err.problems)
            continue
        seen.keys[ref] = tuple(compute_keys(entry))
        findings: Iterator[Finding] = chain(
            inspect_text(entry.source.path, text),
            inspect_entry(entry, text, vocabulary),
            inspect_links(
                entry.source.path,
                text,
                find_dead_links([entry.body, entry.notes], day_url(entry.first_day), seen.urls),
            ),
        )
        if entry.removed:  # no page shows it, so only what an import knows it by must be right
            seen.unlisted.add(ref)
            findings = (one for one in findings if one.is_error)
        if entry.draft:
            seen.unlisted.add(ref)
        yield from findings
    if day.date > today and not (seen.settings and seen.settings.publish_future):
        folder = shown(content / day.date.isoformat())
        yield Finding(problem=Problem(folder, 0, "a day that is still to come"))
    listing, problems = read_listing(content, day)
    yield from map(_error, problems)
    seen.is_whole = seen.is_whole and not problems
    if day.has_listing and not problems:
        seen.words.append(collect_words(listing))
        yield from map(_error, find_dead_in_listing(listing, seen.slugs))
        named = [slug for slug in day.slugs if f"{day.date}/{slug}" not in seen.unlisted]
        yield from inspect_listing(listing, named)
    elif not day.has_listing:
        path = shown(content / day.date.isoformat() / LISTING)
        message = "no such file; expected one that names the day's papers in their order"
        yield Finding(problem=Problem(path, 0, message))


def _check_text(path: Path) -> Iterator[Finding]:
    """Look at the text of a file; what cannot be read is reported elsewhere."""
    with suppress(InputError):
        yield from inspect_text(shown(path), read_text(path))


def _broken(path: Path, problems: Iterable[Problem]) -> Iterator[Finding]:
    """Tell what is wrong with an entry; a text that only lacks its quotes can be mended."""
    texts = [field.name for field in FIELDS if field.kind == "text"]
    try:
        bare = find_unquoted(read_text(path), texts)
    except InputError:
        bare = {}
    lines = {line: (key, value) for key, (line, value) in bare.items()}
    for problem in problems:
        key, value = lines.get(problem.line, ("", ""))
        yield Finding(problem=problem, is_error=True, key=key, value=value)


def _error(problem: Problem) -> Finding:
    return Finding(problem=problem, is_error=True)
