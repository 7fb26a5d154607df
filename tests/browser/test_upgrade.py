"""What readers kept with version 0.1.0 is there after the upgrade."""

import json
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from site_gen.build.build import build
from site_gen.preview import Preview
from tests.browser.conftest import Watch, serving
from tests.conftest import DATA

OLD = DATA / "site-0.1.0"


@pytest.fixture
def upgraded(tmp_path: Path) -> Iterator[Preview]:
    with tarfile.open(OLD / "site.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    build(tmp_path, tmp_path / "public")
    with serving(tmp_path / "public") as site:
        yield site
    shutil.rmtree(tmp_path, ignore_errors=True)


def test_the_reading_list_is_as_it_was(chromium: Browser, upgraded: Preview) -> None:
    context = chromium.new_context()
    storage = json.loads((OLD / "browser-storage.json").read_text(encoding="utf-8"))
    context.add_init_script(f"""for (const [key, value] of Object.entries({json.dumps(storage)}))
        localStorage.getItem(key) ?? localStorage.setItem(key, value)""")
    watch = Watch(context.new_page(), upgraded.url.rstrip("/"))
    page = watch.go("/reading-list/")

    expect(page.locator("#status")).to_have_text("1 paper, 1 unread")
    expect(page.locator("#starred h2 a")).to_have_text(["Retrieval for agents"])
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    watch.go("/2025-08-29/")
    expect(page.locator(".papers h2 a:visible")).to_have_count(1)
    assert (watch.errors, watch.strangers) == ([], [])
    context.close()
