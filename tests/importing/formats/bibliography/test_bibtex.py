"""BibTeX as programs and people write it."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.importing.formats.bibliography.bibtex import parse_bibtex
from site_gen.importing.formats.bibliography.bibtex_blocks import read_blocks
from site_gen.importing.formats.detect import recognise
from tests.bounded import run_bounded
from tests.conftest import DATA

BIB = (DATA / "formats" / "two.bib").read_text(encoding="utf-8")
ENTRY = "@misc{{k{n}, title={{Paper {n}}}, author={{Ann One}}}}\n"


def test_bibtex() -> None:
    assert recognise(f"% a comment\n{BIB}") == "bibtex"
    found = parse_bibtex("x", BIB)
    (first, _), (second, _) = found.papers
    assert first.title == "HDDL 2.1: Towards a Formalism for $O(n^{2})$ & 50% Müller"
    assert first.authors == ("Mar Canet Solà", "Saša B", "C D")
    assert (first.abstract, first.arxiv_id) == ("One two. Three", "2411.13560")
    assert (second.title, second.source.line) == ("Another with the same key", 10)
    assert [problem.line for problem in found.unread] == [9]


def test_text_around_entries_is_told() -> None:
    text = "Hello\n% a comment\n@comment{no loss}\n@misc(a, title = {A)})\nand so on\n"
    found = parse_bibtex("x", text + "@misc{b, title = {B {\\'e}}, author = {{A and B} and C}}")
    assert [(p.title, p.authors) for p, _ in found.papers] == [
        ("A)", ()),
        ("B é", ("A and B", "C")),
    ]
    assert [str(problem) for problem in found.unread] == [
        "x:1: not understood: 'Hello'", "x:5: not understood: 'and so on'",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ("@misc{b,\n title={B}\n author={Bob Two}}\n", 4),
        ("@misc{b,\n title={B {C}},\n author={Bob {Two},\n}\n", 2),
        ('@misc{b,\n title="B {"}\n}\n', 3),
        ("@misc{b,\n title=}\n", 3),
        ("@misc{b,\n {B}}\n", 3),
        ("@misc{b,\n title {B}}\n", 3),
        ("@misc{b title={B},\n", 2),
        ("@misc(b, title={B}}\n", 2),
    ],
)
def test_a_broken_entry_costs_itself_alone(broken: str, line: int) -> None:
    text = ENTRY.format(n=1) + broken + ENTRY.format(n=3) + ENTRY.format(n=4)
    found = parse_bibtex("x", text)
    assert [paper.title for paper, _ in found.papers] == ["Paper 1", "Paper 3", "Paper 4"]
    assert [problem.line for problem in found.bad] == [line]
    assert found.bad[0].message.startswith("broken BibTeX: expected ")


def test_of_300_entries_40_broken_cost_40() -> None:
    entries = [ENTRY.format(n=n) for n in range(300)]
    for n in range(0, 280, 7):
        entries[n] = entries[n].replace("Paper", "Pa{per") if n % 2 else f"@misc{{k{n}, title=}}\n"
    found = parse_bibtex("x", "".join(entries))
    assert (len(found.papers), len(found.bad)) == (260, 40)


@pytest.mark.parametrize(
    ("entry", "title"),
    [
        ("@misc{title = {A}, year = 2025}", "A"),
        ("@misc{, title = {A}}", "A"),
        ("@misc{\n title = {A},\n}", "A"),
        ("@misc(k, title = {A (b)})", "A (b)"),
        ('@MISC { k , TITLE = "A {"}b" }', 'A "b'),
        ('@misc{k, title = "A" # { b} # " c"}', "A b c"),
        ("@misc{k, title = {A}, title = {B}}", "A"),
        ("@misc{k, author+an = {1=highlight}, title = {A}}", "A"),
        ("@online{k, title = {A}, subtitle = {B}}", "A: B"),
        ("@misc{k:1/a.b, title={A},,}", "A"),
        ("@misc{k, title={A}}@misc{l, note={no title}}", "A"),
        ('@string{n = "A"}\n@misc{k, title = N # { b}}', "A b"),
        ("@misc{k, title = {A}, abstract={x\n@foo{y} z}}", "A"),
        ("@misc{Smith 2020, title = {A}}", "A"),
        ("@misc{k, title = 2048}", "2048"),
    ],
)
def test_entries_as_programs_write_them(entry: str, title: str) -> None:
    found = parse_bibtex("x", entry)
    assert [paper.title for paper, _ in found.papers] == [title]
    assert not found.bad


def test_a_string_that_is_not_defined_is_kept_as_its_name_with_a_note() -> None:
    found = parse_bibtex("x", "@misc{a, title={A}}\n@misc{b, title={B}, month=sept, series=LNCS}\n")
    assert len(found.papers) == 2
    assert [str(note) for note in found.notes] == [
        "x:2: no @string defines 'sept'; its name is kept as text",
        "x:2: no @string defines 'LNCS'; its name is kept as text",
    ]
    assert found.unread == found.bad == ()


@pytest.mark.parametrize(
    "field",
    [
        "eprint = {2509.00151}", "eprint = {arXiv:2509.00151v2}",
        "journal = {arXiv preprint arXiv:2509.00151}",
        "journal = {CoRR}, volume = {abs/2509.00151}",
        "note = {arXiv:2509.00151 [cs.CL]}", "doi = {10.48550/arXiv.2509.00151}",
        "doi = {https://doi.org/10.48550/arXiv.2509.00151}",
        "url = {https://arxiv.org/pdf/2509.00151v1.pdf}", "url = {https://papers.cool/arxiv/2509.00151}",
        "url = {https://www.alphaxiv.org/overview/2509.00151}", "howpublished = {\\url{https://arxiv.org/abs/2509.00151}}",
        "url = {https://ar5iv.labs.arxiv.org/html/2509.00151}", "number = {arXiv:2509.00151}",
    ],
)  # fmt: skip
def test_an_arxiv_id_is_found_wherever_programs_write_it(field: str) -> None:
    found = parse_bibtex("x", f"@misc{{k, title={{A}}, year={{2025}}, {field}}}")
    assert [paper.arxiv_id for paper, _ in found.papers] == ["2509.00151"]


def test_others_are_no_person_and_a_name_of_signs_is_told() -> None:
    found = parse_bibtex("x", "@misc{k, title={A}, author={One, Ann and - and others}}")
    assert found.papers[0][0].authors == ("Ann One",)
    assert [problem.message for problem in found.unread] == ["not understood: '-'; expected a name"]


def test_a_field_that_nobody_knows_is_told_once_with_its_count() -> None:
    entry = "@misc{{k{n}, title={{A {n}}}, publisher={{P}}, mystery={{x}}}}\n"
    found = parse_bibtex("x", "".join(entry.format(n=n) for n in range(3)))
    assert [str(problem) for problem in found.unread] == [
        "x:1: field 'mystery' (3 values) is not used"
    ]


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("https://arxiv.org/abs/2509.00001v2", ()),  # its id says so already
        ("https://doi.org/10.1000/182", ()),
        ("https://example.org/paper", (("Paper", "https://example.org/paper"),)),
    ],
)
def test_an_address_that_no_id_gives_is_kept(url: str, links: tuple[tuple[str, str], ...]) -> None:
    found = parse_bibtex("x", f"@misc{{a, title={{A}}, url={{{url}}}}}\n")
    assert found.papers[0][0].links == links


@given(st.text(alphabet='@a{},="#() \n%'))
def test_blocks_of_any_text_stand_in_their_order(text: str) -> None:
    at = 0
    for block in read_blocks(text):
        assert at <= block.start < block.end <= len(text)
        at = block.end


def test_a_long_text_of_anything_takes_time_in_proportion_to_its_length() -> None:
    units = json.loads((DATA / "repetitions.json").read_text(encoding="utf-8"))
    run_bounded(
        "import json, sys\n"
        "from site_gen.importing.formats.bibliography.bibtex import parse_bibtex\n"
        "for unit in json.loads(sys.stdin.read()):\n"
        "    print(repr(unit), flush=True)\n"
        "    text = unit * (20_000 // len(unit))\n"
        "    parse_bibtex('x', text)\n"
        "    for key in ('title', 'abstract', 'author'):\n"
        "        parse_bibtex('x', f'@misc{{a, {key}={{{text}}}}}\\n@misc{{b, title={{B}}}}\\n')\n",
        json.dumps([*units, "@a{", "@a{b,", "\n@a{b,", "@", "@a(", "a={b},", "#", "{\\'"]),
        seconds=60,
    )


def test_strings_of_strings_that_stand_for_billions_of_characters_are_refused() -> None:
    names = [f"s{number}" for number in range(60)]
    pairs = pairwise(names)
    strings = "".join(f"@string{{{new} = {old} # {old}}}\n" for old, new in pairs)
    text = f'@string{{s0 = "0123456789"}}\n{strings}@misc{{a, title = {{A}}, note = s9}}\n'
    found = parse_bibtex("x", f"{text}@misc{{b, title = s59}}\n")

    assert [paper.title for paper, _ in found.papers][:1] == ["A"]
    assert str(found.bad[0]) == (
        "x:11: broken BibTeX: expected a value of at most 10,000 characters from strings"
        " in the entry that begins in line 11"
    )
    whole = f"@misc{{a, title = {{{'a' * 20_000}}}}}"  # as it is written it may be longer
    assert len(parse_bibtex("x", whole).papers[0][0].title) == 20_000
