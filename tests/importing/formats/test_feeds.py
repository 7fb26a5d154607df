import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.importing.formats.detect import recognise
from site_gen.importing.formats.feeds import parse_xml
from site_gen.importing.formats.json_feed import parse as parse_json
from site_gen.model.characters import find_illegal
from site_gen.model.errors import InputError
from site_gen.model.papers import Entry, Paper, Settings
from site_gen.plan.feeds import feed_items
from site_gen.plan.feeds.feed_table import NEWEST, FeedPlan
from site_gen.text import markdown
from site_gen.text.titles import plain_title
from testing.roundtrip import make_entry
from tests.conftest import DATA

SETTINGS = Settings(base_url="https://a.example/p", feed_authority="a.example")
TEXT = st.text().filter(lambda text: not find_illegal(text) and text.strip() != "")
XHTML = '<div xmlns="http://www.w3.org/1999/xhtml"><p>1 &lt; <em>2</em></p>x<br/>y</div>'
ATOM = (DATA / "formats" / "arxiv-api.xml").read_text(encoding="utf-8")


def test_the_arxiv_api() -> None:
    assert recognise(ATOM) == "feed"
    ((paper, day),) = parse_xml("x", ATOM).papers
    assert day == date(2015, 12, 26)
    assert paper.title.endswith("junctions: The probe technique at high bias")
    assert paper.abstract.startswith('We extend the Landauer-B\\"uttiker probe formalism for')
    assert paper.authors == ("Michael Kilgour", "Dvira Segal")
    assert (paper.arxiv_id, paper.doi) == ("1601.00001", "10.1063/1.4944470")
    assert (paper.categories, paper.source.line) == (("cond-mat.mes-hall",), 10)
    assert paper.venue == paper.journal_ref == "J. Chem. Phys. 144, 124107 (2016)"
    assert (paper.version, paper.comment) == (1, "")


@pytest.mark.parametrize(
    ("item", "version", "comment"),
    [
        ('<guid isPermaLink="false">oai:arXiv.org:2509.00151v2</guid>', 2, ""),
        ("<link>https://arxiv.org/abs/2509.00151</link>", None, ""),
        ("<title>A (arXiv:2509.00151v5 [cs.LG] UPDATED)</title>"
         "<link>http://arxiv.org/abs/2509.00151</link>", 5, ""),
        ("<link>https://arxiv.org/abs/2509.00151</link>"
         "<arxiv:comment>Erd\\H{o}s,\n 2~pages</arxiv:comment>", None, "Erdős, 2 pages"),
    ],
)  # fmt: skip
def test_the_version_and_the_comment_of_an_item(
    item: str, version: int | None, comment: str
) -> None:
    title = "" if "<title>" in item else "<title>A</title>"
    text = (
        '<rss version="2.0" xmlns:arxiv="http://arxiv.org/schemas/atom"><channel><title>c</title>'
        f"<item>{title}{item}<description>B</description></item></channel></rss>"
    )
    ((paper, _),) = parse_xml("x", text).papers
    assert (paper.arxiv_id, paper.version, paper.comment) == ("2509.00151", version, comment)


@pytest.mark.parametrize(
    ("comment", "links"),
    [
        ("12 pages. Code: https://github.com/a-b/c_d.", (("Code", "https://github.com/a-b/c_d"),)),
        ("See https://github.com/someone and https://example.org/a/b", ()),
    ],
)
def test_code_that_a_comment_names(comment: str, links: tuple[tuple[str, str], ...]) -> None:
    tag = '<arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">'
    text = ATOM.replace("<author>", f"{tag}{comment}</arxiv:comment><author>", 1)
    assert parse_xml("x", text).papers[0][0].links == links


@pytest.mark.parametrize("name", ["doi", "comment"])
def test_elements_of_attributes_alone_say_nothing(name: str) -> None:
    tag = f'<arxiv:{name} xmlns:arxiv="http://arxiv.org/schemas/atom" href="https://x.example"/>'
    text = re.sub("<arxiv:doi.*?</arxiv:doi>", "", ATOM).replace("<author>", f"{tag}<author>", 1)
    ((paper, _),) = parse_xml("x", text).papers
    assert (paper.arxiv_id, paper.doi, paper.links) == ("1601.00001", "", ())


