import json
import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli
from site_gen.importing.importer import Archive
from site_gen.model.errors import InputError, OutputError
from site_gen.model.papers import Digest, Paper

DAY = date(2025, 9, 17)


def words(number: int) -> str:
    return " ".join(f"p{number}w{word}" for word in range(30))


PAPERS = tuple(
    Paper(title=f"Paper {number}", abstract=words(number), arxiv_id=f"2509.0000{number}",
          upvotes=number, links=(("PDF", f"https://a.example/{number}"),))
    for number in range(5)
)  # fmt: skip


def digest(*papers: Paper, day: date = DAY) -> Digest:
    return Digest(date=day, header=f"{day:%b} {day.day}", papers=papers)


def put(site: Path, *digests: Digest) -> list[str]:
    """Import digests; give what became of their papers."""
    archive = Archive(site)
    proposals = [archive.propose(one) for one in digests]
    archive.apply()
    return [f"{one.kind} {one.ref}" for proposal in proposals for one in proposal.outcomes]


def age(site: Path) -> None:
    """Let files be older than the clock's grain, so that what is known of them is kept."""
    for path in site.glob("content/*/*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def test_a_paper_is_found_on_another_day_by_its_id(site: Path) -> None:
    put(site, digest(*PAPERS))
    later = Paper(title="Renamed", abstract="Else.", arxiv_id="2509.00001v2")

    assert put(site, digest(later, PAPERS[2], day=date(2025, 10, 1))) == [
        "updated 2025-09-17/paper-1", "unchanged 2025-09-17/paper-2"
    ]  # fmt: skip
    assert (
        "papers:\n- 2025-09-17/paper-1\n- 2025-09-17/paper-2\n"
        in (site / "content/2025-10-01/digest.yaml").read_text()
    )


def test_digests_of_one_run_see_each_other(site: Path) -> None:
    later = digest(PAPERS[0], day=date(2026, 1, 1))

    assert put(site, digest(PAPERS[0]), digest(*PAPERS[:2]), later) == [
        "new 2025-09-17/paper-0", "unchanged 2025-09-17/paper-0", "new 2025-09-17/paper-1",
        "unchanged 2025-09-17/paper-0",
    ]  # fmt: skip
    assert put(site, digest(*PAPERS[:2]))[0] == "unchanged 2025-09-17/paper-0"


def test_a_paper_whose_file_was_removed_stays_away(site: Path) -> None:
    put(site, digest(*PAPERS))
    (site / "content/2025-09-17/paper-3.md").unlink()

    assert put(site, digest(*PAPERS))[3] == "unchanged 2025-09-17/paper-3"
    assert not (site / "content/2025-09-17/paper-3.md").exists()
    record = site / "content/.site-gen/2025-09.jsonl"
    lines = record.read_text().splitlines(keepends=True)
    record.write_text("".join(line for line in lines if "paper-3" not in line))
    assert put(site, digest(*PAPERS))[3] == "new 2025-09-17/paper-3"


def test_a_day_that_was_removed_whole_is_imported_anew(site: Path) -> None:
    put(site, digest(*PAPERS))
    before = {path: path.read_bytes() for path in site.glob("content/*/*[!n]")}
    shutil.rmtree(site / "content/2025-09-17")

    assert put(site, digest(*PAPERS))[0] == "new 2025-09-17/paper-0"
    assert {path: path.read_bytes() for path in site.glob("content/*/*[!n]")} == before


def test_another_paper_with_the_name_of_one_that_was_removed_is_listed(site: Path) -> None:
    put(site, digest(*PAPERS))
    (site / "content/2025-09-17/paper-3.md").unlink()
    listing = site / "content/2025-09-17/digest.yaml"
    listing.write_text(listing.read_text().replace("- paper-3\n", ""))

    another = Paper(title="Paper 3", abstract="Quite another matter.", arxiv_id="2509.77777")
    assert put(site, digest(another)) == ["new 2025-09-17/paper-3"]
    assert listing.read_text().endswith("- paper-4\n- paper-3\n")


def test_a_reference_that_was_removed_stays_away(site: Path) -> None:
    later = digest(PAPERS[0], PAPERS[1], day=date(2025, 10, 1))
    put(site, digest(*PAPERS), later)
    listing = site / "content/2025-10-01/digest.yaml"
    edited = listing.read_text().replace("- 2025-09-17/paper-1\n", "")
    assert edited != listing.read_text()
    listing.write_text(edited)

    put(site, digest(*PAPERS), later)
    assert listing.read_text() == edited
    put(site, digest(PAPERS[1], day=date(2025, 10, 2)))
    assert "- 2025-09-17/paper-1\n" in (site / "content/2025-10-02/digest.yaml").read_text()
    listing.unlink()
    put(site, later)
    assert "- 2025-09-17/paper-1\n" in listing.read_text()


@pytest.mark.parametrize("is_spoilt", [False, True])
def test_what_is_known_of_a_month_is_kept_till_it_changes(site: Path, is_spoilt: bool) -> None:
    put(site, digest(*PAPERS))
    age(site)
    Archive(site).apply()
    cache = site / ".cache/site-gen/papers/2025-09.json"
    assert '"2025-09-17/paper-4": ["arxiv:2509.00004", "title:paper 4"]' in cache.read_text()
    if is_spoilt:
        cache.write_text("[]")
    else:
        cache.write_text(cache.read_text().replace("2509.00004", "2509.99999"))
    moved = Paper(title="Else", abstract="Else.", arxiv_id="2509.99999")

    found = put(site, digest(moved, day=date(2026, 1, 1)))
    assert found == ["new 2026-01-01/else"]  # the entry itself decides
    path = site / "content/2025-09-17/paper-4.md"
    path.write_text(path.read_text().replace("2509.00004", "2509.99998"))
    moved = Paper(title="Else", abstract="Else.", arxiv_id="2509.99998")
    assert put(site, digest(moved, day=date(2026, 1, 2))) == ["updated 2025-09-17/paper-4"]


def test_nothing_is_written_before_all_is_proposed(site: Path) -> None:
    Archive(site).propose(digest(*PAPERS))

    assert not (site / "content").exists()


def test_a_file_that_is_there_is_never_created_over(site: Path) -> None:
    archive = Archive(site)
    archive.propose(digest(*PAPERS))
    there = site / "content/2025-09-17/paper-3.md"
    there.parent.mkdir(parents=True)
    there.write_text("mine")

    with pytest.raises(OutputError, match="content/2025-09-17/paper-3.md: is there already"):
        archive.apply()
    assert [path.name for path in there.parent.iterdir()] == ["paper-3.md"]
    assert there.read_text() == "mine"


def test_a_listing_is_written_after_the_papers_it_names(site: Path) -> None:
    """Two digests of a day make one listing, which names papers of both."""
    put(site, digest(PAPERS[0]))
    listing = (site / "content/2025-09-17/digest.yaml").read_bytes()
    archive = Archive(site)
    archive.propose(digest(*PAPERS[:2]))
    archive.propose(digest(replace(PAPERS[0], upvotes=9), PAPERS[2]))
    (site / "content/2025-09-17/paper-0.md").unlink()
    (site / "content/2025-09-17/paper-0.md").mkdir()  # so that the import breaks off there

    with pytest.raises(OutputError, match="paper-0.md: cannot be written"):
        archive.apply()
    assert (site / "content/2025-09-17/digest.yaml").read_bytes() == listing


def test_a_day_that_cannot_be_read_is_told(site: Path) -> None:
    put(site, digest(*PAPERS))
    folder = site / "content/2025-09-17"
    (folder / "paper-1.md").write_text("---\narxiv_id: '2509.00001'\ntitle: [\n---\n")
    (folder / "Bad Name.md").write_text("---\ntitle: a\n---\n")

    with pytest.raises(InputError) as caught:
        put(site, digest(PAPERS[0]))
    assert [str(problem).partition(";")[0] for problem in caught.value.problems] == [
        "content/2025-09-17/Bad Name.md: its name cannot be a URL segment",
        "content/2025-09-17/paper-1.md:4: invalid YAML: while parsing a flow node did not find "
        "expected node content",
    ]
    assert put(site, digest(PAPERS[0], day=date(2026, 1, 1))) == [
        "unchanged 2025-09-17/paper-0"
    ]  # a broken neighbour is no matter of another day
    with pytest.raises(InputError, match=r"paper-1.md:4: invalid YAML"):
        put(site, digest(*PAPERS[:2], day=date(2026, 1, 2)))  # nobody knows what it says
    assert not (site / "content/2026-01-02").exists()


def test_a_folder_that_cannot_be_written_is_told(site: Path) -> None:
    (site / "content").write_text("a file")

    with pytest.raises(OutputError, match="cannot be written: .*; expected a writable place"):
        put(site, digest(*PAPERS))


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args, prog_name="site-gen")


