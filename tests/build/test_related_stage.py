from datetime import date
from pathlib import Path

from site_gen.build.ledger import RelatedRow
from site_gen.build.output_folder import Folders
from site_gen.build.related_stage import (
    RelatedJob,
    TextsJob,
    find_related,
    read_related,
    read_texts,
)
from site_gen.model.errors import Problem
from site_gen.model.records import PaperLine

CODE = "c0de"


def folders(site: Path, *, is_new: bool = False) -> Folders:
    for name in ("public", "staging"):
        (site / name).mkdir(exist_ok=True)
    return Folders(site / "content", site / "templates", site / "public", site / "staging", is_new)


def write(site: Path, ref: str, title: str, body: str) -> str:
    path = site / "content" / f"{ref}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: {title}\n---\n\n{body}\n")
    return ref


def texts(site: Path, name: str, *refs: str) -> str:
    made = read_texts(TextsJob(name=name, folders=folders(site), refs=refs, code=CODE))
    assert made.problems == ()
    return made.stamp


def test_what_is_found_is_kept_and_read(site: Path) -> None:
    old = write(site, "2025-08-30/a", "'One:  video'", "Video diffusion.")
    new = write(site, "2025-09-02/b", "Two", "Video diffusion.")
    other = write(site, "2025-09-02/c", "Three", "Robots.")
    job = RelatedJob(
        name="2025-09",
        folders=folders(site),
        before=(("2025-08", texts(site, "2025-08", old)),),
        texts=texts(site, "2025-09", new, other),
        key="k",
        most=5,
    )
    name, stamp = find_related(job)

    line = PaperLine(title="One: video", url="/2025-08-30/a/", day=date(2025, 8, 30))
    assert name == "2025-09"
    row = RelatedRow(key="k", stamp=stamp)
    assert read_related(folders(site), "2025-09", row) == {new: (line,), other: ()}
    write(site, "2025-08-30/a", "Uno", "Video diffusion.")
    again = RelatedJob(
        name="2025-09", folders=folders(site), before=(("2025-08", texts(site, "2025-08", old)),),
        texts=job.texts, key="l", most=5,
    )  # fmt: skip
    row = RelatedRow(key="l", stamp=find_related(again)[1])
    assert row.stamp != stamp
    assert read_related(folders(site), "2025-09", row)[new][0].title == "Uno"


def test_the_stamp_is_of_what_is_compared_and_of_the_program(site: Path) -> None:
    ref = write(site, "2025-08-30/a", "One", "Video.")
    stamp = texts(site, "2025-08", ref)
    path = site / "content" / f"{ref}.md"
    path.write_text(path.read_text().replace("title: One", "title: One\nnotes: mine"))

    assert stamp.startswith(CODE)
    assert texts(site, "2025-08", ref) == stamp
    path.write_text(path.read_text().replace("Video", "Audio"))
    assert texts(site, "2025-08", ref) != stamp


def test_a_month_without_papers_relates_none(site: Path) -> None:
    job = RelatedJob(
        name="2025-09", folders=folders(site), before=(), texts=texts(site, "2025-09"), key="k",
        most=5,
    )  # fmt: skip
    row = RelatedRow(key="k", stamp=find_related(job)[1])

    assert read_related(folders(site), "2025-09", row) == {}


def test_what_cannot_be_read_is_told(site: Path) -> None:
    ref = write(site, "2025-08-30/a", "'One", "Video.")
    made = read_texts(TextsJob(name="2025-08", folders=folders(site), refs=(ref,), code=CODE))

    assert made.stamp == ""
    assert isinstance(made.problems[0], Problem)
    assert made.problems[0].path == "content/2025-08-30/a.md"


def test_a_first_build_keeps_its_records_where_it_makes_the_site(site: Path) -> None:
    ref = write(site, "2025-08-30/a", "One", "Video.")
    there = folders(site, is_new=True)
    read_texts(TextsJob(name="2025-08", folders=there, refs=(ref,), code=CODE))

    assert len(list((site / "staging/.site-gen/texts").iterdir())) == 1
    assert list((site / "public").iterdir()) == []
