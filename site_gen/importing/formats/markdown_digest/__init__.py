"""Digests in Markdown: of headings, lists and tables that lead to papers."""
