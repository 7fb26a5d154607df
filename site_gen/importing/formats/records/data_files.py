"""JSON, JSON Lines and CSV -> papers: data files of site-gen, and those of other programs.

Keys are those of an entry's file, or what other programs call them: ``keys`` has them.
"""

import csv
from collections.abc import Sequence

from site_gen.importing.formats.json_lines import name_again, parse_document, parse_lines
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
    items, problems = parse_lines(path, text)
    found.bad += problems
    for line, item in items:
        _read_item(line, item, found)
    return found.finish()


def parse_csv(path: str, text: str) -> Findings:
    """Read CSV (RFC 4180) whose first line names the columns; lists are set apart by ``;``.

    A row with another number of values than there are columns is a bad record; so is the rest of a
    file after a quotation mark that never ends. A row that names columns again is reported.
    """
    found = Collector(path)
    reader = csv.reader(text.lstrip("\ufeff").splitlines(keepends=True), strict=True)
    line, columns = 1, list[str]()
    try:
        for row in reader:
            if not columns:
                columns = row
            elif row:
                _read_row(line, columns, row, found)
            line = reader.line_num + 1
    except csv.Error as err:
        found.bad.append(Problem(path, line, f"broken CSV: {err}; expected all of it"))
    return found.finish()


def _read_row(line: int, columns: Sequence[str], row: Sequence[str], found: Collector) -> None:
    if len(row) != len(columns):
        what = f"{count(len(row), 'value')} for {count(len(columns), 'column')}"
        what = f"{what}; expected as many, and texts with ',' in \"\": {','.join(row)[:60]!r}"
        found.bad.append(Problem(found.path, line, what))
    elif _is_header(row, columns):
        found.skip_words(",".join(row), line, "a second line with names of columns")
    else:
        names: dict[str, str] = {}
        for column, value in zip(columns, row, strict=True):
            if value or column not in names:  # tables may end in many columns without a name
                names[name_again(column, names)] = value
        _read_item(line, names, found, kind="column")


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
