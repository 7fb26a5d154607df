"""Texts in each format of imports, with attack strings in each of their fields.

A text is written in two ways. *Quoted*, a string stands in its field as the format wants it, so
that the field holds it. *Raw*, it is pasted in unchanged: it may end its field, and become another
one, or break the format.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from pathlib import Path

from click.testing import CliRunner

from site_gen.cli import cli
from site_gen.importing.formats import detect
from site_gen.model import InputError
from site_gen.system.files import write

_PER_DAY = 40
_FIRST_DAY = date(2025, 3, 1)
_TODAY = date(2026, 1, 1)
_SETTINGS = (
    b"base_url: https://papers.example.org\npictures: no\nauthor_pages: 1\norganization_pages: 1\n"
)
Quote = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Strings:
    """The strings of one paper, a field each; ``number`` tells papers apart."""

    number: int
    texts: Sequence[str]

    def __getitem__(self, at: int) -> str:
        """Give the string of a field, by the field's number."""
        return self.texts[(self.number + 29 * at) % len(self.texts)]

    @property
    def arxiv_id(self) -> str:
        """An id of its own, so that no paper is taken for another."""
        return f"2503.{self.number:05}"


def _plain(text: str) -> str:
    return text


def _line(text: str) -> str:
    return " ".join(text.split())


def _json(text: str) -> str:
    return json.dumps(text)


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _twice(text: str) -> str:
    return escape(f"<p>{text}</p>")


def _page(s: Strings, q: Quote) -> str:
    return (
        f"Daily Papers\n\nMar 1\n\n12\n{q(s[0])}\nAuthors: {q(s[1])}, {q(s[2])}\n"
        f"{q(s[3])} and an abstract.\nhttps://arxiv.org/abs/{s.arxiv_id}\n{q(s[4])}\n"
    )


def _markdown(s: Strings, q: Quote) -> str:
    return (
        f"# Daily Papers, 2025-03-01\n\n{q(s[8])}\n\n"
        f"## [{q(s[0])}](https://arxiv.org/abs/{s.arxiv_id})\n\n"
        f"**Authors**: {q(s[1])}, {q(s[2])}\n**Category**: {q(s[5])}\n"
        f"**Keywords**: {q(s[6])}\n**Topics**: {q(s[7])}\n\n[Code]({q(s[4])})\n"
        f"[{q(s[9])}](https://a.example/x)\n\n{q(s[3])} and an abstract.\n"
    )


def _html(s: Strings, q: Quote) -> str:
    return (
        "<!doctype html><html><head><title>Daily Papers</title></head><body><main><h1>Daily Papers"
        f'</h1><time datetime="2025-03-01">Mar 1</time><article><a href="/login"><div>28</div></a>'
        f'<h3><a href="https://huggingface.co/papers/{s.arxiv_id}">{q(s[0])}</a></h3>'
        f'<p>Authors: {q(s[1])}, {q(s[2])}</p><a href="/papers/{s.arxiv_id}"><p>{q(s[3])}'
        f' and an abstract.</p></a><a href="{q(s[4])}">GitHub</a><img src="{q(s[5])}" '
        f'alt="{q(s[6])}"><a href="https://github.com/{q(s[7])}">Code</a></article></main>'
        "</body></html>"
    )


def _html_data(s: Strings, q: Quote) -> str:
    data = json.dumps({"dateString": "2025-03-01", "dailyPapers": json.loads(_hf_json(s, _json))})
    return (
        f"<!doctype html><html><body><div data-target='DailyPapers' data-props='{escape(data)}'>"
        f"{q('x')}</div></body></html>"
    )


def _hf_json(s: Strings, q: Quote) -> str:
    return (
        f'[{{"organization": {{"name": {q(s[7])}, "fullname": {q(s[8])}}}, '
        f'"submittedBy": {{"fullname": {q(s[9])}, "name": {q(s[10])}}}, '
        f'"paper": {{"id": "{s.arxiv_id}", "title": {q(s[0])}, "upvotes": 28, '
        f'"ai_summary": {q(s[5])}, "summary": {q(s[3])}, "ai_keywords": [{q(s[6])}], '
        f'"publishedAt": "2025-03-01T00:00:00Z", "submittedOnDailyAt": "2025-03-01T00:00:00Z", '
        f'"authors": [{{"name": {q(s[1])}}}, {{"name": {q(s[2])}}}], '
        f'"githubRepo": {q(s[4])}, "projectPage": {q(s[11])}}}}}]'
    )


