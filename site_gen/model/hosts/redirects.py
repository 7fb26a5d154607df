"""The redirects of a site: those of site.yaml, and those of ours."""

from site_gen.model.hosts.rules import RedirectRule
from site_gen.model.papers import Settings
from site_gen.model.urls import URLS, feed_url

MOST_REDIRECTS = 900
"""How many redirects site.yaml may have: Cloudflare reads 2,000 lines, and one may take two."""
MOST_PATTERNS = 20
"""How many of them may have a wildcard: Cloudflare reads 100, and topics that moved need some."""

# Addresses at which people and programs look for a feed.
_OURS = ("/rss", "/rss.xml", "/feed")


def make_redirect_rules(settings: Settings) -> tuple[RedirectRule, ...]:
    """Give the redirects of a site in the order in which hosts try them.

    Those with wildcards come last: Cloudflare tries them last in any order.
    """
    feed = feed_url(URLS.home, "rss")
    taken = {rule.path.rstrip("/") for rule in settings.redirects}
    ours = (RedirectRule(path, feed) for path in _OURS if path not in taken)
    rules = (*settings.redirects, *ours)
    return tuple(sorted(rules, key=lambda rule: rule.is_pattern))
