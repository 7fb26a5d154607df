"""Text -> the words by which the search finds it. The search page makes those of a query alike."""
