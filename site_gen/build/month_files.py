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
    previous, whole = content.previous, list[Entry]()
    for listing, entries in list_days(content):
        day = listing.date
        papers = [content.entries[full_reference(ref, day)] for ref in listing.papers]
        archive = partial(feed_items.write_archive_document, settings, (listing, entries), previous)
        url = archive_document_url(day)
        yield Artifact(
            output_path(url), _compute_input_key(config_hash, day, previous, papers), archive
        )
        yield from _plan_day(settings, config_hash, day, papers)
        # The file of a month has each paper once: with its first day.
        whole += (entry for entry in papers if entry.first_day == day)
        previous = day
    input_key = _compute_input_key(config_hash, None, None, whole)
    yield Artifact(
        output_path(data_url(name, "jsonl")),
        input_key,
        partial(data_files.format_jsonl, settings, whole),
    )


def _plan_day(
    settings: Settings, config_hash: str, day: date, papers: Sequence[Entry]
) -> Iterator[Artifact]:
    """Plan the data files of a day, and its picture."""
    # Not the day before: only the archive of the feed links to it.
    input_key = _compute_input_key(config_hash, day, None, papers)
    heading = f"{settings.title}, {long_date(day)}"
    writers = {
        "json": partial(data_files.format_json, settings, day, papers),
        "md": partial(data_files.format_markdown, settings, heading, papers),
        "bib": partial(_encode, format_bibtex, settings, papers),
        "ris": partial(_encode, format_ris, settings, papers),
        "csl.json": partial(_encode, format_csl, settings, papers),
    }
    for form, write in writers.items():
        yield Artifact(output_path(data_url(day, form)), input_key, write)
    if settings.pictures:
        yield _plan_picture(settings, day, len(papers))


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