def test_the_story_of_a_day_that_is_edited_and_imported_again(site: Path) -> None:
    """A person imports a day, edits it in ten ways, and imports the source's corrections."""
    lines = [
        f'{{"title": "Paper {n}", "abstract": "{words(n)}", "upvotes": {n}, "date": "2025-09-17"}}'
        for n in range(10)
    ]
    (site / "day.jsonl").write_text("\n".join(lines) + "\n")
    done = run("import", "day.jsonl")
    assert (done.exit_code, done.stderr) == (0, "")
    folder = site / "content/2025-09-17"

    def edit(number: int, old: str, new: str) -> bytes:
        path = folder / f"paper-{number}.md"
        data = path.read_bytes()
        assert data.count(old.encode()) >= 1
        path.write_bytes(data.replace(old.encode(), new.encode()))
        return path.read_bytes()

    # They make it their own:
    edit(0, "title: Paper 0", "title: Papier 0  # auf Deutsch")  # another title
    edit(1, "p1w0", "*p1w0*")  # emphasis in the abstract
    edit(2, "upvotes: 2", "upvotes: 200")  # another number
    edit(3, "---\n\n", "notes: |\n  Read\n  this.\n---\n\n")  # a note
    edit(4, "\n", "\r\n")  # another editor's line ends
    edit(5, "title: Paper 5", "# mine\ntitle: 'Paper 5'")  # a comment, and quotes
    edit(6, "upvotes: 6", "topics: [ A,  B ]\nupvotes: 6")  # topics, spaced their way
    edit(7, f"\n{words(7)}\n", "")  # no abstract at all
    (folder / "paper-8.md").rename(folder / "a-better-name.md")  # another address
    listing = (folder / "digest.yaml").read_text()
    (folder / "digest.yaml").write_text(
        listing.replace("- paper-8\n", "- a-better-name\n").replace("- paper-9\n", "# no 9\n")
    )
    (folder / "paper-9.md").unlink()  # a paper they do not want

    # The source corrects titles and abstracts, counts on, and has one paper more.
    later = [line.replace("Paper", "The paper").replace("w3 ", "w3, ") for line in lines]
    later = [
        line.replace(f'"upvotes": {n}', f'"upvotes": {n + 50}') for n, line in enumerate(later)
    ]
    later[9] = lines[9]
    later.append('{"title": "Late", "abstract": "It came late.", "date": "2025-09-17"}')
    (site / "day.jsonl").write_text("\n".join(later) + "\n")
    done = run("import", "day.jsonl")

    assert done.exit_code == 0
    made = {path.stem: path.read_bytes().decode() for path in folder.glob("*.md")}
    text = {n: words(n).replace("w3 ", "w3, ") for n in range(10)}
    assert made == {
        "paper-0": f"---\ntitle: Papier 0  # auf Deutsch\nupvotes: 50\n---\n\n{text[0]}\n",
        "paper-1": f"---\ntitle: The paper 1\nupvotes: 51\n---\n\n*p1w0*{words(1)[4:]}\n",
        "paper-2": f"---\ntitle: The paper 2\nupvotes: 200\n---\n\n{text[2]}\n",
        "paper-3": "---\ntitle: The paper 3\nupvotes: 53\nnotes: |\n  Read\n  this.\n---\n\n"
        f"{text[3]}\n",
        "paper-4": f"---\r\ntitle: The paper 4\r\nupvotes: 54\r\n---\r\n\r\n{text[4]}\r\n",
        "paper-5": f"---\n# mine\ntitle: The paper 5\nupvotes: 55\n---\n\n{text[5]}\n",
        "paper-6": f"---\ntitle: The paper 6\ntopics: [ A,  B ]\nupvotes: 56\n---\n\n{text[6]}\n",
        "paper-7": "---\ntitle: Paper 7\nupvotes: 7\n---\n",
        "a-better-name": f"---\ntitle: The paper 8\nupvotes: 58\n---\n\n{text[8]}\n",
        "the-paper-7": f"---\ntitle: The paper 7\nupvotes: 57\n---\n\n{text[7]}\n",  # who knows?
        "late": "---\ntitle: Late\n---\n\nIt came late.\n",
    }
    assert "\n# no 9\n" in (folder / "digest.yaml").read_text()
    assert done.stderr.splitlines() == [
        "content/2025-09-17/paper-0.md:2: title was edited here and changed at its source, to "
        "'The paper 0'; yours is kept",
        f"content/2025-09-17/paper-1.md:6: abstract was edited here and changed at its source, to "
        f"{text[1][:60]!r}...; yours is kept",
    ]
    assert done.stdout.startswith(
        "content/2025-09-17/paper-2.md: your upvotes kept\n"
        "content/2025-09-17/paper-9.md: your removal kept\n"
    )
    assert done.stdout.rpartition("next:")[0].endswith(
        "papers found              11\n"
        "new                        2\n"
        "updated                    8\n"
        "unchanged                  1\n"
        "with edits kept            4\n"
        "with conflicts             2\n"
        "lines not understood       0\n"
    )
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    done = run("import", "day.jsonl")
    assert "unchanged                 11" in done.stdout
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_a_list_of_papers_in_another_format_is_not_used(site: Path) -> None:
    put(site, digest(*PAPERS))
    age(site)
    Archive(site).apply()
    cache = site / ".cache/site-gen/papers/2025-09.json"
    cache.write_text(json.dumps(json.loads(cache.read_text()) | {"format": 1, "papers": {}}))

    later = digest(PAPERS[4], day=date(2026, 1, 1))
    assert put(site, later) == ["unchanged 2025-09-17/paper-4"]


