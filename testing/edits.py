"""A small site that is edited at random: what people do to ``content/`` and ``templates/``.

The site is known in memory, so that every edit leaves it valid; only ``make a mistake``
and ``make a file unreadable`` do not.
"""

import os
import random
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import yaml
from PIL import Image

from site_gen.content.digest_file import format_listing
from site_gen.content.entry_file import format_entry
from site_gen.model.papers import SEARCHED, Entry, Listing, Settings
from site_gen.plan.topic_pages import NEWEST
from site_gen.system.files import read_text
from testing.papers import free_slug
from testing.spoiling import mend, spoil

ROOT = Path(__file__).parents[1]
_FIRST = date(2025, 11, 10)  # stories go over the turn of a year
_WEEKS = 14
_TEXT = (
    "sparse attention routes tokens through experts while $x_{1}+\\alpha$ bounds the *error* of"
    " retrieval under noisy labels and costs $5 per query; see https://example.org/a_b for code,"
    " diffusion priors Größe 数据 and <b>tags</b> that `stay` text & more"
)
_MOST_TO_COME = 7  # days; a build refuses more
_WORDS = _TEXT.split()
_NAMES = ("Ada B", "ADA  B", "Zoë", "Names")
_MENDED = 0.6  # of unreadable files, before the next edit
_INCLUDED = ("icons/x.svg", "parts/a/b.html", "note.txt")
_TEMPLATES = ("base.html", "day.html", "_digest.html", "paper.html", "archive.html", "404.html")


@dataclass(slots=True)
class Day:
    """A day: references to its papers as ``day/slug``, and the words of its page.

    Without ``has_listing`` no ``digest.yaml`` is written, and the papers follow by slug.
    """

    papers: list[str] = field(default_factory=list)
    heading: str = ""
    has_listing: bool = True


