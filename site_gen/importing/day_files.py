"""The files of a day, as an import finds them: names that are taken, and papers whose file is gone.

Each is found in steps that do not grow with the papers of the day.
"""

from collections.abc import Iterable, Mapping

from site_gen.importing.three_way import Base, entry_text_key, list_text_keys, paper_text_key
from site_gen.model import Entry, Paper


class Slugs:
    """The names of the files of a day."""

    def __init__(self, taken: Iterable[str]) -> None:
        """Begin with the names that are taken."""
        self._taken = set(taken)
        self._numbers: dict[str, int] = {}

    def take(self, slug: str) -> str:
        """Take a name: the slug, else one with the first number from 2 on that is free."""
        name = slug
        while name in self._taken:
            # The number goes on from the last one: a search from 2 on would be quadratic.
            self._numbers[slug] = self._numbers.get(slug, 1) + 1
            name = f"{slug}-{self._numbers[slug]}"
        self._taken.add(name)
        return name


class Lost:
    """What imports wrote of papers that have no file any more: deleted, or renamed."""

    def __init__(self, bases: Mapping[str, Base]) -> None:
        """Begin with all of them, by ``day/slug``."""
        self._bases = dict(bases)
        # By what texts are compared by: a search through all of them for each is quadratic.
        self._refs: dict[tuple[str, ...], dict[str, None]] = {}
        for ref, base in bases.items():
            for key in list_text_keys(base):
                self._refs.setdefault(key, {})[ref] = None

    def take_renamed(self, entry: Entry) -> tuple[str, Base] | None:
        """Give, and lose no longer, what was written of an entry that has another name now."""
        ref = next(iter(self._refs.get(entry_text_key(entry), ())), "")
        if not ref:
            return None
        base = self._bases.pop(ref)
        for key in list_text_keys(base):
            del self._refs[key][ref]
        return ref, base

    def find(self, paper: Paper) -> str:
        """Give the reference of a paper that was deleted; nothing where there is none."""
        return next(iter(self._refs.get(paper_text_key(paper), ())), "")
