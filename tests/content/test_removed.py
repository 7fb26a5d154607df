from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.content.entry_file import parse_entry
from site_gen.content.removed import (
    count_removed,
    find_removed,
    propose_removal,
)
from site_gen.content.store import scan
from site_gen.content.unpublished.state import State, find_state
from site_gen.model import InputError, find_illegal

DAY = date(2025, 9, 16)
FILE = "---\r\ntitle: 'T' # mine\r\nlinks: {code: https://a.example}\r\n---\r\n\r\nText.\r\n"


def take_down(content: Path, ref: str, reason: str = "why") -> None:
    path = content / f"{ref}.md"
    path.write_text(path.read_text().replace("---\n", f"---\nremoved: {reason}\n", 1))


def test_removed_papers_are_found(papers: Path) -> None:
    take_down(papers, "2025-09-16/a")

    assert find_removed(papers, scan(papers).months[0].refs) == {"2025-09-16/a"}
    assert count_removed(papers, scan(papers).months) == 1


def test_every_other_byte_of_the_file_stays(papers: Path) -> None:
    path = papers / "2025-09-16/a.md"
    path.write_bytes(FILE.encode())
    removal = propose_removal(papers, "2025-09-16/a", "By the authors: 'no'")

    added = "removed: 'By the authors: ''no'''\r\n"
    assert removal.text == FILE.replace("---\r\n\r\n", f"{added}---\r\n\r\n")
    assert (removal.is_change, removal.last) == (True, "")


def test_a_paper_that_is_removed_already_gets_the_new_reason(papers: Path) -> None:
    take_down(papers, "2025-09-16/a", "old # a comment")

    assert not propose_removal(papers, "2025-09-16/a", "old").is_change
    removal = propose_removal(papers, "2025-09-16/a", "new")
    assert (removal.last, "removed: new # a comment\n" in removal.text) == ("old", True)


def test_a_file_that_is_wrong_is_told_and_not_changed(papers: Path) -> None:
    (papers / "2025-09-16/a.md").write_text("---\ntitel: T\n---\n")
    with pytest.raises(InputError, match=r"content/2025-09-16/a.md:2: unknown key 'titel'"):
        propose_removal(papers, "2025-09-16/a", "why")


@given(
    reason=st.text(min_size=1).filter(lambda text: text.strip() and not find_illegal(text)),
    head=st.sampled_from(["title: T\n", "title: T # x\ntopics: [a]\n", "{title: T}\n"]),
)
def test_any_reason_is_read_back_and_the_rest_stays(
    tmp_path_factory: pytest.TempPathFactory, reason: str, head: str
) -> None:
    content = tmp_path_factory.mktemp("site")
    path = content / f"{DAY}/a.md"
    path.parent.mkdir()
    before = f"---\n{head}---\n\nText --- of it.\n"
    path.write_text(before)
    after = propose_removal(content, f"{DAY}/a", reason).text

    assert parse_entry("a.md", after, "a", DAY).removed == reason
    assert find_state(after) is State.REMOVED
    same = next(at for at in range(len(after)) if after[: at + 1] != before[: at + 1])
    assert after.endswith(before[same:])