class Site:
    """A site in a folder, and what one does to it."""

    def __init__(self, folder: Path, chance: random.Random, days: int, papers: int) -> None:
        self.folder = folder
        self.chance = chance
        self.days: dict[date, Day] = {}
        self.entries: dict[str, Entry] = {}
        self.settings: dict[str, object] = {"base_url": "https://papers.example.org"}
        self.templates: dict[str, str] = {}
        self.own_files: dict[str, bytes] = {}
        """What is published as it is, by path below content/."""
        self.mistake = ""
        self.unreadable: set[Path] = set()
        self.version = 0
        """How often site-gen was upgraded."""
        self._today = date.max
        self._written: dict[Path, bytes] = {}
        self._number = 0
        for _ in range(days):
            day = self._new_day()
            for _ in range(chance.randint(1, 2 * papers - 1)):
                self._new_paper(day)
        self.write()

    def edit(self, edits: Sequence["Edit"]) -> str:
        """Do one of the edits that can be done, write it down, and give its words."""
        self.mistake = ""
        if self.unreadable and self.chance.random() < _MENDED:
            self._mend()
        for edit in self.chance.sample(edits, len(edits)):
            if edit.do(self):
                break
        else:
            raise AssertionError("no edit is possible")  # adding a day always is
        self.write()
        return edit.text

    def write(self) -> None:
        """Make the files say what is known here; files that say it already are not touched."""
        wanted = self._files()
        if any(wanted.get(path) != self._written[path] for path in self.unreadable):
            self._mend()
        for path in self._written.keys() - wanted.keys():
            (self.folder / path).unlink()
            _prune((self.folder / path).parent, self.folder / "content")
        for path, data in wanted.items():
            if self._written.get(path) != data:
                (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / path).write_bytes(data)
        self._written = wanted

    @property
    def today(self) -> date:
        """The day on which the site is built.

        A site that has no other day, or many days to come, is not built. A file that cannot be read
        is seen only on a day that has begun.
        """
        days = [day for day, its in self.days.items() if its.has_listing or self.own(day)]
        late = sum(day > self._today for day in days)
        is_odd = late > _MOST_TO_COME or late == len(days)
        return date(2100, 1, 1) if is_odd or self.mistake or self.unreadable else self._today

    def set_today(self, day: date) -> None:
        """Build the site on this day from now on."""
        self._today = day

    def _mend(self) -> None:
        for path in self.unreadable:
            mend(self.folder / path, self._written[path])
        self.unreadable.clear()

    def paths(self) -> list[Path]:
        """Give the files of the site that can be read, relative to its folder."""
        return sorted(self._written.keys() - self.unreadable)

    def _files(self) -> dict[Path, bytes]:
        texts = {Path("content/site.yaml"): yaml.safe_dump(self.settings)} if self.settings else {}
        for name, entry in self.entries.items():
            texts[Path(f"content/{name}.md")] = format_entry(entry)
        for day, its in self.days.items():
            if its.has_listing:
                own = f"{day}/"
                refs = tuple(ref.removeprefix(own) for ref in its.papers)
                listing = Listing(date=day, heading=its.heading, papers=refs)
                texts[Path(f"content/{day}/digest.yaml")] = format_listing(listing)
        texts |= {Path("templates", name): text for name, text in self.templates.items()}
        if self.mistake:
            texts[Path(self.mistake)] = "---\ntitle: [not, a, text]\n---\n\nBody.\n"
        days = {"static", *map(str, self.days)}
        files = {
            Path("content", name): data
            for name, data in self.own_files.items()
            if name.partition("/")[0] in days  # a day that went took its files with it
        }
        return {**{path: text.encode() for path, text in texts.items()}, **files}

    def _new_day(self) -> date:
        free = (_FIRST + timedelta(days=number) for number in range(7 * _WEEKS))
        day = self.chance.choice([day for day in free if day not in self.days])
        self.days[day] = Day(heading=self.chance.choice(["", "", f"Heading {self.next()}"]))
        return day

    def _new_paper(self, day: date) -> str:
        title = f"Paper {self.next()} {self.words(2, 8)}".replace("$", "").strip()
        if self.entries and self.chance.random() < 0.15:
            title = self.chance.choice(list(self.entries.values())).title  # two with one title
        slug = free_slug(title, {name[11:] for name in self.entries if name[:10] == str(day)})
        entry = Entry(slug=slug, first_day=day, title=title, body=self.words(0, 60))
        if self.chance.random() < 0.3:
            entry = replace(entry, authors=("Ada Lovelace", self.words(2, 2)), upvotes=self.next())
        self.put(entry)
        if self.chance.random() < 0.9:
            papers = self.days[day].papers
            papers.insert(self.chance.randint(0, len(papers)), f"{day}/{slug}")
        return f"{day}/{slug}"

    def put(self, entry: Entry) -> None:
        """Add an entry, or replace it."""
        self.entries[f"{entry.first_day}/{entry.slug}"] = entry

    def drop(self, name: str) -> None:
        """Remove an entry and all that refers to it; a day with neither paper nor listing goes."""
        del self.entries[name]
        for its in self.days.values():
            if name in its.papers:
                its.papers.remove(name)
        self.days = {day: its for day, its in self.days.items() if its.has_listing or self.own(day)}

    def own(self, day: date) -> list[str]:
        """Give the papers of a day's folder."""
        return [name for name in self.entries if name[:10] == str(day)]

    def next(self) -> int:
        """Give a number that was not there before."""
        self._number += 1
        return self._number

    def words(self, least: int, most: int) -> str:
        """Make up text of that many words."""
        return " ".join(self.chance.choices(_WORDS, k=self.chance.randint(least, most)))

    def any_entry(self) -> Entry | None:
        """Pick an entry."""
        return self.chance.choice(list(self.entries.values())) if self.entries else None

    def any_day(self) -> date | None:
        """Pick a day."""
        return self.chance.choice(list(self.days)) if self.days else None