def take_down(site: Path, ref: str) -> None:
    path = site / f"content/{ref}.md"
    path.write_text(path.read_text().replace("---\n", "---\nremoved: why\n", 1))


def snapshot(site: Path) -> dict[str, bytes]:
    files = (path for path in (site / "content").rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("day", [DAY, date(2025, 9, 18)])
@pytest.mark.parametrize(
    "again",
    [
        PAPERS[3],
        Paper(title="Else", abstract="Else.", arxiv_id="2509.00003v2"),
        Paper(title="Else", abstract="Else.", doi="10.1000/XYZ"),
        Paper(title="paper 3", abstract=words(3)),
    ],
    ids=["same", "arXiv id", "DOI", "title and abstract"],
)
def test_no_import_brings_a_removed_paper_back(site: Path, day: date, again: Paper) -> None:
    put(site, digest(*PAPERS[:3], replace(PAPERS[3], doi="10.1000/xyz")))
    put(site, digest(PAPERS[4], day=date(2025, 9, 18)))
    take_down(site, "2025-09-17/paper-3")
    before = snapshot(site)

    assert put(site, digest(again, day=day)) == ["removed 2025-09-17/paper-3"]
    assert snapshot(site) == before


def test_a_day_of_removed_papers_alone_is_no_new_day(site: Path) -> None:
    put(site, digest(*PAPERS))
    take_down(site, "2025-09-17/paper-3")
    later = date(2025, 10, 1)

    assert put(site, digest(PAPERS[3], day=later)) == ["removed 2025-09-17/paper-3"]
    assert not (site / "content/2025-10-01").exists()
    assert put(site, digest(PAPERS[3], PAPERS[0], day=later))[1] == "unchanged 2025-09-17/paper-0"
    listing = (site / "content/2025-10-01/digest.yaml").read_text()
    assert listing.endswith("papers:\n- 2025-09-17/paper-0\n")
    put(site, digest(day=date(2025, 10, 2)))  # a quiet day is recorded, as before
    assert (site / "content/2025-10-02/digest.yaml").is_file()


def test_a_removed_paper_that_is_back_follows_its_source_again(site: Path) -> None:
    put(site, digest(*PAPERS))
    path = site / "content/2025-09-17/paper-3.md"
    before = path.read_bytes()
    take_down(site, "2025-09-17/paper-3")
    put(site, digest(*PAPERS))
    path.write_bytes(before)

    corrected = replace(PAPERS[3], upvotes=99)
    assert put(site, digest(corrected)) == ["updated 2025-09-17/paper-3"]


@pytest.mark.usefixtures("site")
def test_the_report_names_removed_papers(site: Path) -> None:
    rows = [{"title": f"Paper {number}", "abstract": words(number)} for number in range(9)]
    (site / "p.json").write_text(json.dumps(rows))
    import_rows = ["import", "--date", "2025-09-17", "p.json"]
    CliRunner().invoke(cli, import_rows)
    take_down(site, "2025-09-17/paper-3")
    out = CliRunner().invoke(cli, import_rows).stdout

    assert "read as json): 8 papers imported into" in out
    assert "\n1 removed paper left out: content/2025-09-17/paper-3.md\n" in out
    assert "removed, left out          1\n" in out
    for number in (0, 1, 2, 4, 5, 6, 7, 8):
        take_down(site, f"2025-09-17/paper-{number}")
    out = CliRunner().invoke(cli, [*import_rows, "--dry-run"]).stdout
    assert "\n9 removed papers left out: content/2025-09-17/paper-0.md, " in out
    assert "paper-6.md and 2 more\n" in out
    assert "update" not in out.replace("updated", "")


def test_a_file_that_is_edited_while_an_import_runs_is_not_overwritten(site: Path) -> None:
    put(site, digest(*PAPERS))
    before = snapshot(site)
    archive = Archive(site)
    archive.propose(digest(*(replace(paper, upvotes=99) for paper in PAPERS)))
    path = site / "content/2025-09-17/paper-3.md"
    path.write_text(path.read_text() + "Mine.\n")

    with pytest.raises(OutputError, match=r"^content/2025-09-17/paper-3.md: was changed while"):
        archive.apply()
    assert snapshot(site) == before | {"content/2025-09-17/paper-3.md": path.read_bytes()}
