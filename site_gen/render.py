"""``Page`` -> HTML, by Jinja2. An undefined name is an error; everything is escaped."""

from collections.abc import Callable, Hashable, MutableMapping
from contextlib import suppress
from datetime import date
from functools import cache
from json import JSONEncoder
from pathlib import Path
from types import CodeType, FunctionType, TracebackType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markupsafe import Markup, escape

from site_gen import GENERATOR
from site_gen.assets import data_uri
from site_gen.citations import describe
from site_gen.errors import Problem, TemplateError, guess
from site_gen.files import shown
from site_gen.model import Entry, Link, Page, Settings
from site_gen.theme import Theme
from site_gen.urls import (
    base_path,
    day_url,
    month_url,
    permalink,
    picture_url,
    topic_url,
    week_url,
)
from site_gen.views import view_page
from site_gen.words import count, gap, long_date, no_papers

try:
    from markupsafe._speedups import _escape_inner as _escape_text
except ImportError:  # another MarkupSafe: its own function does the same, slower
    _escape_text = escape

_JSON = JSONEncoder(sort_keys=True)  # made once; as Jinja2's own
_FUNCTIONS = (FunctionType, type(long_date))  # plain ones, and those that remember
_ASKS = "jinja_pass_arg"  # how Jinja2 marks a function that asks for the context


class _Context(Context):
    """What a template sees. Our own functions ask for nothing of it, so they are called at once."""

    def call(self, function: Any, /, *values: Any, **named: Any) -> Any:
        """Call what a template calls."""
        if type(function) in _FUNCTIONS and not hasattr(function, _ASKS):
            named.pop("_loop_vars", None)
            named.pop("_block_vars", None)
            return function(*values, **named)
        return super().call(function, *values, **named)


class _Compiled(jinja2.BytecodeCache):
    """Templates compiled in this process: a build, or a preview, compiles each once."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template's code when it was compiled from the same source."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code."""
        self._codes[bucket.key, bucket.checksum] = bucket.code


class _Generator(CodeGenerator):
    """Compiles templates that escape what they show with ``shown``."""

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


class _Environment(jinja2.Environment):
    """Jinja2 whose templates begin with a plain dictionary, which is merged for each page."""

    code_generator_class = _Generator
    context_class = _Context

    @staticmethod
    def shown(value: object) -> str:
        """Escape a value that is shown. Jinja2 makes it a ``Markup`` too, which takes most time."""
        if type(value) is str:
            return _escape_text(value)
        return value if isinstance(value, Markup) else escape(value)

    def make_globals(self, more: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give what every template sees."""
        return {**self.globals, **(more or {})}


_COMPILED = _Compiled()


def make_renderer(settings: Settings, theme: Theme) -> Callable[[Page], str]:
    """Give the function that renders a page of this site. It raises TemplateError."""
    environment = _make_environment(settings, theme)

    def render(page: Page) -> str:
        try:
            entry = page.context.get("paper")
            cited = describe(settings, entry) if isinstance(entry, Entry) else {}
            page, context = view_page(page)
            return environment.get_template(page.template).render(context, page=page, **cited)
        except jinja2.TemplateSyntaxError as err:
            place = _shown(err.filename or err.name or page.template)
            what = f"{err.message}; expected a Jinja2 template"
            raise TemplateError(Problem(place, err.lineno, what)) from None
        except jinja2.TemplateNotFound as err:
            names = sorted(environment.list_templates(["html"]))
            what = f"no template {err.name!r}; {guess(str(err.name), names)}"
            raise TemplateError(Problem(_shown(theme.folders[0]), 0, what)) from None
        except jinja2.TemplateError as err:
            path, line = _place(err.__traceback__, theme)
            what = f"{err.message}; for the page {page.url}"
            raise TemplateError(Problem(path, line, what)) from None

    return render


def compile_templates(settings: Settings, theme: Theme) -> None:
    """Compile all templates, so that processes forked from this one need not."""
    environment = _make_environment(settings, theme)
    for name in environment.list_templates(["html"]):
        with suppress(jinja2.TemplateSyntaxError):  # told when a page needs it
            environment.get_template(name)


def _make_environment(settings: Settings, theme: Theme) -> jinja2.Environment:
    environment = _Environment(
        loader=jinja2.FileSystemLoader(theme.folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_COMPILED,
    )
    below = base_path(settings.base_url)
    assets = {name: below + url for name, url in theme.urls.items()}

    def asset(name: str) -> str:
        if name not in assets:
            hint = guess(name, sorted(assets))
            raise jinja2.TemplateRuntimeError(f"no static file {name!r}; {hint}")
        return assets[name]

    def inlined(name: str) -> Markup:
        asset(name)
        return Markup(data_uri(theme.assets[name]).replace("&", "&amp;"))  # noqa: S704 # no quotes

    @cache
    def part(name: str, **values: Hashable) -> Markup:
        """Render a template that sees these values alone, once for all the pages that have it."""
        return Markup(environment.get_template(name).render(values))  # noqa: S704 # a template's

    environment.globals |= {
        "site": settings,
        "generator": GENERATOR,
        "feeds": tuple(
            Link(text=f"{settings.title} ({form})", url=url)
            for form, url in (("RSS", "/feed.xml"), ("Atom", "/atom.xml"), ("JSON", "/feed.json"))
        ),
        "part": part,
        "asset": asset,
        "inlined": inlined,
        "href": lambda url: below + url,
        "permalink": lambda url: permalink(settings.base_url, url.removeprefix(below)),
    }
    environment.policies["json.dumps_function"] = lambda value, **_: _JSON.encode(value)
    environment.filters |= {
        "long_date": long_date,
        "weekday": lambda day: f"{day:%A}",
        "month_name": lambda day: f"{day:%B %Y}",
        "short_day": lambda day: str(day.day),
        "iso": date.isoformat,
        "count": count,
        "gap": gap,
        "no_papers": no_papers,
        "day_url": day_url,
        "week_url": week_url,
        "month_url": month_url,
        "topic_url": topic_url,
        "picture_url": picture_url,
    }
    return environment


def _place(trace: TracebackType | None, theme: Theme) -> tuple[str, int]:
    """Find the innermost template in a traceback."""
    path, line = "", 0
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if any(Path(name).is_relative_to(folder) for folder in theme.folders):
            path, line = _shown(name), trace.tb_lineno
        trace = trace.tb_next
    return path, line


def _shown(path: str | Path) -> str:
    return shown(Path(path))
