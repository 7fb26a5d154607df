"""The fields of a paper that only some sources name.

Hugging Face names a summary, keywords, an organization, a submitter and stars. arXiv names a
comment, a journal reference, a version and whether the paper was withdrawn.
"""

from site_gen.model.fields.formats import ARXIV, HUGGING_FACE, OUR_DATA
from site_gen.model.fields.row import PaperField, one_line

_FROM_ARXIV = (*OUR_DATA, *ARXIV)
_EXPORTED = ("json", "jsonl")


def _read_remark(text: str) -> str:
    """Give a remark on one line; a number is none: it counts the comments of readers."""
    remark = one_line(text)
    return "" if remark.isdecimal() else remark


def _read_version(text: str) -> str:
    """Give the digits of a version, as of ``v3``."""
    return one_line(text).removeprefix("v")


SOURCE_FIELDS: tuple[PaperField, ...] = (
    PaperField(
        name="ai_summary",
        kind="text",
        about="a short summary that a program wrote, as plain text; pages show it above the "
        "abstract",
        on_import="any format",
        imported_from=HUGGING_FACE,
        exported_to=_EXPORTED,
        keys=("aisummary",),
        data_name="ai_summary",
        data_about="a short summary of it that a program wrote",
    ),
    PaperField(
        name="keywords",
        kind="texts",
        about="a list of words that a source says the paper is about; they are searched, and are "
        "no topics. In JSON and CSV they are called `ai_keywords`, because `keywords` are topics "
        "there",
        on_import="any format",
        imported_from=HUGGING_FACE,
        exported_to=_EXPORTED,
        keys=("aikeywords",),
        data_name="ai_keywords",
        data_about="its keywords, which are no topics",
    ),
    PaperField(
        name="organization",
        kind="text",
        about="the full name of the organization that the paper comes from, as `ETH Zurich`; one "
        "on three papers has a page (`organization_pages` in settings.md), and is a link from the "
        "month of the third on",
        on_import="any format",
        imported_from=HUGGING_FACE,
        exported_to=_EXPORTED,
        keys=("organization",),
        data_name="organization",
        data_about="the organization that it comes from",
    ),
    PaperField(
        name="submitter",
        kind="text",
        about="who submitted the paper to Daily Papers, or to arXiv",
        on_import="same format",
        imported_from=HUGGING_FACE,
        exported_to=_EXPORTED,
        keys=("submitter", "submittedby", "submittedondailyby"),
        data_name="submitter",
        data_about="who submitted it",
    ),
    PaperField(
        name="github_stars",
        kind="count",
        about="how many stars the code has at GitHub: a whole number",
        on_import="any format",
        imported_from=HUGGING_FACE,
        exported_to=_EXPORTED,
        keys=("githubstars",),
        data_name="githubStars",
        data_about="how many stars its code has at GitHub",
    ),
    PaperField(
        name="comment",
        kind="text",
        about="the authors' comment at arXiv, as `12 pages, 3 figures`",
        on_import="same format",
        imported_from=_FROM_ARXIV,
        exported_to=_EXPORTED,
        keys=("comment", "comments"),
        data_name="comment",
        data_about="its authors' comment at arXiv",
        read=_read_remark,
        read_tag={"Comment": one_line},
        tags={"arxiv": ("Comment",)},
    ),
    PaperField(
        name="journal_ref",
        kind="text",
        about="the journal reference at arXiv, as `Phys. Rev. D 1 (2025) 2`",
        on_import="same format",
        imported_from=_FROM_ARXIV,
        exported_to=_EXPORTED,
        keys=("journalref",),
        data_name="journal_ref",
        data_about="its journal reference at arXiv",
        tags={"arxiv": ("Journal-ref",)},
    ),
    PaperField(
        name="version",
        kind="count",
        about="the number of the version at arXiv that the source names: `3` for `v3`",
        on_import="any format",
        imported_from=(*_FROM_ARXIV, "json-feed"),
        exported_to=_EXPORTED,
        read=_read_version,
        keys=("version", "versions"),
        data_name="version",
        data_about="the number of its version at arXiv",
    ),
    PaperField(
        name="withdrawn",
        kind="flag",
        about="`true` when the paper was withdrawn: lists show `Withdrawn` before its title. An "
        "import sets it where the comment or the abstract says so for certain",
        on_import="any format",
        imported_from=(
            "page",
            "markdown",
            "hf-json",
            "bibtex",
            "ris",
            "json-feed",
            "html",
            *_FROM_ARXIV,
        ),
        exported_to=_EXPORTED,
        keys=("withdrawn",),
        data_name="withdrawn",
        data_about="true where it was withdrawn",
    ),
)
"""These rows, in the order of the table."""
