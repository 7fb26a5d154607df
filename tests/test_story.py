"""Stories of edits: after each step, what was built step by step is what a clean build gives."""

import itertools
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from site_gen.build.build import Options, build
from site_gen.build.inputs import site_inputs
from site_gen.model.errors import InputError
from site_gen.plan import name_lists
from site_gen.plan.feeds import feed_formats
from testing.spoiling import mend, spoil

DAYS = ["2024-12-30", "2024-12-31", "2025-01-01", "2025-01-20", "2025-01-31", "2025-02-02",
        "2025-03-05"]  # fmt: skip
SLUGS = ["a", "b", "c"]
WORDS = st.sampled_from(
    [
        "one", "two *three*", "$x^2$ and https://a.b/c", "", "<think> & {{ x }}",
        "sparse attention of video models", "video models with sparse experts", "graph experts",
    ]
)  # fmt: skip


def tree(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and ".site-gen" not in p.parts
    }


class Story(RuleBasedStateMachine):
    """A person at work, with a build after every step."""

    def __init__(self) -> None:
        super().__init__()
        self.site = Path(tempfile.mkdtemp(prefix="site-gen-story-"))
        (self.site / "content").mkdir()
        self.clock = itertools.count(1_000_000_000)
        self.spoiled: dict[Path, bytes] = {}
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(name_lists, "LISTED", 1)  # so that lists of names are divided

    def teardown(self) -> None:
        self.patch.undo()
        shutil.rmtree(self.site)

    def write(self, name: str, text: str) -> None:
        """Write a file with a time of its own, long ago: it has long been so."""
        path = self.site / name
        if path in self.spoiled:
            self.mend()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        now = next(self.clock)
        os.utime(path, (now, now))

    def mend(self) -> None:
        for path, data in self.spoiled.items():
            mend(path, data)
        self.spoiled.clear()

    def papers(self) -> list[Path]:
        return sorted((self.site / "content").glob("*/*.md"))

    @rule(day=st.sampled_from(DAYS), slug=st.sampled_from(SLUGS), title=WORDS, body=WORDS)
    def write_paper(self, day: str, slug: str, title: str, body: str) -> None:
        self.write(f"content/{day}/{slug}.md", f"---\ntitle: 'T {title}'\n---\n\n{body}\n")

    @precondition(lambda self: self.papers())
    @rule(data=st.data())
    def remove_paper(self, data: st.DataObject) -> None:
        self.mend()
        data.draw(st.sampled_from(self.papers())).unlink()

    @precondition(lambda self: self.papers())
    @rule(data=st.data(), reason=st.sampled_from(["Asked for.", "<b> & 'so'"]))
    def take_down(self, data: st.DataObject, reason: str) -> None:
        """Take a paper down, or bring one back."""
        self.mend()
        path = data.draw(st.sampled_from(self.papers()))
        text = path.read_text()
        lines = [line for line in text.splitlines(keepends=True) if line[:8] != "removed:"]
        if "".join(lines) == text:
            lines.insert(1, f"removed: {json.dumps(reason)}\n")
        self.write(str(path.relative_to(self.site)), "".join(lines))

    @precondition(lambda self: self.papers())
    @rule(data=st.data(), day=st.sampled_from(DAYS))
    def move_paper(self, data: st.DataObject, day: str) -> None:
        self.mend()
        paper = data.draw(st.sampled_from(self.papers()))
        (self.site / "content" / day).mkdir(exist_ok=True)
        paper.replace(self.site / "content" / day / paper.name)

    @precondition(lambda self: self.papers())
    @rule(data=st.data(), day=st.sampled_from(DAYS), byline=WORDS)
    def list_papers(self, data: st.DataObject, day: str, byline: str) -> None:
        """Reorder a day, and refer to papers of other days and months."""
        papers = data.draw(st.lists(st.sampled_from(self.papers()), unique=True))
        refs = [p.stem if p.parent.name == day else f"{p.parent.name}/{p.stem}" for p in papers]
        self.write(f"content/{day}/digest.yaml", f"byline: '{byline}'\npapers: {refs}\n")

    @rule(
        day=st.sampled_from(DAYS),
        slug=st.sampled_from(SLUGS),
        topics=st.lists(st.sampled_from(["Video", "VIDEO", "a/b", "视频", "one"]), max_size=3),
    )
    def give_topics(self, day: str, slug: str, topics: list[str]) -> None:
        self.write(f"content/{day}/{slug}.md", f"---\ntitle: 'T'\ntopics: {topics}\n---\n")

    @rule(
        day=st.sampled_from(DAYS),
        slug=st.sampled_from(SLUGS),
        authors=st.lists(
            st.sampled_from(["Ada B", "ADA  B", "Ada", "É", "Names", "x"]), max_size=3
        ),
    )
    def give_authors(self, day: str, slug: str, authors: list[str]) -> None:
        self.write(f"content/{day}/{slug}.md", f"---\ntitle: 'T'\nauthors: {authors}\n---\n")

    @rule(
        day=st.sampled_from(DAYS),
        slug=st.sampled_from(SLUGS),
        name=st.sampled_from(["Lab A", "LAB  A", "Lab & B", "Names", "Ada", "É", " ", ""]),
        withdrawn=st.booleans(),
    )
    def give_organization(self, day: str, slug: str, name: str, *, withdrawn: bool) -> None:
        told = f"organization: '{name}'\nwithdrawn: {str(withdrawn).lower()}\n"
        self.write(f"content/{day}/{slug}.md", f"---\ntitle: 'T'\nauthors: [Ada]\n{told}---\n")

    @rule(text=st.sampled_from(["One: [one]\n", "Two: [one, two]\nX: {aliases: [video]}\n"]))
    def change_topics(self, text: str) -> None:
        self.write("content/topics.yaml", text)

    @rule(day=st.sampled_from(DAYS))
    def remove_day(self, day: str) -> None:
        self.mend()
        shutil.rmtree(self.site / "content" / day, ignore_errors=True)

    @rule(title=WORDS, path=st.sampled_from(["", "/papers"]), least=st.integers(0, 5),
          least2=st.integers(0, 3), feeds=st.integers(0, 4))  # fmt: skip
    def change_settings(self, title: str, path: str, least: int, least2: int, feeds: int) -> None:
        text = f"title: 'S {title}'\nbase_url: https://a.example{path}\nauthor_pages: {least}\n"
        text += f"organization_pages: {least2}\nauthor_feeds: {feeds}\n"
        self.write("content/site.yaml", text)

    @rule(text=st.sampled_from(["body {}", "p { color: red }"]))
    def change_style(self, text: str) -> None:
        self.write("templates/static/style.css", text)

    @rule(text=st.sampled_from(["{{ digest.date }}", "<a href=\"{{ href('/') }}\">x</a>"]))
    def change_template(self, text: str) -> None:
        self.write("templates/day.html", text)

    @rule()
    def drop_theme(self) -> None:
        shutil.rmtree(self.site / "templates", ignore_errors=True)

    @precondition(lambda self: self.papers())
    @rule(data=st.data())
    def touch(self, data: st.DataObject) -> None:
        self.mend()
        paper = data.draw(st.sampled_from(self.papers()))
        self.write(str(paper.relative_to(self.site)), paper.read_text())

    @precondition(lambda self: self.papers() and not self.spoiled)
    @rule(data=st.data(), seed=st.integers(0, 99))
    def make_a_file_unreadable(self, data: st.DataObject, seed: int) -> None:
        """Its size and time stay. It is mended by a later step; steps of settings leave it so."""
        paths = [*self.site.glob("content/*.yaml"), *self.site.glob("content/*/*")]
        path = data.draw(st.sampled_from(sorted(paths)))
        self.spoiled[path] = path.read_bytes()
        spoil(path, random.Random(seed))

    @rule()
    def mend_what_is_unreadable(self) -> None:
        self.mend()

    @rule(version=st.integers(1, 9))
    def upgrade(self, version: int) -> None:
        self.patch.setattr(site_inputs, "compute_code_hash", lambda: f"code {version}")
        self.patch.setattr(feed_formats, "GENERATOR", f"site-gen {version}")

    @invariant()
    def step_by_step_is_clean(self) -> None:
        public, clean = self.site / "public", self.site / "clean"
        before = tree(public)
        options = Options(has_search=False)
        try:
            build(self.site, clean, options)
            assert not self.spoiled
        except InputError as err:  # a reference that leads nowhere now, or a file that is no text
            with pytest.raises(InputError) as caught:
                build(self.site, public, options)
            assert caught.value.problems == err.problems
            assert tree(public) == before
            return
        build(self.site, public, options)
        assert tree(public) == tree(clean)
        assert build(self.site, public, options).written == 0
        shutil.rmtree(clean)


