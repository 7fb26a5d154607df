"""What a test puts into a browser's storage, and what it finds there."""

import json

from playwright.sync_api import Page

PREFIX = "site-gen:1:/:"
"""How the keys begin that a site at the root of its host has."""


def paper(n: int, day: str = "2025-09-17") -> str:
    """Give the path of a paper of the sites that these tests make."""
    return f"/{day}/paper-{n}/"


def put(page: Page, values: dict[str, str]) -> None:
    """Put texts into the storage, as they are."""
    page.evaluate(
        "v => { for (const [key, text] of Object.entries(v)) localStorage.setItem(key, text) }",
        values,
    )


def stored(page: Page) -> dict[str, str]:
    """Give all that is in the storage."""
    found: dict[str, str] = page.evaluate("({ ...localStorage })")
    return found


def keep(page: Page, **values: object) -> None:
    """Put values into the storage, as an earlier visit did."""
    put(page, {PREFIX + key: json.dumps(value) for key, value in values.items()})


def kept(page: Page, key: str) -> object:
    """Give a value of the storage; none where it is not there."""
    return json.loads(stored(page).get(PREFIX + key, "null"))
