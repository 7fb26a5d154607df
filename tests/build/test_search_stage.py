import json
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from site_gen.build.build import Options, build
from site_gen.cli import cli
from testing.trees import compare, read_tree
from tests.search.broken_pagefind import write_program


def snapshot(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")
            if p.is_file()}  # fmt: skip


@pytest.mark.parametrize("fault", ["page lost", "index cut", "fails in other bytes", "killed"])
def test_a_broken_index_leaves_site_and_manifest_and_is_tried_again(
    papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    site, public = papers.parent, papers.parent / "public"
    build(site, public)
    good = {**snapshot(public), **snapshot(site / ".cache")}
    (papers / "2025-09-17/a.md").write_text("---\ntitle: Another\n---\n\nWalrus.\n")
    broken = write_program(tmp_path, fault)
    with monkeypatch.context() as patches:
        module = SimpleNamespace(get_executable=lambda: broken)
        patches.setitem(sys.modules, "pagefind_bin", module)
        for _ in range(2):  # the second build is not content with what the first one left
            done = CliRunner().invoke(cli, ["-C", str(site), "build"])
            assert done.exit_code == 1
            assert "; the site stays as it was. Build again" in done.stderr
            assert "Traceback" not in done.stderr
            assert {**snapshot(public), **snapshot(site / ".cache")} == good
    assert not [path for path in site.iterdir() if path.name.startswith(".public.site-gen-")]
    assert build(site, public).indexed == 3
    build(site, site / "clean")
    assert compare(read_tree(public), read_tree(site / "clean")) == []


def test_related_words_are_files_of_the_search(papers: Path) -> None:
    site, public = papers.parent, papers.parent / "public"
    build(site, public)
    ours = (public / "pagefind/near/l.json").read_text()
    assert "adapters" in json.loads(ours)["near"]["lora"]
    assert len(list((public / "pagefind/near").iterdir())) == 27

    (papers / "words.json").write_text(
        '{"near": {"lora": "peft"}, "abbreviations": {"rag": "a b"}}'
    )
    build(site, public)
    read = {name: json.loads((public / f"pagefind/near/{name}.json").read_text()) for name in "alr"}
    assert read["l"] == {"near": {"lora": "peft"}, "full": {}, "short": {}}
    assert read["r"]["full"] == {"rag": ["a b"]}
    assert read["a"]["short"] == {"a b": ["rag"]}
    assert build(site, public).written == 0
    build(site, public, Options(has_search=False))
    assert not (public / "pagefind").exists()


def test_an_index_that_is_late_is_that_of_the_last_build_until_the_next_one(papers: Path) -> None:
    site, public = papers.parent, papers.parent / "public"
    late = Options(is_index_late=True)
    build(site, public)
    index = {path: data for path, data in read_tree(public).items() if path.startswith("pagefind/")}
    assert index
    (papers / "2025-09-17/a.md").write_text("---\ntitle: Another\n---\n\nWalrus.\n")
    shutil.copytree(papers / "2025-09-17", papers / "2025-10-01")

    assert build(site, public, late).written > 0
    tree = read_tree(public)
    assert index.items() <= tree.items()
    assert "Walrus" in (public / "2025-09-17/a/index.html").read_text()
    assert tree.keys() == read_tree(public).keys()
    assert build(site, public, late).written == 0

    assert build(site, public).indexed
    build(site, site / "clean")
    assert compare(read_tree(public), read_tree(site / "clean")) == []
    assert build(site, public).written == 0
    # Where nothing changed, an index that is not late stays so.
    assert build(site, public, late).written == 0
    assert build(site, public).written == 0


def test_a_first_build_without_its_index_has_a_search_page_without_bundles(papers: Path) -> None:
    site, public = papers.parent, papers.parent / "public"
    build(site, public, Options(is_index_late=True))
    assert not (public / "pagefind").exists()
    build(site, site / "none", Options(has_search=False))
    pages = [folder / "search/index.html" for folder in (public, site / "none")]
    assert pages[0].read_bytes() == pages[1].read_bytes()

    build(site, public)
    build(site, site / "clean")
    assert compare(read_tree(public), read_tree(site / "clean")) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_pagefind_works_while_pages_are_made(papers: Path, jobs: int) -> None:
    site, indexed = papers.parent, list[Path]()
    shutil.copytree(papers / "2025-09-17", papers / "2025-10-01")

    def look(phase: str, _done: int = 0, _total: int = 0, /) -> None:
        if phase == "Rendering papers":
            indexed.extend(site.glob(".public.site-gen-*/work/.search-*/site/*/*/index.html"))

    build(site, site / "public", Options(jobs=jobs, progress=look))
    assert indexed
