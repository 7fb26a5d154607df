"""The characters that no page and no feed may hold."""

import re

# XML 1.0 section 2.2 (Char), and the control and noncharacters that the HTML standard calls
# parse errors (section 13.2.3.5, preprocessing the input stream). Tab, LF and CR are fine.
_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)


def find_illegal(text: str) -> tuple[int, str] | None:
    """Find the first character that cannot be published: its index, and its name (``U+001B``)."""
    if text.replace("\n", " ").isprintable():  # nearly every text; it needs a tenth of the time
        return None
    match = _ILLEGAL.search(text)
    return (match.start(), f"U+{ord(match[0]):04X}") if match else None
