from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from site_gen.content.settings.time_zone import find_zone, parse_timezone

NOON = datetime(2025, 9, 17, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "hours"),
    [("", 14), ("UTC", 0), ("UTC+2", 2), ("UTC-05:30", -5.5), ("UTC+14", 14), ("Asia/Tokyo", 9)],
)
def test_names_and_offsets_are_time_zones(name: str, hours: float) -> None:
    assert NOON.astimezone(find_zone(name)).utcoffset() == timedelta(hours=hours)
    assert parse_timezone(f" {name} ") == name


@pytest.mark.parametrize(
    "value", ["Mars/Base", "../UTC", "/etc/passwd", "UTC+15", "UTC-14:30", "UTC+2:99", "Europe", 2]
)
def test_what_is_no_time_zone_is_told(value: Any) -> None:
    with pytest.raises(ValueError, match="no time zone|expected a text"):
        parse_timezone(value)
