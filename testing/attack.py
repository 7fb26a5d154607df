"""Attack a site with the strings of ``tests/data/attacks.jsonl``: ``python -m testing attack``.

Each string stands in each field of entries, days and settings, as an owner may copy it; and in
each field of each format of imports, quoted as the format wants it and pasted in raw. Chromium
parses every page, and the HTML of feeds and mail, and opens some pages of every kind with the
content policy off: no script may run, and no other host may be asked. ``--each N`` takes N strings
of every kind. ``--seed`` chooses the pages that are opened.
"""

import argparse
import random
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner
from playwright.sync_api import Browser, sync_playwright

from site_gen.build.build import Options, build
from site_gen.cli import cli
from site_gen.model import find_illegal
from site_gen.preview import Preview
from site_gen.system.files import write
from testing.attacks import by_hand, documents, imported, reader
from testing.attacks.in_browser import read_pages, visiting
from testing.attacks.strings import Attack, choose, read_attacks
from testing.chromium import ARGUMENTS, MISSING, find_chromium

_LISTS = ("/", "/archive/", "/topics/", "/authors/", "/organizations/", "/search/", "/feeds/",
          "/api/", "/about/", "/reading-list/", "/404.html")  # fmt: skip
_EXPORTS = ("text", "markdown", "json", "jsonl", "bibtex", "ris", "csl", "opml")
_URL = "https://papers.example.org"


@contextmanager
def serving(output: Path) -> Iterator[str]:
    """Serve a folder; give the address without its last slash."""
    site = Preview(output)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    try:
        yield site.url.rstrip("/")
    finally:
        site.shutdown()
        site.server_close()


