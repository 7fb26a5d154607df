"""What people hand over by mistake: each is one plain error, or is read as it was meant."""

import io
import json
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen.cli import cli
from site_gen.system import files

PAGE = """Daily Papers

Sep 17

A title of a paper

Its abstract is here.

Another ünique title

And its abstract, too.
"""
ROWS = [{"title": f"P {n}", "abstract": "Some words. " * 9, "date": "2025-09-17"} for n in range(9)]
ENTRY = "@article{x, title={A bib}, author={A B}}\n"
LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">\n' for n in range(10)
)  # a billion of them


def nine(number: int) -> str:
    return ", ".join([f"*a{number - 1}"] * 9)


ARCHIVE = io.BytesIO()
with zipfile.ZipFile(ARCHIVE, "w") as file:
    file.writestr("page.txt", PAGE)


def run(data: bytes, name: str = "2025-09-17.txt", *args: str) -> Result:
    Path(name).write_bytes(data)
    return CliRunner().invoke(cli, ["import", *args, name], prog_name="site-gen")


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("data", "what"),
    [
        (PAGE.encode("latin-1"), "9: not UTF-8 (byte 0xFC); expected text in UTF-8"),
        (PAGE.encode("utf-16-le"), "9: a binary file; expected text in UTF-8"),
        (PAGE.encode("utf-16")[:-1], "1: not UTF-16, as it says; expected text in UTF-8"),
        (PAGE.replace("Its", "I\0ts").encode(), "7: a control character (U+0000); expected plain"),
        (bytes(range(256)) * 9, "2: a binary file; expected text in UTF-8"),
        (ARCHIVE.getvalue(), "1: a zip archive or an office document; expected text in UTF-8"),
        (b"%PDF-1.4\n1 0 obj <</Type /Catalog>>\n", "1: a PDF; expected text in UTF-8"),
        (b'<?xml version="1.0" encoding="hex"?><rss/>', "1: not HEX, as it says; expected text"),
        (b"", " empty; expected the text of a Daily Papers page"),
        (b" \n\t\n", " empty; expected the text of a Daily Papers page"),
        (b"words " * 99999, "1: not a digest; expected 'Daily Papers' and a date such as 'Sep 17'"),
        (PAGE.replace("\n", "\r").encode(), "1: not a digest; expected 'Daily Papers' and a date"),
        (PAGE.encode() + b"x" * 10**6, "12: no abstract after 'xxx"),
        (b"[" * 10**6, "1: not a digest; expected"),
        (b'[{"a":' + b"[" * 10**5, "1: JSON nested too deep"),
        (b"@article{a, title=" + b"{" * 10**4, "1: broken BibTeX: expected a '}' for"),
        (json.dumps(ROWS).encode()[:900], "1: the JSON ends too early; expected all of it"),
        ((PAGE + ENTRY).encode(), "12: another format begins here ('@article{x, title={A bib}"),
        ((PAGE + "TY  - JOUR\n").encode(), "12: another format begins here ('TY  - JOUR'); exp"),
        ((PAGE + json.dumps(ROWS)).encode(), '12: another format begins here (\'[{"title": "P 0"'),
        ((PAGE + json.dumps(ROWS, indent=1)).encode(), "13: another format begins here ('{'); exp"),
        ((PAGE + PAGE).encode(), "12: a second day begins here ('Daily Papers'); expected one day"),
        ((json.dumps(ROWS) + "\n" + ENTRY).encode(), "2: more text after the JSON's end; expected"),
        (
            f'<?xml version="1.0"?>\n<!DOCTYPE rss [{LAUGHS}]><rss>&l9;</rss>'.encode(),
            "2: XML with entities of its own; expected a plain feed",
        ),
        (
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed>',
            "1: XML with entities of its own; expected a plain feed",
        ),
        (f"<!DOCTYPE html [{LAUGHS}]><html>&l9;</html>".encode(), "1: no paper in it; expected"),
        (PAGE.replace("Sep 17", "Feb 30").encode(), "3: no such day: 'Feb 30'; expected a date"),
        (b'{"title": "A", "date": "2026-02-30"}', "1: no such day: '2026-02-30'; expected one of"),
        (b'{"title": "A", "date": "2999-01-01"}', "1: 2999-01-01 is yet to come; expected a day"),
    ],
)
def test_one_plain_error(data: bytes, what: str) -> None:
    done = run(data)

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(f"2025-09-17.txt:{what}")
    assert done.stderr.count("\n") == 1
    assert not Path("content").exists()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("\n".join(map(json.dumps, ROWS)).encode()[:900], "6: the JSON ends too early; expected"),
        (b"title,abstract\nA,B\n" + PAGE.encode(), "3: 1 value for 2 columns; expected as many"),
    ],
)
def test_what_is_read_before_a_bad_record_is_imported(data: bytes, what: str, site: Path) -> None:
    done = run(data)

    assert done.exit_code == 75
    assert done.stderr.startswith(f"2025-09-17.txt:{what}")
    assert list(site.glob("content/2025-09-17/*.md"))


