"""Entries -> pages, feeds and data files, as values: the site map."""