def _record(s: Strings, q: Quote) -> str:
    return (
        f'{{"title": {q(s[0])}, "abstract": {q(s[3])}, "authors": [{q(s[1])}, {q(s[2])}], '
        f'"date": "2025-03-01", "arxiv_id": "{s.arxiv_id}", "doi": {q(s[5])}, '
        f'"venue": {q(s[6])}, "topics": [{q(s[7])}], "categories": [{q(s[8])}], '
        f'"announced": {q(s[9])}, "ai_summary": {q(s[10])}, "ai_keywords": [{q(s[11])}], '
        f'"organization": {q(s[12])}, "submitter": {q(s[13])}, "comment": {q(s[14])}, '
        f'"journal_ref": {q(s[15])}, "links": {{"Code": {q(s[4])}, '
        f'{q(s[16])}: "https://a.example/"}}, '
        f'"notes": {q(s[17])}, {q(s[18])}: {q(s[19])}}}'
    )


def _json_list(s: Strings, q: Quote) -> str:
    return f"[{_record(s, q)}]"


def _csv(s: Strings, q: Quote) -> str:
    columns = (
        "title,abstract,authors,date,arxiv_id,doi,venue,topics,categories,ai_summary,ai_keywords,"
        "organization,submitter,comment,journal_ref"
    )
    values = [
        s[0],
        s[3],
        s[1],
        "2025-03-01",
        s.arxiv_id,
        *(s[at] for at in range(5, 15)),
    ]
    return f"{columns}\n{','.join(map(q, values))}\n"


def _cell(text: str) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="").writerow([text])
    return out.getvalue()


def _bibtex(s: Strings, q: Quote) -> str:
    return (
        f"@inproceedings{{a{s.number}, title = {{{q(s[0])}}},\n"
        f"  author = {{{q(s[1])} and {q(s[2])}}},\n"
        f"  abstract = {{{q(s[3])}}}, eprint = {{{s.arxiv_id}}}, primaryclass = {{{q(s[5])}}},\n"
        f"  doi = {{{q(s[6])}}}, url = {{{q(s[4])}}}, keywords = {{{q(s[7])}}},\n"
        f"  booktitle = {{{q(s[8])}}}, note = {{{q(s[9])}}}, journal = {{{q(s[10])}}}}}\n"
    )


def _balanced(text: str) -> str:
    """Give a text as a value of BibTeX can hold it."""
    return text.replace("\\", "\\textbackslash ").replace("{", "\\{").replace("}", "\\}")


def _ris(s: Strings, q: Quote) -> str:
    return (
        f"TY  - CONF\nTI  - {q(s[0])}\nAU  - {q(s[1])}\nAU  - {q(s[2])}\nAB  - {q(s[3])}\n"
        f"DO  - {q(s[5])}\nT2  - {q(s[6])}\nKW  - {q(s[7])}\nUR  - {q(s[4])}\n"
        f"UR  - https://arxiv.org/abs/{s.arxiv_id}\nN1  - {q(s[8])}\nPB  - {q(s[9])}\nER  - \n"
    )


def _arxiv_mail(s: Strings, q: Quote) -> str:
    rule = "-" * 78
    return (
        f"{rule}\n\\\\\narXiv:{s.arxiv_id}v2 (*cross-listing*)\n"
        f"Date: Sat, 1 Mar 2025 10:00:00 GMT   (10kb)\n\nTitle: {q(s[0])}\n"
        f"Authors: {q(s[1])}, {q(s[2])}\nCategories: {q(s[5])}\nComments: {q(s[6])}\n"
        f"Journal-ref: {q(s[7])}\nDOI: {q(s[8])}\n\\\\\n  {q(s[3])} and an abstract.\n"
        f"\\\\ ( https://arxiv.org/abs/{s.arxiv_id} ,  10kb)\n{rule}\n"
    )


def _arxiv_list(s: Strings, q: Quote) -> str:
    return (
        f"[1] arXiv:{s.arxiv_id}v2 (cross-list from cs.AI) [pdf, html, other]\n"
        f"Title: {q(s[0])}\n{q(s[1])}, {q(s[2])}\nComments: {q(s[5])}\n"
        f"Journal-ref: {q(s[6])}\nDOI: {q(s[7])}\nSubjects: {q(s[8])} (cs.CL)\n\n"
        f"{q(s[3])} and an abstract.\n"
    )


def _atom(s: Strings, q: Quote) -> str:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><entry>'
        f"<id>http://arxiv.org/abs/{s.arxiv_id}v1</id><title>{q(s[0])}</title>"
        f"<published>2025-03-01T00:00:00Z</published><summary>{q(s[3])}</summary>"
        f"<author><name>{q(s[1])}</name></author><author><name>{q(s[2])}</name></author>"
        f'<category term="cs.CL"/><category term="x" label="x"/><arxiv:doi>{q(s[5])}</arxiv:doi>'
        f"<arxiv:journal_ref>{q(s[6])}</arxiv:journal_ref><arxiv:comment>{q(s[7])}"
        f"</arxiv:comment><category><![CDATA[x]]>{q(s[8])}</category></entry></feed>"
    )


