"""What an import wrote goes; what was edited since stays, and content is whole."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_gen.cli import cli
from site_gen.importing.history.journal import JOURNAL

DAY, NEXT = "2025-09-17", "2025-09-18"
A = {"title": "A", "abstract": "Of the first thing, at length.", "date": DAY}
B = {"title": "B", "abstract": "Of the second thing, at length.", "date": DAY}
C = {"title": "C", "abstract": "Of the third thing, at length.", "date": NEXT}


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args)


def put(site: Path, *papers: dict[str, str]) -> Result:
    (site / "p.json").write_text(json.dumps(papers))
    done = run("import", "p.json")
    assert done.exit_code == 0, done.stderr
    return done


def tree(site: Path) -> dict[str, str]:
    content = site / "content"
    return {
        path.relative_to(content).as_posix(): path.read_text()
        for path in content.rglob("*")
        if path.is_file() and path.name != Path(JOURNAL).name
    }


def test_a_new_day_goes(site: Path) -> None:
    (site / "content").mkdir(exist_ok=True)
    before = tree(site)
    put(site, A, B)
    assert len(tree(site)) == len(before) + 4

    dry = run("undo", "--dry-run")
    assert f"remove content/{DAY}/a.md\n" in dry.stdout
    assert "would be taken back: 2 papers and 1 day removed, 0 files as before" in dry.stdout
    done = run("undo")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        f"content: the import of {DAY} is taken back: 2 papers and 1 day removed, "
        "0 files as before\n"
        "next: 'site-gen import' brings other papers, 'site-gen build' brings the site up to date\n"
    )
    assert tree(site) == before
    assert not (site / "content" / DAY).exists()


def test_twice_is_said(site: Path) -> None:
    (site / "content").mkdir(exist_ok=True)
    assert "none was made since site-gen can take one back" in run("undo").stderr
    put(site, A)
    run("undo")
    after = tree(site)
    again = run("undo")

    assert again.exit_code == 1
    assert again.stderr == f"content: no import to take back: that of {DAY} is taken back already\n"
    assert tree(site) == after


def test_what_was_there_before_is_as_before(site: Path) -> None:
    put(site, A)
    before = tree(site)
    newer = {**A, "abstract": "Of the first thing, at more length than before."}
    put(site, newer, B, C, {**A, "date": NEXT})
    assert len(tree(site)) > len(before)
    done = run("undo")

    assert f"the import of {DAY} to {NEXT} is taken back: 2 papers and 1 day" in done.stdout
    assert tree(site) == before


def test_an_import_that_changes_nothing_does_not_count(site: Path) -> None:
    put(site, A)
    put(site, A)
    run("undo")

    assert not list((site / "content").glob("2*"))


def test_an_import_after_it_is_as_the_first(site: Path) -> None:
    put(site, A, B)
    first = tree(site)
    run("undo")
    put(site, A, B)

    assert tree(site) == first


def test_an_edited_entry_stays_with_its_day(site: Path) -> None:
    put(site, A, B)
    path = site / "content" / DAY / "a.md"
    path.write_text(path.read_text() + "Mine.\n")
    done = run("undo")

    assert f"edited since, and left: content/{DAY}/a.md\n" in done.stdout
    assert "Mine." in path.read_text()
    assert not path.with_name("b.md").exists()
    assert "papers:\n- a\n" in path.with_name("digest.yaml").read_text()
    assert [json.loads(line)["paper"] for line in tree(site)[".site-gen/2025-09.jsonl"].splitlines()
            ] == [f"{DAY}/a"]  # fmt: skip
    assert run("check").exit_code == 0


def test_an_edited_listing_stays_without_the_papers_that_go(site: Path) -> None:
    put(site, A, B)
    path = site / "content" / DAY / "digest.yaml"
    path.write_text(f"byline: Mine # my own\n{path.read_text()}")
    done = run("undo")

    gone = "edited since, and without the papers that are gone"
    assert f"{gone}: content/{DAY}/digest.yaml\n" in done.stdout, done.stderr
    text = path.read_text()
    assert text.startswith("byline: Mine # my own\ndate: ")
    assert text.endswith("papers:\n []\n")
    assert run("check").exit_code == 0


def test_a_paper_that_another_day_lists_stays(site: Path) -> None:
    put(site, A, B)
    other = site / "content" / NEXT / "digest.yaml"
    other.parent.mkdir()
    other.write_text(f"papers: [{DAY}/a]\n")
    done = run("undo")

    assert f"content/{DAY}/a.md: left, because content/{NEXT}/digest.yaml lists it" in done.stdout
    assert run("check").exit_code == 0
    assert (site / "content" / DAY / "a.md").exists()
    assert not (site / "content" / DAY / "b.md").exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 2}', '{"format": 1, "days": []}',
    '{"format":1,"days":[],"files":{"../../x":[null,"a"]},"papers":{}}',
    '{"format":1,"days":[],"files":{"2025-09-17/../../x.md":[null,"a"]},"papers":{}}',
    '{"format":1,"days":[],"files":{"2025-02-30/digest.yaml":["papers: []","a"]},"papers":{}}',
    '{"format":1,"days":[],"files":{},"papers":{"x":null}}'])  # fmt: skip
def test_a_journal_that_is_none(site: Path, text: str) -> None:
    path = site / "content" / JOURNAL
    path.parent.mkdir(parents=True)
    path.write_text(text)
    done = run("undo")

    assert done.exit_code == 1
    assert f"content/{JOURNAL}: not what site-gen writes here; expected" in done.stderr
    assert path.read_text() == text


EDITS = st.dictionaries(
    st.sampled_from([f"{DAY}/a.md", f"{DAY}/b.md", f"{NEXT}/c.md", f"{DAY}/digest.yaml"]),
    st.sampled_from(["edit", "delete"]),
)


@given(EDITS, st.booleans())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_content_is_whole_and_edits_stay(
    tmp_path_factory: pytest.TempPathFactory, edits: dict[str, str], had_day: bool
) -> None:
    site = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(site)
        (site / "content").mkdir()
        if had_day:
            put(site, A)
        put(site, A, B, C)
        for name, kind in edits.items():
            path = site / "content" / name
            if kind == "delete":
                path.unlink()
            else:
                path.write_text(f"{path.read_text()}{'# mine' if path.suffix == '.yaml' else 'M'}")
        was_whole = run("check").exit_code == 0
        assert run("undo").exit_code == 0
        assert run("check").exit_code == 0 or not was_whole
        after = tree(site)
        for name, kind in edits.items():
            is_ours = "mine" in after.get(name, "") or after.get(name, "").endswith("M")
            assert is_ours if kind == "edit" else True
        if not edits and not had_day:
            assert after == {}
