import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli, import_
from site_gen.importing import importer
from site_gen.importing.importer import Archive
from site_gen.system import foreign_files
from site_gen.system.progress import Progress

NEW = {"title": "New", "abstract": "Of new things.", "date": "2025-09-17"}
OLD = {"title": "Old", "abstract": "Of old things.", "date": "2025-09-18", "announced": "replaced"}


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args)


def test_papers_that_are_not_new_are_left_out_and_counted(site: Path) -> None:
    (site / "p.json").write_text(json.dumps([NEW, {**OLD, "date": NEW["date"]}, OLD]))
    done = run("import", "--new-only", "p.json")

    assert done.exit_code == 0
    assert "papers found               3\nnew                        1\n" in done.stdout
    assert "not new, left out          2\n" in done.stdout
    assert sorted(path.name for path in (site / "content").glob("2*")) == ["2025-09-17"]
    assert "not new" not in run("import", "p.json").stdout
    assert "announced: replaced\n" in (site / "content/2025-09-17/old.md").read_text()


def test_nothing_new_is_told_and_writes_nothing(site: Path) -> None:
    (site / "p.json").write_text(json.dumps([OLD]))
    done = run("import", "--new-only", "p.json")

    assert done.exit_code == 0
    assert done.stdout.startswith("no paper was announced as new: nothing is imported\n")
    assert not list((site / "content").glob("2*"))


def test_a_paper_that_is_there_stays_one_entry_and_follows_its_source(site: Path) -> None:
    first = {**NEW, "arxiv_id": "2509.00001"}
    again = {**first, "title": "Newer", "date": "2025-10-01", "announced": "replaced"}
    for row in (first, again):
        (site / "p.json").write_text(json.dumps([row]))
        run("import", "p.json")

    assert [path.name for path in (site / "content").glob("*/*.md")] == ["new.md"]
    text = (site / "content/2025-09-17/new.md").read_text()
    assert ("title: Newer\n" in text, "announced" in text) == (True, False)
    listing = (site / "content/2025-10-01/digest.yaml").read_text()
    assert listing.endswith("papers:\n- 2025-09-17/new\n")


PAGE = """\
new

Get trending papers in your email inbox!

Subscribe

Daily Papers

byAK and the research community

Sep 17

A paper of the page

Its abstract is on the page.

A paper of both

Both have an abstract of this paper that is long enough to know it by its many words.
"""
MAIL = r"""------------------------------------------------------------------------------
\\
arXiv:2509.00002
Date: Tue, 16 Sep 2025 10:00:00 GMT   (10kb)

Title: A paper of both
Authors: Ann One
Categories: cs.CL
\\
  Both have an abstract of this paper that is long enough to know it by its many words.
\\ ( https://arxiv.org/abs/2509.00002 ,  10kb)
------------------------------------------------------------------------------
\\
arXiv:2509.00003
Date: Tue, 16 Sep 2025 11:00:00 GMT   (10kb)

Title: A paper of the mail
Authors: Bo Two
Categories: cs.CL
\\
  Its abstract is in the mail.
\\ ( https://arxiv.org/abs/2509.00003 ,  10kb)
"""
WORDS = """\
byline: byAK and the research community
banner:
- new
- Get trending papers in your email inbox!
- Subscribe
"""


def bring(site: Path, *sources: str, day: str = "2025-09-17") -> str:
    """Import sources into one day; give the text of its listing."""
    for name in sources:
        (site / name).write_text({"page.txt": PAGE, "mail.txt": MAIL}[name])
        assert run("import", "--date", day, name).exit_code == 0
    return (site / f"content/{day}/digest.yaml").read_text()


def test_two_sources_of_one_day_make_one_day(site: Path) -> None:
    text = bring(site, "page.txt", "mail.txt")

    assert text.startswith(f"date: 2025-09-17\nheader: Sep 17\nheading: Daily Papers\n{WORDS}")
    assert text.endswith(
        "show: []\npapers:\n- a-paper-of-the-page\n- a-paper-of-both\n- a-paper-of-the-mail\n"
    )
    assert "arxiv_id: '2509.00002'" in (
        site / "content/2025-09-17/a-paper-of-both.md"
    ).read_text()  # fmt: skip
    assert bring(site, "mail.txt", "page.txt") == text


def test_the_first_page_brings_its_words_to_a_day_of_another_source(site: Path) -> None:
    text = bring(site, "mail.txt", "page.txt")

    papers = "papers:\n- a-paper-of-both\n- a-paper-of-the-mail\n- a-paper-of-the-page\n"
    papers = f"show: []\n{papers}"  # the words are those of the page, not of the site
    assert text == f"date: 2025-09-17\nheader: Sep 17\nheading: Daily Papers\n{papers}{WORDS}"
    listing = site / "content/2025-09-17/digest.yaml"
    mine = text.replace(WORDS, "")  # somebody took them out
    listing.write_text(mine)
    assert bring(site, "page.txt") == mine
    more = f"{PAGE}\nA later paper\n\nIt was added to the page later.\n"
    (site / "page.txt").write_text(more)
    assert run("import", "--date", "2025-09-17", "page.txt").exit_code == 0
    assert listing.read_text() == f"{mine}- a-later-paper\n"


