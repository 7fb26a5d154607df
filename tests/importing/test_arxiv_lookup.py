import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli
from site_gen.importing.arxiv_lookup import Match, enrich, list_incomplete
from site_gen.model.papers import Paper
from tests.conftest import DATA
from tests.hosts import Host, say

RECORDED = (DATA / "formats" / "arxiv-api.xml").read_text(encoding="utf-8")
TITLE = "Inelastic effects in molecular transport junctions: The probe technique at high bias"
ABSTRACT = " ".join(re.findall(r"<summary>(.*?)</summary>", RECORDED, re.DOTALL)[0].split())
NONE = re.sub(r"<entry>.*</entry>", "", RECORDED, flags=re.DOTALL).encode()
OTHER = re.sub(r"<summary>.*</summary>", "<summary>Of cats.</summary>", RECORDED, flags=re.DOTALL)
AKIN = RECORDED.replace("<title>Inelastic effects", "<title>On inelastic effects")


def run(host: Host, *args: str) -> Result:
    command = ["enrich", "--host", host.url, "--wait", "0", *args]
    return CliRunner().invoke(cli, command, prog_name="site-gen")


def put(site: Path, slug: str, title: str, body: str = ABSTRACT, meta: str = "") -> Path:
    path = site / "content/2025-09-17" / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f"---\ntitle: '{title}' # mine\r\n{meta}---\n\n{body}\n".encode())
    return path


def asked(host: Host) -> list[dict[str, list[str]]]:
    return [parse_qs(urlsplit(path).query) for path, _ in host.asked]


def test_what_is_certain_is_written(site: Path, host: Host) -> None:
    path = put(site, "a", TITLE)
    host.answers = [say(body=RECORDED.encode())]
    done = run(host)

    assert done.stdout == (
        "content/2025-09-17/a.md: 1601.00001: authors, arxiv_id, doi, venue, categories, "
        "journal_ref, version\n"
        "1 paper found, 0 unsure, 0 not known\n"
    )
    words = TITLE.replace(":", "")
    assert asked(host) == [{"search_query": [f'ti:"{words}"'], "max_results": ["5"]}]
    assert path.read_bytes().decode() == (
        f"---\ntitle: '{TITLE}' # mine\r\nauthors:\n- Michael Kilgour\n- Dvira Segal\n"
        "arxiv_id: '1601.00001'\ndoi: 10.1063/1.4944470\n"
        "venue: J. Chem. Phys. 144, 124107 (2016)\ncategories:\n- cond-mat.mes-hall\n"
        "journal_ref: J. Chem. Phys. 144, 124107 (2016)\nversion: 1\n"
        f"---\n\n{ABSTRACT}\n"
    )
    assert run(host).stdout == "0 papers found, 0 unsure, 0 not known\n"
    assert len(host.asked) == 1


def test_what_somebody_wrote_stays(site: Path, host: Host) -> None:
    path = put(site, "a", TITLE, meta="authors: [M. Kilgour]\ntopics: [physics]\n")
    host.answers = [say(body=RECORDED.encode())]
    run(host)

    text = path.read_text()
    assert "authors: [M. Kilgour]\ntopics: [physics]\narxiv_id: '1601.00001'\n" in text


def test_what_somebody_wrote_since_arxiv_was_asked_stays(site: Path) -> None:
    path = put(site, "a", TITLE)
    ((_, entry),) = list_incomplete(site / "content")
    paper = Paper(title=TITLE, abstract=ABSTRACT, arxiv_id="1601.00001", authors=("M. K.",))
    match = Match(path=path, entry=entry, paper=paper)
    put(site, "a", TITLE, meta="authors: [Mine]\n")

    assert enrich(site / "content", match) == ("arxiv_id",)
    assert "authors: [Mine]\n" in path.read_text()


def test_an_id_is_enough_where_authors_are_missing(site: Path, host: Host) -> None:
    path = put(site, "a", "What I call it", "In my words.", "arxiv_id: '1601.00001'\n")
    host.answers = [say(body=RECORDED.encode())]
    done = run(host)

    assert asked(host) == [{"id_list": ["1601.00001"]}]
    assert "1601.00001: authors, doi, venue, categories, journal_ref, version\n" in done.stdout
    assert "title: 'What I call it' # mine" in path.read_text()


@pytest.mark.parametrize(
    ("answer", "title", "body"),
    [
        (OTHER.encode(), TITLE, ABSTRACT),  # a paper of the same name
        (AKIN.encode(), TITLE, ABSTRACT),  # the same text under another name
        (RECORDED.encode(), TITLE, ""),  # nothing to compare
        (NONE, TITLE, ABSTRACT),
    ],
)
def test_nothing_is_written_of_what_is_not_certain(
    site: Path, host: Host, answer: bytes, title: str, body: str
) -> None:
    path = put(site, "a", title, body)
    before = path.read_bytes()
    host.answers = [say(body=answer)]

    assert run(host).stdout.endswith(("\n0 papers found, 1 unsure, 0 not known\n", "1 not known\n"))
    assert path.read_bytes() == before
    assert not (site / "content/.site-gen").exists()


