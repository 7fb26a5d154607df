"""A Pagefind that fails in a chosen way: it runs the real one, and then spoils what that made.

``write_program`` makes an executable of it, which takes the same options as Pagefind.
"""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cbor2

from site_gen.search.pagefind import find_pagefind

ROOT = Path(__file__).parents[2]
MAGIC = b"pagefind_dcd"


def write_program(folder: Path, fault: str) -> Path:
    """Write a program that has the fault of this name; give its path."""
    program = folder / "pagefind"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        f"from tests.search.broken_pagefind import main\nmain({fault!r}, sys.argv[1:])\n"
    )
    program.chmod(0o755)
    return program


def main(fault: str, arguments: list[str]) -> None:
    """Do as Pagefind does, but for the fault."""
    bundle = Path(arguments[3])
    if fault in BEFORE:
        BEFORE[fault](bundle)
        return
    if fault == "page lost":
        next(Path(arguments[1]).rglob("*.html")).unlink()
    subprocess.run([find_pagefind(), *arguments], check=True)
    if fault in AFTER:
        AFTER[fault](bundle)


def _say(data: bytes, status: int) -> None:
    os.write(2, data)
    sys.exit(status)


def _hang_silently() -> None:
    os.close(1)
    os.close(2)
    time.sleep(60)


def _chatter() -> None:
    while True:
        os.write(1, b"indexing " * 1000)


BEFORE: dict[str, Callable[[Path], Any]] = {
    "fails": lambda _: _say(b"out of luck", 3),
    "fails in other bytes": lambda _: _say(b"caf\xe9 \x1b[31mred\x1b[0m", 1),
    "fails and says nothing": lambda _: sys.exit(2),
    "killed": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "hangs": lambda _: time.sleep(60),
    "closes its output and hangs": lambda _: _hang_silently(),
    "talks without end": lambda _: _chatter(),
    "leaves a process": lambda _: os.execl("/bin/sh", "sh", "-c", "sleep 9 & exit 3"),
    "makes nothing": lambda _: None,
    "makes an empty folder": lambda bundle: bundle.mkdir(),
    "makes a file": lambda bundle: bundle.write_text("index"),
}
"""What fails before an index is made."""


def _first(bundle: Path, pattern: str) -> Path:
    return min(bundle.glob(pattern))


def _lose(pattern: str) -> Callable[[Path], None]:
    return lambda bundle: _first(bundle, pattern).unlink()


def _cut(pattern: str) -> Callable[[Path], None]:
    def cut(bundle: Path) -> None:
        file = _first(bundle, pattern)
        os.truncate(file, file.stat().st_size // 2)

    return cut


def _empty(pattern: str) -> Callable[[Path], None]:
    return lambda bundle: os.truncate(_first(bundle, pattern), 0)


def _flip(pattern: str) -> Callable[[Path], None]:
    """Change a byte in the middle, as a bad disk does."""

    def flip(bundle: Path) -> None:
        file = _first(bundle, pattern)
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 0xFF
        file.write_bytes(data)

    return flip


def _write(pattern: str, data: bytes) -> Callable[[Path], None]:
    """Put other content into a file, which is packed well."""
    return lambda bundle: _put(_first(bundle, pattern), gzip.compress(data))


def _put(file: Path, data: bytes) -> None:
    file.write_bytes(data)


def _change_entry(change: Callable[[Any], Any]) -> Callable[[Path], None]:
    def write(bundle: Path) -> None:
        file = bundle / "pagefind-entry.json"
        entry = json.loads(file.read_bytes())
        change(entry)
        file.write_text(json.dumps(entry))

    return write


def _change_packed(pattern: str, change: Callable[[Any], Any]) -> Callable[[Path], None]:
    def write(bundle: Path) -> None:
        file = _first(bundle, pattern)
        data = cbor2.loads(gzip.decompress(file.read_bytes())[len(MAGIC) :])
        change(data)
        file.write_bytes(gzip.compress(MAGIC + cbor2.dumps(data)))

    return write


def _repeat_fragment(bundle: Path) -> None:
    """One page has two fragments, and another page none."""
    first, second, *_ = sorted(bundle.glob("fragment/*"))
    second.write_bytes(first.read_bytes())


def _set_pages(entry: Any, count: int) -> None:
    entry["languages"]["en"]["page_count"] = count


_META, _FRAGMENT = "*.pf_meta", "fragment/*"
_INDEX, _FILTER, _WASM = "index/*", "filter/*", "wasm.en.*"

AFTER: dict[str, Callable[[Path], None]] = {
    "entry missing": _lose("*.json"),
    "entry cut": _cut("*.json"),
    "entry empty": _empty("*.json"),
    "entry without languages": _change_entry(lambda entry: entry.update(languages={})),
    "entry of another form": _change_entry(lambda entry: entry.update(languages=["en"])),
    "entry a list": lambda bundle: _put(bundle / "pagefind-entry.json", b"[]"),
    "other version": _change_entry(lambda entry: entry.update(version="1.6.0")),
    "other version of meta": _change_packed(_META, lambda meta: meta.__setitem__(0, "1.6.0")),
    "fewer pages counted": _change_entry(lambda entry: _set_pages(entry, 2)),
    "meta missing": _lose(_META),
    "meta cut": _cut(_META),
    "meta of another form": _change_packed(_META, lambda meta: meta.__delitem__(slice(3, None))),
    "meta not CBOR": _write(_META, MAGIC + b"\x9b\xff"),
    "meta without a page": _change_packed(_META, lambda meta: meta[1].pop()),
    "meta without words": _change_packed(_META, lambda meta: meta[2].clear()),
    "order cut": _change_packed(_META, lambda meta: meta[4][0][1].pop()),
    "order out of bounds": _change_packed(_META, lambda meta: meta[4][0][1].__setitem__(0, 99)),
    "fragment missing": _lose(_FRAGMENT),
    "fragment cut": _cut(_FRAGMENT),
    "fragment empty": _empty(_FRAGMENT),
    "fragment with a wrong byte": _flip(_FRAGMENT),
    "fragment without mark": _write(_FRAGMENT, b'{"url": "/2025-09-17/p0/"}'),
    "fragment not JSON": _write(_FRAGMENT, MAGIC + b'{"url": "/2025'),
    "fragment not packed": lambda bundle: _put(_first(bundle, _FRAGMENT), b"<!doctype html>"),
    "fragment twice": _repeat_fragment,
    "fragment of another page": _write(_FRAGMENT, MAGIC + b'{"url": "/elsewhere/"}'),
    "fragment too many": lambda bundle: _put(bundle / "fragment/en_0.pf_fragment", b"x"),
    "index missing": _lose(_INDEX),
    "index cut": _cut(_INDEX),
    "index empty": _empty(_INDEX),
    "index with a wrong byte": _flip(_INDEX),
    "index without mark": _write(_INDEX, cbor2.dumps([[["a", [], []]]])),
    "index half written": _change_packed(_INDEX, lambda index: index[0].pop()),
    "index without words": _change_packed(_INDEX, lambda index: index[0].clear()),
    "filter missing": _lose(_FILTER),
    "filter cut": _cut(_FILTER),
    "filter not CBOR": _write(_FILTER, MAGIC + b"\x82"),
    "program missing": _lose(_WASM),
    "program cut": _cut(_WASM),
    "program no program": _write(_WASM, MAGIC + b"<!doctype html>"),
    "script missing": _lose("pagefind.js"),
    "script cut": _cut("pagefind.js"),
    "script empty": _empty("pagefind.js"),
}  # fmt: skip
"""What spoils an index that was made, though the program says that all went well."""
