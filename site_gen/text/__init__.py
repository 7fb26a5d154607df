"""Markdown, TeX and words: text in, text out."""
