"""Every mistake of a template is told with file and line; a bug of site-gen keeps its traceback."""

import pickle
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from tblib import pickling_support

from site_gen.cli import cli
from site_gen.model.errors import InputError, TemplateError
from site_gen.model.papers import Settings
from site_gen.render.templates import make_renderer
from site_gen.render.theme import default_folder, load_theme
from tests.conftest import DATA
from tests.render.pages import make_page

MISTAKES = yaml.safe_load((DATA / "template_mistakes.yaml").read_text(encoding="utf-8"))
PAGES = sorted(path.name for path in default_folder().glob("[a-z0-9]*.html") if path.stem != "base")

BUILD = ("build", "--no-search", "--jobs", "2")
EMAIL = ("export", "2025-09-17", "--format", "email")


def render(site: Path, **values: object) -> str:
    page = make_page("home.html", **values)
    return make_renderer(Settings(), load_theme(site / "templates"))(page)


def write(site: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = site / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.mark.parametrize("case", MISTAKES, ids=lambda case: "\n".join(case["files"].values()))
def test_a_mistake_is_told_where_it_is(site: Path, case: dict[str, Any]) -> None:
    write(site, case["files"])
    with pytest.raises(TemplateError) as caught:
        render(site)

    assert str(caught.value).startswith(f"templates/{case['at']}: ")
    assert case["says"] in str(caught.value)
    assert "\n" not in str(caught.value)
    pickling_support.install(caught.value)  # as Dask does: an error takes along what led to it
    copy = pickle.loads(pickle.dumps(caught.value))
    assert copy.problems == caught.value.problems


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n\n{{ " + "(" * 500 + "1" + ")" * 500 + " }}", 3),
        ("\n{{ page.title" + "|upper" * 2000 + " }}", 2),
        ("\n{{ 1" + " + page" * 1000 + " }}", 2),
        ("\n{{ " + "9" * 5000 + " }}", 2),
        ("{% if page %}\n" * 130 + "{% endif %}" * 130, 98),
        ("{% for x in page.title %}\n" * 30 + "{% endfor %}" * 30, 19),
    ],
    ids=["parentheses", "filters", "sum", "number", "conditions", "loops"],
)
def test_what_python_cannot_compile_is_told_with_its_line(site: Path, text: str, line: int) -> None:
    write(site, {"home.html": text})
    with pytest.raises(TemplateError, match=r"; expected a Jinja2 template$") as caught:
        render(site)

    assert abs(caught.value.problems[0].line - line) <= 2  # Python has its own limits


def test_a_bug_in_what_a_template_calls_is_not_blamed_on_the_template(site: Path) -> None:
    write(site, {"home.html": "\n{{ day|gap(day) }}"})

    with pytest.raises(OverflowError) as caught:  # it got a date, as it asks for
        render(site, day=date.max)
    assert caught.value.__notes__ == ["templates/home.html:2: called it for the page /x/"]


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args, catch_exceptions=False)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site of two months that has a page of every kind."""
    site = tmp_path_factory.mktemp("site")
    for day in ("2025-08-16", "2025-09-16", "2025-09-17"):
        path = site / "content" / day / "a.md"
        path.parent.mkdir(parents=True)
        path.write_text(
            "---\ntitle: A\nauthors: [Ada Lovelace]\ntopics: [T]\norganization: O\n---\n\nText.\n"
        )
        path.with_name("b.md").write_text("---\ntitle: B\nremoved: why\n---\n")
    (site / "content" / "site.yaml").write_text(
        "base_url: https://a.example\nhost: github-pages\nredirects: {/old/: /about/}\n"
    )
    (site / "content" / "pages").mkdir()
    (site / "content" / "pages" / "contact.md").write_text("---\ntitle: Contact\n---\n")
    assert run("-C", str(site), *BUILD).exit_code == 0
    return site


@pytest.mark.parametrize("name", PAGES)
def test_a_mistake_on_a_page_of_any_kind_leaves_the_last_good_site(
    every_kind: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(every_kind)
    good = tree(every_kind / "public")
    write(every_kind, {name: "\n{{ page.title + 1 }}"})
    try:
        done = run(*(EMAIL if name == "email.html" else BUILD))
    finally:
        shutil.rmtree(every_kind / "templates")

    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"templates/{name}:2: TypeError: can only concatenate str")
    assert done.stderr.count("\n") == 1
    assert tree(every_kind / "public") == good


def test_an_included_file_that_is_no_text_is_told(site: Path) -> None:
    write(site, {"home.html": "{% include 'a.txt' %}"})
    (site / "templates" / "a.txt").write_bytes(b"one\n\xff")

    with pytest.raises(InputError, match=r"^templates/a.txt:2: not UTF-8"):
        render(site)


def test_a_theme_is_found_wherever_a_person_stands(site: Path) -> None:
    write(site, {"home.html": "{{ 1 / 0 }}"})
    (site / "sub").mkdir()
    with pytest.raises(TemplateError, match=r"^templates/home.html:1: ZeroDivisionError"):
        render(site / "sub" / "..")
