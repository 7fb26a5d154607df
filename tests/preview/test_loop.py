import _thread
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
        else:
            _thread.interrupt_main()  # as Ctrl-C does
        return ""

    run(
        preview,
        Work(build=build),
        [site / "content", site / "templates"],
        lambda: seen.append("ready"),
    )
    assert seen == ["build", "ready", "build"]


def test_pages_that_are_open_come_before_the_build_and_the_index_is_not_left_out(
    site: Path,
) -> None:
    (site / "content").mkdir()
    preview = Preview(site / "public")
    seen: list[str] = []
    told: list[str] = []

    def make_first(urls: Collection[str]) -> Mapping[str, bytes]:
        seen.append(f"first {sorted(urls)}")
        return {"index.html": b"<body>first</body>"}

    def build() -> str:
        if preview.first_pages.get("/"):
            seen.append("first is shown")
        seen.append("build")
        if len(seen) > 1:
            _thread.interrupt_main()
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
    assert seen == ["build", "first ['/']", "first is shown", "build", "index"]
    assert preview.first_pages.get("/") is None
    assert preview.state.number == 4
    assert len(told) == 1
