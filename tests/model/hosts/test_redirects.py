from site_gen.model.hosts.redirects import make_redirect_rules
from site_gen.model.hosts.rules import RedirectRule
from site_gen.model.papers import Settings


def test_feeds_are_found_at_other_addresses() -> None:
    assert [(rule.path, rule.to) for rule in make_redirect_rules(Settings())] == [
        ("/rss", "/feed.xml"),
        ("/rss.xml", "/feed.xml"),
        ("/feed", "/feed.xml"),
    ]


def test_those_of_site_yaml_come_first_and_wildcards_last() -> None:
    own = (RedirectRule("/a/*", "/b/:splat"), RedirectRule("/feed/", "/feeds/"))
    rules = make_redirect_rules(Settings(redirects=own))

    assert [rule.path for rule in rules] == ["/feed/", "/rss", "/rss.xml", "/a/*"]
