import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from site_gen.build import month_jobs
from site_gen.build.build import Options, Report, build
from site_gen.build.manifest.database import manifest_path, open_manifest
from site_gen.build.manifest.site_list import NAME

PAPERS = {
    "2025-08-01/video": ("Video diffusion", "Video diffusion with temporal attention."),
    "2025-08-01/prune": ("Pruning", "Sparse networks infer quickly."),
    "2025-09-02/robot": ("Robots", "Manipulation learned by a robot."),
    "2025-10-03/clip": ("Clips", "Temporal attention is enough for video diffusion."),
    "2025-10-03/arm": ("Arms", "Manipulation by robot arms."),
}


def write(site: Path, name: str, title: str, body: str, **more: str) -> None:
    path = site / "content" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = "".join(f"{key}: {value}\n" for key, value in {"title": title, **more}.items())
    path.write_text(f"---\n{keys}---\n\n{body}\n")
    os.utime(path, (1_000_000_000 + len(keys + body),) * 2)  # it has long been so


@pytest.fixture
def archive(site: Path) -> Path:
    """A site of three months, whose newest papers are like those of the others."""
    for name, (title, body) in PAPERS.items():
        write(site, name, title, body)
    return site


def make(site: Path, output: str = "public", **options: int) -> Report:
    return build(site, site / output, Options(has_search=False, **options))  # type: ignore[arg-type]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and NAME not in p.parts
    }


def related(site: Path, name: str) -> list[tuple[str, str]]:
    """Give what a paper's page shows as related: addresses and titles."""
    page = (site / "public" / name / "index.html").read_text(encoding="utf-8")
    part = page.partition('class="related"')[2].partition("</section>")[0]
    return re.findall(r'href="/([^"]*)/" dir="auto">([^<]*)<', part)


def records(site: Path, output: str = "public") -> dict[str, tuple[str, str]]:
    """Give the keys of the texts and relations that the manifest has, by month."""
    query = (
        "SELECT month.name, text_hash, relation_input_key FROM month"
        " JOIN paper_text ON paper_text.month = month.name"
        " JOIN relation ON relation.month = month.name"
    )
    with open_manifest(manifest_path(site, site / output), is_new=False) as manifest:
        return {name: (text, key) for name, text, key in manifest.ask(query)}


def test_a_page_shows_what_is_related_with_its_day(archive: Path) -> None:
    make(archive)

    assert related(archive, "2025-10-03/clip") == [("2025-08-01/video", "Video diffusion")]
    assert related(archive, "2025-10-03/arm") == [("2025-09-02/robot", "Robots")]
    assert related(archive, "2025-08-01/video") == []
    page = (archive / "public/2025-10-03/clip/index.html").read_text(encoding="utf-8")
    assert '<time datetime="2025-08-01">1 August 2025</time>' in page


def test_a_later_day_changes_no_paper(archive: Path) -> None:
    make(archive)
    papers = "20*-*-*/*/index.html"
    before = {p: p.stat().st_mtime_ns for p in (archive / "public").glob(papers)}
    write(archive, "2025-10-04/later", "Video diffusion", "Video diffusion of a robot policy.")
    make(archive)

    assert len(related(archive, "2025-10-04/later")) > 1
    assert {p: p.stat().st_mtime_ns for p in before} == before


@pytest.mark.parametrize(
    ("edit", "rewritten"),
    [
        ({"notes": "mine"}, []),  # not compared
        ({"title": "Video diffusion anew"}, ["2025-09", "2025-10"]),
        ({"title": "Speech", "body": "Of voices."}, ["2025-09", "2025-10"]),
    ],
)
def test_an_edited_paper_makes_months_due_that_look_at_it(
    archive: Path, edit: dict[str, str], rewritten: list[str]
) -> None:
    make(archive)
    before = records(archive)
    title, body = PAPERS["2025-08-01/video"]
    write(archive, "2025-08-01/video", **{"title": title, "body": body, **edit})
    make(archive)
    make(archive, "clean")

    assert tree(archive / "public") == tree(archive / "clean")
    after = records(archive)
    assert [
        name for name in after if name > "2025-08" and after[name][1] != before[name][1]
    ] == rewritten
    titles = [title for _, title in related(archive, "2025-10-03/clip")]
    assert titles == ([] if "body" in edit else [edit.get("title", "Video diffusion")])


def test_only_pages_that_show_something_else_are_rendered(archive: Path) -> None:
    make(archive)
    write(archive, "2025-08-01/prune", "Pruning", "Sparse pruning of networks for video diffusion.")
    before = (archive / "public/2025-10-03/arm/index.html").stat().st_mtime_ns
    make(archive)

    assert ("2025-08-01/prune", "Pruning") in related(archive, "2025-10-03/clip")
    assert (archive / "public/2025-10-03/arm/index.html").stat().st_mtime_ns == before


def test_records_go_with_their_month(archive: Path) -> None:
    make(archive)
    assert list(records(archive)) == ["2025-08", "2025-09", "2025-10"]
    shutil.rmtree(archive / "content/2025-09-02")
    make(archive)

    assert list(records(archive)) == ["2025-08", "2025-10"]


def test_processes_find_the_same(archive: Path) -> None:
    make(archive)
    make(archive, "clean", jobs=2)

    assert tree(archive / "public") == tree(archive / "clean")
    assert records(archive, "public") == records(archive, "clean")


def test_a_site_may_show_none(archive: Path) -> None:
    (archive / "content/site.yaml").write_text("related: 0\n")
    make(archive)
    assert related(archive, "2025-10-03/clip") == []
    assert records(archive) == {}

    (archive / "content/site.yaml").write_text("related: 1\n")
    make(archive)
    assert len(related(archive, "2025-10-03/clip")) == 1


def test_what_makes_pages_is_loaded_only_where_something_changed(archive: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from site_gen.build.build import Options, build;"
        "here = Path().absolute(); build(here, here / 'public', Options(has_search=False));"
        "print(*(name in sys.modules for name in ('numpy', 'jinja2', 'markdown_it')))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=archive,
            env={"PYTHONPATH": str(Path(month_jobs.__file__).parents[2])},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for _ in range(2)
    ]

    assert said == ["True True True\n", "False False False\n"]


def test_a_day_that_moves_to_another_month_is_led_to_there(archive: Path) -> None:
    make(archive)
    (archive / "content/2025-08-01").rename(archive / "content/2025-07-01")
    make(archive)

    assert ("2025-07-01/video", "Video diffusion") in related(archive, "2025-10-03/clip")
    make(archive, "clean")
    assert tree(archive / "public") == tree(archive / "clean")
