import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given

from scripts import generate_docs
from site_gen.content.entry_file import format_entry
from site_gen.content.frontmatter import split
from site_gen.model.errors import InputError
from site_gen.model.papers import Entry
from tests.content.test_entry_file import ENTRIES, read

SCHEMA = json.loads(generate_docs.make_entry_schema())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in generate_docs.FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "README.md").write_text("No part.\n")
    (tmp_path / "docs/a.md").write_text(
        "Above.\n<!-- generated: data-fields -->\nold\n<!-- end: data-fields -->\nBelow.\n"
    )
    return tmp_path


def test_the_generated_documentation_is_as_the_code_says() -> None:
    assert generate_docs.main(["--check"]) == 0


def test_every_part_stands_in_a_document() -> None:
    documents = [path.read_text(encoding="utf-8") for path in generate_docs.ROOT.glob("docs/*.md")]
    for name in generate_docs.PARTS:
        assert any(f"<!-- generated: {name} -->" in text for text in documents)


def test_a_stale_part_is_named_and_then_written(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (root / "docs/a.md").read_text()
    assert generate_docs.main(["--check"], root) == 1
    assert (root / "docs/a.md").read_text() == before
    assert capsys.readouterr().err == "".join(
        f"{name}: differs from the code; expected what 'make docs' writes\n"
        for name in ("docs/a.md", *generate_docs.FILES)
    )
    assert generate_docs.main([], root) == 0
    assert generate_docs.main(["--check"], root) == 0
    text = (root / "docs/a.md").read_text()
    assert text.startswith("Above.\n<!-- generated: data-fields -->\n| name | what it is |\n|---")
    assert text.endswith("\n<!-- end: data-fields -->\nBelow.\n")


@pytest.mark.parametrize(
    "text",
    ["<!-- generated: data-field -->\n<!-- end: data-field -->\n",
     "<!-- generated: data-fields -->\n", "<!-- end: data-fields -->\n"],
)  # fmt: skip
def test_marks_without_a_part_are_an_error(root: Path, text: str) -> None:
    (root / "docs/a.md").write_text(text)
    with pytest.raises(ValueError, match=r"a\.md: marks .*; expected pairs with a name of"):
        generate_docs.main([], root)


@given(ENTRIES)
def test_the_schema_accepts_what_is_written(entry: Entry) -> None:
    jsonschema.validate(yaml.safe_load(split(format_entry(entry)).meta), SCHEMA)


@pytest.mark.parametrize(
    ("meta", "is_good"),
    [
        ("title: A\n", True),
        ("title: A\nauthors:\nlinks:\ndoi:\n", True),
        ("title: A\nlinks: {Code: HTTPS://x.example}\n", True),
        ("authors: [B]\n", False),
        ("title: ' '\n", False),
        ("title: 1\n", False),
        ("title: A\nauthors: B\n", False),
        ("title: A\narxiv_id: 2509.01234\n", False),
        ("title: A\nupvotes: -1\n", False),
        ("title: A\nupvotes: many\n", False),
        ("title: A\nlinks: {Code: 'javascript:1'}\n", False),
        ("title: A\ntopic: [B]\n", False),
    ],
)
def test_the_schema_and_the_reader_accept_the_same(meta: str, is_good: bool) -> None:
    def is_accepted(read_it: Any, *given: Any) -> bool:
        try:
            read_it(*given)
        except (InputError, jsonschema.ValidationError):
            return False
        return True

    assert is_accepted(read, f"---\n{meta}---\n") is is_good
    assert is_accepted(jsonschema.validate, yaml.safe_load(meta), SCHEMA) is is_good
