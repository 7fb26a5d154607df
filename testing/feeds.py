"""Build a site of real papers, and let other programs read all that it says to programs.

``python -m testing feeds [--papers N] [--work DIR]``. Feeds, and each document of the archive,
are read by feedparser and held to the RELAX NG of Atom and a schema of JSON Feed, sitemaps to
their XSD; the archive is walked from the feed; every .bib is read by pybtex. Where they are
installed: the W3C's validator (FEEDVALIDATOR names the folder ``src`` of w3c/feedvalidator),
newsboat, which must find nothing new after a move to another host, title and theme, and
rss-parser and feedsmith (NODE_MODULES names where npm put them).
"""

import argparse
import gzip
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from time import strftime
from typing import Any, NamedTuple

import feedparser
from jsonschema import Draft202012Validator
from lxml import etree
from pybtex.database import parse_string

from site_gen.build.build import Options, build
from site_gen.content.digest_file import format_listing
from site_gen.content.entry_file import format_entry
from site_gen.model.papers import Entry, Listing
from site_gen.plan.citations import cite_key
from site_gen.text.markdown import to_plain_text
from site_gen.text.tex_escaping import escape_latex
from site_gen.text.titles import plain_title
from testing.papers import CORPUS, LAST_DAY, free_slug
from testing.roundtrip import read_papers

_PER_DAY = 40
_ATOM = "{http://www.w3.org/2005/Atom}"
_SCHEMAS = Path(__file__).parents[1] / "tests/data/schemas"
_RELAX = etree.RelaxNG(etree.parse(_SCHEMAS / "atom.rng"))
_SITEMAP = etree.XMLSchema(etree.parse(_SCHEMAS / "sitemap.xsd"))
_JSON = Draft202012Validator(json.loads((_SCHEMAS / "jsonfeed-1.1.json").read_bytes()))
_TIME = "%Y-%m-%dT%H:%M:%S"
_HOST = "https://papers.example.org"
_SETTINGS = "feed_authority: papers.example.org\nbase_url: {}\ntitle: {}\n"
_READERS = """
import Parser from 'rss-parser'
import { parseFeed } from 'feedsmith'
import { readFileSync } from 'node:fs'
const text = readFileSync(process.argv[1], 'utf8')
const { feed } = parseFeed(text)
const found = [(feed.items ?? feed.entries).length]
if (text[0] === '<') found.push((await new Parser().parseString(text)).items.length)
console.log(JSON.stringify(found))
"""


def write_site(site: Path, count: int) -> list[Entry]:
    """Write a site of real papers, newest day first; give its entries in this order."""
    day, made = LAST_DAY, list[Entry]()
    papers = [replace(entry, topics=()) for entry in read_papers(CORPUS)[:count]]
    for start in range(0, len(papers), _PER_DAY):
        folder, taken = site / "content" / day.isoformat(), dict[str, None]()
        folder.mkdir(parents=True)
        for paper in papers[start : start + _PER_DAY]:
            slug = free_slug(paper.title, set(taken))
            taken[slug] = None
            made.append(replace(paper, slug=slug, first_day=day))
            (folder / f"{slug}.md").write_text(format_entry(made[-1]), newline="")
        listing = Listing(date=day, header=f"{day:%b} {day.day}", papers=tuple(taken))
        (folder / "digest.yaml").write_text(format_listing(listing), newline="")
        day -= timedelta(days=1)
    move(site, _HOST, "Daily Papers")
    return made


def move(site: Path, host: str, title: str) -> None:
    """Build the site for a host, by a title."""
    (site / "content/site.yaml").write_text(_SETTINGS.format(host, title))
    build(site, site / "public", Options(has_search=False))


def find_feeds(public: Path) -> Iterator[Path]:
    """Find the files that are feeds."""
    for path in sorted(public.rglob("*")):
        if path.name in ("feed.xml", "atom.xml", "feed.json", "archive.xml"):
            yield path


