import pytest

from site_gen.content.unpublished.state import State, find_state


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: T\ndraft: true\n---\n", True),
        ("---\ntitle: T\ndraft: yes # soon\n---\n", True),
        ("---\n{title: T, 'draft': on}\n---\n", True),
        ('---\n"\\x64raft": true\ntitle: T\n---\n', True),
        ("\ufeff---\r\ntitle: T\r\ndraft: true\r\n---\r\n", True),
        ("---\ntitle: T\ndraft: false\n---\n", False),
        ("---\ntitle: T\ndraft: 'true'\n---\n", False),  # a text: the build says what it expects
        ("---\ntitle: T\ndraft:\n---\n", False),
        ("---\ntitle: A draft\n---\n\ndraft: true\n", False),
        ("---\ntitle: T\nlinks:\n  draft: https://a.example\n---\n", False),
        ("---\ntitle: T\n# draft: true\n---\n", False),
        ("---\ntitle: [\ndraft: true\n---\n", False),
        ("draft: true\n", False),
    ],
)
def test_a_paper_is_a_draft_where_its_front_matter_says_so(text: str, *, expected: bool) -> None:
    assert (find_state(text) is State.DRAFT) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: T\nremoved: why\n---\n", True),
        ("---\n{title: T, 'removed': why}\n---\n", True),
        ('---\n"\\x72emoved": why\ntitle: T\n---\n', True),
        ("---\n? removed\n: why\n---\n", True),
        ("---\ntitle: T\nremoved:\n---\n", True),  # the build says that a reason is missing
        ("---\ntitle: Noise is removed\n---\n\nremoved: text\n", False),
        ("---\ntitle: T\nlinks:\n  removed: https://a.example\n---\n", False),
        ("---\ntitle: T\n# removed: why\n---\n", False),
        ("---\ntitle: [\nremoved: why\n---\n", False),  # broken: who reads it all reports that
        ("removed: why\n", False),
        ("---\ntitle: T\nremoved: why\n", False),
    ],
)
def test_a_paper_is_removed_where_its_front_matter_says_so(text: str, *, expected: bool) -> None:
    assert (find_state(text) is State.REMOVED) is expected


def test_a_draft_that_was_taken_down_is_taken_down() -> None:
    assert find_state("---\ndraft: true\nremoved: why\n---\n") is State.REMOVED
