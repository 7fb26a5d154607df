"""Related words: which words are used like another one, and what abbreviations stand for."""
