from pathlib import Path

from site_gen.content.own.external_links import Place, collect_external, inspect_external
from site_gen.system.links.probe import Answer

BODY = """---
title: T
arxiv_id: '2509.00001'
links:
  code: https://code.example/a
notes: See [it](https://notes.example/?a=1&b=2).
---

Code at https://code.example/a, [local](/about/), <https://two.example>,
![fig](https://pictures.example/a.png), and `https://not.example/`.
[Other](//short.example/x) and https://words.example/Größe have more.
"""


def test_links_to_other_hosts_are_found_with_their_places(papers: Path) -> None:
    (papers / "2025-09-16/a.md").write_text(BODY)
    (papers / "pages").mkdir()
    (papers / "pages/contact.md").write_text("---\ntitle: C\n---\n\nhttps://code.example/a\n")
    entry = "content/2025-09-16/a.md"

    assert collect_external(papers) == {
        "https://code.example/a": [Place(entry, 5), Place("content/pages/contact.md", 5)],
        "https://two.example": [Place(entry, 9)],
        "https://pictures.example/a.png": [Place(entry, 10)],
        "https://short.example/x": [Place(entry, 11)],
        "https://words.example/Gr%C3%B6%C3%9Fe": [Place(entry, 11)],
        "https://notes.example/?a=1&b=2": [Place(entry, 6)],
    }


def test_what_no_page_shows_and_what_cannot_be_read_has_no_links(papers: Path) -> None:
    text = BODY.replace("title: T", "title: T\nremoved: why")
    (papers / "2025-09-16/a.md").write_text(text)
    (papers / "2025-09-16/b.md").write_text(BODY.replace("title: T", "titel: T"))

    assert collect_external(papers) == {}


def test_dead_links_are_warnings_and_doubts_are_notes() -> None:
    places = {f"https://{name}.example": [Place(f"{name}.md", 3)] for name in "abc"}
    answers = dict(zip(places, (Answer(200), Answer(404, "Not Found"), Answer(403)), strict=True))
    found = list(inspect_external(places, answers))

    assert [(f"{one.problem}", one.is_note) for one in found] == [
        ("b.md:3: 'https://b.example' says 404 Not Found; expected a page", False),
        (
            "c.md:3: 'https://c.example' says 403; so it may be there or not: look at it",
            True,
        ),
    ]
