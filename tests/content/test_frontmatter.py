import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.content.frontmatter import is_unclosed, split

PIECES = st.lists(
    st.one_of(st.text(max_size=3), st.sampled_from(["---", "\n", "\r\n", "\ufeff", "a: b", " "]))
).map("".join)


@given(PIECES)
def test_the_parts_joined_are_the_file(text: str) -> None:
    assert "".join(split(text)) == text


def test_parts() -> None:
    assert split("---\r\ntitle: a\n---\n\nbody\n") == ("---\r\n", "title: a\n", "---\n", "\nbody\n")
    assert split("---\n---\n") == ("---\n", "", "---\n", "")
    assert split("---\na: b\n---") == ("---\n", "a: b\n", "---", "")
    assert split("text\n---\nmore\n---\n").body == "text\n---\nmore\n---\n"


@pytest.mark.parametrize("text", ["---\ntitle: a\n", "---", "\ufeff---\n\nbody", "--- \na: b"])
def test_front_matter_that_never_ends(text: str) -> None:
    assert is_unclosed(text)


@pytest.mark.parametrize("text", ["---\na: b\n---\n", "", "body", "----\n", "--\n"])
def test_front_matter_that_ends(text: str) -> None:
    assert not is_unclosed(text)
