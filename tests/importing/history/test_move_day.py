"""A day gets another date: content is as if it had been imported so, and edits stay."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli
from site_gen.importing.day_names import rename_in_listing
from site_gen.importing.history.journal import Journal, format_journal, read_journal
from site_gen.model.errors import InputError

OLD, NEW, LATER = "2025-09-17", "2025-10-02", "2025-10-05"
A = {"title": "A", "abstract": "Of the first thing, at length."}
B = {"title": "B", "abstract": "Of the second thing, at length."}


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args)


def put(site: Path, *papers: tuple[dict[str, str], str]) -> None:
    rows = [{**paper, "date": day} for paper, day in papers]
    (site / "p.json").write_text(json.dumps(rows))
    assert run("import", "p.json").exit_code == 0


def tree(site: Path) -> dict[str, str]:
    content = site / "content"
    return {
        path.relative_to(content).as_posix(): path.read_text()
        for path in sorted(content.rglob("*"))
        if path.is_file()
    }


def other_site(site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    other = site / "other"
    other.mkdir()
    monkeypatch.chdir(other)
    return other


def test_a_moved_day_is_as_if_imported_there(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(site, (A, OLD), (B, OLD), (A, LATER))
    done = run("move", OLD, NEW)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        f"content/{NEW}: 2 papers moved from {OLD}, 1 other day follows\n"
        "to lead from the old addresses to the new ones, in site.yaml:  "
        f"redirects: {{/{OLD}/*: '/{NEW}/:splat'}}\n"
        "next: add that line if the day was published already; 'site-gen build' makes the pages\n"
    )
    moved = tree(site)
    other = other_site(site, monkeypatch)
    put(other, (A, NEW), (B, NEW), (A, LATER))

    expected = tree(other)
    # The header is the date as the page wrote it; and so the hash of the file differs.
    listing = f"{NEW}/digest.yaml"
    assert moved.pop(listing) == expected.pop(listing).replace("Oct 2\n", "Sep 17\n")
    journals = [json.loads(files.pop(".site-gen/last-import.json")) for files in (moved, expected)]
    assert all(journal["files"].pop(listing)[0] is None for journal in journals)
    assert journals[0] == journals[1]
    assert moved == expected
    assert run("check").exit_code == 0


def test_a_large_import_is_still_refused_by_undo_after_a_move(site: Path) -> None:
    put(site, (A, OLD))
    path = site / "content/.site-gen/last-import.json"
    path.write_text(format_journal(Journal(days=(OLD, LATER), is_large=True)))
    assert run("move", OLD, NEW).exit_code == 0

    assert read_journal(site / "content")[0] == Journal(days=(NEW, LATER), is_large=True)
    before = tree(site)
    undone = run("undo")
    assert undone.exit_code == 1
    assert "was too large to be taken back" in undone.stderr
    assert tree(site) == before


def test_every_byte_of_a_person_stays(site: Path) -> None:
    put(site, (A, OLD), (B, OLD))
    entry = site / "content" / OLD / "a.md"
    entry.write_bytes(entry.read_bytes().replace(b"\n", b"\r\n") + b"\xef\xbb\xbf mine\r\n")
    text = entry.read_bytes()
    listing = f"# mine\r\ndate: {OLD} # kept\r\nheading: {OLD}\r\npapers: ['{OLD}/b', a]\r\n"
    (site / "content" / OLD / "digest.yaml").write_bytes(listing.encode())
    other = site / "content" / LATER / "digest.yaml"
    other.parent.mkdir()
    other.write_text(f'papers:\n- "{OLD}/a" # again\n- {OLD}/b\n')
    assert run("move", OLD, NEW).exit_code == 0

    assert not (site / "content" / OLD).exists()
    assert (site / "content" / NEW / "a.md").read_bytes() == text
    assert (site / "content" / NEW / "digest.yaml").read_bytes().decode() == (
        f"# mine\r\ndate: {NEW} # kept\r\nheading: {OLD}\r\npapers: ['{NEW}/b', a]\r\n"
    )
    assert other.read_text() == f'papers:\n- "{NEW}/a" # again\n- {NEW}/b\n'


def test_there_and_back_is_nothing(site: Path) -> None:
    put(site, (A, OLD), (B, OLD), (A, LATER))
    before = tree(site)
    run("move", OLD, NEW)
    run("move", NEW, OLD)

    assert tree(site) == before


def test_an_import_is_taken_back_after_a_move(site: Path) -> None:
    put(site, (B, LATER))
    before = tree(site)
    put(site, (A, OLD), (A, LATER))
    run("move", OLD, NEW)
    edited = site / "content" / LATER / "b.md"
    done = run("undo")

    assert f"the import of {NEW} to {LATER} is taken back: 1 paper and 1 day removed" in done.stdout
    after = tree(site)
    for files in (before, after):
        files.pop(".site-gen/last-import.json")
    assert after == before
    assert edited.exists()


def test_an_import_after_a_move_changes_nothing(site: Path) -> None:
    put(site, (A, OLD))
    run("move", OLD, NEW)
    before = tree(site)
    put(site, (A, NEW))

    assert tree(site) == before


def test_a_dry_run_writes_nothing(site: Path) -> None:
    put(site, (A, OLD))
    before = tree(site)
    done = run("move", OLD, NEW, "--dry-run")

    assert f"remove content/{OLD}/a.md\n" in done.stdout
    assert f"write  content/{NEW}/a.md\n" in done.stdout
    assert f"1 paper would be moved from {OLD}\n" in done.stdout
    assert tree(site) == before


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((OLD, LATER), f"content/{LATER}: is there already; expected a day that is not: {OLD} is"),
        ((OLD, OLD), f"content/{OLD}: is that day; expected another one"),
        ((NEW, "2025-01-01"), f"content/{NEW}: no such day; there are {OLD} to {LATER}"),
        ((OLD, "2999-01-01"), "2999-01-01 is yet to come; expected a day that has begun"),
        ((OLD, "2025-02-30"), "'2025-02-30' is not a day"),
    ],
)
def test_what_is_refused(site: Path, words: tuple[str, str], expected: str) -> None:
    put(site, (A, OLD), (B, LATER))
    before = tree(site)
    done = run("move", *words)

    assert done.exit_code in (1, 2)
    assert expected in done.stderr
    assert tree(site) == before


def test_files_that_would_stay_are_named(site: Path) -> None:
    put(site, (A, OLD))
    for name in ("notes.txt", ".hidden.md"):
        (site / "content" / OLD / name).write_text("mine")
    (site / "content" / OLD / "folder").mkdir()
    (site / "content" / OLD / "bad.md").write_bytes(b"\xff")
    before = sorted((site / "content").rglob("*"))
    done = run("move", OLD, NEW)

    assert done.exit_code == 1
    told = done.stderr.splitlines()
    for name in ("notes.txt", ".hidden.md", "folder"):
        line = f"content/{OLD}/{name}: is neither an entry nor a digest.yaml, and would stay; "
        assert [one for one in told if one.startswith(line)]
    assert [one for one in told if one.startswith(f"content/{OLD}/bad.md:1: not UTF-8")]
    assert sorted((site / "content").rglob("*")) == before


@pytest.mark.parametrize(
    "text", ["papers: [2025\\u002d09-17/a", 'papers: ["2025\\u002d09-17/a"]', "a: [", "- a\n- ["]
)
def test_a_listing_that_cannot_be_changed(text: str) -> None:
    with pytest.raises(InputError, match=rf"digest.yaml:1: cannot name {NEW} in place of {OLD}"):
        rename_in_listing("digest.yaml", text, OLD, NEW)


def test_only_references_are_changed() -> None:
    text = f"heading: {OLD}/a\npapers: [a, {OLD}-b, {OLD}/a, x/{OLD}]\n"

    assert rename_in_listing("x", text, OLD, NEW) == text.replace(f" {OLD}/a, x", f" {NEW}/a, x")
    assert rename_in_listing("x", "", OLD, NEW) == ""
    assert rename_in_listing("x", "papers:\n", OLD, NEW) == "papers:\n"
