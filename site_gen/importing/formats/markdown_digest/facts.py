"""What the lines of a paper in a digest say of it, fact by fact."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from site_gen.importing.formats.markdown_digest.blocks import Part
from site_gen.importing.formats.markdown_digest.labels import CODE, split_terms
from site_gen.importing.formats.people import People, parse_names
from site_gen.model import find_categories, search_arxiv_id

_NUMBER = re.compile(r"[0-9]{1,6}")
_TERMS = re.compile(r"[\s,;|]+")


@dataclass(slots=True)
class Facts:
    """What the lines of a paper say of it."""

    title: str
    paragraphs: list[str] = field(default_factory=list)
    people: People | None = None
    """Its authors: as a label names them, else as a line in their place does."""

    has_label: bool = False
    """Whether a label has named the authors."""
    categories: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    upvotes: int | None = None
    arxiv_id: str = ""
    code: str = ""
    day: date | None = None
    """The day of the papers that follow: a heading below this one names it."""

    waits_for: str = ""
    """What the next text is, after a label or a heading that stands alone."""

    is_outside: bool = False
    """Whether another section has begun."""

    unread: list[str] = field(default_factory=list)
    """What the facts are that could not be read, or that say another thing than those above."""


def set_fact(kind: str, value: str, parts: Sequence[Part], facts: Facts) -> None:
    """Keep a fact of a kind; note one that cannot be read. Some kinds have no place in an entry."""
    if kind in _SETTERS and not _SETTERS[kind](facts, value, parts):
        facts.unread.append(f"{kind}: {value}")


def _set_people(facts: Facts, value: str, _: Sequence[Part]) -> bool:
    if facts.has_label:
        return False
    guessed, facts.people, facts.has_label = facts.people, parse_names(value), True
    if guessed and guessed.names != facts.people.names:
        facts.unread.append(", ".join(guessed.names))
    return True


def _set_abstract(facts: Facts, value: str, _: Sequence[Part]) -> bool:
    facts.paragraphs.append(value)
    return True


def _set_categories(facts: Facts, value: str, _: Sequence[Part]) -> bool:
    facts.categories = find_categories(_TERMS.split(value)) or facts.categories
    return bool(facts.categories)


def _set_topics(facts: Facts, value: str, _: Sequence[Part]) -> bool:
    facts.topics = (*facts.topics, *split_terms(value))
    return True


def _set_upvotes(facts: Facts, value: str, _: Sequence[Part]) -> bool:
    facts.upvotes = next(map(int, _NUMBER.findall(value)), facts.upvotes)
    return facts.upvotes is not None


def _set_links(facts: Facts, value: str, parts: Sequence[Part]) -> bool:
    facts.arxiv_id = facts.arxiv_id or search_arxiv_id(f"arXiv:{value}")
    facts.code = facts.code or find_code_link(parts)
    return True


_SETTERS: Mapping[str, Callable[[Facts, str, Sequence[Part]], bool]] = {
    "title": lambda facts, value, _: value == facts.title,
    "authors": _set_people,
    "abstract": _set_abstract,
    "categories": _set_categories,
    "topics": _set_topics,
    "upvotes": _set_upvotes,
    "links": _set_links,
    "code": _set_links,
}
"""How a fact of a kind is kept; each says whether it could be read."""


def find_code_link(parts: Sequence[Part]) -> str:
    """Give the first address of code that some parts lead to; nothing without one."""
    return next((part.url for part in parts if CODE.match(part.url)), "")
