"""Tests of BibTeX and RIS."""
