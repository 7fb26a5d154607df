import io
import os
from pathlib import Path

import pytest

from site_gen.model import InputError
from site_gen.system import foreign_files
from site_gen.system.foreign_files import Handed, open_foreign, read_lines


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_files, "LARGEST", 10)


@pytest.mark.parametrize(
    "name",
    ["unicode_escape", "raw_unicode_escape", "undefined", "utf-7", "ebcdic-cp-us", "cp037", "hex",
     "x-unknown", "idna", "punycode", "rot13"],
)  # fmt: skip
def test_an_encoding_that_xml_cannot_have_is_told(name: str) -> None:
    data = f'<?xml version="1.0" encoding="{name}"?><rss>a\\u0041</rss>'.encode()

    with pytest.raises(InputError, match=f"^f.xml:1: not {name.upper()}, as it says"):
        foreign_files.decode_foreign("f.xml", data)


@pytest.mark.parametrize("name", ["latin-1", "shift_jis", "gb2312", "koi8-r", "windows-1252"])
def test_an_encoding_of_xml_is_read(name: str) -> None:
    text = f'<?xml version="1.0" encoding="{name}"?><rss>a</rss>'

    assert foreign_files.decode_foreign("f.xml", text.encode(name)) == text


@pytest.mark.usefixtures("small")
def test_a_file_has_all_of_its_data_unless_it_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"0123456789")
    assert open_foreign(path).data == b"0123456789"

    path.write_bytes(b"0123456789a")
    handed = open_foreign(path)
    assert handed.is_large
    with pytest.raises(InputError, match="more than 0 MiB; expected at most that: part the list"):
        _ = handed.data
    assert handed.reopen().read() == b"0123456789a"
    handed.close()


@pytest.mark.usefixtures("small")
def test_what_comes_through_a_pipe_can_be_read_twice() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"a\n" * 20)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        handed = Handed("-", pipe, is_ours=False)
        file = handed.reopen()
        assert file.read() == b"a\n" * 20
        file.seek(2)
        assert file.read() == b"a\n" * 19
        handed.close()
        assert not pipe.closed  # it is not ours


@pytest.mark.usefixtures("small")
def test_the_head_has_the_first_line_however_long() -> None:
    assert Handed("x", io.BytesIO(b"\xe4abc")).head == "\ufffdabc"
    assert Handed("x", io.BytesIO(b"ab\ncd")).head == "ab\ncd"


def test_lines_have_their_places() -> None:
    file = io.BytesIO("é\r\n\nb".encode())
    assert list(read_lines("x", file)) == [(0, 1, "é\r\n"), (4, 2, "\n"), (5, 3, "b")]
    assert list(read_lines("x", file, 5, 3)) == [(5, 3, "b")]


def test_a_line_that_is_no_text_or_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match=r"^x:2: not UTF-8 \(byte 0xFF\)"):
        list(read_lines("x", io.BytesIO(b"a\n\xff\n")))
    monkeypatch.setattr(foreign_files, "LARGEST", 10)
    with pytest.raises(
        InputError, match="^x:2: a line of more than 0 MiB; expected a paper a line"
    ):
        list(read_lines("x", io.BytesIO(b"a\n" + b"b" * 11)))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a folder; expected a file"):
        open_foreign(tmp_path)
