"""The templates and static files of a site: its own, over the default theme's."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from site_gen.assets import asset_url, make_assets
from site_gen.errors import InputError, Problem
from site_gen.files import read_text, shown
from site_gen.fingerprint import fingerprint

_INSTALLED = Path(__file__).parent / "templates"  # in the wheel
_CHECKOUT = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True, slots=True)
class Theme:
    """Where templates are, first found first taken; the static files, and their URLs, by name."""

    folders: tuple[Path, ...]
    assets: Mapping[str, bytes]
    urls: Mapping[str, str]
    stamp: str
    """The fingerprint of every template and static file."""


def default_folder() -> Path:
    """Give the folder of the default theme."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def load_theme(templates: Path) -> Theme:
    """Read a site's theme: a template or static file in ``templates`` replaces the default one.

    Raises InputError where a static file cannot be read, or imports one that is not there.
    """
    folders = [default_folder()]
    if templates.is_dir() and templates.resolve() != folders[0].resolve():
        folders.insert(0, templates)
    found: dict[str, bytes] = {}
    for folder in reversed(folders):
        static = folder / "static"
        for path in sorted(static.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                found[path.relative_to(static).as_posix()] = _read(path)
    assets = make_assets(found)
    sources = [
        part
        for place in folders
        for template in sorted(place.glob("*.html"))
        for part in (template.name.encode(), read_text(template).encode())
    ]
    statics = [part for name, data in sorted(assets.items()) for part in (name.encode(), data)]
    stamp = fingerprint(len(folders).to_bytes(1, "big"), *sources, *statics)
    urls = {name: asset_url(name, data) for name, data in assets.items()}
    return Theme(tuple(folders), assets, urls, stamp)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as err:
        what = f"cannot be read: {err.strerror}"
        raise InputError(Problem(shown(path), 0, what)) from err
