"""JSON, JSON Lines and CSV -> papers: data files of site-gen, and those of other programs.

Keys are those of an entry's file, or what other programs call them: ``keys`` has them.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from site_gen.importing.formats.json_lines import Names, parse_document, parse_line
from site_gen.importing.formats.key_paths import is_said
from site_gen.importing.formats.reading import Collector, Findings
from site_gen.importing.formats.records import keys
from site_gen.importing.formats.records.fields import read_record
from site_gen.importing.formats.records.search import Search, first_text
from site_gen.model import Problem, Source, count


def parse_json(path: str, text: str) -> Findings:
    """Read a list of records, or an object that holds one. Raises InputError for broken JSON.

    A day beside the list is that of the records which name none.
    """
    found = Collector(path)
    document = parse_document(path, text)
    beside = {keys.normalise(key): value for key, value in document.beside.items()}
    day = first_text(beside, keys.DAY)
    said = (key for key, value in document.beside.items() if is_said(value))
    known = keys.ENVELOPE | ({*keys.DAY} if day else set())
    found.skip_keys((key for key in said if keys.normalise(key) not in known), document.line)
    for line, item in document.items:
        _read_item(line, item, found, day)
    return found.finish()


def parse_jsonl(path: str, text: str) -> Findings:
    """Read a record a line; a broken line is a bad record."""
    found = Collector(path)
    for number, line in enumerate(text.split("\n"), start=1):
        read_json_line(number, line, found)
    return found.finish()


def read_json_line(number: int, line: str, found: Collector) -> None:
    """Read a line of JSON Lines into ``found``."""
    with found.record():
        for value in parse_line(found.path, number, line):
            _read_item(number, value, found)


def parse_csv(path: str, text: str) -> Findings:
    """Read CSV (RFC 4180) whose first line names the columns; lists are set apart by ``;``.

    A row with another number of values than there are columns is a bad record; so is the rest of a
    file after a quotation mark that never ends. A row that names columns again is reported.
    """
    found = Collector(path)
    columns: Sequence[str] = ()
    # newline="": a quoted value may hold line ends, and keeps them.
    for line, row in read_rows(StringIO(text.lstrip("\ufeff"), newline=""), found):
        if columns:
            read_row(line, columns, row, found)
        columns = columns or row
    return found.finish()


def read_rows(
    lines: Iterable[str], found: Collector, line: int = 1
) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of CSV that are not empty, each with its line; a broken one ends them.

    ``line`` is the number of the first of ``lines``. What is broken goes into ``found``.
    """
    reader = csv.reader(lines, strict=True)
    first = line
    try:
        for row in reader:
            if row:
                yield line, row
            line = first + reader.line_num
    except csv.Error as err:
        found.bad.append(Problem(found.path, line, f"broken CSV: {err}; expected all of it"))


def read_row(line: int, columns: Sequence[str], row: Sequence[str], found: Collector) -> None:
    """Read a row of CSV into ``found``."""
    if len(row) != len(columns):
        what = f"{count(len(row), 'value')} for {count(len(columns), 'column')}"
        what = f"{what}; expected as many, and texts with ',' in \"\": {','.join(row)[:60]!r}"
        found.bad.append(Problem(found.path, line, what))
    elif _is_header(row, columns):
        found.skip_words(",".join(row), line, "a second line with names of columns")
    else:
        names, values = Names(), dict[str, str]()
        for column, value in zip(columns, row, strict=True):
            if value or column not in values:  # tables may end in many columns without a name
                values[names.take(column)] = value
        _read_item(line, values, found, kind="column")


def _is_header(row: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether a row names columns: the same, or others where the first line does."""
    titles = [at for at, name in enumerate(columns) if keys.normalise(name) in keys.TITLE]
    names = [keys.normalise(value) for value in row if value]
    is_title = any(keys.normalise(row[at]) in keys.TITLE for at in titles)
    return is_title and all(name in keys.USED | keys.KNOWN for name in names)


def _read_item(line: int, item: object, found: Collector, day: str = "", kind: str = "key") -> None:
    search = Search()
    search.read(item, day=day)
    for record in search.records:
        with found.record():
            read_record(record, Source(found.path, line), found, kind)
    if search.records:
        found.skip_keys(search.unused, line, kind)
    else:
        found.skip_words(str(item), line, "expected a record with a title")
