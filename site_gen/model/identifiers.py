"""What arXiv and publishers call papers by: arXiv ids, DOIs, categories, kinds of announcement."""

import re
from collections.abc import Iterable

_ARXIV = "https://arxiv.org"
# Since 2007, four digits and four or five; before, an archive and seven digits.
_ID = r"[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7}"
_PAGE = (  # of pages that are about one paper of arXiv: each ends in the paper's id
    r"(?:arxiv\.org/(?:abs|pdf|html|format|src|e-print)/"
    r"|ar5iv\.org/(?:abs|html|pdf)/|ar5iv\.labs\.arxiv\.org/(?:abs|html)/"
    r"|alphaxiv\.org/(?:[a-z]{2}/)?(?:abs|overview|pdf|html|resources)/|papers\.cool/arxiv/"
    r"|huggingface\.co/papers/|(?:doi\.org/)?10\.48550/arxiv\.|semanticscholar\.org/arxiv/"
    r"|paperswithcode\.com/paper/arxiv:|scholar\.archive\.org/arxiv:|arxiv-vanity\.com/papers/"
    r"|openalex\.org/arxiv:|catalyzex\.com/arxiv/)"
)
# 'oai:' is how feeds have it.
_MARK = r"(?:oai:)?arxiv(?:\.org)?(?:\s?preprint)?\s?:\s*|doi:\s*10\.48550/arxiv\."
# The version is left out: all versions are one paper.
_END = r"(?:v(?P<version>[0-9]{1,3}))?(?:\.pdf|\.md)?/?(?:[?#]\S*)?"
_ADDRESS = rf"(?:https?://)?(?:[a-z0-9-]+\.)*{_PAGE}"
_ARXIV_ID = re.compile(rf"(?:{_ADDRESS}|{_MARK})?(?P<id>{_ID}){_END}", re.IGNORECASE)
_ARXIV_ID_WITHIN = re.compile(  # without what stands before the host: a search for it is quadratic
    rf"(?<![a-z0-9])(?:{_PAGE}|{_MARK}|abs/|arxiv )(?P<id>{_ID})(?![0-9])", re.IGNORECASE
)
# Any suffix without spaces: the DOI handbook allows every printable character in it.
_MONTH = re.compile(  # https://info.arxiv.org/help/arxiv_identifier.html
    r"(?:[a-z-]+(?:\.[A-Z]{2})?/(?P<old>[0-9]{2})|(?P<new>[0-9]{2})(?=[0-9]{2}\.))"
    r"(?P<month>0[1-9]|1[0-2])(?(old)[0-9]{3}|\.[0-9]{4,5})(?:v[0-9]+)?"
)
_FIRST_YEAR = 91  # arXiv began in 1991
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_DOI_WITHIN = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|\bdoi:? ?)(10\.[0-9]{4,9}/[^\s\"'<>{}|\\^`]+)", re.IGNORECASE
)
_CATEGORY = re.compile(  # https://arxiv.org/category_taxonomy
    r"(?:astro-ph|cond-mat|cs|econ|eess|math|nlin|physics|q-bio|q-fin|stat)(?:\.[A-Za-z-]{2,18})?"
    r"|gr-qc|hep-(?:ex|lat|ph|th)|math-ph|nucl-(?:ex|th)|quant-ph"
)


def find_arxiv_id(text: str) -> str:
    """Give the arXiv id, without its version, that a text or an address is; else nothing.

    https://info.arxiv.org/help/arxiv_identifier.html describes both schemes.
    """
    match = _ARXIV_ID.fullmatch(text.strip())
    return match["id"] if match else ""


def find_version(text: str) -> int | None:
    """Give the version that an arXiv id, or an address of one, names; None where it names none.

    >>> find_version("http://arxiv.org/abs/2509.00151v3"), find_version("2509.00151")
    (3, None)
    """
    match = _ARXIV_ID.fullmatch(text.strip())
    # arXiv counts from 1.
    return (int(match["version"] or 0) or None) if match else None


def search_arxiv_id(text: str) -> str:
    """Give the first arXiv id in a text that is marked as one, by an address or 'arXiv:'.

    >>> search_arxiv_id("CoRR abs/2509.00151, 2025"), search_arxiv_id("pages 2509.00151")
    ('2509.00151', '')
    """
    match = _ARXIV_ID_WITHIN.search(text)
    return match["id"] if match else ""


def parse_arxiv_month(arxiv_id: str) -> tuple[int, int] | None:
    """Read the year and month in which arXiv got a paper from its id; None where it is no id.

    >>> parse_arxiv_month("2509.01234"), parse_arxiv_month("hep-th/9901001")
    ((2025, 9), (1999, 1))
    """
    match = _MONTH.fullmatch(arxiv_id)
    if not match:
        return None
    year = int(match["old"] or match["new"])
    # Ids of the old form have two digits from 1991 to 2007.
    is_old = match["old"] and year >= _FIRST_YEAR
    return (1900 if is_old else 2000) + year, int(match["month"])


def search_doi(text: str) -> str:
    """Give the first DOI in a text that is marked as one, by its address or 'doi:'."""
    match = _DOI_WITHIN.search(text)
    return match[1].rstrip(".,;:)]") if match else ""


def find_doi(text: str) -> str:
    """Give the DOI that a text or an address is; else nothing."""
    match = _DOI.fullmatch(text.strip())
    return match[1] if match else ""


def find_first_doi(text: str) -> str:
    """Give the first DOI of several with spaces between, as arXiv has them; else nothing."""
    return next(filter(None, map(find_doi, text.split())), "")


def find_categories(terms: Iterable[str]) -> tuple[str, ...]:
    """Keep the terms that are categories of arXiv, as ``cs.CL``."""
    return tuple(filter(None, map(find_category, terms)))


def find_category(term: str) -> str:
    """Give a term that is a category of arXiv; else nothing."""
    return term if _CATEGORY.fullmatch(term) else ""


def find_announcement(text: str) -> str:
    """Give how arXiv announced a paper, unless as a new one: ``cross-listed`` or ``replaced``.

    Feeds say ``cross``, ``replace``, ``replace-cross``; listings "cross-list", "Replacements".
    https://info.arxiv.org/help/rss.html

    >>> [find_announcement(text) for text in ("replace-cross", "Cross submissions", "new")]
    ['replaced', 'cross-listed', '']
    """
    words = text.strip().lower()
    if words.startswith("replace"):
        return "replaced"
    return "cross-listed" if words.startswith("cross") else ""


def arxiv_page(arxiv_id: str) -> str:
    """Give the address of a paper at arXiv."""
    return f"{_ARXIV}/abs/{arxiv_id}"


def arxiv_pdf(arxiv_id: str) -> str:
    """Give the address of the PDF of a paper at arXiv."""
    return f"{_ARXIV}/pdf/{arxiv_id}"


def doi_page(doi: str) -> str:
    """Give the address that leads to what a DOI names."""
    return f"https://doi.org/{doi}"
