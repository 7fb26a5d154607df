import errno
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from site_gen.model import InputError, OutputError
from site_gen.system.transactions import INTENT, commit_texts, is_pending, recover
from testing.faults import failing, interrupt, watching

Texts = dict[str, tuple[str | None, str | None]]

CHANGE: Texts = {"a/one.md": (None, "new\n"), "a/two.md": ("two\n", "changed\n")}


@pytest.fixture
def folder(site: Path) -> Path:
    """A folder with a file of two lines of work."""
    (site / "c/a").mkdir(parents=True)
    (site / "c/a/two.md").write_text("two\n")
    return site / "c"


def read(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def break_off(folder: Path, texts: Texts, renames: int = 0) -> None:
    """Begin a change, and end before a rename of its files."""
    # The first rename is that of the intent.
    with watching(folder, renames + 2, interrupt, "rename"), pytest.raises(KeyboardInterrupt):
        commit_texts(folder, texts)
    assert is_pending(folder)


def test_all_texts_are_written_and_nothing_else_stays(folder: Path) -> None:
    commit_texts(folder, CHANGE)

    assert read(folder) == {"a/one.md": "new\n", "a/two.md": "changed\n"}
    assert not is_pending(folder)
    assert recover(folder) is None
    assert (folder / "a/one.md").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("number", [0, 40])
def test_many_files_are_all_waited_for(folder: Path, number: int) -> None:
    """More files than are waited for one after the other; at one of them the disk may fail."""
    texts: Texts = {f"b/{name}.md": (None, f"{name}\n") for name in range(100)}
    fault = failing(errno.EIO) if number else None
    with watching(folder, number, fault, "fsync") as watch, suppress(OutputError):
        commit_texts(folder, texts)
    assert len(read(folder)) == (1 if number else 101)
    if not number:
        opened = {call.file: call.paths[0] for call in watch.calls if call.name == "open"}
        synced = {opened[call.file] for call in watch.calls if call.name == "fsync"}
        renamed = {call.paths[0] for call in watch.calls if call.name == "rename"}
        assert {path for path in renamed if ".tmp-" in path} <= synced


def test_a_change_that_changes_nothing_writes_nothing(folder: Path) -> None:
    commit_texts(folder, {"a/two.md": ("two\n", "two\n")})

    assert not (folder / ".site-gen").exists()


@pytest.mark.parametrize("renames", [0, 1])
def test_what_was_broken_off_is_finished(folder: Path, renames: int) -> None:
    break_off(folder, CHANGE, renames)

    recovery = recover(folder)
    assert recovery
    assert (recovery.written, recovery.left, recovery.is_finished) == (2 - renames, (), True)
    assert read(folder) == {"a/one.md": "new\n", "a/two.md": "changed\n"}


def test_an_edit_meanwhile_is_left_and_named(folder: Path) -> None:
    break_off(folder, CHANGE)
    (folder / "a/one.md").write_text("mine\n")
    (folder / "a/two.md").write_text("my two\n")

    recovery = recover(folder)
    assert recovery
    assert recovery.left == (folder / "a/one.md", folder / "a/two.md")
    assert read(folder) == {"a/one.md": "mine\n", "a/two.md": "my two\n"}
    assert not is_pending(folder)


def test_an_edit_after_the_rename_is_left(folder: Path) -> None:
    break_off(folder, CHANGE, renames=1)
    (folder / "a/one.md").write_text("mine\n")

    recovery = recover(folder)
    assert recovery
    assert read(folder) == {"a/one.md": "mine\n", "a/two.md": "changed\n"}


def test_a_folder_that_was_removed_meanwhile_stays_away(folder: Path) -> None:
    break_off(folder, CHANGE, renames=1)
    for path in (folder / "a").iterdir():
        path.unlink()
    (folder / "a").rmdir()

    recovery = recover(folder)
    assert recovery
    assert recovery.left == (folder / "a/one.md", folder / "a/two.md")
    assert read(folder) == {}


def test_a_file_that_has_the_name_of_a_new_folder_stays(folder: Path) -> None:
    break_off(folder, {"b/1": (None, "1"), **CHANGE})
    (folder / "b" / next((folder / "b").iterdir()).name).unlink()
    (folder / "b").rmdir()
    (folder / "b").write_text("mine\n")

    recovery = recover(folder)
    assert recovery
    assert recovery.left == (folder / "b/1",)
    assert read(folder) == {"a/one.md": "new\n", "a/two.md": "changed\n", "b": "mine\n"}


def test_a_new_folder_that_was_removed_meanwhile_is_made_whole(folder: Path) -> None:
    """Else its second file would be there without its first."""
    break_off(folder, {"b/1": (None, "1"), "b/2": (None, "2")}, renames=1)
    for path in (folder / "b").iterdir():
        path.unlink()

    assert recover(folder)
    assert read(folder) == {"a/two.md": "two\n", "b/1": "1", "b/2": "2"}


def test_what_belongs_to_files_that_were_left_is_taken_out(folder: Path) -> None:
    def revise(path: str, now: str, new: str, left: Collection[str]) -> str:
        return f"{now}without {sorted(left)}" if path == "record" else new

    (folder / "record").write_text("old, ")
    change: Texts = {**CHANGE, "record": ("old, ", "all\n")}
    break_off(folder, change)
    (folder / "a/one.md").write_text("mine\n")
    assert recover(folder, revise)
    assert read(folder) == {
        "a/one.md": "mine\n", "a/two.md": "changed\n", "record": "old, without ['a/one.md']"
    }  # fmt: skip


def test_a_file_of_a_stranger_that_looks_temporary_stays(folder: Path) -> None:
    break_off(folder, CHANGE)
    (folder / "a/.tmp-0123456789abcdef-0").write_text("theirs")
    (folder / ".site-gen/else.tmp").write_text("theirs")

    assert recover(folder)
    assert read(folder).keys() == {
        "a/one.md", "a/two.md", "a/.tmp-0123456789abcdef-0", ".site-gen/else.tmp"
    }  # fmt: skip


def test_a_draft_of_an_intent_is_taken_back(folder: Path) -> None:
    (folder / ".site-gen").mkdir()
    (folder / ".site-gen/intent.tmp").write_text('{"form')

    recovery = recover(folder)
    assert recovery
    assert not recovery.is_finished
    assert read(folder) == {"a/two.md": "two\n"}
    assert not (folder / ".site-gen").exists()


@pytest.mark.parametrize("number", [1, 4, 5, 7])
def test_an_error_before_the_first_rename_changes_nothing(folder: Path, number: int) -> None:
    """The intent and its three folders are waited for first, then the new files."""
    texts: Texts = {**CHANGE, "b/three.md": (None, "three\n")}
    with (
        watching(folder.parent, number, failing(errno.ENOSPC), "fsync") as watch,
        pytest.raises(OutputError, match="No space left on device; expected a writable place$"),
    ):
        commit_texts(folder, texts)
    assert watch.count == number
    assert read(folder) == {"a/two.md": "two\n"}
    assert sorted(path.name for path in folder.iterdir()) == ["a"]


def test_an_empty_folder_goes_before_the_intent_that_explains_it(folder: Path) -> None:
    """Else a run that dies in between would leave a day without a file."""
    with watching(folder, 5, failing(errno.EIO), "fsync") as watch, pytest.raises(OutputError):
        commit_texts(folder, {"b/three.md": (None, "3"), "b/four.md": (None, "4")})
    calls = [(call.name, Path(call.paths[0]).name) for call in watch.calls if call.paths]

    assert calls.index(("rmdir", "b")) < calls.index(("unlink", "intent.jsonl"))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_no_empty_folder_stays_of_what_could_not_be_begun(site: Path, number: int) -> None:
    with watching(site, number, failing(errno.ENOSPC), "mkdir"), pytest.raises(OutputError):
        commit_texts(site / "c", {"a/one.md": (None, "new\n")})
    assert list(site.iterdir()) == []


def test_an_error_at_a_rename_says_that_it_goes_on(folder: Path) -> None:
    with (
        watching(folder, 3, failing(errno.EIO), "rename"),
        pytest.raises(OutputError) as caught,
    ):
        commit_texts(folder, CHANGE)
    assert str(caught.value) == (
        "c/a/two.md: cannot be written: Input/output error; expected a writable place; "
        "the next command goes on with it"
    )
    assert recover(folder)
    assert read(folder) == {"a/one.md": "new\n", "a/two.md": "changed\n"}


def spoil_file(folder: Path) -> None:
    (folder / "a/two.md").write_text("mine\n")


def spoil_name(folder: Path) -> None:
    (folder / "a/one.md").write_text("mine\n")


def spoil_kind(folder: Path) -> None:
    (folder / "a/one.md").mkdir()


def spoil_link(folder: Path) -> None:
    (folder / "a/one.md").symlink_to("nowhere")


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (spoil_file, "c/a/two.md: was changed while this command ran; nothing is written"),
        (spoil_name, "c/a/one.md: is there already; expected a free name"),
        (spoil_kind, "c/a/one.md: cannot be written: not a file"),
        (spoil_link, "c/a/one.md: cannot be written: not a file"),
    ],
)
def test_an_obstacle_is_found_before_anything_is_written(
    folder: Path, spoil: Callable[[Path], None], expected: str
) -> None:
    spoil(folder)
    before = read(folder)
    with pytest.raises(OutputError, match=expected):
        commit_texts(folder, CHANGE)
    assert read(folder) == before
    assert not (folder / ".site-gen").exists()