def _rss(s: Strings, q: Quote) -> str:
    return (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title><item>'
        f"<title>{q(s[0])}</title><category>{q(s[7])}</category><link>{q(s[4])}</link>"
        f"<dc:creator>{q(s[1])}</dc:creator><pubDate>Sat, 01 Mar 2025 00:00:00 GMT</pubDate>"
        f"<guid>https://arxiv.org/abs/{s.arxiv_id}</guid>"
        f"<description>{q(s[3])} and an abstract.</description></item></channel></rss>"
    )


def _json_feed(s: Strings, q: Quote) -> str:
    return (
        '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": ['
        f'{{"id": "https://arxiv.org/abs/{s.arxiv_id}v2", "title": {q(s[0])}, '
        f'"date_published": "2025-03-01T00:00:00Z", "authors": [{{"name": {q(s[1])}}}], '
        f'"url": {q(s[4])}, "external_url": {q(s[5])}, "content_html": {q(s[3])}, '
        f'"tags": [{q(s[7])}], "summary": {q(s[8])}}}]}}'
    )


WRITERS: Mapping[str, tuple[str, Callable[[Strings, Quote], str], Quote]] = {
    "page": ("page", _page, _line),
    "markdown": ("markdown", _markdown, _line),
    "html": ("html", _html, escape),
    "html with data": ("html", _html_data, escape),
    "hf-json": ("hf-json", _hf_json, _json),
    "json": ("json", _json_list, _json),
    "jsonl": ("jsonl", _record, _json),
    "csv": ("csv", _csv, _cell),
    "bibtex": ("bibtex", _bibtex, _balanced),
    "ris": ("ris", _ris, _line),
    "arxiv-mail": ("arxiv-mail", _arxiv_mail, _line),
    "arxiv-list": ("arxiv-list", _arxiv_list, _line),
    "feed: Atom": ("feed", _atom, escape),
    "feed: RSS": ("feed", _rss, escape),
    "feed: RSS with HTML": ("feed", _rss, _twice),
    "feed: RSS with CDATA": ("feed", _rss, _cdata),
    "json-feed": ("json-feed", _json_feed, _json),
}
"""How a text is written: the format's name for ``--format``, its writer, and how it quotes."""


def write_texts(name: str, texts: Sequence[str], *, raw: bool) -> Iterator[str]:
    """Give a text a paper: in the fields of each stand other strings, in each field all of them."""
    _, writer, quote = WRITERS[name]
    inside = _quote_raw(quote) if raw else quote
    for number in range(len(texts)):
        yield writer(Strings(number, texts), inside)


def _quote_raw(quote: Quote) -> Quote:
    """Give how a string is pasted in unchanged; JSON and CSV keep their quotes around it."""
    if quote in {_json, _cell}:
        return lambda text: f'"{text}"'
    return _plain


def import_site(folder: Path, name: str, texts: Sequence[str]) -> tuple[int, list[str]]:
    """Import texts by the command into a site; give the number of entries, and what went wrong.

    A text may be refused: with an InputError. What goes wrong is another exception, another exit
    code than 0 and 75, or an import that ends without a word.
    """
    faults: list[str] = []
    read = [text for text in texts if _is_read(name, text, faults)]
    for at in range(0, len(read), _PER_DAY):
        day = _FIRST_DAY + timedelta(days=at // _PER_DAY)
        files = [folder / f"in/{at + n}.txt" for n in range(len(read[at : at + _PER_DAY]))]
        for path, text in zip(files, read[at:], strict=False):
            write(path, text.encode())
        options = ["--format", WRITERS[name][0], "--date", str(day), *map(str, files)]
        line = ["-C", str(folder), "import", *options]
        done = CliRunner().invoke(cli, line, prog_name="site-gen")
        if done.exception and not isinstance(done.exception, SystemExit):
            faults.append(f"{name}: {done.exception!r}")
        elif done.exit_code not in {0, 75} or not done.output.strip():
            faults.append(f"{name}: exit code {done.exit_code}: {done.stderr[-300:]}")
    write(folder / "content/site.yaml", _SETTINGS)
    return len(list(folder.glob("content/*/*.md"))), faults


def _is_read(name: str, text: str, faults: list[str]) -> bool:
    """Whether a text is not refused; another exception than an InputError is a fault."""
    try:
        text.encode()
        return bool(detect.read("x.txt", text, _TODAY, _FIRST_DAY, WRITERS[name][0]))
    except (InputError, UnicodeEncodeError):
        return False
    except Exception as err:  # noqa: BLE001 # each is what is looked for
        faults.append(f"{name}: {err!r}: {text[:200]!r}")
        return False
