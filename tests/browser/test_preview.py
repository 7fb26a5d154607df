import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[tuple[Path, str, "subprocess.Popen[str]"]]:
    """`site-gen serve`, as a person starts it."""
    entry = tmp_path / "content" / "2025-09-17" / "a.md"
    entry.parent.mkdir(parents=True)
    entry.write_text("---\ntitle: First\n---\n\nText.\n")
    command = [sys.executable, "-m", "site_gen", "-C", str(tmp_path), "serve", "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert running.stdout is not None
    found = None
    while not found:
        found = re.search(r"Serving (\S+) ", running.stdout.readline())
    yield entry, found[1], running
    running.kill()
    running.wait()
    running.stdout.close()


def test_a_page_follows_its_file_and_shows_what_is_wrong(
    chromium: Browser, preview: tuple[Path, str, "subprocess.Popen[str]"]
) -> None:
    entry, url, running = preview
    page = chromium.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.goto(url)
    expect(page.locator("h2")).to_have_text("First")

    entry.write_text("---\ntitle: Second\n---\n\nText.\n")
    expect(page.locator("h2")).to_have_text("Second", timeout=15_000)

    entry.write_text("---\ntitel: Third\n---\n\nText.\n")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("a.md:2: unknown key 'titel'; did you mean", timeout=15_000)
    expect(page.locator("h2")).to_have_text("Second")

    entry.write_text("---\ntitle: Third\n---\n\nText.\n")
    expect(page.locator("h2")).to_have_text("Third", timeout=15_000)
    expect(alert).to_have_count(0)
    assert errors == []
    page.close()

    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=10) == 0


def test_a_page_that_is_hidden_holds_no_connection(
    chromium: Browser, preview: tuple[Path, str, "subprocess.Popen[str]"]
) -> None:
    entry, url, _running = preview
    page = chromium.new_page()
    # A headless browser shows all its pages.
    page.add_init_script(
        "window.isHidden = true;"
        "Object.defineProperty(document, 'hidden', { get: () => window.isHidden })"
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url, wait_until="networkidle")
    assert any(address.endswith("/.site-gen/reload.js") for address in asked)
    assert not [address for address in asked if "/.site-gen/state" in address]

    with page.expect_request(re.compile(r"/\.site-gen/state\?[0-9]")):  # it knows the number now
        page.evaluate(
            "window.isHidden = false; document.dispatchEvent(new Event('visibilitychange'))"
        )
    entry.write_text("---\ntitle: Second\n---\n\nText.\n")
    expect(page.locator("h2")).to_have_text("Second", timeout=15_000)
    page.close()


def wait_for_scroll(page: Page, top: int) -> None:
    # Not wait_for_function: the policy of the site forbids what it does.
    end = time.monotonic() + 20
    while page.evaluate("scrollY") != top and time.monotonic() < end:
        page.wait_for_timeout(50)
    assert page.evaluate("scrollY") == top


def test_sheets_are_exchanged_and_a_page_keeps_its_scroll(
    chromium: Browser, preview: tuple[Path, str, "subprocess.Popen[str]"]
) -> None:
    entry, url, _running = preview
    page = chromium.new_page(viewport={"width": 800, "height": 300})
    text = "---\ntitle: First\n---\n\n" + "Text of a long page.\n\n" * 200
    entry.write_text(text)
    end = time.monotonic() + 30
    while page.request.get(f"{url}2025-09-17/a/").text().count("Text of a long page.") < 200:
        assert time.monotonic() < end
        page.wait_for_timeout(50)
    with page.expect_request(re.compile(r"/\.site-gen/state\?[0-9]")):  # it knows the number now
        page.goto(f"{url}2025-09-17/a/")
    page.evaluate("window.isSame = true; scrollTo({ top: 900, behavior: 'instant' })")
    wait_for_scroll(page, 900)

    sheets = entry.parents[2] / "templates/static"
    sheets.mkdir(parents=True)
    (sheets / "base.css").write_text("h1 { color: rgb(1, 2, 3) !important }\n")
    heading = page.locator("h1").last
    expect(heading).to_have_css("color", "rgb(1, 2, 3)", timeout=30_000)
    (sheets / "base.css").write_text("h1 { color: rgb(4, 5, 6) !important }\n")
    expect(heading).to_have_css("color", "rgb(4, 5, 6)", timeout=30_000)
    assert page.evaluate("window.isSame")
    assert page.evaluate("scrollY") == 900

    entry.write_text(text.replace("First", "Second"))
    expect(heading).to_have_text("Second", timeout=30_000)
    wait_for_scroll(page, 900)
    assert not page.evaluate("window.isSame")
    page.close()


def test_a_page_that_did_not_change_is_not_loaded_again(
    chromium: Browser, preview: tuple[Path, str, "subprocess.Popen[str]"]
) -> None:
    entry, url, _running = preview
    page = chromium.new_page()
    page.goto(f"{url}about/")
    page.evaluate("window.isSame = true")
    with page.expect_response(lambda found: found.url == f"{url}about/", timeout=30_000):
        entry.write_text("---\ntitle: Second\n---\n\nText.\n")
    search = chromium.new_page()
    found = search.get_by_role("heading", name="Second")
    end = time.monotonic() + 60
    while not found.count() and time.monotonic() < end:  # the index follows
        search.goto(f"{url}search/?q=Second", wait_until="networkidle")
        search.wait_for_timeout(500)
    expect(found).to_be_visible()
    assert page.evaluate("window.isSame")
    page.close()
    search.close()
