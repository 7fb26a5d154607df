from dataclasses import replace
from datetime import date

from site_gen.model.papers import Entry, Settings
from site_gen.plan.paper_view import view_paper

DAY = date(2025, 9, 17)


def test_links_follow_from_ids() -> None:
    entry = Entry(
        slug="a", first_day=DAY, title="A", arxiv_id="2509.01234", doi="10.1/x",
        links=(("code", "https://x.y/z"),),
    )  # fmt: skip

    assert [(link.text, link.url) for link in view_paper(Settings(), entry).links] == [
        ("arXiv", "https://arxiv.org/abs/2509.01234"),
        ("PDF", "https://arxiv.org/pdf/2509.01234"),
        ("HTML", "https://arxiv.org/html/2509.01234"),
        ("Hugging Face", "https://huggingface.co/papers/2509.01234"),
        ("alphaXiv", "https://www.alphaxiv.org/abs/2509.01234"),
        ("DOI", "https://doi.org/10.1/x"),
        ("code", "https://x.y/z"),
    ]


def test_arxiv_has_html_of_newer_papers() -> None:
    def texts(number: str, **links: str) -> list[str]:
        entry = Entry(
            slug="a", first_day=DAY, title="A", arxiv_id=number, links=tuple(links.items())
        )
        return [link.text for link in view_paper(Settings(), entry).links]

    assert "HTML" in texts("2312.00001")
    assert "HTML" not in texts("2311.18999")
    assert "HTML" not in texts("cs/0501001")
    assert texts("1706.03762", Daily="https://huggingface.co/papers/1706.03762") == [
        "arXiv", "PDF", "alphaXiv", "Daily"
    ]  # fmt: skip


def test_a_title_is_on_one_line_and_html_is_safe() -> None:
    paper = view_paper(Settings(), Entry(slug="a", first_day=DAY, title="A  <b>", body="*Text*"))

    assert paper.title == "A <b>"
    assert paper.title_html == "A  &lt;b&gt;"
    assert paper.abstract_html == "<p><em>Text</em></p>\n"
    assert paper.excerpt == "Text"
    assert paper.url == "/2025-09-17/a/"


def test_papers_are_equal_where_their_entries_are() -> None:
    entry = Entry(slug="a", first_day=DAY, title="A")

    assert view_paper(Settings(), entry) == view_paper(Settings(title="T"), replace(entry))
    assert view_paper(Settings(), entry) != view_paper(Settings(), replace(entry, title="B"))


def test_stars_stand_beside_the_link_to_the_code() -> None:
    def find(*links: tuple[str, str]) -> str:
        entry = Entry(slug="a", first_day=DAY, title="A", links=links)
        return view_paper(Settings(), entry).code_url

    project, hub = ("Project page", "https://x.example"), ("Hub", "https://github.com/a/b")
    assert find(project) == ""
    assert find(project, ("code", "https://y.example")) == "https://y.example"
    assert find(("code", "https://y.example"), hub) == hub[1]
    assert find(project, ("Lab", "https://gitlab.com/a/b")) == "https://gitlab.com/a/b"
