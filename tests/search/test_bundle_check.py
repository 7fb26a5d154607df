"""Each way in which Pagefind's files can be wrong, by a program that makes them so."""

import json
import subprocess
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from site_gen.model import Entry, Settings, ToolError
from site_gen.search.bundle_check import VERSION, BundleError, check_bundle
from site_gen.search.canonical import settle
from site_gen.search.documents import Document, make_documents
from site_gen.search.search import make_bundle
from tests.conftest import ROOT
from tests.search.broken_pagefind import AFTER, write_program

DOCUMENT = """\
<!doctype html><html lang="en"><body>
<p data-value="2025-09" data-pagefind-filter="month[data-value]"></p>
<p data-day="2025-09-17" data-pagefind-sort="date[data-day]"></p>
<h1 data-pagefind-meta="title">T</h1><p data-pagefind-body>walrus {number}</p></body></html>
"""
PATHS = [f"2025-09-17/p{number}/index.html" for number in range(3)]
DOCUMENTS = [Document(path, DOCUMENT.format(number=n).encode()) for n, path in enumerate(PATHS)]

EXPECTED = {
    "page lost": "it lacks the page /2025-09-17/p0/",
    "entry missing": "pagefind-entry.json is missing",
    "entry cut": "pagefind-entry.json is no JSON with a version and languages",
    "entry empty": "pagefind-entry.json is empty",
    "entry without languages": "pagefind-entry.json names no index",
    "entry of another form": "made an index of another form than Pagefind 1.5 does",
    "entry a list": "pagefind-entry.json is no JSON with a version and languages",
    "other version": "it is of version 1.6.0, expected 1.5",
    "other version of meta": r"meta is of version '1.6.0', and pagefind-entry.json of '1.5.\d'",
    "fewer pages counted": r"pagefind-entry.json counts 2 pages, and \S+_meta lists 3",
    "meta missing": "pf_meta is missing",
    "meta cut": "pf_meta is damaged: ",
    "meta of another form": "made an index of another form than Pagefind 1.5 does",
    "meta not CBOR": "pf_meta is damaged: its content cannot be read",
    "meta without a page": r"pagefind-entry.json counts 3 pages, and \S+_meta lists 2",
    "meta without words": "pf_meta names no words",
    "order cut": "pf_meta does not order all 3 pages by date",
    "order out of bounds": "pf_meta does not order all 3 pages by date",
    "fragment missing": r"fragment/\w+.pf_fragment is missing",
    "fragment cut": r"fragment/\w+.pf_fragment is damaged: ",
    "fragment empty": r"fragment/\w+.pf_fragment is empty",
    "fragment with a wrong byte": r"fragment/\w+.pf_fragment is damaged: ",
    "fragment without mark": r"fragment/\w+.pf_fragment is no file of Pagefind: it begins with b'{",
    "fragment not JSON": r"fragment/\w+.pf_fragment is damaged: it is no JSON with an address",
    "fragment not packed": r"fragment/\w+.pf_fragment is damaged: Not a gzipped file",
    "fragment twice": "it lacks the page /2025-09-17/p",
    "fragment of another page": "it lacks the page /2025-09-17/p",
    "fragment too many": "fragment/en_0.pf_fragment is named by no other file",
    "index missing": r"index/\w+.pf_index is missing",
    "index cut": r"index/\w+.pf_index is damaged: ",
    "index empty": r"index/\w+.pf_index is empty",
    "index with a wrong byte": r"index/\w+.pf_index is damaged: ",
    "index without mark": r"index/\w+.pf_index is no file of Pagefind",
    "index half written": r"index/\w+.pf_index lacks words: it does not go from '0' to 'walrus'",
    "index without words": r"index/\w+.pf_index lacks words: it does not go from '0' to 'walrus'",
    "filter missing": r"filter/\w+.pf_filter is missing",
    "filter cut": r"filter/\w+.pf_filter is damaged: ",
    "filter not CBOR": r"filter/\w+.pf_filter is damaged: its content cannot be read",
    "program missing": "wasm.en.pagefind is missing",
    "program cut": "wasm.en.pagefind is damaged: ",
    "program no program": "wasm.en.pagefind is no file of Pagefind",
    "script missing": "pagefind.js is missing",
    "script cut": "pagefind.js is cut short",
    "script empty": "pagefind.js is empty",
}  # fmt: skip


def test_a_bundle_that_is_whole_is_taken(tmp_path: Path) -> None:
    files = make_bundle(write_program(tmp_path, "none"), DOCUMENTS, tmp_path)

    assert json.loads(files["pagefind-entry.json"])["languages"]["en"]["page_count"] == 3


def test_a_bundle_of_many_chunks_is_taken(tmp_path: Path, sample: list[dict[str, Any]]) -> None:
    entries = [
        Entry(slug=f"p{n}", first_day=date(2025, 9, 7), title=row["title"], body=row["abstract"])
        for n, row in enumerate(sample)
    ]
    documents = list(make_documents(Settings(), entries))
    files = _make_raw(tmp_path, documents)

    assert sum(name.startswith("index/") for name in files) > 2
    check_bundle(files, [one.path for one in documents])
    assert settle(files)


def test_each_fault_is_tried() -> None:
    assert EXPECTED.keys() == {"page lost", *AFTER}


@pytest.mark.parametrize(("fault", "expected"), EXPECTED.items(), ids=EXPECTED)
def test_a_fault_is_told_with_what_to_do(tmp_path: Path, fault: str, expected: str) -> None:
    with pytest.raises(ToolError, match=expected) as caught:
        make_bundle(write_program(tmp_path, fault), DOCUMENTS, tmp_path)

    [problem] = caught.value.problems
    assert problem.path == str(tmp_path / "pagefind")
    assert "; the site stays as it was. Build again; if that fails too: pip " in problem.message


def test_a_page_that_nobody_asked_for_is_a_fault(tmp_path: Path) -> None:
    files = _make_raw(tmp_path)

    check_bundle(files, PATHS)
    with pytest.raises(BundleError, match="a page that was not indexed: '/2025-09-17/p2/'$"):
        check_bundle(files, PATHS[:2])
    with pytest.raises(BundleError, match="p1/', and 1 more$"):
        check_bundle(files, PATHS[:1])


def test_a_script_of_another_version_is_a_fault(tmp_path: Path) -> None:
    files = _make_raw(tmp_path)
    files["pagefind.js"] = files["pagefind.js"].replace(b'_version="1.5.', b'_version="1.4.')

    with pytest.raises(BundleError, match="pagefind.js is not of version 1.5"):
        check_bundle(files, PATHS)


def test_the_version_is_the_one_that_is_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert f"pagefind[bin]>={VERSION},<1.6" in project["dependencies"]


def _make_raw(folder: Path, documents: Sequence[Document] = DOCUMENTS) -> dict[str, bytes]:
    """Make the files of a bundle as Pagefind leaves them."""
    program = write_program(folder, "none")
    for path, data, _ in documents:
        (folder / "site" / path).parent.mkdir(parents=True)
        (folder / "site" / path).write_bytes(data)
    places = ["--site", str(folder / "site"), "--output-path", str(folder / "bundle")]
    subprocess.run([program, *places, "--silent"], check=True)
    return {
        path.relative_to(folder / "bundle").as_posix(): path.read_bytes()
        for path in (folder / "bundle").rglob("*")
        if path.is_file()
    }
