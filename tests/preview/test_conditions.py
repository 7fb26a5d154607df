import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.preview.conditions import find_range, format_etag, format_modified, is_unchanged

TAG = format_etag(b"data")
DATE = format_modified(1_000_000_000.7)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False), ({"if-none-match": TAG}, True), ({"if-none-match": f"W/{TAG}"}, True),
        ({"if-none-match": f'"a", {TAG},"b"'}, True), ({"if-none-match": " * "}, True),
        ({"if-none-match": '"other"'}, False), ({"if-none-match": TAG.strip('"')}, False),
        ({"if-none-match": ""}, False), ({"if-modified-since": DATE}, True),
        ({"if-modified-since": "Sun, 09 Sep 2001 01:46:39 GMT"}, False),
        ({"if-modified-since": "Sun, 09 Sep 2001 01:46:41 GMT"}, True),
        ({"if-modified-since": "yesterday"}, False), ({"if-modified-since": ""}, False),
        ({"if-modified-since": "Sun, 99 Sep 2001 01:46:40 GMT"}, False),
        ({"if-modified-since": "Mon, 01 Jan 0001 00:00:00 +2300"}, False),
        ({"if-modified-since": "1, 9 9 99999999999999999999 1:1:1 GMT"}, False),
        # The validator of the content goes before the date.
        ({"if-none-match": '"other"', "if-modified-since": DATE}, False),
        ({"if-none-match": TAG, "if-modified-since": "yesterday"}, True),
    ],
)  # fmt: skip
def test_what_is_unchanged(headers: dict[str, str], expected: bool) -> None:
    assert is_unchanged(headers, TAG, 1_000_000_000.7) == expected


@pytest.mark.parametrize(
    ("condition", "is_whole"),
    [
        (TAG, False), (DATE, False), (f"W/{TAG}", True), ('"other"', True), ("", True),
        ("Sun, 09 Sep 2001 01:46:41 GMT", True),
    ],
)  # fmt: skip
def test_a_part_of_what_changed_is_not_given(condition: str, is_whole: bool) -> None:
    headers = {"range": "bytes=1-2", "if-range": condition}
    found = find_range(headers, TAG, 1_000_000_000.7, 10)
    assert found == (None if is_whole else range(1, 3))


@given(st.integers(0, 20), st.integers(0, 25), st.integers(0, 25))
def test_ranges_are_within_the_content(size: int, first: int, last: int) -> None:
    data = bytes(range(size))

    def cut(text: str) -> bytes | None:
        found = find_range({"range": text}, TAG, 0, size)
        return None if found is None else data[found.start : found.stop]

    assert cut(f"bytes={first}-") == data[first:]
    assert cut(f"bytes=-{last}") == (data[-last:] if last else b"")
    assert cut(f"bytes={first}-{last}") == (data[first : last + 1] if first <= last else None)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    names = ("range", "if-range", "if-none-match", "if-modified-since")
    for headers in ({name: text} for name in names):
        is_unchanged(headers, TAG, 0)
        find_range({"range": f"bytes={text}", **headers}, TAG, 0, 5)
