"""All that site-gen takes of the inside of Jinja2 and MarkupSafe, in one place.

These names are not part of their documented interface, so pyproject.toml allows only versions that
have them. ``tests/render/test_jinja_internals.py`` compares every template's output with that of
a plain ``jinja2.Environment``. There are two reasons to use them:

- Every mistake has a file and line. Jinja2 reports most mistakes of syntax itself. Others end as
  errors of Python while it parses a template, writes Python from it, or compiles that: a number
  that is too long, parts nested too deeply, two arguments of one name. Those become a
  ``TemplateSyntaxError`` too.
- A build renders thousands of pages. Jinja2 makes a ``Markup`` of every value it shows, asks every
  function that a template calls whether it wants the context, and looks up global names in a
  chain of dictionaries. What templates show is the same without that.
"""

import re
from collections.abc import MutableMapping
from functools import cache
from types import CodeType, FunctionType, TracebackType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.loaders import split_template_path
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.utils import internalcode, missing
from markupsafe import Markup, escape
from markupsafe import _escape_inner as _escape_text  # type: ignore[attr-defined]

__all__ = ["Environment", "internalcode", "missing", "split_template_path"]

# The line that Jinja2 3.1 writes at the end of what it compiles; it has no function to read it.
_LINES = re.compile(r"^debug_info = '([0-9=&]*)'$", re.MULTILINE)
_UNPLACED = (nodes.Assign, nodes.EvalContextModifier, nodes.With)
"""Statements that Jinja2 writes Python for without saying which line it is for."""

_MANGLED = re.compile(r"\bl_[0-9]+_")  # what Jinja2 puts before the names of a template

_FUNCTIONS = (FunctionType, type(cache(len)))  # plain ones, and those that remember
_ASKS = "jinja_pass_arg"  # how Jinja2 marks a function that asks for the context


class _Context(Context):
    """What a template sees. Our own functions ask for nothing of it, so they are called at once."""

    @internalcode  # as in Jinja2: not part of what a template did, so not in its tracebacks
    def call(self, function: Any, /, *values: Any, **named: Any) -> Any:
        """Call what a template calls."""
        if type(function) in _FUNCTIONS and not hasattr(function, _ASKS):
            # Jinja2 adds these for functions that ask for the context; ours would not take them.
            named.pop("_loop_vars", None)
            named.pop("_block_vars", None)
            return function(*values, **named)
        return super().call(function, *values, **named)


class _Generator(CodeGenerator):
    """Jinja2's writer of Python: it keeps the lines of all statements, and escapes by ``shown``."""

    def visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> Any:
        """Write what one node stands for."""
        # A new line of Python begins with a note of the template's line.
        if isinstance(node, _UNPLACED):
            self.newline(node)
        return super().visit(node, *args, **kwargs)

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        # Volatile: whether to escape is known only when the page is rendered.
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Environment(jinja2.Environment):
    """Jinja2 whose errors while it compiles a template are all ``TemplateSyntaxError``.

    Its templates begin with a plain dictionary of global names, which is merged for each page.
    """

    code_generator_class = _Generator
    context_class = _Context

    @staticmethod
    @internalcode
    def shown(value: object) -> str:
        """Escape a value that is shown, as ``markupsafe.escape``; not made a ``Markup``."""
        if type(value) is str:
            return _escape_text(value)
        return value if isinstance(value, Markup) else escape(value)

    def make_globals(self, more: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give what every template sees."""
        # Jinja2 gives a ChainMap here, which is slow to merge into the variables of each page.
        return {**self.globals, **(more or {})}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parser = None
        try:
            # Not super()._parse: the parser is needed for the line where it stopped.
            parser = Parser(self, source, name, filename)
            return parser.parse()
        except jinja2.TemplateError:
            raise
        except Exception as err:  # noqa: BLE001 # whatever it is, this template made it
            line = parser.stream.current.lineno if parser else 1
            raise jinja2.TemplateSyntaxError(_say(err), line, name, filename) from None

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        try:
            return super()._generate(source, name, filename, defer_init=defer_init)
        except jinja2.TemplateError:
            raise
        except Exception as err:  # noqa: BLE001 # as above
            line = _find_line(err.__traceback__)
            raise jinja2.TemplateSyntaxError(_say(err), line, name, filename) from None

    def _compile(self, source: str, filename: str) -> CodeType:
        try:
            return super()._compile(source, filename)
        except (RecursionError, SyntaxError) as err:
            message = _MANGLED.sub("", getattr(err, "msg", _say(err)))
            line = _to_template_line(source, getattr(err, "lineno", None) or 1)
            raise jinja2.TemplateSyntaxError(message, line, None, filename) from None


def _say(err: Exception) -> str:
    return "nested too deeply" if isinstance(err, RecursionError) else str(err)


def _find_line(trace: TracebackType | None) -> int:
    """Find the line that Jinja2 was writing Python for: that of the innermost node."""
    line = 1
    # The innermost node is the nearest to the mistake, so a later one replaces it.
    while trace:
        node = trace.tb_frame.f_locals.get("node")
        if isinstance(node, nodes.Node) and node.lineno:
            line = node.lineno
        trace = trace.tb_next
    return line


def _to_template_line(source: str, number: int) -> int:
    """Give the line of a template for one of the Python that Jinja2 wrote from it.

    That ends with pairs of the two, in order, as ``Template.get_corresponding_lineno`` uses them.
    """
    found = _LINES.findall(source)
    pairs = [pair.split("=") for pair in found[-1].split("&") if pair] if found else []
    return [1, *(int(line) for line, python in pairs if int(python) <= number)][-1]
