"""Entries -> BibTeX, RIS, CSL-JSON and schema.org's JSON-LD. What is not known is left out.

A paper with a venue is an article of a journal or, unless its name says so, a conference paper.

A digest names the day it lists a paper, which is not when the paper appeared: a year is said only
where an arXiv id tells it (https://info.arxiv.org/help/arxiv_identifier.html). Authors are written
as they were given: where a family name ends is not known. RIS:
https://github.com/citation-file-format/ris ; CSL-JSON: https://docs.citationstyles.org.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from site_gen.model import (
    Entry,
    Settings,
    arxiv_page,
    doi_page,
    entry_permalink,
    field_line,
    is_journal,
    json_line,
    parse_arxiv_month,
)
from site_gen.text import markdown
from site_gen.text.tex_escaping import escape_latex, escape_literal, format_source, is_source
from site_gen.text.titles import plain_title

_PLAIN_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_SLUG = 49  # of a key of 60 characters: a hyphen and the day follow
_HASHED = 12  # hexadecimal digits; templates/static/references.js makes the same keys


@dataclass(frozen=True, slots=True)
class _Publication:
    """What formats call a kind of publication, and the field that holds its venue."""

    bibtex: str
    ris: str
    csl: str
    bibtex_venue: str = ""
    schema_org: str = ""  # the type of what it is a part of
    meta: str = ""
    """The element by which a page names the venue to Google Scholar:
    https://scholar.google.com/intl/en/scholar/inclusion.html#indexing."""
    zotero: str = ""
    """The item type of Zotero, where that does not follow from ``meta``:
    https://api.zotero.org/itemTypes."""


_PREPRINT = _Publication("misc", "UNPB", "article", zotero="preprint")
_OTHER = _Publication("misc", "GEN", "article", zotero="document")
_JOURNAL = _Publication(
    "article", "JOUR", "article-journal", "journal", "Periodical", "citation_journal_title"
)
_CONFERENCE = _Publication(
    "inproceedings", "CONF", "paper-conference", "booktitle", "CreativeWork",
    "citation_conference_title",
)  # fmt: skip


def format_bibtex(settings: Settings, entries: Iterable[Entry], *, abstracts: bool = False) -> str:
    """Write entries as BibTeX: UTF-8, safe in LaTeX; formulas stay formulas."""
    return "\n".join(_format_bibtex(settings, entry, abstracts) for entry in entries)


def format_ris(settings: Settings, entries: Iterable[Entry], *, abstracts: bool = False) -> str:
    """Write entries as RIS; without a venue, arXiv's are unpublished works, all others generic."""
    return "\n".join(_format_ris(settings, entry, abstracts) for entry in entries)


def format_csl(settings: Settings, entries: Iterable[Entry], *, abstracts: bool = False) -> str:
    """Write entries as a CSL-JSON bibliography, an item a line."""
    rows = (format_csl_item(settings, entry, abstracts=abstracts) for entry in entries)
    return "[\n" + ",\n".join(rows) + "\n]\n"


@lru_cache(maxsize=4096)  # as that of BibTeX, below
def format_csl_item(settings: Settings, entry: Entry, *, abstracts: bool = False) -> str:
    """Write the CSL-JSON item of an entry, on one line."""
    return json_line(make_csl(settings, entry, abstracts=abstracts))


def make_csl(settings: Settings, entry: Entry, *, abstracts: bool = False) -> dict[str, Any]:
    """Make the CSL-JSON item of an entry."""
    published = parse_arxiv_month(entry.arxiv_id)
    item: dict[str, Any] = {
        "id": cite_key(entry),
        "type": _publication(entry).csl,
        "title": field_line(plain_title(entry.title, latex=False)),
        "author": [{"literal": name} for name in _names(entry)],
        "issued": {"date-parts": [list(published)]} if published else None,
        "container-title": field_line(entry.venue),
        **_place_in_arxiv(entry),
        "DOI": field_line(entry.doi),
        "URL": _url(settings, entry),
        "abstract": _plain_abstract(entry) if abstracts else "",
    }
    return {name: value for name, value in item.items() if value}


def _place_in_arxiv(entry: Entry) -> dict[str, str]:
    """Give the fields of CSL that say where arXiv has the paper."""
    if not entry.arxiv_id:
        return {}
    if entry.venue:  # arXiv has a copy
        return {"archive": "arXiv", "archive_location": field_line(entry.arxiv_id)}
    return {"publisher": "arXiv", "number": f"arXiv:{field_line(entry.arxiv_id)}"}


def make_linked(settings: Settings, entry: Entry) -> dict[str, Any]:
    """Make the JSON-LD of a paper's page: https://schema.org/ScholarlyArticle.

    It describes the page, so its date is the day that the digest listed the paper. Search engines
    show a headline of at most 110 characters; ``name`` has all of the title. The abstract is not
    here: ``citation_abstract`` and the page have it.
    """
    ids = [arxiv_page(entry.arxiv_id)] if entry.arxiv_id else []
    ids += [doi_page(entry.doi)] if entry.doi else []
    title = plain_title(entry.title, latex=settings.latex)
    item: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": markdown.excerpt(title, 110),
        "name": title,
        "url": entry_permalink(settings, entry),
        "datePublished": entry.first_day.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in _names(entry)],
        "keywords": list(entry.topics),
        "isPartOf": (
            {"@type": _publication(entry).schema_org, "name": field_line(entry.venue)}
            if entry.venue
            else None
        ),
        "sameAs": ids,
        "inLanguage": settings.language,
    }
    return {name: value for name, value in item.items() if value}


