from site_gen.content.identity import MOST_ALIKE
from site_gen.importing.known_papers import KnownPapers


def test_papers_are_found_by_each_of_their_keys_in_their_order() -> None:
    known = KnownPapers()
    known.add("2025-09-17/a", ["doi:10.1/a", "title:a"])
    known.add("2025-09-16/a", ["title:a"])
    known.add("2025-09-18/b", ["title:\udcff"])

    assert known.find("title:a") == ["2025-09-17/a", "2025-09-16/a"]
    assert known.find("doi:10.1/a") == ["2025-09-17/a"]
    assert known.find("title:b") == []


def test_of_one_title_no_more_than_a_few_are_read() -> None:
    known = KnownPapers()
    for number in range(MOST_ALIKE + 2):
        known.add(f"2025-09-17/a-{number}", ["title:a"])

    assert known.find("title:a") == [f"2025-09-17/a-{number}" for number in range(MOST_ALIKE)]
