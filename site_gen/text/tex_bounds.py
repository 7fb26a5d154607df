r"""What the TeX converter can take: a check that is linear in the length of a formula.

math-core tries each opening bracket as one half of a pair. Where the other half is missing it
starts again behind the bracket, so each bracket without a partner doubles its time. It also calls
itself for each level of nesting, and ends the process where the stack is full. See
docs/upstream.md. Hence a formula is measured before it is converted. What a command is, one that
needs arguments or one that does not, is asked from the converter itself, a command at a time.

The measure is never less than what the converter does: a bracket counts as closed only where its
partner is in the same group and cell, and is not the argument of a command.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from math_core import LatexError, LatexToMathML

# The time for signs of space grows with the square of the length.
MOST_CHARACTERS = 10_000
# The stack overflows at thousands of levels; with 2 MB of it, as threads may have, at 2,500. No
# formula of the corpus has more than 2.
MOST_LEVELS = 32
# Each doubles the time, so 8 take 256 times as long as none. In the corpus no formula has more
# than one, a half-open interval.
MOST_UNCLOSED = 8

_CONVERTER = LatexToMathML(fancy_error=False, allow_unreliable_rendering=True)
_MOST_ARGUMENTS = 6  # those of \genfrac
_CHAINED = 4  # levels of a command that is an argument without braces: some read it twice
# An option such as [3] or [2pt] is a part of its command: as brackets it would mislead.
_OPTION = r"(?:\s*\[[A-Za-z0-9 ,.+=-]*\])?"
_TOKEN = re.compile(
    r"\\(?:(?P<sized>left|right|middle|[bB]igg?[lrm]?)(?![A-Za-z])\s*(?:\\(?:[A-Za-z]+|.)|\S)?"
    rf"|(?P<part>begin|end)(?![A-Za-z])\s*(?:\{{[^{{}}]*\}})?|(?P<name>[A-Za-z]+|.){_OPTION})|\S",
    re.DOTALL,
)
_KINDS = {
    "open group": r"\{ \left \begin \begingroup",
    "close group": r"\} \right \end \endgroup",
    "open": r"( [ \{ ⌈ ⌊ ⌜ ⌞ ⎰ ❲ ⟅ ⟦ ⟨ ⟪ ⟬ ⟮ ⦃ ⦅ ⦇ ⦉ ⦋ ⦍ ⦏ ⦑ ⦓ ⦕ ⦗ ⧘ ⧚ ⧼"
    r" \bigl \Bigl \biggl \Biggl \lAngle \lBrace \lVert \lang \langle \lbrace \lbrack \lceil"
    r" \lfloor \lgroup \llangle \llbracket \llcorner \llparenthesis \lmoustache \lparen \lvert"
    r" \ulcorner",
    "close": r") ] \} ⌉ ⌋ ⟧ ⟩ ⟫ \bigr \Bigr \biggr \Biggr \rangle \rang \rbrace \rbrack \rceil"
    r" \rfloor \rgroup \rrbracket \rparen \rvert \rVert",
    "cell": r"& \\ \cr \over \atop \choose \brace \brack \middle",
    "style": r"\displaystyle \textstyle \scriptstyle \scriptscriptstyle \color",
    "definition": r"\def \gdef \let \global \newcommand \renewcommand \providecommand",
    "plain": r"\big \Big \bigg \Bigg \bigm \Bigm \biggm \Biggm \limits \nolimits \displaylimits"
    r" \hline \hdashline",
}
_KIND = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_KIND |= {"{": "open group", "}": "close group", "^": "argument", "_": "argument"}
_KIND |= {r"\{": "open", r"\}": "close"}


class _Group(NamedTuple):
    """What the end of a group brings back: the values of the measure before it."""

    pending: int
    chain: int
    level: int


class _Measure:
    """The state of the check: brackets, levels, and arguments that are still to come."""

    def __init__(self) -> None:
        self.groups: list[_Group] = []
        self.level = 0  # groups, brackets, styles and arguments that stand in each other here
        self.row = 0  # commands without arguments, one after another: some of them nest
        self.chain = 0  # commands that are arguments of each other, without braces
        self.pending = 0  # arguments that commands still need
        self.opened = [0]  # for each group: brackets of this cell that can still be closed
        self.unclosed = 0  # brackets that cannot be closed any more
        self.deepest = 0

    def read(self, kind: str, arguments: int) -> None:
        """Read a token."""
        if not arguments or kind == "argument":
            self.row = self.row + 1 if kind in ("argument", "command", "plain", "style") else 0
        if kind == "close":
            if not self.pending and self.opened[-1]:
                self.opened[-1] -= 1
                self.level -= 1
            self._take(0)
        elif kind == "close group":
            self._close_group()
        elif kind == "open group":
            self._open_group()
        else:
            self._read_other(kind, arguments)
        self.deepest = max(self.deepest, self.level + self.row + _CHAINED * self.chain)

    def _read_other(self, kind: str, arguments: int) -> None:
        if kind == "open" and self.pending:
            self.unclosed += 1
        elif kind == "open":
            self.opened[-1] += 1
        elif kind in ("cell", "style"):  # a style is a group up to the end of the one around it
            self._leave_cell()
        self.level += kind in ("open", "style")
        self._take(arguments)

    def _take(self, arguments: int) -> None:
        """Take a token as an argument, where one is due; it may need some itself."""
        self.chain = self.chain + 1 if self.pending and arguments else self.chain
        self.pending = max(self.pending - 1, 0) + arguments
        self.chain = self.chain if self.pending else 0

    def _open_group(self) -> None:
        self.groups.append(_Group(max(self.pending - 1, 0), self.chain, self.level))
        self.level += 1 + _CHAINED * self.chain
        self.pending = self.chain = 0
        self.opened.append(0)

    def _close_group(self) -> None:
        self._leave_cell()
        if self.groups:
            self.opened.pop()
            self.pending, self.chain, self.level = self.groups.pop()
        self.chain = self.chain if self.pending else 0

    def _leave_cell(self) -> None:
        self.unclosed += self.opened[-1]
        self.opened[-1] = self.pending = 0


def find_excess(tex: str) -> str:
    """Say what a formula, without its delimiters, has too much of; nothing where it can be typeset.

    >>> find_excess("(x)^2"), find_excess("(" * 40)
    ('', '40 brackets without a partner; expected at most 8')
    """
    if len(tex) > MOST_CHARACTERS:
        return f"{len(tex)} characters; expected at most {MOST_CHARACTERS}"
    measure = _Measure()
    for match in _TOKEN.finditer(tex):
        kind, arguments = _classify(match)
        if kind == "definition":  # it could stand for anything
            return f"a definition ({match[0]}); expected none"
        measure.read(kind, arguments)
    unclosed = measure.unclosed + sum(measure.opened)
    if unclosed > MOST_UNCLOSED:
        return f"{unclosed} brackets without a partner; expected at most {MOST_UNCLOSED}"
    if measure.deepest > MOST_LEVELS:
        return f"{measure.deepest} levels of nesting; expected at most {MOST_LEVELS}"
    return ""


def _classify(match: re.Match[str]) -> tuple[str, int]:
    """Give the kind of a token, and how many arguments it needs."""
    name = match["sized"] or match["part"] or match["name"]
    source = f"\\{name}" if name else match[0]
    if kind := _KIND.get(source):
        return kind, int(kind == "argument" or source == r"\color")
    return ("command", _count_arguments(source)) if name and name.isalpha() else ("", 0)


# A conversion for each command of each formula would take longer than that of the formula. Bounded,
# for a text may make up names.
@lru_cache(maxsize=2048)
def _count_arguments(command: str) -> int:
    """Ask the converter how many arguments a command needs: the most, where it does not say."""
    for count in range(_MOST_ARGUMENTS):
        try:
            _CONVERTER.convert_with_local_state(command + "{a}" * count, displaystyle=False)
        except LatexError:
            continue
        return count
    return _MOST_ARGUMENTS
