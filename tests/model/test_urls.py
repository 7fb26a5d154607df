import doctest
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from site_gen.model import urls
from site_gen.model.slugs import is_device


def test_the_examples_are_true() -> None:
    assert doctest.testmod(urls).failed == 0


def test_paths_are_read_by_the_addresses_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(urls.URLS, topics="/subjects/", authors="/people/", organizations="/groups/")
    monkeypatch.setattr(urls, "URLS", other)
    for prefix in ("ad", "~e"):
        assert urls.names_prefix(urls.output_path(urls.names_url(prefix))) == prefix
    assert not urls.names_prefix("authors/names/ad/index.html")


def test_a_folder_is_a_url() -> None:
    day = date(2025, 9, 17)

    assert urls.output_path(urls.paper_url(day, "a-b")) == "2025-09-17/a-b/index.html"
    assert urls.output_path("/") == "index.html"


@pytest.mark.parametrize("url", ["/../x", "/a/../../x/", "//x", "/a//b", "", "/./x"])
def test_an_output_path_never_leaves_the_site(url: str) -> None:
    with pytest.raises(ValueError, match="^"):
        urls.output_path(url)


@pytest.mark.parametrize("make", [urls.day_url, urls.picture_url, urls.archive_document_url])
def test_no_paper_has_the_path_of_a_file_of_its_day(make: Callable[[date], str]) -> None:
    day = date(2025, 9, 17)
    name = urls.output_path(make(day)).split("/")[1]

    assert urls.output_path(urls.paper_url(day, name)).split("/")[1] != name


@pytest.mark.parametrize("name", ["con", "aux.x", "nul", "com1"])
def test_no_folder_is_a_device_of_windows(name: str) -> None:
    pages = [
        urls.paper_url(date(2025, 9, 17), name),
        urls.names_url(name.split(".", maxsplit=1)[0]),
    ]

    assert not [part for url in pages for part in url.split("/") if is_device(part)]


@pytest.mark.parametrize("prefix", ["con", "~nul", "~e"])
def test_pages_of_names_are_known_by_their_path(prefix: str) -> None:
    assert urls.names_prefix(urls.output_path(urls.names_url(prefix))) == prefix
