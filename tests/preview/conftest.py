from collections.abc import Iterator
from pathlib import Path

import pytest

from site_gen.preview import Preview
from tests.preview.raw_http import running


@pytest.fixture
def output(site: Path) -> Path:
    """A small built site."""
    output = site / "public"
    for name in ("index.html", "a/index.html", "search/index.html", "404.html"):
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_text(f"<html><body>{name}</body></html>")
    (output / "feed.xml").write_text("<rss>0123456789</rss>")
    return output


@pytest.fixture
def small(output: Path) -> Iterator[Preview]:
    """A preview of the small site, without rules."""
    with running(Preview(output)) as preview:
        yield preview
