"""``timezone:`` of ``content/site.yaml``: where a day begins."""

import re
from datetime import timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from site_gen.content import yaml_fields

_OFFSET = re.compile(r"UTC(?:(?P<sign>[+-])(?P<hours>[0-9]{1,2})(?::(?P<minutes>[0-5][0-9]))?)?")
_MOST = timedelta(hours=14)  # from UTC, of any place
# Where a day begins first: it has begun somewhere.
_FIRST = timezone(_MOST)


def parse_timezone(value: Any) -> str:
    """Accept the name of a time zone: ``Europe/Berlin``, ``UTC+2``. Raises ValueError."""
    name = yaml_fields.text(value).strip()
    find_zone(name)
    return name


def find_zone(name: str) -> tzinfo:
    """Give the time zone of this name; without one, that in which a day begins first.

    Raises ValueError where there is none.

    >>> find_zone("UTC-5"), find_zone("")
    (datetime.timezone(datetime.timedelta(days=-1, seconds=68400)), \
datetime.timezone(datetime.timedelta(seconds=50400)))
    """
    if not name:
        return _FIRST
    if match := _OFFSET.fullmatch(name):
        minutes = 60 * int(match["hours"] or 0) + int(match["minutes"] or 0)
        offset = timedelta(minutes=-minutes if match["sign"] == "-" else minutes)
        if abs(offset) <= _MOST:
            return timezone(offset)
    try:
        return ZoneInfo(name)
    # ValueError: a path that leads elsewhere. OSError: a folder of zones, as 'Europe'.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f"no time zone {name!r}; expected one such as Europe/Berlin, UTC or UTC+2"
        raise ValueError(message) from None
