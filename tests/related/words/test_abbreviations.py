import doctest

import pytest

from site_gen.related.words import abbreviations
from site_gen.related.words.abbreviations import learn_abbreviations


def test_the_examples_are_true() -> None:
    assert doctest.testmod(abbreviations).failed == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We use Retrieval-Augmented Generation (RAG).", {"rag": "retrieval augmented generation"}),
        ("mixture of experts (MoE) and", {"moe": "mixture of experts"}),
        ("the Low-Rank Adaptation (LoRA) of", {"lora": "low rank adaptation"}),
        ("large language models (LLMs)", {"llm": "large language models"}),
        ("behaviour cloning (BC)", {"bc": "behavior cloning"}),
        ("out-of-distribution (OOD)", {"ood": "out of distribution"}),
        ("Kolmogorov–Arnold Networks (KANs)", {"kan": "kolmogorov arnold networks"}),
        ("a graph RAG (GraphRAG)", {"graphrag": "graph rag"}),
        ("of 3 (see) and the (a) test (GPU) is", {}),
        ("Mamba (SSM) and accuracy (Table)", {}),
        ("", {}),
        ("(RAG)", {}),
    ],
)
def test_what_stands_before_a_bracket_is_its_meaning(text: str, expected: dict[str, str]) -> None:
    found = learn_abbreviations([text] * 3)

    assert found == {short: (phrase,) for short, phrase in expected.items()}


def test_a_meaning_needs_several_papers() -> None:
    rag = "retrieval-augmented generation (RAG)"

    assert learn_abbreviations([rag] * 2) == {}
    assert learn_abbreviations([f"{rag} {rag} {rag}"]) == {}
    others = ["random action game (RAG)"] * 3
    assert learn_abbreviations([rag] * 20 + others) == {"rag": ("retrieval augmented generation",)}
    assert learn_abbreviations([rag] * 4 + others)["rag"][1] == "random action game"


def test_plural_and_singular_are_one_meaning() -> None:
    texts = ["world models (WMs)"] * 3 + ["world model (WM)"] * 2

    assert learn_abbreviations(texts) == {"wm": ("world models",)}
