"""What must hold of any text that a parser is given: ``try_text`` fails where it does not.

A text gives values or an InputError with what is wrong, never another exception. What an importer
found is what stands in the files it makes, and importing it again changes nothing.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from site_gen.content.digest_file import format_listing, parse_listing
from site_gen.content.entry_file import format_entry, parse_entry
from site_gen.content.settings_file import parse_settings
from site_gen.content.topic_rules import parse_topics
from site_gen.content.yaml_edit import add_items, set_keys
from site_gen.importing.formats import detect
from site_gen.importing.formats.reading import Reading
from site_gen.importing.mail_files import is_mail, read_mail
from site_gen.importing.proposal import Present, Proposal, propose
from site_gen.model.errors import InputError
from testing.papers import SAMPLE
from testing.roundtrip import FORMATS, read_papers

_DATA = Path(__file__).parents[1] / "tests/data"
_SAMPLES = ("formats", "recorded")
_DAY = date(2025, 9, 17)
_TODAY = date(2026, 11, 26)
_PATH = "2025-09-17.txt"
_CSV = 'title,abstract,authors,date\n"A, B","One\ntwo",C D; E F,2025-09-17\n'
_MAIL = (
    "From: a@b.example\nSubject: =?utf-8?q?Caf=C3=A9?=\nDate: Thu, 18 Sep 2025 08:00:00 +0200\n{}"
)
_PAGE = "Daily Papers\nSep 17\nA title\nAn abstract.\n"
_PARTS = (
    "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: {}\n\n{}\n--b\nContent-Disposition: attachment; filename=a.pdf\n\n"
    "x\n--b--\n"
)
_BODIES = {
    "plain": f"\n{_PAGE}",
    "quoted": _PARTS.format("quoted-printable", _PAGE),
    "base64": _PARTS.format("base64", b64encode(_PAGE.encode()).decode()),
    "mbox": f"\nx\n\nFrom a@b.example Thu Sep 18 08:00:00 2025\nFrom: a\nTo: b\nDate: c\n\n{_PAGE}",
}
_FEED = {"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "A", "id": "1"}]}


def _try_entry(text: str) -> None:
    entry = parse_entry(_PATH, text, "a", _DAY)
    assert parse_entry(_PATH, format_entry(entry), "a", _DAY) == entry
    spliced = set_keys(
        _PATH, text, {"upvotes": 7, "authors": ("A", "B: c"), "links": {"X": "https://x"}}
    )
    later = parse_entry(_PATH, spliced, "a", _DAY)
    assert (later.upvotes, later.authors, later.body) == (7, ("A", "B: c"), entry.body)


def _try_listing(text: str) -> None:
    listing = parse_listing("digest.yaml", text, _DAY)
    assert parse_listing("digest.yaml", format_listing(listing), _DAY) == listing
    more = add_items("digest.yaml", text, "papers", ["z-1", "2024-02-29/z-2"])
    later = parse_listing("digest.yaml", more, _DAY)
    assert later == replace(listing, papers=(*listing.papers, "z-1", "2024-02-29/z-2"))


def _try_import(text: str, form: str | None) -> None:
    day = _DAY if len(text) % 2 else None
    for reading in detect.read(_PATH, text, _TODAY, day, form):
        first = propose(reading.digest, Present(), reading.format)
        again = propose(reading.digest, _apply(reading, first), reading.format)
        assert all(change.kind == "keep" for change in again.changes), again.changes


def _apply(reading: Reading, proposal: Proposal) -> Present:
    """Give what is there once a proposal is written; what is read is what was meant."""
    files = {change.path.removesuffix(".md"): change.text for change in proposal.changes}
    listing = files.pop(f"{reading.digest.date}/digest.yaml")
    entries = tuple(
        parse_entry(f"{ref}.md", text, ref[11:], reading.digest.date) for ref, text in files.items()
    )
    assert entries == proposal.entries
    return Present(
        listing=parse_listing("digest.yaml", listing, reading.digest.date),
        text=listing,
        entries=entries,
        files=files,
        bases=proposal.bases,
    )


def _try_mail(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    if is_mail(data):
        for reading in read_mail("x.eml", data, _TODAY):
            propose(reading.digest, Present(), reading.format)


def _importer(form: str | None) -> Callable[[str], None]:
    return lambda text: _try_import(text, form)


TARGETS: Mapping[str, Callable[[str], object]] = {
    **{form: _importer(form) for form in detect.NAMES},
    "any": _importer(None),
    "mail": _try_mail,
    "entry": _try_entry,
    "listing": _try_listing,
    "settings": lambda text: parse_settings("site.yaml", text),
    "topics": lambda text: parse_topics("topics.yaml", text),
}
"""Every parser of what people hand over or write, by name."""


def try_text(target: str, text: str) -> None:
    """Give a parser a text. Raises what it should not."""
    try:
        TARGETS[target](text)
    except InputError as err:
        if not all(problem.message for problem in err.problems):
            raise


def read_seeds(target: str) -> dict[str, str]:
    """Give texts to begin with, by name: samples, and papers as we write them."""
    entries = read_papers(SAMPLE)[:4]
    if target == "entry":
        return {entry.slug: format_entry(entry) for entry in entries}
    content = _DATA.parents[1] / "content"
    kept = {
        "listing": content / "2025-09-17/digest.yaml",
        "settings": content / "site.yaml",
        "topics": content / "topics.yaml",
    }
    if target == "mail":
        return {name: _MAIL.format(body) for name, body in _BODIES.items()}
    if target in kept:
        return {target: kept[target].read_text("utf-8")}
    files = [path for name in _SAMPLES for path in sorted((_DATA / name).rglob("*.*"))]
    texts = {path.name: path.read_text("utf-8") for path in files}
    texts |= {f"our {name}": how.write(entries) for name, how in FORMATS.items()}
    texts |= {"table.csv": _CSV, "feed.json": json.dumps(_FEED)}
    texts["cards"] = (_DATA / "cards.md").read_text("utf-8")
    return {
        name: text
        for name, text in texts.items()
        if target == "any" or detect.recognise(text) == target
    }
