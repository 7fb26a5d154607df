"""``content/`` as an import sees it: which papers it has, and what is written for them.

All papers are known by their ids and titles, kept in ``.cache/`` by month, so that an import reads
only the months that changed. Nothing is written before ``apply``; a digest that is proposed sees
what those before it proposed.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from site_gen.content.digest_file import parse_listing
from site_gen.content.entry_file import glance, parse_entry
from site_gen.content.identity import compute_keys, scan_keys
from site_gen.content.store import LISTING, bad_name, scan
from site_gen.importing.history.journal import (
    JOURNAL,
    Journal,
    Texts,
    format_journal,
    join_journals,
    make_journal,
)
from site_gen.importing.known_papers import KnownPapers
from site_gen.importing.proposal import Present, Proposal, propose
from site_gen.importing.provenance import format_imported, imported_path, parse_imported
from site_gen.importing.three_way import Base
from site_gen.model import (
    MOST_OF_DAY,
    Digest,
    Entry,
    InputError,
    Listing,
    MonthScan,
    OutputError,
    Problem,
    describe_full_day,
    entry_reference,
    full_reference,
    is_slug,
    month_of,
    parse_reference,
)
from site_gen.system.files import is_missing, read_optional, read_text, shown, write_new
from site_gen.system.progress import Progress, no_progress
from site_gen.system.transactions import commit_texts

# It only saves time: what is lost there is read again from the entries.
_CACHE = ".cache/site-gen/papers"
# To be raised when keys are made in another way.
_FORMAT = 2

Keys = Mapping[str, tuple[str, ...]]
"""What each paper can be looked up by, by ``day/slug``."""


class Archive:
    """The papers of a site, and what imports are about to do with them."""

    def __init__(self, site: Path) -> None:
        """See which papers there are."""
        self.content = site / "content"
        self._texts: dict[str, str] = {}  # what is about to be written, by path
        self._before: dict[str, str] = {}  # what was read of files, by path
        self._bases: dict[str, dict[str, Base]] = {}  # by month, and by day/slug
        self._known = KnownPapers()
        self._created: dict[str, list[str]] = {}  # the names of new files, by day
        self._days: set[str] = set()  # those of the digests that were proposed
        self._journal: Journal | None = None  # of what this run wrote so far
        # Caches are written with the rest: who only asks what an import would do writes nothing.
        self._cacheable: list[tuple[Path, str, Keys]] = []
        for ref, keys in _load_keys(site, self._cacheable):
            self._known.add(ref, keys)

    @property
    def size(self) -> int:
        """How many files are about to be written."""
        return len(self._texts)

    def propose(self, digest: Digest, source: str = "") -> Proposal:
        """Decide what an import of a digest, which came in a format, does.

        Raises InputError when the day cannot be read, or would have too many papers.
        """
        present = self._collect_present(digest)
        proposal = propose(digest, present, source)
        if proposal.entries and len(present.entries) + len(proposal.entries) > MOST_OF_DAY:
            place = digest.source
            raise InputError(Problem(place.path, place.line, describe_full_day(digest.date)))
        self._days.add(str(digest.date))
        for change in proposal.changes:
            if change.kind == "create":
                day, _, name = change.path.partition("/")
                self._created.setdefault(day, []).append(name)
            if change.kind != "keep":
                self._texts[change.path] = change.text
        # So that a later digest of the same run finds these papers too.
        for entry in proposal.entries:
            self._known.add(entry_reference(entry), compute_keys(entry))
        for ref in proposal.moved:
            self._month(month_of(ref)).pop(ref, None)
        for ref, base in proposal.bases.items():
            self._month(month_of(ref))[ref] = base
        return proposal

    def find_same_day(self, digest: Digest, proposal: Proposal) -> date | None:
        """Give the day that has the papers of a digest, all of them and no other.

        None where the day of the digest is there already, or papers are new: then it is no list
        that was imported before under another date.
        """
        refs = {one.ref for one in proposal.outcomes if one.kind != "removed"}
        days = {parse_reference(ref).day for ref in refs} - {digest.date}
        if proposal.entries or len(days) != 1 or (self.content / str(digest.date)).exists():
            return None
        day = days.pop()
        if not (self.content / str(day)).exists():  # it comes in the same run
            return None
        listing, _ = self._read_listing(day, [])
        listed = {full_reference(ref, day) for ref in listing.papers} if listing else set()
        return day if listed == refs else None

    def apply(self, progress: Progress = no_progress) -> None:
        """Write what was proposed since the last time, all of it or nothing. Raises OutputError.

        A file to create must not be there, and one to change must be as it was read. What was
        written is not kept: it is read again where a later digest asks for it. ``progress`` takes
        how many files are written.
        """
        # Listings last: a reader meanwhile meets no reference to a paper that is not there yet.
        paths = sorted(self._texts, key=lambda path: path.endswith(LISTING))
        texts: Texts = {path: (self._before.get(path), self._texts[path]) for path in paths}
        # Records after all files: they must not say of a file what was not written.
        written = {imported_path(month): bases for month, bases in self._bases.items() if bases}
        records: Texts = {
            path: (self._before.get(path), format_imported(bases))
            for path, bases in written.items()
        }
        due = {**texts, **records, **self._write_journal(texts, records)}
        commit_texts(self.content, due, progress)
        for path, signature, keys in self._cacheable:
            _write_cache(path, signature, keys)
        for kept in (self._texts, self._before, self._bases, self._created):
            kept.clear()
        self._cacheable.clear()

    def _write_journal(self, texts: Texts, records: Texts) -> Texts:
        """Describe what this run wrote, so that it can be taken back; nothing if it wrote nothing.

        A large import is written in parts: the journal then has those of the parts before too.
        """
        part = make_journal(tuple(sorted(self._days)), texts, records)
        if part is None:
            return {}
        self._journal = join_journals(self._journal, part)
        return {JOURNAL: (read_optional(self.content / JOURNAL), format_journal(self._journal))}

    def _month(self, month: str) -> dict[str, Base]:
        if month not in self._bases:
            path = imported_path(month)
            has_record = not is_missing(self.content / path)
            self._bases[month] = parse_imported(self._read_text(path) if has_record else "")
        return self._bases[month]

    def _collect_present(self, digest: Digest) -> Present:
        """Read what an import of this digest must know. Raises InputError."""
        problems: list[Problem] = []
        prefix = f"{digest.date}/"
        slugs = self._slugs(digest.date)
        listing, text = self._read_listing(digest.date, problems)
        keys = (key for paper in digest.papers for key in compute_keys(paper))
        near = dict.fromkeys(ref for key in keys for ref in self._known.find(key))
        others = [ref for ref in near if not ref.startswith(prefix)]
        files: dict[str, str] = {}
        entries = [self._read(f"{prefix}{slug}", files, problems) for slug in slugs]
        elsewhere = [self._read(ref, files, problems) for ref in others]
        if problems:
            raise InputError(*problems)
        return Present(
            listing=listing,
            text=text,
            entries=tuple(filter(None, entries)),
            elsewhere=tuple(filter(None, elsewhere)),
            files=files,
            bases=self._collect_bases(files, prefix),
        )

    def _collect_bases(self, refs: Iterable[str], prefix: str) -> dict[str, Base]:
        """Give what we wrote of papers, and of all of a day, also of files that are gone."""
        known = ((ref, self._month(month_of(ref)).get(ref)) for ref in refs)
        bases = {ref: base for ref, base in known if base is not None}
        of_month = self._month(month_of(prefix))
        return bases | {ref: base for ref, base in of_month.items() if ref.startswith(prefix)}

    def _slugs(self, day: date) -> list[str]:
        """Name the papers of a day: those that are there, and those about to be."""
        folder = self.content / day.isoformat()
        written = (path.name for path in folder.glob("*.md")) if folder.is_dir() else ()
        names = {*written, *self._created.get(str(day), ())}
        return sorted(name[:-3] for name in names if name[-3:] == ".md" and name[0] != ".")

    def _read_listing(self, day: date, problems: list[Problem]) -> tuple[Listing | None, str]:
        ref = f"{day}/{LISTING}"
        path = self.content / ref
        if ref not in self._texts and not path.exists():
            return None, ""
        try:
            text = self._read_text(ref)
            return parse_listing(shown(path), text, day), text
        except InputError as err:
            problems += err.problems
            return None, ""

    def _read(self, ref: str, files: dict[str, str], problems: list[Problem]) -> Entry | None:
        path = self.content / f"{ref}.md"
        day, slug = parse_reference(ref)
        if not is_slug(slug):
            problems.append(bad_name(path))
            return None
        try:
            text = self._read_text(f"{ref}.md")
            entry = parse_entry(shown(path), text, slug, day)
        except InputError as err:
            problems += err.problems
            return None
        files[ref] = text
        return entry

    def _read_text(self, path: str) -> str:
        """Read a file as it will be, and remember what is on the disk. Raises InputError."""
        if path in self._texts:
            return self._texts[path]
        self._before[path] = read_text(self.content / path)
        return self._before[path]


def _load_keys(
    site: Path, cacheable: list[tuple[Path, str, Keys]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give what every paper can be looked up by; of months that did not change, from the cache.

    What the cache lacks is added to ``cacheable``.
    """
    content = site / "content"
    for month in scan(content).months if content.is_dir() else ():
        record = site / _CACHE / f"{month.name}.json"
        keys = _read_cache(record, month.stat_signature)
        if keys is None:
            keys = _read_month(content, month)
            if month.stat_signature:
                cacheable.append((record, month.stat_signature, keys))
        yield from keys.items()


def _read_month(content: Path, month: MonthScan) -> Keys:
    """Read the lookup keys of a month; mistakes in a file are reported where they matter."""
    return {ref: scan_keys(glance(f"{content}/{ref}.md")) for ref in month.refs}


def _read_cache(path: Path, signature: str) -> Keys | None:
    try:
        data = json.loads(_read(path))
        # An empty signature means that a file changed just now: then nothing is known of it.
        if data["format"] != _FORMAT or not signature or data["signature"] != signature:
            return None
        return {ref: tuple(keys) for ref, keys in data["papers"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _write_cache(path: Path, signature: str, keys: Keys) -> None:
    data = {"format": _FORMAT, "signature": signature, "papers": keys}
    text = json.dumps(data, ensure_ascii=False)
    with suppress(OutputError):  # it only saves time
        # In place: half of it is no JSON, and then it is not used. So no temporary file can stay.
        # Titles may hold lone surrogates, which JSON allows: UTF-8 would refuse them.
        write_new(path, text.encode("utf-8", "surrogatepass"))


def _read(path: Path) -> str:
    """Read a file of ours; nothing where there is none that can be used."""
    try:
        return read_text(path) if path.is_file() else ""
    except InputError:
        return ""
