import json
from pathlib import Path

from click.testing import CliRunner, Result

from site_gen.cli import cli

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
