import gzip
import json
from posixpath import normpath

import cbor2
import pytest

from site_gen.search.bundle_check import BundleError
from site_gen.search.canonical import settle


def pack(data: object) -> bytes:
    return gzip.compress(b"pagefind_dcd" + cbor2.dumps(data))


def make(filters: object, values: object, sorts: object) -> dict[str, bytes]:
    return {
        "pagefind-entry.json": (
            b'{"version": "1.5.2", "languages": {"en": {"hash": "en_0123456789", "wasm": "en"}}}'
        ),
        "pagefind.en_0123456789.pf_meta": pack(["1.5.2", [], [], filters, sorts, ["title"]]),
        "filter/en_aaaaaaa.pf_filter": pack(["day", values]),
        "filter/en_bbbbbbb.pf_filter": pack(["topic", []]),
        "pagefind.js": b"code",
        "wasm.en.pagefind": b"program",
        "wasm.unknown.pagefind": b"another",
    }  # fmt: skip


DAY, TOPIC = ["day", "en_aaaaaaa"], ["topic", "en_bbbbbbb"]
ONE, TWO = ["2025-09-16", [0]], ["2025-09-17", [1, 2]]


def test_any_order_becomes_one() -> None:
    first = settle(make([DAY, TOPIC], [ONE, TWO], [["a", [0]], ["b", [1]]]))
    second = settle(make([TOPIC, DAY], [TWO, ONE], [["b", [1]], ["a", [0]]]))

    assert first == second
    assert list(first) == sorted(first)
    assert first["pagefind.js"] == b"code"


def test_the_files_name_each_other() -> None:
    files = settle(make([TOPIC, DAY], [TWO, ONE], []))
    name = json.loads(files["pagefind-entry.json"])["languages"]["en"]["hash"]
    meta = cbor2.loads(gzip.decompress(files[f"pagefind.{name}.pf_meta"])[12:])

    assert [one[0] for one in meta[3]] == ["day", "topic"]
    day = cbor2.loads(gzip.decompress(files[f"filter/{meta[3][0][1]}.pf_filter"])[12:])
    assert day == ["day", [ONE, TWO]]
    assert len(files) == 8


def test_the_index_is_cut_into_chunks_without_gaps() -> None:
    bundle = make([DAY, TOPIC], [ONE], [])
    words = [[f"{a}{b}", [[0, [1] * 2_500, []]], []] for a in "abcd" for b in "xyz"]
    chunks = [["ax", "bx", "en_1111111"], ["by", "dz", "en_2222222"]]
    meta = ["1.5.2", [], chunks, [DAY, TOPIC], [], ["title"]]
    bundle["pagefind.en_0123456789.pf_meta"] = pack(meta)
    bundle["index/en_1111111.pf_index"] = pack([words[:4]])
    bundle["index/en_2222222.pf_index"] = pack([words[4:]])
    files = settle(bundle)
    name = json.loads(files["pagefind-entry.json"])["languages"]["en"]["hash"]
    found = cbor2.loads(gzip.decompress(files[f"pagefind.{name}.pf_meta"])[12:])[2]
    read = [
        cbor2.loads(gzip.decompress(files[f"index/{stamp}.pf_index"])[12:])[0]
        for _, _, stamp in found
    ]

    assert [word for chunk in read for word in chunk] == words
    assert [[word[0] for word in chunk] for chunk in read] == [
        [f"{a}{b}" for b in "xyz"] for a in "abcd"
    ]
    assert [one[0] for one in found] == ["", "b", "c", "d"]
    assert sum(name.startswith("index/") for name in files) == 4


def test_the_words_that_many_pages_have_are_listed_with_their_percent() -> None:
    bundle = make([DAY, TOPIC], [ONE], [])
    pages = [[f"en_{number}", 3] for number in range(10)]
    words = [
        ["model", [[1, [1], []]] * 6, []],
        ["often", [[1, [1], []]] * 5, []],
        ["walrus", [[1, [1], []]] * 4, []],
    ]
    meta = ["1.5.2", pages, [["m", "w", "en_1111111"]], [DAY, TOPIC], [], ["title"]]
    bundle["pagefind.en_0123456789.pf_meta"] = pack(meta)
    bundle["index/en_1111111.pf_index"] = pack([words])
    fragment = gzip.compress(b'pagefind_dcd{"url": "/", "content": "", "meta": {}}')
    bundle |= {f"fragment/{name}.pf_fragment": fragment for name, _ in pages}

    assert json.loads(settle(bundle)["frequent.json"]) == {"model": 60, "often": 50}


def test_the_program_is_shared_by_all_bundles() -> None:
    files = settle(make([DAY, TOPIC], [ONE, TWO], []))
    entry = json.loads(files["pagefind-entry.json"])["languages"]["en"]

    asked = normpath(f"/pagefind/2025/wasm.{entry['wasm']}.pagefind")
    assert asked == normpath(f"/pagefind/2025/{next(name for name in files if 'wasm' in name)}")
    assert asked.startswith("/pagefind/shared/wasm.")
    assert b"another" not in files.values()


@pytest.mark.parametrize(
    "change", [{"pagefind-entry.json": b"{}"}, {"filter/en_aaaaaaa.pf_filter": b"x"}]
)
def test_what_is_no_bundle_is_refused(change: dict[str, bytes]) -> None:
    with pytest.raises(BundleError):
        settle({**make([DAY, TOPIC], [ONE], []), **change})
