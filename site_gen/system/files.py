"""The only functions that write, and the ones that read text."""

import codecs
import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

from site_gen.model import InputError, OutputError, Problem
from site_gen.system.public_folders import make_public_folder

_PDF = b"%PDF-"
LARGEST = 64 * 2**20  # bytes of a file that is handed over: some 40,000 papers
# XML 1.0, section 4.3.3: an encoding's name is ASCII, and so is all before it in the encodings we
# take. The bounds keep a long first line from being searched.
_XML = re.compile(rb"<\?xml[^>]{0,99}\sencoding=[\"']([A-Za-z0-9._-]{1,40})[\"']")
# Python has these beside the charsets; some make other text of what is written.
_NO_CHARSETS = {"unicode-escape", "raw-unicode-escape", "utf-7", "punycode", "idna", "undefined"}
_KINDS = {  # how files begin that are handed over by mistake
    _PDF: "a PDF",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x1f\x8b": "a gzip archive",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
}
# attrgetter runs in C, unlike a lambda: a build sorts the names of all folders.
_by_name = attrgetter("name")
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)  # O_BINARY: Windows
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_MODE = 0o644  # what a web server must read; mkstemp gives 0600


def shown(path: Path) -> str:
    """Name a path as the person would from where they stand."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    # Three folders up is longer to read than the whole path.
    return str(path) if relative.startswith("../../..") else relative


def read_bytes(path: str | Path) -> bytes:
    """Read a file. Raises InputError where that cannot be done."""
    try:
        descriptor = os.open(path, _READ)  # which waits for no pipe
        if stat.S_ISREG(kind := os.fstat(descriptor).st_mode):
            with open(descriptor, "rb", buffering=0) as file:  # noqa: PTH123 # once a paper
                return file.read()
        os.close(descriptor)
        name = "a folder" if stat.S_ISDIR(kind) else "a pipe or a device"
        raise InputError(Problem(shown(Path(path)), 0, f"{name}; expected a file"))
    except FileNotFoundError:
        message = "no such file"
        if Path(path).is_symlink():
            message = "a link to a file that does not exist; expected a file"
        raise InputError(Problem(shown(Path(path)), 0, message)) from None
    except OSError as err:
        raise InputError(Problem(shown(Path(path)), 0, f"cannot be read: {err.strerror}")) from err


def read_text(path: str | Path, label: str = "") -> str:
    """Read UTF-8 text, line endings as they are.

    Raises InputError where that cannot be done; ``label`` names the file in it.
    """
    data = read_bytes(path)
    return decode(label or shown(Path(path)), data)


def read_optional(path: Path) -> str | None:
    """Read UTF-8 text; None where nothing has that name.

    Raises InputError where something has it that cannot be read: a folder, or a link that leads
    nowhere.
    """
    return None if is_missing(path) else read_text(path)


def is_missing(path: Path) -> bool:
    """Whether nothing has that name. What cannot be looked at is there: reading it says why not."""
    try:
        # Not stat: a link that leads nowhere has the name, and is a mistake to report.
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def list_folder(folder: Path) -> list[os.DirEntry[str]]:
    """Give the entries of a folder by name. Raises InputError."""
    try:
        # scandir, and not listdir: its entries know what they are without a call for each.
        with os.scandir(folder) as entries:
            return sorted(entries, key=_by_name)
    except NotADirectoryError:
        raise InputError(Problem(shown(folder), 0, "a file; expected a folder")) from None
    except FileNotFoundError:
        raise InputError(Problem(shown(folder), 0, "no such folder")) from None
    except OSError as err:
        raise InputError(Problem(shown(folder), 0, f"cannot be read: {err.strerror}")) from err


def is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder; a link that leads nowhere, or in a circle, is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def stat_entries(
    entries: list[os.DirEntry[str]], problems: list[Problem]
) -> tuple[list[os.DirEntry[str]], list[os.stat_result]]:
    """Look at entries of a folder; those that cannot be looked at become problems.

    These are links that lead nowhere or in a circle, and files that went just now.
    """
    try:
        return entries, [entry.stat() for entry in entries]  # nearly always: in bulk, for speed
    except OSError:
        pass
    pairs: list[tuple[os.DirEntry[str], os.stat_result]] = []
    for entry in entries:
        try:
            pairs.append((entry, entry.stat()))
        except OSError as err:
            problems.append(Problem(shown(Path(entry.path)), 0, f"cannot be read: {err.strerror}"))
    return [entry for entry, _ in pairs], [seen for _, seen in pairs]


def state(seen: os.stat_result) -> str:
    """Name the size, times and inode of a file: an edit changes one of them.

    The second time is of any change of the file or its rights. No program can set it, so it shows
    an edit that keeps the size and sets the old time.
    """
    return f"{seen.st_size}|{seen.st_mtime_ns}|{seen.st_ctime_ns}|{seen.st_ino}"


def load_foreign(path: Path) -> bytes:
    """Load what somebody hands over. Raises InputError, also for a file that is too large."""
    try:
        with path.open("rb") as file:
            return load_open(shown(path), file)
    except OSError:
        return read_text(path).encode()  # which says why not


def load_open(path: str, file: BinaryIO) -> bytes:
    """Load the same from an open file; ``path`` labels the InputError."""
    # One byte more than is allowed shows that there is more. A pipe has no size to ask for.
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InputError(Problem(path, 0, describe_large()))
    return data


def describe_large() -> str:
    """Say that a text is larger than ``LARGEST``."""
    return f"more than {LARGEST // 2**20} MiB; expected a list of papers: part it"


def decode_foreign(path: str, data: bytes) -> str:
    """Decode UTF-8, UTF-16 with its mark, or XML as it says; ``path`` labels the InputError."""
    if data.startswith(_PDF):
        raise InputError(Problem(path, 1, "a PDF; expected text in UTF-8"))
    named = _XML.match(data)
    # Windows programs save 'Unicode' text so. Without its mark UTF-16 is not sure to be UTF-16.
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    name = "utf-16" if is_wide else named[1].decode() if named else "utf-8"
    if name.lower() in ("utf-8", "utf8"):
        return decode(path, data)
    try:
        text = data.decode(name) if codecs.lookup(name).name not in _NO_CHARSETS else ""
        if is_wide or text.startswith("<?xml"):  # not so in EBCDIC: what it says is in ASCII
            return text
    except (UnicodeError, LookupError):  # LookupError: Python knows no encoding of that name
        pass
    message = f"not {name.upper()}, as it says; expected text in UTF-8"
    raise InputError(Problem(path, 1, message))


def decode(path: str, data: bytes) -> str:
    """Decode UTF-8; ``path`` labels the InputError."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as err:
        kind = next((name for magic, name in _KINDS.items() if data.startswith(magic)), "")
        line = 1 if kind else data.count(b"\n", 0, err.start) + 1
        # No text holds NUL: that says more than the first byte that is not UTF-8.
        binary = "a binary file" if b"\0" in data else ""
        message = kind or binary or f"not UTF-8 (byte 0x{data[err.start]:02X})"
        raise InputError(Problem(path, line, f"{message}; expected text in UTF-8")) from None


