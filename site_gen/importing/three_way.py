"""An entry, and what its source says now -> the entry's file, changed or left.

Three ways meet: what we wrote last (``Base``), what stands in the file, and what the source says.
What nobody edited follows the source; what somebody edited stays, and where the source changed
it too, that is reported. What is not known to be ours counts as edited. Texts follow the format
that they came in: others write the same in other ways (TeX or signs, names turned round).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from site_gen.content.frontmatter import find_line, has_key
from site_gen.content.yaml_edit import Value, set_body, set_keys
from site_gen.model import FOLLOWED, Entry, InputError, Paper, Problem, fingerprint, is_known
from site_gen.text import markdown

Base = Mapping[str, str]
"""Short fingerprints of what we wrote last, by key; a link's key is ``links.NAME``."""

_Fate = Literal["same", "take", "keep", "conflict"]
_KEPT: tuple[_Fate, ...] = ("keep", "conflict")
_MORE = "more_authors"
_BODY = "body"  # the abstract as Markdown, as we wrote it
# The format that a paper came in; ``from.KEY`` where a later format was the first to bring a text.
_FROM = "from"
_TEXTS = ("abstract", *(one.name for one in FOLLOWED if one.on_import == "same format"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What becomes of an entry: its new text, when it has one; names of keys, and problems."""

    text: str | None
    base: Base
    updated: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    conflicts: tuple[Problem, ...] = ()


def make_base(paper: Paper, body: str, source: str = "") -> Base:
    """Name what we write of a new paper, which came in a format."""
    stamps = {name: _stamp(value) for name, value in _list_source_values(paper)}
    return stamps | {_BODY: _stamp(body), _FROM: source}


def with_written(base: Base, values: Mapping[str, Value], source: str) -> Base:
    """Name keys of an entry that we wrote later, of a paper in a format; ``links`` are pairs."""
    flat: dict[str, str | int | tuple[str, ...]] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            flat |= {f"{name}.{one}": said for one, said in value.items()}
        else:
            flat[name] = value
    return _add_stamps(base, {name: _stamp(value) for name, value in flat.items()}, source)


def is_untouched(entry: Entry, base: Base) -> bool:
    """Whether title and abstract of an entry are as we wrote them."""
    return base.get("title") == _stamp(entry.title) and base.get(_BODY) == _stamp(entry.body)


def entry_text_key(entry: Entry) -> tuple[str, ...]:
    """Give the key by which an entry is found, where title and abstract are as we wrote them."""
    return _BODY, _stamp(entry.title), _stamp(entry.body)


def paper_text_key(paper: Paper) -> tuple[str, ...]:
    """Give the key by which a paper is found, where its source has it as it was."""
    stamps = [_stamp(text) for text in (paper.title, paper.abstract) if text]
    return "abstract", *stamps


def list_text_keys(base: Base) -> Iterator[tuple[str, ...]]:
    """Give the keys of what we wrote last: the entry as we made it, and the paper it was of.

    ``entry_text_key`` and ``paper_text_key`` give the same. A source without an abstract says
    nothing of it, so the title is enough.
    """
    title = base.get("title", "")
    yield _BODY, title, base.get(_BODY, "")
    yield "abstract", title
    yield "abstract", title, base.get("abstract", "")


def is_from_format(base: Base, formats: Collection[str]) -> bool:
    """Whether the paper first came in one of these formats."""
    return base.get(_FROM) in formats


def revise(entry: Entry, text: str, base: Base, paper: Paper, source: str = "") -> Revision:
    """Bring what the source says now into an entry's file, where nobody edited it.

    ``text`` is the file's; ``base`` is empty when it is not known what we wrote; ``source`` is
    the format in which the paper came. What the paper does not say, its title too, stays as it is.
    """
    offered = _list_offered(entry, base, paper, source)
    fates = _decide_all(offered, entry, text, base)
    offered = {name: offered[name] for name in fates}
    updated, kept = _list_names(fates, "take"), _list_names(fates, *_KEPT)
    conflicts = tuple(
        _report_conflict(entry, text, name, offered[name])
        for name in _list_names(fates, "conflict")
    )
    body = markdown.from_text(paper.abstract)
    try:
        changed = _write(entry.source.path, text, {name: offered[name] for name in updated}, body)
    except InputError as err:  # a file that only a person can change
        what = (*conflicts, *err.problems)
        return Revision(text=None, base=base, kept=tuple(updated + kept), conflicts=what)
    is_ours = "abstract" in updated or ("abstract" in offered and body == entry.body)
    stamps = {name: _stamp(value) for name, value in offered.items()}
    stamps[_BODY] = _stamp(body) if is_ours else base.get(_BODY, "")
    return Revision(
        text=changed if changed != text else None,
        base={_FROM: source, **_add_stamps(base, stamps, source)},
        updated=tuple(updated),
        kept=tuple(kept),
        conflicts=conflicts,
    )


def _write(path: str, text: str, values: Mapping[str, Value], body: str) -> str:
    """Write keys of front matter, and the body where the abstract is among them."""
    new = _collect_keys(values)
    changed = set_keys(path, text, new) if new else text
    return set_body(changed, body) if "abstract" in values else changed


def _collect_keys(values: Mapping[str, Value]) -> dict[str, Value]:
    """Give the keys of front matter for these values: links are one key, the abstract is none."""
    new = {name: value for name, value in values.items() if "." not in name and name != "abstract"}
    links = {
        name.removeprefix("links."): str(value)
        for name, value in values.items()
        if name.startswith("links.")
    }
    return new | {"links": links} if links else new


def _decide_all(
    offered: Mapping[str, Value], entry: Entry, text: str, base: Base
) -> dict[str, _Fate]:
    """Say what becomes of each key that the source has, but of those that do not count."""
    current = dict(_list_entry_values(entry)) | _list_denied(entry, text, offered)
    fates = {name: _decide(name, value, entry, current, base) for name, value in offered.items()}
    if fates.get("authors") in _KEPT:
        fates.pop(_MORE, None)  # whether all are named depends on the names
    return fates


def _list_names(fates: Mapping[str, _Fate], *kinds: _Fate) -> list[str]:
    return [name for name, fate in fates.items() if fate in kinds]


def _decide(
    name: str, value: Value, entry: Entry, current: Mapping[str, Value], base: Base
) -> _Fate:
    """Say what becomes of a key that the source has."""
    last = base.get(name)
    if value == current.get(name):
        return "same"
    if name not in current:
        # What somebody took out stays out. A flag that we took back is missing too.
        return "take" if last in {None, "", _stamp(False)} else "keep"
    key, value_now = (_BODY, entry.body) if name == "abstract" else (name, current[name])
    if key == _BODY and len(str(value)) * 2 < len(str(current[name])):
        return "same"  # a summary, or its beginning: it says less
    if base.get(key) == _stamp(value_now):
        return "take"
    is_new = last not in {None, _stamp(value)}
    return "conflict" if is_new and isinstance(value, str) else "keep"


def _list_source_values(paper: Paper) -> Iterator[tuple[str, Value]]:
    """Give what a source says of a paper, by key; what it does not say is not among it."""
    yield from _list_values(paper, paper.abstract or None)


def _list_offered(entry: Entry, base: Base, paper: Paper, source: str) -> dict[str, Value]:
    """Give what a source may change of an entry; of another format than the last, no texts."""
    offered = dict(_list_source_values(paper))
    if paper.authors and entry.more_authors:
        offered.setdefault(_MORE, False)  # all of them are named now
    return {
        name: offered[name]
        for name in offered
        if name not in _TEXTS or source in _list_formats(base, name, source)
    }


def _list_formats(base: Base, name: str, source: str) -> Collection[str]:
    """List the formats that may correct a text: the paper's, and the one that filled it in.

    Where we wrote no such text, ``source`` may fill it in.
    """
    # Whether all authors are named depends on the names.
    key = "authors" if name == _MORE and "authors" in base else name
    if key not in base:
        return (source,)
    return base.get(_FROM, source), base.get(f"{_FROM}.{key}", "")


def _add_stamps(base: Base, stamps: Base, source: str) -> Base:
    """Add what a format says of a paper, and name the format of texts that it filled in.

    A text that the paper's own format brings needs no such name, and loses the one it had.
    """
    added = {**base, **stamps}
    is_own = base.get(_FROM, source) == source
    for name in stamps:
        if name in _TEXTS and is_own:
            added.pop(f"{_FROM}.{name}", None)
        elif name in _TEXTS and name not in base:
            added[f"{_FROM}.{name}"] = source
    return added


def _list_entry_values(entry: Entry) -> Iterator[tuple[str, Value]]:
    """Give what an entry says, by the same keys."""
    yield from _list_values(entry, markdown.to_text(entry.body) if entry.body else None)


def _list_denied(entry: Entry, text: str, offered: Mapping[str, Value]) -> dict[str, Value]:
    """Give the flags that a source sets and the entry's file says are not so, by key."""
    return {
        name: False
        for name, value in offered.items()
        if value is True and not getattr(entry, name) and has_key(text, name)
    }


def _list_values(paper: Paper | Entry, abstract: str | None) -> Iterator[tuple[str, Value]]:
    """Give what an import may change and has a value, by key; each link has a key of its own."""
    if paper.title:
        yield "title", paper.title
    if abstract is not None:
        yield "abstract", abstract
    for field in FOLLOWED:
        value = getattr(paper, field.name)
        if field.kind == "links":
            yield from ((f"{field.name}.{name}", url) for name, url in value)
        elif field.name != "title" and is_known(value):
            yield field.name, value


def _report_conflict(entry: Entry, text: str, name: str, value: Value) -> Problem:
    """Say that a key was edited here and changed at its source."""
    line = find_line(text, "" if name == "abstract" else name.partition(".")[0])
    said = f"{str(value)[:60]!r}{'...' if len(str(value)) > 60 else ''}"
    what = f"{name} was edited here and changed at its source, to {said}; yours is kept"
    return Problem(entry.source.path, line, what)


def _stamp(value: Value) -> str:
    text = "\n".join(value) if isinstance(value, tuple) else str(value)
    return fingerprint(text.encode("utf-8", "surrogatepass"))[:12]
