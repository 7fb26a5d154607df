from dataclasses import dataclass

from site_gen.model.records import Page
from site_gen.render.template_values import list_names, page_values


@dataclass(frozen=True, slots=True, kw_only=True)
class SomePage(Page):
    template = "some.html"
    kind = "home"

    name: str
    _hidden: str = ""

    @property
    def description(self) -> str:
        return f"About {self.name}."

    @property
    def loud(self) -> str:
        return self.name.upper()


def test_a_template_sees_by_name_what_a_kind_of_page_adds() -> None:
    page = SomePage(url="/", title="T", name="a")

    assert page_values(page) == {"name": "a", "loud": "A"}


def test_the_names_of_a_record_are_its_fields_and_properties() -> None:
    assert set(list_names(SomePage)) - set(list_names(Page)) == {"name", "loud"}
    assert {"url", "kind", "title", "description", "is_listed", "updated"} <= {*list_names(Page)}
