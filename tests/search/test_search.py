import doctest
import json
import os
import time
from contextlib import suppress
from itertools import starmap
from pathlib import Path

import pytest

from site_gen.model.errors import ToolError
from site_gen.search import search
from site_gen.search.bundle_check import read_packed, unpack
from site_gen.search.documents import Document
from site_gen.search.pagefind import find_pagefind
from tests.search.broken_pagefind import write_program

PAGE = b"<!doctype html><html lang=en><body><main data-pagefind-body><p>%s</p></main></body></html>"


def test_a_bundle_is_made_and_made_alike(tmp_path: Path) -> None:
    documents = {f"2025-09-17/p{i}/index.html": PAGE % b"walrus %d" % i for i in range(20)}
    program = find_pagefind()
    bundle = search.make_bundle(program, list(starmap(Document, documents.items())), tmp_path)

    assert {"pagefind.js", "pagefind-entry.json"} <= set(bundle)
    assert sum(name.startswith("fragment/") for name in bundle) == 20
    assert not [name for name in bundle if "ui" in name.split("/")[-1]]
    assert (
        search.make_bundle(program, list(starmap(Document, documents.items())), tmp_path) == bundle
    )


def test_pages_of_a_bundle_in_packs_are_named_in_order_of_their_days(tmp_path: Path) -> None:
    sort = b'<p data-day="%s" data-pagefind-sort="date[data-day]"></p>walrus %s'
    days = [f"2024-{month:02}-{day:02}" for month in (12, 3, 7) for day in (9, 28, 1)]
    documents = {f"{day}/a/index.html": PAGE % (sort % (2 * (day.encode(),))) for day in days}
    bundle = search.make_bundle(
        find_pagefind(), list(starmap(Document, documents.items())), tmp_path, pack_size=2
    )

    files = sorted(name for name in bundle if name.startswith("fragment/"))
    packs = [json.loads(unpack(bundle, name)) for name in files]
    assert [len(pack) for pack in packs] == [2, 2, 2, 2, 1]
    assert [page["url"] for pack in packs for page in pack] == [
        f"/{day}/a/" for day in sorted(days)
    ]
    [meta] = [read_packed(bundle, name) for name in bundle if name.endswith(".pf_meta")]
    _, pages, _, _, orders, _ = meta
    assert {f"fragment/{name.partition('.')[0]}.pf_fragment" for name, _ in pages} == set(files)
    assert {name.partition(".")[2] for name, _ in pages} == {"0", "1"}
    # The names of pages say the order of days.
    assert orders == []


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("fails", "indexing failed: exit code 3; it said: out of luck; the site stays as it was"),
        (
            "fails in other bytes",
            r"exit code 1; it said: caf� \[31mred \[0m; the site stays as it was",
        ),
        ("fails and says nothing", "exit code 2; it said nothing; the site stays as it was"),
        ("killed", "ended by signal 9; it said nothing; the site stays as it was"),
        ("leaves a process", "exit code 3; it said nothing; the site stays as it was"),
        ("makes nothing", "it made no files; the site stays as it was"),
        ("makes a file", "it made no files; the site stays as it was"),
        ("makes an empty folder", "pagefind-entry.json is missing; the site stays as it was"),
    ],
)
def test_a_program_that_fails_is_told(tmp_path: Path, fault: str, expected: str) -> None:
    program = write_program(tmp_path, fault)

    with pytest.raises(ToolError, match=f"pagefind: .*{expected}. Build again"):
        search.make_bundle(program, [], tmp_path)


@pytest.mark.parametrize("fault", ["hangs", "closes its output and hangs", "talks without end"])
def test_a_program_that_does_not_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(search, "_LEAST_WAIT", 0.5)
    program = write_program(tmp_path, fault)

    with pytest.raises(ToolError, match="indexing did not end within 0 seconds") as caught:
        search.make_bundle(program, [], tmp_path)
    assert len(str(caught.value)) < 1_000 + len(str(program))


def test_a_program_that_cannot_run_is_told(tmp_path: Path) -> None:
    program = write_program(tmp_path, "none")
    program.chmod(0o644)

    with pytest.raises(ToolError, match="cannot run: Permission denied; .* pip install "):
        search.make_bundle(program, [], tmp_path)


def test_the_examples_are_true() -> None:
    assert doctest.testmod(search).failed == 0


def test_what_is_not_waited_for_is_ended_and_leaves_nothing(tmp_path: Path) -> None:
    program, told = tmp_path / "pagefind", tmp_path / "told"
    program.write_text(f"#!/bin/sh\necho $$ > {told}\nexec sleep 600\n")
    program.chmod(0o755)
    (tmp_path / "scratch").mkdir()

    with (
        suppress(ZeroDivisionError),
        search.indexing(program, [Document("a/index.html", b"a")], tmp_path / "scratch"),
    ):
        while not (told.exists() and told.read_text().strip()):
            time.sleep(0.01)
        raise ZeroDivisionError
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)
    assert list((tmp_path / "scratch").iterdir()) == []
