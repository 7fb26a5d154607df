from datetime import date

from site_gen.model.records import DayLink, DigestView, Entry, Page, PaperView
from site_gen.render.views import view_page, view_paper

DAY = date(2025, 9, 17)


def test_links_follow_from_ids() -> None:
    entry = Entry(
        slug="a", first_day=DAY, title="A", arxiv_id="2509.01234", doi="10.1/x",
        links=(("code", "https://x.y/z"),),
    )  # fmt: skip

    assert [(link.text, link.url) for link in view_paper(entry).links] == [
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
        return [link.text for link in view_paper(entry).links]

    assert "HTML" in texts("2312.00001")
    assert "HTML" not in texts("2311.18999")
    assert "HTML" not in texts("cs/0501001")
    assert texts("1706.03762", Daily="https://huggingface.co/papers/1706.03762") == [
        "arXiv", "PDF", "alphaXiv", "Daily"
    ]  # fmt: skip


def test_templates_get_papers_for_entries_and_all_else_as_it_is() -> None:
    entry = Entry(slug="a", first_day=DAY, title="A  title", body="*Text*" + " more" * 50)
    link = DayLink(date=DAY, url="/2025-09-17/")
    digest = DigestView(
        date=DAY, heading="", byline="", badge="", pitch="", action="", papers=(entry,)
    )
    page = Page(
        url="/2025-09-17/a/", template="paper.html", kind="paper", title="A title", description="",
        context={"paper": entry, "digest": digest, "day": link},
    )  # fmt: skip
    seen, context = view_page(page)

    assert context["paper"] == context["digest"].papers[0] == view_paper(entry)
    assert isinstance(context["paper"], PaperView)
    assert context["day"] is link
    assert seen.description.startswith("Text more")
    assert len(seen.description) <= 160
