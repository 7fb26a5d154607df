from datetime import date

from site_gen.importing.day_files import Lost, Slugs
from site_gen.importing.three_way import make_base
from site_gen.model import Entry, Paper
from tests.bounded import run_bounded

PAPER = Paper(title="A", abstract="b")
ENTRY = Entry(slug="renamed", first_day=date(2025, 9, 17), title="A", body="b")


def test_a_name_that_is_taken_gets_the_first_number_that_is_free() -> None:
    slugs = Slugs(["a", "a-2", "a-4"])
    assert [slugs.take(one) for one in ("a", "a", "b", "a", "b-2", "b")] == [
        "a-3", "a-5", "b", "a-6", "b-2", "b-3",
    ]  # fmt: skip


def test_very_many_papers_of_one_title_get_names_in_time() -> None:
    run_bounded(
        "from site_gen.importing.day_files import Slugs\n"
        "slugs = Slugs(())\n"
        "assert [slugs.take('a') for _ in range(200_000)][-1] == 'a-200000'\n",
        seconds=20,
    )


def test_a_paper_whose_file_is_gone_is_deleted_or_renamed() -> None:
    bases = {f"2025-09-17/{name}": make_base(PAPER, "b", "json") for name in ("x", "y")}
    lost = Lost(bases)

    assert lost.find(PAPER) == "2025-09-17/x"
    assert lost.find(Paper(title="A", abstract="")) == "2025-09-17/x"  # says nothing of it
    assert lost.find(Paper(title="A", abstract="c")) == ""
    assert lost.take_renamed(ENTRY) == ("2025-09-17/x", bases["2025-09-17/x"])
    assert lost.find(PAPER) == "2025-09-17/y"
    assert lost.take_renamed(ENTRY) == ("2025-09-17/y", bases["2025-09-17/y"])
    assert lost.take_renamed(ENTRY) is None
    assert lost.find(PAPER) == ""
