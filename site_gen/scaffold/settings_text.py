"""The ``content/site.yaml`` of a new site: each key of the table, as a comment or with a value."""

import re
import textwrap
from collections.abc import Mapping

from site_gen.content.settings.table import TABLE
from site_gen.content.yaml_fields import format_fields

_WIDTH = 98
_DOCUMENT = re.compile(r"docs/(\w+)\.md")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_HEAD = """\
# The settings of the site. A key that is left out, or a comment, has its default.
# A key with a value stands at the beginning of a line, without '# '.
"""


def format_settings(values: Mapping[str, str]) -> str:
    """Write a ``site.yaml``: what each key is for, and its value, or a sample as a comment.

    ``values`` are by key; one that is empty is left out.
    """
    parts = [_HEAD]
    for key, row in TABLE.items():
        value = values.get(key, "")
        line = format_fields({key: value}) if value else f"# {key}: {row.sample}\n"
        default = "" if value else f" Without it: {_plain(row.default).rstrip('.')}."
        about = _plain(row.text).rstrip(".")
        # A value that is written first, as `no`, keeps its small letter.
        start = about[:1] if row.text.startswith("`") else about[:1].upper()
        parts.append(f"\n{_comment(f'{start}{about[1:]}.{default}')}\n{line}")
    return "".join(parts)


def _comment(text: str) -> str:
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent="# ",
        subsequent_indent="# ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _plain(text: str) -> str:
    """Take the Markdown of a row as plain text: links become their text and address.

    Where a document is named, the text says how an owner reads it, who may have no checkout.
    """
    text = _LINK.sub(r"\1 (\2)", text).replace("`", "")
    return _DOCUMENT.sub(r"site-gen help \1", text)
