"""The files of a month that are for programs: sitemap, archive of the feed, data, pictures.

The input key of a day's files is made from the hashes of its papers' files, so a day that did not
change costs nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from site_gen.build.output_folder import Artifact
from site_gen.model import (
    Entry,
    MonthContent,
    Page,
    Settings,
    archive_document_url,
    data_url,
    fingerprint,
    full_reference,
    long_date,
    month_name,
    output_path,
    picture_url,
    sitemap_url,
)
from site_gen.plan import data_files
from site_gen.plan.citations import format_bibtex, format_csl, format_ris
from site_gen.plan.feeds import feed_items
from site_gen.plan.sitemaps import format_sitemap, list_pages
from site_gen.render import day_picture


def plan_files(
    settings: Settings, config_hash: str, name: str, content: MonthContent, pages: Iterable[Page]
) -> Iterator[Artifact]:
    """Plan the files of the month ``name``, which has these pages.

    ``config_hash`` stands for settings, rules for topics and version.
    """
    # Made at once: it is small, and naming what it is made from would be as long as it is.
    sitemap = format_sitemap(settings, list_pages(pages))
    yield Artifact(
        output_path(sitemap_url(name)), fingerprint(sitemap)[:32], partial(bytes, sitemap)
    )
    whole = [entry for day in list_days(content) for _, entry in feed_items.own_papers(day)]
    if settings.is_slim:
        yield from _plan_archive(settings, config_hash, content)
        yield from _plan_data(settings, config_hash, name, whole)
    else:
        yield from _plan_days(settings, config_hash, content)
    if settings.pictures:
        for listing in content.listings:
            yield _plan_picture(settings, listing.date, len(listing.papers))
    input_key = _compute_input_key(config_hash, None, None, whole)
    yield Artifact(
        output_path(data_url(name, "jsonl")),
        input_key,
        partial(data_files.format_jsonl, settings, whole),
    )


def _plan_days(settings: Settings, config_hash: str, content: MonthContent) -> Iterator[Artifact]:
    """Plan the documents of the archive and the data files, for each day."""
    previous = content.previous
    for listing, entries in list_days(content):
        day = listing.date
        papers = [content.entries[full_reference(ref, day)] for ref in listing.papers]
        input_key = _compute_input_key(config_hash, day, previous, papers)
        days = [(listing, entries)]
        archive = partial(feed_items.write_archive_document, settings, days, previous)
        yield Artifact(output_path(archive_document_url(day)), input_key, archive)
        yield from _plan_data(settings, config_hash, day, papers)
        previous = day


def _plan_archive(
    settings: Settings, config_hash: str, content: MonthContent
) -> Iterator[Artifact]:
    """Plan the document of the archive with all days of a month, newest first."""
    days = [*list_days(content)][::-1]
    newest, previous = days[0][0].date, content.previous
    # The order of papers in a day too: it decides their times.
    papers = [entry for day in days for _, entry in feed_items.own_papers(day)]
    places = repr([(day[0].date, day[0].papers) for day in days])
    key = fingerprint(
        _compute_input_key(config_hash, newest, previous, papers).encode(), places.encode()
    )
    archive = partial(feed_items.write_archive_document, settings, days, previous)
    url = archive_document_url(newest, is_monthly=True)
    yield Artifact(output_path(url), key[:32], archive)


def _plan_data(
    settings: Settings, config_hash: str, when: date | str, papers: Sequence[Entry]
) -> Iterator[Artifact]:
    """Plan the data files of a day, or of a month ``YYYY-MM``."""
    day = when if isinstance(when, date) else None
    # Not the day before: only the archive of the feed links to it.
    input_key = _compute_input_key(config_hash, day, None, papers)
    span = long_date(day) if day else month_name(date.fromisoformat(f"{when}-01"))
    heading = f"{settings.title}, {span}"
    writers = {
        "json": partial(data_files.format_json, settings, day, papers),
        "md": partial(data_files.format_markdown, settings, heading, papers),
        "bib": partial(_encode, format_bibtex, settings, papers),
        "ris": partial(_encode, format_ris, settings, papers),
        "csl.json": partial(_encode, format_csl, settings, papers),
    }
    for form, write in writers.items():
        yield Artifact(output_path(data_url(when, form)), input_key, write)


def list_days(content: MonthContent) -> Iterator[feed_items.Day]:
    """Give the days of a month, each with the entries that appeared first on it."""
    by_day: dict[date, dict[str, Entry]] = {}
    for entry in content.entries.values():
        by_day.setdefault(entry.first_day, {})[entry.slug] = entry
    for listing in sorted(content.listings, key=lambda listing: listing.date):
        yield listing, by_day.get(listing.date, {})


def _compute_input_key(
    config_hash: str, day: date | None, previous: date | None, papers: Iterable[Entry]
) -> str:
    files = (f"{entry.first_day} {entry.slug} {entry.content_hash}" for entry in papers)
    return fingerprint("\n".join((config_hash, f"{day} {previous}", *files)).encode())[:32]


def _encode(
    form: Callable[[Settings, Sequence[Entry]], str], settings: Settings, papers: Sequence[Entry]
) -> bytes:
    return form(settings, papers).encode()


def _plan_picture(settings: Settings, day: date, papers: int) -> Artifact:
    inputs = (settings.title, day, papers)
    draw = partial(day_picture.draw_day, *inputs)
    input_key = day_picture.compute_input_key(*inputs)
    return Artifact(output_path(picture_url(day)), input_key, draw)
