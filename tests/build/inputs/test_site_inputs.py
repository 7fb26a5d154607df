"""Drafts and days to come: what a build leaves out, and that a later build makes it appear."""

from datetime import date
from pathlib import Path

import pytest

from site_gen.build.build import Options, Report, build
from site_gen.build.inputs.site_inputs import Choices, read_inputs
from site_gen.model import InputError

TODAY, TOMORROW = date(2025, 9, 16), date(2025, 9, 17)


def make(site: Path, today: date | None = None, **options: object) -> Report:
    """Build the site over its last output, and compare it with a clean build."""
    chosen = Options(has_search=False, jobs=1, today=today, **options)  # type: ignore[arg-type]
    report = build(site, site / "public", chosen)
    clean = build(site, site / f"clean-{report.pages}", chosen)
    assert (clean.drafts, clean.days_to_come) == (report.drafts, report.days_to_come)
    assert tree(site / "public") == tree(site / f"clean-{report.pages}")
    return report


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".site-gen" not in path.parts
    }


def names(site: Path, text: str) -> list[str]:
    """Give the files of the site that hold a text."""
    return [name for name, data in tree(site / "public").items() if text.encode() in data]


def set_draft(content: Path, ref: str, *, draft: bool) -> None:
    path = content / f"{ref}.md"
    text = path.read_text().replace("draft: true\n", "")
    path.write_text(text.replace("---\n", "---\ndraft: true\n", 1) if draft else text)


def test_a_draft_is_nowhere_until_it_is_published(papers: Path) -> None:
    site = papers.parent
    (papers / "2025-09-17/digest.yaml").write_text("papers: [a, 2025-09-16/b]\n")
    set_draft(papers, "2025-09-16/b", draft=True)
    report = make(site)
    assert (report.drafts, report.papers) == (1, 2)
    assert names(site, "Of 2025-09-16/b") == []
    assert not (site / "public/2025-09-16/b").exists()

    set_draft(papers, "2025-09-16/b", draft=False)
    report = make(site)
    assert (report.drafts, report.papers) == (0, 3)
    assert "2025-09-17/index.html" in names(site, "Of 2025-09-16/b")

    set_draft(papers, "2025-09-16/b", draft=True)
    make(site)
    assert names(site, "Of 2025-09-16/b") == []
    assert not (site / "public/2025-09-16/b").exists()  # no notice


def test_a_draft_of_another_month_leaves_the_days_that_list_it(papers: Path) -> None:
    site = papers.parent
    (papers / "2025-10-01").mkdir()
    (papers / "2025-10-01/digest.yaml").write_text("papers: [2025-09-16/b, 2025-09-16/a]\n")
    make(site)
    for draft in (True, False, True):
        set_draft(papers, "2025-09-16/b", draft=draft)
        make(site)
        assert ("2025-10-01/index.html" in names(site, "Of 2025-09-16/b")) is not draft


def test_a_day_of_drafts_is_published_with_its_first_paper(papers: Path) -> None:
    site = papers.parent
    (papers / "2025-09-17/fig.txt").write_text("A picture of a draft")
    set_draft(papers, "2025-09-17/a", draft=True)
    report = make(site)
    assert (report.days, report.drafts) == (1, 1)
    assert not (site / "public/2025-09-17").exists()

    set_draft(papers, "2025-09-17/a", draft=False)
    assert make(site).days == 2
    assert (site / "public/2025-09-17/fig.txt").exists()


def test_a_day_to_come_appears_when_it_has_begun(papers: Path) -> None:
    site = papers.parent
    (papers / "2025-09-16/digest.yaml").write_text("papers: [a, b, 2025-09-17/a]\n")
    report = make(site, TODAY)
    assert (report.days, report.days_to_come) == (1, 1)
    assert names(site, "Of 2025-09-17/a") == []

    report = make(site, TOMORROW)
    assert (report.days, report.days_to_come) == (2, 0)
    assert "2025-09-16/index.html" in names(site, "Of 2025-09-17/a")
    make(site, TODAY)  # a clock that was wrong
    assert names(site, "Of 2025-09-17/a") == []


def test_a_month_to_come_appears_when_it_has_begun(papers: Path) -> None:
    site = papers.parent
    (papers / "2025-10-02").mkdir()
    (papers / "2025-10-02/a.md").write_text("---\ntitle: October\n---\n")
    make(site, TOMORROW)
    assert not (site / "public/2025-10").exists()
    make(site, date(2025, 10, 2))
    assert (site / "public/2025-10/index.html").exists()


def test_a_site_of_days_to_come_alone_is_not_built(papers: Path) -> None:
    site = papers.parent
    make(site)
    before = tree(site / "public")
    with pytest.raises(InputError, match=r"^content/site.yaml: all days .* 'publish_future: yes'"):
        build(site, site / "public", Options(today=date(2025, 9, 1)))
    assert tree(site / "public") == before

    (papers / "site.yaml").write_text("base_url: https://a.example\npublish_future: yes\n")
    assert make(site, date(2025, 9, 1)).days == 2


def test_a_preview_may_show_drafts_and_days_to_come(papers: Path) -> None:
    site = papers.parent
    set_draft(papers, "2025-09-16/b", draft=True)
    make(site, TODAY)
    report = make(site, TODAY, has_drafts=True)
    assert (report.papers, report.drafts, report.days_to_come) == (3, 0, 0)

    # Also over the same folder: what the last build showed is taken out of it.
    assert make(site, TODAY).drafts == 1
    assert names(site, "Of 2025-09-16/b") == names(site, "Of 2025-09-17/a") == []


def test_wrong_settings_are_told_alone(papers: Path) -> None:
    (papers / "site.yaml").write_text("publish_futur: yes\n")
    _, problems = read_inputs(papers.parent, Choices(today=date(2025, 1, 1)))

    assert [f"{problem}".partition(";")[0] for problem in problems] == [
        "content/site.yaml:1: unknown key 'publish_futur'"
    ]
