from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from site_gen.model.errors import TemplateError
from site_gen.model.pages import Link, MonthContent
from site_gen.model.papers import Entry, Listing, Settings
from site_gen.plan.day_pages import PaperPage, plan_month
from site_gen.plan.paper_view import view_paper
from site_gen.render.templates import make_renderer
from site_gen.render.theme import load_theme
from tests.render.pages import make_page


def render(site: Path, base_url: str = "https://a.example", **values: object) -> str:
    settings = Settings(title="<T>", base_url=base_url)
    page = make_page("x.html", **values)
    return make_renderer(settings, load_theme(site / "templates"))(page)


def write(site: Path, text: str, name: str = "x.html") -> None:
    (site / "templates").mkdir(exist_ok=True)
    (site / "templates" / name).write_text(text)


def test_everything_is_escaped(site: Path) -> None:
    write(site, '{{ site.title }} <a title="{{ text }}">{{ text }}</a>')

    assert render(site, text='"<think>" & {{ x }}') == (
        '&lt;T&gt; <a title="&#34;&lt;think&gt;&#34; &amp; {{ x }}">'
        "&#34;&lt;think&gt;&#34; &amp; {{ x }}</a>"
    )


def test_macros_and_blocks_are_escaped_once(site: Path) -> None:
    macro = "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(text) }} "
    write(site, macro + "{% set y %}{{ text }}{% endset %}{{ y }} {{ y ~ text }}")

    assert render(site, text="<") == "&lt; &lt; &lt;&lt;"


def test_urls_know_where_the_site_is_hosted(site: Path) -> None:
    write(site, "{{ href('/a/') }} {{ permalink('/a/') }} {{ permalink(asset('style.css')) }}")
    plain = render(site).split()
    below = render(site, "https://a.example/papers").split()

    assert plain[:2] == ["/a/", "https://a.example/a/"]
    assert below[:2] == ["/papers/a/", "https://a.example/papers/a/"]
    assert below[2].startswith("https://a.example/papers/assets/style.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\n{{ papre.title }}\n",
         "templates/x.html:2: 'papre' is undefined; for the page /x/"),
        ("{{ site.titel }}",
         "templates/x.html:1: site has no 'titel'; did you mean 'title'?; for the page /x/"),
        ("one\n{% if x %}\n",
         "templates/x.html:2: Unexpected end of template. Jinja was looking for the following "
         "tags: 'elif' or 'else' or 'endif'. The innermost block that needs to be closed is 'if'.; "
         "expected a Jinja2 template"),
        ("\n{% extends 'bas.html' %}",
         "templates/x.html:2: no template 'bas.html'; did you mean 'base.html'?"),
        ("{{ asset('styles.css') }}",
         "templates/x.html:1: no static file 'styles.css'; did you mean 'style.css'?; "
         "for the page /x/"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_template_is_told_with_its_line(
    site: Path, text: str, expected: str
) -> None:
    write(site, text)

    with pytest.raises(TemplateError) as caught:
        render(site)
    assert str(caught.value) == expected


def test_an_error_is_told_where_it_is_not_where_it_is_included(site: Path) -> None:
    write(site, "\n\n{{ nothing }}", "part.html")
    write(site, "{% include 'part.html' %}")

    with pytest.raises(TemplateError, match=r"^templates/part.html:3: 'nothing' is undefined"):
        render(site)


def test_a_part_sees_only_what_it_is_given_and_is_made_once(site: Path) -> None:
    write(site, "<b>{{ kind }} {{ site.title }}</b>", "part.html")
    write(site, "{{ part('part.html', kind='a&b') }}{{ part('part.html', kind=page.kind) }}")
    assert render(site) == "<b>a&amp;b &lt;T&gt;</b><b>archive &lt;T&gt;</b>"

    write(site, "\n{{ page.title }}", "part.html")
    with pytest.raises(TemplateError, match=r"^templates/part.html:2: 'page' is undefined"):
        render(site)


def test_a_theme_may_have_macros_and_call_what_it_likes(site: Path) -> None:
    write(site, "{% macro bold(text) %}<b>{{ text }}{{ caller() }}</b>{% endmacro %}", "m.html")
    write(
        site,
        "{% from 'm.html' import bold %}{% call bold('a&b') %}!{% endcall %}"
        "{% for one in range(2) %}{{ loop.cycle('x', 'y') }}{{ href(url='/a/') }}{% endfor %}",
    )
    assert render(site) == "<b>a&amp;b!</b>x/a/y/a/"


def test_a_template_that_changes_is_compiled_again(site: Path) -> None:
    write(site, "one")
    assert render(site) == "one"

    write(site, "two")
    assert render(site) == "two"


def test_a_paper_shows_its_venue(site: Path) -> None:
    def show(venue: str) -> str:
        entry = Entry(slug="a", first_day=date(2025, 9, 17), title="A", venue=venue)
        settings = Settings(base_url="https://a.example")
        page = PaperPage(
            url="/2025-09-17/a/", title="A", paper=view_paper(settings, entry),
            authors=(), days=(), previous=None, next=None, related=(),
        )  # fmt: skip
        return make_renderer(settings, load_theme(site / "templates"))(page)

    shown = show('NeurIPS "2025" <b>')
    assert '<p class="venue" dir="auto">NeurIPS &#34;2025&#34; &lt;b&gt;</p>' in shown
    assert (
        '<meta name="citation_conference_title" content="NeurIPS &#34;2025&#34; &lt;b&gt;">'
        in shown
    )
    assert "venue" not in show("")


def show_paper(site: Path, **facts: object) -> str:
    entry = Entry(slug="a", first_day=date(2025, 9, 17), title="A", **facts)  # type: ignore[arg-type]
    settings = Settings(base_url="https://a.example")
    page = PaperPage(
        url="/2025-09-17/a/", title="A", paper=view_paper(settings, entry),
        authors=(), days=(), previous=None, next=None, related=(),
    )  # fmt: skip
    return make_renderer(settings, load_theme(site / "templates"))(page)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"ai_summary": "Short <b>."}, '<p dir="auto">Short &lt;b&gt;.</p>'),
        ({"keywords": ("nets", "a<b")}, '<dt>Keywords</dt> <dd dir="auto">nets, a&lt;b</dd>'),
        ({"submitter": "AK"}, '<dt>Submitted by</dt> <dd dir="auto">AK</dd>'),
        ({"comment": "12 pages"}, '<dt>Comment</dt> <dd dir="auto">12 pages</dd>'),
        (
            {"comment": r"5 \% of $x$ <b>, \url{https://x.org/a\_b}"},
            '<dd dir="auto">5 % of <math alttext="$x$"><mi>x</mi></math> &lt;b&gt;, https://x.org/a_b<',
        ),
        ({"journal_ref": r"Bol.\ Mat\'ematica"}, '<dd dir="auto">Bol. Matématica</dd>'),
        ({"journal_ref": "Nature 1"}, '<dt>Journal reference</dt> <dd dir="auto">Nature 1</dd>'),
        ({"version": 3}, '<dt>Version</dt> <dd dir="auto">v3</dd>'),
        ({"withdrawn": True}, '<p class="withdrawn">Withdrawn</p>'),
        ({"github_stars": 1}, '<span class="count">1 star at GitHub</span>'),
        (
            {"github_stars": 0, "links": (("Code", "https://github.com/a/b"),)},
            'href="https://github.com/a/b">Code</a>\n    <span class="count">0 stars</span>',
        ),
    ],
)
def test_a_paper_shows_a_fact_that_is_known(
    site: Path, facts: Mapping[str, object], expected: str
) -> None:
    assert expected in show_paper(site, **facts)
    bare = show_paper(site, links=facts.get("links", ()))
    assert expected not in bare
    assert not any(mark in bare for mark in ("gist", "facts", "withdrawn", "star at"))


