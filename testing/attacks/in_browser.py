"""A browser without the content policy, and what it notices of an attack.

The policy would stop scripts that slip through. Here it is off, so what stops them must be the site
itself: its escapes, and the checks of its own scripts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, Request

_LOOK = Path(__file__).with_name("look.js").read_text("utf-8")
_PERMALINK = "https://papers.example.org"  # the base_url of the sites with attacks
_BATCH = 40  # documents that one call looks through
_TELLS = """() => [
    ...(window.attacked === undefined ? [] : [`window.attacked is ${String(window.attacked)}`]),
    ...("attacked" in Object.prototype ? ["Object.prototype.attacked"] : []),
    ...(document.body instanceof HTMLBodyElement ? [] : ["document.body is another element"]),
    ...(document.cookie ? ["a cookie"] : []),
]"""
_LOOK_THROUGH = """([texts, base, own, extra]) => texts.map((text) =>
    look(new DOMParser().parseFromString(text, "text/html"), base, own, extra))"""


@dataclass  # no slots: Playwright keeps the handlers of a page on their object
class Visitor:
    """A page of a browser that opens addresses of a site and remembers what it noticed."""

    page: Page
    base: str
    forms: bool = False
    """Whether forms may post to another host, as that of a newsletter does."""
    found: list[str] = field(default_factory=list)
    visited: int = 0
    _now: str = ""

    def __post_init__(self) -> None:
        """Listen to what a page does."""
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)
        self.page.on("popup", lambda _: self._tell("a window opened"))
        self.page.on("download", lambda _: self._tell("a download began"))
        self.page.on("pageerror", lambda error: self._tell(f"a script failed: {error}"))
        self.page.add_init_script(_LOOK)

    @property
    def own(self) -> Mapping[str, object]:
        """The origins of the site, of its server and of its permalinks; and its forms."""
        return {"origins": [self.base, _PERMALINK], "forms": self.forms}

    def _tell(self, what: str) -> None:
        self.found.append(f"{self._now}: {what}")

    def _dialog(self, dialog: object) -> None:
        self._tell("a dialog opened")
        with suppress(Error):
            dialog.dismiss()  # type: ignore[attr-defined]

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.base}/", "data:", "blob:")):
            self._tell(f"a request to {request.url[:90]}")

    def visit(self, url: str) -> None:
        """Open an address, move the pointer over the page, and look through its document."""
        self._now = url
        self.page.goto(self.base + url, wait_until="load")
        self.page.mouse.move(1, 1)  # scripts of readers wait for the first move
        self.page.mouse.move(640, 400)
        self.look()
        self.visited += 1

    def look(self, extra: Sequence[str] = ()) -> None:
        """Look through the document as it is now, after scripts of the site ran."""
        if not self.page.url.startswith(f"{self.base}/"):
            self._tell(f"the page went to {self.page.url[:90]}")
            return
        args = [self.base + "/x/", self.own, [*extra, *_BY_SCRIPTS]]
        try:
            found = self.page.evaluate(_TELLS)
            found += self.page.evaluate("([b, o, e]) => look(document, b, o, e)", args)
        except Error as err:  # the page left while it was looked at
            found = [f"the page went: {err.message[:90]}"]
        for what in found:
            self._tell(what)

    def look_through(self, documents: Iterable[tuple[str, str]], extra: Sequence[str] = ()) -> int:
        """Parse HTML by name, run nothing of it, and look through it; give how many there were."""
        some = list(documents)
        for at in range(0, len(some), _BATCH):
            part = some[at : at + _BATCH]
            texts = [text for _, text in part]
            args = [texts, f"{self.base}/x/", self.own, list(extra)]
            for (name, _), found in zip(part, self.page.evaluate(_LOOK_THROUGH, args), strict=True):
                self.found += [f"{name}: {what}" for what in found]
        return len(some)


_BY_SCRIPTS = ("dialog", "datalist", "textarea", "kbd", "@aria-controls", "@for")
"""What the site's own scripts add to a page, and no page has when it is loaded."""


@contextmanager
def visiting(browser: Browser, base: str, *, forms: bool = False) -> Iterator[Visitor]:
    """Give a visitor of a site without its content policy; ``base`` is where it is served."""
    context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    try:
        yield Visitor(context.new_page(), base.rstrip("/"), forms)
    finally:
        context.close()


def read_pages(output: Path) -> Iterator[tuple[str, str]]:
    """Give the HTML of all pages of a site, by address."""
    for path in sorted(output.rglob("*.html")):
        name = path.relative_to(output).as_posix().removesuffix("index.html")
        yield f"/{name}", path.read_text("utf-8")
