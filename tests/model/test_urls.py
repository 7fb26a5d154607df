import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.model import urls


def test_the_examples_are_true() -> None:
    assert doctest.testmod(urls).failed == 0


@given(st.text())
def test_any_title_has_a_slug(title: str) -> None:
    slug = urls.make_slug(title)

    assert urls.is_slug(slug)
    assert len(slug) <= 80
    assert urls.make_slug(slug) == slug


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
    assert urls.make_slug(title) == slug


def test_a_folder_is_a_url() -> None:
    day = date(2025, 9, 17)

    assert urls.output_path(urls.paper_url(day, "a-b")) == "2025-09-17/a-b/index.html"
    assert urls.output_path("/") == "index.html"


@pytest.mark.parametrize("url", ["/../x", "/a/../../x/", "//x", "/a//b", "", "/./x"])
def test_an_output_path_never_leaves_the_site(url: str) -> None:
    with pytest.raises(ValueError, match="^"):
        urls.output_path(url)


@pytest.mark.parametrize(
    "name", ["2025-9-17", "2025-02-30", "20250917", "2025-09-17x", "٢٠٢٥-٠٩-١٧"]
)
def test_what_is_not_a_day(name: str) -> None:
    assert urls.parse_day(name) is None