@pytest.mark.parametrize(("name", "papers"), [("hf_feed", 30), ("cn_chat_arxiv_cs.LG", 12)])
def test_recorded_feeds(name: str, papers: int) -> None:
    text = (DATA / "recorded/rss" / f"{name}.xml").read_text(encoding="utf-8")
    assert recognise(text) == "feed"
    found = parse_xml("x", text)
    assert (len(found.papers), found.unread) == (papers, ())
    first = found.papers[0][0]
    if name == "hf_feed":
        assert (first.arxiv_id, first.upvotes, len(first.authors)) == ("2607.28609", 52, 23)
        assert first.abstract.startswith("Computer-using agents (CUAs) are advancing rapidly")


def test_a_json_feed() -> None:
    item = {"title": "A < B", "content_text": "x <y> z", "url": "https://x.org/1", "tags": ["t"],
            "authors": [{"name": "C D"}], "date_published": "2026-01-02T00:00:00Z"}  # fmt: skip
    text = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})
    assert recognise(text) == "json-feed"
    ((paper, day),) = parse_json("x", text).papers
    assert (paper.title, paper.abstract, paper.authors) == ("A < B", "x <y> z", ("C D",))
    assert (day, paper.links) == (date(2026, 1, 2), (("Paper", "https://x.org/1"),))


@pytest.mark.parametrize("text", [ATOM[:1500], "<rss>", "<html></html>", "<!ENTITY a 'b'>"])
def test_what_is_no_whole_feed_is_one_error(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_xml("x", text)
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize(
    ("start", "end", "what"),
    [
        ("<rss version='2.0'><channel>\n<item><title>a</title>",
         "<link></item>\n<item><title>b</title><link>x</link></item></link></channel></rss>",
         "x:2: broken XML: mismatched tag"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'><entry>\n<title>a</title>",
         "<category>x</entry></feed>\n<entry><title>b</title></entry></category></entry></feed>",
         "x:2: broken XML: mismatched tag"),
    ],
)  # fmt: skip
def test_an_element_that_ends_elsewhere_is_an_error_with_its_line(
    start: str, end: str, what: str
) -> None:
    with pytest.raises(InputError, match=what):
        parse_xml("x", f"{start}{end}")


def read_atom(item: str) -> Paper:
    names = 'xmlns="http://www.w3.org/2005/Atom"'
    ((paper, _),) = parse_xml("x", f"<feed {names}><entry>{item}</entry></feed>").papers
    return paper


def read_rss(item: str) -> Paper:
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    start = f'<rss version="2.0" {names}><channel><title>c</title><item>'
    ((paper, _),) = parse_xml("x", f"{start}{item}</item></channel></rss>").papers
    return paper


@pytest.mark.parametrize(
    ("element", "title"),
    [
        ("<title>k&lt;j, &lt;b>j>3&lt;/b></title>", "k<j, <b>j>3</b>"),
        ('<title type="text">&lt;plan> &amp;lt;</title>', "<plan> &lt;"),
        ('<title type="html">&amp;lt;plan&amp;gt; &lt;b>x&lt;/b></title>', "<plan> x"),
        ('<title type="html"><![CDATA[1 &lt; <i>2</i>]]></title>', "1 < 2"),
        (f'<title type="xhtml">{XHTML}</title>', "1 < 2 x y"),
    ],
)
def test_a_text_of_atom_is_of_the_type_that_it_names(element: str, title: str) -> None:
    assert read_atom(element).title == title


@pytest.mark.parametrize(
    ("element", "abstract"),
    [
        ("<summary>k&lt;j\nand j>3, &lt;p></summary>", "k<j and j>3, <p>"),
        (f'<summary type="xhtml">{XHTML}</summary>', "1 < 2\n\nx\n\ny"),
        ('<content type="html">&lt;p>A &amp;lt; B&lt;/p></content>', "A < B"),
        ('<content type="text/plain">&lt;p>A&lt;/p></content>', "<p>A</p>"),
        ('<summary>A begin…</summary><content type="html">A beginning &lt;p>End.</content>',
         "A beginning\n\nEnd."),
        ("<summary>Its own.</summary><content>Of another kind.</content>", "Its own."),
        ("<summary>T</summary>", ""),
        ("<content>No abstract available.</content>", ""),
    ],
)  # fmt: skip
def test_the_abstract_of_an_atom_entry(element: str, abstract: str) -> None:
    assert read_atom(f"<title>T</title>{element}").abstract == abstract


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("k&lt;j and j>3, &lt;plan>", "k<j and j>3, <plan>"),
        ("<![CDATA[k<j and <b>j>3</b>]]>", "k<j and j>3"),
        ("&amp;lt;plan&amp;gt; &amp;amp; R", "<plan> & R"),
    ],
)
def test_a_text_of_rss_is_html_only_where_its_tags_are(text: str, expected: str) -> None:
    paper = read_rss(f"<title>{text}</title><description>D: {text}</description>")
    assert (paper.title, paper.abstract) == (expected, f"D: {expected}")


RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns="http://purl.org/rss/1.0/"><channel><title>c</title></channel>\n'
)
ATOM_03 = '<feed version="0.3" xmlns="http://purl.org/atom/ns#">\n'
WORDS = "&lt;plan> for k&lt;j and j>3"


@pytest.mark.parametrize(
    ("start", "item", "end"),
    [
        ('<rss version="0.91"><channel>\n', "<item>{}</item>", "</channel></rss>"),
        ('<rss version="0.92"><channel>\n', "<item>{}</item>", "</channel></rss>"),
        (RDF, "<item>{}</item>", "</rdf:RDF>"),
        (ATOM_03, "<entry>{}</entry>", "</feed>"),
    ],
)
def test_older_feeds_keep_their_texts_too(start: str, item: str, end: str) -> None:
    name = "summary" if start == ATOM_03 else "description"
    texts = f"<title>{WORDS}</title><{name}>D: {WORDS}</{name}>"
    ((paper, _),) = parse_xml("x", f"{start}{item.format(texts)}{end}").papers
    said = "<plan> for k<j and j>3"
    assert (paper.title, paper.abstract, paper.source.line) == (said, f"D: {said}", 2)


def test_the_content_of_rss_is_html() -> None:
    content = "<content:encoded>&lt;p>A &amp;lt; B&lt;/p>&lt;p>C&lt;/p></content:encoded>"
    assert read_rss(f"<title>T</title>{content}").abstract == "A < B\n\nC"


def test_elements_that_nobody_knows_do_no_harm() -> None:
    names = ("authors", "tags", "title_detail", "summary_detail", "content")
    odd = "".join(f"<{name}>x</{name}><{name} a='b'/>" for name in names)
    assert read_rss(f"{odd}<title>T</title>").title == "T"


def test_names_of_elements_in_json_feeds_are_text() -> None:
    item = {"title": "<b>k</b>", "summary": "<i>", "content_html": "<p>1 &lt; <q>2</q></p><p>x</p>"}
    text = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})
    ((paper, _),) = parse_json("x", text).papers
    assert (paper.title, paper.abstract) == ("<b>k</b>", "1 < 2\n\nx")


def read_back(entries: Sequence[Entry], *forms: str) -> None:
    """Write entries as feeds of these forms, and compare what is read."""
    items = [feed_items.paper_item(SETTINGS, entry, at) for at, entry in enumerate(entries)]
    plan = FeedPlan(kind=replace(NEWEST, most=len(items)))
    feed = feed_items.make_feed(SETTINGS, plan, items)
    assert feed
    texts = [
        (plain_title(x.title, latex=True), markdown.to_plain_text(x.body, latex=True).split())
        for x in entries
    ]
    written = dict(feed_items.write_feed(SETTINGS, plan, feed))
    for name in forms:
        parse = parse_json if name.endswith("json") else parse_xml
        found = parse(name, written[name].decode()).papers
        assert [(paper.title, paper.abstract.split()) for paper, _ in found] == texts


