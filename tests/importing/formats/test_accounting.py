"""The law of every format: each value of a source is in an entry, known furniture, or reported.

A sample of a format has words that begin with ``xq`` in all values that an entry holds. Then an
unknown value is put into it: a line, a key, a column, a field, an element or an attribute.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from site_gen.importing.formats.detect import NAMES, read
from site_gen.model import InputError

TODAY = date(2026, 10, 4)
_MARKED = re.compile(r"xq[a-z]+|2509\.[0-9]{5}|47[0-9]{2}|cs\.[a-z]{2}")
_ROW = {
    "paper": {
        "id": "2509.00311", "title": "The xqtitle of it", "summary": "An xqabstract.",
        "authors": [{"_id": "1", "name": "Ann Xqann", "user": {"user": "ann"}}, {"name": "Bo Xqb"}],
        "upvotes": 4711, "githubRepo": "https://github.com/xqowner/xqrepo",
        "projectPage": "https://xqproject.org/", "organization": {"name": "org"},
        "ai_keywords": ["a"],
    },
    "submittedBy": {"name": "who"}, "numComments": 2,
}  # fmt: skip
_RECORD = {
    "title": "The xqtitle of it", "abstract": "An xqabstract.", "arxiv_id": "2509.00311",
    "authors": [{"name": "Ann Xqann"}, {"given": "Bo", "family": "Xqbo"}], "upvotes": 4711,
    "doi": "10.1000/xqdoi", "topics": [{"name": "xqtopic"}], "categories": ["cs.CL"],
    "links": [{"text": "Code", "url": "https://xqcode.org/"}], "year": 2025,
}  # fmt: skip
_JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1", "title": "A feed", "authors": [{"name": "us"}],
    "items": [{
        "id": "https://arxiv.org/abs/2509.00311", "title": "The xqtitle of it",
        "content_text": "An xqabstract.", "authors": [{"name": "Ann Xqann"}], "tags": ["xqtag"],
        "attachments": [{"url": "https://a.org/"}], "date_published": "2025-09-17T00:00:00Z",
    }],
}  # fmt: skip
SAMPLES = {
    "page": "Daily Papers\nSep 17\nThe xqtitle of it\nAn xqabstract.\nA xqsecond\nIts xqtext.\n",
    "markdown": "# Daily Papers\n\n## [The xqtitle of it](https://arxiv.org/abs/2509.00311)\n\n"
    "**Authors:** Ann Xqann\n\n**Keywords:** xqtopic\n\nAn xqabstract.\n\n"
    "## [A xqsecond one](https://arxiv.org/abs/2509.00312)\n\nIts xqtext.\n",
    "html": "<html><body>\n<p>Daily Papers</p>\n<p>Sep 17</p>\n"
    '<h3><a href="/papers/2509.00311">The xqtitle of it</a></h3>\n<p>An xqabstract.</p>\n'
    '<h3><a href="/papers/2509.00312">A xqsecond one</a></h3>\n<p>Its xqtext.</p>\n</body></html>',
    "hf-json": json.dumps([_ROW]),
    "json": json.dumps({"total": 1, "data": [_RECORD]}),
    "jsonl": json.dumps(_RECORD),
    "csv": "title,abstract,authors,arxiv_id,doi,topics,code,upvotes\n"
    "The xqtitle of it,An xqabstract.,Ann Xqann; Bo Xqbo,2509.00311,10.1000/xqdoi,xqtopic,"
    "https://xqcode.org/,4711\n",
    "bibtex": "@article{k,\n  title = {The xqtitle of it},\n  author = {Xqann, Ann},\n"
    "  abstract = {An xqabstract.},\n  eprint = {2509.00311},\n  doi = {10.1000/xqdoi},\n"
    "  keywords = {xqtopic},\n  journal = {Journal of Xqvenue},\n  year = {2025}\n}\n",
    "ris": "TY  - JOUR\nTI  - The xqtitle of it\nAU  - Xqann, Ann\nAB  - An xqabstract.\n"
    "UR  - https://xqlink.org/\nDO  - 10.1000/xqdoi\nKW  - xqtopic\nJO  - Journal of Xqvenue\n"
    "PY  - 2025\nER  - \n",
    "arxiv-mail": "Submissions to:\nArtificial Intelligence\n" + "-" * 78 + "\n\\\\\n"
    "arXiv:2509.00311\nDate: Mon, 12 Jun 2023 18:21:23 GMT   (27kb)\n\nTitle: The xqtitle of\n"
    "  it\nAuthors: Ann Xqann, Bo Xqbo\nCategories: cs.AI\nDOI: 10.1000/xqdoi\n\\\\\n"
    "  An xqabstract.\n\\\\ ( https://arxiv.org/abs/2509.00311 ,  27kb)\n" + "-" * 78 + "\n",
    "arxiv-list": "[1] arXiv:2509.00311 [pdf, html, other]\nTitle: The xqtitle of it\n"
    "Ann Xqann, Bo Xqbo\nSubjects: Machine Learning (cs.LG)\n\nAn xqabstract.\n",
    "feed": '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
    "<title>A feed</title><item><title>The xqtitle of it</title>"
    "<link>https://arxiv.org/abs/2509.00311</link><description>An xqabstract.</description>"
    "<dc:creator>Ann Xqann</dc:creator><category>xqtopic</category><author/>"
    "<pubDate>Wed, 17 Sep 2025 00:00:00 GMT</pubDate></item></channel></rss>",
    "json-feed": json.dumps(_JSON_FEED),
}
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>A feed</title><entry>'
    "<id>https://arxiv.org/abs/2509.00311</id><title>The xqtitle of it</title>"
    "<author><name>Ann Xqann</name></author><summary>An xqabstract.</summary>"
    '<category term="xqtopic"/><updated>2025-09-17T00:00:00Z</updated></entry></feed>'
)
_WORD = st.from_regex(r"xq[a-z]{5}", fullmatch=True)


def _put_line(text: str, word: str, data: st.DataObject) -> str:
    lines = text.split("\n")
    at = data.draw(st.integers(0, len(lines)))
    return "\n".join([*lines[:at], f"{word} and more", *lines[at:]])


def _put_block(text: str, word: str, data: st.DataObject) -> str:
    blocks = text.split("\n\n")
    at = data.draw(st.integers(0, len(blocks)))
    return "\n\n".join([*blocks[:at], f"{word} and more", *blocks[at:]])


def _put_field(text: str, word: str, _: st.DataObject) -> str:
    """Put a line such as those between the fields of a paper."""
    return re.sub(r"(?=Title: )", f"{word.title()}: some words\n", text, count=1)


def _put_paragraph(text: str, word: str, data: st.DataObject) -> str:
    ends = [match.end() for match in re.finditer(r"<body>|</p>|</h3>", text)]
    at = data.draw(st.sampled_from(ends))
    return f"{text[:at]}<p>{word}</p>{text[at:]}"


def _put_key(text: str, word: str, data: st.DataObject) -> str:
    """Put a key into any object, however deep."""
    value = json.loads(text)
    objects = list(_list_objects(value))
    objects[data.draw(st.integers(0, len(objects) - 1))][word] = data.draw(
        st.sampled_from([word, 1, [word], {"a": word}, False])
    )
    return json.dumps(value)


def _list_objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            yield from _list_objects(inner)


def _put_column(text: str, word: str, _: st.DataObject) -> str:
    head, row = text.split("\n")[:2]
    return f"{head},{word}\n{row},said\n"


def _put_row(text: str, word: str, data: st.DataObject) -> str:
    return text + data.draw(
        st.sampled_from([f"{word}\n", f"{word}{',x' * 7}\n", f"a{',' + word}\n"])
    )


def _put_bibtex_field(text: str, word: str, data: st.DataObject) -> str:
    at = data.draw(st.sampled_from([m.start() for m in re.finditer(r"^  ", text, re.MULTILINE)]))
    name = data.draw(st.sampled_from([word, "title", "abstract"]))
    return f"{text[:at]}  {name} = {{{word}}},\n{text[at:]}"


def _put_around(text: str, word: str, data: st.DataObject) -> str:
    return data.draw(st.sampled_from([f"{word}\n{text}", f"{text}{word}\n"]))


def _put_tag(text: str, word: str, data: st.DataObject) -> str:
    lines = text.split("\n")
    at = data.draw(st.integers(0, len(lines) - 2))  # behind the last record it begins another
    tag = data.draw(st.sampled_from(["TI", "AB", "UR", "AU", "KW"]))
    return "\n".join([*lines[:at], f"{tag}  - {'https://' * (tag == 'UR')}{word}", *lines[at:]])


def _put_element(text: str, word: str, data: st.DataObject) -> str:
    """Put an element, a text or an attribute into an element that holds others."""
    root = etree.fromstring(text)
    every = list(root.iter())
    holder = data.draw(st.sampled_from([one for one in every if len(one)]))
    match data.draw(st.sampled_from(["element", "foreign", "inner", "text", "attribute"])):
        case "element":
            etree.SubElement(holder, f"{holder.tag[: holder.tag.find('}') + 1]}{word}").text = "x"
        case "foreign":
            etree.SubElement(holder, f"{{urn:x}}{word}", {"a": "b"})
        case "inner":
            etree.SubElement(data.draw(st.sampled_from(every[-2:])), word).text = "x"
        case "text":
            data.draw(st.sampled_from(list(holder))).tail = word
        case "attribute":
            data.draw(st.sampled_from(every)).set(word, "x")
    return str(etree.tostring(root, encoding="unicode"))


PUT: list[tuple[str, str, Callable[[str, str, st.DataObject], str]]] = [
    ("page", SAMPLES["page"], _put_line),
    ("markdown", SAMPLES["markdown"], _put_block),
    ("html", SAMPLES["html"], _put_paragraph),
    ("hf-json", SAMPLES["hf-json"], _put_key),
    ("json", SAMPLES["json"], _put_key),
    ("jsonl", SAMPLES["jsonl"], _put_key),
    ("csv", SAMPLES["csv"], _put_column),
    ("csv", SAMPLES["csv"], _put_row),
    ("bibtex", SAMPLES["bibtex"], _put_bibtex_field),
    ("bibtex", SAMPLES["bibtex"], _put_around),
    ("ris", SAMPLES["ris"], _put_tag),
    ("ris", SAMPLES["ris"], _put_line),
    ("arxiv-mail", SAMPLES["arxiv-mail"], _put_line),
    ("arxiv-mail", SAMPLES["arxiv-mail"], _put_field),
    ("arxiv-list", SAMPLES["arxiv-list"], _put_line),
    ("feed", SAMPLES["feed"], _put_element),
    ("feed", ATOM, _put_element),
    ("json-feed", SAMPLES["json-feed"], _put_key),
]
EVERY = pytest.mark.parametrize(
    ("form", "text", "put"), PUT, ids=[f"{form}{put.__name__}" for form, _, put in PUT]
)


def _account(form: str, text: str, *, has_reports: bool = True) -> str:
    """Give all that an import says of a text: entries, reports and errors."""
    try:
        readings = read("x", text, TODAY, date(2025, 9, 17), form)
    except InputError as err:  # then nothing is imported: a page says so of its last line
        said = text if form == "page" else str(err)
        return said if has_reports else ""
    told = [str(one) for found in readings for one in (*found.unread, *found.bad, *found.notes)]
    papers = [repr(paper) for found in readings for paper in found.digest.papers]
    return "\n".join((*papers, *(told if has_reports else ()))).lower()


def test_every_format_has_a_sample() -> None:
    assert set(SAMPLES) == set(NAMES) == {form for form, _, _ in PUT}


@pytest.mark.parametrize("form", SAMPLES)
def test_every_marked_value_of_a_sample_is_in_an_entry(form: str) -> None:
    """A reader that leaves out a field fails here: its value is not reported either."""
    (found,) = read("x", SAMPLES[form], TODAY, date(2025, 9, 17), form)
    papers = "\n".join(map(repr, found.digest.papers)).lower()
    assert [word for word in _MARKED.findall(SAMPLES[form].lower()) if word not in papers] == []
    assert (found.unread, found.bad, found.notes) == ((), (), ())


@EVERY
@pytest.mark.parametrize("has_reports", [True, False], ids=["reported", "unreported"])
def test_an_unknown_value_is_in_an_entry_or_reported(
    form: str, text: str, put: Callable[[str, str, st.DataObject], str], *, has_reports: bool
) -> None:
    """The law holds, and it does not when nothing is reported: so it can fail."""

    @settings(max_examples=60, phases=[Phase.generate])
    @given(st.data(), _WORD)
    def law(data: st.DataObject, word: str) -> None:
        assert word in _account(form, put(text, word, data), has_reports=has_reports)

    if has_reports:
        law()
    else:
        with pytest.raises(AssertionError):
            law()
