"""Scripts of the theme, called in a page as the search page imports them."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_CALL = """async ([url, name, calls]) => {
    const module = await import(url)
    return calls.map(args => module[name](...args))
}"""


def call(page: Page, output: Path, module: str, name: str, calls: list[list[Any]]) -> list[Any]:
    """Give what an exported function of a script gives for each list of arguments."""
    (path,) = (output / "assets").glob(f"{module}.*.js")
    result: list[Any] = page.evaluate(_CALL, [f"/assets/{path.name}", name, calls])
    return result
