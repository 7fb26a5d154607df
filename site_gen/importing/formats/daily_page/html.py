"""A saved Daily Papers page -> its days: by its data for scripts, else as it is seen."""

import json
from collections.abc import Sequence
from datetime import date

from site_gen.importing.formats import hugging_face
from site_gen.importing.formats.daily_page import html_lines
from site_gen.importing.formats.daily_page.text import parse_lines
from site_gen.importing.formats.reading import Findings, Reading, by_day, read_day
from site_gen.model import InputError, Problem, Source


def parse(path: str, text: str, today: date, day: date | None = None) -> Sequence[Reading]:
    """Read the page. Raises InputError when it is none, or its data is cut short."""
    root = html_lines.parse(path, text)
    line, data = html_lines.find_data(root, "DailyPapers")
    if line:
        return by_day(path, _read_data(path, line, data), day, "html")
    lines = html_lines.read(root)
    if not any(line.is_title for line in lines):
        what = "no paper in it; expected a saved Daily Papers page, whose headings lead to papers"
        raise InputError(Problem(path, 1, what))
    return (parse_lines(path, lines, today, day, "html"),)


def _read_data(path: str, line: int, data: str) -> Findings:
    try:
        facts = json.loads(data)
        rows = facts["dailyPapers"]
        said = read_day(Source(path, line), str(facts.get("dateString", "")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        what = "the page's data is broken; expected JSON with a list 'dailyPapers'"
        raise InputError(Problem(path, line, what)) from None
    found = hugging_face.read_rows(path, [(line, rows)])
    return Findings(tuple((paper, said or own) for paper, own in found.papers), found.unread)
