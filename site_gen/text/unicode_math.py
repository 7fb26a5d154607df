r"""TeX -> Unicode text, for feeds, mail and citations, where MathML would be stripped.

All of a formula becomes Unicode, or it stays TeX source: half of each would mislead.
"""

import re
from collections.abc import Callable
from functools import lru_cache

import unicodeit

_DELIMITERS = re.compile(r"\$\$(.+)\$\$|\$(.+)\$|\\\((.+)\\\)|\\\[(.+)\\\]", re.DOTALL)
# The operators of LaTeX that are written as their name. unicodeit 0.7 takes \log for \l and 'og'.
_FUNCTION = re.compile(
    r"\\(arg|cos|cosh|cot|deg|det|dim|exp|gcd|inf|ker|lim|ln|log|max|min|Pr|sin|sinh|sup|tan|tanh)"
    r"(?![A-Za-z])"
)
# Without scripts or commands inside, which unicodeit must see.
_WORDS = re.compile(r"\\(?:text|textrm|mathrm|operatorname)\s*\{([^{}\\^_]*)\}")
# Alphabets that unicodeit has signs for: these commands are not signs themselves.
_STYLED = re.compile(r"\\(?:mathbb|mathcal|mathbf|mathit|mathfrak)(?=\s*\{)")
_COMMAND = re.compile(r"\\[A-Za-z]+")
# unicodeit would raise the sign for composition, which is not the one for degrees.
_DEGREES = re.compile(r"\^\s*(?:\{\s*\\circ\s*\}|\\circ(?![A-Za-z]))")
# What only TeX has: when some of it is left, not all of the formula has a sign.
_SOURCE = re.compile(r"[\\^_{}$&~]")


_MOST_FORMULAS = 200  # of one text: each takes a quarter of a millisecond


def write_formulas(count: int) -> Callable[[str], str]:
    """Give what writes formulas as text; of very many, which take seconds, as TeX."""
    return to_unicode if count <= _MOST_FORMULAS else str


# unicodeit tries 4,257 replacements one by one, 0.27 ms a formula (docs/upstream.md).
@lru_cache(maxsize=4096)
def to_unicode(source: str) -> str:
    r"""Write a formula with its delimiters as Unicode; as it stands where that cannot be done.

    >>> to_unicode(r"$O(n \log n)$"), to_unicode(r"\(\alpha^2\)"), to_unicode(r"$\frac{1}{2}$")
    ('O(n log n)', 'α²', '$\\frac{1}{2}$')
    """
    match = _DELIMITERS.fullmatch(source)
    if not match:
        return source
    tex = next(filter(None, match.groups()))
    tex = _WORDS.sub(r"\1", _FUNCTION.sub(r" \1 ", _DEGREES.sub("°", tex)))
    if not all(_is_symbol(command) for command in _COMMAND.findall(_STYLED.sub("", tex))):
        return source
    text = " ".join(unicodeit.replace(tex).split())
    return source if _SOURCE.search(text) or not text else text.replace("( ", "(")


# The same few commands stand in all formulas; each question costs 0.27 ms.
@lru_cache(maxsize=512)
def _is_symbol(command: str) -> bool:
    r"""Whether a command is one sign. The library takes ``\lfoo`` for ``\l`` and ``foo``."""
    return len(unicodeit.replace(command)) == 1
