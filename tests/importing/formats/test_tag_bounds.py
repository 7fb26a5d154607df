import doctest
import json

import pytest

from site_gen.importing.formats import detect, tag_bounds
from site_gen.importing.formats.feed_text import split_html
from site_gen.importing.formats.tag_bounds import MOST_IN_HTML, MOST_IN_XML, find_full_tag
from site_gen.model import InputError
from testing.long_texts import DAY
from tests.bounded import run_bounded


def make_tag(number: int, name: str = "a") -> str:
    return f"<{name}{''.join(f' a{at}=b' for at in range(number))}>"


def test_the_examples_are_true() -> None:
    assert doctest.testmod(tag_bounds).failed == 0


@pytest.mark.parametrize(
    ("markup", "at"),
    [
        (make_tag(100), -1),
        (f"x{make_tag(101)}", 1),
        ("<a b='" + "c " * 999 + "'>", -1),  # one value
        ("<a '" + " c" * 999 + "'>", 0),  # no value
        ("<a <b" + " c" * 999, 0),
        ("<a>" * 999, -1),
        ("< " + "a " * 999, -1),
    ],
)
def test_attributes_are_counted_outside_of_values(markup: str, at: int) -> None:
    assert find_full_tag(markup, 100) == at


@pytest.mark.parametrize(
    ("form", "before", "after"),
    [("html", "<!doctype html>\n", ""), ("arxiv-list", "<!doctype html><dl>\n", "</dl>"),
     ("feed", "<rss><channel>\n", "</a></channel></rss>")],
)  # fmt: skip
def test_a_tag_with_too_many_attributes_is_told_with_its_line(
    form: str, before: str, after: str
) -> None:
    most = MOST_IN_XML if form == "feed" else MOST_IN_HTML
    with pytest.raises(InputError, match=f"^x:2: .* with more than {most:,} attributes"):
        detect.read("x", f"{before}{make_tag(most + 1)}{after}", DAY, DAY, form)


def test_the_text_of_an_item_with_such_a_tag_stays_as_it_is() -> None:
    markup = f"{make_tag(MOST_IN_HTML + 1)}b"
    assert split_html(markup) == [markup]


def test_very_many_tags_are_looked_at_in_time() -> None:
    units = ["<a ", "<a ='", '<a ="', "='<a ", "<a>", "<", '<a b="c">', "a "]
    run_bounded(
        "import json, sys\n"
        "from site_gen.importing.formats.tag_bounds import find_full_tag\n"
        "for unit in json.load(sys.stdin):\n"
        "    find_full_tag(unit * 400_000, 10**9)\n",
        json.dumps(units),
        seconds=30,
    )
