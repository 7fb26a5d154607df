"""Look for readers of text that take more than linear time: ``python -m testing repetitions``.

Each reader of ``testing/long_texts.py`` is given each unit of ``tests/data/repetitions.json``, over
and over, up to 50,000 characters. It prints the seconds of CPU and, where they are not very few,
how they compare with those of half the text: 2 is linear, 4 quadratic. What takes more than a
second, grows clearly more than linear, breaks or hangs is a fault.
"""

import argparse
import json
import os
import pickle
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from site_gen.model import InputError

UNITS = Path(__file__).parents[1] / "tests/data/repetitions.json"
SIZE = 50_000  # characters
_MOST_SECONDS = 1.0
_MOST_RATIO = 3.0  # of the whole and half of it: between 2, linear, and 4, quadratic
_CLEAR = 0.2  # seconds: below, the ratio says nothing
_HANGS = 10  # seconds of CPU, after which a reader is stopped
_READ_SIZE = 1 << 16


@dataclass(frozen=True, slots=True)
class Measured:
    """How long a reader took for a text and for half of it, in seconds of CPU.

    ``half`` is 0 where it was not measured. ``fault`` says how the reader broke, if it did.
    """

    whole: float = 0.0
    half: float = 0.0
    fault: str = ""

    @property
    def ratio(self) -> float:
        """How many times as long the whole took as half of it; 0 where that is not known."""
        return self.whole / self.half if self.half else 0.0

    def describe_fault(self) -> str:
        """Say what is wrong; empty where nothing is."""
        if self.fault:
            return self.fault
        if self.whole > _MOST_SECONDS:
            return f"more than {_MOST_SECONDS:g} s"
        is_clear = self.whole > _CLEAR and self.ratio > _MOST_RATIO
        return f"{self.ratio:.1f} times as long as half of it" if is_clear else ""


def read_units() -> list[str]:
    """Read the texts that are repeated."""
    units: list[str] = json.loads(UNITS.read_text("utf-8"))
    return units


def repeat(unit: str, size: int) -> str:
    """Repeat a text as a whole, up to so many characters.

    >>> repeat("ab", 5)
    'abab'
    """
    return unit * max(1, size // len(unit))


def measure(read: Callable[[str], object], unit: str, size: int = SIZE) -> Measured:
    """Measure a reader with a text of so many characters, in a process of its own."""
    measured = _run_apart(read, unit, size)
    if measured.describe_fault() and not measured.fault:
        again = _run_apart(read, unit, size)  # another program may have been in the way
        measured = min(measured, again, key=lambda one: (bool(one.describe_fault()), one.whole))
    return measured


def _run_apart(read: Callable[[str], object], unit: str, size: int) -> Measured:
    """Measure in a child, which may crash or be stopped."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.close(ours)
            resource.setrlimit(resource.RLIMIT_CPU, (_HANGS, _HANGS))
            os.write(theirs, pickle.dumps(_measure_here(read, unit, size)))
            status = 0
        finally:
            os._exit(status)  # the end of this process is not that of the program
    os.close(theirs)
    with os.fdopen(ours, "rb") as answer:
        data = answer.read(_READ_SIZE)
    _, status = os.waitpid(child, 0)
    if data:
        measured: Measured = pickle.loads(data)  # of our own child
        return measured
    return Measured(fault=f"stopped by signal {status & 0x7F}: it hangs, or crashes")


def _measure_here(read: Callable[[str], object], unit: str, size: int) -> Measured:
    try:
        whole = _time(read, repeat(unit, size))
        # Half of it would tell nothing of a reader that needs no time.
        half = _time(read, repeat(unit, size // 2)) if whole > _CLEAR / 2 else 0.0
    except Exception as err:  # noqa: BLE001 # any other than InputError is what is looked for
        return Measured(fault=f"{type(err).__name__}: {str(err)[:200]}")
    return Measured(whole, half)


def _time(read: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    with suppress(InputError):  # a plain error is a right answer
        read(text)
    return time.process_time() - start


def measure_all(
    readers: Iterable[tuple[str, Callable[[str], object]]], units: Sequence[str], size: int
) -> Iterator[tuple[str, str, Measured]]:
    """Measure each reader with each unit: give its name, the unit and what was measured."""
    for name, read in readers:
        _time(read, "a")  # loads what the reader loads late
        for unit in units:
            yield name, unit, measure(read, unit, size)


def main(arguments: Sequence[str]) -> int:
    """Print a row for each reader, and each fault; 1 when there was one."""
    from testing.long_texts import list_readers  # noqa: PLC0415 # all of site-gen

    parser = argparse.ArgumentParser(prog="python -m testing repetitions", description=__doc__)
    parser.add_argument("readers", nargs="*", metavar="READER", help="the beginnings of names")
    parser.add_argument("--size", type=int, default=SIZE, help=f"characters of a text ({SIZE})")
    parser.add_argument(
        "--part", default="1/1", help="as 2/3: every third unit, from the second on"
    )
    options = parser.parse_args(arguments)
    part, parts = map(int, options.part.split("/"))
    units = read_units()[part - 1 :: parts]
    chosen = [
        (name, read)
        for name, read in list_readers().items()
        if not options.readers or name.startswith(tuple(options.readers))
    ]
    print("| reader | units | slowest s | ratio | unit | faults |\n|---|--:|--:|--:|---|--:|")
    return int(sum(_print_reader(name, read, units, options.size) for name, read in chosen) > 0)


def _print_reader(name: str, read: Callable[[str], object], units: Sequence[str], size: int) -> int:
    """Measure one reader; print its row, and its faults above it. Give how many there were."""
    rows = [(unit, one) for _, unit, one in measure_all([(name, read)], units, size)]
    faults = [(unit, one, said) for unit, one in rows if (said := one.describe_fault())]
    for unit, one, said in faults:
        print(f"{name}: {unit!r}: {said} ({one.whole:.2f} s)", file=sys.stderr, flush=True)
    unit, slowest = max(rows, key=lambda row: row[1].whole)
    shown = f"{name} | {len(rows)} | {slowest.whole:.2f} | {slowest.ratio:.1f} | `{unit!r}`"
    print(f"| {shown} | {len(faults)} |", flush=True)
    return len(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
