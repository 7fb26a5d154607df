r"""TeX as authors write it -> TeX that math-core knows: one pass over the tokens.

``macros.py`` has the commands, ``words.py`` the rule for words. What neither knows stays as it is.
A percent sign is a percent sign: an abstract has lost its line ends, so what follows a sign cannot
be a comment, and as one it would hide text. Text inside of formulas (``\text{...}``) is read by
``text_parts.py``.
"""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass

from site_gen.text.formulas.arguments import Source, escape, known_sign
from site_gen.text.formulas.macros import (
    BOXES,
    ESCAPED,
    FONTS,
    LOST,
    MOVED,
    QUOTED,
    RENAMED,
    SHIFTED,
    SIZED,
    SKIPPED,
    SWITCHES,
    TEMPLATES,
    TEXT_FONTS,
)
from site_gen.text.formulas.text_parts import MATH, cut_text
from site_gen.text.formulas.words import has_word, is_word, set_words
from site_gen.text.tex_symbols import SYMBOLS

_RUN = r"[0-9A-Za-zÀ-ÖØ-öø-ɏ]+"
_TOKEN = re.compile(
    rf"\\(?P<name>[A-Za-z]+)|\\(?P<sign>.)|(?P<run>{_RUN}(?:-{_RUN})*)|-(?P<hyphened>{_RUN})"
    r"|(?P<blank>\s+)|(?P<other>.)",
    re.DOTALL,
)
_STARRED = frozenset(["operatorname", "hspace", "vspace", "tag"])
# A blank behind a word is one, where what follows would stick to it.
_STICKS = re.compile(r"\s+(?=[0-9A-Za-z(]|\\(?:text|math))")
_GAP = re.compile(r"[A-Za-z]{2}\s+(?=[A-Za-z])|.?[A-Za-z]\s+(?=[A-Za-z]{2})", re.DOTALL)
_TOUCHED = re.compile(r"[0-9A-Za-z)\]}*'%]")  # what a hyphen joins to the word behind it
_BACK = re.compile(r"(?:\s*+\\[!,])++")  # \not\!\!E: the stroke is moved, and set by the converter
_LETTERS = "ss SS o O l L ae AE oe OE aa AA dh DH th TH ng NG dj DJ"
_TEXT_SIGNS = frozenset(_LETTERS.split())
_MOST_DEPTH = 4
"""Formulas in text in formulas: the source of each is read once more for each level."""


def rewrite(tex: str) -> str:
    r"""Write the TeX of a formula, without its delimiters, as TeX that the converter knows.

    >>> rewrite(r"\widetilde{O}(\sqrt{T})"), rewrite(r"\mbox{deg}(v)"), rewrite(r"16.3%")
    ('\\widetilde{O}(\\sqrt{T})', '\\text{deg}(v)', '16.3\\%')
    """
    return _Rewriter(tex, 0).convert()


@dataclass(slots=True)
class _Group:
    """What stands between two braces."""

    is_raw: bool = False
    """Whether letters in it need no look: they are in one font already."""

    owner: str = ""
    """The command whose argument it is."""

    is_text: bool = False
    """Whether a switch such as ``\\rm`` is in it, by which authors set words with blanks."""


