"""``enrich --since``: what arXiv says now of papers that are here."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli
from tests.conftest import DATA
from tests.hosts import Host, say

RECORDED = (DATA / "formats" / "arxiv-api.xml").read_text(encoding="utf-8")
(ENTRY,) = re.findall(r"<entry>.*</entry>", RECORDED, re.DOTALL)
TODAY = datetime.now(UTC).date()
CODE = "https://github.com/ada/probe"


def run(host: Host, *args: str) -> Result:
    command = ["enrich", "--host", host.url, "--wait", "0", *args]
    return CliRunner().invoke(cli, command, prog_name="site-gen")


def answer(*papers: tuple[str, str]) -> bytes:
    """Make an answer of arXiv with these papers: an id with its version, and further elements."""
    entries = (
        ENTRY.replace("1601.00001v1", ident)
        .replace("<arxiv:doi", f"{more}<arxiv:doi")
        .replace("10.1063/1.4944470", f"10.1000/{ident}")
        for ident, more in papers
    )
    return RECORDED.replace(ENTRY, "".join(entries)).encode()


def comment(text: str) -> str:
    return f'<arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">{text}</arxiv:comment>'


def put(site: Path, ident: str, days_ago: int = 1, **row: object) -> Path:
    """Import a paper as Hugging Face's answer has it; give its file."""
    day = str(TODAY - timedelta(days=days_ago))
    paper = {"id": ident, "title": f"Paper {ident}", "summary": f"Of {ident}.", **row}
    source = site / "hf.json"
    source.write_text(json.dumps([{"paper": paper, "title": paper["title"]}]))
    command = ["import", "--date", day, "--format", "hf-json", str(source)]
    assert CliRunner().invoke(cli, command).exit_code == 0
    (path,) = (path for path in (site / "content" / day).glob("*.md") if ident in path.read_text())
    return path


def asked(host: Host) -> Iterator[tuple[list[str], str]]:
    for path, _ in host.asked:
        query = parse_qs(urlsplit(path).query)
        yield query["id_list"][0].split(","), query["max_results"][0]


def test_what_became_known_of_a_paper_is_written(site: Path, host: Host) -> None:
    path = put(site, "2509.00001")
    before = path.read_text()
    host.answers = [say(body=answer(("2509.00001v3", comment(f"NeurIPS 2025. Code: {CODE}"))))]
    done = run(host, "--since")

    name = f"content/{TODAY - timedelta(days=1)}/{path.name}"
    keys = "doi, venue, links.Code, comment, journal_ref, version"
    assert done.stdout == (f"{name}: {keys}\n1 paper looked at again: 1 updated, 0 not known\n")
    after = path.read_text()
    new = [line for line in after.splitlines() if line not in before.splitlines()]
    assert sorted(new) == [
        f"  Code: {CODE}",
        f"comment: 'NeurIPS 2025. Code: {CODE}'",
        "doi: 10.1000/2509.00001v3",
        "journal_ref: J. Chem. Phys. 144, 124107 (2016)",
        "links:",
        "venue: J. Chem. Phys. 144, 124107 (2016)",
        "version: 3",
    ]
    assert [line for line in after.splitlines() if line not in new] == before.splitlines()
    assert run(host, "--since").stdout == "1 paper looked at again: 0 updated, 0 not known\n"
    assert path.read_text() == after


def test_what_arxiv_said_before_follows_it(site: Path, host: Host) -> None:
    path = put(site, "2509.00001")
    for version, said in ((1, "12 pages"), (2, "13 pages"), (3, "Accepted at ICML 2026")):
        host.answers = [say(body=answer((f"2509.00001v{version}", comment(said))))]
        run(host, "--since")
        text = path.read_text()
        assert f"comment: {said}\n" in text
        assert f"version: {version}\n" in text


def test_a_paper_that_was_withdrawn_is_marked_and_not_asked_for_again(
    site: Path, host: Host
) -> None:
    path = put(site, "2509.00001")
    text = comment("This paper has been withdrawn by the authors due to an error")
    host.answers = [say(body=answer(("2509.00001v2", text)))]
    run(host, "--since")

    assert "withdrawn: true\n" in path.read_text()
    assert run(host, "--since").stdout == "0 papers looked at again: 0 updated, 0 not known\n"


def test_what_a_person_edited_or_took_out_stays(site: Path, host: Host) -> None:
    path = put(site, "2509.00001")
    host.answers = [say(body=answer(("2509.00001v1", comment("12 pages"))))]
    run(host, "--since")
    text = path.read_text()
    mine = text.replace("comment: 12 pages", "comment: My own # mine")
    mine = re.sub(r"doi: .*\n", "", mine).replace("title: Paper", "title: My paper")
    path.write_text(mine)
    host.answers = [say(body=answer(("2509.00001v2", comment("13 pages"))))]
    done = run(host, "--since")

    assert path.read_text() == mine.replace("version: 1", "version: 2")
    assert "comment was edited here and changed at its source, to '13 pages'" in done.stderr
    assert run(host, "--since").stderr == ""  # it is said once
    # A later import knows that the title is not what was imported.
    put(site, "2509.00001", title="Paper 2509.00001, corrected")
    assert "title: My paper" in path.read_text()


