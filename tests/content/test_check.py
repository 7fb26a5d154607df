from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli
from tests.conftest import DATA

LONG = "An abstract that has some words."


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args, prog_name="site-gen")


def put(site: Path, name: str, meta: str, body: str = LONG) -> Path:
    path = site / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f"---\n{meta}---\n\n{body}\n".encode())
    return path


@pytest.mark.usefixtures("site")
def test_the_real_digest_has_no_error() -> None:
    run("import", str(DATA / "2025-09-17.txt"))
    done = run("check")

    assert (done.exit_code, done.stderr) == (0, "0 errors, 7 warnings\n")
    assert done.stdout.count("[warning]\n") == 7


def test_all_is_told_at_once(site: Path) -> None:
    put(site, "2025-09-17/a.md", "title: A\n")
    put(site, "2025-09-17/broken.md", "title: [\n")
    put(site, "2025-09-18/b.md", "title: A\n")
    put(site, "2025-09-18/c.md", "tilte: C\n")
    (site / "content/2025-09-17/digest.yaml").write_text("date: 2025-09-17\npapers:\n- a\n- gone\n")
    (site / "content/site.yaml").write_text("title: no\n")
    (site / "content/topics.yaml").write_text("A: {word: [x]}\n")
    done = run("check")

    assert done.exit_code == 1
    assert [line.split(";")[0] for line in done.stdout.splitlines()] == [
        "content/site.yaml:1: title: YAML reads this as False",
        "content/topics.yaml:1: A: expected 'aliases', 'words' or 'named' below a topic, found "
        "'word' [error]",
        "content/2025-09-17/broken.md:3: invalid YAML: while parsing a flow node did not find "
        "expected node content",
        "content/2025-09-17/digest.yaml:4: no such paper: 'gone'",
        "content/2025-09-17/digest.yaml: 'broken' is not listed, so it is shown last",
        "content/2025-09-18/c.md:2: unknown key 'tilte'",
        "content/2025-09-18/digest.yaml: no such file",
        "content/2025-09-18/b.md:1: the same paper as content/2025-09-17/a.md",
    ]
    assert done.stderr == "6 errors, 2 warnings\n"


def test_what_is_safe_is_mended(site: Path) -> None:
    odd = put(site, "2025-09-17/a.md", "arxiv_id:   arXiv:2509.00001v1 # mine\r\ntitle: A\n")
    put(site, "2025-09-17/b.md", "title: B\n", "It is 2times faster.")
    listing = site / "content/2025-09-17/digest.yaml"
    listing.write_text("date: 2025-09-17 # then\npapers: [a]\n")
    done = run("check", "--fix")

    assert done.exit_code == 0
    assert odd.read_bytes().startswith(b"---\narxiv_id:   '2509.00001' # mine\r\ntitle: A\n---\n")
    assert listing.read_text() == "date: 2025-09-17 # then\npapers: [a, b]\n"
    assert done.stderr == "0 errors, 1 warning, 2 mended\n"
    assert run("check", "--fix").stderr == "0 errors, 1 warning, 0 mended\n"


def test_texts_that_lack_their_quotes_get_them(site: Path) -> None:
    meta = "title: no # really\narxiv_id: 2509.01230\ndoi: 10.1/x\nnotes: 2025-09-17\n"
    odd = put(site, "2025-09-17/a.md", meta)
    assert run("check").stdout.count(": put it in quotes [error]\n") == 3
    done = run("check", "--fix")

    assert done.stderr == "0 errors, 1 warning, 3 mended\n"
    assert odd.read_text() == (
        "---\ntitle: 'no' # really\narxiv_id: '2509.01230'\ndoi: 10.1/x\nnotes: '2025-09-17'\n"
        f"---\n\n{LONG}\n"
    )


def test_a_day_to_come(site: Path) -> None:
    put(site, "2999-01-01/a.md", "title: A\n")
    assert "content/2999-01-01: a day that is still to come [warning]\n" in run("check").stdout


@pytest.mark.usefixtures("site")
def test_without_content() -> None:
    done = run("check")

    assert done.exit_code == 1
    assert "content: no such folder" in done.stderr


