from pathlib import Path

import pytest

from site_gen.author_pages import Authored, AuthorRow
from site_gen.register import REGISTER, Changes, Register


def paper(name: str, *authors: str, title: str = "T") -> Authored:
    return Authored(name=name, title=title, place=1, stamp="s", authors=authors, topics=("A",))


@pytest.fixture
def register(tmp_path: Path) -> Register:
    (tmp_path / ".site-gen").mkdir()
    return Register(tmp_path)


ONE, TWO = paper("2025-08-01/a", "Ada", "Bo"), paper("2025-09-01/b", "ADA", "Cy")


def tell(register: Register, month: str, *papers: Authored, stamp: str = "x") -> None:
    register.write(Changes(months={month: (stamp, papers)}))


def test_what_is_written_is_read_back(register: Register) -> None:
    row = AuthorRow(slug="ada", name="Ada", count=2, years=(2025,))
    register.write(
        Changes(months={"2025-08": ("x", (ONE,)), "2025-09": ("y", (TWO,))}, authors={"ada": row})
    )

    assert register.read_months() == {"2025-08": "x", "2025-09": "y"}
    assert register.read_month("2025-08") == {ONE.name: ONE}
    assert register.read_papers(["ada", "cy", "no"]) == {"ada": [ONE, TWO], "cy": [TWO]}
    assert register.read_authors() == {"ada": row}


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


def test_a_site_without_authors_has_no_register(register: Register) -> None:
    tell(register, "2025-08", stamp="")

    assert not (register.output / REGISTER).exists()
    assert register.read_months() == {}


def test_a_register_that_cannot_be_read_knows_nothing_and_is_begun_anew(register: Register) -> None:
    (register.output / REGISTER).write_bytes(
        b"not a database, but long enough to be looked at" * 99
    )

    assert register.read_authors() == {}
    tell(register, "2025-08", ONE)
    assert register.read_month("2025-08") == {ONE.name: ONE}
