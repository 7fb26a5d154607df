r"""arXiv's e-mail digest -> papers; https://info.arxiv.org/help/subscribe.html describes it.

Papers stand between lines of dashes: ``\\``, fields, ``\\``, the abstract, ``\\ (address)``.
"""

import re
from collections.abc import Iterator, Mapping

from site_gen.importing.formats.people import parse_names
from site_gen.importing.formats.reading import Collector, Findings, find_code, web_links
from site_gen.model import Paper, Problem, Source, find_arxiv_id, find_version, one_line, read_tags
from site_gen.text.tex_text import to_remark, to_text

# Each paper begins with a line of two backslashes and one with its id.
_SIGN = re.compile(r"^\\\\\s*\n\s*arXiv:\s*\S+", re.MULTILINE)
_ID = re.compile(r"(arXiv:\s*[^\s(]+)", re.IGNORECASE)
# The line behind an abstract may have an address and the size of the paper.
_END = re.compile(r"\\\\(?:\s*\(.*\)?)?")
_FIELD = re.compile(
    r"(Date|Title|Authors?|Categories|Comments|Journal-ref|DOI|Report-no|License"
    r"|(?:ACM|MSC)-class):\s*(.*)"
    # in place of the date; a comment may go on with 'replaced with' or 'part added'
    r"|(?i:replaced with revised version|(?:figures|part) added \w{3}, [0-9]).*"
)
_REMARKS: tuple[str, ...] = ("Comment", "Journal-ref")
_REPLACED = "replaced"  # what such a line says
_OTHER_FIELD = re.compile(r"[A-Z][A-Za-z-]{1,20}: ")
_KNOWN = re.compile(  # what every mail says above and below its papers
    r"Send any comments regarding submissions.*|Archives at .*|To (?:un)?subscribe, .*"
    r"|Submissions to:.*|received from .* to .*|%*-*%*-*"
)


_ARCHIVE = re.compile(r"[A-Z][A-Za-z ,&-]{2,60}")  # the head of a mail names some, a line each


def is_like(text: str) -> bool:
    """Whether a text is such a mail."""
    return bool(_SIGN.search(text.replace("\r\n", "\n")))


def parse(path: str, text: str) -> Findings:
    """Read the mail. A paper that is cut short is a bad record; other lines are reported."""
    found = Collector(path)
    lines = [line.replace("\N{NO-BREAK SPACE}", " ").rstrip() for line in text.split("\n")]
    at, is_head = 0, False
    while at < len(lines):
        words = lines[at].strip()
        if words == "\\\\" and at + 1 < len(lines) and _ID.match(lines[at + 1].strip()):
            at = _read(lines, at + 1, found)
            is_head = False
            continue
        if _KNOWN.fullmatch(words):
            is_head = words.startswith("Submissions to")
        elif words.strip("-%") and not (is_head and _ARCHIVE.fullmatch(words)):
            found.skip_words(words, at + 1)
        at += 1
    return found.finish()


def _read(lines: list[str], start: int, found: Collector) -> int:
    """Read the paper whose id stands at ``start``; give where the rest begins.

    A paper that is cut short is a bad record: it ends where the next one begins.
    """
    fields, at = _read_fields(lines, start + 1, found)
    end = _find_end(lines, at)
    if not end or not fields.get("Title"):
        what = "a paper that is cut short; expected a title, '\\\\', its abstract and '\\\\'"
        found.bad.append(Problem(found.path, start + 1, what))
        return at
    people = parse_names(one_line(to_text(fields.get("Author", ""))))
    found.skip_names(people.unread, start + 1)
    match = _ID.match(lines[start].strip())
    ident = match[1] if match else ""
    code = find_code(fields.get("Comment", ""))
    remarks = {name: to_remark(fields.get(name, "")) for name in _REMARKS}
    fields["Announce-type"] = _find_announcement(lines[start], fields)
    paper = Paper(
        title=one_line(to_text(fields["Title"])),
        abstract="\n\n".join(_paragraphs(lines[at + 1 : end])),
        authors=people.names,
        more_authors=people.has_more,
        arxiv_id=find_arxiv_id(ident),
        categories=tuple(fields.get("Categorie", "").split()),
        links=web_links({"Code": code}),
        source=Source(found.path, start + 1),
        version=find_version(ident),
        **read_tags("arxiv", fields | remarks),
    )
    found.papers.append((paper, None))
    return end + 1


def _read_fields(lines: list[str], at: int, found: Collector) -> tuple[dict[str, str], int]:
    """Read the fields of a paper; give them, and where they end."""
    fields: dict[str, str] = {}
    while at < len(lines) and not (lines[at].startswith("\\\\") or _is_rule(lines[at])):
        if lines[at].strip() and not _take_field(lines[at], fields):
            found.skip_words(lines[at].strip(), at + 1, "expected a field of a paper")
        at += 1
    return fields, at


def _find_announcement(first: str, fields: Mapping[str, str]) -> str:
    """Give how a paper is announced: the line of its id says it, or the one below."""
    if _REPLACED in fields or _REPLACED in first.lower():
        return "replace"
    return "cross" if "*cross-list" in first.lower() else "new"


def _take_field(line: str, fields: dict[str, str]) -> bool:
    """Read a line into ``fields``; whether it is one, or goes on with the last."""
    match = _FIELD.match(line.strip())
    if match:
        name = (match[1] or _REPLACED).removesuffix("s")
        is_new = name not in fields
        # What goes on with a field that is there twice must not go on with another.
        fields[name if is_new else f"{name} (2)"] = match[2] or ""
        return is_new
    name = next(reversed(fields), "Date")
    # Mail programs may take the indent away; only names and titles are long enough to see it.
    is_more = line[0].isspace() or (name in {"Title", "Author"} and not _OTHER_FIELD.match(line))
    if is_more and name not in {"Date", "License", _REPLACED}:
        fields[name] += f" {line}"
        return True
    return False


def _find_end(lines: list[str], at: int) -> int:
    """Find the line that ends the paper whose fields end at ``at``; 0 when it is cut short."""
    if at >= len(lines) or _is_rule(lines[at]):
        return 0
    if "(" in lines[at]:  # a replaced paper has no abstract
        return at
    for end in range(at + 1, len(lines)):
        if _is_rule(lines[end]):
            return 0
        if _END.fullmatch(lines[end].strip()):
            return end
    return 0


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Give the paragraphs of an abstract: each begins with an indented line."""
    blocks: list[str] = []
    for line in lines:
        if line.startswith("  ") or not blocks:
            blocks.append("")
        blocks[-1] += f" {line}"
    yield from filter(None, map(one_line, blocks))


def _is_rule(line: str) -> bool:
    """Whether a line of dashes stands between two papers."""
    return len(line) > 20 and not line.strip("-")
