"""Names of authors as sources write them -> names as pages show them, in their order.

'Family, Given' becomes 'Given Family'; affiliations, marks and 'et al.' are no part of a name.
BibTeX's grammar of names: Oren Patashnik, "BibTeXing", section 4; that of RIS is
'Family, Given, Suffix' (https://refdb.sourceforge.net/manual-0.9.6/sect1-ris-format.html).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from site_gen.importing.formats.affiliations import strip_affiliations
from site_gen.importing.formats.text_shapes import is_wordless
from site_gen.model import one_line
from site_gen.text.tex_text import to_text

_SUFFIX = re.compile(r"(?:jr|sr|esq|ph\.?d|m\.?d|[ivx]{2,4})\.?", re.IGNORECASE)
_COMPANY = re.compile(r"(?:inc|ltd|llc|l\.l\.c|corp|co|gmbh|plc|s\.?a|ag|b\.?v)\.?", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[- ]?){1,5}|(?:[^\W\d_] ){0,3}[^\W\d_]{1,2}\.?")
_PARTICLE = re.compile(
    r"(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|ten|ter|el|al|bin|ben)\b"
)
_AND = re.compile(r",? (?:and|&|und|et) (?!al\b)|,? and$", re.IGNORECASE)
_AND_OTHERS = re.compile(
    r"(?:(?:^|[,;]? ?\b)(?:et\.? ?al\b\.?|and others\b|et autres\b)"
    r"|(?:^|[,; ])(?:and|&|\+)? ?[0-9]+ (?:more|others?)(?: authors?)?\b"
    r"|[,、，]? ?等(?:人)?|[,;]? ?(?:…|\.\.\.))[.)]?$",
    re.IGNORECASE,
)
_OTHERS = {"others", "et al", "et al.", "etal", "et. al.", "...", "…", "等"}
_SEMICOLONS = re.compile(r"[;；\n|•]| · ")
_COMMAS = re.compile(r"[,，、]")
_MARKS = " ,;*†‡§¶∗✉⋆¹²³⁰⁴⁵⁶⁷⁸⁹"
_NUMBER = re.compile(
    r"(?<=[^\W\d_])[0-9]{1,2}$| [0-9]{4}$"
)  # of an affiliation; of DBLP's homonyms
_GROUP = re.compile(r"^(?P<group>[^,;:]{1,80}\b(?:Collaboration|Consortium|Team|Group)): (?=\S)")
_TEX_PART = re.compile(r"[{},]|(?:^| )and(?= |$)", re.IGNORECASE)
_MOST_WORDS = 4  # of a given name: 'Family, Given' with more is a group, or a sentence


@dataclass(frozen=True, slots=True)
class People:
    """Authors that were read."""

    names: tuple[str, ...] = ()
    has_more: bool = False
    """Whether the source says that there are others, as with 'et al.'."""

    unread: tuple[str, ...] = ()
    """What stood in the place of a name, and is none."""


def parse_bibtex_names(source: str) -> People:
    r"""Read BibTeX's ``author``: names with ``and`` between them; braces keep a name whole.

    >>> parse_bibtex_names(r"Garc{\'\i}a, Jos{\'e} and {The Open, Inc.} and others")
    People(names=('José García', 'The Open, Inc.'), has_more=True, unread=())
    """
    groups = list(_split_tex(one_line(source)))
    if len(groups) == 1 and _is_list(groups[0]):
        groups = [[name] for name in groups[0]]
    names = []
    for parts in groups:
        texts = [one_line(to_text(part)) for part in parts]
        is_whole = len(parts) == 1 and parts[0][:1] == "{" and parts[0][-1:] == "}"
        names.append(texts[0] if is_whole else _turn(texts))
    return _collect(names)


def parse_names(text: str) -> People:
    """Read all authors from one text, whatever stands between them.

    >>> parse_names("Ann One (Univ. of X, Dept. of Y), Bob Two and Carl Three et al.")
    People(names=('Ann One', 'Bob Two', 'Carl Three'), has_more=True, unread=())
    >>> parse_names("Garcia, José; van der Berg, Ann").names
    ('José Garcia', 'Ann van der Berg')
    """
    text = "\n".join(one_line(line) for line in strip_affiliations(text).split("\n"))
    if not _COMMAS.search(text.strip()) or _SEMICOLONS.search(text.replace("\n", " ")):
        text = text.strip()  # a line is a name
    else:
        text = one_line(text)  # a list that goes on over lines
    text, has_more = _cut_others(text)
    found = _collect([name for part in _SEMICOLONS.split(text) for name in _split(part, text)])
    return People(found.names, found.has_more or has_more, found.unread)


def read_names(values: Iterable[object]) -> People:
    """Read a list of authors, a name each: texts, or the records that programs write for people.

    >>> read_names(["One, Ann", {"given": "José", "family": "García"}, "Bob Two; Carl Three"]).names
    ('Ann One', 'José García', 'Bob Two', 'Carl Three')
    """
    found = [_read_value(value) for value in values]
    together = _collect([name for people in found for name in people.names])
    return People(
        together.names,
        any(people.has_more for people in (*found, together)),
        tuple(text for people in found for text in people.unread),
    )


def _read_value(value: object) -> People:
    if isinstance(value, str):
        return _read_name(value)
    if isinstance(value, Sequence):  # family, given, suffix
        return _collect([_turn([one_line(str(part)) for part in value if part])])
    if isinstance(value, Mapping) and (name := _read_record(value)):
        return _collect([name])
    says_nothing = not any(value.values()) if isinstance(value, Mapping) else value is None
    return People() if says_nothing else People(unread=(str(value),))


def _read_name(text: str) -> People:
    """Read a text that should be a name, and may be several."""
    if _SEMICOLONS.search(text.strip()) or _AND.search(text) or text.count(",") > 2:
        return parse_names(text)
    text, has_more = _cut_others(one_line(strip_affiliations(text)))
    parts = _split_commas(text)
    is_several = len(parts) > 1 and all(" " in part for part in parts)
    found = _collect(parts if is_several else [_turn(parts)])
    return People(found.names, found.has_more or has_more, found.unread)


def _cut_others(text: str) -> tuple[str, bool]:
    """Cut off what stands for further authors, as 'et al.'; whether there was any."""
    match = _AND_OTHERS.search(text)
    return (text[: match.start()], True) if match else (text, False)


def _split_commas(text: str) -> list[str]:
    return [one_line(part) for part in _COMMAS.split(text)]


def _read_record(record: Mapping[object, object]) -> str:
    """Read the name in a record of CSL-JSON, Zotero, Crossref, OpenAlex, Hugging Face and so on."""
    texts = {
        str(key).lower(): one_line(value) for key, value in record.items() if isinstance(value, str)
    }
    for key in ("name", "literal", "fullname", "full_name", "display_name", "author", "text"):
        if texts.get(key):
            return texts[key]
    given = next(
        (texts[key] for key in ("given", "firstname", "first", "first_name") if texts.get(key)), ""
    )
    family = next(
        (texts[key] for key in ("family", "lastname", "last", "last_name") if texts.get(key)), ""
    )
    particles = (texts.get("dropping-particle", ""), texts.get("non-dropping-particle", ""))
    if given or family:
        return one_line(" ".join((given, *particles, family, texts.get("suffix", ""))))
    inner = next(
        (record[key] for key in ("author", "user") if isinstance(record.get(key), Mapping)), None
    )
    return _read_record(inner) if isinstance(inner, Mapping) else ""


def _collect(names: Iterable[str]) -> People:
    """Keep names; say whether there are others, and what is no name."""
    kept: list[str] = []
    unread: list[str] = []
    has_more = False
    for raw in names:
        name = _NUMBER.sub("", one_line(raw).strip(_MARKS)).strip(_MARKS)
        if name.lower().removeprefix("and ") in _OTHERS:
            has_more = True
        elif name and not any(map(str.isalpha, name)):
            unread.append(name)
        elif name:
            kept.append(name)
    return People(tuple(_once(kept)), has_more, tuple(unread))


def _once(names: Sequence[str]) -> Sequence[str]:
    """Leave out names where all of them are there twice, as in bioRxiv's feeds."""
    half = len(names) // 2
    if len(names) % 2 or not half:
        return names
    if names[:half] == names[half:]:
        return names[:half]
    return names[::2] if names[::2] == names[1::2] else names


