"""A host that sends no headers: pages keep to the content policy that they say themselves."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from site_gen.cli import cli
from tests.browser.conftest import Watch, serving

INLINE = """() => {
  const script = document.createElement("script");
  try { script.textContent = "window.isRun = true"; } catch { return "refused"; }
  document.head.append(script);
  return window.isRun ? "run" : "stopped";
}"""


@pytest.mark.browser
def test_pages_of_github_pages_have_the_policy(chromium: Browser, tmp_path: Path) -> None:
    site = str(tmp_path / "site")
    runner = CliRunner()
    words = ["init", site, "--host", "github-pages", "--yes"]
    assert runner.invoke(cli, words).exit_code == 0
    settings = tmp_path / "site/content/site.yaml"
    settings.write_text(f"{settings.read_text()}redirects: {{/old: /about/}}\n")
    assert runner.invoke(cli, ["-C", site, "build"]).exit_code == 0
    with serving(tmp_path / "site/public") as preview:
        assert preview.rules.headers_for("/") == {}
        page = chromium.new_page()
        watch = Watch(page, preview.url.rstrip("/"))
        for url in ("/", "/2025-01-01/a-paper-is-a-file/", "/archive/"):
            watch.go(url)
        watch.go("/search/?q=sample")
        page.locator("#results li").first.wait_for()
        page.goto(f"{watch.base}/old/")
        page.wait_for_url("**/about/")
        assert watch.errors == []
        assert watch.strangers == []
        assert page.evaluate(INLINE) in {"refused", "stopped"}
        assert watch.errors
        page.close()
