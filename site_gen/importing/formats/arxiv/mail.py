r"""arXiv's e-mail digest -> papers; https://info.arxiv.org/help/subscribe.html describes it.

Papers stand between lines of dashes: ``\\``, fields, ``\\``, the abstract, ``\\ (address)``.
"""

import re
from datetime import date

from site_gen.importing.formats.reading import Findings, join
from site_gen.model.errors import InputError, Problem
from site_gen.model.identifiers import find_arxiv_id
from site_gen.model.paper_fields import read_tags
from site_gen.model.papers import Paper, Source

# Each paper begins with a line of two backslashes and one with its id.
_SIGN = re.compile(r"^\\\\\s*\n\s*arXiv:\s*\S+", re.MULTILINE)
_ID = re.compile(r"(arXiv:\s*\S+)", re.IGNORECASE)
# The line behind an abstract may have an address and the size of the paper.
_END = re.compile(r"\\\\(?:\s*\(.*\)?)?")
_FIELD = re.compile(
    r"(Date|Title|Authors?|Categories|Comments|Journal-ref|DOI|Report-no|License"
    r"|(?:ACM|MSC)-class):\s*(.*)|replaced with.*"
)
_KNOWN = re.compile(  # what every mail says above and below its papers
    r"Send any comments regarding submissions.*|Archives at .*|To (?:un)?subscribe, .*"
    r"|Submissions to:.*|received from .* to .*|%*-*%*-*"
)
# The last name comes behind 'and', with a comma or without.
_BETWEEN = re.compile(r",? and |, ")


def is_like(text: str) -> bool:
    """Whether a text is such a mail."""
    return bool(_SIGN.search(text.replace("\r\n", "\n")))


def parse(path: str, text: str) -> Findings:
    """Read the mail. Raises InputError when a paper is cut short; other lines are reported."""
    papers: list[tuple[Paper, date | None]] = []
    unread: list[Problem] = []
    lines = [line.replace("\N{NO-BREAK SPACE}", " ").rstrip() for line in text.split("\n")]
    at, is_head = 0, False
    while at < len(lines):
        words = lines[at].strip()
        if words == "\\\\" and at + 1 < len(lines) and _ID.match(lines[at + 1].strip()):
            paper, at = _read(path, lines, at + 1)
            papers.append((paper, None))
            is_head = False
            continue
        if _KNOWN.fullmatch(words):
            is_head = words.startswith("Submissions to")
        elif words.strip("-%") and not is_head:  # there stand the names of archives
            unread.append(Problem(path, at + 1, f"not understood: {words[:80]!r}"))
        at += 1
    return Findings(tuple(papers), tuple(unread))


def _read(path: str, lines: list[str], start: int) -> tuple[Paper, int]:
    """Read the paper whose id stands at ``start``; give it, and where the rest begins."""
    fields: dict[str, str] = {}
    at, name = start + 1, ""
    while at < len(lines) and not lines[at].startswith("\\\\"):
        match = _FIELD.match(lines[at].strip())
        if match:
            name = (match[1] or "").removesuffix("s")
            fields[name] = match[2] or ""
        elif name and lines[at].strip():  # the field goes on
            fields[name] += f" {lines[at]}"
        at += 1
    is_whole = at < len(lines) and bool(fields.get("Title"))
    is_bare = at < len(lines) and "(" in lines[at]  # a replaced paper has no abstract
    body = at + 1
    while is_whole and not is_bare:
        at += 1
        if at >= len(lines):
            is_whole = False
        elif _END.fullmatch(lines[at].strip()):
            break
    if not is_whole:
        what = "a paper that is cut short; expected a title, '\\\\', its abstract and '\\\\'"
        raise InputError(Problem(path, start + 1, what))
    blocks: list[str] = []
    for line in lines[body:at]:
        if line.startswith("  ") or not blocks:
            blocks.append("")
        blocks[-1] += f" {line}"
    match = _ID.match(lines[start].strip())
    paper = Paper(
        title=join(fields["Title"]),
        abstract="\n\n".join(filter(None, map(join, blocks))),
        authors=tuple(filter(None, map(join, _BETWEEN.split(join(fields.get("Author", "")))))),
        arxiv_id=find_arxiv_id(match[1]) if match else "",
        categories=tuple(fields.get("Categorie", "").split()),
        source=Source(path, start + 1),
        **read_tags("arxiv", fields),
    )
    return paper, at + 1
