"""A new site: its files, and where they may be written."""
