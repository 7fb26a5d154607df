"""References to papers that are gone, in the listings of many months."""

from datetime import date

import pytest

from site_gen.content.digest_file import find_dead_references, select_with_dead_references
from site_gen.model import DayScan, Listing, MonthScan, Source

SCAN = tuple(
    MonthScan(day[:7], (DayScan(date.fromisoformat(day), slugs, has_listing=True),), "x")
    for day, slugs in {"2025-08-01": ("a", "b"), "2025-09-01": ("c",)}.items()
)


@pytest.mark.parametrize(
    ("references", "selected"),
    [
        ({}, set()),
        ({"2025-08": [], "2025-09": ["2025-08-01/a", "2025-08-01/b"]}, set()),
        ({"2025-08": ["2025-09-01/c"], "2025-09": ["2025-08-01/gone"]}, {"2025-09"}),
        ({"2025-09": ["2025-08-01/a", "2024-01-01/a"]}, {"2025-09"}),
        ({"2025-09": ["no reference at all"]}, {"2025-09"}),
    ],
)
def test_months_with_a_dead_reference_are_selected(
    references: dict[str, list[str]], selected: set[str]
) -> None:
    assert select_with_dead_references(SCAN, references) == selected


def test_each_dead_reference_is_a_problem_with_its_line() -> None:
    listing = Listing(
        date=date(2025, 9, 1),
        papers=("c", "2025-08-01/gone", "2025-08-01/b"),
        lines=(1, 2, 3),
        source=Source("content/2025-09-01/digest.yaml", 1),
    )
    problems = list(find_dead_references(SCAN, {"2025-09": [listing]}))

    assert [(problem.path, problem.line) for problem in problems] == [
        ("content/2025-09-01/digest.yaml", 2)
    ]
    assert "'2025-08-01/gone'" in problems[0].message
    assert not list(find_dead_references(SCAN, {}))
