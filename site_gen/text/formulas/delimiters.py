r"""Where a formula may stand in running text: between which dollars and brackets.

``$...$``, ``$$...$$``, ``\(...\)`` and ``\[...\]`` hold a formula, unless two dollars are something
else: money, variables of a shell or of a program, a template. Pandoc's rule ("tex_math_dollars" in
its manual) is the start: no space inside the dollars, no digit behind the second. It is too strict
for papers, so rules say what is text. Each is a pattern with its reason. Where a TeX command or a
``^`` is inside, only the rules for words and amounts hold.
"""

import re
from typing import NamedTuple

# Text inside of a formula may hold formulas: \text{if $x$}. At most 8 of them, so that no dollar is
# read often.
_WITHOUT = r"(?:[^{}$\\]|\\.|\{[^{}$]*+\})*+"  # dollars
_NESTED = (
    rf"\\(?:text[a-z]*|mbox|hbox|emph)\s*+\{{{_WITHOUT}(?:\${_WITHOUT}\${_WITHOUT}){{1,4}}+\}}"
)
_INSIDE = rf"(?:[^$\\]|(?!{_NESTED})\\.)*+(?:{_NESTED}(?:[^$\\]|(?!{_NESTED})\\.)*+){{0,8}}+"
# At each character only one alternative can go on, so that no text is tried in two ways. A formula
# in brackets holds no bracket that begins or ends another: in '\( a \( b \)' the inner one counts.
_SPAN = re.compile(
    rf"\$\$(?P<dd>(?!\$){_INSIDE})\$\$|\$(?P<d>(?!\$){_INSIDE})\$"
    r"|\\\((?P<p>(?:[^\\]|\\(?![()]).)+)\\\)"
    r"|\\\[(?P<b>(?:[^\\]|\\(?![\[\]]).)+)\\\]",
    re.DOTALL,
)
# Taken out before words are counted: neither a command nor the text inside \text is a word between
# two prices. Sources that strip backslashes leave textbf{so}.
_COMMAND = re.compile(
    r"\\?(?:text[a-z]*|math[a-z]*|operatorname|mbox|boldsymbol|href\s*\{[^{}]*\})\s*"
    r"\{(?:[^{}]|\{[^{}]*+\})*+\}|\{\s*\\(?:rm|bf|it|em|tt|sf|sc)\b[^{}]*\}"
    r"|\\(?:begin|end)\s*\{[^{}]*\}|\\[A-Za-z]+"
)
_AMOUNT = r"[0-9][0-9.,]*"
_CURRENCY = r"(?:R|US|A|AU|C|CA|HK|NZ|S|NT|MX|Z)"
_WORDS = re.compile(
    # Two words of two letters or more with white space between: running text. One letter may be a
    # variable.
    r"(?<![A-Za-z])[A-Za-z]{2,}[,.;:]?\s+[A-Za-z]{2,}"
    # What stands between two prices: $5-$, $3 billion, $20B to $.
    rf"|\A{_AMOUNT}(?:(?:[kKMBT]|bn)\b.+|\s+[A-Za-z]{{2,}}.*|[-/–—,])\Z",
    re.DOTALL,
)
# Where a blank is inside of a dollar, a single word between blanks is enough: $ 5 and $. But a sign
# beside it makes it a part of a formula: $ Loss = x $.
_WORD = re.compile(
    r"(?:\A|(?<=[^=<>+*/(\s-]))\s(?:\s*+)(?!(?:mod|log|max|min|sin|cos|exp)\b)"
    r"[A-Za-z]{2,}[,.;:]?\s++(?![=<>+*/)-])"
)
_IS_TEX = re.compile(r"\\[A-Za-z]|\\[,;:!|{}%]|\^|_\{|[A-Za-z0-9)}]_[A-Za-z0-9]\b(?![:/$])")
# What is no formula unless TeX is in it, with the character before the first dollar, and what
# follows the second. '␀' stands for the ends of the text.
_RULES = re.compile(
    "|".join(
        [
            r".\$\s(?!.*\s\$)[^$]*\$.*",  # $ 5 and R$: a blank at one side
            r".\$(?!\s)[^$]*\s\$.*",  # $x and $y
            r"[A-Za-z0-9]\$\s[^$]*\s\$.*",  # US$ 5 - R$ 3
            r".\$\s+[A-Za-z]{2,}\s+\$.*",  # a word between blanks: the $ sign $
            rf".\$\s+{_AMOUNT}\s+\$\s*[0-9].*",  # $ 5 $ 10
            # A digit behind: $5$6, $a$1. But $<$35 is what authors write.
            r".\$(?!\s*[A-Za-z]?\s*[<>=≤≥≈∼~±×+-]\s*\$)[^$]*\$[0-9].*",
            # $PATH:$HOME, ${a}/${b}, $x->$y. A sign alone is one, as in $-$standard.
            r".\$(?!.\$)[^$]*(?:[:/,;.=+*&|\"`<>@\[(-]|(?<!\\)%)\$[A-Za-z_{(@].*",
            r".\$[^$]*[\"'],?\s*[\"']\$.*",  # "$a", "$b"
            r".\$[A-Z][A-Z0-9_]{2,}\$[A-Z_a-z].*",  # $HOME$USER
            r".\$(?=[^_$]*_)[A-Za-z]\w{3,}\$[A-Za-z_].*",  # $my_var$x
            r".\$\{[A-Za-z_][\w.:-]*\}\$.*",  # ${x}$
            r".\$[,;)/].*",  # begins inside of something
            r"[0-9]\$[-–/][0-9.,]+\$.*",  # 5$-6$
            rf".\${_AMOUNT}+[^$]*\s{_CURRENCY}\$.*",  # $5 (USD) / R$
        ]
    ),
    re.DOTALL,
)

# The second of two prices, of which the first has a dollar too: $20B to $30B$. Without the first,
# $30B$ is what authors write of parameters or tokens.
_PRICES = re.compile(
    rf"\$\s?{_AMOUNT}(?:[kKMBT]|bn)?\s*(?:to|and|or|[-–—,/])\s*\$\s?{_AMOUNT}(?:[kKMBT]|bn)?\$\Z"
)
_NEAR = 40  # characters before a dollar that may say what it is


class Span(NamedTuple):
    """What may be a formula: its source with the delimiters, and what is between them."""

    source: str
    tex: str
    is_display: bool


def find_span(text: str, start: int) -> Span | None:
    """Find what may be a formula at a place of a text; nothing where it is no formula for sure."""
    match = _SPAN.match(text, start)
    if not match:
        return None
    kind = match.lastgroup or ""
    tex = match[kind]
    if not tex or tex.isspace():
        return None
    around = text[max(start - _NEAR, 0) : start] or "␀", text[match.end() : match.end() + 2]
    if _is_prose(tex) if kind == "dd" else kind == "d" and _is_text(tex, *around):
        return None
    return Span(match[0], tex, kind in ("dd", "b"))


def _is_prose(inside: str) -> bool:
    is_wide = inside[0].isspace() or inside[-1].isspace()
    return is_wide and bool(_WORD.search(_COMMAND.sub("·", inside)))


def _is_text(inside: str, before: str, after: str) -> bool:
    if _WORDS.search(_COMMAND.sub("", inside)) or _is_prose(inside):
        return True
    if _PRICES.search(f"{before}${inside}$"):
        return True
    # An escaped dollar in it is none.
    plain = inside.replace(r"\$", "S")
    return not _IS_TEX.search(plain) and bool(_RULES.match(f"{before[-1]}${plain}${after}"))
