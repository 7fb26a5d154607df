"""The answer of Hugging Face's ``/api/daily_papers`` -> papers.

Keys come and go over the years: unknown ones are reported, missing ones tolerated. Some copies hold
each row as a Python literal in a string, or wrap rows in further lists; both are read.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Any

from site_gen.importing.formats.json_lines import parse_document
from site_gen.importing.formats.key_paths import Known, is_said, list_unknown
from site_gen.importing.formats.people import read_names
from site_gen.importing.formats.reading import Collector, Findings, read_day, web_links
from site_gen.importing.formats.records import keys
from site_gen.importing.formats.records.values import list_unreadable, read_count, read_facts
from site_gen.model import FIELDS, InputError, Paper, Problem, Source, find_arxiv_id, one_line

# The key under which the API has each paper; the second form is a dictionary that Python printed.
_SIGN = re.compile(r"""(?<!\\)"paper"\s*:\s*\{|\{'paper':""")


# People paste what Python printed, which is not JSON: its quotes are single ones.
_REPR = re.compile(r"\ufeff?\s*+(?:\[\s*)?\{'")  # one place for white space: two are quadratic


_PERSON = (
    "_id", "avatarUrl", "followerCount", "fullname", "isFollowing", "isHf", "isHfAdmin", "isMod",
    "isPro", "isUserFollowing", "name", "type", "user",
)  # fmt: skip
_ORGANIZATION = ("_id", "avatar", "avatarUrl", "fullname", "name", "type")
_OF_ROW = (  # a paper by itself, and the row that holds one, have keys of both kinds
    "ai_keywords", "ai_summary", "ai_summary_model", "authors", "comments", "discussionId",
    "githubRepo", "githubRepoAddedBy", "githubStars", "id", "isAuthorParticipating", "mediaUrl",
    "mediaUrls", "notes", "numComments", "organization", "paper", "projectPage", "publishedAt",
    "submittedBy", "submittedOnDailyAt", "submittedOnDailyBy", "summary", "thumbnail", "title",
    "upvoters", "upvotes",
)  # fmt: skip
_OF_PAPER = {
    "": _OF_ROW,
    "authors[]": ("_id", "hidden", "name", "status", "statusLastChangedAt", "user"),
    "authors[].user": _PERSON,
    "organization": _ORGANIZATION,
    "submittedBy": _PERSON,
    "submittedOnDailyBy": _PERSON,
}
_KNOWN: Known = {**_OF_PAPER, **{f"paper.{at}".rstrip("."): keys for at, keys in _OF_PAPER.items()}}
"""What the API has given since 2023; what an entry has no place for is dropped without a word.

Keys of fields need not be listed here: ``_list_used`` finds them in the table of fields."""


def is_like(text: str) -> bool:
    """Whether a text is that answer."""
    start = text[:99].lstrip("\ufeff \t\r\n")
    return start.startswith(("[", "{")) and bool(_SIGN.search(text))


def parse(path: str, text: str) -> Findings:
    """Read the answer. A row that is no paper is reported; broken JSON raises InputError."""
    found = Collector(path)
    if _REPR.match(text):
        read_rows(_read_literal(path, text), found)
    else:
        document = parse_document(path, text)
        found.skip_keys(list_unknown(document.beside, {"": ()}), document.line)
        read_rows(document.items, found)
    return found.finish()


def read_rows(items: Iterable[tuple[int, Any]], found: Collector) -> None:
    """Read rows of that answer, each with its line, into ``found``."""
    for line, item in items:
        for row in _rows(item):
            with found.record():
                _read(row, Source(found.path, line), found)


def _read_literal(path: str, text: str) -> Iterator[tuple[int, Any]]:
    """Read rows that Python has printed: data only, for reading it runs nothing."""
    try:
        tree = ast.parse(text.lstrip("\ufeff \t\r\n"), mode="eval").body
        rows = tree.elts if isinstance(tree, ast.List | ast.Tuple) else [tree]
        found = [(row.lineno, ast.literal_eval(row)) for row in rows]
    except SyntaxError as err:
        what = f"broken Python literal: {err.msg}; expected a list of rows, all of it"
        raise InputError(Problem(path, err.lineno or 1, what)) from None
    except (ValueError, TypeError, RecursionError, MemoryError):
        what = "no list of rows; expected what /api/daily_papers gives"
        raise InputError(Problem(path, 1, what)) from None
    yield from found


def _rows(item: Any) -> Iterator[Any]:
    for row in item if isinstance(item, list) else (item,):
        try:  # a literal is data only: reading it runs nothing
            yield ast.literal_eval(row) if isinstance(row, str) else row
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            yield row


def _read(row: Any, source: Source, found: Collector) -> None:
    paper = row.get("paper") if isinstance(row, dict) else None
    facts = {**row, **paper} if isinstance(paper, dict) else row
    title = _text(facts, "title") if isinstance(facts, dict) else ""
    if not title:
        found.skip_words(str(row), source.line, "expected a paper with a title")
        return
    authors = facts.get("authors")
    people = read_names(authors if isinstance(authors, list) else ())
    found.skip_names(people.unread, source.line)
    links = {"Code": facts.get("githubRepo"), "Project page": facts.get("projectPage")}
    used = _list_used(facts)
    unknown = (key for key in list_unknown(row, _KNOWN) if key.removeprefix("paper.") not in used)
    found.skip_keys(unknown, source.line)
    found.skip_keys(_list_unread(facts), source.line)
    read_paper = Paper(
        title=title,
        abstract=_text(facts, "summary"),
        authors=people.names,
        more_authors=people.has_more,
        arxiv_id=find_arxiv_id(_text(facts, "id")),
        links=web_links(links),
        upvotes=read_count(facts.get("upvotes")),
        source=source,
        **read_facts(_normalise(facts), "hf-json"),
    )
    found.papers.append((read_paper, read_day(source, _text(facts, "submittedOnDailyAt"))))


def _list_used(facts: dict[Any, Any]) -> frozenset[str]:
    """Give the key from which each field with keys in records takes its value, as it is written."""
    names = {keys.normalise(key): str(key) for key, value in facts.items() if is_said(value)}
    fields = (field for field in FIELDS if "hf-json" in field.imported_from)
    return frozenset(
        names[key] for field in fields for key in [key for key in field.keys if key in names][:1]
    )


def _list_unread(facts: dict[Any, Any]) -> Iterator[str]:
    """Give the keys whose values are of another kind than the API gives."""
    is_read = {
        "summary": bool(_text(facts, "summary")),
        "id": bool(find_arxiv_id(_text(facts, "id"))),
        "authors": isinstance(facts.get("authors"), list),
        "upvotes": read_count(facts.get("upvotes")) is not None,
        "githubRepo": bool(web_links({"": facts.get("githubRepo")})),
        "projectPage": bool(web_links({"": facts.get("projectPage")})),
        "submittedOnDailyAt": bool(_text(facts, "submittedOnDailyAt")),
    }
    yield from (key for key, done in is_read.items() if not done and is_said(facts.get(key)))
    names = {keys.normalise(key): str(key) for key in facts}
    yield from (names[key] for key in list_unreadable(_normalise(facts), "hf-json"))


def _normalise(facts: dict[Any, Any]) -> dict[str, Any]:
    return {keys.normalise(key): value for key, value in facts.items()}


def _text(facts: dict[Any, Any], key: str) -> str:
    value = facts.get(key)
    return one_line(value) if isinstance(value, str) else ""
