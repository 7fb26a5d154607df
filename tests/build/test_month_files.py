from dataclasses import replace
from datetime import date
from xml.etree.ElementTree import fromstring

from site_gen.build.month_files import plan_files
from site_gen.model.pages import MonthContent
from site_gen.model.papers import Entry, Listing, Settings

_ENDS = ("/archive.xml", ".json", ".md", ".bib", ".ris", ".csl.json")
DAYS = (date(2025, 9, 16), date(2025, 9, 17))


def content(*entries: Entry) -> MonthContent:
    listings = tuple(
        Listing(date=day, papers=tuple(x.slug for x in entries if x.first_day == day))
        for day in DAYS
    )
    by_ref = {f"{entry.first_day}/{entry.slug}": entry for entry in entries}
    return MonthContent(listings=listings, entries=by_ref)


def paper(day: date, slug: str) -> Entry:
    return Entry(slug=slug, first_day=day, title=slug, body=slug, content_hash=slug)


def plan(month: MonthContent, settings: Settings | None = None) -> dict[str, tuple[str, bytes]]:
    pieces = plan_files(settings or Settings(pictures=False), "config_hash", "2025-09", month, ())
    return {piece.path: (piece.input_key, piece.make()) for piece in pieces}


def test_the_files_of_a_month() -> None:
    month = content(paper(DAYS[0], "a"))
    ours = {
        *(f"{day}{end}" for day in DAYS for end in _ENDS),
        "2025-09.jsonl",
        "sitemaps/2025-09.xml",
    }
    assert plan(month).keys() == ours
    pictures = plan(month, Settings()).keys() - ours
    assert len(pictures) == len(DAYS)


def test_a_day_that_did_not_change_keeps_its_names_and_what_changed_has_new_ones() -> None:
    one, other = paper(DAYS[0], "a"), paper(DAYS[1], "b")
    before = plan(content(one, other))
    after = plan(content(one, replace(other, title="Edited", content_hash="edited")))

    same = {path for path in before if before[path][0] == after[path][0]}
    assert same == {path for path in before if before[path][1] == after[path][1]}
    assert {path[:10] for path in before.keys() - same} == {"2025-09-17", "2025-09.js"}


SLIM = Settings(profile="slim", pictures=False, base_url="https://a.example")


def test_a_slim_site_has_files_of_months_and_none_of_days() -> None:
    month = content(paper(DAYS[0], "a"), paper(DAYS[1], "b"), paper(DAYS[1], "c"))
    files = plan(month, SLIM)

    assert files.keys() == {
        *(f"2025-09{end}" for end in (*_ENDS, ".jsonl")), "sitemaps/2025-09.xml",
    }  # fmt: skip
    for form in (".json", ".jsonl", ".md", ".bib", ".ris", ".csl.json"):
        whole = files[f"2025-09{form}"][1]
        for slug, day in (("a", DAYS[0]), ("b", DAYS[1]), ("c", DAYS[1])):
            mark = f"/{day}/{slug}/" if form in {".json", ".jsonl", ".md"} else f"{slug}-{day}"
            assert mark.encode() in whole, form
    assert files["2025-09.md"][1].startswith(b"# Daily Papers, September 2025\n")


def test_the_archive_of_a_slim_site_has_a_document_a_month() -> None:
    month = replace(content(paper(DAYS[0], "a"), paper(DAYS[1], "b")), previous=date(2025, 7, 31))
    atom = "{http://www.w3.org/2005/Atom}"
    root = fromstring(plan(month, SLIM)["2025-09/archive.xml"][1])
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{atom}link")}

    assert [title.text for title in root.findall(f"{atom}entry/{atom}title")] == ["b", "a"]
    assert links["self"] == "https://a.example/2025-09/archive.xml"
    assert links["prev-archive"] == "https://a.example/2025-07/archive.xml"
    assert links["current"] == "https://a.example/atom.xml"
    one, other = (
        plan(content(*papers), SLIM)["2025-09/archive.xml"]
        for papers in (
            (paper(DAYS[1], "a"), paper(DAYS[1], "b")),
            (paper(DAYS[1], "b"), paper(DAYS[1], "a")),
        )
    )
    assert one[0] != other[0]
    assert one[1] != other[1]