def explain_unwritable(path: Path, reason: str | None) -> OutputError:
    """Give the error that says why a file or folder cannot be written."""
    message = f"cannot be written: {reason}; expected a writable place"
    return OutputError(Problem(shown(path), 0, message))


def write(path: Path, data: bytes) -> None:
    """Put data at path, all or nothing. Raises OutputError."""
    write_parts(path, (data,))


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """Put parts at path, one after the other, all of them or nothing.

    Raises OutputError, and what ``parts`` raises.
    """
    if path.exists() and not path.is_file():  # a device or a pipe must not become a file
        raise OutputError(Problem(shown(path), 0, "cannot be written: not a file"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # In the same folder: a rename is atomic only within a file system.
        fd, name = tempfile.mkstemp(dir=path.parent, prefix=".tmp-")
        try:
            with os.fdopen(fd, "wb") as out:
                out.writelines(parts)
            Path(name).chmod(_MODE)
            Path(name).replace(path)
        # Also at Ctrl-C, so that no half file stays.
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as err:
        raise explain_unwritable(path, err.strerror) from err


def sync_folder(folder: Path) -> None:
    """Wait until all that was written to the file system of a folder is on its disk.

    On Linux it is ``syncfs`` of that file system (man 2 syncfs), elsewhere ``sync`` of all; where
    there is neither, nothing is done.
    """
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 # needed once a build, and slow to load

        # Python has os.sync alone, which waits for all file systems of the machine.
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            ctypes.CDLL(None).syncfs(descriptor)
        finally:
            os.close(descriptor)
    elif hasattr(os, "sync"):
        os.sync()


def write_new(path: str | Path, data: bytes) -> None:
    """Put data at a path of ours where nobody reads yet; anyone may read it, whatever the umask.

    A build does this once a page, so it is as few calls as can be. Raises OutputError.
    """
    try:
        try:
            file = os.open(path, _NEW, _MODE)
        except FileNotFoundError:
            make_public_folder(os.path.dirname(path))  # noqa: PTH120
            file = os.open(path, _NEW, _MODE)
        try:
            while data:  # a write may take a part only
                data = data[os.write(file, data) :]
            if hasattr(os, "fchmod"):  # not on Windows, which has no umask either
                os.fchmod(file, _MODE)
        finally:
            os.close(file)
    except OSError as err:
        raise explain_unwritable(Path(path), err.strerror) from err


def holds(path: Path, data: bytes) -> bool:
    """Whether a file is there and has these bytes."""
    try:
        # The size first: a file of another size need not be read.
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False  # not there, or not a file: a write says so


def remove(path: Path, root: Path) -> None:
    """Remove a file of ours, and the folders below ``root`` that are empty without it."""
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == root or root not in folder.parents:
            return
        try:
            # It refuses a folder with something in it, so no check comes before it.
            folder.rmdir()
        except OSError:
            return