def test_a_journal_reference_that_is_the_venue_is_shown_once(site: Path) -> None:
    assert "<dl" not in show_paper(site, journal_ref="Nature 1", venue="Nature 1")


@pytest.mark.parametrize("kind", ["day", "paper"])
def test_a_paper_that_was_not_new_is_shown_as_such(site: Path, kind: str) -> None:
    def show(announced: str) -> str:
        entry = Entry(slug="a", first_day=date(2025, 9, 17), title="A", announced=announced)
        settings = Settings(base_url="https://a.example")
        listing = Listing(date=date(2025, 9, 17), papers=("a",))
        month = MonthContent(listings=(listing,), entries={"2025-09-17/a": entry})
        page = next(one for one in plan_month(settings, month) if one.kind == kind)
        return make_renderer(settings, load_theme(site / "templates"))(page)

    assert '<span class="count">cross-listed</span>' in show("cross-listed")
    assert "cross-listed" not in show("")


@pytest.mark.parametrize(
    ("url", "expected"), [("", "AT&amp;T"), ("/o/", '<a href="/o/">AT&amp;T</a>')]
)
def test_an_organization_is_a_link_where_it_has_a_page(site: Path, url: str, expected: str) -> None:
    entry = Entry(slug="a", first_day=date(2025, 9, 17), title="A")
    settings = Settings(base_url="https://a.example")
    page = PaperPage(
        url="/2025-09-17/a/", title="A", paper=view_paper(settings, entry),
        authors=(), days=(), previous=None, next=None, related=(),
        organization=Link(text="AT&T", url=url),
    )  # fmt: skip
    shown = make_renderer(settings, load_theme(site / "templates"))(page)
    assert f'<p class="organization" dir="auto">{expected}' in shown
    assert 'class="organization"' not in show_paper(site)


@pytest.mark.parametrize(
    ("facts", "expected", "absent"),
    [
        (
            {"arxiv_id": "2509.01234", "body": "Of $x$ & <b>.", "topics": ("A; b",)},
            [
                'citation_publication_date" content="2025/09"',
                'citation_abstract" content="Of x &amp; &lt;b&gt;."',
                'citation_keywords" content="A; b"',
                'citation_pdf_url" content="https://arxiv.org/pdf/2509.01234"',
                'z.itemType" content="preprint"',
                'z.archiveID" content="arXiv:2509.01234"',
            ],
            ["z.extra", "published_time", "2025-09-17T", "2025/09/17"],
        ),
        (
            {"arxiv_id": "2509.01234", "venue": "Nature 1"},
            ['citation_journal_title" content="Nature 1"', 'z.extra" content="arXiv:2509.01234"'],
            ["z.itemType", "z.archiveID", 'citation_abstract"'],
        ),
        (
            {"links": (("Paper", "https://a.example/x.PDF?v=1"),)},
            ['citation_pdf_url" content="https://a.example/x.PDF?v=1"', 'content="document"'],
            ["citation_publication_date", "citation_keywords", "z.extra"],
        ),
    ],
)
def test_programs_find_what_is_known_of_a_paper(
    site: Path, facts: dict[str, object], expected: list[str], absent: list[str]
) -> None:
    shown = show_paper(site, **facts)
    assert [text for text in expected if text not in shown] == []
    assert [text for text in absent if text in shown] == []
