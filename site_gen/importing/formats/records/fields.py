"""A record of JSON, or a row of CSV, whatever program wrote it -> a paper."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from site_gen.importing.formats.feed_text import split_either
from site_gen.importing.formats.people import People, parse_names, read_names
from site_gen.importing.formats.reading import Collector, read_day, web_links
from site_gen.importing.formats.records import keys
from site_gen.importing.formats.records.search import (
    Record,
    first_text,
    list_texts,
    text_of,
    title_of,
)
from site_gen.importing.formats.records.unused import list_unused
from site_gen.importing.formats.records.values import read_count, read_facts, read_flag
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

_MOST_IDS = 50  # of one record: its papers, references and versions may be among them


def read_record(record: Record, source: Source, found: Collector, kind: str = "key") -> None:
    """Read a record into ``found``: its facts by the names of ``keys``.

    Raises InputError when it names a day that does not exist.
    """
    facts = record.facts
    is_tex = bool(_TEX & facts.keys())
    people = _people(facts, is_tex=is_tex)
    found.skip_names(people.unread, source.line)

    terms = _terms(facts, keys.CATEGORIES)
    categories = find_categories(terms)
    ids = list(_texts(facts, keys.IDS))
    arxiv_id = next(filter(None, map(find_arxiv_id, ids)), "")
    arxiv_id = arxiv_id or next(filter(None, map(search_arxiv_id, ids)), "")
    dois = list(_texts(facts, keys.DOI))
    loose = _texts(facts, keys.DOI_WITHIN)
    day = first_text(facts, keys.DAY) or record.day
    paper = Paper(
        title=_plain(facts, title_of(facts)),
        abstract=_abstract(facts),
        authors=people.names,
        more_authors=people.has_more or read_flag(facts.get("moreauthors")),
        arxiv_id=arxiv_id,
        doi=next(filter(None, (*map(find_doi, dois), *map(search_doi, loose))), ""),
        venue=_venue(facts),
        topics=_terms(facts, keys.TOPICS) or (() if categories else terms),
        categories=categories,
        announced=find_announcement(first_text(facts, keys.ANNOUNCED)),
        links=tuple(_links(facts)),
        upvotes=read_count(facts.get("upvotes")),
        source=source,
        **({} if "slug" in facts else _read_version(ids, arxiv_id))
        | read_facts(facts, "json", to_remark if is_tex else one_line),
    )
    found.skip_keys(list_unused(record, paper), source.line, kind)
    found.papers.append((paper, read_day(source, day)))


def _texts(facts: Mapping[str, Any], keys: Sequence[str]) -> Iterator[str]:
    """Give the texts under some keys, those in lists and records too; not too many."""
    left = [facts[key] for key in reversed(keys) if key in facts]
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
                text_of(
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
    every = (_read_people(facts[key], is_tex=is_tex) for key in keys.AUTHORS if key in facts)
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
    text = "\n\n".join(_list_paragraphs(facts))
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


def _list_paragraphs(facts: Mapping[str, Any]) -> Iterator[str]:
    """Give the abstract of the first key that has one, as it is; in a list, each paragraph."""
    key = next((key for key in keys.ABSTRACT if text_of(facts.get(key))), "")
    value = facts.get(key)
    yield from filter(None, map(text_of, value if isinstance(value, list) else [value]))


def _links(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the named links, those to code and a project, and an address that no id gives."""
    pairs = list(_named_links(facts))
    names = {name for name, _ in pairs}
    more = {
        "Code": first_text(facts, keys.CODE),
        "Project page": first_text(facts, keys.PROJECT),
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
    urls = list_texts(facts, keys.ADDRESSES)
    return [url for url in urls if not (find_arxiv_id(url) or find_doi(url))]


def _plain(facts: Mapping[str, Any], text: str) -> str:
    """Give a title on one line, without the markup that the program which wrote it uses."""
    if _MARKED_UP & facts.keys():
        return " ".join(split_either(text))
    return one_line(to_text(text) if _TEX & facts.keys() else text)


def _venue(facts: Mapping[str, Any]) -> str:
    """Give where the paper was published; in our own records, whatever an entry says."""
    named = first_text(facts, keys.VENUE[:1])
    if "slug" in facts:
        return one_line(named)
    names = (_plain(facts, name) for name in list_texts(facts, keys.VENUE))
    named = next(filter(None, map(name_venue, names)), "")
    return named or find_venue(first_text(facts, keys.COMMENT))


def _read_version(ids: Iterable[str], arxiv_id: str) -> dict[str, Any]:
    """Read the version that an arXiv id names: in a record of ours, a link may name another."""
    versions = (find_version(one) for one in ids if find_arxiv_id(one) == arxiv_id)
    return {"version": next(filter(None, versions), None)}
