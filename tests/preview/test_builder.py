import threading
import time

from site_gen.preview.builder import Builder, Work


def follow(work: Work, pause: float) -> tuple[Builder, list[tuple[int, str]]]:
    published: list[tuple[int, str]] = []
    return Builder(work, lambda number, error: published.append((number, error)), pause), published


def wait_for(seen: list[str], count: int) -> None:
    end = time.monotonic() + 30
    while len(seen) < count and time.monotonic() < end:
        time.sleep(0.01)


def note(seen: list[str], name: str, error: str = "") -> str:
    seen.append(name)
    return error


def test_the_index_comes_once_after_the_last_of_several_changes() -> None:
    seen: list[str] = []
    work = Work(build=lambda: note(seen, "pages"), index=lambda: note(seen, "index"))
    builder, published = follow(work, 0.5)
    builder.start()
    assert seen == ["pages"]
    for count in (2, 3):
        builder.note_change()
        wait_for(seen, count)
    assert seen == ["pages"] * 3
    assert builder.is_behind
    wait_for(seen, 4)
    builder.finish()
    assert seen == ["pages", "pages", "pages", "index"]
    assert published == [(1, ""), (2, ""), (3, ""), (3, "")]
    assert not builder.is_behind


def test_without_an_index_none_is_ever_made() -> None:
    seen: list[str] = []
    builder, _ = follow(Work(build=lambda: note(seen, "pages")), 0)
    builder.start()
    builder.note_change()
    wait_for(seen, 2)
    builder.finish()
    assert seen == ["pages", "pages"]


def test_what_could_not_be_built_is_not_indexed() -> None:
    seen: list[str] = []
    work = Work(build=lambda: note(seen, "pages", "wrong"), index=lambda: note(seen, "index"))
    builder, published = follow(work, 0)
    builder.start()
    builder.finish()
    assert (seen, published) == (["pages"], [(1, "wrong")])


def test_the_end_waits_for_what_is_not_built_yet_and_makes_no_pause() -> None:
    seen: list[str] = []
    gate = threading.Event()

    def build() -> str:
        if seen:
            gate.wait(30)
        return note(seen, "pages")

    builder, _ = follow(Work(build=build, index=lambda: note(seen, "index")), 3600)
    builder.start()
    builder.note_change()
    gate.set()
    builder.finish()
    assert seen == ["pages", "pages", "index"]


def test_a_change_during_a_build_is_built_after_it() -> None:
    seen: list[str] = []
    gate, began = threading.Event(), threading.Event()

    def build() -> str:
        if len(seen) == 1:
            began.set()
            gate.wait(30)
        return note(seen, "pages")

    builder, published = follow(Work(build=build), 0)
    builder.start()
    builder.note_change()
    assert began.wait(30)
    builder.note_change()
    gate.set()
    builder.finish()
    assert [number for number, _ in published] == [1, 2, 3]
