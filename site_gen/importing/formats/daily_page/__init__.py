"""The Daily Papers page, as text, Markdown and HTML."""
