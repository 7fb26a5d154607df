"""What ``testing repetitions`` calls a fault; and texts that took quadratic time once."""

import doctest
import json
from collections.abc import Callable

import pytest

import testing.repetitions
from site_gen.model import InputError, Problem
from testing.repetitions import UNITS, Measured, measure, read_units, repeat
from tests.bounded import run_bounded

MANY = 400_000
"""Characters: quadratic time would be hours, and linear time is less than a second."""


class Clock:
    """A clock that only readers move, so that a busy machine changes nothing."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def process_time(self) -> float:
        return self.seconds


CLOCK = Clock()


def read_linear(text: str) -> None:
    CLOCK.seconds += len(text) * 1e-5


def read_quadratic(text: str) -> None:
    CLOCK.seconds += len(text) ** 2 * 1e-9


def read_slowly(_: str) -> None:
    CLOCK.seconds += 2


def refuse(_: str) -> None:
    raise InputError(Problem("x", 1, "no"))


def break_down(_: str) -> None:
    raise TypeError("odd")


def hang(_: str) -> None:
    while True:
        pass


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(testing.repetitions, "time", CLOCK)


def test_the_examples_are_true() -> None:
    assert doctest.testmod(testing.repetitions).failed == 0


def test_there_are_units_of_all_kinds() -> None:
    units = read_units()
    assert len(units) >= 600
    assert len(set(units)) == len(units)
    assert all(repeat(unit, 100).startswith(unit) for unit in units)
    assert json.loads(UNITS.read_text("utf-8")) == units


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("read", [read_linear, refuse])
def test_a_reader_in_linear_time_is_right(read: Callable[[str], object]) -> None:
    assert not measure(read, "a").describe_fault()


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("read", "what"),
    [(read_quadratic, "times as long"), (read_slowly, "more than"), (break_down, "TypeError: odd")],
)
def test_a_reader_that_is_slow_or_breaks_is_a_fault(
    read: Callable[[str], object], what: str
) -> None:
    assert what in measure(read, "a", 20_000).describe_fault()


def test_a_reader_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(testing.repetitions, "_HANGS", 1)
    assert "it hangs" in measure(hang, "a").describe_fault()


def test_a_fault_is_told_by_seconds_and_by_their_growth() -> None:
    assert Measured(2.0).describe_fault() == "more than 1 s"
    assert Measured(0.4, 0.1).describe_fault() == "4.0 times as long as half of it"
    assert not Measured(0.4, 0.2).describe_fault()
    assert not Measured(0.04, 0.01).describe_fault()  # too short to tell


@pytest.mark.parametrize(
    ("reader", "unit"),
    [
        ("hf-json: file 0", " "),  # white space that two parts of a pattern could take
        ("hf-json: file 0", "\u2003"),
        ("bibtex: file 3", "\t"),
        ("bibtex: file 4", " "),
        ("recognise", "@a( "),
        ("json: file 5", '"a":1,'),  # keys that come again
        ("json: file 4", '"a":1,'),
        ("csv: columns", "a,"),
        ("arxiv-list: file 2", "<a>"),  # links in links
        ("html: file 1", "<a href='https://a.b'>a<p>"),
        ("feed: file 5", "\n"),  # empty lines above a feed
        ("ids", "a."),  # names of hosts
        ("ids", "a-"),
    ],
)
def test_very_many_repetitions_are_read_in_time(reader: str, unit: str) -> None:
    run_bounded(
        "import sys\n"
        "from contextlib import suppress\n"
        "from site_gen.model import InputError\n"
        "from testing.long_texts import list_readers\n"
        "with suppress(InputError):\n"
        f"    list_readers()[{reader!r}](sys.stdin.read())\n",
        repeat(unit, MANY),
        seconds=30,
    )


def test_patterns_that_are_matched_with_lines_take_linear_steps() -> None:
    run_bounded(
        "from site_gen.importing.formats.arxiv.listing import _FORMS\n"
        "from site_gen.importing.formats.daily_page.card_marks import find_address\n"
        "from site_gen.importing.formats.daily_page.cards import _AND_OTHERS\n"
        "from site_gen.importing.formats.daily_page.markdown_lines import _may_be_link\n"
        f"many = {MANY}\n"
        "assert not _FORMS.fullmatch('[' + 'pdf' * many)\n"
        "assert not find_address('http://a' + ']' * many + 'a b')\n"
        "assert find_address('[http://a' + ']' * many) == 'http://a'\n"
        "assert _AND_OTHERS.sub('', 'a' + ' ' * many + 'b') == 'a' + ' ' * many + 'b'\n"
        "assert not _may_be_link('[a](' * many + ' )')\n"
        "assert _may_be_link('[a](b](' * many + ')')\n",
        seconds=20,
    )
