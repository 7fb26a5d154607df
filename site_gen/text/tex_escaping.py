r"""Text -> LaTeX that prints it. ``text/tex_text.py`` reads it back.

A text may be LaTeX already, as most abstracts of arXiv: ``97\%``. Then it is written as it is.
"""

import re

from site_gen.text.commands.reader import has_commands
from site_gen.text.tex import cut_formulas
from site_gen.text.tex_text import to_text

# The characters with a meaning in LaTeX, and three for which its default
# font encoding prints other signs: < > |.
_SPECIAL = str.maketrans(
    {
        **{mark: f"\\{mark}" for mark in "$&#%_"},
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # BibTeX counts a brace even behind a backslash
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
    }
)
_BRACE = re.compile(r"[{}]")
# Braces around words; those of a command's arguments, and of formulas, are kept.
_WORDS = re.compile(
    r"(?P<kept>\\[A-Za-z]+\*?\s*(?:\{[^{}]*\}\s*)*|[_^]\{[^{}]*\}|\\.|\$[^$]*\$)|\{(?P<words>[^{}\\$`'-]*)\}",
    re.DOTALL,
)
_LIGATURE = re.compile(r"(?<=-)-|(?<=')'|(?<=[`?!])`")  # of two such signs TeX makes another


def escape_latex(text: str) -> str:
    r"""Write literal text for LaTeX; formulas stay as they are.

    >>> escape_latex("50% of $x_1$")
    '50\\% of $x_1$'
    """
    return "".join(
        escape_literal(part) if isinstance(part, str) else part.source
        for part in cut_formulas(text)
    )


def escape_literal(text: str) -> str:
    r"""Write text without formulas for LaTeX, as a name.

    >>> escape_literal("A & B--C")
    'A \\& B-{}-C'
    """
    return _LIGATURE.sub(r"{}\g<0>", text.translate(_SPECIAL))


def is_source(text: str) -> bool:
    r"""Whether a text is LaTeX that can stand in a field of BibTeX as it is.

    BibTeX counts all braces, escaped ones too, to find the end of a field.

    >>> is_source(r"97\% of \emph{all}"), is_source("97%"), is_source(r"97\% of {all")
    (True, False, False)
    """
    return has_commands(text) and _is_balanced(text) and not text.endswith("\\")


def format_source(text: str) -> str:
    r"""Write a text that may be LaTeX; ``parse_source`` gives it back.

    LaTeX stays as it is. Other text that needs escapes stands in braces, which print nothing.

    >>> format_source(r"97\%"), format_source("97%"), format_source("all")
    ('97\\%', '{97\\%}', 'all')
    """
    # Read back first: a rare source, such as one whole group, would come back as something else.
    escaped = escape_latex(text)
    if (escaped == text or is_source(text)) and parse_source(text) == text:
        return text
    return f"{{{escaped}}}"


def parse_source(latex: str) -> str:
    r"""Read a text that may be LaTeX: what stands in braces as a whole is text that was escaped.

    Braces around words alone, which keep capitals, print nothing and are left out.

    >>> parse_source(r"97\% of {B}ayes"), parse_source(r"{97\%}")
    ('97\\% of Bayes', '97%')
    """
    return to_text(latex[1:-1]) if _is_group(latex) else _drop_braces(latex)


def _drop_braces(latex: str) -> str:
    return _WORDS.sub(lambda match: match["words"] or match["kept"] or "", latex)


def _is_balanced(text: str) -> bool:
    depth = 0
    for sign in _BRACE.findall(text):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return not depth


def _is_group(text: str) -> bool:
    """Whether the first brace of a text is closed by its last character."""
    return text[:1] == "{" and text[-1:] == "}" and _is_balanced(text[1:-1])
