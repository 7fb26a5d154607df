"""What is changed inside Jinja2 and MarkupSafe changes nothing that a template shows."""

from datetime import date
from pathlib import Path

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from site_gen.content.store import load_settings
from site_gen.model.pages import Page
from site_gen.model.papers import Entry, Settings
from site_gen.newsletter import EmailPage, EmailPaper
from site_gen.plan.removed_pages import plan_notices
from site_gen.render.jinja_internals import Environment
from site_gen.render.template_values import page_values
from site_gen.render.templates import add_names, make_renderer
from site_gen.render.theme import default_folder, load_theme
from tests.conftest import ROOT
from tests.render.pages import plan_site

SETTINGS = load_settings(ROOT / "content")
THEME = load_theme(Path("no such folder"))
EMAIL = EmailPage(
    url="/",
    title="<T>",
    heading="<T> & more",
    there="https://a.example/?a=1&b=2",
    papers=(EmailPaper("A < B", "https://a.example/a/", "Words & words", ""),),
    total=2,
    rest=1,
)


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    """A page of every kind, with the papers of this repository."""
    notices = plan_notices([Entry(slug="a", first_day=date(2025, 9, 17), title="T", removed="why")])
    return [*plan_site(ROOT / "content", SETTINGS), *notices, EMAIL]


def make_plain_environment(settings: Settings) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(default_folder()),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    add_names(environment, settings, THEME)
    return environment


def test_every_template_shows_what_it_shows_by_a_plain_jinja2(pages: list[Page]) -> None:
    render, plain = make_renderer(SETTINGS, THEME), make_plain_environment(SETTINGS)

    for page in pages:
        template = plain.get_template(page.template)
        assert render(page) == template.render(page_values(page), page=page), page.url


def test_there_is_a_page_for_every_template(pages: list[Page]) -> None:
    names = {path.name for path in default_folder().glob("*.html") if path.name[0] != "_"}

    assert {page.template for page in pages} == names - {"base.html"}


@given(
    st.text()
    | st.text("<>&'\"a")
    | st.integers()
    | st.text().map(Markup)
    | st.none()
    | st.lists(st.text())
)
def test_what_is_shown_is_escaped_as_markupsafe_does(value: object) -> None:
    assert Environment.shown(value) == escape(value)
