"""Drafts: entries with ``draft: true``. A build leaves them out, and a preview may show them."""

from site_gen.content.frontmatter import split
from site_gen.content.yaml_fields import load_map

_KEY = "draft"


def is_draft(text: str) -> bool:
    r"""Whether an entry's file says that it is a draft; one that is broken does not.

    >>> is_draft("---\ntitle: T\ndraft: true\n---\n"), is_draft("---\ntitle: draft\n---\n")
    (True, False)
    """
    # Few files have the word; YAML can write it without it only by escapes.
    if _KEY not in text and "\\" not in text:
        return False
    meta = split(text).meta
    if _KEY not in meta and "\\" not in meta:
        return False
    return (load_map(meta) or {}).get(_KEY) is True
