"""Attacks on what the browser of a reader reads: addresses, stored values, and files of lists."""

import json
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from testing.attacks.in_browser import Visitor

_PREFIX = "site-gen:1:/:"  # how the keys of a site at the root of its host begin
_KEYS = ("theme", "folded", "keys", "starred", "read", "hidden", "highlight", "mute", "visit")
_PUT = """(values) => {
    localStorage.clear()
    for (const [key, text] of values) localStorage.setItem(key, text)
}"""
_PLAIN = "/robots.txt"  # an address of the site that runs no script
_TOGETHER = 12  # strings of one stored value


def visit_searches(visitor: Visitor, texts: Sequence[str], *, has_search: bool) -> None:
    """Open the search with each string in each part of its address, and wait for the answer."""
    for number, text in enumerate(texts):
        other = quote(texts[number - 1].encode("utf-8", "replace"))
        said = quote(text.encode("utf-8", "replace"))
        visitor.visit(f"/search/?q={said}&topic={other}&month={said}&sort={other}&{said}=x#{said}")
        if has_search and text.strip():
            visitor.page.wait_for_function("document.querySelector('[role=status]')?.textContent")
        visitor.look()


def visit_hashes(visitor: Visitor, url: str, texts: Sequence[str]) -> None:
    """Open a page with each string behind the ``#`` of its address, also as sought words."""
    for text in texts:
        said = quote(text.encode("utf-8", "replace"))
        visitor.visit(f"{url}?{said}#words={said}")
        visitor.page.goto("about:blank")


def visit_with_storage(visitor: Visitor, urls: Sequence[str], texts: Sequence[str]) -> None:
    """Open pages where the storage of the browser holds the strings, in each shape of a value."""
    for values in _make_values(texts):
        visitor.page.goto(visitor.base + _PLAIN)
        visitor.page.evaluate(_PUT, [[_PREFIX + key, value] for key, value in values])
        for url in urls:
            visitor.visit(url)


def _make_values(texts: Sequence[str]) -> Iterator[list[tuple[str, str]]]:
    some_texts = [text for text in texts if text.isprintable() or "\ud800" not in text]
    for at in range(0, len(some_texts), _TOGETHER):
        part = some_texts[at : at + _TOGETHER]
        first = part[0].encode("utf-8", "replace").decode()
        paths = [f"/2025-03-01/{text}/" for text in part]
        shapes = (
            first,
            json.dumps(first),
            json.dumps(part),
            json.dumps(dict.fromkeys(part, first)),
            json.dumps(dict(zip(paths, part, strict=True))),
            json.dumps({text: {text: part} for text in part}),
        )
        yield from ([(key, shape) for key in _KEYS] for shape in shapes)


def write_list(texts: Sequence[str]) -> str:
    """Give a file of a reading list, with the strings as addresses, titles, words and keys."""
    own = {f"/2025-03-01/a-{number}/": text for number, text in enumerate(texts)}
    foreign = dict.fromkeys(texts, "x") | {f"/2025-03-01/{text}/": text for text in texts}
    words = [text for text in texts if text.strip()]
    value = {"version": 1, "starred": own | foreign, "read": texts, "hidden": texts,
             "highlight": words, "mute": words, "__proto__": {"attacked": 1}}  # fmt: skip
    return json.dumps({**value, **foreign})


def load_list(visitor: Visitor, texts: Sequence[str]) -> None:
    """Load such a file in the page of the reading list, and open the list with it."""
    visitor.visit("/reading-list/")
    file = {"name": f"{texts[0][:40]}.json", "mimeType": "application/json",
            "buffer": write_list(texts).encode()}  # fmt: skip
    visitor.page.locator("#file").set_input_files(file)  # type: ignore[arg-type]
    visitor.page.wait_for_function("document.querySelector('#told')?.textContent")
    visitor.look()
    for url in ("/reading-list/", "/", "/2025-03-01/", "/2025-03-01/a-1/"):
        visitor.visit(url)
