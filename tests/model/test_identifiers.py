import pytest

from site_gen.model.identifiers import find_arxiv_id, find_categories, find_doi


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
