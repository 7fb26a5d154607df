import pytest

from site_gen.model.identifiers import find_arxiv_id, find_categories, find_doi, parse_arxiv_month


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2602.08025", "2602.08025"), ("2602.08025v3", "2602.08025"),
     ("arXiv:2602.08025", "2602.08025"), ("https://arxiv.org/pdf/2602.08025v1.pdf", "2602.08025"),
     ("http://export.arxiv.org/abs/cond-mat/9909265", "cond-mat/9909265"),
     ("https://huggingface.co/papers/2602.08025.md", "2602.08025"),
     ("oai:arXiv.org:2609.13151v1", "2609.13151"), ("2602", ""), ("10.1/x", "")],
)  # fmt: skip
def test_an_arxiv_id_as_people_write_it(text: str, expected: str) -> None:
    assert find_arxiv_id(text) == expected


def test_a_doi_as_people_write_it() -> None:
    assert find_doi("https://dx.doi.org/10.1063/1.4944470") == "10.1063/1.4944470"
    assert find_doi("none") == ""


def test_only_categories_of_arxiv_are_kept() -> None:
    assert find_categories(["cs.CL", "hep-th", "Robotics", "stat.ML"]) == (
        "cs.CL",
        "hep-th",
        "stat.ML",
    )


@pytest.mark.parametrize(
    ("arxiv_id", "month"),
    [
        ("2509.01234v2", (2025, 9)),
        ("9107.0001", (2091, 7)),
        ("math.AG/0309136", (2003, 9)),
        ("hep-th/9107001v1", (1991, 7)),
    ],
)
def test_an_id_begins_with_its_month(arxiv_id: str, month: tuple[int, int]) -> None:
    assert parse_arxiv_month(arxiv_id) == month


@pytest.mark.parametrize("wrong", ["2513.01234", "hep-th/99010012", "2509", "abc", "", "2509.1"])
def test_what_is_no_id_has_no_month(wrong: str) -> None:
    assert parse_arxiv_month(wrong) is None