def test_our_own_feeds_come_back(
    corpus: list[dict[str, str]], sample: list[dict[str, str]]
) -> None:
    entries = [make_entry(at, row) for at, row in enumerate([*sample, *corpus[::40]])]
    read_back(entries, "feed.xml", "atom.xml", "feed.json")


def is_repaired(text: str) -> bool:
    """Whether feedparser may take a text for UTF-8 that was decoded as Latin-1, and repair it."""
    return not text.isascii() and max(text) <= "\xff"


@given(TEXT, TEXT)
def test_any_text_comes_back_where_feeds_name_types(title: str, abstract: str) -> None:
    body = markdown.from_text(f"{abstract} and more")
    entry = Entry(slug="p", first_day=date(2026, 1, 2), title=title, body=body)
    if plain_title(title, latex=True).strip() and not any(map(is_repaired, (title, abstract))):
        read_back([entry], "atom.xml", "feed.json")


@pytest.mark.parametrize(
    "reference",
    ["&#1114112;", "&#x110000;", "&#xD800;", f"&#{'9' * 30};", f"&#{'9' * 5000};"],
)  # fmt: skip
def test_a_reference_to_no_character_is_an_error_with_its_line(reference: str) -> None:
    item = f"<item>\n<title>&#233; {reference}</title></item>"
    text = f'<rss version="2.0"><channel><title>a</title>{item}</channel></rss>'
    with pytest.raises(InputError, match="x:2: a reference to a character that does not exist"):
        parse_xml("x", text)


def test_what_looks_like_an_escaped_reference_to_no_character_is_text() -> None:
    reference = f"&#{'9' * 5000};"
    assert read_rss(f"<title>a {escape(reference)}</title>").title == f"a {reference}"


def test_names_and_titles_of_arxivs_rss_are_read_without_tex_and_affiliations() -> None:
    item = (
        '<title>On G\\"odel</title><link>https://arxiv.org/abs/2509.00501</link>'
        "<dc:creator>Ann One (Univ. of X, Y), \\'Eva Two et al.</dc:creator>"
        "<description>D</description>"
    )
    rss = (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>t</title>'
        f"<item>{item}</item></channel></rss>"
    )
    ((paper, _),) = parse_xml("x", rss).papers
    assert (paper.title, paper.authors) == ("On Gödel", ("Ann One", "Éva Two"))
    assert paper.more_authors


@pytest.mark.parametrize(
    "element",
    [
        "<prism:doi>10.1000/j1</prism:doi>",
        "<dc:identifier>doi:10.1000/j1</dc:identifier>",
        "<dc:identifier>https://doi.org/10.1000/j1</dc:identifier>",
    ],
)
def test_the_doi_of_a_journals_feed_is_read_and_its_line_above_the_text_is_not(
    element: str,
) -> None:
    rss = (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"><channel><title>t</title>'
        f"<item><title>A</title>{element}<description>&lt;p&gt;J. of Q, Published online: 3 May"
        " 2025; doi:10.1000/j1&lt;/p&gt;We say.</description></item></channel></rss>"
    )
    ((paper, _),) = parse_xml("x", rss).papers
    assert (paper.doi, paper.abstract) == ("10.1000/j1", "We say.")


def test_a_json_feed_of_version_1_has_one_author_and_an_external_address() -> None:
    item = {
        "id": "7", "url": "https://b.example/7", "title": "T", "author": {"name": "Ann One"},
        "external_url": "https://arxiv.org/abs/2509.00502v1",
    }  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1", "items": [item]}
    ((paper, _),) = parse_json("x", json.dumps(feed)).papers
    assert (paper.authors, paper.arxiv_id) == (("Ann One",), "2509.00502")


def test_titles_of_other_feeds_stay_as_they_are() -> None:
    item = "<title>Sets {a--b} of ~5</title><link>https://huggingface.co/papers/2509.00501</link>"
    rss = f'<rss version="2.0"><channel><title>t</title><item>{item}</item></channel></rss>'
    ((paper, _),) = parse_xml("x", rss).papers
    assert (paper.title, paper.arxiv_id) == ("Sets {a--b} of ~5", "2509.00501")
