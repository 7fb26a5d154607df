"""What went wrong while a template was rendered, as a TemplateError with its file and line.

Any exception can come out of a template, because a template can call and calculate. It is a
mistake of the template, with one exception: a function of site-gen that the template called got
what it asks for, and failed. That is a bug of site-gen, and keeps its traceback. What a function
asks for is in its annotations. They are compared with what it got only after it failed, so a call
that succeeds costs nothing more. Where the error was raised does not decide: a function that gets
a wrong value may fail in another one that it calls.
"""

import inspect
import os
from collections.abc import Sequence
from pathlib import Path
from reprlib import repr as short_repr
from traceback import walk_tb
from types import CodeType, FrameType, FunctionType
from typing import NamedTuple, get_type_hints

import jinja2

from site_gen.model import Problem, TemplateError, guess
from site_gen.system.files import shown

_OURS = str(Path(__file__).parents[1]) + os.sep
# A message may hold the representation of a whole page.
_LONGEST = 300  # characters of a message of Python's


class _Stack(NamedTuple):
    """Where an error was raised: lines of templates, then calls from the innermost of them."""

    places: list[tuple[str, int]]
    calls: list[FrameType]


def explain(
    err: Exception, environment: jinja2.Environment, folders: Sequence[Path], page: str
) -> TemplateError | None:
    """Say what is wrong in a template that raised ``err``; None where that is a bug of site-gen.

    ``folders`` are where templates are, those of the site first; ``page`` is the URL of the page.
    The place is the innermost line in a template of the site: where one of the default theme
    fails, it was given something wrong there. A bug gets a note that names the place.
    """
    if isinstance(err, jinja2.TemplateSyntaxError):
        place = shown(Path(err.filename or err.name or folders[0]))
        return _say(place, err.lineno, f"{err.message}; expected a Jinja2 template")
    stack = _read_stack(err, folders)
    path, line, within = _find_place(stack, folders)
    message = _describe(err, environment, stack)
    if not message:
        place = f"{path}:{line}{within}" if line else path
        err.add_note(f"{place}: called it for the page {page}")
        return None
    about = "" if isinstance(err, jinja2.TemplateNotFound) else f"; for the page {page}"
    return _say(path, line, f"{message}{within}{about}")


def _say(path: str, line: int, message: str) -> TemplateError:
    return TemplateError(Problem(path, line, message))


def _read_stack(err: Exception, folders: Sequence[Path]) -> _Stack:
    begins = tuple(f"{folder}{os.sep}" for folder in folders)
    places: list[tuple[str, int]] = []
    calls: list[FrameType] = []
    for frame, line in walk_tb(err.__traceback__):
        name = frame.f_code.co_filename
        if name.startswith(begins):
            places.append((name, line))
            # What was called before an inner template is not what failed.
            calls = []
        elif places:
            calls.append(frame)
    return _Stack(places, calls)


def _find_place(stack: _Stack, folders: Sequence[Path]) -> tuple[str, int, str]:
    """Give the path and line of the mistake, and words for where in the default theme it shows."""
    if not stack.places:
        return shown(folders[0]), 0, ""
    in_theme = [place for place in stack.places if place[0].startswith(f"{folders[0]}{os.sep}")]
    place, last = (in_theme or stack.places)[-1], stack.places[-1]
    within = f" (in {Path(last[0]).name}:{last[1]} of the default theme)" if place != last else ""
    return shown(Path(place[0])), place[1], within


def _describe(err: Exception, environment: jinja2.Environment, stack: _Stack) -> str:
    """Say what is wrong; nothing where that is not in a template."""
    if isinstance(err, jinja2.TemplateNotFound):
        return _describe_missing(err, environment)
    if isinstance(err, jinja2.TemplateError):
        return err.message or type(err).__name__
    if not stack.places:
        return ""
    text = " ".join(str(err).split())[:_LONGEST]
    message = f"{type(err).__name__}: {text}" if text else type(err).__name__
    ours = [frame for frame in stack.calls if frame.f_code.co_filename.startswith(_OURS)]
    if not ours:
        return message
    if isinstance(err, RecursionError) and len(ours) < len(stack.places):
        return message  # templates went round; where the stack ended is chance
    return _find_wrong_value(ours[0], _list_functions(environment))


def _describe_missing(err: jinja2.TemplateNotFound, environment: jinja2.Environment) -> str:
    wanted = err.templates  # several where a template named several, and any would do
    if not wanted:
        return f"{err.message}; expected the name of a template"
    words = " or ".join(repr(str(name)) for name in wanted)
    return f"no template {words}; {guess(str(wanted[0]), environment.list_templates(['html']))}"


def _list_functions(environment: jinja2.Environment) -> dict[CodeType, tuple[str, FunctionType]]:
    """List what templates can call of site-gen, by its code: the name it has there, and itself."""
    named = {**environment.globals, **environment.filters}
    # Functions that remember their results hide the function itself.
    plain = {name: inspect.unwrap(value) for name, value in named.items() if callable(value)}
    return {
        value.__code__: (name, value)
        for name, value in plain.items()
        if isinstance(value, FunctionType)
    }


def _find_wrong_value(frame: FrameType, functions: dict[CodeType, tuple[str, FunctionType]]) -> str:
    """Say which argument of a call from a template is not what the function asks for, if any."""
    if frame.f_code not in functions:
        return ""
    name, function = functions[frame.f_code]
    hints = get_type_hints(function)
    for argument in inspect.signature(function).parameters:
        value, kind = frame.f_locals.get(argument), hints.get(argument)
        if isinstance(value, jinja2.Undefined):
            return f"{name}: {argument} is undefined"
        # Only plain classes: a generic such as list[str] cannot be asked for by isinstance.
        if isinstance(kind, type) and not isinstance(value, kind):
            got = f"{short_repr(value)} ({type(value).__name__})"
            return f"{name}: {argument} is {got}; expected {kind.__name__}"
    return ""