class _Rewriter:
    """The position in a formula, what is written of it, and what still is to be closed."""

    def __init__(self, source: str, depth: int) -> None:
        self._source = Source(source)
        self._depth = depth
        self._out: list[str] = []
        self._groups = [_Group()]
        self._owner = ""  # the command whose argument may begin here
        self._closed = ""  # the command whose argument ended here
        self._silent: set[int] = set()  # braces that are not written
        self._closers: list[tuple[int, str]] = []  # what to write at a place, the nearest last
        self._is_argument = False  # whether a script or a font takes the next sign
        self._readers: tuple[tuple[Callable[[str], str], Container[str]], ...] = (
            (self._read_text, TEXT_FONTS),
            (self._shift, SHIFTED),
            (self._read_box, BOXES),
            (self._source.name_operator, ("operatorname", "operatorname*")),
            (self._source.move, MOVED),
            (self._source.size, SIZED),
            (self._rename, RENAMED),
            (self._open_template, TEMPLATES),
            (self._quote, QUOTED),
            (self._source.read_code, ["unicode"]),
            (self._source.drop, SKIPPED),
            (self._source.read_environment, ["begin", "end"]),
        )

    def convert(self) -> str:
        """Give the whole formula."""
        while self._source.at < len(self._source.text):
            stop = self._closers[-1][0] if self._closers else len(self._source.text)
            match = _TOKEN.match(self._source.text, self._source.at, stop)
            if match is None:  # an argument that is not there
                self._out.append(self._closers.pop()[1])
                continue
            self._source.at = match.end()
            getattr(self, f"_read_{match.lastgroup}")(match)
            while self._closers and self._closers[-1][0] <= self._source.at:
                self._out.append(self._closers.pop()[1])
        return "".join([*self._out, *(text for _, text in reversed(self._closers))])

    def _read_blank(self, match: re.Match[str]) -> None:
        is_gap = self._groups[-1].is_text and _GAP.match(
            self._source.text, max(match.start() - 2, 0)
        )
        self._out.append(r"\ " if is_gap and not self._is_name_last() else match[0])

    def _read_other(self, match: re.Match[str]) -> None:
        sign = match[0]
        self._closed = ""
        if sign == "{":
            owner = self._owner
            self._groups.append(
                _Group(self._groups[-1].is_raw or owner.removesuffix("*") in FONTS, owner)
            )
        elif sign == "}" and len(self._groups) > 1:
            self._closed = self._groups.pop().owner
        self._owner = ""
        self._is_argument = sign in "^_"
        if match.start() not in self._silent:
            self._out.append(ESCAPED[sign] if sign in "#%" else known_sign(sign))

    def _read_sign(self, match: re.Match[str]) -> None:
        self._is_argument = False
        self._out.append(RENAMED.get(match["sign"], match[0]))

    def _read_run(self, match: re.Match[str]) -> None:
        run = match[0]
        is_raw, is_argument = self._groups[-1].is_raw, self._is_argument
        self._owner, self._is_argument = "", False
        if run in LOST and self._source.text.startswith("{", self._source.at) and not is_raw:
            self._read_command(run)
        elif is_raw:
            hyphen = r"\text{-}" if any(map(has_word, run.split("-"))) else "-"
            self._out.append(run.replace("-", hyphen))
        elif is_argument:
            self._read_argument(match)
        else:
            self._put_words(match.start(), set_words(run), run)

    def _put_words(self, start: int, text: str, run: str) -> None:
        """Write words; a blank between them and what they would stick to stays."""
        is_set = text != run and "{" in text
        if is_set and start and _STICKS.match(self._source.text, self._blank_start(start)):
            self._out[-1:] = [r"\ "]
        self._out.append(text)
        if is_set and (blank := _STICKS.match(self._source.text, self._source.at)):
            self._source.at = blank.end()
            self._out.append(r"\ ")

    def _blank_start(self, end: int) -> int:
        """Give where the blank before a word starts, if that follows a letter or a bracket."""
        start = end - len(self._out[-1]) if self._out and self._out[-1].isspace() else end
        return start if start and _TOUCHED.match(self._source.text, start - 1) else end

    def _read_argument(self, match: re.Match[str]) -> None:
        """Read what follows a script or a command without braces: a sign, but a word is whole."""
        part = match[0].split("-", 1)[0]
        if is_word(part):
            self._out.append(rf"{{\mathrm{{{part}}}}}")
            self._source.at = match.start() + len(part)
        else:
            self._out.append(part[0])
            self._source.at = match.start() + 1

    def _read_hyphened(self, match: re.Match[str]) -> None:
        start, word = match.start(), match["hyphened"]
        self._is_argument = False
        touches = start and _TOUCHED.match(self._source.text, start - 1)
        if touches and has_word(word) and not self._groups[-1].is_raw:
            self._out.append(rf"\text{{-{word}}}")
        else:
            self._out.append("-")
            self._source.at = start + 1

    def _read_name(self, match: re.Match[str]) -> None:
        name = match["name"]
        if name in _STARRED and self._source.text.startswith("*", self._source.at):
            self._source.at += 1
            name += "*" * (name == "operatorname")
        self._read_command(name)

    def _read_command(self, name: str) -> None:
        for read, names in self._readers:
            if name in names:
                self._out.append(read(name))
                break
        else:
            self._out.append(self._keep(name))
        known = RENAMED.get(name, name).removeprefix("\\").removesuffix("*")
        self._owner = name if name == "operatorname*" else known
        self._is_argument = known in FONTS

    def _rename(self, name: str) -> str:
        text = RENAMED[name]
        if text[1:] in SWITCHES:
            self._groups[-1].is_raw = self._groups[-1].is_text = True
        return f"{text} " if text[-1:].isalpha() else text

    def _keep(self, name: str) -> str:
        """Give a command that the converter knows, or does not know either."""
        if name in SWITCHES:
            self._groups[-1].is_raw = self._groups[-1].is_text = True
        elif name == "mathop":
            return self._source.read_operator()
        elif name == "not" and (back := _BACK.match(self._source.text, self._source.at)):
            self._source.at = back.end()
            return r"\not "
        elif name in ("limits", "nolimits") and self._is_behind_group():
            return ""
        elif name in _TEXT_SIGNS or (name.startswith("text") and name in SYMBOLS):
            return rf"\text{{{escape(SYMBOLS[name])}}}"
        return f"\\{name}"

    def _is_name_last(self) -> bool:
        return bool(self._out) and self._out[-1].lstrip()[:1] == "\\"

    def _is_behind_group(self) -> bool:
        """Whether the last token ends a group that is no operator: no limits can follow."""
        last = self._out[-1] if self._out else ""
        return last == "}" and self._closed != "operatorname*"

    def _read_text(self, name: str) -> str:
        start = self._source.skip_blanks()
        end = self._source.partners.get(start)
        font = TEXT_FONTS[name] or name
        if end is None or self._depth > _MOST_DEPTH:
            return rf"\{font} "
        self._source.at = end + 1
        parts = [
            _Rewriter(text, self._depth + 1).convert() if kind == MATH
            else rf"\{kind}{{{escape(text)}}}"
            for kind, text in cut_text(self._source.text[start + 1 : end], font)
        ]  # fmt: skip
        return parts[0] if len(parts) == 1 else f"{{{''.join(parts)}}}"

    def _shift(self, name: str) -> str:
        return SHIFTED[name] + self._read_text("text")

    def _read_box(self, name: str) -> str:
        self._source.skip(BOXES[name])
        return self._read_text("text")

    def _open_template(self, name: str) -> str:
        """Write what is before the first argument, and remember what stands behind each."""
        texts = TEMPLATES[name]
        self._out.append("{" + texts[0])
        at, places = self._source.at, list[tuple[int, str]]()
        limit = self._closers[-1][0] if self._closers else len(self._source.text)
        for text in texts[1:]:
            at = self._source.find_argument_end(at, limit)
            places.append((at, text))
            if texts[0].startswith(r"\begin"):  # rows end only outside of braces
                self._silent |= {self._source.at, at - 1}
        places[-1] = (places[-1][0], f"{places[-1][1]}}}")
        self._closers += reversed(places)
        return ""

    def _quote(self, name: str) -> str:
        return rf"\text{{{escape(QUOTED[name].format(self._source.take()))}}}"
