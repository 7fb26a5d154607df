import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.importing.formats.detect import read, recognise
from site_gen.importing.formats.hugging_face import parse
from site_gen.model.errors import InputError
from site_gen.model.paper_fields import FIELDS
from tests.conftest import DATA

TODAY = date(2026, 10, 4)


def test_a_row_gives_all_that_an_entry_holds() -> None:
    path = DATA / "formats" / "hf-2026-06-03.json"
    found = parse(path.name, path.read_text(encoding="utf-8"))
    paper, day = found.papers[0]
    assert day == date(2026, 6, 3)
    assert paper.title == "Trust Region On-Policy Distillation"
    assert paper.abstract.startswith("On-Policy Distillation (OPD) is a fundamental technique")
    assert paper.authors[0] == "Xingrun Xing"
    assert len(paper.authors) == 5
    assert (paper.arxiv_id, paper.upvotes) == ("2606.01249", 28)
    assert paper.source.line == 2
    assert len(found.papers) == 2
    assert [problem.line for problem in found.unread] == [path.read_text().count("\n") - 3]


@pytest.mark.parametrize("key", [key for one in FIELDS if "hf-json" in one.imported_from
                                 for key in one.keys])  # fmt: skip
@pytest.mark.parametrize("is_row", [True, False])
def test_a_key_of_a_field_is_in_the_entry_or_reported_never_both(key: str, *, is_row: bool) -> None:
    """The table of fields is the only list of them: any key that it names is known here."""
    (field,) = [one for one in FIELDS if key in one.keys]
    value: object = {"count": 3, "flag": True, "texts": ["xq"]}.get(field.kind, "xq")
    paper: dict[str, object] = {"title": "A", "summary": "B"}
    row: dict[str, object] = {"paper": paper}
    (row if is_row else paper)[key] = value
    found = parse("x", json.dumps([row]))
    assert getattr(found.papers[0][0], field.name) in (value, ("xq",))
    assert found.unread == ()


def test_of_two_keys_of_one_field_the_one_that_is_not_read_is_reported() -> None:
    row = {"paper": {"title": "A", "submitter": "Ann", "Submitter": "Bo"}}
    found = parse("x", json.dumps([row]))
    assert found.papers[0][0].submitter == "Bo"
    assert list(map(str, found.unread)) == ["x:1: key 'paper.submitter' (1 value) is not used"]


def test_rows_as_python_literals_in_a_further_list() -> None:
    path = DATA / "formats" / "hf-repr-2024-12-11.json"
    (reading,) = read(path.name, path.read_text(encoding="utf-8"), TODAY)
    assert reading.format == "hf-json"
    assert reading.digest.date == date(2024, 12, 11)
    assert [paper.arxiv_id for paper in reading.digest.papers] == ["2412.07730", "2412.05210"]


def test_a_list_that_python_printed() -> None:
    rows = json.loads((DATA / "formats" / "hf-2026-06-03.json").read_text(encoding="utf-8"))[:2]
    text = f"[{rows[0]!r},\n {rows[1]!r}]\n"
    assert recognise(text) == "hf-json"
    found = parse("x", text)
    assert found == parse("x", json.dumps(rows))
    assert [paper.source.line for paper, _ in found.papers] == [1, 2]
    for bad in (text[:-2], text[:99], "[{'paper': open('x')}]", "[{'paper': " + "[" * 9999):
        with pytest.raises(InputError, match="x:.*; expected"):
            parse("x", bad)


def test_missing_and_wrong_keys_are_tolerated() -> None:
    text = (
        '[{"paper": {"title": "A\\n  B", "authors": [{"name": null}, "C D", 3], "upvotes": "x"}}]'
    )
    ((paper, day),) = parse("x", text).papers
    assert (paper.title, paper.abstract, paper.authors, paper.upvotes) == (
        "A B",
        "",
        ("C D",),
        None,
    )
    assert day is None