def name_venue_meta(entry: Entry) -> str:
    """Name the ``meta`` element of a paper's page that holds its venue."""
    return _publication(entry).meta


def name_zotero_type(entry: Entry) -> str:
    """Name the item type of Zotero of an entry without a venue; nothing with one.

    The ``meta`` element of a venue says it too. Zotero takes other pages with a ``citation_title``
    for articles of a journal, or by ``og:type`` for those of a newspaper.
    """
    return _publication(entry).zotero


def cite_key(entry: Entry) -> str:
    """Name an entry in a bibliography for good: at most 60 ASCII letters, digits and hyphens."""
    return f"{_fit_slug(entry.slug)}-{entry.first_day}"


def _fit_slug(slug: str) -> str:
    """Give a slug as it stands in a key: as it is, or cut, with two hyphens and a hash of it.

    No other key has two hyphens in a row, so a cut slug is never that of another paper.

    >>> _fit_slug("a-b"), _fit_slug("long-" * 10)
    ('a-b', 'long-long-long-long-long-long-long--a7ade2e71944')
    """
    if len(slug) <= _LONGEST_SLUG and _PLAIN_SLUG.fullmatch(slug):
        return slug
    mark = sha256(slug.encode("utf-8", "surrogatepass")).hexdigest()[:_HASHED]
    plain = re.sub(r"[^a-z0-9]+", "-", slug.lower()).strip("-")
    head = plain[: _LONGEST_SLUG - len(f"--{mark}")].rstrip("-")
    return f"{head or 'paper'}--{mark}"


@lru_cache(maxsize=4096)  # a month's: a paper's page and its day's file say the same
def _format_bibtex(settings: Settings, entry: Entry, abstracts: bool) -> str:
    fields = list(_bibtex_fields(settings, entry))
    if abstracts and entry.body:
        fields.append(("abstract", format_source(field_line(markdown.to_text(entry.body)))))
    rows = (f"  {name} = {{{value}}},\n" for name, value in fields)
    return f"@{_publication(entry).bibtex}{{{cite_key(entry)},\n{''.join(rows)}}}\n"


@lru_cache(maxsize=4096)  # as above
def _format_ris(settings: Settings, entry: Entry, abstracts: bool) -> str:
    rows = (f"{tag}  - {value}\n" for tag, value in _ris_fields(settings, entry, abstracts))
    return f"{''.join(rows)}ER  - \n"


def _bibtex_fields(settings: Settings, entry: Entry) -> Iterator[tuple[str, str]]:
    title = field_line(entry.title)
    yield "title", f"{{{title if settings.latex and is_source(title) else escape_latex(title)}}}"
    if entry.authors:
        others = ("others",) if entry.more_authors else ()
        yield "author", " and ".join((*map(_bibtex_name, _names(entry)), *others))
    if entry.venue:
        yield _publication(entry).bibtex_venue, escape_latex(field_line(entry.venue))
    if published := parse_arxiv_month(entry.arxiv_id):
        yield "year", str(published[0])
        yield "month", str(published[1])
    if entry.arxiv_id:
        yield "eprint", escape_literal(field_line(entry.arxiv_id))
        yield "archiveprefix", "arXiv"
    if entry.doi:
        yield "doi", _verbatim(field_line(entry.doi))
    yield "url", _verbatim(_url(settings, entry))


def _ris_fields(settings: Settings, entry: Entry, abstracts: bool) -> Iterator[tuple[str, str]]:
    yield "TY", _publication(entry).ris  # RIS has no type for preprints
    yield "ID", cite_key(entry)
    yield "TI", field_line(plain_title(entry.title, latex=False))
    for name in _names(entry):
        yield "AU", name
    if entry.venue:
        yield "T2", field_line(entry.venue)
    if published := parse_arxiv_month(entry.arxiv_id):
        yield "PY", str(published[0])
    if entry.arxiv_id:
        yield "AN", f"arXiv:{field_line(entry.arxiv_id)}"
    if entry.doi:
        yield "DO", field_line(entry.doi)
    yield "UR", _url(settings, entry)
    if abstracts and (abstract := _plain_abstract(entry)):
        yield "AB", abstract
    for topic in entry.topics:
        yield "KW", field_line(topic)


def _plain_abstract(entry: Entry) -> str:
    """Give an abstract on one line: its LaTeX commands as they are written, for programs."""
    return field_line(markdown.to_plain_text(entry.body, latex=False))


def _url(settings: Settings, entry: Entry) -> str:
    """Give where the paper is; its page here where that is not known."""
    arxiv = arxiv_page(entry.arxiv_id) if entry.arxiv_id else ""
    doi = doi_page(entry.doi) if entry.doi else ""
    return field_line(doi or arxiv or entry_permalink(settings, entry)).replace(" ", "%20")


def _publication(entry: Entry) -> _Publication:
    if not entry.venue:
        return _PREPRINT if entry.arxiv_id else _OTHER
    return _JOURNAL if is_journal(entry.venue) else _CONFERENCE


def _names(entry: Entry) -> list[str]:
    return [field_line(name) for name in entry.authors]


def _bibtex_name(name: str) -> str:
    """Write a name so that BibTeX takes it for one: ``and`` and commas part names."""
    escaped = escape_literal(name)
    words = name.lower().split()
    # Braces keep a name whole.
    is_whole = "and" in words or words == ["others"] or name.count(",") > 1
    return f"{{{escaped}}}" if is_whole else escaped


def _verbatim(text: str) -> str:
    # Fields of addresses are not TeX, but a brace without its partner ends the entry.
    # Percent-encoding is the same address.
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