def test_a_file_in_the_place_of_a_folder_is_an_obstacle(folder: Path) -> None:
    with pytest.raises(OutputError, match=r"^c/a/two.md/x.md: cannot be written: Not a directory"):
        commit_texts(folder, {"a/two.md/x.md": (None, "x")})
    assert not (folder / ".site-gen").exists()


def test_an_edit_in_the_last_moment_is_left(folder: Path) -> None:
    with (
        watching(folder, 4, partial(spoil_file, folder), "fsync"),  # of the first new file
        pytest.raises(OutputError, match="^c/a/two.md: was changed .* is left; all else is wr"),
    ):
        commit_texts(folder, CHANGE)
    assert read(folder) == {"a/one.md": "new\n", "a/two.md": "mine\n"}


def test_an_intent_that_cannot_be_read_is_told(folder: Path) -> None:
    break_off(folder, CHANGE)
    intent = folder / INTENT
    intent.write_text(intent.read_text()[:-9])
    before = read(folder)

    with pytest.raises(InputError, match=r"^c/.site-gen/intent.jsonl:1: not what site-gen writes"):
        recover(folder)
    assert read(folder) == before


def test_files_are_on_the_disk_before_their_renames(folder: Path) -> None:
    """All are written first, then all are waited for."""
    with watching(folder.parent) as watch:
        commit_texts(folder, CHANGE)

    names = [call.name for call in watch.calls if call.name in {"write", "fsync", "rename"}]
    assert names == [
        "write", "fsync", "rename", "fsync", "fsync", "fsync",  # the intent
        "write", "write", "fsync", "fsync", "rename", "rename",
        "fsync", "fsync", "fsync", "fsync",  # four folders
        "fsync",  # the intent is gone
    ]  # fmt: skip


