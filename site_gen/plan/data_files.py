"""Days and papers as data: JSON, JSON Lines, Markdown; what lists and describes it all.

Pure. Names are those of the Hugging Face daily papers API where they mean the same: ``id`` (arXiv),
``title``, ``summary``, ``authors`` with a ``name`` each, ``upvotes``, ``submittedOnDailyAt``. What
is not known is left out. docs/api.md describes each. llms.txt: https://llmstxt.org.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from site_gen.model.records import Entry, Page, Settings
from site_gen.model.urls import paper_url, permalink
from site_gen.model.wording import count, long_date
from site_gen.plan.feed_formats import FeedLink
from site_gen.text import markdown

VERSION = 1
_FILES = (
    ("/api/index.json", "Every day and month there is, as JSON"),
    ("/YYYY-MM-DD.json", "A day's digest, as JSON"),
    ("/YYYY-MM-DD.md", "A day's digest, as Markdown"),
    ("/YYYY-MM-DD.bib", "A day's references, as BibTeX"),
    ("/YYYY-MM-DD.ris", "The same as RIS"),
    ("/YYYY-MM-DD.csl.json", "The same as CSL-JSON"),
    ("/YYYY-MM.jsonl", "The papers that appeared first in a month, as JSON Lines"),
    ("/llms.txt", "Where text is, for programs that read it"),
)
_NAMES = (
    ("slug", "its name in the address of its page"),
    ("url", "its page"),
    ("title", "its title, on one line"),
    ("summary", "its abstract as text; math is TeX"),
    ("submittedOnDailyAt", "the day of the digest it appeared in first, in UTC"),
    ("id", "its arXiv id"),
    ("doi", "its DOI"),
    ("authors", "its authors, each with a name"),
    ("more_authors", "true where there are authors that are not named"),
    ("topics", "its topics"),
    ("categories", "its categories at arXiv, as cs.CL"),
    ("links", "where more of it is, each with text and url"),
    ("upvotes", "how many liked it"),
)
_HINT = (
    "Put .md, .json or .bib behind a day, as in /2025-09-17.md, for its papers as text, data or "
    "references."
)


def plan_api(*, has_feeds: bool) -> Page:
    """Plan the page that describes the data files."""
    return Page(
        url="/api/",
        template="api.html",
        kind="api",
        title="Data",
        description="Every paper as JSON, Markdown and BibTeX, for programs.",
        context={"version": VERSION, "files": _FILES, "names": _NAMES, "has_feeds": has_feeds},
    )


def make_record(settings: Settings, entry: Entry) -> dict[str, Any]:
    """Make what data files say of a paper: plain text, math as TeX."""
    record: dict[str, Any] = {
        "slug": entry.slug,
        "url": permalink(settings.base_url, paper_url(entry.first_day, entry.slug)),
        "id": entry.arxiv_id,
        "doi": entry.doi,
        "title": " ".join(entry.title.split()),
        "summary": markdown.to_text(entry.body),
        "authors": [{"name": name} for name in entry.authors],
        "more_authors": entry.more_authors,
        "submittedOnDailyAt": f"{entry.first_day}T00:00:00.000Z",
        "topics": list(entry.topics),
        "categories": list(entry.categories),
        "links": [{"text": text, "url": url} for text, url in entry.links],
    }
    told = {name: value for name, value in record.items() if value}
    return told | ({"upvotes": entry.upvotes} if entry.upvotes is not None else {})


@lru_cache(maxsize=4096)  # a month's: a day's file and its month's say the same
def format_record(settings: Settings, entry: Entry) -> str:
    """Write what data files say of a paper as JSON, on one line."""
    return _line(make_record(settings, entry))


def format_json(settings: Settings, day: date | None, entries: Iterable[Entry]) -> bytes:
    """Write papers as one JSON object, of a day when there is one."""
    head, end = frame_json(day)
    rows = ",\n".join(format_record(settings, entry) for entry in entries)
    return f"{head}{rows}{end}".encode()


def frame_json(day: date | None) -> tuple[str, str]:
    """Give what stands before and after the records of a JSON file; a comma parts them."""
    head = {"version": VERSION} | ({"date": day.isoformat()} if day else {})
    return f'{_line(head)[:-1]}, "papers": [\n', "\n]}\n"


def format_jsonl(settings: Settings, entries: Iterable[Entry]) -> bytes:
    """Write papers as JSON Lines, one a line."""
    return "".join(f"{format_record(settings, entry)}\n" for entry in entries).encode()


def format_markdown(settings: Settings, heading: str, entries: Iterable[Entry]) -> bytes:
    """Write papers as Markdown: a heading, then each with its authors and abstract."""
    parts = [f"# {markdown.from_text(heading)}"] if heading else []
    for entry in entries:
        url = permalink(settings.base_url, paper_url(entry.first_day, entry.slug))
        parts.append(f"## {markdown.from_text(' '.join(entry.title.split()))}")
        if entry.authors:
            names = [" ".join(name.split()) for name in entry.authors]
            others = ("et al.",) if entry.more_authors else ()
            parts.append(markdown.from_text(", ".join((*names, *others))))
        parts += [f"<{url}>", *([entry.body] if entry.body else [])]
    return ("\n\n".join(parts) + "\n").encode()


def format_index(settings: Settings, days: Sequence[tuple[date, int]]) -> bytes:
    """List the data files: of each day, newest first, with its number of papers; of each month."""
    months = sorted({day.isoformat()[:7] for day, _ in days}, reverse=True)
    return _dump(
        {
            "version": VERSION,
            "documentation": permalink(settings.base_url, "/api/"),
            "months": [permalink(settings.base_url, f"/{name}.jsonl") for name in months],
            "days": [
                {
                    "date": day.isoformat(),
                    "papers": papers,
                    **{
                        form.partition(".")[0]: permalink(settings.base_url, f"/{day}.{form}")
                        for form in ("json", "md", "bib", "ris", "csl.json")
                    },
                }
                for day, papers in sorted(days, reverse=True)
            ],
        }
    )


def format_llms(
    settings: Settings, days: Sequence[tuple[date, int]], feeds: Iterable[FeedLink]
) -> bytes:
    """Tell programs that read text where text is: the newest days, data, feeds."""

    def link(text: str, url: str, more: str) -> str:
        return f"- [{text}]({permalink(settings.base_url, url)}): {more}"

    newest = sorted(days, reverse=True)[:30]
    lines = [
        f"# {markdown.from_text(settings.title)}",
        "",
        f"> {markdown.from_text(' '.join(settings.description.split()))}",
        "",
        _HINT,
        "",
        "## Days",
        "",
        *(link(long_date(day), f"/{day}.md", count(papers, "paper")) for day, papers in newest),
        "",
        "## Data",
        "",
        link("API", "/api/", "every data file and its fields"),
        link("Index", "/api/index.json", "all days and months"),
        "",
        "## Feeds",
        "",
        *(f"- [{markdown.from_text(feed.title)}]({feed.urls[1]}): Atom" for feed in feeds),
    ]
    return ("\n".join(lines) + "\n").encode()


_line = json.JSONEncoder(ensure_ascii=False).encode


def _dump(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