@dataclass(frozen=True, slots=True)
class Edit:
    """Something people do; ``do`` says whether it could be done."""

    text: str
    do: Callable[[Site], bool]


def _add_paper(site: Site) -> bool:
    day = site.any_day()
    if day:
        site._new_paper(day)  # noqa: SLF001 # an edit is part of the site
    return day is not None


def _edit_abstract(site: Site) -> bool:
    entry = site.any_entry()
    if entry:
        site.put(replace(entry, body=f"{entry.body} {site.words(1, 9)} {site.next()}".strip()))
    return entry is not None


def _give_authors(site: Site) -> bool:
    entry = site.any_entry()
    if entry:
        names = site.chance.sample(_NAMES, site.chance.randint(0, 3))
        site.put(replace(entry, authors=tuple(names)))
    return entry is not None


def _cross_limit(site: Site) -> bool:
    """Give an author one paper more or less than a page, a link or a feed needs."""
    name = site.chance.choice(_NAMES)
    by = [one for one in site.entries.values() if name in one.authors]
    others = [one for one in site.entries.values() if name not in one.authors]
    defaults = Settings()
    settings = {"pages": defaults.author_pages, "feeds": defaults.author_feeds}
    pages, feeds = (site.settings.get(f"author_{key}", least) for key, least in settings.items())
    # As many papers as are enough, or one less, whatever there were before.
    limit = int(str(site.chance.choice([SEARCHED, pages, feeds])))
    more = max(0, limit - site.chance.randint(0, 1)) - len(by)
    if not more or more > len(others):
        return False
    for entry in site.chance.sample(others, max(0, more)):
        site.put(replace(entry, authors=(*entry.authors, name)))
    for entry in site.chance.sample(by, max(0, -more)):
        site.put(replace(entry, authors=tuple(one for one in entry.authors if one != name)))
    return True


def _give_organization(site: Site) -> bool:
    entry = site.any_entry()
    if entry:
        name = site.chance.choice(["Lab A", "LAB  A", "Lab & B", "Ada Lovelace", ""])
        is_withdrawn = site.chance.random() < 0.2
        site.put(replace(entry, organization=name, withdrawn=is_withdrawn))
    return entry is not None


def _edit_same_length(site: Site) -> bool:
    """Change letters, not how many there are."""
    entry = site.any_entry()
    if not entry or not entry.body.isascii() or "e" not in entry.body:
        return False
    site.put(replace(entry, body=entry.body.replace("e", site.chance.choice("aiouy"), 1)))
    return True


def _empty_abstract(site: Site) -> bool:
    entry = site.any_entry()
    if not entry or not entry.body:
        return False
    site.put(replace(entry, body=""))
    return True


def _retitle(site: Site) -> bool:
    """Change the title; the file keeps its name."""
    entry = site.any_entry()
    if entry:
        site.put(replace(entry, title=f"Retitled {site.next()} {site.words(1, 4)}"))
    return entry is not None


def _reorder(site: Site) -> bool:
    days = [its for its in site.days.values() if its.has_listing and len(its.papers) > 1]
    if days:
        site.chance.shuffle(site.chance.choice(days).papers)
    return bool(days)


def _rehead(site: Site) -> bool:
    days = [its for its in site.days.values() if its.has_listing]
    if days:
        site.chance.choice(days).heading = f"Heading {site.next()}"
    return bool(days)


def _add_day(site: Site) -> bool:
    day = site._new_day()  # noqa: SLF001
    for _ in range(site.chance.randint(0, 4)):
        site._new_paper(day)  # noqa: SLF001
    return True


def _add_long_day(site: Site) -> bool:
    """Add a day with more papers on a topic than its page shows."""
    day = site._new_day()  # noqa: SLF001
    for _ in range(NEWEST + 1):
        name = site._new_paper(day)  # noqa: SLF001
        site.put(replace(site.entries[name], topics=("Long days",)))
    return True


