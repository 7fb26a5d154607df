"""A saved Daily Papers page -> its days: by its data for scripts, else as it is seen."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from site_gen.importing.formats import hugging_face
from site_gen.importing.formats.daily_page import html_lines
from site_gen.importing.formats.daily_page.card_marks import Line
from site_gen.importing.formats.daily_page.text import is_known, parse_lines
from site_gen.importing.formats.days import by_day
from site_gen.importing.formats.key_paths import list_unknown
from site_gen.importing.formats.reading import (
    Collector,
    Findings,
    Reading,
    describe_unread,
    read_day,
)
from site_gen.model import InputError, Problem, Source

_KNOWN = (
    "authLight", "dailyPapers", "dateString", "isLoggedIn", "lastDate", "nextDate", "periodType",
    "prevDate",
)  # fmt: skip
"""What the page's data holds beside its papers."""


def parse(path: str, text: str, today: date, day: date | None = None) -> Sequence[Reading]:
    """Read the page. Raises InputError when it is none, or its data is cut short."""
    root = html_lines.parse(path, text)
    part = html_lines.find_part(root, "DailyPapers")
    if part is not None:
        found = _read_data(path, part.sourceline or 0, part.get("data-props", ""))
        part.drop_tree()  # it shows what its data says
        around = tuple(_list_unknown(path, html_lines.read(root)))
        return by_day(path, replace(found, unread=(*around, *found.unread)), day, "html")
    lines = html_lines.read(root)
    if not any(line.is_title for line in lines):
        what = "no paper in it; expected a saved Daily Papers page, whose headings lead to papers"
        raise InputError(Problem(path, 1, what))
    return (parse_lines(path, lines, today, day, "html"),)


def _list_unknown(path: str, lines: Sequence[Line]) -> Iterator[Problem]:
    """Report the lines around the papers that are not the page's own."""
    for line in lines:
        if not is_known(line.words):
            yield describe_unread(path, line.number, line.words)


def _read_data(path: str, line: int, data: str) -> Findings:
    try:
        facts = json.loads(data)
        rows = facts["dailyPapers"]
        said = read_day(Source(path, line), str(facts.get("dateString", "")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        what = "the page's data is broken; expected JSON with a list 'dailyPapers'"
        raise InputError(Problem(path, line, what)) from None
    collector = Collector(path)
    collector.skip_keys(list_unknown(facts, {"": _KNOWN}), line)
    hugging_face.read_rows([(line, rows)], collector)
    found = collector.finish()
    return replace(found, papers=tuple((paper, said or own) for paper, own in found.papers))
