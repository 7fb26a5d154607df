"""Papers of ``content/`` -> any format that site-gen writes, piece by piece."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from itertools import islice
from pathlib import Path

from site_gen.content.selection import Selection, select
from site_gen.content.store import SETTINGS, load_settings
from site_gen.importing.formats.daily_page.writer import format_digest, make_digest
from site_gen.model import (
    DEFAULT_URL,
    URLS,
    InputError,
    Problem,
    Settings,
    TemplateError,
    day_url,
    entry_permalink,
    long_date,
    month_url,
    topic_url,
    week_url,
)
from site_gen.plan import data_files
from site_gen.plan.citations import format_bibtex, format_csl_item, format_ris
from site_gen.plan.feeds import feed_formats
from site_gen.render.templates import make_renderer
from site_gen.render.theme import load_theme
from site_gen.system.files import read_text, shown
from site_gen.system.progress import Progress, no_progress
from site_gen.text.titles import plain_title

_NEED_ADDRESS = frozenset({"email", "opml"})  # they leave with links to the site in them


def export_papers(
    content: Path,
    targets: Sequence[str],
    form: str,
    *,
    abstracts: bool = True,
    progress: Progress = no_progress,
) -> Iterator[bytes]:
    """Write what targets name, in a form that ``FORMATS`` has, piece by piece.

    ``abstracts``: whether formats of ``REFERENCES`` have them; the other formats do not ask.
    ``progress`` takes how many days are done.

    Raises InputError before the first piece where a target names nothing, later where an entry
    cannot be read.
    """
    settings = load_settings(content)
    if form in _NEED_ADDRESS and not settings.base_url:
        message = f"no base_url; expected where the site is hosted, for the links of {form}"
        raise InputError(Problem(shown(content / SETTINGS), 0, message))
    settings = replace(settings, base_url=settings.base_url or DEFAULT_URL)
    chosen = select(content, targets, progress)
    if form == "text" and not all(part.is_whole for part in chosen.parts):
        raise InputError(Problem("--format text", 0, "writes days; expected days, weeks, months"))
    if form in REFERENCES:
        return REFERENCES[form](settings, chosen, abstracts)
    return _OTHERS[form](settings, chosen)


def _text(_settings: Settings, chosen: Selection) -> Iterator[bytes]:
    return (format_digest(make_digest(*day)).encode() for day in chosen.read())


def _json(settings: Settings, chosen: Selection) -> Iterator[bytes]:
    # The file of one day names the day, as the site's own does.
    day = chosen.days[0] if len(chosen.parts) == len(chosen.days) == 1 else None
    head, end = data_files.frame_json(day)
    rows = (data_files.format_record(settings, entry) for entry in chosen.papers())
    return _parted(rows, head, ",\n", end)


def _markdown(settings: Settings, chosen: Selection) -> Iterator[bytes]:
    yield data_files.format_markdown(settings, _heading(settings, chosen), [])
    for entry in chosen.papers():
        yield b"\n" + data_files.format_markdown(settings, "", [entry])


def _bibtex(settings: Settings, chosen: Selection, abstracts: bool) -> Iterator[bytes]:
    rows = (format_bibtex(settings, [entry], abstracts=abstracts) for entry in chosen.papers())
    return _parted(rows, "", "\n", "")


def _ris(settings: Settings, chosen: Selection, abstracts: bool) -> Iterator[bytes]:
    rows = (format_ris(settings, [entry], abstracts=abstracts) for entry in chosen.papers())
    return _parted(rows, "", "\n", "")


def _csl(settings: Settings, chosen: Selection, abstracts: bool) -> Iterator[bytes]:
    rows = (format_csl_item(settings, entry, abstracts=abstracts) for entry in chosen.papers())
    return _parted(rows, "[\n", ",\n", "\n]\n")


def _opml(settings: Settings, chosen: Selection) -> Iterator[bytes]:
    head, end = feed_formats.frame_link_list(_heading(settings, chosen))
    rows = (
        feed_formats.format_link(
            plain_title(entry.title, latex=False),
            entry_permalink(settings, entry),
        )
        for entry in chosen.papers()
    )
    return _parted(rows, head, "", end)


def _email(settings: Settings, chosen: Selection) -> Iterator[bytes]:
    mail = import_module("site_gen.newsletter")  # it needs what no other format does
    papers = chosen.papers()
    entries = tuple(islice(papers, mail.MOST))
    mailing = mail.Mailing(
        heading=_heading(settings, chosen),
        day=max(part.day for part in chosen.parts),
        url=_url(chosen),
        entries=entries,
        # Further papers are only counted, so that the memory does not grow with them.
        total=len(entries) + sum(1 for _ in papers),
    )
    theme = load_theme(chosen.content.parent / "templates")
    try:
        yield mail.format_email(settings, make_renderer(settings, theme), mailing)
    except mail.StyleError as err:
        paths = (folder / "email.html" for folder in theme.folders)
        path = next(path for path in paths if path.is_file())
        message = f"a style that is not CSS: {err}; expected one that can be put into elements"
        line = mail.find_wrong_style(read_text(path))
        raise TemplateError(Problem(shown(path), line, message)) from None


def _parted(rows: Iterator[str], head: str, between: str, end: str) -> Iterator[bytes]:
    """Give rows, what stands between them, and around them all."""
    yield head.encode()
    for number, row in enumerate(rows):
        yield (between + row if number else row).encode()
    yield end.encode()


def _heading(settings: Settings, chosen: Selection) -> str:
    days = chosen.days
    if chosen.topics and not days:
        names = (chosen.vocabulary.by_slug.get(slug, slug) for slug in chosen.topics)
        return f"{settings.title}: {', '.join(names)}"
    if not days:
        return settings.title
    until = f" to {long_date(days[-1])}" if len(days) > 1 else ""
    return f"{settings.title}, {long_date(days[0])}{until}"


def _url(chosen: Selection) -> str:
    """Give the page that shows most of what was asked for."""
    days, topics = chosen.days, chosen.topics
    if len(topics) == 1 and not days:
        return topic_url(topics[0])
    if len(days) == 1:
        return day_url(days[0])
    for span in (week_url, month_url):
        if len(urls := {span(day) for day in days}) == 1:
            return urls.pop()
    return URLS.archive


REFERENCES: Mapping[str, Callable[[Settings, Selection, bool], Iterator[bytes]]] = {
    "bibtex": _bibtex,
    "ris": _ris,
    "csl": _csl,
}
"""What writes each format of references, with abstracts or without."""

_OTHERS: Mapping[str, Callable[[Settings, Selection], Iterator[bytes]]] = {
    "text": _text,
    "markdown": _markdown,
    "json": _json,
    "jsonl": lambda settings, chosen: (
        f"{data_files.format_record(settings, entry)}\n".encode() for entry in chosen.papers()
    ),
    "email": _email,
    "opml": _opml,
}

FORMATS = ("text", "markdown", "json", "jsonl", *REFERENCES, "email", "opml")
"""The names of all formats."""
