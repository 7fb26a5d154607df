import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from site_gen.build.author_index import REGISTER, Changes, Register
from site_gen.build.ledger import RecordError
from site_gen.plan.author_pages import Authored, AuthorRow


def paper(name: str, *authors: str, title: str = "T") -> Authored:
    return Authored(name=name, title=title, place=1, stamp="s", authors=authors, topics=("A",))


@pytest.fixture
def register(tmp_path: Path) -> Register:
    (tmp_path / ".site-gen").mkdir()
    return Register(tmp_path)


ONE, TWO = paper("2025-08-01/a", "Ada", "Bo"), paper("2025-09-01/b", "ADA", "Cy")


def tell(register: Register, month: str, *papers: Authored, stamp: str = "x") -> None:
    old, new = register.find_changes(month, papers)
    change(register, Changes(months={month: stamp}, old=old, new=new))


def change(register: Register, changes: Changes) -> None:
    with register.change(changes, register.output / "staging") as pending:
        pending.keep()


def row(slug: str, count: int = 3, *years: int) -> AuthorRow:
    return AuthorRow(slug=slug, name=slug.upper(), count=count, years=years)


def test_what_is_written_is_read_back(register: Register) -> None:
    rows = {"ada": row("ada", 2, 2025, 2024), "bo": row("bo")}
    months = {"2025-08": "x", "2025-09": "y"}
    change(register, Changes(months=months, new=(ONE, TWO), authors=rows))

    assert register.read_months() == months
    assert register.find_changes("2025-08", [TWO]) == ([ONE], [TWO])
    assert register.find_changes("2025-08", [ONE]) == ([], [])
    assert register.read_papers(["ada", "cy", "no"]) == {"ada": [ONE, TWO], "cy": [TWO]}
    assert register.read_authors() == rows
    assert register.read_authors(["bo", "no"]) == {"bo": rows["bo"]}


def test_a_month_is_told_anew(register: Register) -> None:
    tell(register, "2025-08", ONE)
    tell(register, "2025-09", TWO)
    tell(register, "2025-08", paper("2025-08-01/a", "Bo", title="U"), stamp="z")

    assert register.read_papers(["ada", "bo"]) == {
        "ada": [TWO],
        "bo": [paper("2025-08-01/a", "Bo", title="U")],
    }
    tell(register, "2025-08", stamp="")
    assert register.read_months() == {"2025-09": "x"}
    assert register.read_papers(["bo"]) == {}


def test_what_is_not_kept_is_undone_but_seen_until_then(register: Register) -> None:
    change(register, Changes(months={"2025-08": "x"}, authors={"ada": row("ada")}))
    changes = Changes(months={"2025-08": "y"}, authors={"ada": None, "bo": row("bo")})
    with register.change(changes, register.output / "staging") as pending:
        assert pending.find("") == (row("bo"),)

    assert register.read_months() == {"2025-08": "x"}
    assert register.read_authors() == {"ada": row("ada")}


def test_a_first_record_is_made_apart(register: Register) -> None:
    staging = register.output / "staging"
    with register.change(Changes(authors={"ada": row("ada")}), staging) as pending:
        assert not (register.output / REGISTER).exists()
        pending.keep()

    assert (register.output / REGISTER).is_file()
    assert not (staging / REGISTER).exists()


def test_authors_are_asked_for_a_few(register: Register) -> None:
    rows = [row("a", 4), row("a-b", 9, 2025, 2024), row("ab"), row("abc", 5), row("b", 9)]
    changes = Changes(authors={one.slug: one for one in rows})
    with register.change(changes, register.output / "staging") as pending:
        assert pending.count() == 5
        assert pending.count_pages() == 7
        assert [one.slug for one in pending.find_top(3)] == ["a-b", "b", "abc"]
        assert pending.find("ab") == tuple(rows[2:4])
        assert pending.find_one("a") == (rows[0],)
        assert pending.find_one("c") == ()
        assert [pending.is_more("a", most) for most in (3, 4)] == [True, False]
        assert pending.find_starts("") == ["a", "b"]
        assert pending.find_starts("a") == ["a-", "ab"]
        assert pending.find_starts("b") == []


def test_a_site_without_authors_has_no_register(register: Register) -> None:
    tell(register, "2025-08", stamp="")

    assert not (register.output / REGISTER).exists()
    assert register.read_months() == {}


@pytest.mark.parametrize("size", [0, 40_000])
def test_a_register_that_is_damaged_is_a_record_error(register: Register, size: int) -> None:
    (register.output / REGISTER).write_bytes(b"not a database "[: size or None] * (size // 15))

    with pytest.raises(RecordError, match=r"^the record .site-gen/authors.sqlite cannot be used: "):
        register.read_authors()
    with pytest.raises(RecordError):
        tell(register, "2025-08", ONE)


@pytest.mark.parametrize("said", ["[", "{}", "[1]", "null", '"a"', "1], [1"])
def test_a_damaged_row_is_a_record_error(register: Register, said: str) -> None:
    tell(register, "2025-08", ONE)
    with closing(sqlite3.connect(register.output / REGISTER)) as base, base:
        base.execute("UPDATE papers SET said = ?", (said,))

    for ask in (lambda: register.read_names("2025-08"), lambda: register.read_papers(["ada"])):
        with pytest.raises(RecordError, match="it is damaged"):
            ask()
