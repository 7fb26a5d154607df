from datetime import date

import pytest

from site_gen.importing.doubts import choose_year, find_doubt
from site_gen.importing.formats.reading import Reading
from site_gen.model.papers import Digest, Paper

TODAY = date(2026, 11, 30)


def read(day: date, *ids: str, words: str = "Sep 17", abstract: str = "") -> Reading:
    papers = tuple(Paper(title="A", abstract=abstract, arxiv_id=name) for name in (*ids, ""))
    return Reading(Digest(date=day, header=words, papers=papers), "", yearless=words)


ID = "the newest arXiv id in it is of"


@pytest.mark.parametrize(
    ("day", "ids", "why", "likely"),
    [
        (date(2026, 11, 29), (), "", None),
        (date(2026, 10, 1), (), "", None),
        (date(2026, 9, 30), (), "that day is 61 days back", None),
        (date(2026, 11, 29), ("2511.00001",), f"{ID} 2025-11", "2025-11-29"),
        (date(2026, 11, 29), ("2511.00001", "2610.00001v2"), "", None),
        (date(2026, 11, 29), ("2611.00001", "2301.00001", "math/0309136"), "", None),
        (date(2026, 11, 29), ("math/0309136",), "", None),
        (date(2026, 11, 29), ("2701.00001",), f"{ID} 2027-01", None),
        (date(2026, 1, 29), ("2512.00001",), "that day is 305 days back", None),
        (date(2026, 9, 17), ("2409.00001",), f"{ID} 2024-09", "2024-09-17"),
        (date(2026, 9, 17), ("2411.00001",), f"{ID} 2024-11", "2025-09-17"),
    ],
)  # fmt: skip
def test_when_a_year_is_in_doubt(
    day: date, ids: tuple[str, ...], why: str, likely: str | None
) -> None:
    doubt = find_doubt(read(day, *ids, words=f"{day:%b} {day.day}"), TODAY)

    assert (doubt.why if doubt else "") == why
    assert (str(doubt.likely) if doubt and doubt.likely else None) == likely


def test_ids_in_abstracts_count() -> None:
    reading = read(date(2026, 11, 29), words="Nov 29", abstract="See arxiv.org/abs/2311.00001.")
    doubt = find_doubt(reading, TODAY)
    assert doubt
    assert doubt.likely == date(2023, 11, 29)


def test_a_year_that_is_said_is_not_in_doubt() -> None:
    assert find_doubt(read(date(2020, 9, 17), "2509.00001", words=""), TODAY) is None


def test_a_leap_day() -> None:
    doubt = find_doubt(read(date(2024, 2, 29), "2102.00001", words="Feb 29"), TODAY)
    assert doubt
    assert doubt.likely == date(2024, 2, 29)


def test_a_year_that_cannot_be() -> None:
    assert choose_year("Sep 17", 2025, TODAY) == date(2025, 9, 17)
    with pytest.raises(ValueError, match="2025 has no 'Feb 29'; expected another year"):
        choose_year("Feb 29", 2025, TODAY)
    with pytest.raises(ValueError, match="2026-12-01 is yet to come"):
        choose_year("Dec 1", 2026, TODAY)
