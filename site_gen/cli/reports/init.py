"""What ``init`` reports."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from site_gen import __version__
from site_gen.cli.reports.report import Line, Report
from site_gen.model import CLOUDFLARE, GITHUB_PAGES, NETLIFY, count
from site_gen.scaffold.site_plan import EXAMPLE_URL
from site_gen.system.files import shown

_HOST_STEPS = {
    NETLIFY: "push it to a repository, and connect that at Netlify",
    GITHUB_PAGES: "push it to GitHub; in Settings, Pages, choose 'GitHub Actions' as the source",
    CLOUDFLARE: "push it to GitHub, with two secrets and a variable that README.md names",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InitReport(Report):
    """A new site."""

    folder: Path
    """The folder of the new site."""
    title: str
    """The name of the site."""
    base_url: str
    """Where it will be hosted; empty if that is not known yet."""
    host: str
    """Who will host it; empty if that is not known yet."""
    written: tuple[Path, ...]
    """Files that were written."""
    left: tuple[Path, ...]
    """Files that were there already, and are left as they were."""
    to_fill_in: tuple[Path, ...]
    """Files that do not say yet what site-gen is installed from."""

    def describe(self) -> Iterator[Line]:
        """Give the report as text."""
        yield Line(f"{shown(self.folder)}: a new site, {count(len(self.written), 'file')}")
        for path in self.left:
            is_hidden = path.name.startswith(".")
            more = "; it should have /public/, /.cache/ and /.*.site-gen*" if is_hidden else ""
            yield Line(f"{shown(path)}: was there already, and is left{more}")
        message = f"site-gen {__version__} is not released yet; fill in where it is installed"
        for path in self.to_fill_in:
            text = f"{shown(path)}: {message} from, or use --install-from ADDRESS"
            yield Line(text, "complaint")
        if not self.base_url:
            yield Line(f"Before you publish: base_url in content/site.yaml is still {EXAMPLE_URL}")
        if self.host:
            yield Line(f"To publish: {_HOST_STEPS[self.host]}")
