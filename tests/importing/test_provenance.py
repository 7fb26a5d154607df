from hypothesis import given
from hypothesis import strategies as st

from site_gen.importing.provenance import format_imported, imported_path, leave_out, parse_imported

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


def test_what_was_not_written_of_an_entry_is_not_recorded() -> None:
    path = imported_path("2025-09")
    now = format_imported({"2025-09-16/a": {"title": "1"}, "2025-09-16/b": {"title": "1"}})
    new = format_imported(
        {f"2025-09-16/{slug}": {"title": "2"} for slug in "abc"}
        | {"2025-09-17/d": {"title": "2"}}
    )  # fmt: skip

    left = ["2025-09-16/a.md", "2025-09-16/c.md", "2025-09-16/digest.yaml"]
    assert parse_imported(leave_out(path, now, new, left)) == {
        "2025-09-16/a": {"title": "1"},
        "2025-09-16/b": {"title": "2"},
        "2025-09-17/d": {"title": "2"},
    }
    assert leave_out("2025-09-16/digest.yaml", now, new, left) == new
