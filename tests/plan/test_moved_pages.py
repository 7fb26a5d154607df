from site_gen.model.hosts.rules import RedirectRule
from site_gen.model.papers import Settings
from site_gen.plan.moved_pages import plan_moved

RULES = (RedirectRule("/old", "/new/"), RedirectRule("/a/b/", "https://b.example/?c=d&e"))


def test_pages_for_a_host_without_redirects() -> None:
    settings = Settings(host="github-pages", base_url="https://a.example/papers", redirects=RULES)
    pages = list(plan_moved(settings))

    assert [(page.url, page.to) for page in pages] == [
        ("/old/", "/papers/new/"),
        ("/a/b/", "https://b.example/?c=d&e"),
    ]
    assert not any(page.is_listed for page in pages)


def test_no_pages_where_the_host_redirects() -> None:
    assert list(plan_moved(Settings(redirects=RULES))) == []