Story.TestCase.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
TestStory = Story.TestCase


def dead_links(public: Path) -> list[str]:
    """Give every link of a page in the output that leads to no file."""
    return [
        f"{page.relative_to(public)} -> {url}"
        for page in public.rglob("*.html")
        for url in re.findall(r'(?:href|src)="(/[^"#?]*)', page.read_text(encoding="utf-8"))
        if not (public / (url[1:] + ("index.html" if url.endswith("/") else ""))).is_file()
    ]


def test_a_build_that_is_killed_leaves_a_whole_site_and_the_next_ends_right(site: Path) -> None:
    """`make soak` has the long run; here are eight deaths at moments of a fixed seed."""
    chance = random.Random(7)  # a test's own
    command = [sys.executable, "-m", "site_gen", "build", "--no-search", "--base-url", "http://a.b"]
    for day in range(10, 20):
        folder = site / "content" / f"2025-0{day % 2 + 2}-{day}"
        folder.mkdir(parents=True)
        for number in range(20):
            (folder / f"p{number}.md").write_text(
                f"---\ntitle: P\nauthors: [Ada, Bo {number % 7}]\n---\n"
            )
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    usual = time.monotonic() - started
    for round_ in range(8):
        for number in range(round_, 20, 3):
            day = chance.randrange(10, 20)
            folder = site / "content" / f"2025-0{day % 2 + 2}-{day}"
            (folder / f"p{number}.md").unlink(missing_ok=True)
            (folder / f"new{round_}-{number}.md").write_text(
                f"---\ntitle: N\nauthors: [Ada, Bo {number % 5}, Cy {round_}]\n---\n"
            )
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(usual * chance.uniform(0.5, 1.1))
        running.send_signal(signal.SIGKILL)
        running.wait()
        assert dead_links(site / "public") == []
        subprocess.run(command, check=True, capture_output=True)
        subprocess.run([*command, "--output", "clean"], check=True, capture_output=True)
        assert tree(site / "public") == tree(site / "clean")
        shutil.rmtree(site / "clean")
