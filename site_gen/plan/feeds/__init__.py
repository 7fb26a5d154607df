"""Feeds: which there are, their items, and the forms they are written in."""
