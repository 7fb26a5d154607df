"""Every reader of text, by name, and how a long text is put before it.

``list_readers`` gives functions of a text. A reader of a format gets the text as it is, behind each
way in which a file of the format begins, and as the title, the abstract and the authors of a paper.
The readers of the markup and of the index get it as a body and as a title.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import cache, partial
from html import escape
from pathlib import Path

from site_gen.content.digest_file import parse_listing
from site_gen.content.entry_file import format_entry, parse_entry
from site_gen.content.findings import inspect_entry, inspect_text
from site_gen.content.frontmatter import find_line
from site_gen.content.identity import compute_keys, scan_keys
from site_gen.content.settings_file import parse_settings
from site_gen.content.topic_rules import Vocabulary, compute_topics, parse_topics
from site_gen.content.yaml_edit import add_items, find_unquoted, set_keys
from site_gen.importing.formats import detect
from site_gen.importing.formats.affiliations import strip_affiliations
from site_gen.importing.formats.people import parse_bibtex_names, parse_names
from site_gen.importing.mail_files import is_mail, read_mail
from site_gen.importing.proposal import Present, propose
from site_gen.model import (
    Digest,
    Entry,
    InputError,
    Paper,
    Settings,
    make_slug,
)
from site_gen.model.identifiers import find_arxiv_id, find_first_doi, search_arxiv_id
from site_gen.model.venues import find_venue, name_venue
from site_gen.plan import citations, data_files
from site_gen.plan.feeds import feed_items
from site_gen.plan.paper_view import view_paper
from site_gen.related.bm25 import make_vectors
from site_gen.search.bundles import make_words
from site_gen.search.documents import make_documents
from site_gen.text import markdown, mojibake, tex_text, titles
from site_gen.text.tex import find_refused
from site_gen.text.tex_escaping import escape_latex, escape_literal, format_source
from site_gen.text.word_split import split_words

Reader = Callable[[str], object]
"""A function of a text, which may refuse it with an InputError."""

DAY = date(2025, 9, 17)
_TOPICS = Path(__file__).parents[1] / "content/topics.yaml"
_SETTINGS = Settings(base_url="https://example.org")
_CARD = "<h3><a href='/papers/2509.00001'>{}</a></h3><p>{}</p>"
_LISTED = (
    "<dl><dt>[1] <a href='/abs/2509.00141'>arXiv:2509.00141</a></dt>"
    "<dd><div class='list-title'>Title: {}</div><div>A B</div><p>{}</p></dd></dl>"
)
_ITEM = (
    "<title>{}</title><link>https://arxiv.org/abs/2509.00091</link><description>{}</description>"
)
_RSS = f'<rss version="2.0"><channel><title>x</title><item>{_ITEM}</item></channel></rss>'
_ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><id>a:b</id>'
    '<title type="html">{}</title><updated>2025-09-17T00:00:00Z</updated>'
    '<summary type="html">{}</summary></entry></feed>'
)
_MAIL = "From: a@b.example\nDate: Wed, 17 Sep 2025 08:00:00 +0000\n"
_QUOTED = "Content-Transfer-Encoding: quoted-printable\n\n"
_HTML_MAIL = "Content-Type: text/html\n\n"
_PARTS = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"


def _csv_row(*values: str) -> str:
    quoted = (value.replace('"', '""') for value in values)
    return ",".join(f'"{value}"' for value in quoted)


WRITERS: Mapping[str, Callable[[str, str], str]] = {
    "page": "Daily Papers\n\nSep 17\n\n{}\n\n{}\n".format,
    "markdown": "# Papers\n\n## [{}](https://arxiv.org/abs/2509.00001)\n\n{}\n".format,
    "markdown clip": "# Daily Papers\n\nSep 17\n\nSubmitted by\n\nann\n\n"
    "### [{}](https://huggingface.co/papers/2509.00001)\n\n{}\n".format,
    "markdown list": "- **{}** [pdf](https://arxiv.org/abs/2509.00001)\n  {}\n".format,
    "markdown table": "|Title|Abstract|PDF|\n|-|-|-|\n|{}|{}|[x](https://arxiv.org/abs/2509.00002)|\n".format,
    "html": f"<!doctype html><html><body>{_CARD}</body></html>".format,
    "hf-json": lambda title, text: json.dumps([{"paper": {"title": title, "summary": text}}]),
    "hf-json literal": lambda title, text: repr([{"paper": {"title": title, "summary": text}}]),
    "json": lambda title, text: json.dumps([{"title": title, "abstract": text, "authors": title}]),
    "jsonl": lambda title, text: json.dumps({"title": title, "abstract": text, "tags": title}),
    "csv": lambda title, text: f"title,abstract,authors\n{_csv_row(title, text, title)}\n",
    "bibtex": "@misc{{a,\n title={{{}}},\n abstract={{{}}}}}\n".format,
    "bibtex authors": "@misc{{a,\n title={{A}}, author={{{}}},\n note={{{}}}}}\n".format,
    "ris": "TY  - JOUR\nTI  - {}\nAB  - {}\nER  - \n".format,
    "ris authors": "TY  - JOUR\nTI  - A\nAU  - {}\nN1  - {}\nER  - \n".format,
    "arxiv-mail": "\\\\\narXiv:2509.00131\nTitle: {}\nAuthors: A B\n\\\\\n  {}\n\\\\\n".format,
    "arxiv-mail authors": "\\\\\narXiv:2509.00131\nTitle: A\nAuthors: {}\nComments: {}\n"
    "\\\\\n  A\n\\\\\n".format,
    "arxiv-list": "[1] arXiv:2509.00001 [pdf]\nTitle: {}\nAuthors: A B\n\n{}\n".format,
    "arxiv-list page": f"<!doctype html><html><body>{_LISTED}</body></html>".format,
    "feed": _RSS.format,
    "feed escaped": lambda title, text: _RSS.format(escape(title), escape(text)),
    "feed atom": lambda title, text: _ATOM.format(escape(title), escape(text)),
    "json-feed": lambda title, text: json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [{"title": title, "content_html": text}],
        }
    ),
}
"""A title and a text -> a file of each format; the first word of a name is the format's."""

