"""A record of JSON, or a row of CSV, whatever program wrote it -> a paper."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from site_gen.importing.formats import record_keys
from site_gen.importing.formats.feed_text import split_either
from site_gen.importing.formats.people import People, parse_names, read_names
from site_gen.importing.formats.reading import Collector, join, read_day, web_links
from site_gen.importing.formats.record_values import is_set, read_count, read_facts, read_full_name
from site_gen.model import (
    Paper,
    Source,
    find_arxiv_id,
    find_categories,
    find_doi,
    find_venue,
    find_version,
    name_venue,
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
    return join(_first(facts, record_keys.TITLE))


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
        more_authors=people.has_more or is_set(facts.get("moreauthors")),
        arxiv_id=arxiv_id,
        doi=next(filter(None, (*map(find_doi, dois), *map(search_doi, loose))), ""),
        venue=_venue(facts),
        topics=_terms(facts, record_keys.TOPICS) or (() if categories else terms),
        categories=categories,
        links=tuple(_links(facts)),
        upvotes=read_count(facts.get("upvotes")),
        source=source,
        **({} if "slug" in facts else _read_version(ids, arxiv_id))
        | read_facts(facts, "json", to_remark if _TEX & facts.keys() else join),
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
        if terms := tuple(filter(None, map(join, parts))):
            return terms
    return ()


def _people(facts: Mapping[str, Any], *, is_tex: bool) -> People:
    for key in record_keys.AUTHORS:
        value = facts.get(key)
        if isinstance(value, Mapping):  # DBLP: {"author": [...]}
            value = value.get("author")
        if isinstance(value, str):
            people = parse_names(to_text(value) if is_tex else value)
        elif isinstance(value, list):
            people = read_names([_names_in_tex(one) for one in value] if is_tex else value)
        else:
            continue
        if people.names or people.has_more or people.unread:
            return people
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
    value = facts.get("links")
    pairs: list[tuple[str, object]] = []
    if isinstance(value, Mapping):
        pairs = [(join(str(name)), url) for name, url in value.items()]
    elif isinstance(value, list):
        rows = [row for row in value if isinstance(row, Mapping)]
        pairs = [(join(str(row.get("text") or "Link")), row.get("url")) for row in rows]
    elif value is None and "slug" not in facts:  # else it is ours: the address is its page here
        urls = (_text_of(facts.get(key)) for key in record_keys.ADDRESSES)
        kept = [url for url in urls if url and not (find_arxiv_id(url) or find_doi(url))]
        pairs = [("Paper", url) for url in kept[:1]]
    names = {name for name, _ in pairs}
    more = {
        "Code": _first(facts, record_keys.CODE),
        "Project page": _first(facts, record_keys.PROJECT),
    }
    yield from web_links([*pairs, *((n, url) for n, url in more.items() if n not in names)])


def _plain(facts: Mapping[str, Any], text: str) -> str:
    """Give a title on one line, without the markup that the program which wrote it uses."""
    if _MARKED_UP & facts.keys():
        return " ".join(split_either(text))
    return join(to_text(text) if _TEX & facts.keys() else text)


def _venue(facts: Mapping[str, Any]) -> str:
    """Give where the paper was published; in our own records, whatever an entry says."""
    named = _first(facts, record_keys.VENUE[:1])
    if "slug" in facts:
        return join(named)
    names = (_plain(facts, name) for name in _list_firsts(facts, record_keys.VENUE))
    named = next(filter(None, map(name_venue, names)), "")
    return named or find_venue(_first(facts, record_keys.COMMENT))


def _read_version(ids: Iterable[str], arxiv_id: str) -> dict[str, Any]:
    """Read the version that an arXiv id names: in a record of ours, a link may name another."""
    versions = (find_version(one) for one in ids if find_arxiv_id(one) == arxiv_id)
    return {"version": next(filter(None, versions), None)}


def _note_unused(facts: Mapping[str, Any], line: int, found: Collector, kind: str) -> None:
    for key, value in facts.items():
        is_known = key in record_keys.USED or key in record_keys.KNOWN
        if key in record_keys.UNSURE:
            is_known = bool(read_full_name(value))
        if not is_known and value not in ("", None, [], {}):
            found.skip_value(f"{kind} {key!r}", line)
