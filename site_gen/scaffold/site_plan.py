"""The files of a new site, as values: answers in, texts by path out."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from site_gen import IS_RELEASED, __version__
from site_gen.model import CLOUDFLARE, GITHUB_PAGES, NETLIFY, Settings
from site_gen.scaffold.settings_text import format_settings

EXAMPLE_URL = "https://papers.example.org"
"""The address of a site that has none yet. The workflow refuses it."""

WORKFLOW = ".github/workflows/daily.yml"

_TEXTS = Path(__file__).parent / "texts"
_SAMPLE_DAY = "2025-01-01"
_PLACE = re.compile(r"@[A-Z_]+@")
# What pip takes, and what means the same in a shell, in YAML and in TOML between single quotes.
_INSTALLABLE = re.compile(r"[A-Za-z0-9@:/._+~=#&%?\[\], -]+")
_FILL_IN = f"fill in where site-gen {__version__} is installed from"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a new site is to be.

    ``install_from`` is what pip installs site-gen from; empty for the package registry.
    """

    title: str = Settings().title
    base_url: str = ""
    host: str = ""
    is_empty: bool = False
    install_from: str = ""

    @property
    def lacks_install(self) -> bool:
        """Whether nobody knows yet where the host installs site-gen from."""
        return bool(self.host) and not (self.install_from or IS_RELEASED)


def is_installable(text: str) -> bool:
    """Whether a text can be given to ``pip install`` in the files of a new site."""
    return bool(_INSTALLABLE.fullmatch(text)) and not text.startswith("-")


def plan_files(answers: Answers) -> dict[str, str]:
    """Give the files of a new site by path, with ``/``."""
    files = {
        ".gitignore": _read("gitignore.txt"),
        "README.md": _fill(answers, "README.md"),
        "content/site.yaml": _write_settings(answers),
    }
    if not answers.is_empty:
        for path in sorted((_TEXTS / "sample").iterdir()):
            files[f"content/{_SAMPLE_DAY}/{path.name}"] = path.read_text(encoding="utf-8")
    if answers.host:
        files[WORKFLOW] = _fill(answers, "daily.yml")
    if answers.host == NETLIFY:
        files["netlify.toml"] = _fill(answers, "netlify.toml")
    if answers.host == GITHUB_PAGES:
        # If Pages is set to publish a branch, it must not take entries for pages of Jekyll.
        files[".nojekyll"] = ""
    return files


def _write_settings(answers: Answers) -> str:
    authority = urlsplit(answers.base_url).netloc
    return format_settings(
        {
            "title": answers.title,
            "base_url": answers.base_url or EXAMPLE_URL,
            "feed_authority": authority,
            "host": answers.host,
        }
    )


def _read(name: str) -> str:
    return (_TEXTS / name).read_text(encoding="utf-8")


def _fill(answers: Answers, name: str) -> str:
    """Give a text with the values for its places, ``@NAME@``, in one pass."""
    host = answers.host
    values = {
        "@TITLE@": answers.title,
        "@VERSION@": __version__,
        "@SAMPLE@": "" if answers.is_empty else _read("sample.md"),
        "@HOST@": _read(f"host-{host}.txt") if host else "",
        "@INSTALL@": _write_install(answers),
        "@NETLIFY_INSTALL@": _write_netlify_install(answers),
        "@GUARD@": _read("guard.yml") if host in {GITHUB_PAGES, CLOUDFLARE} else "",
        "@DEPLOY@": _read(f"deploy-{host}.yml") if host else "",
    }
    text = _PLACE.sub(lambda place: values[place[0]], _read(name))
    return f"{text.rstrip()}\n"


def _write_install(answers: Answers) -> str:
    if answers.lacks_install:
        fault = f"echo '::error file={WORKFLOW}::{_FILL_IN}'"
        return f"# As: pip install 'site-gen @ ADDRESS'\n          {fault}\n          exit 1"
    return f"pip install '{_name_package(answers)}'"


def _write_netlify_install(answers: Answers) -> str:
    if answers.lacks_install:
        return f'echo "netlify.toml: {_FILL_IN}" && false'
    package = _name_package(answers)
    return f'python3 -m venv .venv && .venv/bin/pip install --quiet "{package}"'


def _name_package(answers: Answers) -> str:
    return answers.install_from or f"site-gen=={__version__}"
