"""Long titles and abstracts of anything, in every format: the time grows with the length alone.

Each format reads 20 kB of each text in ``repetitions.json``, once as a title and once as an
abstract.
"""

import sys
from contextlib import suppress

import pytest

from site_gen.importing.formats import detect
from site_gen.model.errors import InputError
from testing.long_texts import DAY, WRITERS
from testing.repetitions import read_units
from tests.bounded import run_bounded

UNITS = read_units()[::8]  # the others are for `python -m testing repetitions`
SIZE = 20_000


def read_all(name: str, size: int) -> None:
    """Read each text, as a title and as an abstract; say which before."""
    for unit in UNITS:
        text = (unit * size)[:size]
        for source in ((text, "b"), ("A", text)):
            sys.stdout.write(f"{unit!r}\n")
            sys.stdout.flush()
            with suppress(InputError):  # a plain error is a right answer
                detect.read("x", WRITERS[name](*source), DAY, DAY, name.split(maxsplit=1)[0])


@pytest.mark.parametrize("name", WRITERS)
def test_a_long_text_of_anything_is_read_or_refused(name: str) -> None:
    run_bounded(
        "from tests.importing.formats.test_long_texts import read_all\n"
        f"read_all({name!r}, {SIZE})\n",
        seconds=15,  # four times what the slowest needs
    )
