import pytest

from site_gen.content.settings_file import parse_settings
from site_gen.model.errors import InputError
from site_gen.model.hosts.rules import HeaderRule, RedirectRule

SITE = "base_url: https://a.example/p\n"


def fail(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        parse_settings("site.yaml", SITE + text)
    return str(caught.value).splitlines()


def test_rules_with_their_lines() -> None:
    settings = parse_settings(
        "site.yaml",
        "headers:\n  /*:\n    X-A: ' b   c '\n    X-Frame-Options: ''\n"
        "redirects:\n  /old/: /new/\n  /f/*: https://b.example/:splat 302\n  /d/:day: /:day/\n",
    )

    assert settings.headers == (HeaderRule("/*", (("X-A", "b c"), ("X-Frame-Options", ""))),)
    assert settings.redirects == (
        RedirectRule("/old/", "/new/"),
        RedirectRule("/f/*", "https://b.example/:splat", 302),
        RedirectRule("/d/:day", "/:day/"),
    )
    assert [rule.line for rule in (*settings.headers, *settings.redirects)] == [2, 6, 7, 8]


def test_nothing_is_no_rule() -> None:
    settings = parse_settings("site.yaml", "headers:\nredirects: {}\n")

    assert (settings.headers, settings.redirects) == ((), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("headers: 5", "site.yaml:2: headers: expected 'name: value' lines below it, found '5'"),
        ("headers:\n  bad: {A: b}", "site.yaml:3: headers: 'bad' is no path; expected one such as"),
        ("headers:\n  /a b: {A: b}", "site.yaml:3: headers: '/a b' is no path"),
        ("headers:\n  /*a*: {A: b}", "site.yaml:3: headers: '/*a*' has more than one '*'"),
        ("headers:\n  /:a/:a: {A: b}", "site.yaml:3: headers: the path '/:a/:a' cannot be used"),
        ("headers:\n  /a:", "site.yaml:3: headers: '/a' has no headers; expected"),
        ("headers:\n  /a: [b]", "site.yaml:3: headers: '/a' has no headers; expected"),
        ("headers:\n  /a:\n    X Y: b", "site.yaml:4: headers: /a: no header can be 'X Y: b'"),
        ("headers:\n  /a:\n    X: [b]", "site.yaml:4: headers: /a: expected one text, found a"),
        ("headers:\n  /a:\n    X: 1", "site.yaml:4: headers: /a: YAML reads this as 1"),
        ("headers:\n  /a:\n    X: a\n    x: b", "site.yaml:5: headers: /a: 'x' again; expected"),
        ("headers:\n  /a: {X: a}\n  /a: {Y: b}", "site.yaml:4: headers: '/a' again, first in line"),
        ("headers:\n  /a:\n    X: a\n    X: b", "site.yaml:5: headers: 'X' again, first in line 4"),
        ("headers:\n  /a:\n    X-A: ''", "site.yaml:3: headers: /a: no rule sets 'X-A', so it"),
        (f"headers:\n  /a: {{X: {'b' * 2000}}}", "site.yaml:3: headers: /a: X is too long"),
        ("redirects: [a]", "site.yaml:2: redirects: expected 'name: value' lines"),
        ("redirects:\n  old: /a", "site.yaml:3: redirects: 'old' is no path"),
        ("redirects:\n  /old?a: /a", "site.yaml:3: redirects: '/old?a' is no path"),
        ("redirects:\n  /old: a", "site.yaml:3: redirects: /old leads to 'a'; expected 'ADDRESS'"),
        ("redirects:\n  /old: ftp://a", "site.yaml:3: redirects: /old leads to 'ftp://a'; exp"),
        ("redirects:\n  /old: //a.example/", "site.yaml:3: redirects: /old leads to '//a.ex"),
        (
            "headers:\n  /a:\n    X: \u00e9",
            "site.yaml:4: headers: /a: no header can be 'X: \u00e9'",
        ),
        ("redirects:\n  /old:", "site.yaml:3: redirects: /old leads to ''; expected 'ADDRESS'"),
        ("redirects:\n  /old: /a b c", "site.yaml:3: redirects: /old leads to '/a b c'; expected"),
        ("redirects:\n  /old: /a 410", "site.yaml:3: redirects: /old: the status 410; expected"),
        ("redirects:\n  /old: [a]", "site.yaml:3: redirects: expected one text, found a list"),
        ("redirects:\n  /o/*: /a/:x", "site.yaml:3: redirects: /o/* leads to '/a/:x', but has no"),
        ("host: netlfy", "site.yaml:2: host: unknown host 'netlfy'; did you mean 'netlify'?"),
        ("host: github-pages\nheaders:\n  /*: {X: y}", "site.yaml:4: headers: GitHub Pages sends"),
        ("host: github-pages\nredirects:\n  /a/*: /b", "site.yaml:4: redirects: GitHub Pages has"),
        ("host: github-pages\nredirects:\n  /a.b: /b", "site.yaml:4: redirects: GitHub Pages has"),
    ],
)
def test_bad_rules(text: str, expected: str) -> None:
    told = fail(f"{text}\n")
    assert len(told) == 1
    assert told[0].startswith(expected)


def test_too_many_rules() -> None:
    headers = "".join(f"  /{number}: {{X: y}}\n" for number in range(100))
    assert "rules too many for hosts" in fail(f"headers:\n{headers}")[0]
    redirects = "".join(f"  /{number}/*: /b\n" for number in range(21))
    parse_settings("site.yaml", f"redirects:\n{redirects}")
    assert "too many for Cloudflare" in fail(f"host: cloudflare\nredirects:\n{redirects}")[0]


@pytest.mark.parametrize(
    ("redirects", "circles"),
    [
        (["/a: /a"], {3: "/a -> /a"}),
        (["/a: /a/"], {3: "/a -> /a/"}),
        (["/a/: /b", "/b/: /a#x"], {3: "/a/ -> /b -> /a", 4: "/b/ -> /a -> /b"}),
        (["/a: /b", "/b: /c", "/c: /b"], {3: "/a -> /b -> /c -> /b", 4: "/b", 5: "/c"}),
        (["/a/*: /b/:splat", "/b/*: /a/:splat"], {3: "/a/x -> /b/x -> /a/x", 4: "/b/x"}),
        (["/a/*: /a/b/:splat"], {3: "/a/x -> /a/b/x -> /a/b/b/x -> /a/b/b/b/x -> ..."}),
        (["/a/:x: /:x", "/x: /a/x"], {3: "/a/x -> /x -> /a/x", 4: "/x -> /a/x -> /x"}),
        (["/a/:_x: /:_x", "/x: /a/x"], {3: "/a/x -> /x -> /a/x", 4: "/x -> /a/x -> /x"}),
        (["/a: https://a.example/p/a"], {3: "/a -> /a"}),
        (["/feed.xml: /rss"], {3: "/feed.xml -> /rss -> /feed.xml"}),
        (["/a: https://b.example/a", "/b: /a", "/c/*: /d/:splat"], {}),
        (["/a: /b 302", "/rss: /atom.xml"], {}),
    ],
)
def test_circles(redirects: list[str], circles: dict[int, str]) -> None:
    text = "redirects:\n" + "".join(f"  {line}\n" for line in redirects)
    if not circles:
        parse_settings("site.yaml", SITE + text)
        return
    told = fail(text)
    assert len(told) == len(circles)
    for line, (number, way) in zip(told, circles.items(), strict=True):
        assert line.startswith(f"site.yaml:{number}: redirects: ")
        assert f" leads in a circle: {way}" in line
