import pytest

from site_gen.importing.formats.feed_elements import report_unknown
from site_gen.importing.formats.reading import Collector

_RSS = (
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:x="urn:x"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">\n'
    "<channel>{0}<item>\n<title>A</title>{1}</item></channel></rss>"
)
_ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">{0}<entry>\n<title>A</title>{1}</entry></feed>'


def _report(text: str) -> list[str]:
    found = Collector("x")
    report_unknown(text, found)
    return [str(problem) for problem in found.finish().unread]


@pytest.mark.parametrize(
    "item",
    [
        '<guid isPermaLink="false">a</guid><media:content url="u" medium="image"><media:x/>'
        "</media:content><dc:creator>B</dc:creator><source url='u'>S</source>",
        "<description>a <b>b</b> <p class='c'>d</p></description><author>a@b.c (A)</author>",
        '<post-id xmlns="com-wordpress:feed-additions:1">12</post-id>',
        "<mystery/><!-- a note --><?php x?>",
        '<atom:link href="u" rel="self" type="t"/><enclosure url="u" length="1" type="t"/>',
        "<dc:title>A</dc:title>",
    ],
)
def test_what_feeds_use_is_known(item: str) -> None:
    channel = "<ttl>60</ttl><image><url>u</url><title>T</title><link>l</link></image>"
    assert _report(_RSS.format(channel, item)) == []


@pytest.mark.parametrize(
    ("channel", "item", "expected"),
    [
        ("", "<mystery>a</mystery><mystery>b</mystery>", ["x:3: element 'mystery' (2 values)"]),
        ("<mystery a='b'/>", "", ["x:2: element 'mystery' (1 value)"]),
        ("", "<x:y><title>B</title></x:y>", ["x:3: element 'x:y' (1 value)"]),
        ("", "<dc:mystery>a</dc:mystery>", ["x:3: element 'dc:mystery' (1 value)"]),
        ("", "<link mood='a'>l</link>", ["x:3: attribute 'mood' of 'link' (1 value)"]),
        ("", "<link x:href='a'>l</link>", ["x:3: attribute 'href' of 'link' (1 value)"]),
        ("", "<y:ref xmlns:y='ht}iv'>a</y:ref>", ["x:3: element 'y:ref' (1 value)"]),
        ("", "<pubDate>2025<day>1</day></pubDate>", ["x:3: element 'day' (1 value)"]),
        ("", "<title>B</title>", ["x:3: not understood: 'B'; a second 'title'"]),
        ("words", "more", ["x:2: not understood: 'words'; expected an element",
                           "x:3: not understood: 'more'; expected an element"]),
    ],
)  # fmt: skip
def test_what_is_not_known_is_reported_with_its_line(
    channel: str, item: str, expected: list[str]
) -> None:
    told = _report(_RSS.format(channel, item))
    assert len(told) == len(expected)
    assert all(one.startswith(start) for one, start in zip(told, expected, strict=True))


def test_the_texts_of_atom_may_be_xhtml() -> None:
    content = (
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p a="b">C</p></div>'
        "</content><author><name>B</name><mystery>c</mystery></author>"
    )
    assert _report(_ATOM.format("", content)) == ["x:2: element 'mystery' (1 value) is not used"]
    assert _report("") == []
