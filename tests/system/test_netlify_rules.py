import pytest

from site_gen.model.errors import InputError
from site_gen.plan.feeds.feed_table import KINDS, FeedPlan
from site_gen.system.netlify_rules import Redirect, format_redirects, parse_redirects, parse_rules
from tests.conftest import ROOT

TOML = """
[[headers]]
for = "/*"
[headers.values]
X-One = "all"
X-Two = '''
a; \\
b'''
[[headers]]
for = "/assets/*"
[headers.values]
x-one = "assets"
[[redirects]]
from = "/rss"
to = "/feed.xml"
[[redirects]]
from = "/old/:day/*"
to = "/:day/:splat"
status = 302
"""


def test_headers_add_up_and_the_later_rule_wins() -> None:
    rules = parse_rules("netlify.toml", TOML)

    assert rules.headers_for("/")["x-one"] == "all"
    assert rules.headers_for("/assets/a.css")["x-one"] == "assets"
    assert rules.headers_for("/assets")["x-one"] == "assets"
    assert rules.headers_for("/assetsx")["x-one"] == "all"


def test_redirects() -> None:
    rules = parse_rules("netlify.toml", TOML)

    assert rules.redirect_for("/rss") == Redirect("/feed.xml", 301)
    assert rules.redirect_for("/old/2025-09-17/a/b") == Redirect("/2025-09-17/a/b", 302)
    assert rules.redirect_for("/rss2") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("[[headers]\n", "netlify.toml:1: invalid TOML: "),
     ("[[headers]]\nfor = '/'\n", "netlify.toml: a rule has no 'values'; expected")],
)  # fmt: skip
def test_bad_rules(text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_rules("netlify.toml", text)
    assert str(caught.value).startswith(expected)


def test_our_own_rules_are_strict() -> None:
    text = (ROOT / "netlify.toml").read_text(encoding="utf-8")
    rules = parse_rules("netlify.toml", text)
    policy = rules.headers_for("/")["content-security-policy"]

    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert "default-src 'none'" in policy
    assert "immutable" in rules.headers_for("/assets/style.1.css")["cache-control"]
    assert "immutable" in rules.headers_for("/pagefind/2024/fragment/en_1.pf")["cache-control"]
    assert "immutable" in rules.headers_for("/pagefind/shared/wasm.1.pagefind")["cache-control"]
    assert "immutable" not in rules.headers_for("/pagefind/2024/pagefind.js").get(
        "cache-control", ""
    )
    assert "immutable" not in rules.headers_for("/").get("cache-control", "")
    assert rules.headers_for("/feed.xml")["access-control-allow-origin"] == "*"
    kinds = {"rss": "rss", "atom": "atom", "json": "feed"}
    for plan in (FeedPlan(kind=kind, key="a") for kind in KINDS):
        for form, url in zip(plan.formats, plan.urls(), strict=True):
            found = rules.headers_for(url)
            assert found["content-type"].startswith(f"application/{kinds[form]}+"), url
            assert found["access-control-allow-origin"] == "*"
    assert rules.redirect_for("/rss") == Redirect("/feed.xml", 301)


def test_folders_that_moved() -> None:
    text = format_redirects({"/topics/gnn/": "/topics/graphs/", "/a/": "/b/"}).decode()
    rules = parse_redirects("_redirects", text)

    assert text == "/a/* /b/:splat 301\n/topics/gnn/* /topics/graphs/:splat 301\n"
    assert rules.redirect_for("/topics/gnn") == Redirect("/topics/graphs/", 301)
    assert rules.redirect_for("/topics/gnn/") == Redirect("/topics/graphs/", 301)
    assert rules.redirect_for("/topics/gnn/feed.xml") == Redirect("/topics/graphs/feed.xml", 301)
    assert rules.redirect_for("/topics/gnn/2025-09/") == Redirect("/topics/graphs/2025-09/", 301)
    assert rules.redirect_for("/topics/gnns/") is None


def test_addresses_of_what_was_taken_down_are_forced() -> None:
    text = format_redirects({"/a/": "/b/"}, ["/2025-09-17/b/", "/2025-09-17/a/"]).decode()
    rules = parse_redirects("_redirects", text)

    assert text == (
        "/a/* /b/:splat 301\n"
        "/2025-09-17/a/ /2025-09-17/a/ 410!\n"
        "/2025-09-17/b/ /2025-09-17/b/ 410!\n"
    )
    gone = Redirect("/2025-09-17/a/", 410, is_forced=True)
    assert (rules.redirect_for("/2025-09-17/a/"), gone.is_answer) == (gone, True)
    moved = Redirect("/b/x", 301)
    assert (rules.redirect_for("/a/x"), moved.is_answer) == (moved, False)


def test_a_rule_of_the_settings_is_forced() -> None:
    text = "[[redirects]]\nfrom = '/a'\nto = '/b'\nstatus = 404\nforce = true\n"
    rules = parse_rules("netlify.toml", text)
    assert rules.redirect_for("/a") == Redirect("/b", 404, is_forced=True)


def test_redirects_of_a_file_by_hand() -> None:
    rules = parse_redirects("_redirects", "# old\n\n/a  /b\n/c /d 302 # for now\n")

    assert rules.redirect_for("/a") == Redirect("/b", 301)
    assert rules.redirect_for("/c") == Redirect("/d", 302)
    with pytest.raises(InputError, match="_redirects:2: expected 'from to status', found"):
        parse_redirects("_redirects", "/a /b\n/a /b c\n")