def _turn(parts: Sequence[str]) -> str:
    """Turn the parts of 'Family, Given', 'Family, Jr., Given' and 'Family, Given, Jr.' round."""
    parts = [part for part in parts if part]
    suffix = next((part for part in parts[1:] if _SUFFIX.fullmatch(part)), "")
    rest = [part for part in parts if part != suffix]
    if len(rest) == 3 and not suffix:  # BibTeX: the second of three is a suffix
        suffix = rest.pop(1)
    if len(rest) != 2 or not _is_given(rest[1]):
        return ", ".join(parts) if len(rest) > 1 else " ".join((*rest, suffix)).strip()
    return " ".join(filter(None, (rest[1], rest[0], suffix)))


def _is_given(text: str) -> bool:
    """Whether what follows a comma is a given name: no company, place or list."""
    is_short = len(text.split()) <= _MOST_WORDS and not any(sign.isdigit() for sign in text)
    is_acronym = len(text) > 2 and text.isupper() and text.isalpha()
    return is_short and not is_acronym and not _COMPANY.fullmatch(text)


def _split(part: str, whole: str) -> Iterator[str]:
    """Split a text without semicolons into names."""
    if match := _GROUP.match(part):
        yield match["group"]
        part = part[match.end() :]
    if ";" in whole or "；" in whole:  # one name: a comma in it sets apart the family name
        yield _turn(_split_commas(part))
        return
    pieces = [_split_commas(piece) for piece in _AND.split(part)]
    if _are_turned(pieces):
        yield from map(_turn, pieces)
        return
    names = [name for piece in pieces for name in piece if name]
    if _have_initials(names):
        yield from map(_turn, zip(names[::2], names[1::2], strict=True))
        return
    yield from _join_suffixes(names)


