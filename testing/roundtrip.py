"""Write the corpus in each format that site-gen writes, read it back, and say what is not equal.

``python -m testing roundtrip [FORMAT]...``. A title's white space is joined; nothing else may
change of what the format says of a paper, but that texts are a line each in text, BibTeX and RIS,
and math is Unicode in RIS.
"""

import gzip
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from site_gen.importing.formats.daily_page.writer import format_digest
from site_gen.importing.formats.detect import read
from site_gen.importing.formats.people import read_names
from site_gen.model.paper_fields import FIELDS
from site_gen.model.papers import Digest, Entry, Paper, Settings
from site_gen.plan import data_files
from site_gen.plan.citations import format_bibtex, format_ris
from site_gen.text.markdown import from_text, to_text
from site_gen.text.tex_escaping import is_source
from site_gen.text.tex_text import to_text as read_tex
from site_gen.text.titles import plain_title
from testing.papers import CORPUS

DAY = date(2026, 8, 21)
_SETTINGS = Settings(base_url="https://example.org")
_TEXT = ("title", "abstract")


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is written, and what it says of a paper."""

    write: Callable[[Sequence[Entry]], str]
    name: str
    say: Callable[[str], str] = str
    """What becomes of a text in it."""
    say_title: Callable[[str], str] = str
    """What becomes of a title before that."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it holds in full, and the abstract."""
        return ("abstract", *(field.name for field in FIELDS if self.name in field.exported_to))


def _in_line(text: str) -> str:
    return " ".join(line.strip() for line in text.split("\n")).strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _text(entries: Sequence[Entry]) -> str:
    papers = tuple(Paper(title=entry.title, abstract=to_text(entry.body)) for entry in entries)
    return format_digest(Digest(date=DAY, header="Aug 21", heading="Daily Papers", papers=papers))


def _read_title(title: str) -> str:
    """Give what BibTeX says of a title: one that is LaTeX is written as it is, and read as text."""
    return read_tex(title) if is_source(title) else title


FORMATS: Mapping[str, Format] = {
    "text": Format(_text, "page", _in_line),
    "markdown": Format(
        lambda entries: data_files.format_markdown(_SETTINGS, "Daily Papers", entries).decode(),
        "markdown",
    ),
    "json": Format(
        lambda entries: data_files.format_json(_SETTINGS, DAY, entries).decode(), "json"
    ),
    "jsonl": Format(lambda entries: data_files.format_jsonl(_SETTINGS, entries).decode(), "jsonl"),
    "bibtex": Format(
        lambda entries: format_bibtex(_SETTINGS, entries, abstracts=True),
        "bibtex",
        _one_line,
        _read_title,
    ),
    "ris": Format(
        lambda entries: format_ris(_SETTINGS, entries, abstracts=True),
        "ris",
        lambda text: _one_line(plain_title(text, latex=False)),
    ),
}


def read_papers(path: Path = CORPUS) -> list[Entry]:
    """Read the papers of the corpus as the entries that an import of them makes."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [make_entry(number, json.loads(line)) for number, line in enumerate(lines)]


def make_entry(number: int, row: Mapping[str, object]) -> Entry:
    """Make the entry of a corpus paper; each has a slug of its own."""
    links = (("Code", row.get("github")), ("Project page", row.get("project")))
    authors, topics, votes = row.get("authors"), row.get("keywords"), row.get("upvotes")
    return Entry(
        slug=f"paper-{number}",
        first_day=DAY,
        title=" ".join(str(row["title"]).split()),
        body=from_text(str(row["abstract"] or "").strip()),
        authors=read_names(authors).names if isinstance(authors, list) else (),
        arxiv_id=str(row.get("arxiv_id") or ""),
        venue=("", "NeurIPS 2025", "J. Mach. Learn. Res. 26 & more")[number % 3],
        ai_summary="A summary; with $x$ & <b>." if number % 4 else "",
        keywords=("nets", "large-scale; training")[: number % 3],
        organization=("", "University of California, Santa Cruz")[number % 2],
        submitter=("", "Ran (Thomas) Tian")[number % 2],
        github_stars=(None, 0, 28)[number % 3],
        comment=("", "12 pages, 3 figures; code: https://a.example/~b")[number % 2],
        journal_ref=("", "Phys. Rev. D 1 (2025) 2")[number % 2],
        version=(None, 3)[number % 2],
        withdrawn=number % 5 == 0,
        topics=tuple(filter(None, topics)) if isinstance(topics, list) else (),
        categories=("cs.CL", "stat.ML") if number % 2 else (),
        links=tuple((name, url.strip()) for name, url in links if isinstance(url, str) and url),
        upvotes=votes if isinstance(votes, int) else None,
    )


def compare(form: str, entries: Sequence[Entry]) -> tuple[int, int, list[str]]:
    """Write and read entries; give how many are lost, or added, and how the others differ."""
    how = FORMATS[form]
    readings = read("roundtrip", how.write(entries), DAY, DAY)
    papers = [paper for reading in readings for paper in reading.digest.papers]
    found = [problem for reading in readings for problem in reading.unread]
    differ = [f"read as {r.format}" for r in readings if r.format != how.name]
    differ += [str(problem) for problem in found]
    for entry, paper in zip(entries, papers, strict=False):
        for field in how.fields:
            said = to_text(entry.body) if field == "abstract" else getattr(entry, field)
            said = how.say_title(said) if field == "title" else said
            said = how.say(said) if field in _TEXT else said
            got = getattr(paper, field)
            if said != got:
                differ.append(f"{entry.arxiv_id} {field}: {said!r} -> {got!r}")
    return max(0, len(entries) - len(papers)), max(0, len(papers) - len(entries)), differ


def main(arguments: Sequence[str]) -> int:
    """Print a row for each format; 1 when a paper did not come back as it was."""
    entries = read_papers()
    print("| format | papers | lost | added | altered | CPU s |\n|---|--:|--:|--:|--:|--:|")
    failed = False
    for form in arguments or FORMATS:
        start = time.process_time()
        lost, added, differ = compare(form, entries)
        took = time.process_time() - start
        print(f"| {form} | {len(entries):,} | {lost} | {added} | {len(differ)} | {took:.1f} |")
        for line in differ[:5]:
            print(f"  {line}", file=sys.stderr)
        failed = failed or bool(lost or added or differ)
    return int(failed)
