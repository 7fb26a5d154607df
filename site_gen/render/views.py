"""What templates show of a page's values: entries become papers with their HTML.

A plan holds entries, which are cheap to compare; their HTML is made only for pages that are due.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from site_gen.model.records import DigestView, Entry, Link, Page, PaperView
from site_gen.model.urls import paper_url
from site_gen.text import markdown

_ARXIV = "https://arxiv.org"
_FIRST_HTML = "2312"  # the month of the first ids that arXiv made HTML of
_DESCRIPTION = 160  # characters: what search engines show


def view_page(page: Page) -> tuple[Page, Mapping[str, Any]]:
    """Make what the template of a page gets: the page, and its context."""
    context = {name: _view(value) for name, value in page.context.items()}
    paper = context.get("paper")
    if isinstance(paper, PaperView):
        page = replace(
            page, description=markdown.excerpt(paper.excerpt, _DESCRIPTION) or page.title
        )
    return page, context


@lru_cache(maxsize=4096)
def view_paper(entry: Entry) -> PaperView:
    """Make what templates show of an entry."""
    rendered = markdown.render(entry.body)
    return PaperView(
        title=" ".join(entry.title.split()),
        title_html=markdown.title_html(entry.title),
        url=paper_url(entry.first_day, entry.slug),
        abstract_html=rendered.html,
        excerpt=markdown.excerpt(rendered.text),
        day=entry.first_day,
        authors=entry.authors,
        more_authors=entry.more_authors,
        topics=entry.topics,
        links=tuple(_links(entry)),
        upvotes=entry.upvotes,
        notes_html=markdown.to_html(entry.notes),
        arxiv_id=entry.arxiv_id,
        doi=entry.doi,
    )


def _view(value: object) -> object:
    if isinstance(value, Entry):
        return view_paper(value)
    if isinstance(value, DigestView):
        papers = (view_paper(x) if isinstance(x, Entry) else x for x in value.papers)
        return replace(value, papers=tuple(papers))
    return value


def _links(entry: Entry) -> Iterator[Link]:
    """Give where more of a paper is: what its ids lead to, and what its file names beside."""
    named = {url for _, url in entry.links}
    for text, url in _follow(entry):
        if url not in named:
            yield Link(text=text, url=url)
    for text, url in entry.links:
        yield Link(text=text, url=url)


def _follow(entry: Entry) -> Iterator[tuple[str, str]]:
    if number := entry.arxiv_id:
        yield "arXiv", f"{_ARXIV}/abs/{number}"
        yield "PDF", f"{_ARXIV}/pdf/{number}"
        if number[4:5] == "." and number >= _FIRST_HTML:
            yield "HTML", f"{_ARXIV}/html/{number}"
        yield "Hugging Face", f"https://huggingface.co/papers/{number}"
        yield "alphaXiv", f"https://www.alphaxiv.org/abs/{number}"
    if entry.doi:
        yield "DOI", f"https://doi.org/{entry.doi}"
