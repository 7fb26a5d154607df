"""site-gen: a digest of papers in, a searchable static site with feeds out."""

__version__ = "0.2.0"
GENERATOR = f"site-gen {__version__}"

IS_RELEASED = False
"""Whether the package registry has this version; ``site-gen init`` installs it from there then."""