def test_words_of_a_person_stay(site: Path) -> None:
    bring(site, "mail.txt")
    listing = site / "content/2025-09-17/digest.yaml"
    listing.write_text(listing.read_text() + "byline: by me\nbanner:\n")
    text = bring(site, "page.txt")

    assert text.endswith("byline: by me\nbanner:\n")
    assert text.count("byline") == 1


def test_a_paper_of_two_days_has_its_page_on_the_day_that_was_imported_first(site: Path) -> None:
    bring(site, "page.txt", day="2025-09-18")
    text = bring(site, "mail.txt", day="2025-09-17")

    assert text.endswith("papers:\n- 2025-09-18/a-paper-of-both\n- a-paper-of-the-mail\n")
    assert not (site / "content/2025-09-17/a-paper-of-both.md").exists()


def test_of_one_import_the_earliest_day_has_the_page(site: Path) -> None:
    for name, day in (("b.json", "2025-09-18"), ("a.json", "2025-09-17")):
        (site / name).write_text(json.dumps([{**NEW, "date": day}]))
    run("import", "b.json", "a.json")

    assert [str(path.relative_to(site)) for path in site.glob("content/*/*.md")] == [
        "content/2025-09-17/new.md"
    ]
    assert "- 2025-09-17/new\n" in (site / "content/2025-09-18/digest.yaml").read_text()


def make_rows(days: int) -> str:
    rows = ({**NEW, "title": f"P {n}", "date": f"2025-01-{n % days + 1:02}"} for n in range(60))
    return "".join(f"{json.dumps(row)}\n" for row in rows)


def read_content(site: Path) -> dict[str, str]:
    files = (path for path in (site / "content").rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in files}


@pytest.mark.parametrize("form", ["jsonl", "-"])
def test_a_large_file_is_imported_in_parts_as_a_small_one_is(
    site: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = f"{make_rows(7)}broken\n"
    (site / "p.jsonl").write_text(rows)
    small = run("import", "p.jsonl")
    expected = read_content(site)
    shutil.rmtree(site / "content")
    monkeypatch.setattr(foreign_files, "LARGEST", 500)
    monkeypatch.setattr(import_, "_PART", 10)
    sizes: list[int] = []
    monkeypatch.setattr(Archive, "apply", count_files(Archive.apply, sizes))
    name = "p.jsonl" if form == "jsonl" else "-"
    large = CliRunner().invoke(cli, ["import", name], input=rows.encode())

    assert (large.exit_code, large.stdout) == (small.exit_code, small.stdout)
    assert large.stderr == small.stderr.replace("p.jsonl", name)
    assert read_content(site) == expected
    assert len(sizes) > 2
    assert all(size <= 20 for size in sizes)  # a part, and the day that makes it full
    assert "unchanged                 60\n" in run("import", "p.jsonl").stdout


def count_files(apply: Callable[..., None], sizes: list[int]) -> Callable[[Archive], None]:
    def count_and_apply(archive: Archive, *progress: Progress) -> None:
        sizes.append(archive.size)
        apply(archive, *progress)
        assert archive.size == 0  # nothing of it is kept

    return count_and_apply


def test_a_part_that_cannot_be_written_leaves_the_days_before(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "p.jsonl").write_text(make_rows(7))
    (site / "content").mkdir()
    (site / "content/2025-01-05").write_text("in the way")
    monkeypatch.setattr(foreign_files, "LARGEST", 500)
    monkeypatch.setattr(import_, "_PART", 10)
    done = run("import", "p.jsonl")

    assert done.exit_code == 1
    assert "papers of earlier days are imported\n" in done.stderr
    assert (site / "content/2025-01-01/digest.yaml").is_file()
    (site / "content/2025-01-05").unlink()
    assert "papers found              60\n" in run("import", "p.jsonl").stdout


def test_a_day_gets_no_more_papers_than_it_may_have(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "MOST_OF_DAY", 9)
    (site / "p.jsonl").write_text(make_rows(7))
    assert run("import", "p.jsonl").exit_code == 0  # 9 of each of the first days
    before = read_content(site)
    (site / "p.jsonl").write_text(json.dumps({**NEW, "date": "2025-01-01"}))
    done = run("import", "p.jsonl")

    assert done.exit_code == 1
    assert "p.jsonl:1: more than 10,000 papers of 2025-01-01; expected at most that" in done.stderr
    assert read_content(site) == before


def test_what_is_more_than_pages_are_made_of_is_kept_and_reported(site: Path) -> None:
    topics = [f"Topic {number}" for number in range(30)]
    (site / "p.jsonl").write_text(json.dumps({**NEW, "topics": topics}))
    done = run("import", "--strict", "p.jsonl")

    assert done.exit_code == 0
    assert "p.jsonl:1: topics: 30 topics; expected at most 20: " in done.stderr
    assert "- Topic 29\n" in (site / "content/2025-09-17/new.md").read_text()
