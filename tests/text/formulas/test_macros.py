import re

import pytest

from site_gen.text.formulas.macros import (
    BOXES,
    ENVIRONMENTS,
    QUOTED,
    RENAMED,
    SKIPPED,
    TEMPLATES,
    TEXT_FONTS,
)
from site_gen.text.tex import to_mathml

ARGUMENTS = 2


@pytest.mark.parametrize("name", [*RENAMED, *TEMPLATES, *QUOTED, *SKIPPED, *BOXES, *TEXT_FONTS])
def test_every_command_is_typeset(name: str) -> None:
    command = rf"\{name}" + "{a}" * len(TEMPLATES.get(name, ("", ""))[1:])
    assert to_mathml(f"x {command} {'{b}' * (SKIPPED | BOXES).get(name, 0)}{{y}}")


@pytest.mark.parametrize("name", [name for name in ENVIRONMENTS if "array" not in name])
def test_every_environment_is_typeset(name: str) -> None:
    arguments = "{2}" * ENVIRONMENTS[name][1] + "{c}" * (name == "tabular")
    assert to_mathml(rf"\begin{{{name}}}{arguments}a\end{{{name}}}")


def test_no_macro_of_latex_is_changed_but_for_its_look() -> None:
    names = [name for name in RENAMED if re.fullmatch("[A-Z]", name)]
    assert names == ["C", "Q", "E"]  # \P and \S are signs, \L and \O letters, \T means many things
