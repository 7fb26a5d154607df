"""What is wrong, or odd, in content that can be read: findings, each with its line.

Pure. What cannot be read at all is reported by the modules that read it.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from site_gen.content.frontmatter import find_line
from site_gen.content.identity import MOST_ALIKE, is_same
from site_gen.content.topic_rules import Vocabulary
from site_gen.model import (
    FIELDS,
    MOST_TOPICS,
    Entry,
    Listing,
    Problem,
    describe_many,
    full_reference,
    list_excess,
    topic_slug,
)
from site_gen.text.markdown import find_long_blocks
from site_gen.text.mojibake import find_misread, mend_misread
from site_gen.text.paragraph import MOST_CHARACTERS
from site_gen.text.tex import find_refused

ENCODING = "encoding"
"""The ``key`` of what is mended by reading all of a file anew."""

# Chat programs and mail wrap or cut long addresses; our own slugs have at most 80.
_LONGEST = 100  # characters of a slug: some systems cut what is longer when it is shared
# The renderer links none of these, so the text would show its source. Spaces and '<' may stand
# before an address in CommonMark (section 6.3).
_UNSAFE = re.compile(r"\]\(\s*(?:<\s*)?(javascript|vbscript|data|file):", re.IGNORECASE)
_LOST = re.compile(  # TeX whose backslash a converter took: 1024times 1024, sim20, textit{O}
    r"(?<![0-9])[0-9]+(?:times|sim|approx|pm|leq|geq|cdot|rightarrow|propto)(?![a-z])"
    r"|(?<![\\\w])(?:times|sim(?!2[a-z])|approx|pm|leq|geq)[0-9]"
    r"|(?<![\\\w])(?:text(?:it|bf|tt|rm)|math(?:cal|bf|bb|rm)|boldsymbol|sqrt|frac)\{"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem, whether it is an error, and the key and value that mend it, where that is safe.

    A note is no problem: nothing has to be done.
    """

    problem: Problem
    is_error: bool = False
    is_note: bool = False
    key: str = ""
    value: str | tuple[str, ...] = ""


