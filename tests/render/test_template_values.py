from dataclasses import dataclass
from datetime import date
from pathlib import Path

import jinja2
import pytest

from site_gen.model.pages import DayLink, Page
from site_gen.model.papers import Entry, Settings
from site_gen.model.urls import URLS
from site_gen.newsletter import EmailPaper
from site_gen.plan.paper_view import view_paper
from site_gen.render.template_values import UnknownName, list_names, page_values
from site_gen.render.templates import make_renderer
from site_gen.render.theme import load_theme
from tests.render.pages import make_page

DAY = date(2025, 9, 17)


@dataclass(frozen=True, slots=True, kw_only=True)
class SomePage(Page):
    template = "some.html"
    kind = "home"

    name: str
    _hidden: str = ""

    @property
    def description(self) -> str:
        return f"About {self.name}."

    def shout(self) -> str:
        return f"{self.loud}!"

    @property
    def loud(self) -> str:
        return self.name.upper()


def test_a_template_sees_by_name_what_a_kind_of_page_adds() -> None:
    page = SomePage(url="/", title="T", name="a")

    assert page_values(page) == {"name": "a", "loud": "A"}


def test_the_names_of_a_record_are_its_fields_and_properties() -> None:
    assert set(list_names(SomePage)) - set(list_names(Page)) == {"name", "loud"}
    assert {"url", "kind", "title", "description", "is_listed", "updated"} <= {*list_names(Page)}


RECORDS = [
    ("page", SomePage(url="/", title="T", name="a"), "titel", "title"),
    ("page", SomePage(url="/", title="T", name="a"), "nam", "name"),
    ("site", Settings(), "base_ulr", "base_url"),
    ("urls", URLS, "arhive", "archive"),
    ("paper", view_paper(Settings(), Entry(slug="a", first_day=DAY, title="A")), "abstract",
     "abstract_text"),
    ("day link", DayLink(date=DAY, url="/"), "ulr", "url"),
    ("email paper", EmailPaper("", "", "", ""), "word", "words"),
]  # fmt: skip


@pytest.mark.parametrize(("noun", "record", "wrong", "right"), RECORDS)
def test_a_name_that_a_record_lacks_is_an_error_with_a_guess(
    noun: str, record: object, wrong: str, right: str
) -> None:
    with pytest.raises(jinja2.UndefinedError) as caught:
        str(UnknownName(obj=record, name=wrong))
    assert str(caught.value) == f"{noun} has no {wrong!r}; did you mean {right!r}?"


def test_a_name_that_resembles_none_is_an_error_with_all_names() -> None:
    with pytest.raises(jinja2.UndefinedError, match=r"^day link has no 'x'; expected one of date"):
        str(UnknownName(obj=DayLink(date=DAY, url="/"), name="x"))


def test_a_name_of_a_plain_value_is_reported_as_by_jinja2() -> None:
    for value in ("text", 5, None, ()):
        with pytest.raises(jinja2.UndefinedError) as ours:
            str(UnknownName(obj=value, name="x"))
        with pytest.raises(jinja2.UndefinedError) as theirs:
            str(jinja2.StrictUndefined(obj=value, name="x"))
        assert str(ours.value) == str(theirs.value)


def test_a_property_that_fails_is_not_taken_for_a_name_that_is_missing(site: Path) -> None:
    @dataclass(frozen=True, kw_only=True)
    class Broken:
        @property
        def name(self) -> str:
            return self.gone  # type: ignore[attr-defined,no-any-return]

    (site / "templates").mkdir()
    (site / "templates" / "x.html").write_text("{{ broken.name }}")
    render = make_renderer(Settings(), load_theme(site / "templates"))

    with pytest.raises(AttributeError, match="gone"):
        render(make_page("x.html", broken=Broken()))
