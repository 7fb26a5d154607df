"""Links that lead out of a site: found, told by builds and checks, and followed where allowed."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli
from site_gen.system.links_out import find_links_out

TOLD = ": a link that leads out of the site, so it is not published; expected a file, or "
PAPER = "---\ntitle: Private\n---\n\nSecret words.\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with a paper, beside a folder that is not of the site."""
    folder = tmp_path / "site"
    for path in (folder / "content/2025-09-17", folder / "templates/static", tmp_path / "out/day"):
        path.mkdir(parents=True)
    (folder / "content/2025-09-17/a.md").write_text("---\ntitle: A\n---\n\nText.\n")
    (folder / "content/site.yaml").write_text("base_url: https://a.example\n")
    (tmp_path / "out/paper.md").write_text(PAPER)
    (tmp_path / "out/day/b.md").write_text(PAPER)
    (tmp_path / "out/site.yaml").write_text("base_url: https://a.example\n")
    monkeypatch.chdir(folder)
    return folder


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words, prog_name="site-gen")


LINKS = {
    "content/2025-09-17/b.md": "out/paper.md",
    "content/2025-09-18": "out/day",
    "content/topics.yaml": "out/site.yaml",
    "templates/static/b.txt": "out/paper.md",
    "templates/static/more": "out/day",
    "templates/_b.html": "out/paper.md",
}


@pytest.mark.parametrize("name", LINKS)
@pytest.mark.parametrize("is_absolute", [True, False])
def test_a_link_out_of_the_site_is_told_and_nothing_published(
    site: Path, name: str, is_absolute: bool
) -> None:
    target = site.parent / LINKS[name]
    up = "../" * (name.count("/") + 1)
    (site / name).symlink_to(target if is_absolute else f"{up}{LINKS[name]}")
    built, checked = run("build", "--no-search"), run("check")

    assert built.exit_code == checked.exit_code == 1
    assert f"{name}{TOLD}" in built.stderr
    assert f"{name}{TOLD}" in checked.stdout
    assert not (site / "public").exists()


@pytest.mark.parametrize("name", ["content/2025-09-17/b.md", "content/2025-09-18"])
def test_a_link_is_followed_where_the_site_allows_it(site: Path, name: str) -> None:
    (site / name).symlink_to(site.parent / LINKS[name])
    with (site / "content/site.yaml").open("a") as out:
        out.write("follow_links: yes\n")

    assert run("build", "--no-search").exit_code == 0
    assert len(list((site / "public").glob("2025-09-1*/b/index.html"))) == 1
    assert TOLD not in run("check").stdout


def test_links_within_the_site_and_folders_that_are_links_are_followed(site: Path) -> None:
    (site / "content").rename(site.parent / "elsewhere")
    (site / "content").symlink_to(site.parent / "elsewhere")
    (site / "content/2025-09-17/c.md").symlink_to("a.md")
    (site / "notes").mkdir()
    (site / "notes/d.md").write_text(PAPER)
    (site / "content/2025-09-17/d.md").symlink_to(site / "notes/d.md")

    assert run("build", "--no-search").exit_code == 0
    assert (site / "public/2025-09-17/d/index.html").is_file()


def test_what_nobody_reads_is_not_told(site: Path) -> None:
    (site / "content/.hidden.md").symlink_to(site.parent / "out/paper.md")
    (site / "content/2025-09-17/circle.md").symlink_to("circle.md")
    (site / "content/2025-09-17/gone.md").symlink_to(site.parent / "gone")

    assert list(find_links_out(site / "content", [site])) == []


def test_a_folder_whose_name_only_begins_like_the_sites_is_outside(site: Path) -> None:
    (site.parent / "site-2").mkdir()
    (site.parent / "site-2/x.md").write_text(PAPER)
    (site / "content/2025-09-17/x.md").symlink_to(site.parent / "site-2/x.md")

    found = list(find_links_out(site / "content", [site]))
    assert found == [site / "content/2025-09-17/x.md"]
