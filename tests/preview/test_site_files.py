import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.preview import Preview
from site_gen.preview.site_files import find_file
from tests.preview.raw_http import get


@pytest.fixture
def linked(output: Path) -> Path:
    """A site with links within it, and links out of it."""
    outside = output.parent / "outside"
    outside.mkdir()
    for name in ("index.html", "secret.txt"):
        (outside / name).write_text("secret")
    (output / "folder").symlink_to(outside)
    (output / "file.txt").symlink_to(outside / "secret.txt")
    (output / "up.txt").symlink_to("../outside/secret.txt")
    (output / "circle").symlink_to("circle")
    (output / "nowhere").symlink_to("nothing")
    (output / "within").symlink_to("a")
    os.mkfifo(output / "pipe")
    # Its name begins as that of the site does.
    (output.parent / "public-old").mkdir()
    (output.parent / "public-old" / "index.html").write_text("secret")
    (output / "old").symlink_to("../public-old")
    return output


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/folder/", 404), ("/folder", 404), ("/folder/secret.txt", 404), ("/file.txt", 404),
        ("/up.txt", 404), ("/circle", 404), ("/circle/", 404), ("/nowhere", 404), ("/old/", 404),
        ("/pipe", 404), ("/within/", 200), ("/within/index.html", 200), ("/within", 301),
    ],
)  # fmt: skip
def test_links_that_leave_the_site_are_not_followed(
    small: Preview, linked: Path, url: str, status: int
) -> None:
    assert linked == small.output
    answer = get(small, url)

    assert answer.status == status
    assert b"secret" not in answer.body


def test_the_site_itself_may_be_a_link(output: Path) -> None:
    link = output.parent / "link"
    link.symlink_to(output)

    assert find_file(link, "/a/") == (output / "a" / "index.html").resolve()


def test_before_there_is_a_site_there_are_no_files(tmp_path: Path) -> None:
    assert find_file(tmp_path / "nothing", "/") is None


@given(st.lists(st.sampled_from(["..", ".", "", "a", "index.html", "~", "\\", "\0", "\ud800"])))
def test_no_path_leaves_the_site(segments: list[str]) -> None:
    root = Path(__file__).parent
    found = find_file(root, "/" + "/".join(segments))
    assert found is None or found.is_relative_to(root)


@given(st.text())
def test_any_text_names_a_file_of_the_site_or_none(text: str) -> None:
    root = Path(__file__).parent
    for url in (text, f"/{text}"):
        found = find_file(root, url)
        assert found is None or found.is_relative_to(root)