def test_a_link_to_code_that_is_there_stays(site: Path, host: Host) -> None:
    path = put(site, "2509.00001", githubRepo="https://github.com/grace/other")
    before = path.read_text()
    assert "Code: https://github.com/grace/other" in before
    host.answers = [say(body=answer(("2509.00001v1", comment(f"Code: {CODE}"))))]
    run(host, "--since")

    assert "Code: https://github.com/grace/other" in path.read_text()
    assert CODE not in path.read_text().partition("comment:")[0]


def test_many_papers_are_asked_for_at_once(
    site: Path, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_gen.cli.enrich.BATCH", 2)
    for number in (1, 2, 3):
        put(site, f"2509.0000{number}", number)
    host.answers = [
        say(body=answer(("2509.00001v2", ""), ("2509.00002v2", ""))),
        say(body=answer()),
    ]
    done = run(host, "--since")

    assert list(asked(host)) == [(["2509.00001", "2509.00002"], "2"), (["2509.00003"], "1")]
    assert done.stdout.endswith("3 papers looked at again: 2 updated, 1 not known\n")
    assert done.stderr == ""


def test_two_entries_of_one_paper_are_both_known(site: Path, host: Host) -> None:
    path = put(site, "2509.00001", 1)
    other = put(site, "2509.00002", 2)
    other.write_text(other.read_text().replace("2509.00002", "2509.00001"))
    host.answers = [say(body=answer(("2509.00001v2", "")))]
    done = run(host, "--since")
    assert done.stdout.endswith("2 papers looked at again: 2 updated, 0 not known\n")
    assert "version: 2" in path.read_text()


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ((), ["2509.00001", "2509.00080"]),
        (("5",), ["2509.00001"]),
        (("300",), ["2509.00001", "2509.00080", "2509.00100"]),
        ((str(TODAY - timedelta(days=80)),), ["2509.00001", "2509.00080"]),
        (("9" * 20,), ["2509.00001", "2509.00080", "2509.00100"]),
        (("9" * 5_000,), ["2509.00001", "2509.00080", "2509.00100"]),
    ],
)
def test_since_is_a_day_or_a_number_of_days_or_ninety(
    site: Path, host: Host, since: tuple[str, ...], expected: list[str]
) -> None:
    for days_ago in (1, 80, 100):
        put(site, f"2509.{days_ago:05}", days_ago)
    host.answers = [say(body=answer())]
    assert run(host, "--since", *since).exit_code == 0
    assert [ids for ids, _ in asked(host)] == [expected]


def test_a_number_of_papers_is_the_most(site: Path, host: Host) -> None:
    for number in (1, 2):
        put(site, f"2509.0000{number}", number)
    host.answers = [say(body=answer())]
    run(host, "--since", "--most", "1")
    assert [ids for ids, _ in asked(host)] == [["2509.00001"]]


@pytest.mark.parametrize("since", ["x", "2025-13-01", "1.5"])
def test_what_is_no_day_is_wrong_usage(site: Path, host: Host, since: str) -> None:
    done = run(host, f"--since={since}")
    assert (done.exit_code, site.is_dir()) == (2, True)
    assert "expected YYYY-MM-DD, or a number of days, as 90" in done.stderr


def test_since_asks_again_by_itself(host: Host) -> None:
    done = run(host, "--since", "--again")
    assert done.exit_code == 2
    assert "either --since or --again, not both" in done.stderr


def test_review_writes_nothing(site: Path, host: Host) -> None:
    path = put(site, "2509.00001")
    before = {one: one.read_bytes() for one in (site / "content").rglob("*.*") if one.is_file()}
    host.answers = [say(body=answer(("2509.00001v3", "")))]
    done = run(host, "--since", "--review")

    assert f"{path.name}: doi, venue, journal_ref, version\n" in done.stdout
    assert done.stdout.endswith("1 would be updated, 0 not known\n")
    assert {
        one: one.read_bytes() for one in (site / "content").rglob("*.*") if one.is_file()
    } == before


def test_what_cannot_be_looked_up_is_left_out(site: Path, host: Host) -> None:
    put(site, "2509.00001")
    removed = put(site, "2509.00002")
    removed.write_text(removed.read_text().replace("---\n", "---\nremoved: wrong\n", 1))
    (removed.parent / "broken.md").write_text("---\ntitle: [\n---\n")
    (removed.parent / "no-id.md").write_text("---\ntitle: No id\n---\n")
    host.answers = [say(body=answer())]
    run(host, "--since")
    assert [ids for ids, _ in asked(host)] == [["2509.00001"]]


def test_what_is_gone_since_arxiv_was_asked_is_left(site: Path, host: Host) -> None:
    path, other = put(site, "2509.00001"), put(site, "2509.00002")

    def remove_and_answer(handler: object) -> None:
        path.unlink()
        say(body=answer(("2509.00001v3", ""), ("2509.00002v3", "")))(handler)  # type: ignore[arg-type]

    host.answers = [remove_and_answer]
    assert run(host, "--since").exit_code == 0
    assert "version: 3" in other.read_text()
    assert not path.exists()


def test_a_batch_that_fails_leaves_what_was_written(
    site: Path, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_gen.cli.enrich.BATCH", 1)
    first, second = put(site, "2509.00001", 1), put(site, "2509.00002", 2)
    host.answers = [say(body=answer(("2509.00001v3", ""))), say(404)]
    done = run(host, "--since")

    assert done.exit_code == 1
    assert "says 404 Not Found; expected an answer" in done.stderr
    assert ("version: 3" in first.read_text(), "version: 3" in second.read_text()) == (True, False)
