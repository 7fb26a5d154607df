"""An archive whose search index is in several bundles, small enough to be made for a test."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from site_gen.build.build import build
from site_gen.model import Settings
from site_gen.model.papers import Entry
from site_gen.search.bundles import WORDS, find_pack_size, make_words
from site_gen.search.documents import Document, make_documents
from site_gen.search.pagefind import find_pagefind
from site_gen.search.search import make_bundle
from site_gen.system.files import write
from tests.browser.conftest import Watch

DAYS = {
    "2025-09": ("2025-09-17", "2025-09-16"),
    "2025": ("2025-08-29", "2025-03-03"),
    "2024": ("2024-12-31", "2024-02-29"),
}
TOPICS = ("attention", "diffusion", "retrieval")
ALL = tuple(day for days in DAYS.values() for day in days)
PARTIAL = "Part of the archive could not be searched."


def document(day: str, slug: str, title: str, abstract: str) -> Document:
    """Give what Pagefind reads of a paper; those with an even number have code."""
    has_code = slug[-1] in "02468"
    entry = Entry(
        slug=slug,
        first_day=date.fromisoformat(day),
        title=title,
        body=abstract,
        links=(("Code", "https://example.org/"),) if has_code else (),
        topics=(slug.partition("-")[0],),
    )
    [made] = make_documents(Settings(), [entry])
    return made


def papers(day: str) -> Iterator[tuple[str, str, str]]:
    """Give path, title and abstract of a day's papers: eight, and some with words of their own."""
    for n in range(8):
        topic = TOPICS[n % 3]
        models = "model " * (n + 1) if n % 2 else ""
        abstract = f"We study {topic} and common {models}words."
        yield f"{topic}-{n}", f"Paper {n} about {topic}", abstract
    if day == "2024-02-29":
        yield "walrus", "Tusks", "Only the oldest bundle knows a walrus."
        yield "gamma", "The rare one", "Hyperbolic gamma is told here."
    if day == "2025-09-17":
        # Where Pagefind does not know a word, it takes the longest word that begins it.
        yield "wal", "Logs", "A wal is written ahead, and a hyper one too."


def words(day: str) -> dict[str, str]:
    """Give each path of a day with all its words."""
    return {f"/{day}/{slug}/": f"{title} {text}".lower() for slug, title, text in papers(day)}


def having(word: str, days: tuple[str, ...] = ALL) -> set[str]:
    return {path for day in days for path, text in words(day).items() if word in text.split()}


def write_archive(folder: Path) -> Path:
    """Make a site whose index is in three bundles, and beside them one of all; give its folder.

    It has a search page for either, ``/search/`` and ``/whole/``; ``/broken/`` lacks a bundle.
    """
    write(folder / "content/2025-09-17/one.md", b"---\ntitle: One\n---\n\nText.\n")
    public = folder / "public"
    build(folder, public)
    # What is known of words stays: /pagefind/near/.
    shutil.rmtree(public / "pagefind/all")
    for name, days in {**DAYS, "all": ALL}.items():
        write_bundle(public, name, days)
    html = (public / "search/index.html").read_text()
    for name, bundles in {"search": [*DAYS], "whole": ["all"], "broken": [*DAYS, "lost"]}.items():
        write_page(public, name, html, bundles)
    return public


def write_bundle(public: Path, name: str, days: tuple[str, ...]) -> None:
    """Index the papers of some days, as a build does."""
    documents = [
        document(day, slug, title, abstract)
        for day in days
        for slug, title, abstract in papers(day)
    ]
    pack_size = find_pack_size(Settings(), name)
    files = make_bundle(find_pagefind(), documents, public.parent, pack_size=pack_size)
    for path, data in files.items():
        write((public / "pagefind" / name / path).resolve(), data)
    entries = [
        Entry(slug=slug, first_day=date.fromisoformat(day), title=title)
        for day in days
        for slug, title, _ in papers(day)
    ]
    write(public / "pagefind" / name / WORDS, make_words(Settings(), entries))


def write_page(public: Path, name: str, html: str, bundles: list[str]) -> None:
    """Write a search page that searches these bundles."""
    urls = " ".join(f"/pagefind/{bundle}/" for bundle in bundles)
    page, count = re.subn(r'data-bundles="[^"]*"', f'data-bundles="{urls}"', html)
    assert count == 1
    write(public / name / "index.html", page.encode())


def search(watch: Watch, address: str) -> Page:
    """Go there, and wait until the whole archive was searched."""
    page = watch.go(address)
    expect(page.get_by_role("status")).to_contain_text("for “")
    return page


def open_filters(page: Page) -> None:
    """Show the filters; a wide page does by itself."""
    button = page.get_by_role("button", name="Filter")
    if button.is_visible() and button.get_attribute("aria-expanded") == "false":
        button.click()
    expect(page.locator("#filters")).to_be_visible()


def links(page: Page) -> list[str]:
    """Give the paths of all results, in order."""
    more = page.get_by_role("button", name="Show more")
    results = page.locator("#results h2 a")
    while more.is_visible():
        shown = results.count()
        more.click()
        expect(results).not_to_have_count(shown)
    return paths(results)


def paths(results: Locator) -> list[str]:
    return [(link.get_attribute("href") or "").partition("#")[0] for link in results.all()]


def days_of(paths: list[str]) -> list[str]:
    return [path.split("/")[1] for path in paths]
