"""Answers of hosts that are kept for a week, in one file of ``.cache/``."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from site_gen.model import OutputError
from site_gen.system.files import write
from site_gen.system.links.probe import Answer

_KEPT = timedelta(days=7)


class KnownAnswers:
    """Answers by address, each with the day on which it was given."""

    def __init__(self, path: Path, today: date) -> None:
        """Read the file; what is older than a week, or cannot be read, is not known."""
        self._path = path
        self._today = today
        self._rows = dict(_read(path, today))

    def find(self, urls: Iterable[str]) -> dict[str, Answer]:
        """Give the answers of those addresses that are known."""
        return {url: self._rows[url][1] for url in urls if url in self._rows}

    def add(self, answers: Mapping[str, Answer]) -> None:
        """Keep answers that are likely the same for some days."""
        lasting = {url: answer for url, answer in answers.items() if answer.is_lasting}
        self._rows |= {url: (self._today, answer) for url, answer in lasting.items()}
        rows = {
            url: [f"{day}", answer.status, answer.reason]
            for url, (day, answer) in sorted(self._rows.items())
        }
        try:
            write(self._path, json.dumps(rows, indent=0, ensure_ascii=False).encode())
        except OutputError:
            return  # it only saves requests


def _read(path: Path, today: date) -> Iterable[tuple[str, tuple[date, Answer]]]:
    try:
        rows = json.loads(path.read_bytes())
        for url, (day, status, reason) in rows.items():
            asked = date.fromisoformat(day)
            if timedelta(0) <= today - asked < _KEPT:
                yield url, (asked, Answer(int(status), str(reason)))
    # A damaged file knows nothing: hosts are asked again.
    except (OSError, ValueError, TypeError, AttributeError):
        return
