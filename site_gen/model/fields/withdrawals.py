"""Whether a paper says that it was withdrawn: arXiv has no field for it.

arXiv and authors say it in the comment, or in place of the abstract, or at its end
(https://info.arxiv.org/help/withdraw.html). A sentence counts only where it is about this paper,
and not about a conference that it was withdrawn from. tests/data/withdrawals.yaml has examples.
"""

import re
from dataclasses import replace

from site_gen.model.papers import Paper

_MOST_READ = 20_000  # characters: no abstract at arXiv has as many
_NOUN = r"(?:paper|article|submission|manuscript|preprint|work|e-?print|report|document|draft)"
_WHO = r"(?:(?:the|its|all|an?|our) )?(?:[\w-]+ )?(?:authors?|submitters?|arxiv|moderators?|us)\b"
# What is withdrawn from a conference, or was once, may well be valid.
_ELSEWHERE = rf"(?! (?:by {_WHO}(?: \S+)? )?from (?!(?:the )?arxiv|public))"
_STATE = rf"(?:has been|have been|is|was|is being)(?: \w+)? withdrawn\b{_ELSEWHERE}"
_THIS = rf"this (?:\w+ )?{_NOUN} {_STATE}"
_CERTAIN = re.compile(  # in any sentence
    rf"{_THIS} by {_WHO}"
    rf"|this (?:{_NOUN}|version) (?:(?:has been|is|was) )?(?:withdrawn|removed)"
    r" by (?:the )?arxiv\b",
    re.IGNORECASE,
)
_FIRST = re.compile(  # where a text begins so, or a clause of a comment
    rf"{_CERTAIN.pattern}|{_THIS}|the (?:\w+ )?{_NOUN} {_STATE}"
    rf"|(?:(?:this|the) )?(?:{_NOUN} )?withdrawn(?: (?:by {_WHO}|due to|because)|\s*[.,:;\])!-]|$)"
    rf"{_ELSEWHERE}"
    rf"|(?:the authors?|we|i) (?:(?:have|has) )?withdr(?:aws?|ew|awn) (?:this|the|our) {_NOUN}\b"
    r"(?! from (?!(?:the )?arxiv|public))",
    re.IGNORECASE,
)
_NO_LONGER = re.compile(r"\b(?:re-?instat|restored|no longer withdr|un-?withdr)", re.IGNORECASE)
_CLAUSE = re.compile(r"(?:(?<=[.;!?])\s+|[*(\[]+)\s*")


def is_withdrawn(comment: str, abstract: str) -> bool:
    """Whether a paper's comment at arXiv, or its abstract, says for certain that it is.

    >>> is_withdrawn("12 pages. Withdrawn due to an error in Lemma 2", "")
    True
    >>> is_withdrawn("This paper was withdrawn from ICML 2025", "We study withdrawn papers.")
    False
    """
    comment, abstract = (" ".join(text[:_MOST_READ].split()) for text in (comment, abstract))
    if "withdr" not in comment.lower() + abstract.lower() and "removed by" not in comment.lower():
        return False
    if _NO_LONGER.search(f"{comment} {abstract}"):
        return False
    clauses = _CLAUSE.split(abstract)
    # What is in brackets, or behind stars, begins a text too.
    start = next(filter(None, clauses), "")
    return (
        any(map(_FIRST.match, _CLAUSE.split(comment)))
        or bool(_FIRST.match(start))
        or any(map(_CERTAIN.match, clauses))
    )


def mark_withdrawn(paper: Paper) -> Paper:
    """Give a paper that says that it was withdrawn with the flag for it; others as they are."""
    if not paper.withdrawn and is_withdrawn(paper.comment, paper.abstract):
        return replace(paper, withdrawn=True)
    return paper
