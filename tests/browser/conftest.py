"""A real browser on the real site, under the real content policy."""

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from site_gen.build.build import build
from site_gen.preview import Preview, load_rules
from testing.chromium import ARGUMENTS, find_chromium
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = find_chromium()
    if not program:
        pytest.fail("Chromium is missing: 'make test' installs it, or says how")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def serving(output: Path) -> Iterator[Preview]:
    """Serve a site with the headers that its build wrote."""
    site = Preview(output)
    site.rules = load_rules(ROOT, output)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield site
    site.shutdown()
    site.server_close()


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The site of this repository, with one more day of titles that make trouble."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "content", folder / "content")
    day = folder / "content" / "2025-09-16"
    day.mkdir()
    for slug, title in TROUBLE.items():
        text = (
            f"---\ntitle: '{title}'\n---\n\nAbout zyzzyva {slug} and `code` and \\<b>bold\\</b>.\n"
        )
        (day / f"{slug}.md").write_text(text)
    build(folder, folder / "public")
    with serving(folder / "public") as site:
        yield site


TROUBLE = {
    "think": "<think> about a_b*c",
    "money": "$1 Million {{ x }} & `q`",
    "script": "<script>document.title = 1</script>",
}


class Watch:
    """A page, and all that went wrong on it: console errors, requests to other hosts."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.errors: list[str] = []
        self.requests: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def _request(self, request: Request) -> None:
        # The preview alone uses XMLHttpRequest: its script asks whether the page has changed.
        if request.resource_type != "xhr":
            self.requests.append(request.url)

    def go(self, url: str) -> Page:
        """Open a page and move the mouse, as readers do; give it when it has noticed."""
        self.page.goto(self.base + url, wait_until="load")
        self.page.mouse.move(1, 1)
        self.page.mouse.move(2, 2)
        self.page.locator(".theme[title]").wait_for(state="attached")
        return self.page

    @property
    def strangers(self) -> list[str]:
        return [url for url in self.requests if not re.match(rf"{self.base}/|data:", url)]


@pytest.fixture
def watch(chromium: Browser, real_site: Preview) -> Iterator[Watch]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield Watch(context.new_page(), real_site.url.rstrip("/"))
    context.close()
