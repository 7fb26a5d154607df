"""Queries in British English for American texts, and the other way round."""

from collections.abc import Iterator
from random import Random

from benchmarks.quality.queries import Query, Texts

_TRIES = 10_000
_MOST = 5
"""So many papers may have all words: more, and the first ten would be a matter of luck."""

_PAIRS = """
analyse analyze | artefact artifact | artefacts artifacts | behaviour behavior | catalogue catalog |
behaviours behaviors | behavioural behavioral | categorise categorize | centre center |
characterise characterize | colour color | colours colors | customised customized |
defence defense | defences defenses | dialogue dialog | dialogues dialogs | emphasise emphasize |
favour favor | favours favors | formalise formalize | generalisation generalization |
generalise generalize | generalised generalized | grey gray | hypothesise hypothesize |
initialisation initialization | judgement judgment | judgements judgments | labelled labeled |
labelling labeling | labour labor | licence license | localisation localization |
maximise maximize | memorisation memorization | minimise minimize |
modelling modeling | neighbour neighbor |
neighbours neighbors | normalisation normalization | optimisation optimization |
optimise optimize | optimised optimized | optimising optimizing | organisation organization |
organise organize | parameterisation parameterization | personalisation personalization |
personalised personalized | prioritise prioritize | quantisation quantization |
quantised quantized | realise realize | recognise recognize | regularisation regularization |
specialised specialized | stabilise stabilize | summarisation summarization | summarise summarize |
synthesise synthesize | synthesised synthesized | tokenisation tokenization | tokeniser tokenizer |
travelling traveling | tumour tumor | unlabelled unlabeled | utilise utilize | vapour vapor |
visualisation visualization | visualise visualize
"""
OTHERS = {
    word: other
    for british, american in (pair.split() for pair in _PAIRS.split("|"))
    for word, other in ((british, american), (american, british))
}
"""The other spelling of a word."""


def ask_spellings(texts: Texts, chance: Random) -> Iterator[Query | None]:
    """Ask for a word as the paper does not spell it, with one or two words of its title."""
    there = set(texts.english())
    words = sorted(word for word in OTHERS if texts.anywhere.get(word, set()) & there)
    for number in range(_TRIES):
        # A word first, then a paper: else nearly all queries would be of the commonest words.
        word = chance.choice(words)
        at = chance.choice(sorted(texts.anywhere[word] & there))
        yield _ask(texts, chance, at, word, 1 + number % 2)


def _ask(texts: Texts, chance: Random, at: int, word: str, count: int) -> Query | None:
    other = OTHERS[word]
    others = texts.anywhere.get(other, set())
    more = [found for found in texts.telling(at) if found not in (word, other)]
    if at in others or len(more) < count:
        return None
    added = chance.sample(more, count)
    having = set.intersection(
        texts.anywhere[word] | others, *(texts.anywhere[found] for found in added)
    )
    paper = texts.papers[at].id
    text = " ".join([other, *added])
    return Query("spelling", text, frozenset({paper}), 10) if len(having) <= _MOST else None
