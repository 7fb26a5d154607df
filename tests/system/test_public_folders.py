import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_gen.system.durable import write
from site_gen.system.files import write_new
from site_gen.system.public_folders import make_public_folder

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")


@pytest.fixture(autouse=True)
def private_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_anyone_may_read_the_site_whatever_the_umask(site: Path) -> None:
    write_new(site / "public/a/b.html", b"page")
    make_public_folder(site / "public/c")
    make_public_folder(site / "public/c")  # it is there already

    assert mode(site / "public/a/b.html") == 0o644
    assert [mode(site / name) for name in ("public", "public/a", "public/c")] == [0o755] * 3


def test_content_follows_the_umask(site: Path) -> None:
    write(site / "a.md", b"entry")

    assert mode(site / "a.md") == 0o600


def test_a_file_in_the_way_is_an_error(site: Path) -> None:
    (site / "a").write_text("")
    with pytest.raises(NotADirectoryError):
        make_public_folder(site / "a/b")
    make_public_folder(site / "a")

    assert (site / "a").is_file()