@pytest.mark.parametrize(
    ("name", "papers"),
    [("2024-05-27", 13), ("2024-12-11", 26), ("2025-05-22", 27), ("2025-12-11", 14),
     ("2026-06-03", 23)],
)  # fmt: skip
def test_the_recorded_answers(name: str, papers: int) -> None:
    path = DATA / "recorded/hf_api" / f"{name}.json"
    (reading,) = read(path.name, path.read_text(encoding="utf-8"), TODAY)
    assert reading.format == "hf-json"
    assert reading.digest.date == date.fromisoformat(name)
    assert (len(reading.digest.papers), reading.unread) == (papers, ())
    assert all(paper.abstract and paper.arxiv_id for paper in reading.digest.papers)


def test_the_recorded_answer_of_2026_tells_all_that_hugging_face_adds() -> None:
    path = DATA / "recorded/hf_api/2026-06-03.json"
    (reading,) = read(path.name, path.read_text(encoding="utf-8"), TODAY)
    paper = next(one for one in reading.digest.papers if one.arxiv_id == "2606.03287")
    assert paper.organization == "Technical University of Munich"
    assert paper.submitter == "Ganlin Zhang"
    assert paper.ai_summary.startswith("BA-T is an iterative Transformer")
    assert paper.keywords[:2] == ("feed-forward models", "3D reconstruction")
    assert paper.topics == ()
    assert paper.github_stars is None
    assert [one.github_stars for one in reading.digest.papers].count(None) < 23


def test_an_answer_that_was_cut_short_is_one_error() -> None:
    text = (DATA / "formats" / "hf-2026-06-03.json").read_text(encoding="utf-8")
    for at in range(20, len(text) - 5, 97):
        assert recognise(text[:at]) in {"hf-json", "json"}
        with pytest.raises(InputError, match="the JSON ends too early|broken JSON") as caught:
            read("x", text[:at], TODAY)
        assert len(caught.value.problems) == 1


@given(st.text(alphabet="[]{}'\"paper:, 1\n\\", max_size=60))
def test_nothing_but_an_input_error_is_raised(text: str) -> None:
    with suppress(InputError):
        parse("x", '[{"paper": {}}, ' + text)


def test_an_author_with_a_profile_alone_has_its_name_and_a_sign_is_no_author() -> None:
    authors = [{"user": {"fullname": "Ann One", "user": "ann"}}, {"name": "+"}, {"name": "Bo Two"}]
    found = parse("x", json.dumps([{"paper": {"title": "T", "authors": authors}}]))
    assert found.papers[0][0].authors == ("Ann One", "Bo Two")
    assert [problem.message for problem in found.unread] == ["not understood: '+'; expected a name"]


def test_a_day_that_does_not_exist_costs_its_row_alone() -> None:
    rows = [{"paper": {"title": "T"}, "submittedOnDailyAt": "2026-02-30"}, {"title": "U"}]
    found = parse("x", json.dumps(rows))
    assert [paper.title for paper, _ in found.papers] == ["U"]
    assert len(found.bad) == 1


def test_a_value_of_another_kind_and_a_key_that_nobody_knows_are_reported() -> None:
    paper = {
        "title": "T", "id": "x", "summary": ["a"], "upvotes": "many", "githubRepo": "none",
        "authors": [{"name": "Ann One", "user": {"mood": 1}}],
        "organization": {"name": "N", "mood": 2},
        "githubStars": "many", "ai_keywords": 7, "ai_summary": 3, "submittedBy": [1],
    }  # fmt: skip
    text = json.dumps({"papers": [{"paper": paper, "mood": 3}], "cursor": 4})
    assert sorted(problem.message for problem in parse("x", text).unread) == [
        f"key '{name}' (1 value) is not used"
        for name in (
            "ai_keywords", "ai_summary", "cursor", "githubRepo", "githubStars", "id", "mood",
            "paper.authors[].user.mood", "paper.organization.mood", "submittedBy", "summary",
            "upvotes",
        )
    ]  # fmt: skip
