"""Names of formats, in groups that bring the same fields. A new format joins the groups it fits."""

OUR_DATA = ("json", "jsonl", "csv")
"""Data files of site-gen, and records of other programs."""

ARXIV = ("arxiv-list", "arxiv-mail", "feed")
"""Formats in which arXiv publishes."""

FEEDS = ("feed", "json-feed")
"""Feeds of any site."""

PAGES = ("page", "markdown", "html")
"""A Daily Papers page, and other digests."""

CITED = ("bibtex", "ris")
"""Formats of bibliographies."""

HUGGING_FACE = ("html", "hf-json", *OUR_DATA)
"""Formats that hold the rows of Hugging Face's API, or a copy of them."""

ALL = (*PAGES, "hf-json", *OUR_DATA, *CITED, *ARXIV, "json-feed")
"""All formats that can be imported."""
