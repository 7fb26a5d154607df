"""Whether a tag of HTML or XML has too many attributes for the parsers of the libraries.

They look for each attribute among those before it, so their time grows with the square of the
number: a link with 100,000 attributes would take minutes.
"""

import re

MOST_IN_HTML = 10_000
"""White space in a tag of HTML, outside of values: scripts may hold what looks like a long tag."""

MOST_IN_XML = 2_000
"""The same in XML, in which a ``<`` is always that of a tag."""

# As libxml2 reads HTML: a quotation mark counts behind '=' alone, and no '<' ends a tag. The
# quantifiers are possessive: what was read is not read again.
_VALUE = r"=\s*+(?:\"[^\"]*+\"|'[^']*+')"
_TAG = re.compile(rf"<[a-zA-Z](?:{_VALUE}|[^>])*+")
_IN_QUOTES = re.compile(_VALUE)


def find_full_tag(markup: str, most: int) -> int:
    """Give the place of the first tag with more than so many attributes; -1 where there is none.

    >>> find_full_tag('<a>< b c="d e f">', 1), find_full_tag("<a> <b c=d e f>", 1)
    (-1, 4)
    """
    for tag in _TAG.finditer(markup):
        # An attribute is two characters at the least. Nearly all tags are shorter.
        if tag.end() - tag.start() > 2 * most and _count(tag[0]) > most:
            return tag.start()
    return -1


def _count(tag: str) -> int:
    return len(_IN_QUOTES.sub("=a", tag).split()) - 1
