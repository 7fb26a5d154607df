"""Digests of all kinds -> what an import writes into ``content/``."""
