"""A day's picture for link previews: its date, as large as it can be, and how many papers.

1200 by 630 pixels, in 16 colours, 13 kB; the same bytes for the same day. The letters are
Newsreader's (SIL Open Font License, in ``fonts/``), those of Latin scripts.
"""

import io
import re
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from site_gen.model import count, fingerprint

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

# The size that programs recommend which show Open Graph pictures: 1.91 to 1.
WIDTH, HEIGHT = 1200, 630
_FONT = Path(__file__).parents[1] / "fonts" / "newsreader-medium.ttf"
_LETTERS = re.compile("[ -~\xa0-\u0131\u0134-\u0148\u014a-\u017e–—‘’“”•…]+")  # that the font has

_PAPER, _FOLD = (245, 246, 242), (243, 176, 156)
_INK, _ACCENT, _MUTED = (22, 28, 25), (179, 52, 26), (91, 102, 96)
_SHADES = {_INK: (1, 5), _ACCENT: (6, 5), _MUTED: (11, 4)}
"""The place of a colour's lightest shade among the 16, and how many it has; 0 is paper."""
_FOLDED = 15
_EDGE = 80
_RIGHT = 620  # where the words beside the number begin


def compute_input_key(title: str, day: date, papers: int) -> str:
    """Name all that a day's picture depends on, without making it."""
    return fingerprint(_way_of_drawing(), repr((title, day, papers)).encode())[:32]


def draw_day(title: str, day: date, papers: int) -> bytes:
    """Draw the picture of a day, with the site's title, as PNG."""
    # A copy: the background is cached, and shared by all days.
    image = _background(title).copy()
    _write(image, (_EDGE - 12, 540), str(day.day), 460, _ACCENT)
    _write(image, (_RIGHT, 330), f"{day:%A}", 66, _INK)
    _write(image, (_RIGHT, 426), f"{day:%B %Y}", 66, _INK)
    description = count(papers, "paper") if papers else "No papers"
    _write(image, (_RIGHT, 530), description, 54, _MUTED)
    # The palette last: until here the grey values are numbers of colours.
    image.putpalette(_palette())
    out = io.BytesIO()
    # Runs of one colour are most of it (3 is zlib's Z_RLE): the quickest, and as small as level 9.
    image.save(out, "PNG", bits=4, compress_level=1, compress_type=3)
    return out.getvalue()


# All days of a site have the same; a process makes many of them.
@lru_cache(maxsize=2)
def _background(title: str) -> "Image":
    """Draw what all days have: a sheet with a folded corner, the site's title, a rule."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 # 20 ms, where a picture is due

    image = Image.new("L", (WIDTH, HEIGHT), 0)
    # One byte a pixel, which is the number of its colour.
    draw = ImageDraw.Draw(image)
    left, top, right, bottom, corner = _EDGE, 66, _EDGE + 50, 126, 18
    accent = sum(_SHADES[_ACCENT]) - 1
    sheet = [(left, top), (right, top), (right, bottom - corner), (right - corner, bottom)]
    draw.polygon([*sheet, (left, bottom)], fill=accent)
    fold = [(right, bottom - corner), (right - corner, bottom - corner), (right - corner, bottom)]
    draw.polygon(fold, fill=_FOLDED)
    for y, length in ((81, 30), (93, 30), (105, 12)):
        draw.rectangle((left + 10, y, left + 9 + length, y + 4), fill=0)
    draw.rectangle((_EDGE, 166, WIDTH - _EDGE - 1, 171), fill=sum(_SHADES[_INK]) - 1)
    words = " ".join(title.split())
    if _LETTERS.fullmatch(words):
        room = WIDTH - 2 * _EDGE - 74
        # The largest size that fits, down to one that can still be read in a small preview.
        size = next((size for size in range(62, 40, -2) if _length(words, size) <= room), 40)
        while _length(words, size) > room:
            words = words[:-2].rstrip(" …") + "…"
        _write(image, (_EDGE + 74, 117), words, size, _INK)
    return image


def _write(
    image: "Image", at: tuple[int, int], words: str, size: int, ink: tuple[int, int, int]
) -> None:
    """Write a line whose left end stands at a point of the base line."""
    drawn, (right, down) = _letters(words, size, ink)
    image.paste(drawn, (at[0] + right, at[1] + down))


# Weekdays, months and numbers recur.
@lru_cache(maxsize=128)
def _letters(words: str, size: int, ink: tuple[int, int, int]) -> tuple["Image", tuple[int, int]]:
    """Draw words in shades of an ink; tell how far from the point they begin."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    left, top, right, bottom = _font(size).getbbox(words, anchor="ls")
    drawn = Image.new("L", (int(right - left), int(bottom - top)), 0)
    at = (-left, -top)
    ImageDraw.Draw(drawn).text(at, words, font=_font(size), fill=255, anchor="ls")
    first, shades = _SHADES[ink]
    # Edges of letters are grey: each ink has shades of its own, so that 16 colours are enough.
    steps = [round(grey * shades / 255) for grey in range(256)]
    return drawn.point([step and first + step - 1 for step in steps]), (int(left), int(top))


def _length(words: str, size: int) -> float:
    return _font(size).getlength(words)


# Twelve sizes of titles at the most, and three others.
@cache
def _font(size: int) -> "FreeTypeFont":
    from PIL import ImageFont  # noqa: PLC0415

    # The basic layout is the same on every system; the other one needs a library of the system's.
    return ImageFont.truetype(_FONT, size, layout_engine=ImageFont.Layout.BASIC)


# One value for all pictures, 16 colours.
@cache
def _palette() -> bytes:
    colours = [_PAPER]
    for ink, (_, shades) in _SHADES.items():
        for step in range(1, shades + 1):
            mixed = [p + (i - p) * step / shades for p, i in zip(_PAPER, ink, strict=True)]
            colours.append((round(mixed[0]), round(mixed[1]), round(mixed[2])))
    colours.append(_FOLD)
    return bytes(value for colour in colours for value in colour)


# One value: each picture asks for it, and none of the three changes while a build runs.
@cache
def _way_of_drawing() -> bytes:
    """Name what draws: this module, its font, and the version of Pillow."""
    from PIL import __version__  # noqa: PLC0415

    return fingerprint(
        Path(__file__).read_bytes(), _FONT.read_bytes(), __version__.encode()
    ).encode()