def _have_initials(names: Sequence[str]) -> bool:
    """Whether family names and initials take turns."""
    return len(names) > 1 and not len(names) % 2 and all(map(_are_initials, names[1::2]))


def _are_turned(pieces: Sequence[Sequence[str]]) -> bool:
    """Whether every piece is 'Family, Given'."""
    if any(len(piece) != 2 or any(map(is_wordless, piece)) for piece in pieces):
        return False
    if not all(any(map(str.isupper, family)) for family, _ in pieces):
        return False  # in scripts without capital letters, a comma stands between names
    is_family = [_is_family(family) for family, _ in pieces]
    if len(pieces) == 1:
        given = pieces[0][1]
        return is_family[0] and (" " not in given or _are_initials(given.split()[-1]))
    return any(is_family)


def _is_family(text: str) -> bool:
    """Whether a text can be a family name: a word, or several after a particle."""
    return " " not in text or bool(_PARTICLE.match(text))


def _are_initials(text: str) -> bool:
    return text.isupper() and bool(_INITIALS.fullmatch(text))


def _join_suffixes(names: Iterable[str]) -> Iterator[str]:
    """Give 'Jr.' and 'Inc.' back to the names before them."""
    waiting = ""
    for name in names:
        if waiting and _SUFFIX.fullmatch(name):
            waiting = f"{waiting} {name}"
        elif waiting and _COMPANY.fullmatch(name):
            waiting = f"{waiting}, {name}"
        else:
            yield waiting
            waiting = name
    yield waiting


def _split_tex(source: str) -> Iterator[list[str]]:
    """Split at ``and`` and at commas that stand in no braces: a list of parts for each name."""
    parts, start, depth = [], 0, 0
    for match in _TEX_PART.finditer(source):
        if match[0] in "{}":
            depth = max(0, depth + (1 if match[0] == "{" else -1))
        elif not depth:
            parts.append(source[start : match.start()].strip())
            start = match.end()
            if match[0] != ",":
                yield parts
                parts = []
    yield [*parts, source[start:].strip()]


def _is_list(parts: Sequence[str]) -> bool:
    """Whether commas set apart names, as some write against BibTeX's grammar."""
    return len(parts) > 2 and all(" " in part for part in parts if part)
