import re

from hypothesis import given
from hypothesis import strategies as st

from site_gen.model.hosts.rules import RedirectRule, has_overlap

PATHS = st.lists(st.sampled_from(["a", "b", ".x", "*", ":n", "/", "/"]), max_size=6).map(
    lambda parts: "/" + "".join(parts).replace("**", "*")
)
TEXTS = st.text(alphabet="ab.x/", max_size=8).map(lambda text: f"/{text}")


@given(PATHS, PATHS, TEXTS)
def test_paths_that_stand_for_one_address_overlap(one: str, other: str, url: str) -> None:
    assert has_overlap(one, one)
    assert has_overlap(one, other) == has_overlap(other, one)
    is_for_both = all(
        re.fullmatch(re.sub(r":n", "[^/]+", path.replace(".", r"\.").replace("*", ".*")), url)
        for path in (one, other)
    )
    assert has_overlap(one, other) or not is_for_both


def test_paths_that_have_nothing_in_common() -> None:
    for one, other in (
        ("/*.json", "/*.md"),
        ("/assets/*", "/feeds/all.opml"),
        ("/:day/og.png", "/feed.xml"),
        ("/a", "/a/"),
        ("/:x", "/"),
        ("/a*", "/b*"),
    ):
        assert not has_overlap(one, other)
    for one, other in (("/*", "/"), ("/:day/og.png", "/*.png"), ("/*a*b", "/xaxb")):
        assert has_overlap(one, other)


def test_a_long_path() -> None:
    assert has_overlap("/" + "a" * 5000 + "*", "/" + "a" * 5000)


def test_what_a_pattern_is() -> None:
    assert RedirectRule("/a/*", "/").is_pattern
    assert RedirectRule("/a/:b", "/").is_pattern
    assert not RedirectRule("/a/b:", "/").is_pattern
