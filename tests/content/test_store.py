import os
from datetime import date
from pathlib import Path

import pytest

from site_gen.content import store
from site_gen.content.digest_file import find_dead_in_listing
from site_gen.importing.formats.daily_page.text import parse_digest
from site_gen.importing.importer import Archive
from site_gen.model.errors import InputError, Problem
from site_gen.model.papers import Listing, Settings

DAY = date(2025, 9, 17)
PAGE = """\
new

Daily Papers

byAK and the research community

Sep 17

A `*star*` paper: {{ x }} & <think>

It costs $5 or $6, has a_b_c and \\hiformer, and +2.66\\% at https://x.org/a_b.

Another paper

It says less.
"""


def import_page(content: Path, text: str = PAGE, day: date = DAY) -> list[str]:
    digest = parse_digest("d.txt", text, date(2026, 1, 1), day).digest
    archive = Archive(content.parent)
    proposal = archive.propose(digest)
    archive.apply()
    return [change.kind for change in proposal.changes]


def read(content: Path) -> tuple[list[Listing], list[Problem]]:
    """Read all listings; all that is wrong in listings and entries."""
    months, wrong = store.scan(content)
    problems, listings = list(wrong), []
    for month in months:
        for day in month.days:
            listing, told = store.read_listing(content, day)
            _, bad = store.read_entries(content, [f"{day.date}/{slug}" for slug in day.slugs])
            there = {day.date: set(day.slugs)}
            problems += [*bad, *told]
            problems += find_dead_in_listing(listing, there)
            listings.append(listing)
    return listings, problems