def inspect_feed(path: Path, entries: Mapping[str, Entry]) -> Iterator[str]:
    """Tell what is wrong in a feed; ``entries`` are by id."""
    data = path.read_bytes()
    items, problems = _read_json(data) if path.suffix == ".json" else _read_xml(data)
    yield from problems
    if len({item.id for item in items}) < len(items) or not items:
        yield f"{len(items)} items, {len({item.id for item in items})} ids"
    if [item.date for item in items] != sorted((item.date for item in items), reverse=True):
        yield "not in the order of their dates"
    for item in items:
        if "\n" in item.title or item.title != item.title.strip():
            yield f"{item.id}: a title of several lines"
        if entry := entries.get(item.id):
            said = unescape(re.sub("<[^>]*>", " ", item.html))
            wanted = to_plain_text(entry.body, latex=True) or "No abstract."
            if item.title != plain_title(entry.title, latex=True) or _bare(said) != _bare(wanted):
                yield f"{item.id}: says something else than its paper"


class Item(NamedTuple):
    """What a program reads of an item."""

    id: str
    title: str
    html: str
    date: str


def _read_json(data: bytes) -> tuple[list[Item], list[str]]:
    value = json.loads(data)
    rows = value["items"]
    items = [Item(x["id"], x["title"], x["content_html"], x["date_published"]) for x in rows]
    return items, [error.message for error in _JSON.iter_errors(value)]


def _read_xml(data: bytes) -> tuple[list[Item], list[str]]:
    root, found = etree.fromstring(data), feedparser.parse(data)
    problems = [str(found.bozo_exception)] if found.bozo else []
    if root.tag == f"{_ATOM}feed" and not _RELAX.validate(root):
        problems.append(str(_RELAX.error_log.last_error))
    if len(found.entries) != len(root.findall(".//item")) + len(root.findall(f"{_ATOM}entry")):
        problems.append("feedparser sees another number of items")
    items = [
        Item(x.id, unescape(x.title), x.content[0].value, strftime(_TIME, x.published_parsed))
        for x in found.entries
    ]
    return items, problems


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def ask_w3c(data: bytes, url: str) -> list[str]:
    """Give the errors and warnings of the W3C's validator."""
    validator: Any = importlib.import_module("feedvalidator")
    level: Any = importlib.import_module("feedvalidator.compatibility")
    text: Any = importlib.import_module("feedvalidator.formatter.text_plain")
    events = validator.validateString(data, firstOccurrenceOnly=1, base=url)["loggedEvents"]
    return list(text.Formatter(level.AA(events)))


def walk_archive(public: Path) -> list[str]:
    """Give the ids that a reader finds who follows the archive from the feed."""
    path, ids, seen = public / "atom.xml", dict[str, None](), set[Path]()
    while path not in seen:
        seen.add(path)
        root = etree.parse(path).getroot()
        ids |= dict.fromkeys(one.text for one in root.iterfind(f"{_ATOM}entry/{_ATOM}id"))
        for link in root.iterfind(f"{_ATOM}link[@rel='prev-archive']"):
            path = public / link.get("href").removeprefix(f"{_HOST}/")
    return list(ids)


def inspect_bibtex(public: Path, entries: Sequence[Entry]) -> Iterator[str]:
    """Tell how what pybtex reads from the days' .bib differs from the papers."""
    read: dict[str, Any] = {}
    for path in sorted(public.glob("*-*-*.bib")):
        read |= parse_string(path.read_text(), "bibtex").entries
    if len(read) != len(entries):
        yield f"{len(read)} entries of {len(entries)} papers"
    for entry in entries:
        found = read[cite_key(entry)]
        if found.fields["title"] != f"{{{escape_latex(' '.join(entry.title.split()))}}}":
            yield f"{cite_key(entry)}: {found.fields['title']}"
        if len(found.persons.get("author", ())) != len(entry.authors):
            yield f"{cite_key(entry)}: {len(found.persons.get('author', ()))} authors"
        if found.fields.get("eprint", "") != entry.arxiv_id:
            yield f"{cite_key(entry)}: {found.fields.get('eprint')}"


def read_by_newsboat(feeds: Sequence[Path], folder: Path) -> int:
    """Let newsboat read feeds again; give how many items are in its cache by now."""
    (folder / "urls").write_text("".join(f"file://{path}\n" for path in feeds))
    (folder / "config").write_text("")
    place = ("-C", f"{folder}/config", "-c", f"{folder}/cache.db", "-u", f"{folder}/urls")
    said = ""
    for task in ("reload", "print-unread"):
        done = subprocess.run(["newsboat", *place, "-x", task], check=True, capture_output=True)
        said = done.stdout.decode()
    return int(re.findall(r"\d+", said)[0])


