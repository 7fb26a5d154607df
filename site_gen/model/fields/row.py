"""A row of the table of fields, and the words that it is written in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["text", "texts", "names", "links", "count", "flag"]
"""``texts`` and ``names`` (of people) are lists; ``links`` are pairs of a name and an address.

A ``flag`` says something only when it is true."""

OnImport = Literal["same format", "any format", "new papers", "never"]
"""Which import writes the field.

``same format``: formats word the value differently, so a correction is taken only from the format
that first brought it; ``any format``: from each. Both leave alone what a person edited.
``new papers``: the import that creates the entry, and none after it. ``never``: only people do.
"""

Vocabulary = Literal["arxiv", "bibtex", "ris"]
"""Whose names for fields: arXiv's (``DOI``, ``Comment``, ``Journal-ref``), BibTeX's, RIS's."""


def one_line(text: str) -> str:
    """Give a text with its white space single."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperField:
    """A row of the table: a key of an entry's front matter, and where its value goes."""

    name: str
    kind: Kind
    about: str
    """Its description in docs/content.md; Markdown."""
    on_import: OnImport
    imported_from: tuple[str, ...] = ()
    """The formats that bring it, as ``import --format`` names them."""
    exported_to: tuple[str, ...] = ()
    """The formats that hold it in full: read back, the value is equal."""
    data_name: str = ""
    """Its name in JSON, where it is in the data files."""
    data_about: str = ""
    """Its description on the page ``/api/`` and in docs/api.md; plain text."""
    read: Callable[[str], str] = one_line
    """A text of a source -> the value, or one item of a list; empty when it is none."""
    tags: Mapping[Vocabulary, tuple[str, ...]] = field(default_factory=dict)
    """Its names in a vocabulary, the most reliable first."""
    keys: tuple[str, ...] = ()
    """Its names in records of JSON, in columns of CSV and in rows of Hugging Face, the best first.

    In small letters, and without ``_`` and ``-``. Without any, each format reads it in its way."""
    read_tag: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    """How a tag is read, where that is not by ``read``."""
    expected: str = ""
    """What ``check`` expects where ``read`` finds no value."""
