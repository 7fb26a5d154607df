import doctest
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.model import slugs


def test_the_examples_are_true() -> None:
    assert doctest.testmod(slugs).failed == 0


@given(st.text())
def test_any_title_has_a_slug(title: str) -> None:
    slug = slugs.make_slug(title)

    assert slugs.is_slug(slug)
    assert len(slug) <= 80
    assert slugs.make_slug(slug) == slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Why 1 + 1 < 1 in Visual Token Pruning", "why-1-1-1-in-visual-token-pruning"),
        ("`Constitutions' & {{ x }} — 360° ", "constitutions-x-360deg"),
        ("&amp; is not &", "amp-is-not"),
        ("大语言模型", "da-yu-yan-mo-xing"),
        ("🎉", "paper"),
        ("a " + "longword " * 8 + "unbelievablylongword of b", "a" + "-longword" * 8),
    ],
)
def test_slugs_of_odd_titles(title: str, slug: str) -> None:
    assert slugs.make_slug(title) == slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("C", "C--"),
        ("NET", ".NET"),
        ("Q", "Q*"),
        ("C", "C-"),
        ("a b", "a _b"),
        ("x" * 90, "x" * 99),
    ],
)
def test_topics_that_differ_in_marks_have_their_own_pages(one: str, other: str) -> None:
    assert slugs.topic_slug(one) != slugs.topic_slug(other)


@pytest.mark.parametrize("name", ["con", "AUX", "nul", "Com1", "lpt9", "prn"])
def test_no_name_is_a_device_of_windows(name: str) -> None:
    keys = slugs.subject_keys([name], name)
    made = [slugs.make_slug(name), slugs.topic_slug(name), keys[0], keys[1][1:]]

    assert not [slug for slug in made if slugs.is_device(slug)]


@pytest.mark.parametrize(
    ("topic", "slug"),
    [("CI/CD", "ci-cd"), ("Node.js", "node-js"), ("Vision (CV)", "vision-cv"), ("R&D", "r-and-d")],
)
def test_marks_that_part_words_change_no_address(topic: str, slug: str) -> None:
    assert slugs.topic_slug(topic) == slug


@pytest.mark.parametrize("make", [slugs.topic_slug, slugs.author_slug, slugs.organization_key])
def test_a_build_makes_each_slug_of_a_large_archive_once(make: Any) -> None:
    names = [f"Name {number}" for number in range(20_000)]
    make.cache_clear()
    for _ in range(3):
        for name in names:
            make(name)

    assert make.cache_info().misses == len(names)
