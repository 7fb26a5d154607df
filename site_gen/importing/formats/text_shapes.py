"""What a text looks like that is no Daily Papers page: for messages, and to refuse it in time.

The page's text has no marks of its own: below its heading any two lines are a title and an
abstract. So a line that shows markup shows that the text is another.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_FIRST = 200  # so many lines show what a text is
_HTML = (
    r"(?:a|article|b|blockquote|body|br|center|code|details|div|em|figure|h[1-6]|head|hr|html|i|img"
    r"|li|link|main|meta|ol|p|picture|pre|script|section|span|strong|style|sub|summary|sup|table"
    r"|tbody|td|th|thead|tr|ul)"
)
_TAGGED = rf"</?{_HTML}(?:\s[^<>]*)?/?>.*|<!--.*"
_MARKDOWN = (
    r"#{1,6} \S.*|```.*|~~~.*|\|.*\||> .*|!?\[[^\]]*\]\(\S*\).*|<https?://\S+>"
    r"|(?:[-*+]|[0-9]{1,3}[.)]) +(?:\*\*|__|`|!?\[).*"
    r"|(?:\*\*|__)[^*_]{1,40}(?::(?:\*\*|__)|(?:\*\*|__):).*"
)
_LINK_NAME = re.compile(  # what links to a paper are called where its title stands elsewhere
    r"[\W_]*(?:(?:arxiv|hugging ?face|hf|alphaxiv|the|full|read|view|more|to|on|links?|papers?|pdf"
    r"|abs|abstract|html|doi|preprint|source|here|page|project|website|code|demo|blog)[\W_]*)*",
    re.IGNORECASE,
)
_TAG_FIRST = re.compile(_TAGGED, re.IGNORECASE)
_STRUCTURE = re.compile(rf"{_TAGGED}|{_MARKDOWN}", re.IGNORECASE)


_FOREIGN = re.compile(  # how other formats begin: two are pasted into one file
    r"@(?:article|book|conference|inproceedings|misc|phdthesis|techreport|unpublished)\s*[{(].*"
    r"|TY  ?- ?[A-Z]{3,5}|\[?\{|\[?\{ ?\"\w+\": .*|<(?:\?xml|rss|feed|!doctype)\b.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of text: what messages call it, and the ``--format`` that reads such texts, if any."""

    name: str
    form: str
    lines: re.Pattern[str]
    """What its lines look like."""

    share: float
    """How many of the lines must look so."""


_SHAPES = (
    Shape("a mail", "arxiv-mail", re.compile(
        r"(?:from|to|cc|subject|date|received|return-path|reply-to|mime-version|message-id"
        r"|content-type|delivered-to): .*", re.IGNORECASE), 0.1),
    Shape("a log", "", re.compile(
        r"\[?[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[ T][0-9]{2}:[0-9]{2}.*"
        r"|[A-Z][a-z]{2} +[0-9]{1,2} [0-9]{2}:[0-9]{2}:[0-9]{2} .*"
        r"|\S+ - \S+ \[[^\]]+\] \".*|\[?(?:DEBUG|INFO|WARN|WARNING|ERROR|FATAL)\b.*"), 0.4),
    Shape("HTML", "html", _TAG_FIRST, 0.3),
    Shape("the code of a program", "", re.compile(
        r"#!.*|#include .*|(?:import|package|using|use|from|require|const|let|var|def|class|fn|func"
        r"|function|public|private|static|return|if|for|while|@\w+)\b.*[:;({})\w]"
        r"|.*[;{}]|//.*|/\*.*|[\w.]+ = .*|[\w.]+\(.*\)"), 0.5),
    Shape("Markdown", "markdown", re.compile(rf"{_MARKDOWN}|[-*+] .*", re.IGNORECASE), 0.2),
    Shape("a table", "csv", re.compile(r"[^,;\t]*(?:[,;\t][^,;\t ][^,;\t]*)+"), 0.8),
)  # fmt: skip


def find_shape(lines: Sequence[str]) -> Shape | None:
    """Say what the lines of a text look like; None when they are plain words."""
    said = [line.strip() for line in lines if line.strip()][:_FIRST]
    for shape in _SHAPES:
        found = sum(bool(shape.lines.fullmatch(line)) for line in said)
        if found > 1 and found >= shape.share * len(said):
            return shape
    return None


def describe_other(lines: Sequence[str]) -> str:
    """Say what is wrong with a text that is no page, and which ``--format`` may read it."""
    shape = find_shape(lines)
    likeness = f": it looks like {shape.name}" if shape else ""
    form = shape.form if shape else "page"
    hint = f", or --format {form}" if form else ""
    what = "expected 'Daily Papers' and a date such as 'Sep 17' above the papers"
    return f"not a digest{likeness}; {what}{hint}"


def is_structure(words: str) -> bool:
    """Whether a line is markup, and so neither a title nor an abstract of a page's text.

    >>> is_structure("- **tags**: cs.AI"), is_structure("</details>"), is_structure("## Usage")
    (True, True, True)
    >>> is_structure("<think> first: How models reason"), is_structure("[-] 12")
    (False, False)
    """
    return bool(_STRUCTURE.fullmatch(words))


def is_foreign(words: str) -> bool:
    """Whether a line is how another format begins: BibTeX, RIS, JSON or XML.

    >>> is_foreign("@article{a, title={B}}"), is_foreign("TY  - JOUR"), is_foreign("@home: a game")
    (True, True, False)
    """
    return bool(_FOREIGN.fullmatch(words))


def is_tagged(words: str) -> bool:
    """Whether a line begins with a tag of HTML: it is markup of the page that holds it."""
    return bool(_TAG_FIRST.fullmatch(words))


def is_link_name(words: str) -> bool:
    """Whether words name a link and no paper: 'PDF', 'arXiv page', a picture alone."""
    return is_wordless(words) or bool(_LINK_NAME.fullmatch(words))


def is_wordless(words: str) -> bool:
    """Whether a text has neither a letter nor a digit: no title is so."""
    return not any(sign.isalnum() for sign in words)
