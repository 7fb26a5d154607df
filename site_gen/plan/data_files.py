"""Days and papers as data: JSON, JSON Lines, Markdown; what lists and describes it all.

Pure. Names are those of the Hugging Face daily papers API where they mean the same: ``id`` (arXiv),
``title``, ``summary``, ``authors`` with a ``name`` each, ``upvotes``, ``submittedOnDailyAt``. What
is not known is left out. docs/api.md describes each. llms.txt: https://llmstxt.org.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from site_gen.model import (
    IN_DATA,
    URLS,
    Entry,
    Page,
    PaperField,
    Settings,
    count,
    data_url,
    entry_permalink,
    field_line,
    is_known,
    json_line,
    long_date,
    month_name,
    one_line,
    permalink,
)
from site_gen.plan.feeds.feed_formats import FeedLink
from site_gen.text import markdown

# Programs read it: it goes up when a field changes its meaning, or goes.
VERSION = 1
_FORMS = ("json", "md", "bib", "ris", "csl.json")


def _list_files(*, is_slim: bool) -> tuple[tuple[str, str], ...]:
    """Give the addresses of data files, each with what is there."""
    when, a = ("YYYY-MM", "A month") if is_slim else ("YYYY-MM-DD", "A day")
    papers = f"{a}'s papers" if is_slim else f"{a}'s digest"
    return (
        (URLS.api_index, "Every day and month there is, as JSON"),
        (data_url(when, "json"), f"{papers}, as JSON"),
        (data_url(when, "md"), f"{papers}, as Markdown"),
        (data_url(when, "bib"), f"{a}'s references, as BibTeX"),
        (data_url(when, "ris"), "The same as RIS"),
        (data_url(when, "csl.json"), "The same as CSL-JSON"),
        (data_url("YYYY-MM", "jsonl"), "The papers that appeared first in a month, as JSON Lines"),
        (URLS.llms, "Where text is, for programs that read it"),
    )


NAMES = (
    ("slug", "its name in the address of its page"),
    ("url", "its page"),
    *((field.data_name, field.data_about) for field in IN_DATA),
    ("summary", "its abstract as text; math and other LaTeX as its source"),
    ("content_text", "its abstract as people read it, where LaTeX in it means something else"),
    ("submittedOnDailyAt", "the day of the digest it appeared in first, in UTC"),
)
"""What a record says of a paper, in its order: each name, and its description."""

_HINT = "Put .md, .json or .bib behind a {}, as in {}, for its papers as text, data or references."


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPage(Page):
    """What describes the data files."""

    template = "api.html"
    kind = "api"

    version: int
    """The version of the data."""

    files: tuple[tuple[str, str], ...]
    """Addresses, each with what is there."""

    names: tuple[tuple[str, str], ...]
    """The fields of a paper, each with what it is."""

    has_feeds: bool
    """Whether the site has a feed."""


def plan_api(*, has_feeds: bool, is_slim: bool = False) -> ApiPage:
    """Plan the page that describes the data files: those of months where the site is slim."""
    return ApiPage(
        url=URLS.api,
        title="Data",
        summary="Every paper as JSON, Markdown and BibTeX, for programs.",
        version=VERSION,
        files=_list_files(is_slim=is_slim),
        names=NAMES,
        has_feeds=has_feeds,
    )


def make_record(settings: Settings, entry: Entry) -> dict[str, Any]:
    """Make what data files say of a paper: plain text; LaTeX as its source, but for one field."""
    source = markdown.to_text(entry.body)
    shown = markdown.to_plain_text(entry.body, latex=settings.latex)
    record: dict[str, Any] = {
        "slug": entry.slug,
        "url": entry_permalink(settings, entry),
        **{field.data_name: _data_value(entry, field) for field in IN_DATA},
        # Behind the fields of the table, so that it replaces the title as it was written.
        "title": one_line(entry.title),
        "summary": source,
        "content_text": shown if shown != source else "",
        "submittedOnDailyAt": f"{entry.first_day}T00:00:00.000Z",
    }
    return {name: value for name, value in record.items() if value != [] and is_known(value)}


def _data_value(entry: Entry, field: PaperField) -> Any:
    """Give a field's value in the form that the data files have it in."""
    value = getattr(entry, field.name)
    match field.kind:
        case "names":
            return [{"name": name} for name in value]
        case "links":
            return [{"text": text, "url": url} for text, url in value]
        case "texts":
            return list(value)
        case "text" | "count" | "flag":
            return value


@lru_cache(maxsize=4096)  # a month's: a day's file and its month's say the same
def format_record(settings: Settings, entry: Entry) -> str:
    """Write what data files say of a paper as JSON, on one line."""
    return json_line(make_record(settings, entry))


