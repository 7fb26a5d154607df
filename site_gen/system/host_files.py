"""The files that tell a host how to serve a site: ``_headers``, ``_redirects``, ``.nojekyll``."""

from collections.abc import Iterable, Mapping

from site_gen.model import (
    CLOUDFLARE,
    GITHUB_PAGES,
    InputError,
    Problem,
    RedirectRule,
    Settings,
    make_header_rules,
    make_redirect_rules,
)
from site_gen.system.header_file import format_headers
from site_gen.system.netlify_rules import format_redirects, make_pattern


def make_host_files(
    settings: Settings, moved: Mapping[str, str], gone: Iterable[str]
) -> dict[str, bytes]:
    """Give the files for the host of a site, by output path.

    ``moved`` are folders by their old URL, each with its new one. ``gone`` are the URLs of pages
    that say that something was taken down.
    """
    if settings.host == GITHUB_PAGES:
        # Without it, a site that is published from a branch lacks what begins with '_'.
        return {".nojekyll": b""}
    # Cloudflare knows no redirect with the status 410: the page stands there with the status 200.
    answered = () if settings.host == CLOUDFLARE else gone
    return {
        "_headers": format_headers(make_header_rules(settings)),
        "_redirects": format_redirects(moved, answered, make_redirect_rules(settings)),
    }


def reject_hidden(path: str, rules: Iterable[RedirectRule], urls: Iterable[str]) -> None:
    """Raise InputError where redirects lead away from what a site has at these URLs.

    Hosts differ in what they send then: Netlify the page, Cloudflare the redirect. ``path`` is the
    file with the redirects.
    """
    every = {url.rstrip("/"): url for url in urls}
    problems: list[Problem] = []
    for rule in rules:
        if not rule.is_pattern:
            hidden = every.get(rule.path.rstrip("/"))
        else:
            matches = make_pattern(rule.path).fullmatch
            hidden = next((url for url in every.values() if matches(url)), None)
        if hidden is not None:
            message = f"redirects: {rule.path} leads away from {hidden}, which the site has"
            problems.append(Problem(path, rule.line, f"{message}; expected another address"))
    if problems:
        raise InputError(*problems)
