"""A search page in a browser, and a reader who types one query after the other into it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page

_PATIENCE = 60_000  # milliseconds
_BEGIN = "() => { document.querySelector('#status').textContent = '' }"
"""Takes the last answer away, so that the next one is known as new."""

_IS_DONE = """() => {
  const status = document.querySelector("#status");
  return !status || (status.textContent && !status.textContent.endsWith("…"));
}"""
"""An answer that is not the last one ends in dots; a page that was opened has no status."""

_FIRST = "() => [...document.querySelectorAll('#results h2 a')].slice(0, 10).map((a) => a.pathname)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page says: the paths of the first ten papers, and its sentence above them."""

    paths: tuple[str, ...]
    status: str


def ask_all(pages: Sequence[Page], address: str, texts: Sequence[str]) -> Iterator[Answer]:
    """Type texts into the search page at this address; give the answers in the same order.

    Each page of the browser gets every n-th text, so that they work at the same time.
    """
    for page in pages:
        _open(page, address)
    for start in range(0, len(texts), len(pages)):
        # The last round may have fewer texts than there are pages.
        pairs = list(zip(pages, texts[start : start + len(pages)], strict=False))
        for page, text in pairs:
            page.evaluate(_BEGIN)
            page.locator("#search input[name=q]").fill(text)
        for page, _ in pairs:
            yield _read(page, address)


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")


def _read(page: Page, address: str) -> Answer:
    """Wait for the answer and read it; where the page opened a paper, that is the answer."""
    search = urlsplit(address).path
    try:
        page.wait_for_function(_IS_DONE, timeout=_PATIENCE)
        answer = Answer(tuple(page.evaluate(_FIRST)), page.locator("#status").inner_text())
    except Error as err:
        answer = Answer((), f"no answer: {err.message.splitlines()[0]}")
    path = urlsplit(page.url).path
    if path != search:
        answer = Answer((path,), "opened")
    if path != search or answer.status.startswith("no answer"):
        _open(page, address)
    return answer