def format_json(settings: Settings, day: date | None, entries: Iterable[Entry]) -> bytes:
    """Write papers as one JSON object, of a day when there is one."""
    head, end = frame_json(day)
    rows = ",\n".join(format_record(settings, entry) for entry in entries)
    return f"{head}{rows}{end}".encode()


def frame_json(day: date | None) -> tuple[str, str]:
    """Give what stands before and after the records of a JSON file; a comma parts them."""
    head = {"version": VERSION} | ({"date": day.isoformat()} if day else {})
    # Without its closing brace.
    return f'{json_line(head)[:-1]}, "papers": [\n', "\n]}\n"


def format_jsonl(settings: Settings, entries: Iterable[Entry]) -> bytes:
    """Write papers as JSON Lines, one a line."""
    return "".join(f"{format_record(settings, entry)}\n" for entry in entries).encode()


def format_markdown(settings: Settings, heading: str, entries: Iterable[Entry]) -> bytes:
    """Write papers as Markdown: a heading, then each with its authors and abstract."""
    parts = [f"# {markdown.from_text(field_line(heading))}"] if heading else []
    for entry in entries:
        url = entry_permalink(settings, entry)
        parts.append(f"## {markdown.from_text(field_line(entry.title))}")
        if entry.authors:
            names = [field_line(name) for name in entry.authors]
            others = ("et al.",) if entry.more_authors else ()
            parts.append(markdown.from_text(", ".join((*names, *others))))
        parts += [f"<{url}>", *([entry.body] if entry.body else [])]
    return ("\n\n".join(parts) + "\n").encode()


def format_index(settings: Settings, days: Sequence[tuple[date, int]]) -> bytes:
    """List the data files: of each day, newest first, with its number of papers; of each month.

    In a slim site, months have the files that days have elsewhere.
    """
    months = sorted({day.isoformat()[:7] for day, _ in days}, reverse=True)
    is_slim = settings.is_slim
    by_month = [{"month": name, **_link_forms(settings, name)} for name in months if is_slim]
    return _dump(
        {
            "version": VERSION,
            "documentation": permalink(settings.base_url, URLS.api),
            "months": [permalink(settings.base_url, data_url(name, "jsonl")) for name in months],
            **({"files": by_month} if by_month else {}),
            "days": [
                {
                    "date": day.isoformat(),
                    "papers": papers,
                    **({} if is_slim else _link_forms(settings, day)),
                }
                for day, papers in sorted(days, reverse=True)
            ],
        }
    )


def _link_forms(settings: Settings, when: date | str) -> dict[str, str]:
    """Give the address of each data file of a day or a month, by its name in the index."""
    return {
        form.partition(".")[0]: permalink(settings.base_url, data_url(when, form))
        for form in _FORMS
    }


def format_llms(
    settings: Settings, days: Sequence[tuple[date, int]], feeds: Iterable[FeedLink]
) -> bytes:
    """Tell programs that read text where text is: the newest days, data, feeds."""

    def link(text: str, url: str, more: str) -> str:
        return f"- [{text}]({permalink(settings.base_url, url)}): {more}"

    # For programs that can hold little text at a time; the index has all days.
    newest, texts = sorted(days, reverse=True)[:30], list[str]()
    if settings.is_slim:
        hint = _HINT.format("month", data_url("2025-09", "md"))
        counts = Counter[date]()
        for day, papers in days:
            counts[day.replace(day=1)] += papers
        for first in sorted(counts, reverse=True)[:12]:
            url = data_url(first.isoformat()[:7], "md")
            texts.append(link(month_name(first), url, count(counts[first], "paper")))
    else:
        hint = _HINT.format("day", data_url("2025-09-17", "md"))
        texts += (
            link(long_date(day), data_url(day, "md"), count(papers, "paper"))
            for day, papers in newest
        )
    lines = [
        f"# {markdown.from_text(field_line(settings.title))}",
        "",
        f"> {markdown.from_text(field_line(settings.description))}",
        "",
        hint,
        "",
        "## Months" if settings.is_slim else "## Days",
        "",
        *texts,
        "",
        "## Data",
        "",
        link("API", URLS.api, "every data file and its fields"),
        link("Index", URLS.api_index, "all days and months"),
        "",
        "## Feeds",
        "",
        *map(_format_feed, feeds),
    ]
    return ("\n".join(lines) + "\n").encode()


def _format_feed(feed: FeedLink) -> str:
    document = feed.prefer("Atom")
    return f"- [{markdown.from_text(field_line(feed.title))}]({document.url}): {document.name}"


def _dump(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
