"""The files of an index, as the search page reads them."""

from typing import Any

import cbor2
import pytest

from site_gen.preview import Preview
from tests.browser.conftest import Watch

pytestmark = pytest.mark.browser

READ = """async ([url, files]) => {
    const { decode } = await import(url)
    return files.map(bytes => {
        try { return decode(new Uint8Array(bytes)) } catch (error) { return error.name }
    })
}"""

VALUES: list[Any] = [
    [], "", 0, 23, 24, 255, 256, 65_535, 65_536, 2**32 - 1, -1, -25, -257, None, True, False,
    "é 新 𝐀", ["word", [[0, [1, 2, -25, 3], [-1, 4]], [7, []]]], list(range(300)), "x" * 70_000,
]  # fmt: skip


def decode(watch: Watch, site: Preview, files: list[bytes]) -> list[Any]:
    (path,) = (site.output / "assets").glob("cbor.*.js")
    page = watch.go("/search/")
    found: list[Any] = page.evaluate(READ, [f"/assets/{path.name}", [[*data] for data in files]])
    return found


def test_cbor_is_read(watch: Watch, real_site: Preview) -> None:
    assert decode(watch, real_site, [cbor2.dumps(value) for value in VALUES]) == VALUES


def test_cbor_that_is_cut_or_of_another_kind_is_an_error(watch: Watch, real_site: Preview) -> None:
    whole = cbor2.dumps(["word", 300, ["more"]])
    cut = [whole[:length] for length in range(len(whole))]
    others = [cbor2.dumps(value) for value in ({"a": 1}, 2**40, b"bytes", 1.5)]

    assert decode(watch, real_site, cut) == ["RangeError"] * len(cut)
    assert decode(watch, real_site, others) == ["TypeError"] * len(others)
