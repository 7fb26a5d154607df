from dataclasses import replace
from datetime import date

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
