"""Pictures of every view, for docs/screenshots/: 360 and 1280 pixels wide, light and dark.

    .venv/bin/python scripts/screenshots.py [FOLDER]

Each of the four is one sheet of all views; the home page has a picture of its own, for the README.
With FOLDER, single pictures of each view are put there too, to be looked at.

The site is this repository's, with the days before from the corpus in ``../shared``, so that there
are weeks, months and authors to see. Chromium takes the pictures; CHROMIUM names another one.
"""

import gzip
import io
import json
import shutil
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any, Literal

import yaml
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from site_gen.build.build import build  # noqa: E402
from site_gen.model.slugs import make_slug  # noqa: E402
from site_gen.preview import Preview, load_rules  # noqa: E402
from site_gen.text import markdown  # noqa: E402 # of this checkout
from testing.chromium import find_chromium  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpus" / "hf-daily-papers.jsonl.gz"
DAY, SINCE = "2025-09-17", "2025-05-01"
PAPER = f"/{DAY}/difftactile-a-physics-based-differentiable-tactile-simulator-for-contact-rich/"
VIEWS = {
    "home": "/",
    "day": "/2025-09-16/",
    "week": "/2025-W38/",
    "month": "/2025-09/",
    "year": "/2025/",
    "archive": "/archive/",
    "topics": "/topics/",
    "topic": "/topics/robotics/",
    "authors": "/authors/",
    "author": "/authors/yu-qiao/",
    "paper": PAPER,
    "search": "/search/?q=low-rank",
    "reading-list": "/reading-list/",
    "feeds": "/feeds/",
    "about": "/about/",
    "404": "/404.html",
}
HEIGHTS = {360: 780, 1280: 900}
SHEETS = {360: (225, 8), 1280: (480, 4)}  # how wide a view is, and how many stand in a row
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
GAP, GREY = 8, (128, 128, 128)
KEPT = """([star, other]) => {
    localStorage.setItem('site-gen:1:/:starred', JSON.stringify({
        [star]: 'DIFFTACTILE: A Physics-based Differentiable Tactile Simulator for Contact-rich \
Robotic Manipulation',
        [other]: 'Hiformer: Heterogeneous Feature Interactions Learning with Transformers for \
Recommender Systems'
    }))
}"""
HIFORMER = f"/{DAY}/hiformer-heterogeneous-feature-interactions-learning-with-transformers-for/"


def make_site(folder: Path) -> None:
    """Copy this repository's content, add earlier days of the corpus, and build."""
    shutil.copytree(ROOT / "content", folder / "content")
    if CORPUS.exists():
        with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
            papers = [json.loads(line) for line in lines]
        for paper in papers:
            if SINCE <= paper["date"] < DAY:
                add(folder / "content" / paper["date"], paper)
    build(folder, folder / "public")


def add(folder: Path, paper: dict[str, Any]) -> None:
    """Write a paper of the corpus as an entry."""
    links = {"code": paper["github"], "project": paper["project"]}
    head = {
        "title": " ".join(paper["title"].split()),
        "authors": paper["authors"],
        "arxiv_id": paper["arxiv_id"],
        "upvotes": paper["upvotes"],
        "links": {name: url for name, url in links.items() if url and url.startswith("https://")},
    }
    folder.mkdir(exist_ok=True)
    front = yaml.safe_dump({k: v for k, v in head.items() if v}, allow_unicode=True)
    body = markdown.from_text(" ".join(paper["abstract"].split()))
    path = folder / f"{make_slug(paper['title'])}.md"
    path.write_text(f"---\n{front}---\n\n{body}\n", encoding="utf-8")


def take(
    browser: Browser, base: str, scheme: Literal["light", "dark"], width: int
) -> dict[str, Image.Image]:
    """Take a picture of each view."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS[width]}, color_scheme=scheme
    )
    page = context.new_page()
    page.goto(base)
    page.evaluate(KEPT, [PAPER, HIFORMER])
    taken = {}
    for name, url in VIEWS.items():
        if is_open(page, base.rstrip("/") + url):
            taken[name] = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    context.close()
    return taken


def arrange(pictures: list[Image.Image], width: int, columns: int) -> Image.Image:
    """Put pictures on a sheet, each so many pixels wide."""
    height = round(width * pictures[0].height / pictures[0].width)
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * (width + GAP) + GAP, rows * (height + GAP) + GAP), GREY)
    for number, picture in enumerate(pictures):
        x, y = number % columns, number // columns
        small = picture.resize((width, height), Image.Resampling.LANCZOS)
        sheet.paste(small, (GAP + x * (width + GAP), GAP + y * (height + GAP)))
    return sheet


def is_open(page: Page, url: str) -> bool:
    """Open a view as readers do; tell if there is one."""
    answer = page.goto(url, wait_until="load")
    if answer is None or (answer.status != 200 and "404" not in url):
        sys.stderr.write(f"{url}: there is no such page\n")
        return False
    page.mouse.move(1, 1)
    page.mouse.move(2, 2)
    page.locator(".theme[title]").wait_for(state="attached")
    if "?q=" in url:
        page.locator("#results h2").first.wait_for()
    page.wait_for_timeout(300)
    return True


def main() -> None:
    """Make the site and its pictures."""
    out, single = ROOT / "docs" / "screenshots", sys.argv[1:]
    out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        make_site(Path(folder))
        site = Preview(Path(folder) / "public")
        site.rules = load_rules(ROOT, Path(folder) / "public")
        threading.Thread(target=site.serve_forever, daemon=True).start()
        program = find_chromium()
        browser = playwright.chromium.launch(executable_path=program)
        for width, (each, columns) in SHEETS.items():
            for scheme in SCHEMES:
                taken = take(browser, site.url, scheme, width)
                sheet = arrange(list(taken.values()), each, columns)
                sheet.save(out / f"{width}-{scheme}.webp", quality=60, method=6)
                for name, picture in taken.items() if single else ():
                    picture.save(Path(single[0]) / f"{name}-{width}-{scheme}.png")
                if width == max(SHEETS):
                    home = arrange([taken["home"]], 800, 1).crop((GAP, GAP, 800 + GAP, 562 + GAP))
                    home.save(out / f"home-{scheme}.webp", quality=70, method=6)
        browser.close()


if __name__ == "__main__":
    main()
