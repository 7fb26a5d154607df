"""Strings that attack a site, sites that hold them in every field, and what notices an effect."""
