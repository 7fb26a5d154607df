import doctest
import pickle

import pytest

from site_gen.model import errors
from site_gen.model.errors import (
    InputError,
    OutputError,
    Problem,
    SiteError,
    TemplateError,
    ToolError,
)

PROBLEMS = (Problem("a.md", 3, "one; expected two"), Problem("", 0, "bare"), Problem("b", 0, "c"))


def test_the_examples_are_true() -> None:
    assert doctest.testmod(errors).failed == 0


@pytest.mark.parametrize("kind", [InputError, OutputError, TemplateError, ToolError])
def test_an_error_tells_every_problem_and_survives_pickling(kind: type[SiteError]) -> None:
    error = pickle.loads(pickle.dumps(kind(*PROBLEMS)))

    assert isinstance(error, kind)
    assert error.problems == PROBLEMS
    assert str(error) == "a.md:3: one; expected two\nbare\nb: c"


def test_a_problem_is_one_line_that_hides_nothing() -> None:
    problem = Problem("a\n\x1b[2J\udce9.md", 3, "found '\u202egnp'")

    assert str(problem) == r"a\n\x1b[2J\xe9.md:3: found '\u202egnp'"
