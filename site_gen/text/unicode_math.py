r"""TeX -> Unicode text, for feeds, mail and citations, where MathML would be stripped.

All of a formula becomes Unicode, or it stays TeX source: half of each would mislead.
"""

import re
from functools import lru_cache

import unicodeit

_DELIMITERS = re.compile(r"\$\$(.+)\$\$|\$(.+)\$|\\\((.+)\\\)|\\\[(.+)\\\]", re.DOTALL)
_FUNCTION = re.compile(
    r"\\(arg|cos|cosh|cot|deg|det|dim|exp|gcd|inf|ker|lim|ln|log|max|min|Pr|sin|sinh|sup|tan|tanh)"
    r"(?![A-Za-z])"
)
_WORDS = re.compile(r"\\(?:text|textrm|mathrm|operatorname)\s*\{([^{}\\^_]*)\}")
_STYLED = re.compile(r"\\(?:mathbb|mathcal|mathbf|mathit|mathfrak)(?=\s*\{)")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_DEGREES = re.compile(r"\^\s*(?:\{\s*\\circ\s*\}|\\circ(?![A-Za-z]))")
_SOURCE = re.compile(r"[\\^_{}$&~]")


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


@lru_cache(maxsize=512)
def _is_symbol(command: str) -> bool:
    r"""Whether a command is one sign. The library takes ``\lfoo`` for ``\l`` and ``foo``."""
    return len(unicodeit.replace(command)) == 1
