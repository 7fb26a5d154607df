from hypothesis import given
from hypothesis import strategies as st

from site_gen.importing.provenance import format_imported, imported_path, parse_imported

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
KEYS = TEXTS.filter(lambda key: key != "paper")


@given(st.dictionaries(TEXTS, st.dictionaries(KEYS, TEXTS), max_size=4))
def test_what_is_written_is_read(papers: dict[str, dict[str, str]]) -> None:
    assert parse_imported(format_imported(papers)) == papers


def test_lines_stand_in_order() -> None:
    text = format_imported({"2025-09-18/b": {"title": "1"}, "2025-09-17/a": {"title": "2"}})

    assert text == (
        '{"paper": "2025-09-17/a", "title": "2"}\n{"paper": "2025-09-18/b", "title": "1"}\n'
    )
    assert imported_path("2025-09") == ".site-gen/2025-09.jsonl"


@given(st.text())
def test_what_cannot_be_read_is_left_out(text: str) -> None:
    line = format_imported({"a": {"title": "1"}})

    assert parse_imported(f"<<<<<<< ours\n{line}=======\n[]\n{{}}\n" + text.replace("{", ""))["a"]
