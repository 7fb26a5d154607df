"""Rows of the table of fields: what a row says, the fields of some sources, and their rules."""
