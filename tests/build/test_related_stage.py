import shutil
from datetime import date
from pathlib import Path

import pytest

from site_gen.build import related_stage
from site_gen.build.output_folder import Folders
from site_gen.build.related_stage import (
    RelatedJob,
    TextsJob,
    compute_related,
    compute_windows,
    read_related,
    read_texts,
)
from site_gen.model.errors import Problem
from site_gen.model.pages import PaperLine

CODE = "c0de"


def folders(site: Path) -> Folders:
    return Folders(
        content=site / "content",
        templates=site / "templates",
        output=site / "public",
        staging=site / "staging",
        work=site / "work",
        is_new=False,
    )


def write(site: Path, ref: str, title: str, body: str) -> str:
    path = site / "content" / f"{ref}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: {title}\n---\n\n{body}\n")
    return ref


def texts(site: Path, name: str, *refs: str) -> str:
    # Each call is another build, which has a work folder of its own and reads entries anew.
    shutil.rmtree(site / "work/entries", ignore_errors=True)
    made = read_texts(TextsJob(name=name, folders=folders(site), refs=refs, code_hash=CODE))
    assert made.problems == ()
    return made.content_hash


def test_what_is_found_is_kept_and_read(site: Path) -> None:
    old = write(site, "2025-08-30/a", "'One:  video'", "Video diffusion.")
    new = write(site, "2025-09-02/b", "Two", "Video diffusion.")
    other = write(site, "2025-09-02/c", "Three", "Robots.")
    texts(site, "2025-08", old)
    texts(site, "2025-09", new, other)
    job = RelatedJob(name="2025-09", folders=folders(site), before=("2025-08",), most=5)
    name, content_hash = compute_related(job)

    line = PaperLine(title="One: video", url="/2025-08-30/a/", day=date(2025, 8, 30))
    assert name == "2025-09"
    assert read_related(site / "work", "2025-09") == {new: (line,), other: ()}
    write(site, "2025-08-30/a", "Uno", "Video diffusion.")
    texts(site, "2025-08", old)
    assert compute_related(job)[1] != content_hash
    assert read_related(site / "work", "2025-09")[new][0].title == "Uno"


def test_the_hash_is_of_what_is_compared_and_of_the_program(site: Path) -> None:
    ref = write(site, "2025-08-30/a", "One", "Video.")
    content_hash = texts(site, "2025-08", ref)
    path = site / "content" / f"{ref}.md"
    path.write_text(path.read_text().replace("title: One", "title: One\nnotes: mine"))

    assert content_hash.startswith(CODE)
    assert texts(site, "2025-08", ref) == content_hash
    path.write_text(path.read_text().replace("Video", "Audio"))
    assert texts(site, "2025-08", ref) != content_hash


def test_a_month_without_papers_relates_none(site: Path) -> None:
    texts(site, "2025-09")
    compute_related(RelatedJob(name="2025-09", folders=folders(site), before=(), most=5))

    assert read_related(site / "work", "2025-09") == {}


def test_what_cannot_be_read_is_told(site: Path) -> None:
    ref = write(site, "2025-08-30/a", "'One", "Video.")
    made = read_texts(TextsJob(name="2025-08", folders=folders(site), refs=(ref,), code_hash=CODE))

    assert made.content_hash == ""
    assert isinstance(made.problems[0], Problem)
    assert made.problems[0].path == "content/2025-08-30/a.md"


def test_windows_are_whole_months_of_so_many_papers_and_at_least_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(related_stage, "WINDOW", 5)
    papers = {"2025-10": 9, "2025-09": 4, "2025-07": 2, "2025-08": 3, "2025-06": 1, "2025-11": 1}

    assert compute_windows(papers) == {
        "2025-06": (),
        "2025-07": ("2025-06",),
        "2025-08": ("2025-06", "2025-07"),
        "2025-09": ("2025-07", "2025-08"),
        "2025-10": ("2025-09",),
        "2025-11": ("2025-10",),
    }
