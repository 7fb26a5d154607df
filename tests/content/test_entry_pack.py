"""Entries from a pack are those of the files; nothing is taken from a pack that is not whole."""

from pathlib import Path

import pytest

from site_gen.content import entry_pack
from site_gen.content.entry_pack import EntryPacks
from site_gen.model import OutputError, Problem

MONTH = {"2025-09-01/a": "A", "2025-09-02/b": "B"}
OTHER = "2025-08-01/c"
RULES = "Birds:\n  words: [falcon]\n"


@pytest.fixture
def content(site: Path) -> Path:
    for ref, title in {**MONTH, OTHER: "C"}.items():
        path = site / "content" / f"{ref}.md"
        path.parent.mkdir(parents=True)
        path.write_text(f"---\ntitle: {title}\nauthors: [Ada, 'Bo Ö']\n---\n\nA falcon falcon.\n")
    (site / "content/topics.yaml").write_text(RULES)
    return site / "content"


@pytest.fixture
def packs(content: Path, tmp_path: Path) -> EntryPacks:
    return EntryPacks(content, tmp_path / "packs")


def again(packs: EntryPacks) -> EntryPacks:
    """Begin anew, as another process does."""
    return EntryPacks(packs._content, packs._folder)


def test_what_a_month_kept_is_not_read_again(
    packs: EntryPacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs = [*MONTH, OTHER]
    first, problems = packs.read_month("2025-09", refs)
    assert problems == []
    assert list(first) == refs
    assert first["2025-09-01/a"].topics == ("Birds",)
    read = []

    def read_shown(
        _: Path, refs: list[str], *, has_drafts: bool
    ) -> tuple[dict[str, object], list[object]]:
        assert not has_drafts
        read.extend(refs)
        return {}, []

    monkeypatch.setattr(entry_pack, "read_shown", read_shown)
    for reader in (packs, again(packs)):
        entries, _ = reader.read(reversed(refs))
        assert entries == {ref: first[ref] for ref in reversed(MONTH)}
        assert [entry.content_hash for entry in entries.values()] == [
            first[ref].content_hash for ref in reversed(MONTH)
        ]
    # The pack is of its month alone, though the job read more.
    assert again(packs)._find_index("2025-09").keys() == MONTH.keys()  # type: ignore[union-attr]
    assert read == [OTHER, OTHER]


def test_entries_without_a_pack_are_read_from_their_files(packs: EntryPacks) -> None:
    refs = [*MONTH, OTHER]
    entries, problems = packs.read(refs)

    assert (list(entries), problems) == (refs, [])
    assert {entry.topics for entry in entries.values()} == {("Birds",)}
    assert {entry.topics for entry in packs.read(refs, has_topics=False)[0].values()} == {()}
    assert not packs._folder.exists()


def test_a_month_that_cannot_be_read_is_not_kept(packs: EntryPacks, content: Path) -> None:
    (content / "2025-09-02/b.md").write_text("---\ntitle: [\n---\n")
    for _ in range(2):
        entries, problems = packs.read_month("2025-09", MONTH)
        assert list(entries) == ["2025-09-01/a"]
        assert [problem.path.endswith("2025-09-02/b.md") for problem in problems] == [True]
    assert not packs._folder.exists()


def test_a_pack_that_is_half_written_is_not_seen(
    packs: EntryPacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_half(path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True)
        path.write_bytes(data[: len(data) // 2])
        raise OutputError(Problem(str(path), 0, "the disk is full"))

    monkeypatch.setattr(entry_pack, "write_new", write_half)
    with pytest.raises(OutputError):
        packs.read_month("2025-09", MONTH)

    assert len(list(packs._folder.iterdir())) == 1
    assert list(again(packs).read(MONTH)[0]) == list(MONTH)


def test_an_entry_that_a_pack_lacks_is_read(packs: EntryPacks) -> None:
    packs.read_month("2025-09", list(MONTH)[:1])

    assert list(again(packs).read(MONTH)[0]) == list(MONTH)
