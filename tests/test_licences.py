"""Licences of dependencies: read from any kind of metadata, and none that nobody looked at."""

from email.message import Message

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts import licences
from scripts.licences import ELSEWHERE, EXCEPTIONS, READ, Licence, find_expression, find_problem
from tests.conftest import ROOT


def fields(*pairs: tuple[str, str]) -> Message:
    message = Message()
    for name, value in pairs:
        message[name] = value
    return message


MIT = ("Classifier", "License :: OSI Approved :: MIT License")
GPL = ("Classifier", "License :: OSI Approved :: GNU General Public License (GPL)")


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("License-Expression", "mit OR apache-2.0")], "MIT OR Apache-2.0"),
        ([("License-Expression", "MIT"), ("License", "GPL")], "MIT"),
        ([("License", "Apache 2.0")], "Apache-2.0"),
        ([("License", "Permission is hereby granted ..."), MIT], "MIT"),
        ([("Classifier", "License :: OSI Approved"), MIT], "MIT"),
        ([MIT, GPL], ""),
        ([("License", "BSD")], ""),
        ([("Classifier", "Topic :: Text Processing")], ""),
        ([], ""),
    ],
)
def test_a_licence_is_read_from_old_and_new_metadata(
    pairs: list[tuple[str, str]], expected: str
) -> None:
    assert find_expression("a", fields(*pairs)) == expected


@pytest.mark.parametrize(
    ("package", "expression", "problem"),
    [
        ("a", "MIT", ""),
        ("a", "MIT AND PSF-2.0", ""),
        ("a", "GPL-3.0-only OR MIT", ""),
        ("a", "GPL-3.0-only AND MIT", "GPL-3.0-only AND MIT; expected a licence of ALLOWED"),
        ("a", "MPL-2.0", "MPL-2.0; expected a licence of ALLOWED"),
        ("a", "(MIT OR GPL-3.0-only) AND ISC", "expected a licence of ALLOWED"),
        ("a", "Apache-2.0 WITH LLVM-exception", "expected a licence of ALLOWED"),
        ("a", "", "unknown licence; expected a line in scripts/licences.py"),
        ("hypothesis", "MPL-2.0", ""),
        ("hypothesis", "MIT", ""),
        ("hypothesis", "AGPL-3.0-only", "AGPL-3.0-only; expected 'MPL-2.0', as EXCEPTIONS says"),
    ],
)
def test_a_licence_that_nobody_allowed_is_a_problem(
    package: str, expression: str, problem: str
) -> None:
    found = find_problem(Licence(package, "dev", expression))
    assert bool(found) == bool(problem)
    assert problem in found


def test_all_problems_are_named_at_once() -> None:
    wrong = [Licence("a", "site", ""), Licence("b", "dev", "MIT"), Licence("c", "dev", "GPL-2.0")]
    with pytest.raises(ValueError, match=r"a: unknown .*\nc: GPL-2.0;"):
        licences.check(wrong)


def test_no_line_of_the_tables_is_left_over() -> None:
    listed = [
        one
        for level in licences.LEVELS
        for one in licences._read_names(ROOT / f"requirements/{level}.txt")
    ]
    assert {*EXCEPTIONS, *READ} <= {canonicalize_name(one.name) for one in listed}
    assert {canonicalize_name(one.name) for one in listed if one.marker} == ELSEWHERE.keys()


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_is_recorded_is_what_a_package_says(name: str) -> None:
    found = licences._read_metadata(Requirement(f"{name}; python_version < '3'"))
    assert find_expression(name, found) == ELSEWHERE[name]


def test_a_package_that_is_missing_is_no_licence() -> None:
    with pytest.raises(ValueError, match="no-such-package is not installed; expected what 'make"):
        licences._read_metadata(Requirement("no-such-package"))
