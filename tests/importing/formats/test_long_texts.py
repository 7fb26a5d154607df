"""Long titles and abstracts of anything, in every format: the time grows with the length alone.

Each format reads 20 kB of each text in ``repetitions.json``, once as a title and once as an
abstract.
"""

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from html import escape

import pytest

from site_gen.importing.formats import detect
from site_gen.model.errors import InputError
from tests.bounded import run_bounded
from tests.conftest import DATA

UNITS = json.loads((DATA / "repetitions.json").read_text(encoding="utf-8"))
DAY = date(2025, 9, 17)
SIZE = 20_000
CARD = "<h3><a href='/papers/2509.00001'>{}</a></h3><p>{}</p>"
LISTED = (
    "<dl><dt>[1] <a href='/abs/2509.00141'>arXiv:2509.00141</a></dt>"
    "<dd><div class='list-title'>Title: {}</div><div>A B</div><p>{}</p></dd></dl>"
)
ITEM = "<title>{}</title><link>https://arxiv.org/abs/2509.00091</link><description>{}</description>"
RSS = f'<rss version="2.0"><channel><title>x</title><item>{ITEM}</item></channel></rss>'
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><id>a:b</id>'
    '<title type="html">{}</title><updated>2025-09-17T00:00:00Z</updated>'
    '<summary type="html">{}</summary></entry></feed>'
)


def csv_row(*values: str) -> str:
    quoted = (value.replace('"', '""') for value in values)
    return ",".join(f'"{value}"' for value in quoted)


WRITERS: Mapping[str, Callable[[str, str], str]] = {
    "page": "Daily Papers\n\nSep 17\n\n{}\n\n{}\n".format,
    "markdown": "# Papers\n\n## [{}](https://arxiv.org/abs/2509.00001)\n\n{}\n".format,
    "markdown clip": "# Daily Papers\n\nSep 17\n\nSubmitted by\n\nann\n\n"
    "### [{}](https://huggingface.co/papers/2509.00001)\n\n{}\n".format,
    "markdown list": "- **{}** [pdf](https://arxiv.org/abs/2509.00001)\n  {}\n".format,
    "markdown table": "|Title|Abstract|PDF|\n|-|-|-|\n|{}|{}|[x](https://arxiv.org/abs/2509.00002)|\n".format,
    "html": f"<!doctype html><html><body>{CARD}</body></html>".format,
    "hf-json": lambda title, text: json.dumps([{"paper": {"title": title, "summary": text}}]),
    "hf-json literal": lambda title, text: repr([{"paper": {"title": title, "summary": text}}]),
    "json": lambda title, text: json.dumps([{"title": title, "abstract": text, "authors": title}]),
    "jsonl": lambda title, text: json.dumps({"title": title, "abstract": text, "tags": title}),
    "csv": lambda title, text: f"title,abstract,authors\n{csv_row(title, text, title)}\n",
    "bibtex": "@misc{{a,\n title={{{}}},\n abstract={{{}}}}}\n".format,
    "ris": "TY  - JOUR\nTI  - {}\nAB  - {}\nER  - \n".format,
    "arxiv-mail": "\\\\\narXiv:2509.00131\nTitle: {}\nAuthors: A B\n\\\\\n  {}\n\\\\\n".format,
    "arxiv-list": "[1] arXiv:2509.00001 [pdf]\nTitle: {}\nAuthors: A B\n\n{}\n".format,
    "arxiv-list page": f"<!doctype html><html><body>{LISTED}</body></html>".format,
    "feed": RSS.format,
    "feed escaped": lambda title, text: RSS.format(escape(title), escape(text)),
    "feed atom": lambda title, text: ATOM.format(escape(title), escape(text)),
    "json-feed": lambda title, text: json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [{"title": title, "content_html": text}],
        }
    ),
}


def read_all(name: str, size: int) -> None:
    """Read each text, as a title and as an abstract; say which before."""
    for unit in UNITS:
        text = (unit * size)[:size]
        for source in ((text, "b"), ("A", text)):
            sys.stdout.write(f"{unit!r}\n")
            sys.stdout.flush()
            with suppress(InputError):  # a plain error is a right answer
                detect.read("x", WRITERS[name](*source), DAY, DAY, name.split(maxsplit=1)[0])


@pytest.mark.parametrize("name", WRITERS)
def test_a_long_text_of_anything_is_read_or_refused(name: str) -> None:
    run_bounded(
        "from tests.importing.formats.test_long_texts import read_all\n"
        f"read_all({name!r}, {SIZE})\n",
        seconds=15,  # four times what the slowest needs
    )
