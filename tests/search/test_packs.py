"""The texts of results in packs of a few papers."""

import doctest
import json
import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from site_gen.search import packs
from site_gen.search.fragments import Fragment
from site_gen.search.packs import make_packs

DAYS = ("2025-01-30", "2025-01-31", "2025-02-01", "2024-12-31")


def show(day: str, slug: str, topics: str = "", content: str = "Text.") -> Fragment:
    return {
        "url": f"/{day}/{slug}/",
        "content": content,
        "meta": {"title": slug} | ({"topics": topics} if topics else {}),
    }


def read(name: str, files: dict[str, bytes]) -> Fragment:
    """Read the text of a page by its name, as ``engine.js`` does."""
    pack, _, place = name.partition(".")
    found: Fragment = json.loads(files[pack])[int(place, 16)]
    return found


def test_the_examples_are_true() -> None:
    assert doctest.testmod(packs).failed == 0


@given(
    st.lists(st.tuples(st.sampled_from(DAYS), st.integers(0, 60)), unique=True, max_size=60),
    st.integers(2, 40),
    st.randoms(use_true_random=False),
)
def test_each_page_is_found_by_its_name_and_the_names_are_in_order_of_days(
    papers: Sequence[tuple[str, int]], size: int, chance: random.Random
) -> None:
    fragments = [show(day, f"p{number}", "Agents" * (number % 2)) for day, number in papers]
    names, files = make_packs("en", fragments, size)

    assert [read(name, dict(files)) for name in names] == fragments
    ordered = sorted(zip(names, (day for day, _ in papers), strict=True))
    assert [day for _, day in ordered] == sorted(day for day, _ in papers)
    assert all(1 <= len(json.loads(pack)) <= size for pack in files.values())
    others = chance.sample(fragments, len(fragments))
    assert make_packs("en", others, size).files == files


def test_there_are_as_few_packs_as_can_be() -> None:
    fragments = [show(f"2025-09-{1 + number % 3:02}", f"p{number}") for number in range(33)]

    assert len(make_packs("en", fragments, 16).files) == 3
    assert len(make_packs("en", fragments[:32], 16).files) == 2


def test_papers_of_a_day_and_a_topic_are_in_a_pack() -> None:
    topics = ("Agents", "Video", "Agents", "Video")
    fragments = [show("2025-09-17", f"p{n}", topic) for n, topic in enumerate(topics)]
    names = make_packs("en", fragments, 2).names
    files = [name.partition(".")[0] for name in names]

    assert files[0] == files[2] != files[1] == files[3]


def test_another_text_renames_all_packs() -> None:
    fragments = [show(day, slug) for day in DAYS for slug in "abc"]
    before = make_packs("en", fragments, 2).files
    after = make_packs("en", [*fragments[:-1], show(DAYS[-1], "c", content="Other.")], 2).files

    assert len(after) == len(before)
    assert not before.keys() & after.keys()


def test_a_pack_says_what_a_result_shows_and_nothing_else() -> None:
    pagefind = {**show("2025-09-17", "a"), "word_count": 3, "filters": {}, "anchors": []}

    assert [json.loads(pack) for pack in make_packs("en", [pagefind], 2).files.values()] == [
        [{"url": "/2025-09-17/a/", "content": "Text.", "meta": {"title": "a"}}]
    ]