GO: Texts = {"b/two.md": (None, "two\n"), "a/two.md": ("two\n", None)}


def test_a_file_goes_and_its_folder_if_it_is_empty(folder: Path) -> None:
    (folder / "b").mkdir()
    (folder / "b/mine.txt").write_text("mine")
    commit_texts(folder, GO)
    assert read(folder) == {"b/mine.txt": "mine", "b/two.md": "two\n"}
    assert not (folder / "a").exists()

    commit_texts(folder, {"b/two.md": ("two\n", None)})
    assert read(folder) == {"b/mine.txt": "mine"}
    assert not is_pending(folder)


def test_a_file_that_was_changed_does_not_go(folder: Path) -> None:
    (folder / "a/two.md").write_text("edited\n")
    with pytest.raises(OutputError, match="was changed while this command ran; nothing is written"):
        commit_texts(folder, GO)
    assert read(folder) == {"a/two.md": "edited\n"}


@pytest.mark.parametrize("number", range(1, 40))
def test_a_removal_that_is_broken_off_is_finished_or_never_begun(folder: Path, number: int) -> None:
    before, after = {"a/two.md": "two\n"}, {"b/two.md": "two\n"}
    with suppress(KeyboardInterrupt), watching(folder, number, interrupt):
        commit_texts(folder, GO)
    if is_pending(folder):
        recovery = recover(folder)
        assert recovery
        assert recovery.left == ()
    assert read(folder) in (before, after)
    assert (folder / "a").exists() is (read(folder) == before)


def test_a_file_that_was_edited_before_its_removal_was_finished_stays(folder: Path) -> None:
    break_off(folder, GO, 0)
    (folder / "a/two.md").write_text("edited\n")

    recovery = recover(folder)
    assert recovery
    assert recovery.left == (folder / "a/two.md",)
    assert read(folder) == {"a/two.md": "edited\n", "b/two.md": "two\n"}