def snapshot(folder: Path) -> dict[str, bytes]:
    """Give what is a person's: all but site-gen's own records."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {
        str(path): (folder / path).read_bytes()
        for path in files
        if not {".site-gen", ".cache"} & set(path.parts)
    }


def test_importing_twice_is_importing_once(site: Path) -> None:
    assert import_page(site / "content") == ["create"] * 3
    before = snapshot(site)

    assert import_page(site / "content") == ["keep"] * 3
    assert snapshot(site) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Another paper", "title: Ein anderes Papier # mine"),
        ("It says less.", "It says **much** more:\n\n- one\n- two"),
        ("title: Another paper", "title: Another paper\ntopics: [LLMs, 'a: b']"),
        ("\n", "\r\n"),
        ("---\n\nIt says less.\n", "---\n"),
    ],
)
def test_what_was_edited_stays(site: Path, old: str, new: str) -> None:
    content = site / "content"
    import_page(content)
    path = content / "2025-09-17" / "another-paper.md"
    edited = path.read_bytes().decode().replace(old, new).encode()
    path.write_bytes(edited)
    before = snapshot(site)

    import_page(content)
    import_page(content, PAGE.replace("Another paper", "A third paper\n\nNew.\n\nAnother paper"))

    after = snapshot(site)
    assert path.read_bytes() == edited
    assert set(after) - set(before) == {"content/2025-09-17/a-third-paper.md"}
    listing = "content/2025-09-17/digest.yaml"
    assert after.pop(listing) == before.pop(listing) + b"- a-third-paper\n"
    assert before.items() <= after.items()


def test_an_edited_order_stays(site: Path) -> None:
    import_page(site / "content")
    path = site / "content" / "2025-09-17" / "digest.yaml"
    text = path.read_text().replace("- a-star-paper-x-think\n- another-paper\n",
                                    "- another-paper\n- a-star-paper-x-think\n")  # fmt: skip
    assert text != path.read_text()
    path.write_text(text)
    import_page(site / "content")

    assert path.read_text() == text
    assert read(site / "content")[0][0].papers[0] == "another-paper"


def test_a_paper_that_appears_again_has_one_entry(site: Path) -> None:
    content = site / "content"
    import_page(content)
    later = PAGE.replace("Sep 17", "Sep 18").replace(
        "Another paper\n\nIt says less.", "New\n\nText."
    )
    import_page(content, later, date(2025, 9, 18))

    assert sorted(p.name for p in (content / "2025-09-18").iterdir()) == ["digest.yaml", "new.md"]
    listings, _ = read(content)
    assert listings[1].papers == ("2025-09-17/a-star-paper-x-think", "new")


def test_entries_that_no_listing_names_follow_in_order(site: Path) -> None:
    import_page(site / "content")
    for slug in ("zed", "alpha"):
        (site / "content" / "2025-09-17" / f"{slug}.md").write_text("---\ntitle: x\n---\n")

    listings, problems = read(site / "content")
    assert problems == []
    assert listings[0].papers[2:] == ("alpha", "zed")


def test_all_problems_of_all_files_are_told_at_once(site: Path) -> None:
    content = site / "content"
    import_page(content)
    day = content / "2025-09-17"
    (day / "another-paper.md").write_text("---\ntitle: no\n---\n")
    (day / "b c.md").write_text("---\ntitle: x\n---\n")
    (day / "digest.yml").write_text("")
    (day / "open.md").write_text("---\ntitle: x\n")
    (content / "2025-13-01").mkdir()
    (content / "stray.md").write_text("")
    (content / "sites.yaml").write_text("")
    with (day / "digest.yaml").open("a") as out:
        out.write("- anoter-paper\n")

    assert [str(problem) for problem in read(content)[1]] == [
        "content/2025-09-17/b c.md: its name cannot be a URL segment; expected one such as "
        "'my-paper.md'",
        "content/2025-09-17/digest.yml: not read; did you mean 'digest.yaml'?",
        "content/2025-13-01: not a day; expected a folder YYYY-MM-DD",
        "content/sites.yaml: not read; did you mean 'site.yaml'?",
        "content/stray.md: not read; expected entries in the folder of a day, YYYY-MM-DD",
        "content/2025-09-17/another-paper.md:2: title: YAML reads this as False; expected a text: "
        "put it in quotes",
        "content/2025-09-17/open.md:1: front matter begins and never ends; expected a line '---' "
        "after it",
        "content/2025-09-17/digest.yaml:12: no such paper: 'anoter-paper'; did you mean "
        "'another-paper'?",
    ]


def test_links_that_lead_nowhere_or_in_a_circle_are_told(site: Path) -> None:
    import_page(site / "content")
    day = site / "content" / "2025-09-17"
    (day / "circle.md").symlink_to("circle.md")
    (day / "nowhere.md").symlink_to("gone.md")

    assert [str(problem) for problem in store.scan(site / "content")[1]] == [
        "content/2025-09-17/circle.md: cannot be read: Too many levels of symbolic links",
        "content/2025-09-17/nowhere.md: cannot be read: No such file or directory",
    ]


def test_no_content_at_all(site: Path) -> None:
    with pytest.raises(
        InputError, match="^content: no such folder; .* run 'site-gen import' first"
    ):
        store.scan(site / "content")
    assert store.load_settings(site / "content") == Settings()


def test_a_day_is_read_alone_with_what_it_refers_to(site: Path) -> None:
    content = site / "content"
    import_page(content)
    import_page(content, PAGE.replace("Another paper", "New"), date(2025, 9, 18))
    (content / "2025-09-17" / "another-paper.md").write_text("broken, and none of this day's")

    listing, entries = store.load_day(content, date(2025, 9, 18))
    assert listing.papers == ("2025-09-17/a-star-paper-x-think", "new")
    assert [entry.title for entry in entries] == ["A `*star*` paper: {{ x }} & <think>", "New"]


def test_a_day_that_is_not_there_names_those_that_are(site: Path) -> None:
    import_page(site / "content")

    with pytest.raises(
        InputError, match=r"content/2025-09-18: no such day; there are 2025-09-17 to"
    ):
        store.load_day(site / "content", date(2025, 9, 18))


def test_a_file_that_changed_just_now_has_no_signature(papers: Path) -> None:
    [month] = store.scan(papers).months
    assert month.stat_signature == ""

    for path in papers.glob("*/*.md"):
        os.utime(path, (1, 1))
    [month] = store.scan(papers).months
    assert month.stat_signature != ""


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("2025-9-17/", "not a day; expected a folder YYYY-MM-DD"),
        ("2025-09-18", "not a folder; expected that of a day"),
        ("paper.md", "not read; expected entries in the folder of a day, YYYY-MM-DD"),
        ("sites.yaml", "not read; did you mean 'site.yaml'?"),
        ("notes.txt", None),
        ("drafts/", None),
        (".hidden.md", None),
    ],
)
def test_what_is_not_read_in_content_is_reported(
    papers: Path, name: str, message: str | None
) -> None:
    if name.endswith("/"):
        (papers / name).mkdir()
    else:
        (papers / name).write_text("")

    messages = [problem.message for problem in store.scan(papers).problems]
    assert messages == ([message] if message else [])