_FILES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "page": (("", ""), ("Daily Papers\n\nSep 17\n\n", "")),
    "markdown": (("", ""), ("# Papers\n\n## [A](https://arxiv.org/abs/2509.00001)\n\n", "")),
    "html": (
        ("", ""),
        ("<!doctype html><html><body>", "</body></html>"),
        ("<!doctype html><a href='/papers/2509.00001'", ">A</a>"),
    ),
    "hf-json": (
        ("", ""),
        ('[{"paper": {"title": "', '"}}]'),
        ("[{'paper': {'title': '", "'}}]"),
        ("[", '{"paper": {"title": "A"}}]'),
        ('[{"paper": {', '"title": "A"}}]'),
        ("[{'paper': {", "'title': 'A'}}]"),
    ),
    "json": (
        ("", ""),
        ("[", '{"title": "A"}]'),
        ('[{"title": "', '"}]'),
        ('{"papers": [', "{}]}"),
        ("[{", '"title": "A"}]'),
        ("{", '"papers": [{"title": "A"}]}'),
        ('[{"title": "A", "authors": [', "{}]}]"),
        ('[{"title": "A", "links": {', '"a": 1}}]'),
    ),
    "jsonl": (("", ""), ('{"title": "A"}\n', ""), ("{", '"title": "A"}')),
    "csv": (("", ""), ("title,abstract\n", ""), ('title,abstract\nA,"', '"\n')),
    "bibtex": (
        ("", ""),
        ("@misc{a,", "}"),
        ("@misc{a, title={A}, author=", "}"),
        ("@string{", "}"),
        ("@misc(a,", ")"),
        ('@misc{a, title="', '"}'),
    ),
    "ris": (("", ""), ("TY  - JOUR\nTI  - A\n", "ER  - \n")),
    "arxiv-mail": (
        ("", ""),
        ("\\\\\narXiv:2509.00131\n", ""),
        ("\\\\\narXiv:2509.00131\nTitle: A\n\\\\\n", ""),
    ),
    "arxiv-list": (
        ("", ""),
        ("[1] arXiv:2509.00001 [pdf]\nTitle: A\n", ""),
        ("<!doctype html><dl><dt>", "</dl>"),
    ),
    "feed": (
        ("", ""),
        ("<rss><channel><item><title>", "</title></item></channel></rss>"),
        ("<rss><channel><item", "></item></channel></rss>"),
        ("<feed><entry>", "</entry></feed>"),
        ("<rss><channel>", "</channel></rss>"),
        ("<!DOCTYPE rss [", "]><rss></rss>"),
    ),
    "json-feed": (
        ("", ""),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": [', '{"title": "A"}]}'),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": [{', '"title": "A"}]}'),
    ),
}
"""What stands before and behind the text in files of each format."""


def list_readers() -> Mapping[str, Reader]:
    """Give all readers of text by name: of formats, of mail, of content, the markup, the index."""
    return {
        **dict(_list_formats()),
        **dict(_list_mail()),
        **_CONTENT,
        **_MARKUP,
        **_INDEX,
    }


def _list_formats() -> Iterator[tuple[str, Reader]]:
    yield "recognise", detect.recognise
    for form in detect.NAMES:
        for number, (before, after) in enumerate(_FILES[form]):
            yield f"{form}: file {number}", partial(_read_within, before, after, form)
    yield "csv: columns", _read_columns
    for name, write in WRITERS.items():
        form = name.split(maxsplit=1)[0]
        yield f"{name}: title", partial(_read_title, write, form)
        yield f"{name}: text", partial(_read_text, write, form)


def _read_within(before: str, after: str, form: str, text: str) -> None:
    detect.read("x", before + text + after, DAY, DAY, form)


def _read_columns(text: str) -> None:
    row = text.replace("\n", " ")
    detect.read("x", f"title,{row}\nA,{row}\n", DAY, DAY, "csv")


def _read_title(write: Callable[[str, str], str], form: str, text: str) -> None:
    detect.read("x", write(text, "b"), DAY, DAY, form)


