import pytest

from site_gen.content.unpublished.drafts import is_draft


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
    assert is_draft(text) is expected
