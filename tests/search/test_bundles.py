import doctest
from datetime import date
from itertools import islice, product

import pytest

from site_gen.model import Entry, Settings
from site_gen.model.papers import SMALL_ARCHIVE
from site_gen.search import bundles
from site_gen.search.bundles import compute_bundle_key, find_pack_size, make_words, plan_bundles


def test_the_examples_are_true() -> None:
    assert doctest.testmod(bundles).failed == 0


def test_a_small_archive_is_one_bundle() -> None:
    assert plan_bundles({"2024-12": SMALL_ARCHIVE - 1, "2025-01": 1}) == {
        "all": ("2025-01", "2024-12")
    }
    assert plan_bundles({}) == {}
    assert plan_bundles({"2024-12": 0}) == {}


def test_a_day_more_changes_only_the_newest_bundle() -> None:
    papers = {f"{year}-{month:02}": 500 for year in (2023, 2024) for month in range(1, 13)}
    papers |= {"2025-01": 500, "2025-02": 40}
    before = plan_bundles(papers)
    indexed = dict.fromkeys(papers, "x")
    changed = indexed | {"2025-02": "y"}

    assert list(before) == ["2025-02", "2025", "2024", "2023"]
    assert {
        name
        for name, months in before.items()
        if compute_bundle_key("1", Settings(), months, indexed)
        != compute_bundle_key("1", Settings(), months, changed)
    } == {"2025-02"}


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("", {"all": 1, "2025-02": 1, "2025": 2, "2024": 2}),
        ("slim", {"all": 1, "2025-02": 32, "2025": 32, "2024": 32}),
    ],
)
def test_texts_are_packed_in_large_archives_only(profile: str, expected: dict[str, int]) -> None:
    settings = Settings(profile=profile)

    assert {name: find_pack_size(settings, name) for name in expected} == expected


def test_another_size_of_packs_makes_a_bundle_due() -> None:
    keys = {
        compute_bundle_key("1", Settings(profile=profile), ["2025-01"], {"2025-01": "x"})
        for profile in ("", "slim")
    }

    assert len(keys) == 2


def test_words_are_those_of_titles_the_most_frequent_first() -> None:
    entries = [
        Entry(slug=f"{n}", first_day=date(2025, 9, 7), title=title)
        for n, title in enumerate(["Deep über-nets, GPT4 in 2024", "Deep Nets", "Naïve nets of x"])
    ]

    assert make_words(Settings(), entries).decode().split("\n") == ["nets", "deep", "naïve", "über"]


def test_no_more_words_are_listed_than_a_page_can_load() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(some) for some in islice(product(letters, repeat=4), 20_005)]
    entry = Entry(slug="a", first_day=date(2025, 9, 7), title=" ".join(words))

    assert make_words(Settings(), [entry]).decode().split("\n") == words[:20_000]
