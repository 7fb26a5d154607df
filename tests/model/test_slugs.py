import doctest

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
