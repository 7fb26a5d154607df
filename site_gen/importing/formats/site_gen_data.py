"""JSON, JSON Lines and CSV -> papers: ours, and those that other programs write.

Keys are those of an entry's file, or what other programs call them: ``record_keys`` has them.
"""

import csv

from site_gen.importing.formats.json_lines import parse_items, parse_lines
from site_gen.importing.formats.reading import Collector, Findings
from site_gen.importing.formats.record_fields import find_records, read_record
from site_gen.model import Problem, Source, count


def parse_json(path: str, text: str) -> Findings:
    """Read a list of records, or an object that holds one. Raises InputError for broken JSON."""
    found = Collector(path)
    for line, item in parse_items(path, text):
        _read_item(line, item, found)
    return found.finish()


def parse_jsonl(path: str, text: str) -> Findings:
    """Read a record a line; a broken line is a bad record."""
    found = Collector(path)
    items, problems = parse_lines(path, text)
    found.bad += problems
    for line, item in items:
        _read_item(line, item, found)
    return found.finish()


def parse_csv(path: str, text: str) -> Findings:
    """Read CSV (RFC 4180) whose first line names the columns; lists are set apart by ``;``.

    A row with another number of values than there are columns is a bad record; so is the rest of a
    file after a quotation mark that never ends.
    """
    found = Collector(path)
    reader = csv.reader(text.lstrip("\ufeff").splitlines(keepends=True), strict=True)
    line, columns = 1, list[str]()
    try:
        for row in reader:
            if not columns:
                columns = row
            elif row and len(row) != len(columns):
                what = f"{count(len(row), 'value')} for {count(len(columns), 'column')}"
                what = f"{what}; expected as many, and texts with ',' in \"\""
                found.bad.append(Problem(path, line, what))
            elif row:
                _read_item(line, dict(zip(columns, row, strict=True)), found, "column")
            line = reader.line_num + 1
    except csv.Error as err:
        found.bad.append(Problem(path, line, f"broken CSV: {err}; expected all of it"))
    return found.finish()


def _read_item(line: int, item: object, found: Collector, kind: str = "key") -> None:
    records = list(find_records(item))
    for facts, day in records:
        with found.record():
            read_record(facts, day, Source(found.path, line), found, kind)
    if not records:
        found.skip_words(str(item), line, "expected a record with a title")
