"""What ``benchmarks scale`` makes of its measurements."""

from itertools import pairwise, product

import pytest

from benchmarks.scale import Shape, Size, estimate, fit, spread
from testing.papers import SAMPLE, read_corpus

FIGURES = ("files", "bytes", "search bytes", "s of own", "s of workers", "s of Pagefind",
           "s of noop", "s of a day", "bytes of a day")  # fmt: skip
SIZES = [
    Size(papers, papers // per_day, papers // per_day // step + 1, papers // 10, per_day)
    for papers, per_day, step in product((1_000, 5_000, 16_000), (20, 50), (4, 20))
]


def cost(size: Size) -> float:
    """Give a cost to which papers, days and months add."""
    return 7 + 3 * size.papers + 20 * size.days + 500 * size.months


def test_what_a_larger_site_costs_follows_from_smaller_ones() -> None:
    costs = fit([(size, dict.fromkeys(FIGURES, cost(size))) for size in SIZES])
    large = Size(2_900_000, 8_750, 420, 24_000, 1_100)

    assert estimate(costs, large)["files"] == pytest.approx(cost(large), rel=1e-6)
    assert costs["files"] == pytest.approx((7, 3, 20, 500), rel=1e-3)


def test_nothing_costs_less_than_nothing() -> None:
    points = [(size, dict.fromkeys(FIGURES, 3 * size.papers - size.days)) for size in SIZES]

    assert min(min(found) for found in fit(points).values()) == 0


def test_papers_are_spread_over_days() -> None:
    days = list(spread(read_corpus(SAMPLE), 25, Shape(10, 5)))

    assert [len(day.papers) for day in days] == [10, 10, 5]
    assert {(one.date - other.date).days for one, other in pairwise(days)} == {7}
