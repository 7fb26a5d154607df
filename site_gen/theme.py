"""The templates and static files of a site: its own, over the default theme's."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from site_gen.errors import InputError, Problem
from site_gen.files import shown
from site_gen.fingerprint import fingerprint

_INSTALLED = Path(__file__).parent / "templates"  # in the wheel
_CHECKOUT = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True, slots=True)
class Theme:
    """Where templates are, first found first taken, and the static files by name."""

    folders: tuple[Path, ...]
    assets: Mapping[str, bytes]

    def asset_url(self, name: str) -> str:
        """Give the URL of a static file. Raises KeyError.

        Its content is part of its name, so that browsers may keep it for good.
        """
        path = PurePosixPath(name)
        stamp = fingerprint(self.assets[name])[:8]
        return f"/assets/{path.with_name(f'{path.stem}.{stamp}{path.suffix}')}"


def default_folder() -> Path:
    """Give the folder of the default theme."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def load_theme(templates: Path) -> Theme:
    """Read a site's theme: a template or static file in ``templates`` replaces the default one.

    Raises InputError where a static file cannot be read.
    """
    folders = [default_folder()]
    if templates.is_dir() and templates.resolve() != folders[0].resolve():
        folders.insert(0, templates)
    assets: dict[str, bytes] = {}
    for folder in reversed(folders):
        static = folder / "static"
        for path in sorted(static.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                assets[path.relative_to(static).as_posix()] = _read(path)
    return Theme(tuple(folders), assets)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as err:
        what = f"cannot be read: {err.strerror}"
        raise InputError(Problem(shown(path), 0, what)) from err
