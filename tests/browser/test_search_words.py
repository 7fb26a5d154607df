"""The words of a query are those that the index has: both languages are tested with one table."""

from itertools import pairwise

import pytest

from site_gen.preview import Preview
from site_gen.text.index_words.american import FORMS
from tests.browser.archives import links, search
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


def test_words_that_the_first_papers_share_and_others_lack_are_worth_most(
    watch: Watch, real_site: Preview
) -> None:
    page = watch.go("/search/")
    titles = ["Unlearning by gradients", "Unlearning of models", "Models of gardens", ""]
    rows = [
        {"hit": {"fit": 10}, "text": {"meta": {"title": title}, "content": ""} if title else None}
        for title in titles
    ]
    frequent = {"model": 60, "garden": 1}

    def rate(asked: list[str]) -> list[float]:
        calls = [[rows, asked, frequent]]
        (found,) = call(page, real_site.output, "feedback", "rateAlike", calls)
        return list(found)

    rare, both, common, missing = rate(["forget"])
    # Two papers have "models", which most papers have; and a word of one paper says nothing.
    assert both > rare > common > missing == 0
    # A word of the query counts already.
    assert rate(["unlearning"])[0] == 0
    assert call(page, real_site.output, "feedback", "rateAlike", [[[], [], {}]]) == [[]]


def test_a_question_loads_which_words_are_frequent_and_does_without(watch: Watch) -> None:
    search(watch, "/search/?q=reward+models")
    assert not [url for url in watch.requests if url.endswith("/frequent.json")]
    found = links(search(watch, "/search/?q=how+to+train+reward+models"))
    assert len([url for url in watch.requests if url.endswith("/frequent.json")]) == 1

    watch.page.route("**/frequent.json", lambda route: route.abort())
    without = links(search(watch, "/search/?q=how+to+train+reward+models"))
    assert len(without) > 5
    assert sorted(without) == sorted(found)
