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
