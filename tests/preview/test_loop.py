from collections.abc import Collection, Mapping
from pathlib import Path

from site_gen.preview import Preview, Work, run


def test_a_change_is_built_even_one_during_the_first_build(site: Path) -> None:
    (site / "content").mkdir()
    preview = Preview(site)
    seen: list[str] = []

    def build() -> str:
        seen.append("build")
        if len(seen) == 1:
            (site / "content" / "a.md").write_text("saved while the site is being built")
        return ""

    def make_first(_urls: Collection[str]) -> Mapping[str, bytes]:
        raise KeyboardInterrupt  # as Ctrl-C does: the loop ends, and the change is built

    work = Work(build=build, make_first=make_first)
    run(preview, work, [site / "content", site / "templates"], lambda: seen.append("ready"))
    assert seen == ["build", "ready", "build"]


def test_pages_that_are_open_come_before_the_build_and_the_index_is_not_left_out(
    site: Path,
) -> None:
    (site / "content").mkdir()
    preview = Preview(site / "public")
    seen: list[str] = []
    told: list[str] = []

    def make_first(urls: Collection[str]) -> Mapping[str, bytes]:
        if len(seen) > 1:
            raise KeyboardInterrupt
        seen.append(f"first {sorted(urls)}")
        return {"index.html": b"<body>first</body>"}

    def build() -> str:
        if preview.first_pages.get("/"):
            seen.append("first is shown")
        seen.append("build")
        if len(seen) == 4:
            (site / "content/b.md").write_text("another change, which ends the loop")
        return ""

    def index() -> str:
        seen.append("index")
        return ""

    def ready() -> None:
        with preview.readers.wait_at("/"):
            pass
        (site / "content/a.md").write_text("x")

    work = Work(build=build, index=index, make_first=make_first)
    run(preview, work, [site / "content"], ready, told.append, pause=3600)
    assert seen == ["build", "first ['/']", "first is shown", "build", "build", "index"]
    assert preview.first_pages.get("/") is None
    assert preview.state.number == 5
    assert len(told) == 1
