"""Tests of digests in Markdown."""
