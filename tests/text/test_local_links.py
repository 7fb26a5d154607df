"""Addresses in bodies: which lead into the site, and where."""

from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.text.local_links import is_local, list_local, place_links, resolve_local
from site_gen.text.markdown import to_html

FOLDER = "/2025-09-17/"


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/",
        "HTTP:x",
        "mailto:a@b.example",
        "data:,x",
        "//a.example/",
        "/\\a.example",
        r"\\a.example",
        r"\a",
        "#top",
        "?q=1",
        "",
    ],
)
def test_what_leads_elsewhere_stays_as_it_is(address: str) -> None:
    html = f'<a href="{escape(address)}">x</a>'

    assert not is_local(address)
    assert place_links(html, FOLDER, "/papers") == html
    assert list(list_local(html, FOLDER)) == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("fig.png", "/2025-09-17/fig.png"),
        ("./a/fig.png", "/2025-09-17/a/fig.png"),
        ("../../../x.png", "/x.png"),
        ("b.md", "/2025-09-17/b/"),
        ("../2025-09-16/b.md#end", "/2025-09-16/b/#end"),
        ("og.png.md", "/2025-09-17/paper--og.png/"),
        ("../pages/b.md", "/pages/b.md"),  # no entry
        ("/about/", "/about/"),
        ("/2025-09-16/", "/2025-09-16/"),
        ("a b.png?x=1", "/2025-09-17/a b.png?x=1"),
    ],
)
def test_a_local_address_is_read_from_the_folder_of_its_file(address: str, expected: str) -> None:
    assert resolve_local(address, FOLDER) == expected


def test_pages_and_feeds_put_their_own_beginning_before_it() -> None:
    html = to_html("![Two](fig.png) [b](b.md) [c](https://c.example/)", latex=True)

    assert place_links(html, FOLDER, "https://a.example/p") == (
        '<p><img src="https://a.example/p/2025-09-17/fig.png" alt="Two" loading="lazy" /> '
        '<a href="https://a.example/p/2025-09-17/b/">b</a> '
        '<a href="https://c.example/">c</a></p>\n'
    )
    assert list(list_local(html, FOLDER)) == [
        ("fig.png", "/2025-09-17/fig.png"),
        ("b.md", "/2025-09-17/b/"),
    ]


@given(st.text(alphabet="a./\\:#?&\"'<b", max_size=12))
def test_a_placed_address_never_leaves_the_site(address: str) -> None:
    html = place_links(f'<a href="{escape(address)}">', FOLDER, "/p")
    placed = unescape(html.removeprefix('<a href="').removesuffix('">'))

    assert html.count('"') == 2
    assert placed == address or placed.startswith("/p/")