def _remove_day(site: Site) -> bool:
    day = site.any_day()
    if not day:
        return False
    for name in site.own(day):
        site.drop(name)
    site.days.pop(day, None)
    return True


def _remove_newest_day(site: Site) -> bool:
    if not site.days:
        return False
    day = max(site.days)
    for name in site.own(day):
        site.drop(name)
    site.days.pop(day, None)
    return True


def _toggle_listing(site: Site) -> bool:
    """Remove a ``digest.yaml``, or write one where there was none."""
    days = [day for day in site.days if site.own(day)]
    if not days:
        return False
    its = site.days[site.chance.choice(days)]
    its.has_listing = not its.has_listing
    if not its.has_listing:
        its.papers = []
    return True


def _move_day(site: Site) -> bool:
    """Rename a day's folder: its papers get other addresses."""
    old = site.any_day()
    if not old:
        return False
    new = site._new_day()  # noqa: SLF001
    site.days[new] = site.days.pop(old)
    for name in site.own(old):
        _move(site, name, new)
    return True


def _move_paper(site: Site) -> bool:
    """Move a paper to another day, of another month where there is one."""
    entry = site.any_entry()
    others = [day for day in site.days if entry and day != entry.first_day]
    if not entry or not others:
        return False
    far = [day for day in others if day.month != entry.first_day.month]
    day = site.chance.choice(far or others)
    name = f"{entry.first_day}/{entry.slug}"
    if f"{day}/{entry.slug}" in site.entries:
        return False
    _move(site, name, day)
    if not site.own(entry.first_day) and not site.days[entry.first_day].has_listing:
        del site.days[entry.first_day]
    return True


def _move(site: Site, name: str, day: date) -> None:
    entry = replace(site.entries.pop(name), first_day=day)
    site.put(entry)
    for its in site.days.values():
        its.papers = [f"{day}/{entry.slug}" if ref == name else ref for ref in its.papers]


def _refer(site: Site) -> bool:
    """Let a day list a paper of another day."""
    pairs = [
        (its, name)
        for day, its in site.days.items()
        for name in site.entries
        if its.has_listing and name[:10] != str(day) and name not in its.papers
    ]
    if pairs:
        its, name = site.chance.choice(pairs)
        its.papers.insert(site.chance.randint(0, len(its.papers)), name)
    return bool(pairs)


def _unrefer(site: Site) -> bool:
    """Take a paper of another day out of a listing."""
    pairs = [
        (its, name)
        for day, its in site.days.items()
        for name in its.papers
        if name[:10] != str(day)
    ]
    if pairs:
        its, name = site.chance.choice(pairs)
        its.papers.remove(name)
    return bool(pairs)


def _remove_paper(site: Site) -> bool:
    entry = site.any_entry()
    if entry:
        site.drop(f"{entry.first_day}/{entry.slug}")
    return entry is not None


def _take_down(site: Site) -> bool:
    """Take a paper down, or bring it back."""
    entry = site.any_entry()
    if entry:
        reason = "" if entry.removed else f"Asked for, <{site.next()}>."
        site.put(replace(entry, removed=reason))
    return entry is not None


def _draft(site: Site) -> bool:
    """Make a paper a draft, or publish it."""
    entry = site.any_entry()
    if entry:
        site.put(replace(entry, draft=not entry.draft))
    return entry is not None


def _draft_day(site: Site) -> bool:
    """Make all papers of a day drafts, or publish them."""
    day = site.any_day()
    if not day or not site.own(day):
        return False
    is_draft = site.chance.random() < 0.6
    for name in site.own(day):
        site.put(replace(site.entries[name], draft=is_draft))
    return True


def _wait(site: Site) -> bool:
    """Let another day be today: a later one, now and then an earlier one."""
    day = site.any_day()
    if day:
        site.set_today(day - timedelta(days=site.chance.randint(0, 1)))
    return day is not None


