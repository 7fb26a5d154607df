"""Another name for a day, in what names it: a listing, a record, a journal. Text in, text out."""

import yaml

from site_gen.content.yaml_fields import LOADER
from site_gen.importing.provenance import format_imported, parse_imported
from site_gen.importing.three_way import Base
from site_gen.model import InputError, Problem

_KEYS = ("date", "papers")
_DAYS = "days"  # the key of a base that names the further days on which we listed a paper


def rename_in_listing(path: str, text: str, old: str, new: str) -> str:
    """Give a ``digest.yaml`` in which a day has another name; all other bytes stay.

    ``path`` labels the InputError where the text cannot be changed so.
    """
    try:
        root = yaml.compose(text, Loader=LOADER)
        items = _list_items(root)
        found = [item for item in items if _names(item.value, old)]
        changed = text
        # From the end, so that places of items still to come stay as they are.
        for item in sorted(found, key=lambda one: one.start_mark.index, reverse=True):
            # Behind a quote, or a mark of YAML.
            at = text.index(old, item.start_mark.index, item.end_mark.index)
            changed = f"{changed[:at]}{new}{changed[at + len(old) :]}"
        # YAML has more forms than we can foresee: what was changed is read again.
        values = [item.value for item in _list_items(yaml.compose(changed, Loader=LOADER))]
        is_right = values == [rename_ref(item.value, old, new) for item in items]
    except (yaml.YAMLError, RecursionError, ValueError):
        is_right = False
    if not is_right:
        message = f"cannot name {new} in place of {old}; expected a list of papers in YAML"
        raise InputError(Problem(path, 1, message))
    return changed


def rename_in_record(text: str, old: str, new: str) -> tuple[str, dict[str, Base]]:
    """Take the papers of a day out of a record, and name the day anew in what it says of others.

    Gives the text of the record, and what it said of the papers of the day, by their new name.
    """
    bases = parse_imported(text)
    moved = {
        rename_ref(ref, old, new): rename_in_base(base, old, new)
        for ref, base in bases.items()
        if _names(ref, old)
    }
    kept = {
        ref: rename_in_base(base, old, new) for ref, base in bases.items() if not _names(ref, old)
    }
    # Lines that cannot be read stay as long as nothing has to be changed.
    is_same = kept == bases
    return text if is_same else format_imported(kept), moved


def rename_in_base(base: Base, old: str, new: str) -> Base:
    """Give what we wrote of a paper, with a day by its new name among those that list it."""
    days = str(base.get(_DAYS, "")).split()
    if old not in days:
        return base
    renamed = sorted({new if day == old else day for day in days})
    return {**base, _DAYS: " ".join(renamed)}


def _names(value: str, day: str) -> bool:
    return value == day or value.startswith(f"{day}/")


def rename_ref(value: str, old: str, new: str) -> str:
    """Name a day anew in a reference, a path or a date that begins with it; others stay."""
    return f"{new}{value.removeprefix(old)}" if _names(value, old) else value


def _list_items(root: yaml.Node | None) -> list[yaml.ScalarNode]:
    """Give the values of keys that name days, and the items of those that are lists."""
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    nodes = [node for key, node in pairs if key.value in _KEYS]
    items = [
        one
        for node in nodes
        for one in (node.value if isinstance(node, yaml.SequenceNode) else [node])
    ]
    return [one for one in items if isinstance(one, yaml.ScalarNode)]
