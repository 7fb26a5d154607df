from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.system.hosts.host_limits import (
    Growth,
    HostLimit,
    compute_growth,
    find_day,
    load_limits,
    measure,
)

END = date(2026, 8, 20)
LIMIT = HostLimit(host="A", unit="files", most=2_000, source="https://a.example/", day=END)


def every_day(days: int, papers: int = 10) -> dict[date, int]:
    return {END - timedelta(days=number): papers for number in range(days)}


def test_each_limit_has_a_source_and_the_day_it_was_read() -> None:
    limits = load_limits()

    assert {limit.host for limit in limits} == {
        "GitHub Pages", "Netlify", "Cloudflare Pages, free", "Cloudflare Pages, paid",
        "Codeberg Pages",
    }  # fmt: skip
    for limit in limits:
        assert limit.most > 0
        assert limit.source.startswith("https://")
        assert limit.day >= date(2026, 11, 30)


def test_a_site_is_measured_as_hosts_count() -> None:
    sizes = {"a.html": 5, "b.html": 7, "d/a.html": 1, "d/e/a.html": 1, "d/e/b": 0, "d/e/c": 9}

    assert measure(sizes) == {"files": 6, "folder": 3, "bytes": 23}
    assert measure({}) == {"files": 0, "folder": 0, "bytes": 0}


def test_growth_is_that_of_the_last_year() -> None:
    fast = {day: count * 3 for day, count in every_day(365).items()}
    papers = {**every_day(730), **fast}

    assert compute_growth(papers) == Growth(
        share=3 / (4 * 365), start=END - timedelta(days=365), end=END
    )


@pytest.mark.parametrize("days", [0, 1, 89, 90])
def test_nothing_is_said_of_the_growth_of_a_young_site(days: int) -> None:
    assert compute_growth(every_day(days)) is None
    assert compute_growth({**every_day(days), END - timedelta(days=200): 0}) is None


@pytest.mark.parametrize(
    ("now", "share", "days"),
    [
        (1_000, 0.01, 100), (1_000, 0.001, 1_000), (1_999, 0.001, 1), (2_000, 0.1, 0),
        (1_000, 0.0001, None), (1_000, 0.0, None), (0, 0.5, None),
    ],
)  # fmt: skip
def test_when_a_limit_is_met(now: int, share: float, days: int | None) -> None:
    growth = Growth(share=share, start=END, end=END)
    expected = None if days is None else END + timedelta(days=days)

    assert find_day(LIMIT, now, growth) == expected


@given(st.dates(), st.integers(0, 10**12), st.floats(0, 1), st.integers(1, 10**12))
def test_a_forecast_never_fails(end: date, now: int, share: float, most: int) -> None:
    day = find_day(replace(LIMIT, most=most), now, Growth(share=share, start=end, end=end))

    assert day is None or end <= day <= end + timedelta(days=3_650)
