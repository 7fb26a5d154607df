"""Templates are read and compiled here: any mistake in one has its file and line.

Jinja2 reports most mistakes of syntax itself. Others end as errors of Python while it parses a
template, writes Python from it, or compiles that: a number that is too long, parts nested too
deeply, two arguments of one name. Those become a ``TemplateSyntaxError`` too.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from types import CodeType, TracebackType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from jinja2.loaders import split_template_path
from jinja2.parser import Parser
from jinja2.utils import internalcode

from site_gen.system.files import read_text

# The line that Jinja2 3.1 writes at the end of what it compiles; it has no function to read it.
_LINES = re.compile(r"^debug_info = '([0-9=&]*)'$", re.MULTILINE)
_UNPLACED = (nodes.Assign, nodes.EvalContextModifier, nodes.With)
"""Statements that Jinja2 writes Python for without saying which line it is for."""

_MANGLED = re.compile(r"\bl_[0-9]+_")  # what Jinja2 puts before the names of a template


class TemplateLoader(jinja2.FileSystemLoader):
    """Reads templates as all text of a person is read: as UTF-8, with plain errors."""

    @internalcode  # not part of what a template did, so Jinja2 leaves it out of tracebacks
    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Give a template's text and path. Raises TemplateNotFound, and InputError.

        The path begins with the folder as it was given: ``template_errors`` compares them.
        """
        del environment
        pieces = split_template_path(template)
        for folder in self.searchpath:
            path = Path(folder, *pieces)
            if os.path.lexists(path) and not path.is_dir():  # a broken link is an error, not a gap
                return read_text(path), str(path), lambda: True
        raise jinja2.TemplateNotFound(template)


class SourceGenerator(CodeGenerator):
    """Jinja2's writer of Python, which does not lose the lines of some statements."""

    def visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> Any:
        """Write what one node stands for."""
        # A new line of Python begins with a note of the template's line.
        if isinstance(node, _UNPLACED):
            self.newline(node)
        return super().visit(node, *args, **kwargs)


class SourceEnvironment(jinja2.Environment):
    """Jinja2 whose errors while it compiles a template are all ``TemplateSyntaxError``."""

    code_generator_class = SourceGenerator

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
            what = _MANGLED.sub("", getattr(err, "msg", _say(err)))
            line = _to_template_line(source, getattr(err, "lineno", None) or 1)
            raise jinja2.TemplateSyntaxError(what, line, None, filename) from None


def _say(err: Exception) -> str:
    return "nested too deeply" if isinstance(err, RecursionError) else str(err)


def _find_line(trace: TracebackType | None) -> int:
    """Find the line that Jinja2 was writing Python for: that of the innermost node."""
    line = 1
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
