"""Pages that people write: what is read, and what cannot be one."""

from pathlib import Path

import pytest

from site_gen.content.own.pages import load_pages
from site_gen.model import InputError, PageText


def put(content: Path, name: str, text: str) -> None:
    (content / "pages").mkdir(exist_ok=True)
    (content / "pages" / name).write_text(text)


def test_pages_are_read_by_name(tmp_path: Path) -> None:
    assert load_pages(tmp_path) == ()

    put(tmp_path, "terms.md", "---\ntitle: Terms\nnav: no\ndescription: All.\n---\n\nText.\n")
    put(tmp_path, "contact.md", "---\ntitle: ' Contact '\n---\n")
    put(tmp_path, "contact.md~", "x")
    put(tmp_path, ".hidden", "x")

    assert load_pages(tmp_path) == (
        PageText(slug="contact", title="Contact"),
        PageText(slug="terms", title="Terms", description="All.", in_nav=False, body="Text."),
    )


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("archive.md", "---\ntitle: A\n---\n", "a build makes /archive/; expected another name"),
        ("2025.md", "---\ntitle: A\n---\n", "a build makes /2025/; expected another name"),
        ("Contact.md", "---\ntitle: A\n---\n", "its name cannot be an address"),
        ("con.md", "---\ntitle: A\n---\n", "its name cannot be an address"),
        ("a.txt", "x", "not read; expected pages as NAME.md"),
        ("a.md", "Text.", "1: no title; expected"),
        ("a.md", "---\ntitle: A\nnvav: no\n---\n", "3: unknown key 'nvav'; did you mean 'nav'"),
        ("a.md", "---\ntitle: A\nnav: 1\n---\n", "3: nav: expected yes or no"),
        ("a.md", "---\ntitle: A\n", "1: front matter begins and never ends"),
        ("a.md", "---\ntitle: A\n---\n\nx\x08\n", "5: a control character"),
    ],
)
def test_what_cannot_be_a_page_is_an_error(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    put(tmp_path, name, text)

    with pytest.raises(InputError) as caught:
        load_pages(tmp_path)
    assert f"pages/{name}:" in str(caught.value)
    assert message in str(caught.value)
