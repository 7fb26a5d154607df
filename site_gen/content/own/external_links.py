"""Links of entries and of the owner's pages that lead to other hosts, and what is wrong with them.

Links that follow from the ids of a paper, to arXiv and by DOI, are not among them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from site_gen.content.entry_file import read_entry
from site_gen.content.findings import Finding
from site_gen.content.own.pages import PAGES, load_pages
from site_gen.content.store import scan
from site_gen.model import InputError, Problem
from site_gen.system.files import read_text, shown
from site_gen.system.links.probe import Answer
from site_gen.text.local_links import list_addresses
from site_gen.text.markdown import to_html

_is_external = re.compile(r"(?:https?:)?//", re.IGNORECASE).match


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address is written: the file, and the line; 0 where it is written otherwise."""

    path: str
    line: int


def collect_external(content: Path) -> dict[str, list[Place]]:
    """Give the addresses at other hosts that pages link to, each with its places, in order.

    Files that cannot be read, and papers that were taken down, have none. Raises InputError without
    content.
    """
    found: dict[str, list[Place]] = {}
    for path, text, addresses in _read_all(content):
        for address in dict.fromkeys(addresses):
            # In a page, letters of an address may be written as %C3%A9.
            at = max(text.find(address), text.find(unquote(address)))
            line = text.count("\n", 0, at) + 1 if at >= 0 else 0
            url = f"https:{address}" if address.startswith("//") else address
            found.setdefault(url, []).append(Place(path, line))
    return found


def _read_all(content: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Give each file, its text, and the addresses that it links to."""
    for ref in (ref for month in scan(content).months for ref in month.refs):
        try:
            entry, text = read_entry(content, ref)
        except InputError:  # reported by all else that is checked
            continue
        if not entry.removed:
            named = [url for _, url in entry.links if url.startswith(("http://", "https://"))]
            yield entry.source.path, text, [*named, *_find([entry.body, entry.notes])]
    try:
        pages = load_pages(content)
    except InputError:
        return
    for page in pages:
        path = content / PAGES / f"{page.slug}.md"
        yield shown(path), read_text(path), _find([page.body])


def _find(texts: Iterable[str]) -> list[str]:
    linking = (text for text in texts if "//" in text)
    return [
        address
        for text in linking
        for name, address in list_addresses(to_html(text, latex=True))
        if name == "href" and _is_external(address)
    ]


def inspect_external(
    places: Mapping[str, Sequence[Place]], answers: Mapping[str, Answer]
) -> Iterator[Finding]:
    """Report addresses that lead to nothing, and as notes those of which that cannot be told."""
    for url, answer in answers.items():
        if not answer.is_there:
            for place in places[url]:
                problem = Problem(place.path, place.line, f"{url!r} {answer}; {_expect(answer)}")
                yield Finding(problem=problem, is_note=not answer.is_dead)


def _expect(answer: Answer) -> str:
    return "expected a page" if answer.is_dead else "so it may be there or not: look at it"
