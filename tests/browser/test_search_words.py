"""The words of a query are those that the index has: both languages are tested with one table."""

from itertools import pairwise

import pytest

from site_gen.preview import Preview
from site_gen.text.index_words.american import FORMS
from tests.browser.conftest import Watch
from tests.browser.modules import call
from tests.text.index_words.test_normal_words import read_rows

pytestmark = pytest.mark.browser


def test_python_and_javascript_find_the_same_words(watch: Watch, real_site: Preview) -> None:
    page, rows = watch.go("/search/"), read_rows()
    found = call(page, real_site.output, "normal", "normalWords", [[row.text] for row in rows])

    assert len(rows) >= 150
    for row, parts in zip(rows, found, strict=True):
        # Offsets count UTF-16 units there.
        units = row.text.encode("utf-16-le", "surrogatepass")
        cuts = [units[2 * part["start"] : 2 * part["end"]].decode("utf-16-le") for part in parts]
        assert (row.text, [part["word"] for part in parts]) == (row.text, row.words)
        assert (row.text, cuts) == (row.text, row.shown)
        assert all(one["start"] <= after["start"] for one, after in pairwise(parts))


def test_python_and_javascript_spell_alike(watch: Watch, real_site: Preview) -> None:
    page = watch.go("/search/")
    pairs = [pair for row in read_rows() for pair in zip(row.words, row.american, strict=True)]
    pairs += FORMS.items()
    found = call(page, real_site.output, "american", "american", [[word] for word, _ in pairs])

    assert [*zip((word for word, _ in pairs), found, strict=True)] == pairs
