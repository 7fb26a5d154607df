"""A page whose template sees what a test wants."""

from dataclasses import field, make_dataclass

from site_gen.model.records import Page


def make_page(template: str, **values: object) -> Page:
    kind = make_dataclass(
        "SomePage",
        [(name, object, field(default=value)) for name, value in values.items()],
        bases=(Page,),
        namespace={"template": template, "kind": "archive"},
        frozen=True,
        kw_only=True,
    )
    page = kind(url="/x/", title="X")
    assert isinstance(page, Page)
    return page
