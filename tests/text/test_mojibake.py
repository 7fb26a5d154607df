import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.text.mojibake import find_misread, mend_misread

WORDS = [
    "José", "naïve", "it’s", "“quoted”", "Łukasz", "Müller – Weiß", "αβγ", "Привет", "日本語", "😀",
]  # fmt: skip


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
@pytest.mark.parametrize("word", WORDS)
def test_what_was_read_wrong_is_found_and_mended(word: str, encoding: str) -> None:
    try:
        wrong = word.encode().decode(encoding)
    except UnicodeDecodeError:
        return  # bytes that Windows-1252 does not have
    assert mend_misread(f"a {wrong} b") == f"a {word} b"
    assert "".join(one.meant for one in find_misread(wrong)) == "".join(
        sign for sign in word if not sign.isascii()
    )


@pytest.mark.parametrize(
    "text",
    ["«CAFÉ» À la “mode”", "Spaß“ ist „groß“", "É™ ESPAÑ” ©2025 ±5 °C £3 §4", "Ångström, Čech, İ",
     "São Paulo é à côté", "IRMÃO, MÃE", "ÄÖÜ äöü", "x² · µm", ""],
)  # fmt: skip
def test_what_people_write_stays(text: str) -> None:
    assert find_misread(text) == []
    assert mend_misread(text) == text


@pytest.mark.parametrize("text", ["JosÃ© and José", "JosÃ© → x", "«IRMÃ» JosÃ©", "JosÃ© Ã x"])
def test_a_text_that_is_not_wholly_misread_stays(text: str) -> None:
    assert find_misread(text)
    assert mend_misread(text) == text


@given(st.text(alphabet=st.sampled_from("Ã©â€™ aéÂ»\n")) | st.text())
def test_only_those_signs_change_and_none_is_left(text: str) -> None:
    mended, expected = mend_misread(text), text
    for one in reversed(find_misread(text)):
        expected = f"{expected[: one.at]}{one.meant}{expected[one.at + len(one.found) :]}"
    assert mended in {text, expected}
    if mended != text:
        assert all(sign.isascii() or sign in expected for sign in mended)
        assert not any(one.found in mended for one in find_misread(text))


@given(st.text())
def test_what_was_written_comes_back(text: str) -> None:
    """Whatever was misread is never mended to something else."""
    wrong = text.encode().decode("latin-1")
    assert mend_misread(wrong) in {wrong, text}
