from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.model.errors import InputError
from site_gen.model.hosts.rules import RedirectRule
from site_gen.system.netlify_rules import Redirect, format_redirects, parse_redirects, parse_rules

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
     ("[[headers]]\nfor = '/'\n", "netlify.toml: a rule has no 'values'; expected"),
     ("headers = 1", "netlify.toml: expected rules that each begin with [[headers]], found 1"),
     ("[headers]\nfor = '/'", "netlify.toml: expected rules that each begin with [[headers]], "),
     ("redirects = ['/a']", "netlify.toml: expected rules that each begin with [[redirects]], "),
     ("[[headers]]\nfor = '/'\nvalues = 1", "netlify.toml: headers for '/': expected a table"),
     ("[[headers]]\nfor = 1\nvalues = {}", "netlify.toml: expected a text for 'for', found 1"),
     ("[[headers]]\nfor = '/'\nvalues = {'a b' = 'c'}",
      "netlify.toml: headers for '/': no header can be 'a b: c'"),
     ("[[headers]]\nfor = '/'\nvalues = {a = \"b\\u0000\"}",
      "netlify.toml: headers for '/': no header can be 'a: b\\x00'"),
     ("[[redirects]]\nfrom = '/'\nto = 1", "netlify.toml: expected a text for 'to', found 1"),
     ("[[redirects]]\nfrom = '/'\nto = 'a'", "netlify.toml: a redirect leads to 'a'; expected a"),
     ("[[redirects]]\nfrom = '/'\nto = 'http://[x/'",
      "netlify.toml: a redirect leads to 'http://[x/', which is no URL: "),
     ("[[redirects]]\nfrom = '/a/:x/:x'\nto = '/'",
      "netlify.toml: the path '/a/:x/:x' cannot be used: "),
     *((f"[[redirects]]\nfrom = '/a'\nto = '/b'\nstatus = {status}",
        "netlify.toml: the redirect from '/a' has the status ")
       for status in ("100", "204", "300", "304", "600", "-1", "'x'", "[301]", "true", "301.5"))],
)  # fmt: skip
def test_bad_rules(text: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_rules("netlify.toml", text)
    assert str(caught.value).startswith(expected)


def test_redirects_of_site_yaml_come_first_with_both_spellings() -> None:
    others = [RedirectRule("/a", "/b/"), RedirectRule("/c/*", "/d/:splat", 302)]
    text = format_redirects({"/t/": "/u/"}, [], others).decode()

    assert text == "/a /b/ 301\n/a/ /b/ 301\n/c/* /d/:splat 302\n/t/* /u/:splat 301\n"
    assert format_redirects({}, [], [RedirectRule("/rss.xml", "/x")]) == b"/rss.xml /x 301\n"


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


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/a /b 999", "the redirect from '/a' has the status 999; expected 200, 301, "),
        ("/a b", "a redirect leads to 'b'; expected a path from '/' on, or a URL"),
        ("/:x/:x /b", "the path '/:x/:x' cannot be used: "),
    ],
)
def test_a_redirect_that_cannot_be_obeyed(line: str, expected: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_redirects("_redirects", f"# old\n{line}\n")
    assert str(caught.value).startswith(f"_redirects:2: {expected}")


@given(st.text())
def test_what_a_splat_holds_stays_one_part_of_a_path(text: str) -> None:
    rules = parse_redirects("_redirects", "/a/* /:splat/:x 301\n/b/:x /c/:x?d#e\n")

    to = rules.redirect_for(f"/a/{text}").to  # type: ignore[union-attr]
    assert to == "/" + f"{quote(text)}/:x".lstrip("/")
    assert not to.startswith("//")
    if text and "/" not in text:
        to = rules.redirect_for(f"/b/{text}").to  # type: ignore[union-attr]
        assert to == f"/c/{quote(text)}?d#e"


def test_paths_of_rules_may_be_encoded() -> None:
    rules = parse_redirects("_redirects", "/caf%C3%A9/* /th\u00e9/:splat\n/x /a%20b?c=%20\n")

    assert rules.redirect_for("/caf\u00e9/\u00e0") == Redirect("/th%C3%A9/%C3%A0", 301)
    assert rules.redirect_for("/x") == Redirect("/a%20b?c=%20", 301)


def test_redirects_of_a_file_by_hand() -> None:
    rules = parse_redirects("_redirects", "# old\n\n/a  /b\n/c /d 302 # for now\n")

    assert rules.redirect_for("/a") == Redirect("/b", 301)
    assert rules.redirect_for("/c") == Redirect("/d", 302)
    assert parse_redirects("x", "/a /b#c\n").redirect_for("/a") == Redirect("/b#c", 301)
    with pytest.raises(InputError, match="_redirects:2: expected 'from to status', found"):
        parse_redirects("_redirects", "/a /b\n/a /b c\n")
