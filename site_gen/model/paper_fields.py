"""The fields of a paper: one table. What handles papers field by field derives from it.

To add a field, add it to ``PaperFacts``, where mypy sees it, and a row to ``FIELDS``, or to
``fields/source_fields.py`` where only some sources name it. Front matter, imports, data files,
their documentation and the JSON Schema of an entry follow. Only what is particular to the field is
written elsewhere: how a format brings it, how a page shows it, how a bibliography cites it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from site_gen.model.fields.formats import ALL, ARXIV, CITED, FEEDS, OUR_DATA, PAGES
from site_gen.model.fields.row import PaperField, Vocabulary
from site_gen.model.fields.source_fields import SOURCE_FIELDS
from site_gen.model.identifiers import (
    find_announcement,
    find_arxiv_id,
    find_category,
    find_doi,
    find_first_doi,
)
from site_gen.model.venues import find_venue, name_venue


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """What is known of a paper, whether it was just read, is an entry, or is shown on a page.

    ``links`` are not here: on a page they are other records than in an entry.
    """

    title: str
    """Its title."""

    authors: tuple[str, ...] = ()
    """Its authors."""

    more_authors: bool = False
    """Whether it has authors that are not named."""

    arxiv_id: str = ""
    """Its arXiv id."""

    doi: str = ""
    """Its DOI."""

    venue: str = ""
    """Where it was published or accepted."""

    topics: tuple[str, ...] = ()
    """Its topics."""

    categories: tuple[str, ...] = ()
    """Its categories at arXiv."""

    announced: str = ""
    """How arXiv announced it, unless as new."""

    upvotes: int | None = None
    """How many liked it, where that is known."""

    ai_summary: str = ""
    """A short summary of it that a program wrote."""

    keywords: tuple[str, ...] = ()
    """Its keywords, as a source lists them; they are no topics."""

    organization: str = ""
    """The organization that it comes from."""

    submitter: str = ""
    """Who submitted it."""

    github_stars: int | None = None
    """How many stars its code has at GitHub, where that is known."""

    comment: str = ""
    """What its authors say of it at arXiv."""

    journal_ref: str = ""
    """Where it was published, as arXiv says."""

    version: int | None = None
    """The number of its version at arXiv, where that is known."""

    withdrawn: bool = False
    """Whether it was withdrawn."""


FIELDS: tuple[PaperField, ...] = (
    PaperField(
        name="title",
        kind="text",
        about="the title, as plain text; required. TeX between `$` is shown as math",
        on_import="same format",
        imported_from=ALL,
        exported_to=("page", "markdown", "json", "jsonl", *CITED),
        data_name="title",
        data_about="its title, on one line",
    ),
    PaperField(
        name="authors",
        kind="names",
        about="a list of names, each written alike everywhere: a name on five papers has a page "
        "(`author_pages` in settings.md), and leads to it from the month of the fifth on; from the "
        "month of the third on, it leads to a search for its papers",
        on_import="same format",
        imported_from=ALL,
        exported_to=("markdown", "json", "jsonl", *CITED),
        data_name="authors",
        data_about="its authors, each with a name",
    ),
    PaperField(
        name="more_authors",
        kind="flag",
        about="`true` when there are authors that `authors` does not name: pages show 'et al.', "
        "BibTeX has `and others`",
        on_import="same format",
        imported_from=("markdown", "hf-json", *OUR_DATA, *CITED, *ARXIV, "json-feed"),
        exported_to=("markdown", "json", "jsonl", "bibtex"),
        data_name="more_authors",
        data_about="true where there are authors that are not named",
    ),
    PaperField(
        name="arxiv_id",
        kind="text",
        about="as `'2509.01234'`, in quotes: without them YAML takes it for a number. Gives the "
        "links to arXiv and the PDF",
        on_import="any format",
        imported_from=ALL,
        exported_to=("json", "jsonl", *CITED),
        data_name="id",
        data_about="its arXiv id",
        read=find_arxiv_id,
        tags={"bibtex": ("eprint", "doi", "url"), "ris": ("UR", "DO", "AN")},
        expected="an id such as 2509.01234",
    ),
    PaperField(
        name="doi",
        kind="text",
        about="as `10.1000/182`; gives the link",
        on_import="any format",
        imported_from=(*OUR_DATA, *CITED, *ARXIV, "json-feed"),
        exported_to=("json", "jsonl", *CITED),
        data_name="doi",
        data_about="its DOI",
        read=find_doi,
        tags={"arxiv": ("DOI",), "bibtex": ("doi",), "ris": ("DO", "M3")},
        read_tag={"DOI": find_first_doi},
        expected="a DOI such as 10.1000/182",
    ),
    PaperField(
        name="venue",
        kind="text",
        about="where it was published or accepted, as `NeurIPS 2025`; arXiv's comments and journal "
        "references and other bibliographies bring it, where they name a venue for certain",
        on_import="same format",
        imported_from=(*OUR_DATA, *CITED, *ARXIV),
        exported_to=("json", "jsonl", *CITED),
        data_name="venue",
        data_about="where it was published or accepted, as NeurIPS 2025",
        tags={
            "arxiv": ("Journal-ref", "Comment"),
            "bibtex": ("booktitle", "journal", "journaltitle"),
            "ris": ("T2", "BT", "JF", "JO"),
        },
        read_tag={
            "Comment": find_venue,
            **dict.fromkeys(("Journal-ref", "booktitle", "journal", "journaltitle"), name_venue),
            **dict.fromkeys(("T2", "BT", "JF", "JO"), name_venue),
        },
    ),
    PaperField(
        name="topics",
        kind="texts",
        about="a list of names, as you like; without it, topics are found by `topics.yaml` (below)",
        on_import="new papers",
        imported_from=("markdown", *OUR_DATA, *CITED, *FEEDS),
        exported_to=("json", "jsonl", "ris"),
        data_name="topics",
        data_about="its topics",
        tags={"bibtex": ("keywords",), "ris": ("KW",)},
    ),
    PaperField(
        name="categories",
        kind="texts",
        about="its categories at arXiv, as `cs.CL`",
        on_import="any format",
        imported_from=("markdown", *OUR_DATA, "bibtex", *ARXIV, "json-feed"),
        exported_to=("json", "jsonl"),
        data_name="categories",
        data_about="its categories at arXiv, as cs.CL",
        read=find_category,
    ),
    PaperField(
        name="announced",
        kind="text",
        about="how arXiv announced it first here, unless as new: `cross-listed` or `replaced`",
        on_import="new papers",
        imported_from=(*OUR_DATA, *ARXIV, "json-feed"),
        exported_to=("json", "jsonl"),
        data_name="announced",
        data_about="how arXiv announced it, unless as new: cross-listed or replaced",
        read=find_announcement,
        tags={"arxiv": ("Announce-type",)},
        expected="cross-listed or replaced",
    ),
    PaperField(
        name="links",
        kind="links",
        about="a map of names to web addresses: `code: https://...`",
        on_import="any format",
        imported_from=(*PAGES, "hf-json", "json", "jsonl", *CITED, *FEEDS),
        exported_to=("json", "jsonl"),
        data_name="links",
        data_about="where more of it is, each with text and url",
    ),
    PaperField(
        name="upvotes",
        kind="count",
        about="a whole number",
        on_import="any format",
        imported_from=(*PAGES, "hf-json", *OUR_DATA, *FEEDS),
        exported_to=("json", "jsonl"),
        data_name="upvotes",
        data_about="how many liked it",
    ),
    *SOURCE_FIELDS,
    PaperField(name="notes", kind="text", about="your own notes, in Markdown", on_import="never"),
    PaperField(name="removed", kind="text", about="why it was taken down", on_import="never"),
    PaperField(
        name="draft",
        kind="flag",
        about="`true` while the paper is not published: a build leaves it out",
        on_import="never",
    ),
)

FOLLOWED = tuple(one for one in FIELDS if one.on_import in ("same format", "any format"))
"""The fields in which an import follows the source."""

IN_DATA = tuple(one for one in FIELDS if one.data_name)
"""The fields that data files have."""

_FACTS = tuple(one.name for one in fields(PaperFacts))


def is_known(value: object) -> bool:
    """Whether the value of a field says something: a count of 0 does, a flag only when it is set.

    >>> is_known(0), is_known(""), is_known(()), is_known(False), is_known(None)
    (True, False, False, False, False)
    """
    return value not in ("", (), None) and value is not False


def copy_facts(paper: PaperFacts) -> dict[str, Any]:
    """Give the facts of a paper by name, to make another record of the same paper."""
    return {name: getattr(paper, name) for name in _FACTS}


@cache
def find_tags(vocabulary: Vocabulary) -> frozenset[str]:
    """Give the names of a vocabulary that ``read_tags`` knows."""
    return frozenset(tag for one in FIELDS for tag in one.tags.get(vocabulary, ()))


def read_tags(vocabulary: Vocabulary, source: Mapping[str, str | Sequence[str]]) -> dict[str, Any]:
    """Read the fields that have names in a vocabulary; ``source`` has the texts of each tag.

    A text is the first one that can be read, by the order of its tags; a list has all of them.
    What cannot be read is not in the answer.
    """
    found: dict[str, Any] = {}
    for one in FIELDS:
        values: list[str] = []
        for tag in one.tags.get(vocabulary, ()):
            texts = source.get(tag, ())
            read = one.read_tag.get(tag, one.read)
            values += filter(None, map(read, [texts] if isinstance(texts, str) else texts))
        if values:
            found[one.name] = values[0] if one.kind == "text" else tuple(values)
    return found