@pytest.mark.parametrize(
    ("hosts", "is_told"),
    [("'self'", True), ("'self' https://a.example", False), ("a.example", False), ("*", False)],
)
@pytest.mark.parametrize("place", ["content/site.yaml:3", "netlify.toml"])
def test_a_form_that_the_policy_stops_is_told(
    site: Path, place: str, hosts: str, is_told: bool
) -> None:
    put(site, "2025-09-17/a.md", "title: A\n")
    policy = f"Content-Security-Policy{{}} \"default-src 'none'; form-action {hosts}\"\n"
    settings = "newsletter_action: https://a.example/join?u=1\n"
    if place == "netlify.toml":
        toml = f'[[headers]]\nfor = "/*"\n[headers.values]\n{policy.format(" =")}'
        (site / "netlify.toml").write_text(toml)
    else:
        settings += f"headers:\n  /*:\n    {policy.format(':')}"
    (site / "content/site.yaml").write_text(settings)
    done = run("check")

    told = f"{place}: newsletter_action posts to https://a.example; expected it in form-action"
    assert done.exit_code == 0
    assert (told in done.stdout) is is_told


def test_a_removed_paper_is_right_where_it_cannot_be_shown_wrong(site: Path) -> None:
    """Warnings are of what pages show; ids must be right, for imports know the paper by them."""
    for number in "12":
        put(site, f"2025-09-17/{number}.md", "title: T\nremoved: why\narxiv_id: x\n", "")
    put(site, "2025-09-17/a.md", "title: A\n")
    (site / "content/2025-09-17/digest.yaml").write_text("papers: ['1', a]\n")
    done = run("check")

    assert [line.split(";")[0] for line in done.stdout.splitlines()] == [
        f"content/2025-09-17/{number}.md:4: arxiv_id: 'x'" for number in "12"
    ]
    assert done.stderr == "2 errors, 0 warnings, 2 removed\n"


def test_a_removed_paper_that_is_there_by_another_name_is_told(site: Path) -> None:
    put(site, "2025-09-17/a.md", "title: A\nremoved: why\n")
    put(site, "2025-09-17/b.md", "title: A\n")
    assert "b.md:1: the same paper as content/2025-09-17/a.md; expected" in run("check").stdout


def test_utf8_that_was_read_as_latin1_is_mended_where_that_is_certain(site: Path) -> None:
    meta = "title: JosÃ©\nauthors: [JosÃ© GarcÃ­a]\ntopics: [AI] # JosÃ©'s\n"
    wrong = put(site, "2025-09-17/a.md", meta, "Itâ€™s an abstract.")
    mixed = put(site, "2025-09-17/b.md", "title: JosÃ© and José\n")
    control = put(site, "2025-09-17/c.md", "title: Ãcole\n")
    texts = mixed.read_bytes()
    said = run("check").stdout
    assert (
        "content/2025-09-17/a.md:2: 'Ã©' looks like 'é', read as Latin-1 ('title: JosÃ©')" in said
    )
    assert "content/2025-09-17/b.md:2: 'Ã©' looks like 'é'" in said
    assert "content/2025-09-17/c.md:2: 'Ã\\x89' looks like 'É'" in said
    run("check", "--fix")
    head = "---\ntitle: José\nauthors: [José García]\ntopics: [AI] # José's\n---\n"
    assert wrong.read_text(encoding="utf-8") == f"{head}\nIt’s an abstract.\n"
    assert control.read_text(encoding="utf-8").startswith("---\ntitle: École\n")
    assert mixed.read_bytes() == texts
    assert run("check").stdout.count("looks like 'é'") == 1


def test_what_cannot_be_mended_keeps_nothing_else_from_being_mended(site: Path) -> None:
    good = put(site, "2025-09-17/a.md", "title: 1\n")
    bad = put(site, "2025-09-17/b.md", "title: &x 2\nvenue: *x\n")
    listing = site / "content/2025-09-17/digest.yaml"
    listing.write_text("date: 2025-09-17\npapers: [b]\n")
    before = bad.read_bytes()
    done = run("check", "--fix")

    assert done.exit_code == 1
    assert good.read_text().startswith("---\ntitle: '1'\n---\n")
    assert listing.read_text() == "date: 2025-09-17\npapers: [b, a]\n"
    assert bad.read_bytes() == before
    assert "b.md:2: cannot take 'venue' without being rewritten" in done.stderr


def test_folders_that_are_not_read_are_told(site: Path) -> None:
    put(site, "2025-09-17/a.md", "title: A\n")
    put(site, "2025-09-17/old/b.md", "title: B\n")
    put(site, "drafts/c.md", "title: C\n")
    (site / "content/.git").mkdir()
    (site / "content/2025-09-17/digest.yaml").write_text("date: 2025-09-17\npapers:\n- a\n")
    done = run("check")

    assert [line.split(";")[0] for line in done.stdout.splitlines()] == [
        "content/2025-09-17/old: a folder of a day's folder, so it is not read",
        "content/drafts: not a day, so it is not read",
    ]
    assert (done.exit_code, done.stderr) == (0, "0 errors, 2 warnings\n")