def _change_settings(site: Site) -> bool:
    values: Mapping[str, Sequence[object]] = {
        "title": ["Other Papers", "Daily & more"],
        "description": [f"Description {site.next()}."],
        "byline": ["byAK and others", ""],
        "language": ["en", "de", "pt-BR"],
        "author": ["Ada", ""],
        "base_url": ["https://papers.example.org", "https://example.org/below/a/path"],
        "feed_authority": ["example.org"],
        "author_pages": [0, 1, 2, 3, 4, 5],
        "author_feeds": [0, 1, 2, 3, 4],
        "profile": ["slim", ""],
        "organization_pages": [0, 1, 2, 3],
        "banner": [["new", "A pitch", "Subscribe"], []],
        "publish_future": [True, False],
    }
    key = site.chance.choice(list(values))
    site.settings[key] = site.chance.choice(values[key])
    return True


def _drop_settings(site: Site) -> bool:
    left = {"base_url": site.settings["base_url"]}  # a site without it is not built
    if site.settings == left:
        return False
    site.settings = left
    return True


def _override(site: Site) -> bool:
    """Replace a template by one that says a word more, or change one's own again."""
    name = site.chance.choice(_TEMPLATES)
    text = read_text(ROOT / "templates" / name)
    mark = f"<i>{site.next()}</i>"
    block = "{% block main %}"
    put = text.replace("<main", f"{mark}<main").replace(block, block + mark)
    site.templates[name] = put if put != text else mark + text
    return True


def _override_static(site: Site) -> bool:
    name = site.chance.choice(["static/style.css", "static/site.js", "static/extra/own.txt"])
    site.templates[name] = f"/* {site.next()} */\n"
    return True


def _include(site: Site) -> bool:
    """Include a file in a template, or change one that is included."""
    name = site.chance.choice(_INCLUDED)
    parts = (f"{{% include '{part}' ignore missing %}}" for part in _INCLUDED)
    site.templates["archive.html"] = "".join(parts)
    site.templates[name] = f"<i>{site.next()}</i>"
    return True


def _put_file(site: Site) -> bool:
    """Put a file for the root of the site, or a picture beside an entry, or change one."""
    chance = site.chance
    if site.days and chance.random() < 0.6:
        picture = BytesIO()
        Image.new("RGB", (chance.randint(1, 9), chance.randint(1, 9))).save(picture, "PNG")
        site.own_files[f"{chance.choice(sorted(site.days))}/fig.png"] = picture.getvalue()
    else:
        name = chance.choice(("CNAME", "a/b.txt", "robots.txt"))
        site.own_files[f"static/{name}"] = chance.choice(_WORDS).encode()
    return True


def _show_picture(site: Site) -> bool:
    names = [x for x in sorted(site.entries) if f"{x.partition('/')[0]}/fig.png" in site.own_files]
    if not names:
        return False
    name = site.chance.choice(names)
    site.entries[name] = replace(site.entries[name], body="A picture: ![it](fig.png)")
    return True


def _remove_file(site: Site) -> bool:
    if not site.own_files:
        return False
    del site.own_files[site.chance.choice(sorted(site.own_files))]
    return True


def _remove_override(site: Site) -> bool:
    if not site.templates:
        return False
    del site.templates[site.chance.choice(list(site.templates))]
    return True


def _touch(site: Site) -> bool:
    """Give a file another time, and nothing else."""
    paths = site.paths()
    if paths:
        os.utime(site.folder / site.chance.choice(paths))
    return bool(paths)


def _rewrite(site: Site) -> bool:
    """Write a file anew, as an editor or a checkout does, with the bytes it had."""
    paths = site.paths()
    if not paths:
        return False
    path = site.folder / site.chance.choice(paths)
    copy = path.with_name(f"{path.name}.new")
    shutil.copyfile(path, copy)
    copy.replace(path)
    return True


