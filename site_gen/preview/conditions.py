"""Conditional requests and ranges: RFC 9110, sections 13 and 14. Headers in, decisions out."""

import re
from collections.abc import Mapping
from email.utils import formatdate, parsedate_to_datetime
from hashlib import blake2b

_TAG = re.compile(r'"[^"]*"')
_RANGE = re.compile(r"bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*", re.IGNORECASE)
# No file is so long. Python refuses to read numbers of thousands of digits.
_MOST_DIGITS = 18


def format_etag(data: bytes) -> str:
    """Give the strong validator of a content: equal for equal bytes."""
    return f'"{blake2b(data, digest_size=12).hexdigest()}"'


def format_modified(modified: float) -> str:
    """Give a time in seconds since 1970 as the ``Last-Modified`` of a file."""
    return formatdate(modified, usegmt=True)


def is_unchanged(headers: Mapping[str, str], etag: str, modified: float) -> bool:
    """Say whether a client has this content already, so that the answer is 304.

    ``headers`` are those of the request. An ``If-Modified-Since`` counts only where there is no
    ``If-None-Match``; one that is no date counts for nothing.
    """
    tags = headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or etag in _TAG.findall(tags)
    since = _read_date(headers.get("if-modified-since", ""))
    return since is not None and int(modified) <= since


def find_range(headers: Mapping[str, str], etag: str, modified: float, size: int) -> range | None:
    """Give the bytes that a request asks for; an empty range if there are none such.

    None means all: no range is asked for, or several, or in another unit, or of content that has
    changed since (``If-Range``).
    """
    match = _RANGE.fullmatch(headers.get("range", ""))
    if not match or not (match[1] or match[2]) or not _is_same(headers, etag, modified):
        return None
    first, last = _read_number(match[1]), _read_number(match[2])
    if first is None:
        return range(max(size - (last or 0), 0), size)
    if last is not None and last < first:
        return None  # no range at all: section 14.1.1
    return range(first, size if last is None else min(last + 1, size))


def _is_same(headers: Mapping[str, str], etag: str, modified: float) -> bool:
    condition = headers.get("if-range")
    # A date must be the very one that was sent; a weak validator (W/"...") never matches.
    return condition is None or condition.strip() in {etag, format_modified(modified)}


def _read_number(digits: str) -> int | None:
    if len(digits.lstrip("0")) > _MOST_DIGITS:
        return int(10**_MOST_DIGITS)
    return int(digits[-_MOST_DIGITS:]) if digits else None


def _read_date(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
