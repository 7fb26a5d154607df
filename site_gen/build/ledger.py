"""The records of the last build: what is ours in an output folder, and what it was made from.

They are in the output folder, in ``.site-gen/``, so that the two share their fate. ``ledger.json``
has a row a month; the fingerprints of a month's pages, and the files of a search bundle, have
records of their own, which are read only when that month or bundle is due. A journal names what a
build is about to change: where one is found, that build was killed, and those files are in doubt.
``files.txt`` is a log of the files that builds added and removed. It says what is ours when the
other records cannot.

The ledger says which records there are. Each ends with a checksum, or is named by one. A record
that is missing or damaged is a RecordError: then none is trusted, and all is built again.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from site_gen.model.fingerprint import fingerprint
from site_gen.model.records import DayFacts, PaperLine, TopicFacts
from site_gen.plan.recent_papers import RecentPaper

FOLDER = ".site-gen"
LEDGER = f"{FOLDER}/ledger.json"
JOURNAL = f"{FOLDER}/journal.json"
FILES = f"{FOLDER}/files.txt"
_FORMAT = 5
_SUM = '"sum": "'
_encode = json.JSONEncoder(default=str, separators=(",", ":")).encode


class RecordError(Exception):
    """A record of the last build is missing or damaged. It says which; the build starts over."""


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """What is related to a month's papers: names of their texts, of all it is made from, of it."""

    texts: str = ""
    key: str = ""
    stamp: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """A month as it was built.

    ``signature`` names the size, time and inode of its files, and is empty when it cannot be
    trusted; ``key`` all else its pages were made from; ``indexed`` what the search finds in it.
    """

    signature: str
    key: str
    indexed: str
    days: tuple[DayFacts, ...] = ()
    topics: int = 0
    """How many topics its papers have."""
    related: RelatedRow = RelatedRow()
    authored: str = ""
    """Names what the register knows of it; empty where its papers have no authors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The last build: its months, its bundles by what they index, the files that span months.

    ``search`` is the version of Pagefind, empty where there is no search; ``pages`` counts them.
    ``files`` is the size of the log of files, which only grows.
    """

    months: Mapping[str, MonthRow] = field(default_factory=dict)
    bundles: Mapping[str, str] = field(default_factory=dict)
    rest: Mapping[str, str] = field(default_factory=dict)
    salt: str = ""
    search: str = ""
    pages: int = 0
    files: int = 0

    def records(self) -> frozenset[str]:
        """Name the records that belong to it: all but the journal, and the register of authors."""
        of_months = (pages_path, topics_path, recent_path)
        found = {where(name) for name in self.months for where in of_months}
        found |= {bundle_path(name) for name in self.bundles}
        for name, row in self.months.items():
            if row.related.texts:
                found.add(texts_path(name, row.related.texts))
            if row.related.key:
                found.add(related_path(name, row.related.key))
        return frozenset(found)


def pages_path(month: str) -> str:
    """Name the record of a month's pages."""
    return f"{FOLDER}/months/{month}.json"


def bundle_path(bundle: str) -> str:
    """Name the record of a bundle's files."""
    return f"{FOLDER}/bundles/{bundle}.json"


def topics_path(month: str) -> str:
    """Name the record of a month's topics."""
    return f"{FOLDER}/topics/{month}.json"


def recent_path(month: str) -> str:
    """Name the record of a month's newest papers, by feed."""
    return f"{FOLDER}/recent/{month}.json"


def texts_path(month: str, stamp: str) -> str:
    """Name the record of what the papers of a month are compared by."""
    return f"{FOLDER}/texts/{month}-{stamp}.bin"


def related_path(month: str, key: str) -> str:
    """Name the record of what is related to the papers of a month."""
    return f"{FOLDER}/related/{month}-{key}.jsonl"


def parse_ledger(text: str) -> Ledger:
    """Read a ledger. Raises ValueError where it is not one of ours."""
    data = _load(text)
    site = data["site"]
    months = {
        name: MonthRow(
            **{
                **row,
                "days": tuple(_day(day) for day in row["days"]),
                "related": RelatedRow(**row["related"]),
            }
        )
        for name, row in data["months"].items()
    }
    return Ledger(months=months, bundles=data["bundles"], rest=_paths(data["rest"]), **site)


def format_ledger(ledger: Ledger) -> str:
    """Write a ledger, a line a month."""
    return _dump(
        {
            "months": {name: asdict(row) for name, row in sorted(ledger.months.items())},
            "bundles": dict(sorted(ledger.bundles.items())),
            "rest": dict(sorted(ledger.rest.items())),
            "site": {
                "salt": ledger.salt,
                "search": ledger.search,
                "pages": ledger.pages,
                "files": ledger.files,
            },
        }
    )


