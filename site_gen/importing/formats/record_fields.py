"""A record of JSON, or a row of CSV, whatever program wrote it -> a paper."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from site_gen.importing.formats import record_keys
from site_gen.importing.formats.feed_text import split_either
from site_gen.importing.formats.people import People, parse_names, read_names
from site_gen.importing.formats.reading import Collector, read_day, web_links
from site_gen.importing.formats.record_values import (
    read_count,
    read_flag,
    read_full_name,
    read_last_version,
)
from site_gen.model import (
    Paper,
    Source,
    find_announcement,
    find_arxiv_id,
    find_categories,
    find_doi,
    find_venue,
    find_version,
    name_venue,
    one_line,
    search_arxiv_id,
    search_doi,
)
from site_gen.text.tex_text import to_remark, to_text

_MARKED_UP = {"issued", "containertitle"}
"""Keys of records (CSL-JSON, Crossref) whose titles are HTML."""

_TEX = {"authorsparsed"}
"""A key of records (Kaggle's copy of arXiv) whose titles and names are TeX."""

_INNER = ("content", "info", "bib")
"""Where OpenReview, DBLP and scholarly put the facts of a paper."""

_MOST_LEVELS = 6
_MOST_IDS = 50  # of one record: its papers, references and versions may be among them


def find_records(
    value: object, day: str = "", level: int = 0
) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Find the records of papers in a value, with the day that a key above them names."""
    if isinstance(value, Mapping):
        facts = _flatten(value)
        if title_of(facts):
            yield facts, day
        elif level < _MOST_LEVELS:
            for key, inner in value.items():
                if isinstance(inner, Mapping | list):
                    yield from find_records(inner, _day_of(key) or day, level + 1)
    elif isinstance(value, list) and level < _MOST_LEVELS:
        for inner in value:
            yield from find_records(inner, day, level + 1)


def title_of(facts: Mapping[str, Any]) -> str:
    """Give the title of a record; nothing when it has none."""
    return one_line(_first(facts, record_keys.TITLE))


def read_record(
    facts: Mapping[str, Any], day: str, source: Source, found: Collector, kind: str = "key"
) -> None:
    """Read a record into ``found``: its facts by the names of ``record_keys``.

    Raises InputError when it names a day that does not exist.
    """
    is_tex = bool(_TEX & facts.keys())
    people = _people(facts, is_tex=is_tex)
    for words in people.unread:
        found.skip_words(words, source.line, "expected a name")
    _note_unused(facts, source.line, found, kind)
    terms = _terms(facts, record_keys.CATEGORIES)
    categories = find_categories(terms)
    ids = list(_texts(facts, record_keys.IDS))
    arxiv_id = next(filter(None, map(find_arxiv_id, ids)), "")
    arxiv_id = arxiv_id or next(filter(None, map(search_arxiv_id, ids)), "")
    dois = list(_texts(facts, record_keys.DOI))
    loose = _texts(facts, record_keys.DOI_WITHIN)
    own_day = _first(facts, record_keys.DAY) or day
    paper = Paper(
        title=_plain(facts, title_of(facts)),
        abstract=_abstract(facts),
        authors=people.names,
        more_authors=people.has_more or read_flag(facts.get("moreauthors")),
        arxiv_id=arxiv_id,
        doi=next(filter(None, (*map(find_doi, dois), *map(search_doi, loose))), ""),
        venue=_venue(facts),
        topics=_terms(facts, record_keys.TOPICS) or (() if categories else terms),
        categories=categories,
        announced=find_announcement(_first(facts, record_keys.ANNOUNCED)),
        links=tuple(_links(facts)),
        upvotes=read_count(facts.get("upvotes")),
        source=source,
        **_read_more(facts, [one for one in ids if find_arxiv_id(one) == arxiv_id]),
    )
    found.papers.append((paper, read_day(source, own_day)))


def _flatten(value: Mapping[Any, Any]) -> Mapping[str, Any]:
    """Give the facts of a record by the names that ``record_keys`` has."""
    facts = {record_keys.normalise(key): inner for key, inner in value.items()}
    for key in _INNER:
        inner = facts.get(key)
        if isinstance(inner, Mapping):
            del facts[key]
            facts |= {record_keys.normalise(name): _unwrap(one) for name, one in inner.items()}
    return facts


def _unwrap(value: Any) -> Any:
    """Give what OpenReview 2 wraps as ``{"value": ...}``."""
    return value["value"] if isinstance(value, Mapping) and "value" in value else value


def _day_of(key: object) -> str:
    return key if isinstance(key, str) and key[:4].isdecimal() and key[4:5] == "-" else ""


def _text_of(value: Any) -> str:
    """Give a text; of a list the first, for Crossref lists titles."""
    if isinstance(value, list) and value:
        value = value[0]
    return value.strip() if isinstance(value, str) else ""


def _list_firsts(facts: Mapping[str, Any], keys: Sequence[str]) -> Iterator[str]:
    """Give the text under each key that has one."""
    yield from filter(None, (_text_of(facts.get(key)) for key in keys))


def _first(facts: Mapping[str, Any], keys: Sequence[str]) -> str:
    return next(_list_firsts(facts, keys), "")


def _texts(facts: Mapping[str, Any], keys: Sequence[str]) -> Iterator[str]:
    """Give the texts under some keys, those in lists and records too; not too many."""
    left = [facts.get(key) for key in reversed(keys)]
    for _ in range(_MOST_IDS):
        if not left:
            return
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            left += reversed(list(value.values()))
        elif isinstance(value, list):
            left += reversed(value)


def _terms(facts: Mapping[str, Any], keys: Sequence[str]) -> tuple[str, ...]:
    """Give the terms of the first key that has some: a list, or a text with separators."""
    for key in keys:
        value = facts.get(key)
        if isinstance(value, str):
            parts = value.split(";" if ";" in value else ",")
            if find_categories(value.split()) == tuple(value.split()):
                parts = value.split()
        elif isinstance(value, list):
            parts = [
                _text_of(
                    one.get("name") or one.get("display_name") if isinstance(one, Mapping) else one
                )
                for one in value
            ]
        else:
            continue
        if terms := tuple(filter(None, map(one_line, parts))):
            return terms
    return ()


def _people(facts: Mapping[str, Any], *, is_tex: bool) -> People:
    """Read the authors: those of the first key that has some."""
    every = (_read_people(facts.get(key), is_tex=is_tex) for key in record_keys.AUTHORS)
    return next((people for people in every if people != People()), People())


def _read_people(value: Any, *, is_tex: bool) -> People:
    """Read the authors in a value: a text, a list, or a record of DBLP that holds either."""
    if isinstance(value, Mapping):
        value = value.get("author")
    if isinstance(value, str):
        return parse_names(to_text(value) if is_tex else value)
    if isinstance(value, list):
        return read_names([_names_in_tex(one) for one in value] if is_tex else value)
    return People()


def _names_in_tex(value: Any) -> Any:
    """Convert the parts of a name; an affiliation may follow family name, given name and suffix."""
    return [to_text(str(part)) for part in value[:3]] if isinstance(value, list) else value


def _abstract(facts: Mapping[str, Any]) -> str:
    text = _first(facts, record_keys.ABSTRACT)
    if text.startswith(("<jats:", "<p>")):
        return "\n\n".join(split_either(text.replace("<jats:", "<").replace("</jats:", "</")))
    index = facts.get("abstractinvertedindex")
    if text or not isinstance(index, Mapping):
        return text
    places = [
        (at, str(word))
        for word, found in index.items()
        if isinstance(found, list)
        for at in found
        if isinstance(at, int)
    ]
    return " ".join(word for _, word in sorted(places))


def _links(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the named links, those to code and a project, and an address that no id gives."""
    pairs = list(_named_links(facts))
    names = {name for name, _ in pairs}
    more = {
        "Code": _first(facts, record_keys.CODE),
        "Project page": _first(facts, record_keys.PROJECT),
    }
    yield from web_links([*pairs, *((n, url) for n, url in more.items() if n not in names)])


def _named_links(facts: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Give the links under ``links``: a map, or a list of records; without them, the address."""
    match facts.get("links"):
        case Mapping() as value:
            yield from ((one_line(str(name)), url) for name, url in value.items())
        case list() as value:
            rows = [row for row in value if isinstance(row, Mapping)]
            yield from ((one_line(str(row.get("text") or "Link")), row.get("url")) for row in rows)
        case None if "slug" not in facts:  # else it is ours: the address is its page here
            yield from (("Paper", url) for url in _list_addresses(facts)[:1])


def _list_addresses(facts: Mapping[str, Any]) -> list[str]:
    """Give the addresses of a record that no id gives."""
    urls = _list_firsts(facts, record_keys.ADDRESSES)
    return [url for url in urls if not (find_arxiv_id(url) or find_doi(url))]


def _plain(facts: Mapping[str, Any], text: str) -> str:
    """Give a title on one line, without the markup that the program which wrote it uses."""
    if _MARKED_UP & facts.keys():
        return " ".join(split_either(text))
    return one_line(to_text(text) if _TEX & facts.keys() else text)


def _venue(facts: Mapping[str, Any]) -> str:
    """Give where the paper was published; in our own records, whatever an entry says."""
    named = _first(facts, record_keys.VENUE[:1])
    if "slug" in facts:
        return one_line(named)
    names = (_plain(facts, name) for name in _list_firsts(facts, record_keys.VENUE))
    named = next(filter(None, map(name_venue, names)), "")
    return named or find_venue(_first(facts, record_keys.COMMENT))


def _read_more(facts: Mapping[str, Any], ids: Sequence[str]) -> dict[str, Any]:
    """Read what only some records tell: of Hugging Face, of arXiv, and ours.

    ``ids`` are texts that name the paper at arXiv, perhaps with its version.
    """
    remarks = (_remark(facts, keys) for keys in (record_keys.COMMENT, record_keys.JOURNAL_REF))
    comment, journal_ref = remarks
    versions = (read_last_version(facts.get(key)) for key in record_keys.VERSION)
    names = (read_full_name(facts.get(key)) for key in record_keys.SUBMITTER)
    return {
        "ai_summary": one_line(_first(facts, record_keys.AI_SUMMARY)),
        "keywords": tuple(dict.fromkeys(_terms(facts, record_keys.KEYWORDS))),
        "organization": read_full_name(facts.get(*record_keys.ORGANIZATION)),
        "submitter": next(filter(None, names), ""),
        "github_stars": read_count(facts.get(*record_keys.STARS)),
        "comment": comment,
        "journal_ref": journal_ref,
        "version": next(filter(None, (*versions, *map(find_version, ids))), None),
        "withdrawn": read_flag(facts.get(*record_keys.WITHDRAWN)),
    }


def _remark(facts: Mapping[str, Any], keys: Sequence[str]) -> str:
    """Give a remark on one line; a number is none, as where comments are counted."""
    text = _first(facts, keys)
    text = one_line(to_remark(text) if _TEX & facts.keys() else text)
    return "" if text.isdecimal() else text


def _note_unused(facts: Mapping[str, Any], line: int, found: Collector, kind: str) -> None:
    for key, value in facts.items():
        is_known = key in record_keys.USED or key in record_keys.KNOWN
        if key in record_keys.ORGANIZATION:  # a word that programs use for other things too
            is_known = bool(read_full_name(value))
        if not is_known and value not in ("", None, [], {}):
            found.skip_value(f"{kind} {key!r}", line)
