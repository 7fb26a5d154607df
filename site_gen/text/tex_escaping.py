"""Text -> LaTeX that prints it. ``text/tex_text.py`` reads it back."""

import re

from site_gen.text.tex import find_formulas

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
_LIGATURE = re.compile(r"(?<=-)-|(?<=')'|(?<=[`?!])`")  # of two such signs TeX makes another


def escape_latex(text: str) -> str:
    r"""Write literal text for LaTeX; formulas stay as they are.

    >>> escape_latex("50% of $x_1$")
    '50\\% of $x_1$'
    """
    out, at = [], 0
    for found in find_formulas(text):
        out += [escape_literal(text[at : found.start]), found.source]
        at = found.end
    return "".join([*out, escape_literal(text[at:])])


def escape_literal(text: str) -> str:
    r"""Write text without formulas for LaTeX, as a name.

    >>> escape_literal("A & B--C")
    'A \\& B-{}-C'
    """
    return _LIGATURE.sub(r"{}\g<0>", text.translate(_SPECIAL))
