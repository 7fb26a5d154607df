"""The source of this program: one hash for all of it, or for a part."""

from pathlib import Path

from site_gen.model import fingerprint

_PACKAGE = Path(__file__).parents[1]


def compute_code_hash(*parts: str) -> str:
    """Give one hash for the source of these modules and packages; without any, for all source.

    Parts are paths below the package, such as ``search`` or ``build/stage.py``.
    """
    # Not the version: two checkouts of one version may differ. Not bytecode: it says nothing of the
    # source.
    places = [_PACKAGE / part for part in parts or ("",)]
    sources = [
        source
        for place in places
        for source in ([place] if place.is_file() else sorted(place.rglob("*.py")))
    ]
    return fingerprint(*(source.read_bytes() for source in sources))
