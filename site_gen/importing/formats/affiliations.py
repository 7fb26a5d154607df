"""Affiliations in lists of authors: what stands in brackets behind a name."""

import re

_BRACKETS = {"(": ")", "[": "]", "（": "）"}


def strip_affiliations(text: str) -> str:
    """Leave out brackets, whatever is in them, where a name ends after them.

    Brackets within a name are a part of it: 'Yi (Eve) Sun'.
    """
    kept, done = [], 0
    for start, end in _find_brackets(text):
        rest = text[end : end + 9].lstrip(" *†‡§0123456789")
        if not rest or rest[0] in ",;，；、\n([（" or re.match(r"(?:and|&|et)\b|et al", rest):
            kept.append(text[done:start])
            done = end
    return "".join((*kept, text[done:])).strip() or text.strip("".join(_BRACKETS) + ")]）")


def _find_brackets(text: str) -> list[tuple[int, int]]:
    """Find the outermost brackets that are closed: where each begins and ends."""
    spans: list[tuple[int, int]] = []
    open_: list[int] = []
    for at, sign in enumerate(text):
        if sign in _BRACKETS:
            open_.append(at)
        elif open_ and sign == _BRACKETS[text[open_[-1]]]:
            start = open_.pop()
            while spans and spans[-1][0] > start:
                spans.pop()
            spans.append((start, at + 1))
    return spans
