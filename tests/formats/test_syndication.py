import json
import re
from datetime import date
from pathlib import Path

import pytest

from site_gen.errors import InputError
from site_gen.formats.recognition import recognise
from site_gen.formats.syndication import parse_json, parse_xml
from tests.conftest import DATA

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
def test_recorded_feeds(shared: Path, name: str, papers: int) -> None:
    text = (shared / "data" / "rss" / f"{name}.xml").read_text(encoding="utf-8")
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