def mail(text: str, charset: str = "utf-8") -> bytes:
    """Write a mail with an attachment."""
    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.example", "Papers"
    message["Date"] = "Wed, 17 Sep 2025 08:00:00 +0000"
    message.set_content(text, charset=charset, cte="base64")
    message.add_attachment(b"%PDF-1.4", "application", "pdf", filename="a.pdf")
    return bytes(message)


@pytest.mark.usefixtures("site")
def test_a_mail_with_an_attachment_is_read_and_the_attachment_named() -> None:
    done = run(mail(PAGE, "iso-8859-1"), "x.eml")
    assert (done.exit_code, done.stderr.count("\n")) == (0, 1)
    assert "not imported: an attachment, 'a.pdf' (application/pdf)" in done.stderr
    assert Path("content/2025-09-17/another-unique-title.md").is_file()
    done = run(mail(PAGE), "x.eml", "--strict")
    assert done.exit_code == 1


@pytest.mark.usefixtures("site")
def test_a_mail_that_is_cut_short_or_has_no_known_charset_is_an_error() -> None:
    for data, what in (
        (mail(PAGE)[:500], "the mail ends too early; expected all of its parts"),
        (mail(PAGE).replace(b'"utf-8"', b'"x-mystery"'), "the charset 'x-mystery', which is not"),
    ):
        done = run(data, "x.eml")
        assert done.exit_code == 1
        assert what in done.stderr
        assert not Path("content").exists()


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_that_says_its_encoding_is_read(encoding: str) -> None:
    assert run(PAGE.encode(encoding)).exit_code == 0
    names = [path.name for path in Path("content/2025-09-17").glob("*.md")]
    assert sorted(names) == ["a-title-of-a-paper.md", "another-unique-title.md"]


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("encoding", ["ISO-8859-1", "utf-8", "windows-1252"])
def test_xml_is_read_in_the_encoding_that_it_names(encoding: str) -> None:
    feed = (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>t</title>'
        "<item><title>Über A</title><description>d</description></item></channel></rss>"
    )
    assert run(feed.encode(encoding)).exit_code == 0
    assert "title: Über A\n" in Path("content/2025-09-17/uber-a.md").read_text("utf-8")


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("data", [ENTRY + "\n" + PAGE, "TY  - JOUR\nTI  - A\nER  - \n" + PAGE])
def test_what_follows_a_bibliography_is_told(data: str) -> None:
    done = run(data.encode(), "2025-09-17.txt", "--strict")

    assert done.exit_code == 1
    assert done.stderr.count(": not understood: ") == 6


@pytest.mark.usefixtures("site")
def test_a_day_that_is_asked_for_may_be_yet_to_come() -> None:
    done = run(b'{"title": "A", "date": "2025-01-01"}', "a.jsonl", "--date", "2999-01-01")
    assert done.exit_code == 0


@pytest.mark.usefixtures("site")
def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 2**20)
    done = run(b" " * (2**20 + 1))
    assert done.stderr == "2025-09-17.txt: more than 1 MiB; expected a list of papers: part it\n"


@pytest.mark.usefixtures("site")
@pytest.mark.skipif(sys.platform == "win32", reason="has no such file")
def test_a_file_that_does_not_end_is_not_read() -> None:
    done = CliRunner().invoke(cli, ["import", "/dev/zero"], prog_name="site-gen")
    assert done.stderr == "/dev/zero: more than 64 MiB; expected a list of papers: part it\n"


@pytest.mark.parametrize(
    "meta",
    [
        "title: &a [x, x]\nauthors: &b [*a, *a, *a]\n" + "topics: [*b, *b, *b, *b]\n" * 400,
        "title:\n  a0: &a0 [x]\n" + "".join(f"  a{n}: &a{n} [{nine(n)}]\n" for n in range(1, 9)),
        "links:\n  a0: &a0 {k: https://x}\n"
        + "".join(f"  a{n}: &a{n} {{<<: [{nine(n)}]}}\n" for n in range(1, 9)),
        "title: &a [*a]\n",
    ],
)
@pytest.mark.parametrize("name", ["2025-09-17/a.md", "site.yaml", "topics.yaml"])
def test_a_billion_laughs_in_content(site: Path, meta: str, name: str) -> None:
    path = site / "content" / name
    path.parent.mkdir(parents=True)
    path.write_text(f"---\n{meta}---\n\nText.\n" if name.endswith(".md") else meta)
    (site / "content/2025-09-17").mkdir(exist_ok=True)
    done = CliRunner().invoke(cli, ["check"], prog_name="site-gen")

    assert done.exit_code == 1
    assert f"content/{name}:" in done.stdout
    assert run(PAGE.encode()).exit_code == (1 if name.endswith(".md") else 0)


@pytest.mark.usefixtures("site")
def test_utf8_that_was_read_as_latin1_is_reported_and_kept_until_it_is_mended() -> None:
    done = run(PAGE.encode().decode("latin-1").encode())
    assert done.exit_code == 0
    assert "9: 'Ã¼' looks like 'ü', read as Latin-1; kept as it is: 'check --fix'" in done.stderr
    (path,) = Path("content/2025-09-17").glob("another-*.md")
    assert "title: Another Ã¼nique title" in path.read_text(encoding="utf-8")
    CliRunner().invoke(cli, ["check", "--fix"])
    assert "title: Another ünique title" in path.read_text(encoding="utf-8")
