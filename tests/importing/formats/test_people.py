"""People, as sources write them: a table of cases, and any text at all."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.importing.formats.people import People, parse_bibtex_names, parse_names, read_names
from tests.bounded import run_bounded
from tests.conftest import DATA

CASES = json.loads((DATA / "people.json").read_text(encoding="utf-8"))
READERS: Mapping[str, Callable[[Any], People]] = {
    "bibtex": parse_bibtex_names,
    "text": parse_names,
    "list": read_names,
}
TEXTS = st.text(alphabet="Ab ,;.()[]{}*1-\n\\'and:…等，")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['as']} {case['source']}")
def test_a_case_of_the_table(case: Mapping[str, Any]) -> None:
    expected = People(tuple(case["names"]), case.get("more", False), tuple(case.get("unread", ())))
    assert READERS[case["as"]](case["source"]) == expected


@given(TEXTS)
def test_every_name_is_one_line_with_a_letter(text: str) -> None:
    for found in (parse_bibtex_names(text), parse_names(text), read_names([text])):
        for name in found.names:
            assert name == " ".join(name.split())
            assert any(sign.isalpha() for sign in name)


@given(
    st.lists(
        st.sampled_from(["Ann One", "Bob van Two", "Łukasz O'Three", "Wei-Ji Li"]), unique=True
    )
)
def test_plain_names_are_kept_as_they_are(names: list[str]) -> None:
    assert parse_bibtex_names(" and ".join(names)).names == tuple(names)
    assert parse_names("; ".join(names)).names == tuple(names)
    assert read_names(names).names == tuple(names)


def test_a_long_text_of_anything_takes_time_in_proportion_to_its_length() -> None:
    units = json.loads((DATA / "repetitions.json").read_text(encoding="utf-8"))
    run_bounded(
        "import json, sys\n"
        "from site_gen.importing.formats.people import parse_bibtex_names, parse_names\n"
        "for unit in json.loads(sys.stdin.read()):\n"
        "    print(repr(unit), flush=True)\n"
        "    for read in (parse_bibtex_names, parse_names):\n"
        "        read(unit * (20_000 // len(unit)))\n",
        json.dumps(
            [*units, "and ", " and A", "A, ", "(A) ", "A; ", "et al", "1 more ", "A (", "等"]
        ),
        seconds=30,
    )