def parse_paths(text: str) -> Mapping[str, str]:
    """Read a record of files, each with its fingerprint. Raises ValueError."""
    return _paths(_load(text)["paths"])


def find_paths(text: str) -> Collection[str]:
    """Name the files that a record holds, whatever version of site-gen wrote it, damaged or not."""
    try:
        data = json.loads(text)
        return {path for key in ("paths", "rest") for path in _paths(data.get(key, {}))}
    except (ValueError, AttributeError, RecursionError):
        return ()


def format_paths(paths: Mapping[str, str]) -> str:
    """Write a record of files."""
    return _dump({"paths": dict(sorted(paths.items()))})


def parse_topic_facts(text: str, enough: Collection[str] = ()) -> Mapping[str, TopicFacts]:
    """Read a month's topics, by slug; of those in ``enough`` one paper. Raises ValueError."""
    return {
        slug: TopicFacts(
            name=row["name"],
            count=row["count"],
            newest=tuple(
                PaperLine(**{**one, "day": date.fromisoformat(one["day"])})
                for one in row["newest"][: 1 if slug in enough else None]
            ),
        )
        for slug, row in _load(text)["topics"].items()
    }


def format_topic_facts(topics: Mapping[str, TopicFacts]) -> str:
    """Write a month's topics."""
    return _dump({"topics": {slug: asdict(facts) for slug, facts in sorted(topics.items())}})


def parse_recent(text: str) -> Mapping[str, tuple[RecentPaper, ...]]:
    """Read a month's newest papers, by the folder of a feed. Raises ValueError."""
    return {
        folder: tuple(
            RecentPaper(name=name, place=place, stamp=stamp) for name, place, stamp in rows
        )
        for folder, rows in _load(text)["recent"].items()
    }


def format_recent(recent: Mapping[str, tuple[RecentPaper, ...]]) -> str:
    """Write a month's newest papers."""
    rows = {
        folder: [(ref.name, ref.place, ref.stamp) for ref in refs]
        for folder, refs in sorted(recent.items())
    }
    return _dump({"recent": rows})


def parse_files(text: str) -> set[str]:
    """Read the log of files: those that were added and not removed. Damaged lines say nothing."""
    found = set[str]()
    for line in text.split("\n"):
        try:
            path = json.loads(line[1:])
        except (ValueError, RecursionError):
            continue
        if _is_inside(path):
            (found.add if line[0] == "+" else found.discard)(path)
    return found


def format_files(added: Iterable[str] = (), removed: Iterable[str] = ()) -> str:
    """Write lines of the log of files."""
    lines = [f"+{_encode(path)}\n" for path in sorted(added)]
    return "".join(lines + [f"-{_encode(path)}\n" for path in sorted(removed)])


def _load(text: str) -> Mapping[str, Any]:
    body, mark, end = text.rpartition(_SUM)
    if not mark or end != f'{_sum(body)}"}}\n':
        raise ValueError("it is damaged, or another version of site-gen wrote it")
    data: dict[str, Any] = json.loads(text)
    if data["format"] != _FORMAT:
        raise ValueError("another version of site-gen wrote it")
    return data


def _dump(data: Mapping[str, Any]) -> str:
    lines = [f'"format": {_FORMAT}']
    for key, rows in data.items():
        inner = ",\n".join(f"{_encode(name)}: {_encode(row)}" for name, row in rows.items())
        lines.append(f'"{key}": {{\n{inner}\n}}')
    body = "{" + "".join(f"{line},\n" for line in lines)
    return f'{body}{_SUM}{_sum(body)}"}}\n'


def _sum(body: str) -> str:
    return fingerprint(body.encode("utf-8", "surrogatepass"))[:32]


def _day(row: Mapping[str, Any]) -> DayFacts:
    return DayFacts(
        date=date.fromisoformat(row["date"]),
        listed=int(row["listed"]),
        own=int(row["own"]),
        foreign=tuple(row["foreign"]),
    )


def _paths(data: object) -> Mapping[str, str]:
    """Accept paths that stay in the output folder, for what a ledger names may be removed."""
    if not isinstance(data, dict):
        raise ValueError("it is not complete")
    for path, stamp in data.items():
        if not _is_inside(path) or type(stamp) is not str:
            raise ValueError(f"it names {path!r}")
    return data


def _is_inside(path: object) -> bool:
    is_text = isinstance(path, str) and path != ""
    return is_text and not str(path).startswith("/") and ".." not in str(path).split("/")
