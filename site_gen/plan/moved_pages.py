"""The pages that lead elsewhere, for a host that knows no redirects. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from site_gen.model import GITHUB_PAGES, Page, Settings, base_path


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedPage(Page):
    """A page at an address of `redirects:` that leads to another one. GitHub Pages needs it."""

    template = "moved.html"
    kind = "moved"

    to: str
    """Where it leads: a URL below the path where the site is hosted, or an absolute one."""


def plan_moved(settings: Settings) -> Iterator[MovedPage]:
    """Plan the pages of a site's redirects; none where its host knows redirects."""
    if settings.host != GITHUB_PAGES:
        return
    below = base_path(settings.base_url)
    for rule in settings.redirects:
        yield MovedPage(
            url=f"{rule.path.rstrip('/')}/",
            title="Moved",
            summary="The page at this address has moved.",
            is_listed=False,
            to=f"{below}{rule.to}" if rule.to.startswith("/") else rule.to,
        )