def _restore(site: Site) -> bool:
    """Give an abstract other words and its file an old time, as restoring a backup does."""
    if not _edit_abstract(site):
        return False
    paths = [site.folder / path for path in site.paths()]
    before = {path: path.stat().st_mtime_ns for path in paths}
    site.write()
    for full, stamp in before.items():
        if full.exists() and full.stat().st_mtime_ns != stamp:
            os.utime(full, ns=(stamp - 10**9, stamp - 10**9))
    return True


def _nothing(site: Site) -> bool:
    del site
    return True


def _mistake(site: Site) -> bool:
    """Add an entry that cannot be read; the next edit takes it away."""
    day = site.any_day()
    if day:
        site.mistake = f"content/{day}/a-mistake-{site.next()}.md"
    return day is not None


def _make_unreadable(site: Site) -> bool:
    """Make a file unreadable; a later edit mends it."""
    paths = [path for path in site.paths() if path.suffix in {".md", ".yaml", ".html"}]
    if paths:
        path = site.chance.choice(paths)
        spoil(site.folder / path, site.chance)
        site.unreadable.add(path)
    return bool(paths)


def _upgrade(site: Site) -> bool:
    """Use another version of site-gen from now on."""
    site.version += 1
    return True


EDITS = (
    Edit("add a paper", _add_paper),
    Edit("edit an abstract", _edit_abstract),
    Edit("give a paper authors", _give_authors),
    Edit("give a paper authors", _give_authors),
    Edit("move an author over or under a limit", _cross_limit),
    Edit("move an author over or under a limit", _cross_limit),
    Edit("give a paper an organization", _give_organization),
    Edit("give a paper an organization", _give_organization),
    Edit("edit an abstract, same length", _edit_same_length),
    Edit("empty an abstract", _empty_abstract),
    Edit("retitle a paper", _retitle),
    Edit("reorder a digest.yaml", _reorder),
    Edit("change a heading", _rehead),
    Edit("add a day", _add_day),
    Edit("add a long day", _add_long_day),
    Edit("make a paper a draft", _draft),
    Edit("make the papers of a day drafts", _draft_day),
    Edit("wait for another day", _wait),
    Edit("wait for another day", _wait),
    Edit("remove a day", _remove_day),
    Edit("remove the newest day", _remove_newest_day),
    Edit("add or remove a digest.yaml", _toggle_listing),
    Edit("move a day", _move_day),
    Edit("move a paper to another month", _move_paper),
    Edit("refer to a paper of another day", _refer),
    Edit("refer to a paper of another day", _refer),
    Edit("remove a reference", _unrefer),
    Edit("remove a paper", _remove_paper),
    Edit("take a paper down, or bring it back", _take_down),
    Edit("take a paper down, or bring it back", _take_down),
    Edit("change a setting", _change_settings),
    Edit("remove settings", _drop_settings),
    Edit("override a template", _override),
    Edit("override a static file", _override_static),
    Edit("remove an override", _remove_override),
    Edit("put or change a file that is published as it is", _put_file),
    Edit("put or change a file that is published as it is", _put_file),
    Edit("show a picture", _show_picture),
    Edit("remove a file that is published as it is", _remove_file),
    Edit("touch a file", _touch),
    Edit("write a file anew, unchanged", _rewrite),
    Edit("restore an older file", _restore),
    Edit("nothing", _nothing),
    Edit("make a mistake", _mistake),
    Edit("edit a file that a template includes", _include),
    Edit("make a file unreadable", _make_unreadable),
    Edit("make a file unreadable", _make_unreadable),
    Edit("upgrade", _upgrade),
)
"""What people do; an edit that stands twice is twice as likely."""

VALID = tuple(edit for edit in EDITS if edit.do not in {_mistake, _make_unreadable})
"""All edits after which the site can be built."""


def _prune(folder: Path, root: Path) -> None:
    """Remove folders that are empty, as file managers and git do not leave them."""
    while folder.is_relative_to(root) and folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