def test_review_lists_candidates_and_writes_nothing(site: Path, host: Host) -> None:
    unsure, certain = put(site, "b", TITLE), put(site, "a", TITLE)
    before = (unsure.read_bytes(), certain.read_bytes())
    host.answers = [say(body=RECORDED.encode()), say(body=AKIN.encode())]
    done = run(host, "--review")

    assert done.stdout == (
        "content/2025-09-17/a.md: 1601.00001\n"
        "content/2025-09-17/b.md: 1 paper might be it\n"
        "  1601.00001       On inelastic effects in molecular transport junctions: The p\n"
        "1 paper found, 1 unsure, 0 not known\n"
    )
    assert (unsure.read_bytes(), certain.read_bytes()) == before
    assert not (site / ".cache/site-gen/asked").exists()


def test_a_run_that_was_broken_off_goes_on_where_it_was(site: Path, host: Host) -> None:
    for name in "abc":
        put(site, name, f"{TITLE} {name}")
    host.answers = [say(body=NONE), say(400)]
    done = run(host)

    assert (done.exit_code, len(host.asked)) == (1, 2)
    assert "says 400 Bad Request; expected an answer" in done.stderr
    host.answers = [say(body=NONE)]
    assert run(host, "--most", "1").stdout == ("0 papers found, 0 unsure, 1 not known\n")
    assert run(host).stdout.endswith("1 not known\n")
    assert [query["search_query"][0][-2] for query in asked(host)] == list("abbc")
    assert run(host).stdout == "0 papers found, 0 unsure, 0 not known\n"
    assert run(host, "--again").stdout.endswith("3 not known\n")


def test_a_title_that_was_changed_is_asked_for_again(site: Path, host: Host) -> None:
    put(site, "a", "Inelastik efects")
    host.answers = [say(body=NONE), say(body=RECORDED.encode())]
    run(host)
    put(site, "a", TITLE)

    assert "1601.00001" in run(host).stdout


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (b"Rate exceeded.", "broken XML"),
        (b"<!doctype html><html><p>Sign in</p></html>", "a web page; expected RSS or Atom"),
        (RECORDED[:1500].encode(), "broken XML"),
        (
            b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Error</title>'
            b"<id>http://arxiv.org/api/errors#x</id><summary>bad query</summary></entry></feed>",
            "arXiv says: bad query",
        ),
    ],
)
def test_an_answer_of_another_kind_is_told(
    site: Path, host: Host, answer: bytes, what: str
) -> None:
    path = put(site, "a", TITLE)
    before = path.read_bytes()
    host.answers = [say(body=answer)]
    done = run(host)

    assert done.exit_code == 1
    assert what in done.stderr
    assert done.stderr.startswith(f"{host.url}/api/query?search_query=ti")
    assert path.read_bytes() == before


def test_a_file_that_only_a_person_can_change(site: Path, host: Host) -> None:
    path = put(site, "a", TITLE)
    path.write_bytes(f'---\n{{"title": "{TITLE}"\n}}\n---\n\n{ABSTRACT}\n'.encode())
    (site / "content/2025-09-17/broken.md").write_text("---\ntitle: [\n---\n")
    host.answers = [say(body=RECORDED.encode())]
    done = run(host)

    assert done.exit_code == 0
    assert "arxiv_id" in path.read_text() or "cannot take" in done.stderr


def test_a_source_may_correct_what_was_added(site: Path, host: Host) -> None:
    row = {"title": TITLE, "abstract": ABSTRACT, "date": "2025-09-17"}
    papers = site / "papers.jsonl"
    papers.write_text(json.dumps(row))
    _import(papers)
    host.answers = [say(body=RECORDED.encode())]
    run(host)
    papers.write_text(json.dumps({**row, "authors": ["Michael Kilgour", "D. Segal"]}))
    done = _import(papers)

    assert ("updated                    1" in done.stdout, done.stderr) == (True, "")
    (path,) = (site / "content/2025-09-17").glob("*.md")
    assert "D. Segal" in path.read_text()
    assert "Dvira" not in path.read_text()


def _import(path: Path) -> Result:
    return CliRunner().invoke(cli, ["import", str(path)], prog_name="site-gen")


def test_a_paper_with_another_abstract_is_no_candidate(site: Path, host: Host) -> None:
    put(site, "a", TITLE)
    host.answers = [say(body=OTHER.encode())]

    assert run(host, "--review").stdout == "0 papers found, 0 unsure, 1 not known\n"


def test_a_paper_that_was_taken_down_is_left_alone(site: Path) -> None:
    path = put(site, "a", TITLE)
    ((_, entry),) = list_incomplete(site / "content")
    put(site, "a", TITLE, meta="removed: why\n")
    before = path.read_bytes()
    paper = Paper(title=TITLE, abstract=ABSTRACT, arxiv_id="1601.00001", authors=("M. K.",))

    assert list(list_incomplete(site / "content")) == []
    assert enrich(site / "content", Match(path=path, entry=entry, paper=paper)) == ()
    assert path.read_bytes() == before
