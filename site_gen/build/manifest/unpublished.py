"""The table of papers that a build left out because they are not published yet."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from site_gen.build.manifest.database import Manifest


def read_unpublished(manifest: Manifest) -> dict[str, frozenset[str]]:
    """Read these papers, by the month that has or names them. Raises ManifestError."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for month, paper in manifest.ask("SELECT month, paper FROM unpublished"):
        found[month].add(paper)
    return {month: frozenset(papers) for month, papers in found.items()}


def put_unpublished(manifest: Manifest, unpublished: Mapping[str, Collection[str]]) -> None:
    """Record these papers, in place of those of the last build. Raises ManifestError."""
    manifest.put("DELETE FROM unpublished", [()])
    rows = ((month, paper) for month, papers in unpublished.items() for paper in sorted(papers))
    manifest.put("INSERT INTO unpublished VALUES (?, ?)", rows)