def choose_pages(output: Path, most: int, seed: int) -> list[str]:
    """Give addresses of a site: all lists, some of each kind of page, and ``most`` of papers."""
    urls = [name for name, _ in read_pages(output)]
    kinds: dict[str, list[str]] = {}
    for url in urls:
        kinds.setdefault(_name_kind(url), []).append(url)
    chance = random.Random(seed)
    some = [url for url in _LISTS if url in urls]
    for kind, all_ in sorted(kinds.items()):
        count = most if kind == "paper" else max(2, most // 20)
        some += chance.sample(all_, min(count, len(all_)))
    return list(dict.fromkeys(some))


def _name_kind(url: str) -> str:
    """Name the kind of a page by its address: ``paper``, ``day``, ``topics`` and so on."""
    parts = url.strip("/").split("/")
    if parts[0][:1].isdigit():
        return "paper" if len(parts) > 1 else "day" if parts[0].count("-") == 2 else "month"
    return parts[0]


def inspect_site(
    browser: Browser, output: Path, most: int, seed: int, *, markdown: bool
) -> tuple[int, int, list[str]]:
    """Look through all pages of a site, open some; give how many of both, and what was found."""
    found = list(documents.find_faults(output))
    with serving(output) as base, visiting(browser, base) as visitor:
        visitor.visit("/")
        count = visitor.look_through(read_pages(output))
        count += visitor.look_through(documents.read_html(output, markdown=markdown))
        for url in choose_pages(output, most, seed):
            visitor.visit(url)
    return count, visitor.visited, [*found, *visitor.found]


def inspect_reader(browser: Browser, output: Path, texts: Sequence[str]) -> tuple[int, list[str]]:
    """Attack what a reader's browser reads; give how many pages were opened, and what was found."""
    with serving(output) as base, visiting(browser, base) as visitor:
        visitor.visit("/")
        reader.visit_searches(visitor, texts, has_search=(output / "pagefind").is_dir())
        reader.visit_hashes(visitor, "/2025-03-01/a-1/", texts[:20])
        for at in range(0, len(texts), 100):
            reader.load_list(visitor, texts[at : at + 100])
        reader.visit_with_storage(visitor, ("/", "/reading-list/", "/2025-03-01/a-1/"), texts)
    return visitor.visited, visitor.found


def inspect_exports(browser: Browser, site: Path, days: Sequence[str]) -> tuple[int, list[str]]:
    """Export a site in each format; give how many messages were looked through, what was found."""
    found: list[str] = []
    checks = {"json": documents.check_json, "csl": documents.check_json,
              "jsonl": documents.check_json_lines, "opml": documents.check_xml}  # fmt: skip
    for form in _EXPORTS:
        data = _export(site, form, "all", found)
        if data and form in checks:
            found += [f"export {form}: {fault}" for fault in checks[form](data)]
    messages = {day: _export(site, "email", day, found) for day in days}
    for day, data in messages.items():
        found += [f"mail of {day}: {fault}" for fault in documents.check_message(data)]
    # A message has its styles inside the elements, and tables for its layout.
    extra = ("@style", "@cellpadding", "@cellspacing", "@bgcolor", "@target", "style", "center")
    with visiting(browser, _URL) as visitor:
        visitor.page.goto("about:blank")
        parts = ((f"mail of {day}", documents.read_message_html(d)) for day, d in messages.items())
        count = visitor.look_through(parts, extra)
    return count, [*found, *visitor.found]


def _export(site: Path, form: str, what: str, found: list[str]) -> bytes:
    path = site / f"out.{form}"
    line = ["-C", str(site), "export", what, "--format", form, "-o", str(path)]
    done = CliRunner().invoke(cli, line, prog_name="site-gen")
    if done.exit_code or not path.is_file():
        found.append(f"export {form} of {what}: {done.stderr[-200:] or done.exception!r}")
        return b""
    return path.read_bytes()


def inspect_settings(browser: Browser, folder: Path, texts: Sequence[str]) -> tuple[int, list[str]]:
    """Build a small site for each string in its settings; give the pages, and what was found."""
    count, found = 0, list[str]()
    paper = "---\ntitle: A\nauthors: [B]\ntopics: [C]\n---\n\nText.\n"
    write(folder / "content/2025-03-01/a-1.md", paper.encode())
    for text, settings in by_hand.choose_settings(texts):
        write(folder / "content/site.yaml", settings.encode())
        build(folder, folder / "public", Options(has_search=False))
        found += [f"settings: {fault}" for fault in documents.find_faults(folder / "public")]
        with (
            serving(folder / "public") as base,
            visiting(browser, base, forms=True) as visitor,
        ):
            visitor.visit("/")
            count += visitor.look_through(read_pages(folder / "public"))
            count += visitor.look_through(documents.read_html(folder / "public", markdown=False))
        found += [f"settings with {text[:60]!r}: {what}" for what in visitor.found]
        mails = inspect_exports(browser, folder, ["2025-03-01"])
        found += [f"settings with {text[:60]!r}: {what}" for what in mails[1]]
    return count, found


class Run:
    """A run of all attacks: it prints a row for each site, and counts what it found."""

    def __init__(self, browser: Browser, work: Path, attacks: Sequence[Attack]) -> None:
        self.browser, self.work = browser, work
        self.attacks = attacks
        self.texts = [one.text for one in attacks]
        self.plain = [text for text in self.texts if not find_illegal(text)]
        self.found = 0

    def tell(self, name: str, papers: int, looked: int, opened: int, found: list[str]) -> None:
        """Print what one site came to."""
        print(f"| {name} | {papers:,} | {looked:,} | {opened:,} | {len(found)} |", flush=True)
        for line in documents.first(found):
            print(f"  {line!r}", file=sys.stderr, flush=True)
        self.found += len(found)

    def attack_by_hand(self, pages: int, seed: int) -> None:
        """Attack by what an owner copies, and by what a reader's browser reads."""
        site = self.work / "by-hand"
        by_hand.write_site(site, self.attacks)
        report = build(site, site / "public")
        looked, opened, found = inspect_site(
            self.browser, site / "public", pages, seed, markdown=False
        )
        self.tell("by hand", report.papers, looked, opened, found)
        some = random.Random(seed).sample(self.plain, min(pages, len(self.plain)))
        self.tell("reader", 0, 0, *inspect_reader(self.browser, site / "public", some))
        days = sorted(path.name for path in (site / "content").iterdir() if path.is_dir())
        looked, found = inspect_exports(self.browser, site, days)
        self.tell("exports", report.papers, looked, 0, found)
        settings = random.Random(seed).sample(self.plain, min(pages // 4, len(self.plain)))
        looked, found = inspect_settings(self.browser, self.work / "settings", settings)
        self.tell("settings", len(settings), looked, len(settings), found)

    def attack_by_import(self, name: str, pages: int, seed: int) -> None:
        """Attack by texts of one format."""
        site = self.work / name.replace(":", "").replace(" ", "-")
        texts = [*imported.write_texts(name, self.plain, raw=False),
                 *imported.write_texts(name, self.texts, raw=True)]  # fmt: skip
        papers, faults = imported.import_site(site, name, texts)
        build(site, site / "public", Options(has_search=False))
        looked, opened, found = inspect_site(
            self.browser, site / "public", pages, seed, markdown=True
        )
        self.tell(name, papers, looked, opened, [*faults, *found])


def run(work: Path, options: argparse.Namespace) -> int:
    """Attack as the options say; give how much was found."""
    program = find_chromium()
    if not program:
        sys.exit(MISSING)
    attacks = read_attacks()
    attacks = choose(attacks, options.each) if options.each else attacks
    print("| by | papers | parsed | pages opened | found |\n|---|--:|--:|--:|--:|", flush=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        attack = Run(browser, work, attacks)
        if not options.formats or "hand" in options.formats:
            attack.attack_by_hand(options.pages, options.seed)
        for name, (form, _, _) in imported.WRITERS.items():
            if not options.formats or form in options.formats:
                attack.attack_by_import(name, max(1, options.pages // 10), options.seed)
        browser.close()
    return attack.found


def main(arguments: Sequence[str]) -> int:
    """Attack as the command line says; 1 when something was found."""
    parser = argparse.ArgumentParser(prog="python -m testing attack", description=__doc__)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help="only these; 'hand' is one")
    parser.add_argument("--each", type=int, default=0, help="strings of each kind (all)")
    parser.add_argument("--pages", type=int, default=200, help="pages of papers to open (200)")
    parser.add_argument("--seed", type=int, default=0, help="chooses the pages (0)")
    parser.add_argument("--work", type=Path, help="keep the sites here")
    options = parser.parse_args(arguments)
    if options.work:
        shutil.rmtree(options.work, ignore_errors=True)
        return int(run(options.work, options) > 0)
    with tempfile.TemporaryDirectory() as work:
        return int(run(Path(work), options) > 0)
