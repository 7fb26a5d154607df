"""UTF-8 that was read as Latin-1 or Windows-1252, such as 'JosÃ©': found, and decoded again.

Only what can hardly be anything else is found: 'É™' and 'ß“' are signs that people write.
"""

import re
from dataclasses import dataclass

_BYTES = {
    **{chr(byte): byte for byte in range(256)},
    # Windows-1252 has signs where Latin-1 has control characters; five of its bytes have none.
    **{
        bytes([byte]).decode("cp1252"): byte
        for byte in range(0x80, 0xA0)
        if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
    },
}
_NEXT = "".join(map(re.escape, (sign for sign, byte in _BYTES.items() if 0x80 <= byte < 0xC0)))
_SEQUENCE = re.compile(
    rf"[ÂÃÐ][{_NEXT}]|Ñ(?![“”‘’–—•™«»])[{_NEXT}]|[ÄÅÎÏ][\xa1-\xaa\xac-\xba\xbc-\xbf]"
    r"|[\xc4-\xdf][\x80-\x9f]"
    rf"|[\xe0-\xef][{_NEXT}]{{2}}|[\xf0-\xf4][{_NEXT}]{{3}}"
)


@dataclass(frozen=True, slots=True)
class Misread:
    """A sign that was read wrong: where it stands, what stands there, what it was."""

    at: int
    found: str
    meant: str


def find_misread(text: str) -> list[Misread]:
    """Find the signs in a text that were read as another encoding than they were written in.

    >>> [(one.at, one.meant) for one in find_misread("JosÃ© itâ€™s Â«goodÂ»")]
    [(3, 'é'), (8, '’'), (13, '«'), (19, '»')]
    >>> find_misread("«CAFÉ» Spaß“ É™ naïve Ångström")
    []
    """
    found: list[Misread] = []
    if text.isascii():
        return found
    for match in _SEQUENCE.finditer(text):
        meant = _decode(match[0])
        if meant:
            found.append(Misread(match.start(), match[0], meant))
    return found


def mend_misread(text: str) -> str:
    """Give a text with those signs as they were meant; as it is, unless all of it is UTF-8.

    Where another sign beyond ASCII is not misread, nothing says which are.

    >>> mend_misread("JosÃ© itâ€™s"), mend_misread("JosÃ© naïve")
    ('José it’s', 'JosÃ© naïve')
    """
    is_clean = _decode(text) and _SEQUENCE.sub("", text).isascii()
    return _SEQUENCE.sub(lambda match: _decode(match[0]), text) if is_clean else text


def _decode(text: str) -> str:
    """Read the bytes of a text as UTF-8; nothing where they are none."""
    try:
        return bytes(_BYTES[sign] for sign in text).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return ""
