import io
from datetime import date

import pytest
from PIL import Image

from site_gen.render import day_picture

DAY = date(2025, 9, 17)


def pixels(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def ink(data: bytes, box: tuple[int, int, int, int]) -> int:
    """Count the pixels of a part that are not paper."""
    part = pixels(data).crop(box)
    return sum(part.histogram()[1:])


TITLE = (150, 60, 1200, 160)
EDGES = [(0, 0, 1200, 40), (0, 590, 1200, 630), (0, 0, 60, 630), (1140, 0, 1200, 630)]


def test_a_picture_is_small_and_of_the_size_that_pages_tell() -> None:
    data = day_picture.draw_day("Daily Papers", DAY, 115)

    assert pixels(data).size == (1200, 630)
    assert pixels(data).format == "PNG"
    assert len(data) < 20_000
    assert data == day_picture.draw_day("Daily Papers", DAY, 115)


@pytest.mark.parametrize(
    ("title", "is_written"),
    [
        ("Daily Papers", True),
        ("Écrits du jour — Żółć", True),
        ("每日论文", False),
        ("Papers 🔥", False),
        ("", False),
        ("\x07", False),
    ],
)
def test_a_title_is_written_where_the_font_has_its_letters(title: str, is_written: bool) -> None:
    assert bool(ink(day_picture.draw_day(title, DAY, 1), TITLE)) == is_written


def test_the_font_has_the_letters_that_are_promised() -> None:
    nothing = day_picture._font(40).getmask("\U0010ffff")
    lacking = [
        chr(code)
        for code in range(0x21, 0x2100)
        if day_picture._LETTERS.fullmatch(chr(code))
        and code not in (0xA0, 0xAD)
        and bytes(day_picture._font(40).getmask(chr(code))) == bytes(nothing)
    ]

    assert lacking == []


@pytest.mark.parametrize("title", ["W" * 300, "A daily list of papers " * 20, "M"])
@pytest.mark.parametrize("day", [DAY, date(2028, 2, 28), date(1, 1, 1), date(9999, 12, 30)])
@pytest.mark.parametrize("papers", [0, 1, 1234567])
def test_nothing_leaves_the_picture(title: str, day: date, papers: int) -> None:
    data = day_picture.draw_day(title, day, papers)

    assert [ink(data, edge) for edge in EDGES] == [0, 0, 0, 0]


def test_each_part_has_its_say() -> None:
    base = ("Daily Papers", DAY, 115)
    others = [("Papers", DAY, 115), ("Daily Papers", date(2025, 9, 18), 115),
              ("Daily Papers", date(2026, 9, 17), 115), ("Daily Papers", DAY, 114)]  # fmt: skip
    drawn = {day_picture.draw_day(*parts) for parts in (base, *others)}
    input_keys = {day_picture.compute_input_key(*parts) for parts in (base, *others)}

    assert len(drawn) == len(input_keys) == 5
    assert day_picture.compute_input_key(*base) == day_picture.compute_input_key(*base)
