"""``Page`` -> HTML, by Jinja2. An undefined name is an error; everything is escaped."""

import os
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from datetime import date
from functools import cache, partial
from json import JSONEncoder
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from markupsafe import Markup

from site_gen import GENERATOR
from site_gen.model import (
    URLS,
    Page,
    Settings,
    SiteError,
    author_url,
    base_path,
    count,
    data_url,
    day_url,
    gap,
    guess,
    long_date,
    make_meta_policy,
    month_name,
    month_url,
    no_papers,
    permalink,
    picture_url,
    short_day,
    topic_url,
    week_url,
    weekday,
)
from site_gen.plan.feeds.feed_table import NEWEST, FeedPlan
from site_gen.render.assets import data_uri
from site_gen.render.jinja_internals import Environment, internalcode, split_template_path
from site_gen.render.template_errors import explain
from site_gen.render.template_values import UnknownName, page_values
from site_gen.render.theme import Theme
from site_gen.system.files import read_text
from site_gen.text.titles import plain_title, title_html

_JSON = JSONEncoder(sort_keys=True)  # made once; as Jinja2's own


class TemplateLoader(jinja2.FileSystemLoader):
    """Reads templates as all text of a person is read: as UTF-8, with plain errors."""

    @internalcode
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


class _Compiled(jinja2.BytecodeCache):
    """Templates compiled in this process: a build, or a preview, compiles each once."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template's code when it was compiled from the same source."""
        # The checksum too: the preview compiles a template again when it was edited.
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code."""
        self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()
FILTERS: Mapping[str, Callable[..., str]] = {
    "long_date": long_date,
    "weekday": weekday,
    "month_name": month_name,
    "short_day": short_day,
    "iso": date.isoformat,
    "count": count,
    "gap": gap,
    "no_papers": no_papers,
    "day_url": day_url,
    "week_url": week_url,
    "month_url": month_url,
    "topic_url": topic_url,
    "picture_url": picture_url,
    "author_url": author_url,
    "data_url": data_url,
}


@internalcode
def _encode(value: object, **_: object) -> str:
    return _JSON.encode(value)


def make_renderer(settings: Settings, theme: Theme) -> Callable[[Page], str]:
    """Give the function that renders a page of this site.

    It raises TemplateError for any mistake of a template, and InputError where one is not text.
    """
    environment = _make_environment(settings, theme)

    def render(page: Page) -> str:
        values = page_values(page)
        try:
            return environment.get_template(page.template).render(values, page=page)
        except SiteError:
            raise
        except Exception as err:
            problem = explain(err, environment, theme.folders, page.url)
            if problem is None:
                raise
        # Raised here, it has no ``__context__``: Dask sends that along, and the stack of templates
        # that include each other without end is too deep to be pickled.
        raise problem

    return render


def compile_templates(settings: Settings, theme: Theme) -> None:
    """Compile all templates, so that processes forked from this one need not."""
    environment = _make_environment(settings, theme)
    for name in environment.list_templates(["html"]):
        with suppress(jinja2.TemplateSyntaxError, SiteError):  # reported when a page needs it
            environment.get_template(name)


def _make_environment(settings: Settings, theme: Theme) -> jinja2.Environment:
    environment = Environment(
        loader=TemplateLoader(theme.folders),
        autoescape=True,
        # A name that is written wrong must not show as nothing.
        undefined=UnknownName,
        # A line that holds a tag alone leaves no empty line in the page.
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # A build reads each template once; the preview makes a new environment.
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_COMPILED,
    )
    # Jinja2 would make a JSON encoder for each call.
    environment.policies["json.dumps_function"] = _encode
    add_names(environment, settings, theme)
    return environment


def add_names(environment: jinja2.Environment, settings: Settings, theme: Theme) -> None:
    """Give an environment what every template sees: filters and global names."""
    environment.filters |= FILTERS
    for name, form in (("title_html", title_html), ("title_text", plain_title)):
        environment.filters[name] = partial(form, latex=settings.latex)
    environment.globals |= _make_globals(environment, settings, theme)


def _make_globals(
    environment: jinja2.Environment, settings: Settings, theme: Theme
) -> dict[str, Any]:
    """Make what every template sees. Annotations are checked where a call from one fails."""
    # A site may be hosted below a path of its host, as GitHub Pages do it.
    below = base_path(settings.base_url)
    assets = {name: below + url for name, url in theme.urls.items()}

    def asset(name: str) -> str:
        if name not in assets:
            hint = guess(name, sorted(assets))
            raise jinja2.TemplateRuntimeError(f"no static file {name!r}; {hint}")
        return assets[name]

    def inlined(name: str) -> Markup:
        asset(name)
        try:
            data = data_uri(theme.assets[name])
        except UnicodeDecodeError:
            message = f"{name!r} is not text in UTF-8; expected an SVG picture"
            raise jinja2.TemplateRuntimeError(message) from None
        return Markup(data.replace("&", "&amp;"))  # noqa: S704 # no quotes

    # As many values as there are kinds of pages; it ends with the environment.
    @cache
    def part(name: str, **values: Hashable) -> Markup:
        """Render a template that sees these values alone, once for all the pages that have it."""
        return Markup(environment.get_template(name).render(values))  # noqa: S704 # a template's

    def href(url: str) -> str:
        return below + url

    def absolute(url: str) -> str:
        return permalink(settings.base_url, url.removeprefix(below))

    return {
        "site": settings,
        "generator": GENERATOR,
        "meta_policy": make_meta_policy(settings),
        "urls": URLS,
        "feeds": FeedPlan(kind=NEWEST).documents(),
        "part": part,
        "asset": asset,
        "inlined": inlined,
        "href": href,
        "permalink": absolute,
    }