def _read_text(write: Callable[[str, str], str], form: str, text: str) -> None:
    detect.read("x", write("A", text), DAY, DAY, form)


def _list_mail() -> Iterator[tuple[str, Reader]]:
    for number, beginning in enumerate(("", _MAIL, _MAIL + "\n", _MAIL + _QUOTED, _MAIL + _PARTS)):
        yield f"mail: file {number}", partial(_read_mail, beginning)
    yield "mail: html", partial(_read_mail, _MAIL + _HTML_MAIL)


def _read_mail(beginning: str, text: str) -> None:
    data = (beginning + text).encode("utf-8", "surrogatepass")
    is_mail(data)
    read_mail("x", data, DAY)


def _read_entry(text: str) -> None:
    for meta in ("title: A\n", f"title: {text}\n", text):
        with suppress(InputError):
            entry = parse_entry("x", f"---\n{meta}---\n\n{text}\n", "a", DAY)
            parse_entry("x", format_entry(entry), "a", DAY)


def _edit_yaml(text: str) -> None:
    for before in (f"---\ntitle: A\n---\n{text}\n", f"---\n{text}\ntitle: A\n---\n", text):
        find_line(before, "title")
        find_unquoted(before, ("title",))
        with suppress(InputError):
            set_keys("x", before, {"upvotes": 7, "title": "B"})
        with suppress(InputError):
            add_items("x", before, "papers", ["a"])


def _make_entry(text: str) -> Entry:
    return Entry(slug="a", first_day=DAY, title=text, body=text, notes=text)


def _inspect(text: str) -> None:
    entry = _make_entry(text)
    list(inspect_text("x", text))
    list(inspect_entry(entry, format_entry(entry), _vocabulary()))
    mojibake.mend_misread(text)


def _import(text: str) -> None:
    papers = (Paper(title=text, abstract=text), Paper(title=text, abstract=f"{text}x"))
    propose(Digest(date=DAY, header="", papers=papers), Present(), "json")


@cache
def _vocabulary() -> Vocabulary:
    return parse_topics("topics.yaml", _TOPICS.read_text("utf-8"))


_CONTENT: Mapping[str, Reader] = {
    "entry": _read_entry,
    "listing": lambda text: parse_listing("x", text, DAY),
    "listing: papers": lambda text: parse_listing("x", f"papers:\n- {text}\n", DAY),
    "settings": lambda text: parse_settings("x", text),
    "topics": lambda text: parse_topics("x", text),
    "yaml edit": _edit_yaml,
    "check": _inspect,
    "import": _import,
    "identity": lambda text: (
        list(compute_keys(Paper(title=text, abstract=text))),
        scan_keys(f"---\ntitle: {text}\n---\n{text}"),
    ),
}


def _render(text: str, *, latex: bool = True) -> None:
    markdown.render(text, latex=latex)


def _typeset(text: str) -> None:
    _render(f"${text}$")
    _render(f"$$\n{text}\n$$")
    titles.plain_title(f"$a {text}$", latex=True)


_MARKUP: Mapping[str, Reader] = {
    "markdown": _render,
    "markdown: no LaTeX": partial(_render, latex=False),
    "markdown: literal": lambda text: _render(markdown.from_text(text)),
    "markdown: tokens": markdown.parse,
    "formula": _typeset,
    "formula: refused": lambda text: list(find_refused(f"${text}$ {text}")),
    "title": lambda text: (
        titles.title_html(text, latex=True),
        titles.plain_title(text, latex=True),
    ),
    "latex text": tex_text.to_text,
    "latex escapes": lambda text: (escape_latex(text), escape_literal(text), format_source(text)),
    "names": parse_names,
    "names: bibtex": parse_bibtex_names,
    "names: places": strip_affiliations,
    "venue": lambda text: (name_venue(text), find_venue(text)),
    "ids": lambda text: (find_arxiv_id(text), search_arxiv_id(text), find_first_doi(text)),
    "slug": make_slug,
    "excerpt": markdown.excerpt,
    "words": split_words,
}


def _index(text: str) -> None:
    entry = _make_entry(text)
    compute_topics(_vocabulary(), entry)
    make_vectors([entry])
    list(make_documents(_SETTINGS, [entry]))
    make_words(_SETTINGS, [entry])


def _show(text: str) -> None:
    view = view_paper(_SETTINGS, _make_entry(text))
    _ = (view.title_html, view.abstract_html, view.excerpt, view.links, view.notes_html)


def _cite(text: str) -> None:
    entries = [
        Entry(slug="a", first_day=DAY, title=text, authors=(text,), venue=text, comment=text)
    ]
    citations.format_bibtex(_SETTINGS, entries)
    citations.format_ris(_SETTINGS, entries)
    citations.format_csl(_SETTINGS, entries)
    citations.make_linked(_SETTINGS, entries[0])
    data_files.format_jsonl(_SETTINGS, entries)
    data_files.format_markdown(_SETTINGS, "A", entries)
    feed_items.shorten(feed_items.paper_item(_SETTINGS, entries[0], 1))


_INDEX: Mapping[str, Reader] = {"index": _index, "page": _show, "citations": _cite}
