"""What a browser keeps for a reader can be trusted: whose it is, broken values, refusals, tabs."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from site_gen.build.build import Options, build
from site_gen.preview import Preview
from site_gen.system.files import write
from tests.browser.conftest import Watch, serving
from tests.browser.storage import PREFIX, keep, kept, paper, put, stored

pytestmark = pytest.mark.browser

KEYS = ("theme", "folded", "keys", "starred", "read", "hidden", "highlight", "mute", "visit")
FULL = "Nothing was changed: the storage of this browser is full."
REFUSED = "Nothing was changed: this browser refused to store it."
OFF = "This browser stores nothing for this site."
NOT_COPIED = "Nothing was copied: this browser refused the clipboard."
PLAIN = "/robots.txt"  # an address of the site that runs no script


def make_site(folder: Path, base_url: str = "https://papers.example.org/") -> Path:
    write(folder / "content/site.yaml", f"base_url: {base_url}\n".encode())
    for day in ("2025-09-16", "2025-09-17"):
        for n in range(1, 5):
            word = ("robotics", "vision")[n % 2]
            text = f"---\ntitle: 'Paper {n} of {day}'\n---\n\nA study of {word} and more.\n"
            write(folder / f"content/{day}/paper-{n}.md", text.encode())
    build(folder, folder / "public", Options(has_search=False))
    return folder / "public"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with serving(make_site(tmp_path_factory.mktemp("storage"))) as site:
        yield site


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(8000)
    # A page without a link to an icon asks for one.
    context.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    yield context
    context.close()


@pytest.fixture
def watch(context: BrowserContext, site: Preview) -> Iterator[Watch]:
    watch = Watch(context.new_page(), site.url.rstrip("/"))
    watch.page.goto(watch.base + PLAIN)
    yield watch
    assert watch.errors == []


def other_tab(watch: Watch) -> Watch:
    tab = Watch(watch.page.context.new_page(), watch.base)
    tab.errors = watch.errors
    return tab


def fill(page: Page, free: int = 0) -> None:
    """Fill the storage, as another program of the host could; leave this many characters free."""
    page.evaluate(
        """free => {
            let text = 'x'.repeat(1 << 22)
            for (let key = 0; text;) {
                try { localStorage.setItem(`fill${key++}`, text) } catch {
                    text = text.slice(0, text.length >> 1)
                }
            }
            for (let key = 0; free > 0; key++) {
                const name = `fill${key}`
                const text = localStorage.getItem(name)
                if (text === null) continue
                localStorage.setItem(name, text.slice(free))
                free -= text.length
            }
        }""",
        free,
    )


def star(page: Page, n: int) -> None:
    page.get_by_role("button", name=f"Star: Paper {n}").click()


def is_starred(page: Page, n: int) -> bool:
    button = page.get_by_role("button", name=f"Star: Paper {n}")
    return button.get_attribute("aria-pressed") == "true"


# --- Whose a value is


def test_sites_of_one_host_share_nothing(
    context: BrowserContext, tmp_path_factory: pytest.TempPathFactory
) -> None:
    one, two = (
        make_site(tmp_path_factory.mktemp(name), f"https://host.example/{name}/") for name in "ab"
    )
    with serving(one) as first, serving(two) as second:
        first.below, second.below = "/a", "/b"
        host = first.url.removesuffix("/a/")

        def pass_on(route: Route) -> None:
            url = route.request.url.replace(host, second.url.removesuffix("/b/"))
            route.fulfill(response=route.fetch(url=url))

        context.route(f"{host}/b/**", pass_on)
        rules = "application/speculationrules+json"
        context.route(
            f"{host}/speculation-rules.json",
            lambda route: route.fulfill(content_type=rules, body="{}"),
        )
        watch = Watch(context.new_page(), host)
        page = watch.go("/a/")
        star(page, 2)
        page.locator(".theme").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "light")
        page = watch.go("/b/")
        expect(page.locator("html")).to_have_attribute("data-theme", "auto")
        star(page, 3)
        page = watch.go("/b/reading-list/")
        expect(page.locator("#starred h2 a")).to_have_text(["Paper 3 of 2025-09-17"])
        page = watch.go("/a/reading-list/")
        expect(page.locator("#starred h2 a")).to_have_text(["Paper 2 of 2025-09-17"])
        names = set(stored(page))

    assert {name.rsplit(":", 1)[0] for name in names} == {"site-gen:1:/a/", "site-gen:1:/b/"}
    assert watch.errors == []


OLD = {
    "theme": '"dark"',
    "folded": "true",
    "keys": "false",
    "starred": json.dumps({paper(1): "One", "/b/2025-09-17/paper-1/": "Of another site"}),
    "read": json.dumps(["/b/2025-09-17/paper-1/", paper(2)]),
    "hidden": json.dumps([paper(3)]),
    "highlight": '["study of"]',
}


def test_values_of_version_0_1_0_are_taken_over_once(watch: Watch) -> None:
    put(watch.page, OLD)
    page = watch.go("/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_class("js folded")
    assert is_starred(page, 1)
    expect(page.locator("article.read h2")).to_have_text(["Paper 2 of 2025-09-17"])
    expect(page.locator("article.away h2")).to_have_text(["Paper 3 of 2025-09-17"])
    assert kept(page, "keys") is False
    assert kept(page, "starred") == {paper(1): "One"}
    assert kept(page, "highlight") == ["study of"]
    assert {key: stored(page)[key] for key in OLD} == OLD  # another site may need its part

    star(page, 1)
    put(page, {"read": json.dumps([paper(4)]), "mute": '["study"]'})
    page = watch.go("/")
    assert not is_starred(page, 1)
    expect(page.locator("article.away")).to_have_count(1)
    expect(page.locator("article.read h2")).to_have_text(["Paper 2 of 2025-09-17"])


def test_values_of_version_0_1_0_count_before_they_are_taken_over(watch: Watch) -> None:
    put(watch.page, {"theme": '"dark"', "folded": "true"})
    watch.page.goto(watch.base + "/", wait_until="load")
    expect(watch.page.locator("html[data-theme=dark].folded")).to_have_count(1)
    assert set(stored(watch.page)) == {"theme", "folded"}


def test_what_is_forgotten_does_not_come_back_from_version_0_1_0(watch: Watch) -> None:
    put(watch.page, OLD)
    page = watch.go("/reading-list/")
    page.on("dialog", lambda dialog: dialog.accept())
    expect(page.locator("#status")).to_have_text("1 paper, 1 unread")
    page.get_by_role("button", name="Forget all").click()
    page = watch.go("/reading-list/")
    expect(page.locator("#status")).to_have_text("No paper is starred yet.")
    left = {key: text for key, text in stored(page).items() if not key.startswith(PREFIX)}

    assert left == {
        **{key: OLD[key] for key in ("theme", "folded", "keys")},
        "starred": '{"/b/2025-09-17/paper-1/":"Of another site"}',
        "read": '["/b/2025-09-17/paper-1/"]',
    }


def test_values_of_version_0_1_0_are_read_where_there_is_no_room_for_a_copy(watch: Watch) -> None:
    put(watch.page, OLD)
    fill(watch.page)
    for _ in range(2):
        page = watch.go("/")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        assert is_starred(page, 1)
        expect(page.locator("article.away")).to_have_count(1)
        assert {key: stored(page)[key] for key in OLD} == OLD
        assert not [key for key in stored(page) if key.startswith(PREFIX)]


# --- Values that are broken


BROKEN = {
    "no JSON": "{",
    "nothing": "",
    "null": "null",
    "number": "5",
    "text": '"text"',
    "text in a list": '["text", "/2025-09-17/"]',
    "prototype": '{"__proto__": {"length": 9}, "constructor": "x", "length": 1}',
    "holes": '[null, [null], {"length": 3}, 7]',
    "another place": '{"//b.example/2025-09-17/a/": "x", "/\\t/b.example/2025-09-17/a/": "x"}',
    "parts of a visit": '{"at": "x", "seen": {"day": 5}, "before": {"day": "2025-09-16"}}',
    "large text": json.dumps("x" * 500_000),
    "long words": json.dumps(["x(vision" * 30_000]),
}


# A value of version 0.1.0 is read by the same function, so some of them are enough.
OF_OLD = ("no JSON", "holes", "parts of a visit", "long words")


@pytest.mark.parametrize(
    ("prefix", "name"), [*((PREFIX, name) for name in BROKEN), *(("", name) for name in OF_OLD)]
)
def test_broken_values_are_ignored_and_stay_until_a_change(
    watch: Watch, prefix: str, name: str
) -> None:
    text = BROKEN[name]
    broken = {prefix + key: text for key in KEYS}
    put(watch.page, broken)
    for url in (paper(1), "/reading-list/", "/"):
        page = watch.go(url)
        expect(page.locator("html")).to_have_attribute("data-theme", "auto")
        found = stored(page)
        assert {key: found.get(key) for key in broken} == broken
    expect(page.locator(".papers article:visible")).to_have_count(4)
    expect(page.locator("article.away, article.new, .notice")).to_have_count(0)
    page.keyboard.press("j")
    expect(page.locator("h2 a:focus")).to_have_count(1)

    star(page, 2)
    page.locator(".theme").click()
    assert kept(page, "starred") == {paper(2): "Paper 2 of 2025-09-17"}
    assert kept(page, "theme") == "light"
    assert stored(page)[prefix + "hidden"] == text
    page = watch.go("/reading-list/")
    expect(page.locator("#lists h2 a")).to_have_text(["Paper 2 of 2025-09-17"])
    assert isinstance(kept(page, "visit"), dict)


@pytest.mark.parametrize("key", ["theme", "starred", "hidden", "visit"])
def test_a_text_of_5_mb_breaks_nothing(watch: Watch, key: str) -> None:
    watch.page.evaluate(
        """([key, path]) => {
            const rest = 'x'.repeat(5_000_000 - path.length - 7)
            localStorage.setItem(key, `["${path}","${rest}"]`)
        }""",
        [PREFIX + key, paper(2)],
    )
    for url in (paper(1), "/reading-list/", "/"):
        page = watch.go(url)
    expect(page.locator("html")).to_have_attribute("data-theme", "auto")
    expect(page.locator(".papers article:visible")).to_have_count(4)
    assert page.evaluate("key => localStorage.getItem(key).length", PREFIX + key) == 5_000_000
    star(page, 2)
    assert is_starred(page, 2)


def test_what_is_right_in_a_broken_value_counts(watch: Watch) -> None:
    keep(
        watch.page,
        starred={paper(1): "One", "__proto__": "x", paper(2): 5, "/2025-09-17/../x/": "x"},
        read=[None, paper(2), 7, "//evil.example/2025-09-17/a/"],
    )
    before = stored(watch.page)
    page = watch.go(paper(3))
    assert stored(page).items() >= before.items()
    page = watch.go("/")
    assert [is_starred(page, n) for n in (1, 2)] == [True, False]
    expect(page.locator("article.read h2")).to_have_text(["Paper 2 of 2025-09-17"])
    star(page, 4)
    assert kept(page, "starred") == {paper(1): "One", paper(4): "Paper 4 of 2025-09-17"}


def test_papers_that_wait_for_the_reader_script_are_shown(watch: Watch) -> None:
    put(watch.page, {PREFIX + "hidden": json.dumps([paper(2)]), PREFIX + "visit": "{"})
    watch.page.goto(watch.base + "/", wait_until="load")
    expect(watch.page.locator(".papers article:visible")).to_have_count(3)


def test_a_broken_value_folds_nothing_before_the_reader_script_comes(watch: Watch) -> None:
    put(watch.page, {PREFIX + "folded": "{}", PREFIX + "visit": "{"})
    watch.page.goto(watch.base + "/", wait_until="load")
    expect(watch.page.locator("html")).to_have_class("js")


def test_words_in_an_address_may_be_anything(watch: Watch) -> None:
    words = f"study%20{'x(vision' * 10_000}"
    page = watch.go(f"{paper(1)}#words={words}")
    page.get_by_role("button", name="Star").click()
    assert kept(page, "starred") == {paper(1): "Paper 1 of 2025-09-17"}
    assert page.evaluate("CSS.highlights.get('sought').size") == 1


# --- What is refused


def test_a_full_storage_is_told_and_changes_nothing(watch: Watch) -> None:
    page = watch.go("/")
    star(page, 1)
    before = {key: kept(page, key) for key in KEYS}
    fill(page)
    notice = page.get_by_role("alert")
    for button in (
        page.get_by_role("button", name="Star: Paper 2"),
        page.get_by_role("button", name="Put away: Paper 2"),
        page.locator(".theme"),
        page.get_by_role("button", name="Fold abstracts"),
    ):
        button.click()
        expect(notice).to_have_text(f"{FULL}Close")
        expect(notice).to_be_in_viewport()
        notice.get_by_role("button", name="Close").click()
        expect(notice).to_have_count(0)
    assert [is_starred(page, n) for n in (1, 2)] == [True, False]
    expect(page.locator("article.away")).to_have_count(0)
    expect(page.locator("html")).to_have_attribute("data-theme", "auto")
    expect(page.locator("html")).to_have_class("js")
    page.keyboard.press("?")
    page.get_by_label("Use these keys").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_have_text(f"{FULL}Close")
    expect(page.get_by_label("Use these keys")).to_be_checked()
    assert {key: kept(page, key) for key in KEYS} == before


def test_an_import_is_taken_whole_or_not_at_all(watch: Watch, tmp_path: Path) -> None:
    page = watch.go("/reading-list/")
    keep(page, starred={paper(1): "One"}, read=[paper(1)], mute=["a"])
    before = stored(page)
    fill(page, 2000)
    many = [f"/2025-09-16/{n}-{'long-' * 10}/" for n in range(100)]
    path = tmp_path / "many.json"
    path.write_text(json.dumps({"version": 1, "starred": {paper(2): "Two"}, "read": many}))
    page.locator("#file").set_input_files(path)
    expect(page.locator("#told")).to_have_text("Nothing was taken from many.json.")
    expect(page.get_by_role("alert")).to_have_text(f"{FULL}Close")
    assert stored(page).items() >= before.items()
    page.get_by_label("Mute").fill("a, " + "b " * 1500)
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("#told")).not_to_have_text("The words are kept.")
    assert stored(page).items() >= before.items()


def test_a_refusal_loses_nothing(watch: Watch) -> None:
    page = watch.go("/")
    star(page, 1)
    page.evaluate(
        """() => {
            Storage.prototype.setItem = () => { throw new DOMException('', 'SecurityError') }
        }"""
    )
    star(page, 2)
    expect(page.get_by_role("alert")).to_have_text(f"{REFUSED}Close")
    assert [is_starred(page, n) for n in (1, 2)] == [True, False]
    assert kept(page, "starred") == {paper(1): "Paper 1 of 2025-09-17"}


@pytest.mark.parametrize("getter", ["throw new DOMException('no', 'SecurityError')", "return null"])
def test_a_storage_that_is_off_is_told_once(watch: Watch, getter: str) -> None:
    watch.page.add_init_script(
        f"Object.defineProperty(window, 'localStorage', {{ get() {{ {getter} }} }})"
    )
    page = watch.go("/")
    expect(page.get_by_role("alert")).to_have_count(0)
    star(page, 2)
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text(OFF)
    assert is_starred(page, 2)  # as long as the page lasts, as was said
    notice.get_by_role("button", name="Close").click()
    star(page, 3)
    expect(notice).to_have_count(0)
    page = watch.go("/reading-list/")
    expect(page.get_by_role("alert")).to_contain_text(OFF)
    expect(page.locator("#status")).to_have_text("No paper is starred yet.")


NO_CLIPBOARD = {
    "refused": "navigator.clipboard.writeText = async () => { throw new DOMException('', 'X') }",
    "none": "Object.defineProperty(navigator, 'clipboard', { value: undefined })",
}


@pytest.mark.parametrize("script", NO_CLIPBOARD.values(), ids=NO_CLIPBOARD)
def test_a_refused_clipboard_is_told(watch: Watch, script: str) -> None:
    for url, name in ((paper(1), "Link"), (paper(1), "BibTeX"), ("/feeds/", "Copy https")):
        page = watch.go(url)
        page.evaluate(f"() => {{ {script} }}")
        page.get_by_role("button", name=name).first.click()
        expect(page.get_by_role("alert")).to_have_text(f"{NOT_COPIED}Close")
        expect(page.get_by_role("alert")).to_be_in_viewport()
        expect(page.get_by_role("button", name="Copied")).to_have_count(0)


@pytest.mark.parametrize(("name", "told"), [("AbortError", 0), ("NotAllowedError", 1)])
def test_a_refused_share_is_told_and_one_that_the_reader_ended_is_not(
    watch: Watch, name: str, told: int
) -> None:
    watch.page.add_init_script(
        f"navigator.share = async () => {{ throw new DOMException('', '{name}') }}"
    )
    page = watch.go(paper(1))
    page.get_by_role("button", name="Share").click()
    page.wait_for_timeout(200)
    expect(page.get_by_role("alert")).to_have_count(told)


# --- Two tabs


def test_a_change_in_one_tab_is_seen_in_the_other(watch: Watch) -> None:
    here, there = watch.go("/"), other_tab(watch).go("/")
    star(here, 1)
    expect(there.get_by_role("button", name="Star: Paper 1")).to_have_attribute(
        "aria-pressed", "true"
    )
    star(there, 2)
    there.get_by_role("button", name="Put away: Paper 3").click()
    there.get_by_role("button", name="Fold abstracts").click()
    there.locator(".theme").click()
    expect(here.locator("article.away")).to_have_count(1)
    expect(here.locator("html")).to_have_class("js folded")
    expect(here.get_by_role("button", name="Fold abstracts")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(here.locator("html")).to_have_attribute("data-theme", "light")
    star(here, 4)
    titles = {paper(n): f"Paper {n} of 2025-09-17" for n in (1, 2, 4)}
    assert kept(there, "starred") == titles


def test_words_of_one_tab_are_used_in_the_other(watch: Watch) -> None:
    here, there = watch.go("/"), other_tab(watch).go("/reading-list/")
    there.get_by_label("Mute").fill("vision")
    there.get_by_label("Highlight").fill("robotics")
    there.get_by_role("button", name="Keep").click()
    expect(here.locator("article.away")).to_have_count(2)
    assert here.evaluate("CSS.highlights.get('wanted').size") == 2
    there.get_by_label("Mute").fill("")
    there.get_by_label("Highlight").fill("")
    there.get_by_role("button", name="Keep").click()
    expect(here.locator("article.away")).to_have_count(0)
    assert here.evaluate("CSS.highlights.get('wanted').size") == 0


def test_the_switch_of_the_keys_is_seen_in_the_other_tab(watch: Watch) -> None:
    here, there = watch.go("/"), other_tab(watch).go("/")
    for page in (here, there):
        page.keyboard.press("?")
        expect(page.get_by_label("Use these keys")).to_be_checked()
    here.get_by_label("Use these keys").uncheck()
    expect(there.get_by_label("Use these keys")).not_to_be_checked()


def test_the_list_of_one_tab_follows_the_other(watch: Watch) -> None:
    keep(watch.page, starred={paper(1): "One", paper(2): "Two"}, highlight=["a", "b"])
    here, there = watch.go("/reading-list/"), other_tab(watch).go("/reading-list/")
    remove = there.get_by_role("button", name="Remove: One")
    remove.focus()
    there.get_by_label("Highlight").fill("a, b, mine")
    remove.focus()
    here.get_by_role("button", name="Remove: Two").click()
    expect(there.locator("#starred h2 a")).to_have_text(["One"])
    expect(there.locator("button:focus")).to_have_count(1)

    # What is being typed stays, and what the other tab kept meanwhile is not undone.
    here.get_by_label("Highlight").fill("b, theirs")
    here.get_by_role("button", name="Keep").click()
    expect(there.get_by_label("Highlight")).to_have_value("a, b, mine")
    there.get_by_role("button", name="Keep").click()
    expect(there.locator("#told")).to_have_text("The words are kept.")
    assert kept(there, "highlight") == ["b", "theirs", "mine"]
    expect(here.get_by_label("Highlight")).to_have_value("b, theirs, mine")
    expect(there.get_by_label("Highlight")).to_have_value("b, theirs, mine")
