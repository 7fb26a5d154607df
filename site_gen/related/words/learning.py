"""Titles and abstracts -> related words. It loads numpy, which a build without changes does not."""

from collections.abc import Iterable

from site_gen.related.words.abbreviations import learn_abbreviations
from site_gen.related.words.near_words import learn_near_words
from site_gen.related.words.word_file import RelatedWords

LEAST_PAPERS = 1_000
"""So many papers are needed to learn from: fewer say too little of a word."""


def learn_words(texts: Iterable[str]) -> RelatedWords:
    """Learn related words from titles and abstracts as plain text."""
    texts = [" ".join(text.split()) for text in texts]
    abbreviations = learn_abbreviations(texts)
    return RelatedWords(learn_near_words(texts, abbreviations), abbreviations)
