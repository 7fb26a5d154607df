"""Identifiers of papers as people write them: arXiv ids, DOIs, arXiv's categories."""

import re
from collections.abc import Iterable

# Since 2007, four digits and four or five; before, an archive and seven digits.
_ID = r"[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7}"
# The addresses under which papers are linked, and 'oai:', as feeds have it. The version is left
# out: all versions are one paper.
_ARXIV_ID = re.compile(
    rf"(?:(?:https?://)?(?:[a-z.]+\.)?(?:arxiv\.org/(?:abs|pdf|html)|huggingface\.co/papers"
    rf"|alphaxiv\.org/abs)/|(?:oai:)?arxiv(?:\.org)?:\s*)?(?P<id>{_ID})(?:v[0-9]+)?(?:\.pdf|\.md)?",
    re.IGNORECASE,
)
# Any suffix without spaces: the DOI handbook allows every printable character in it.
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
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


def find_doi(text: str) -> str:
    """Give the DOI that a text or an address is; else nothing."""
    match = _DOI.fullmatch(text.strip())
    return match[1] if match else ""


def find_categories(terms: Iterable[str]) -> tuple[str, ...]:
    """Keep the terms that are categories of arXiv, as ``cs.CL``."""
    return tuple(filter(None, map(find_category, terms)))


def find_category(term: str) -> str:
    """Give a term that is a category of arXiv; else nothing."""
    return term if _CATEGORY.fullmatch(term) else ""
