"""The words of a text, for rules of topics and for comparing papers."""


class _Spaces(dict[int, int]):
    """What stands for each character of a text: itself in a word, else a space."""

    def __missing__(self, code: int) -> int:
        """Learn a character: those of words are letters, digits and ``_``."""
        mark = chr(code)
        self[code] = replacement = code if mark.isalnum() or mark == "_" else ord(" ")
        return replacement


# Grows with the characters that occur; Unicode bounds it. It saves two calls for each character of
# each text.
_SPACES = _Spaces()


def split_words(text: str) -> list[str]:
    """Give the words of a text in lower case; twice as fast as ``re.findall``."""
    return text.lower().translate(_SPACES).split()
