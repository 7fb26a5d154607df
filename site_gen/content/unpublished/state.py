"""Whether a build shows the paper of an entry's file: by ``removed:`` and ``draft:``."""

from enum import Enum, auto

from site_gen.content.frontmatter import split
from site_gen.content.yaml_fields import load_map

_REMOVED = "removed"
_DRAFT = "draft"


class State(Enum):
    """What the front matter of an entry says of its paper."""

    SHOWN = auto()
    DRAFT = auto()
    """``draft: true``: a build leaves it out, and a preview may show it."""
    REMOVED = auto()
    """``removed: REASON``: the paper was taken down."""


WHY_LATE = {
    State.DRAFT: "the paper became a draft during the build; expected another build",
    State.REMOVED: "the paper was taken down during the build; expected another build",
}
"""Says why a build ends that has read a paper which it may not show now."""


def find_state(text: str) -> State:
    r"""Find the state of a paper from its entry's file; a file that is broken is shown.

    A draft that was taken down is taken down.

    >>> find_state("---\ntitle: T\ndraft: true\n---\n").name
    'DRAFT'
    """
    # Few files have one of the words; YAML can write a key without its word only by escapes.
    if not _may_hide(text):
        return State.SHOWN
    meta = split(text).meta
    if not _may_hide(meta):
        return State.SHOWN
    fields = load_map(meta) or {}
    if _REMOVED in fields:
        return State.REMOVED
    return State.DRAFT if fields.get(_DRAFT) is True else State.SHOWN


def _may_hide(text: str) -> bool:
    return _REMOVED in text or _DRAFT in text or "\\" in text
