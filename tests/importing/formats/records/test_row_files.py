import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.importing.formats import days as days_module
from site_gen.importing.formats.days import ReadingList, list_readings
from site_gen.importing.formats.detect import read
from site_gen.importing.formats.reading import Reading
from site_gen.importing.formats.records import row_files
from site_gen.importing.formats.records.row_files import FORMATS, Wanted, read_row_file
from site_gen.model import InputError

TODAY = date(2026, 1, 1)
WANTED = Wanted(TODAY)


def read_rows(text: str, form: str, wanted: Wanted = WANTED, path: str = "x") -> ReadingList:
    return read_row_file(path, io.BytesIO(text.encode()), form, wanted)


def bare(readings: ReadingList) -> list[Reading]:
    """Give the readings without what is wrong, which a large file has beside them."""
    return [replace(one, unread=(), bad=()) for one in readings.readings]


def jsonl(*rows: object) -> str:
    return "".join(row if isinstance(row, str) else f"{json.dumps(row)}\n" for row in rows)


def table(*rows: Sequence[str], end: str = "\n") -> str:
    out = io.StringIO()
    for row in (("title", "abstract", "date"), *rows):
        # The writer quotes only the characters of its own line end, programs quote both.
        has_end = not {"\r", "\n"}.isdisjoint("".join(row))
        writer = csv.writer(
            out, lineterminator=end, quoting=csv.QUOTE_ALL if has_end else csv.QUOTE_MINIMAL
        )
        writer.writerow(row)
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (
            "jsonl",
            jsonl({"title": "B", "date": "2025-01-02"}, {"title": "A", "date": "2025-01-01"}),
        ),
        ("jsonl", "\ufeff" + jsonl({"title": "B é"}, "\n", {"title": "A"}, "broken\n", {"a": 1})),
        (
            "jsonl",
            jsonl({"papers": [{"title": "A", "date": "2025-01-02"}, {"title": "B"}]}, "\r\n"),
        ),
        ("jsonl", jsonl({"title": "A\u0001"}, {"title": "..."}, {"title": "C", "x": 1, "y": [2]})),
        ("csv", table(("B", "One\ntwo", "2025-01-02"), ("A", 'b, "c"', "2025-01-01"))),
        ("csv", table(("B", "One\r\ntwo", ""), ("A", "", "2025-01-01"), end="\r\n")),
        ("csv", "\ufeff" + table(("é", "a\u2028b", ""), ("A", "b", ""), end="\r")),
        ("csv", table(("B", "", ""), ("", "", "")) + "\nA\nC,d,\n" + 'D,"never ends,\nE,f,\n'),
        ("csv", "title,odd,odd\n\n\nA,1,2\nB,,3\n"),
    ],
)
def test_a_large_file_is_read_as_a_small_one(form: str, text: str) -> None:
    small = list_readings(read("2025-09-17.x", text, TODAY, None, form))
    large = read_rows(text, form, path="2025-09-17.x")

    assert bare(large) == bare(small)
    assert (sorted(large.unread, key=str), large.unread_count) == (
        sorted(small.unread, key=str), small.unread_count,
    )  # fmt: skip
    assert (list(large.bad), large.bad_count) == (list(small.bad), small.bad_count)
    assert large.is_large
    assert not small.is_large


ROWS = st.lists(
    st.tuples(
        st.text('aé\n\r",;| \u2028', max_size=6), st.sampled_from(["2025-01-02", "2025-01-01", ""])
    ),
    min_size=1,
)


@given(ROWS, st.sampled_from(FORMATS), st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_rows_are_read_as_those_of_a_small_file(
    rows: list[tuple[str, str]], form: str, end: str
) -> None:
    text = table(*((f"A{title}", title, day) for title, day in rows), end=end)
    if form == "jsonl":
        text = jsonl(*({"title": f"A{title}", "date": day} for title, day in rows))
    small = list_readings(read("2025-09-17.x", text, TODAY, None, form))
    assert bare(read_rows(text, form, path="2025-09-17.x")) == bare(small)


@pytest.mark.parametrize(
    ("text", "wanted", "what"),
    [
        (jsonl({"a": 1}), WANTED, "x:1: not understood"),
        ("\n\n", WANTED, "x: no papers; expected some, as jsonl"),
        (jsonl({"title": "A"}), WANTED, "x:1: no day for 'A'"),
        (
            jsonl("\n", {"title": "A", "date": "2026-02-01"}),
            WANTED,
            "x:2: 2026-02-01 is yet to come",
        ),
        ('{"title": "A"}\n\udcff\n', replace(WANTED, day=TODAY), "x:2: not UTF-8"),
    ],
)
def test_what_is_wrong_is_told_before_any_day_is_read(text: str, wanted: Wanted, what: str) -> None:
    file = io.BytesIO(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError, match=f"^{what}"):
        read_row_file("x", file, "jsonl", wanted)


def test_of_many_problems_the_first_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_files, "_MOST_NAMED", 2)
    found = read_rows(jsonl({"title": "A"}, *["broken\n"] * 5), "jsonl", Wanted(TODAY, TODAY))

    assert [str(one).split(":")[1] for one in found.bad[:2]] == ["2", "3"]
    assert str(found.bad[2]) == "x: 3 more like these"
    assert found.bad_count == 5


def test_a_day_with_too_many_papers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_files, "MOST_OF_DAY", 2)
    rows = [{"title": f"A{number}", "date": "2025-01-01"} for number in range(3)]

    assert len(bare(read_rows(jsonl(*rows[:2]), "jsonl"))) == 1
    with pytest.raises(
        InputError, match="^x:3: more than .* papers of 2025-01-01; expected at most"
    ):
        read_rows(jsonl(*rows), "jsonl")


def test_no_more_than_the_papers_of_a_day_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts the papers of each reading as it is made: all of them, and no day twice."""
    made: list[int] = []
    make_reading = days_module.make_reading

    def count_papers(*given: object) -> Reading:
        reading = make_reading(*given)  # type: ignore[arg-type]
        made.append(len(reading.digest.papers))
        return reading

    monkeypatch.setattr(row_files, "make_reading", count_papers)
    rows = [{"title": f"A{n}", "date": f"2025-01-0{n % 5 + 1}"} for n in range(50)]
    readings = iter(read_rows(jsonl(*rows), "jsonl").readings)

    assert made == []
    assert next(readings).digest.date == date(2025, 1, 1)
    assert made == [10]
    assert len(list(readings)) == 4
    assert made == [10] * 5
