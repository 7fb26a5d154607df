import threading
import time
from http.client import HTTPConnection

from site_gen.preview import Preview
from site_gen.preview.first_pages import FirstPages, Readers
from tests.preview.raw_http import get


def test_files_of_a_change_go_when_it_was_built() -> None:
    pages = FirstPages()
    pages.put(2, {"a/index.html": b"2", "assets/x.css": b"2"})
    pages.put(3, {"a/index.html": b"3"})
    assert (pages.get("/a/"), pages.get("/assets/x.css")) == (b"3", b"2")
    pages.drop(2)
    assert (pages.get("/a/"), pages.get("/assets/x.css")) == (b"3", None)
    pages.drop(3)
    assert pages.get("/a/") is None


def test_it_waits_until_a_browser_takes_a_file() -> None:
    pages = FirstPages()
    pages.put(1, {"index.html": b""})
    threading.Timer(0.05, pages.get, ["/"]).start()
    began = time.monotonic()
    pages.wait_taken(60)
    assert time.monotonic() - began < 30


def test_a_first_page_goes_before_that_of_the_site_and_is_not_written(small: Preview) -> None:
    small.first_pages.put(1, {"a/index.html": b"<body>first</body>", "assets/n.css": b"b{}"})
    assert get(small, "/a/").body.startswith(b"<body>first<script")
    sheet = get(small, "/assets/n.css")
    assert (sheet.status, sheet.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert b"first" not in get(small, "/").body
    assert "first" not in (small.output / "a/index.html").read_text()
    small.first_pages.drop(1)
    assert get(small, "/a/").body.startswith(b"<html><body>a/index.html")
    assert get(small, "/assets/n.css").status == 404


def test_pages_that_wait_are_open_and_a_moment_longer(small: Preview) -> None:
    small.below = "/papers"
    small.wait = 60
    connection = HTTPConnection(*small.server_address[:2], timeout=30)  # type: ignore[arg-type]
    connection.request("GET", "/.site-gen/state?0&%2Fpapers%2Fa%2F")
    end = time.monotonic() + 30
    while small.readers.list_open() != {"/a/"} and time.monotonic() < end:
        time.sleep(0.01)
    assert small.readers.list_open() == {"/a/"}
    small.state.publish()
    assert connection.getresponse().status == 200
    assert small.readers.list_open() == {"/a/"}
    connection.close()


def test_a_page_that_was_left_is_forgotten() -> None:
    readers = Readers()
    with readers.wait_at("/a/"), readers.wait_at(""):
        assert readers.list_open() == {"/a/"}
    readers._last["/a/"] -= 60
    assert readers.list_open() == set()
