"""The rooms of the house: who may import whom, and what the pure floors may touch."""

import ast
from pathlib import Path

import pytest

from site_gen.indexing import MODULES as MODULES_OF_SEARCH

PACKAGE = Path(__file__).parents[1] / "site_gen"
FLOORS = {
    "errors": 0, "model": 0, "characters": 0, "identifiers": 0,
    "urls": 1, "frontmatter": 1, "fingerprint": 1, "fields": 1, "tex_bounds": 0, "tex": 1,
    "plain_math": 1, "escaping": 0,
    "assets": 2, "prose": 0, "words": 1, "executors": 4,
    "chunks": 1,
    "bundle": 2, "facts": 3, "views": 3, "bundles": 4, "twins": 4, "mail": 4, "export": 8,
    "markup": 2, "splice": 2, "netlify": 2, "ledger": 2, "config": 2, "entries": 2, "listings": 2,
    "topics": 2, "topic_pages": 3, "month_pages": 2, "week_pages": 3,
    "formats": 0, "formats.shapes": 0, "formats.reading": 1, "formats.jsontext": 1,
    "formats.hugging_face": 2, "formats.records": 2, "formats.bibliography": 2,
    "formats.arxiv_mail": 2, "formats.feed_text": 2, "formats.syndication": 3,
    "formats.cards": 2, "formats.html_lines": 3, "formats.markdown_lines": 3,
    "formats.arxiv_list": 5, "formats.html_page": 5, "formats.markdown_page": 5,
    "formats.layout": 3, "formats.digest": 4, "formats.recognition": 6,
    "feed_formats": 2, "citations": 3, "pages": 3, "feeds": 3, "identity": 3,
    "revision": 3, "imported": 4, "merge": 4, "archive": 6,
    "inspection": 4, "checking": 6, "cli.checks": 12, "client": 5, "fetching": 6, "cli.fetches": 13,
    "enriching": 6, "cli.enriches": 14,
    "files": 4, "locks": 5, "pictures": 4, "theme": 5, "template_errors": 5,
    "template_source": 5, "render": 6, "selection": 6,
    "pagefind": 4, "store": 5, "search": 5, "outputs": 5, "publish": 5, "serve": 6,
    "months": 7, "survey": 7,
    "recent": 5, "pieces": 1, "month_files": 5, "rest": 8, "indexing": 8, "passes": 8,
    "staged": 9, "build": 10,
    "recent_feeds": 6, "author_pages": 3, "author_links": 5, "register": 4, "authors": 8,
    "sitemaps": 6,
    "vectors": 4, "neighbours": 5, "related": 6,
    "cli.console": 11, "cli.imports": 12, "cli.exports": 12, "cli.builds": 12, "cli.servers": 13,
    "cli": 15, "__main__": 16, "__init__": -1,
}  # fmt: skip
PURE = 3
WORLD = {
    "click", "io", "os", "pathlib", "random", "socket", "subprocess", "sys", "tempfile", "time",
    "urllib.request", "http", "secrets", "uuid",
}  # fmt: skip


def _name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


MODULES = {_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imports(name: str) -> set[str]:
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def is_pure(name: str) -> bool:
    return 0 <= FLOORS[name] <= PURE or name.startswith("formats.")


def test_the_search_is_indexed_anew_where_what_it_is_made_by_changed() -> None:
    known, todo = {"indexing"}, ["bundle", "bundles", "pagefind", "search", "store", "topics"]
    while todo:
        name = todo.pop()
        known.add(name)
        ours = {other.removeprefix("site_gen.") for other in imports(name)} & set(FLOORS)
        todo += ours - known
    assert sorted(known) == sorted(MODULES_OF_SEARCH)


def test_every_room_has_a_floor() -> None:
    assert sorted(FLOORS) == sorted(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_a_room_imports_only_from_lower_floors(name: str) -> None:
    ours = {m.removeprefix("site_gen.") for m in imports(name)} & set(FLOORS) - {"formats", "cli"}
    assert {other for other in ours if FLOORS[other] >= FLOORS[name]} == set()


@pytest.mark.parametrize("name", [name for name in MODULES if is_pure(name)])
def test_a_pure_room_does_not_touch_the_world(name: str) -> None:
    found = imports(name)
    assert {m for m in found if m in WORLD or m.split(".")[0] in WORLD} == set()
    text = MODULES[name].read_text(encoding="utf-8")
    assert "now(" not in text
    assert "today(" not in text


@pytest.mark.parametrize("name", [name for name in MODULES if name.split(".")[0] != "cli"])
def test_only_the_command_line_knows_click_or_prints(name: str) -> None:
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    assert "click" not in imports(name)
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == "print"]


@pytest.mark.parametrize("name", MODULES)
def test_no_room_is_crowded(name: str) -> None:
    lines = MODULES[name].read_text(encoding="utf-8").count("\n")
    assert lines <= 300
    vague = {"utils", "helpers", "base", "core", "manager", "common"}
    assert not set(name.split(".")) & vague