def inspect_entry(entry: Entry, text: str, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Look at an entry; ``text`` is its file's."""
    path = entry.source.path
    if not entry.body.strip():
        message = "no abstract; expected one below the front matter"
        yield Finding(problem=Problem(path, find_line(text, ""), message))
    if entry.draft and not entry.removed:
        problem = Problem(path, find_line(text, "draft"), "a draft: it is not published")
        yield Finding(problem=problem, is_note=True)
    yield from _inspect_ids(entry, text)
    # Once each: to look for a key anew for each of many findings would be quadratic.
    of_topics, of_title = find_line(text, "topics"), find_line(text, "title")
    for topic in entry.topics[:MOST_TOPICS]:
        if guess := _guess_topic(topic, vocabulary):
            message = f"unknown topic {topic!r}; did you mean {guess!r}?"
            yield Finding(problem=Problem(path, of_topics, message))
    yield from _inspect_size(entry, text)
    for key, message in list_excess(entry):
        yield Finding(problem=Problem(path, find_line(text, key), message))
    body = _Body(entry, text)
    for match in _UNSAFE.finditer(entry.body):
        yield body.tell(match.start(), f"a link to '{match[1]}:'; expected a web address")
    for match in _LOST.finditer(entry.title):
        yield Finding(problem=Problem(path, of_title, _lost(match)))
    for match in _LOST.finditer(entry.body):
        yield body.tell(match.start(), _lost(match))
    if len(entry.slug) > _LONGEST:
        message = f"a name of {len(entry.slug)} characters; expected at most {_LONGEST}"
        yield Finding(problem=Problem(path, 0, message))


def inspect_links(path: str, text: str, dead: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """Report addresses in a file that lead nowhere in the site, each with the URL it leads to."""
    for address, url in dead:
        where = "" if address == url else f", {url},"
        message = f"{address!r}{where} is no page or file of this site; expected one that is"
        line = text.count("\n", 0, max(0, text.find(f"({address}"))) + 1
        yield Finding(problem=Problem(path, line, message))


def inspect_text(path: str, text: str) -> Iterator[Finding]:
    """Look at the text of a file, whatever it holds: UTF-8 that was read as another encoding."""
    misread = find_misread(text)
    if not misread:
        return
    first = misread[0]
    start = text.rfind("\n", 0, first.at) + 1
    word = text[start:].split("\n", 1)[0].strip()[:60]
    message = (
        f"{first.found!r} looks like {first.meant!r}, read as Latin-1 ({word!r}); expected UTF-8"
    )
    problem = Problem(path, text.count("\n", 0, first.at) + 1, message)
    is_safe = mend_misread(text) != text
    yield Finding(problem=problem, key=ENCODING if is_safe else "")


def inspect_listing(listing: Listing, slugs: Iterable[str]) -> Iterator[Finding]:
    """Look at a day: whether its ``digest.yaml`` names all its papers, each once."""
    path = listing.source.path
    named: dict[str, int] = {}
    for ref, line in zip(listing.papers, listing.lines, strict=True):
        full = full_reference(ref, listing.date)
        if line and full in named:
            message = f"{ref!r} again, first in line {named[full]}; expected it once"
            yield Finding(problem=Problem(path, line, message), is_error=True)
        if line:
            named.setdefault(full, line)
    if message := describe_many(len(listing.papers)):
        yield Finding(problem=Problem(path, 0, message))
    for slug in slugs:
        if f"{listing.date}/{slug}" not in named:
            message = f"{slug!r} is not listed, so it is shown last; expected it below 'papers:'"
            yield Finding(problem=Problem(path, 0, message), key="papers", value=slug)


def find_repeats(
    keys: Mapping[str, Iterable[str]], read: Callable[[str], Entry | None]
) -> Iterator[Finding]:
    """Find papers that have two entries.

    ``keys`` are what each can be looked up by, by ``day/slug``; ``read`` gives the entry. Each is
    compared with the first ``MOST_ALIKE`` of its keys: thousands may have one title.
    """
    first: dict[str, list[str]] = {}
    for ref, names in keys.items():
        others = dict.fromkeys(other for name in names for other in first.get(name, ()))
        entry = read(ref) if others else None
        for other in others:
            known = read(other)
            if entry and known and _is_repeat(entry, known):
                message = f"the same paper as {known.source.path}; expected one entry"
                source = entry.source
                yield Finding(problem=Problem(source.path, source.line, message), is_error=True)
                break
        for name in names:
            if len(alike := first.setdefault(name, [])) < MOST_ALIKE:
                alike.append(ref)


def _is_repeat(entry: Entry, other: Entry) -> bool:
    """Whether two entries are one paper, and a page shows it."""
    return not (entry.removed and other.removed) and is_same(entry, other)


def _inspect_ids(entry: Entry, text: str) -> Iterator[Finding]:
    for field in FIELDS:
        if not field.expected:
            continue
        key, written = field.name, getattr(entry, field.name)
        ident, place = field.read(written), (entry.source.path, find_line(text, key))
        if written and not ident:
            problem = Problem(*place, f"{key}: {written!r}; expected {field.expected}")
            yield Finding(problem=problem, is_error=True)
        elif written != ident:
            problem = Problem(*place, f"{key}: {written!r}; expected {ident!r}")
            yield Finding(problem=problem, key=key, value=ident)


def _guess_topic(topic: str, vocabulary: Vocabulary) -> str:
    slug = topic_slug(topic)
    if slug in vocabulary.by_slug:
        return ""
    # 0.8 is one wrong letter of five.
    near = get_close_matches(slug, vocabulary.by_slug, n=1, cutoff=0.8)
    return vocabulary.by_slug[near[0]] if near else ""


def _lost(match: re.Match[str]) -> str:
    return f"{match[0]!r} looks like TeX that lost its backslash; expected math as $\\...$"


def _inspect_size(entry: Entry, text: str) -> Iterator[Finding]:
    """Find what stays text because it is too large: formulas and paragraphs."""
    of_title = find_line(text, "title")
    for _, excess in find_refused(entry.title):
        message = f"a formula that stays text: {excess}"
        yield Finding(problem=Problem(entry.source.path, of_title, message))
    body = _Body(entry, text)
    for index, excess in find_refused(entry.body):
        yield body.tell(index, f"a formula that stays text: {excess}")
    for line, size in find_long_blocks(entry.body):
        message = f"a paragraph of {size} characters; expected at most {MOST_CHARACTERS}, else its "
        message += "links, emphasis and math stay text"
        yield Finding(problem=Problem(entry.source.path, find_line(text, "") + line, message))


class _Body:
    """The body of an entry, which knows the lines of its places."""

    def __init__(self, entry: Entry, text: str) -> None:
        self._path = entry.source.path
        self._first = find_line(text, "")
        # Once: to count the lines before each of many findings would be quadratic.
        self._ends = [at for at, sign in enumerate(entry.body) if sign == "\n"]

    def tell(self, index: int, message: str) -> Finding:
        """Tell what stands at a place, with its line."""
        line = self._first + bisect_left(self._ends, index)
        return Finding(problem=Problem(self._path, line, message))
