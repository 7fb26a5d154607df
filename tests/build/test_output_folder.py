from pathlib import Path

import pytest

from site_gen.build import output_folder
from site_gen.build.output_folder import Artifact
from site_gen.model.errors import OutputError


def test_a_strangers_folder_is_refused_unless_forced(site: Path) -> None:
    (site / "public").mkdir()
    output_folder.check(site, site / "public", is_forced=False)
    (site / "public" / "mine.txt").write_text("mine")

    with pytest.raises(OutputError, match="holds files that site-gen did not write; .*--force"):
        output_folder.check(site, site / "public", is_forced=False)
    output_folder.check(site, site / "public", is_forced=True)
    (site / "public" / ".site-gen").mkdir()
    output_folder.check(site, site / "public", is_forced=False)


@pytest.mark.parametrize("name", ["templates", "content"])
def test_links_that_lead_in_a_circle_do_not_stop_the_check(site: Path, name: str) -> None:
    (site / name).symlink_to(name)
    output_folder.check(site, site / "public", is_forced=False)


def test_staging_is_empty_and_leaves_nothing(site: Path) -> None:
    with output_folder.staging(site / "public") as folder:
        assert list(folder.iterdir()) == []
        (folder / "x").write_text("")
    assert list(site.iterdir()) == []


def test_two_staging_folders_are_never_the_same(site: Path) -> None:
    with output_folder.staging(site / "a") as one, output_folder.staging(site / "b") as other:
        assert len({one, other, *site.iterdir()}) == 2
    with output_folder.staging(site / "a") as again:
        assert again != one


@pytest.mark.parametrize("name", [".a.site-gen", ".a.site-gen-0123abcd"])
def test_what_a_killed_build_staged_is_removed(site: Path, name: str) -> None:
    (site / name / "x").mkdir(parents=True)

    with output_folder.staging(site / "a") as folder:
        assert list(site.iterdir()) == [folder]


@pytest.mark.parametrize(
    "name", [".b.site-gen-0123abcd", ".a.site-gen-b.site-gen-0123abcd", ".a.site-gen.lock", "a"]
)
def test_what_another_output_staged_stays(site: Path, name: str) -> None:
    (site / name).mkdir()

    with output_folder.staging(site / "a"):
        assert (site / name).is_dir()
    assert (site / name).is_dir()


def test_a_file_is_made_where_its_input_key_changed_and_staged_where_its_bytes_did(
    site: Path,
) -> None:
    folders = output_folder.Folders(
        content=site / "content",
        templates=site / "templates",
        output=site / "public",
        staging=site / "staging",
        work=site / "work",
        is_new=False,
    )
    (site / "public").mkdir()
    (site / "public" / "equal").write_bytes(b"equal")
    made = []

    def artifact(path: str, input_key: str) -> Artifact:
        def make() -> bytes:
            made.append(path)
            return path.encode()

        return Artifact(path, input_key, make)

    artifacts = [artifact("same", "1"), artifact("equal", "2"), artifact("new", "1")]
    last = {"same": "1", "equal": "1", "gone": "1"}
    input_keys, staged = output_folder.stage_changed(folders, artifacts, last)

    assert input_keys == {"same": "1", "equal": "2", "new": "1"}
    assert made == ["equal", "new"]
    assert staged == ["new"]
    assert [path.name for path in (site / "staging").iterdir()] == ["new"]