def read_by_node(path: Path, modules: Path) -> set[int]:
    """Give how many items feedsmith and rss-parser see."""
    command = ["node", "--input-type=module", "-e", _READERS, str(path)]
    done = subprocess.run(command, cwd=modules.parent, check=True, capture_output=True)
    return set(json.loads(done.stdout))


def main(arguments: Sequence[str]) -> int:
    """Print what was read, and what was wrong; 1 when anything was."""
    parser = argparse.ArgumentParser(prog="python -m testing feeds")
    parser.add_argument("--papers", type=int, default=15_902)
    parser.add_argument("--work", type=Path, help="an empty folder; on a tmpfs it is faster")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=options.work) as name:
        site = Path(name)
        wrong = list(_examine(site, write_site(site, options.papers)))
    for line in wrong[:20]:
        print(line, file=sys.stderr)
    return int(bool(wrong))


def _examine(site: Path, entries: Sequence[Entry]) -> Iterator[str]:
    public = site / "public"
    named = {f"tag:papers.example.org,{x.first_day}:{x.slug}": x for x in entries}
    feeds = list(find_feeds(public))
    print(f"{len(entries):,} papers, {len(feeds)} feeds and archive documents")
    size = len(gzip.compress((public / "feed.xml").read_bytes(), 9, mtime=0))
    print(f"feed.xml: {size:,} bytes in gzip")
    yield from _told("feeds", (f"{x}: {e}" for x in feeds for e in inspect_feed(x, named)))
    yield from _told("archive", _inspect_archive(public, named))
    sitemaps = [public / "sitemap.xml", *sorted((public / "sitemaps").glob("*.xml"))]
    roots = [(path, etree.parse(path)) for path in sitemaps]
    bad = (
        f"{path}: {_SITEMAP.error_log.last_error}"
        for path, root in roots
        if root.getroot().tag.endswith("urlset") and not _SITEMAP.validate(root)
    )
    yield from _told("sitemaps", bad)
    yield from _told("BibTeX", inspect_bibtex(public, entries))
    if source := os.environ.get("FEEDVALIDATOR"):
        sys.path.insert(0, source)
        xml = [path for path in feeds if path.suffix == ".xml"]
        urls = [f"{_HOST}/{path.relative_to(public)}" for path in xml]
        said = (
            f"{url}: {line}"
            for path, url in zip(xml, urls, strict=True)
            for line in ask_w3c(path.read_bytes(), url)
        )
        yield from _told("W3C validator", said)
    spanning = [path for path in feeds if path.name != "archive.xml"]
    if modules := os.environ.get("NODE_MODULES"):
        counts = ((path, read_by_node(path, Path(modules))) for path in spanning)
        odd = (f"{path}: {seen}" for path, seen in counts if seen != {_count(path)})
        yield from _told("feedsmith and rss-parser", odd)
    if shutil.which("newsboat"):
        yield from _told("newsboat", _inspect_newsboat(site, spanning))


def _count(path: Path) -> int:
    if path.suffix == ".json":
        return len(json.loads(path.read_bytes())["items"])
    root = etree.parse(path).getroot()
    return len(root.findall(".//item")) + len(root.findall(f"{_ATOM}entry"))


def _inspect_archive(public: Path, named: Mapping[str, Entry]) -> Iterator[str]:
    ids = walk_archive(public)
    print(f"archive: {len(ids):,} papers reached")
    if ids != list(named):
        yield "the archive does not reach every paper in order"


def _inspect_newsboat(site: Path, feeds: Sequence[Path]) -> Iterator[str]:
    """Read each feed by itself, for newsboat keeps an id once; then again after a move."""
    xml = [path for path in feeds if path.suffix == ".xml"]
    caches = [site / "newsboat" / str(number) for number in range(len(xml))]
    for cache in caches:
        cache.mkdir(parents=True)
    before = [read_by_newsboat([path], cache) for path, cache in zip(xml, caches, strict=True)]
    (site / "templates").mkdir()
    (site / "templates/feeds.html").write_text("Another theme")
    move(site, "https://elsewhere.example", "Another title")
    after = [read_by_newsboat([path], cache) for path, cache in zip(xml, caches, strict=True)]
    for path, first, then in zip(xml, before, after, strict=True):
        if not first == then == _count(path):
            yield f"{path}: newsboat saw {first} items, then {then}"


def _told(name: str, problems: Iterator[str]) -> Iterator[str]:
    found = list(problems)
    print(f"{name}: {len(found)} wrong", flush=True)
    return iter(found)
