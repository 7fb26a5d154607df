"""The whole site: ``content/`` and templates -> ``public/``.

Everything is read, planned and rendered before the first byte is written, so that a mistake in
the content leaves the last good site as it is. New pages come first and deletions last; a file
we did not write is never removed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from site_gen import feeds, store
from site_gen.config import parse_base_url
from site_gen.errors import InputError, OutputError, Problem
from site_gen.files import read_text, remove, shown, write_if_changed
from site_gen.fingerprint import fingerprint
from site_gen.ledger import NAME, Ledger, format_ledger, parse_ledger
from site_gen.model import Archive, Page, Settings
from site_gen.pages import link_day, plan
from site_gen.render import GENERATOR, make_renderer
from site_gen.search import find_pagefind, make_bundle
from site_gen.theme import Theme, load_theme
from site_gen.urls import output_path

DEFAULT_URL = "http://127.0.0.1:8000"  # the preview's own
_BUNDLE = "pagefind/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did."""

    papers: int
    days: int
    pages: int
    written: int
    removed: int
    indexed: int
    has_search: bool
    has_base_url: bool


def build(
    site: Path, output: Path, *, base_url: str | None = None, has_search: bool = True
) -> Report:
    """Build the site whose folder is ``site`` into ``output``.

    ``base_url`` goes before that of ``site.yaml``. Raises SiteError, and then writes nothing but
    where the disk itself fails.
    """
    content = site / "content"
    _check_output(site, output)
    program = find_pagefind() if has_search else None
    settings, archive = _load(content, base_url)
    has_base_url = bool(settings.base_url)
    settings = replace(settings, base_url=settings.base_url or DEFAULT_URL)
    theme = load_theme(site / "templates")
    pages = plan(settings, archive, has_search=has_search)
    files, papers = _render(settings, theme, archive, pages)
    old = _read_ledger(output)
    search = fingerprint(*(part for x in papers.items() for part in (x[0].encode(), x[1])))
    bundle, indexed = _bundle(program, papers, search, old, output)
    wanted = {*files, *bundle}
    written = sum(write_if_changed(output / path, files[path]) for path in _in_order(files))
    written += sum(write_if_changed(output / p, d) for p, d in bundle.items() if d is not None)
    gone = sorted(old.paths - wanted)
    for path in gone:
        remove(output / path, output)
    ledger = Ledger(paths=frozenset(wanted), search=search if program else "")
    write_if_changed(output / NAME, format_ledger(ledger).encode())
    return Report(
        papers=len(archive.entries),
        days=len(archive.listings),
        pages=len(pages),
        written=written,
        removed=len(gone),
        indexed=indexed,
        has_search=has_search,
        has_base_url=has_base_url,
    )


def _load(content: Path, base_url: str | None) -> tuple[Settings, Archive]:
    """Read settings and entries; tell what is wrong in either."""
    problems: list[Problem] = []
    settings, archive = Settings(), Archive()
    try:
        settings = store.load_settings(content)
        if base_url is not None:
            settings = replace(settings, base_url=parse_base_url(base_url))
    except InputError as err:
        problems += err.problems
    except ValueError as err:
        problems.append(Problem("--base-url", 0, str(err)))
    try:
        archive = store.load(content)
    except InputError as err:
        problems += err.problems
    if problems:
        raise InputError(*problems)
    return settings, archive


def _check_output(site: Path, output: Path) -> None:
    """Refuse an output folder in which we would write over what people own."""
    there = output.resolve()
    for owned in (site / "content", site / "templates"):
        if there == owned.resolve() or owned.resolve() in there.parents:
            what = f"inside {shown(owned)}; expected an output folder of its own"
            raise OutputError(Problem(shown(output), 0, what))
    if there == site.resolve() or there in site.resolve().parents:
        what = "holds the site's own folder; expected an output folder of its own"
        raise OutputError(Problem(shown(output), 0, what))
    if output.exists() and not output.is_dir():
        raise OutputError(Problem(shown(output), 0, "a file; expected a folder"))


def _render(
    settings: Settings, theme: Theme, archive: Archive, pages: tuple[Page, ...]
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Make every file of the site but the search; and apart, those that the search indexes."""
    newest = link_day(archive.listings[-1]) if archive.listings else None
    render = make_renderer(settings, theme, newest)
    rendered = {output_path(page.url): render(page).encode() for page in pages}
    feed = feeds.newest_feed(settings, archive)
    files = {
        **{output_path(theme.asset_url(name)): data for name, data in theme.assets.items()},
        **rendered,
        "feed.xml": feeds.format_rss(feed, GENERATOR),
        "sitemap.xml": feeds.format_sitemap(settings, pages),
        "robots.txt": feeds.format_robots(settings),
    }
    papers = {output_path(page.url): page.url for page in pages if page.kind == "paper"}
    return files, {path: rendered[path] for path in papers}


def _bundle(
    program: Path | None, papers: Mapping[str, bytes], search: str, old: Ledger, output: Path
) -> tuple[dict[str, bytes | None], int]:
    """Make the search bundle; None stands for a file that is in place already."""
    if program is None or not papers:
        return {}, 0
    present = [path for path in sorted(old.paths) if path.startswith(_BUNDLE)]
    if search == old.search and present and all((output / path).is_file() for path in present):
        return dict.fromkeys(present), 0
    made = make_bundle(program, papers)
    return {f"{_BUNDLE}{name}": data for name, data in made.items()}, len(papers)


def _in_order(files: Mapping[str, bytes]) -> list[str]:
    """Files that others point to come first: assets, papers, days, and then the rest."""
    return sorted(files, key=lambda path: (not path.startswith("assets/"), -path.count("/"), path))


def _read_ledger(output: Path) -> Ledger:
    """Read what the last build wrote; nothing, when that is not known."""
    path = output / NAME
    if not path.is_file():
        return Ledger()
    try:
        return parse_ledger(read_text(path)) or Ledger()
    except InputError:
        return Ledger()
