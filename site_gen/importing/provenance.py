"""What imports wrote last: a line of JSON a paper <-> ``Base`` by reference.

``content/.site-gen/YYYY-MM.jsonl`` belongs to site-gen. Where a line of it is lost, or cannot be
read, its paper counts as edited, and stays as it is.
"""

import json
from collections.abc import Collection, Mapping

from site_gen.importing.three_way import Base

FOLDER = ".site-gen"
_END = ".jsonl"


def imported_path(month: str) -> str:
    """Name the record of a month, below ``content/``."""
    return f"{FOLDER}/{month}{_END}"


def parse_imported(text: str) -> dict[str, Base]:
    """Read a record: what can be read of it."""
    bases: dict[str, Base] = {}
    for line in text.split("\n"):
        try:
            row = json.loads(line)
            paper = row.pop("paper")
        # A merge of two branches may leave marks of a conflict in it: other lines still count.
        except (ValueError, KeyError, AttributeError, TypeError):
            continue
        if isinstance(paper, str) and all(type(stamp) is str for stamp in row.values()):
            bases[paper] = row
    return bases


def format_imported(papers: Mapping[str, Base]) -> str:
    """Write a record, a line a paper in order of reference, so that versions of it merge."""
    return "".join(
        json.dumps({"paper": ref, **dict(sorted(base.items()))}, ensure_ascii=False) + "\n"
        for ref, base in sorted(papers.items())
    )


def leave_out(path: str, now: str, new: str, left: Collection[str]) -> str:
    """Give the new text of a file of ``content/``, where entries were left as somebody edited them.

    ``path`` and ``left`` are below ``content/``. What a record says of such an entry stays as it
    is ``now``: nothing new was written of it. Other files have their ``new`` text.
    """
    if not (path.startswith(f"{FOLDER}/") and path.endswith(_END)):
        return new
    before, bases = parse_imported(now), parse_imported(new)
    refs = [one.removesuffix(".md") for one in left]
    return format_imported(put_back(bases, {ref: before.get(ref) for ref in refs}))


def put_back(bases: Mapping[str, Base], before: Mapping[str, Base | None]) -> dict[str, Base]:
    """Give a record that says of some papers what it said ``before``: nothing, where that is None.

    >>> put_back({"a": {"title": "1"}, "b": {}}, {"a": None, "b": {"title": "2"}})
    {'b': {'title': '2'}}
    """
    changed = {**bases, **before}
    return {ref: base for ref, base in changed.items() if base is not None}
