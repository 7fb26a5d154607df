"""A site before its papers are read: settings, days, theme, rules, the owner's files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from site_gen import __version__
from site_gen.build.inputs.own_files import OwnFiles, read_own_files
from site_gen.content import store
from site_gen.content.settings_file import parse_base_url, reject_links
from site_gen.content.unpublished.days_to_come import explain_many, split_days
from site_gen.content.unpublished.left_out import LeftOut
from site_gen.model import InputError, MonthScan, Problem, Settings, fingerprint
from site_gen.render.theme import Theme, load_theme
from site_gen.system.files import shown
from site_gen.system.source_code import compute_code_hash

Value = TypeVar("Value")

_NO_ADDRESS = (
    "no base_url; expected where the site will be hosted, for its feeds and sitemap, as "
    "base_url: https://papers.example.org (or --base-url; 'site-gen serve' needs none)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a command says of the site that it builds.

    ``base_url`` goes before that of ``site.yaml``; with ``needs_base_url`` it is an error to have
    none: feeds would lead to this machine. Days after ``today`` stay out, none without it; with
    ``has_drafts`` they are shown, and drafts.
    """

    base_url: str | None = None
    needs_base_url: bool = False
    today: date | None = None
    has_drafts: bool = False

    def find_latest(self, settings: Settings) -> date:
        """Give the last day that is shown."""
        if self.has_drafts or settings.publish_future or self.today is None:
            return date.max
        return self.today


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What is there, before it is compared with the last build.

    ``texts`` are other files by name: label and text. ``scan`` is without days to come, which
    ``left_out`` has.
    """

    settings: Settings
    scan: tuple[MonthScan, ...]
    left_out: LeftOut
    theme: Theme
    texts: Mapping[str, tuple[str, str]]
    code_hash: str
    config_hash: str
    own_files: OwnFiles


def read_inputs(site: Path, choices: Choices) -> tuple[Inputs, list[Problem]]:
    """Read what a build needs of a site before its papers; problems are beside it.

    Raises InputError where there is no content.
    """
    content = site / "content"
    problems: list[Problem] = []
    settings = _read_settings(content, choices.base_url, problems)
    own_files = collect(problems, partial(read_own_files, content), OwnFiles())
    settings = own_files.add_links(settings)
    lacks_address = choices.needs_base_url and not settings.base_url and not problems
    try:
        scan, wrong = store.scan(content)
    except InputError as err:
        raise InputError(*problems, *err.problems) from None
    problems += [*wrong, *reject_links(site, settings)]
    if lacks_address:
        problems.append(Problem(shown(content / store.SETTINGS), 0, _NO_ADDRESS))
    scan, left_out = _leave_out_days(content, scan, settings, choices, problems)
    theme = load_theme(site / "templates")
    code_hash = compute_code_hash()
    texts = {
        name: collect(problems, partial(store.read_or_ours, content, name), ("", ""))
        for name in (store.TOPICS, store.WORDS)
    }
    # repr: it has every setting by name, so a new setting is part of it by itself.
    others = (*(text for _, text in texts.values()), "drafts" if choices.has_drafts else "")
    parts = (__version__, code_hash, repr(settings), theme.content_hash, *others)
    config_hash = fingerprint(*(part.encode("utf-8", "surrogatepass") for part in parts))
    return Inputs(
        settings=settings,
        scan=scan,
        left_out=left_out,
        theme=theme,
        texts=texts,
        code_hash=code_hash,
        config_hash=config_hash,
        own_files=own_files,
    ), problems


def _leave_out_days(
    content: Path,
    scan: tuple[MonthScan, ...],
    settings: Settings,
    choices: Choices,
    problems: list[Problem],
) -> tuple[tuple[MonthScan, ...], LeftOut]:
    """Take the days to come from what was seen; too many of them are a problem."""
    latest = choices.find_latest(settings)
    if latest == date.max:
        return scan, LeftOut(has_drafts=choices.has_drafts)
    begun, to_come = split_days(scan, latest)
    # Settings that cannot be read may be those that publish these days.
    if not problems and (message := explain_many(begun, to_come, latest)):
        problems.append(Problem(shown(content / store.SETTINGS), 0, message))
    refs = frozenset(ref for day in to_come for ref in day.refs)
    return begun, LeftOut(to_come=refs, days_to_come=len(to_come))


def _read_settings(content: Path, base_url: str | None, problems: list[Problem]) -> Settings:
    settings = collect(problems, partial(store.load_settings, content), Settings())
    if base_url is None:
        return settings
    try:
        return replace(settings, base_url=parse_base_url(base_url))
    except ValueError as err:
        problems.append(Problem("--base-url", 0, str(err)))
        return settings


def collect(problems: list[Problem], read: Callable[[], Value], default: Value) -> Value:
    """Give what ``read`` gives; where it raises InputError, add its problems and give a default."""
    try:
        return read()
    except InputError as err:
        problems += err.problems
        return default
