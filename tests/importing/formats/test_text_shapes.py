import doctest

import pytest

from site_gen.importing.formats import text_shapes
from site_gen.importing.formats.text_shapes import find_shape, is_structure


def test_the_examples_hold() -> None:
    assert doctest.testmod(text_shapes).failed == 0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Received: by a\nFrom: a@b.example\n\nHello.\nBye.", "a mail"),
        ("[2025-09-17T10:00:00Z] start\n[2025-09-17T10:00:01Z] end", "a log"),
        ("ERROR no space\nINFO done", "a log"),
        ("<ul>\n<li>One</li>\n</ul>", "HTML"),
        ("const a = 1;\nlet b = 2;\nfunction c() {\n}", "the code of a program"),
        ("# A\n\nText.\n\n- one\n- two\n", "Markdown"),
        ("a;b\n1;2\n", "a table"),
        ("A title\nAn abstract, of one sentence, and so on.\nA word.", ""),
        ("", ""),
    ],
)
def test_what_a_text_looks_like(text: str, name: str) -> None:
    shape = find_shape(text.split("\n"))
    assert (shape.name if shape else "") == name


def test_no_real_title_or_abstract_is_markup(corpus: list[dict[str, str]]) -> None:
    texts = (" ".join(row[key].split()) for row in corpus for key in ("title", "abstract"))
    assert [text for text in texts if is_structure(text)] == []
