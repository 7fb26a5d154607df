"""Files and bytes of a site: what ``build`` counts, and what ``check`` says of them."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from site_gen.build.build import Options, build
from site_gen.build.manifest.site_list import NAME, read_sizes
from site_gen.cli import cli
from site_gen.cli.reports.site_size import measure_site
from site_gen.system.hosts import host_limits

END = date(2026, 8, 20)


def write(site: Path, name: str, *authors: str) -> None:
    path = site / "content" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f"title: T {name}\nauthors: {list(authors)}\ntopics: [Seals]\n"
    path.write_text(f"---\n{head}---\n\nText.\n")


def count_files(output: Path) -> tuple[int, int]:
    files = [path for path in output.rglob("*") if path.is_file() and path.name != NAME]
    return len(files), sum(path.stat().st_size for path in files)


def test_a_build_counts_the_files_and_bytes_that_are_there(site: Path) -> None:
    """Also where it goes on from the last one: files come, change and go."""
    output = site / "public"

    def check(settings: str = "author_pages: 2\nauthor_feeds: 2\n") -> None:
        (site / "content/site.yaml").write_text(settings)
        for _ in range(2):  # the second one has nothing to do
            report = build(site, output, Options(has_search=False, base_url="https://a.example"))
            assert (report.size.files, report.size.bytes) == count_files(output)

    for day in ("2025-08-01", "2025-09-01", "2025-10-01"):
        write(site, f"{day}/p", "Ada", "Bo")
        check()
    write(site, "2025-09-01/p", "Ada")
    check()
    write(site, "2025-09-01/q", "Cy")
    shutil.rmtree(site / "content/2025-08-01")
    check()
    check("author_pages: 0\npictures: no\n")
    (output / "mine.txt").write_text("mine")  # it is not the site's
    (output / "index.html").unlink()
    report = build(site, output, Options(has_search=False, is_full=True))
    files, _ = count_files(output)
    assert report.size.files == files - 1


def test_build_and_check_say_how_large_the_site_is(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(100):
        write(site, f"{END - timedelta(days=number)}/p", *(["Ada"] if number < 6 else []))
    (site / "content/site.yaml").write_text("base_url: https://a.example\nrelated: 0\n")
    command = CliRunner()
    assert not [x for x in command.invoke(cli, ["check"]).stdout.split("\n") if "files" in x]
    done = command.invoke(cli, ["build", "--no-search"])
    files, size = count_files(site / "public")
    assert f"; {files:,} files, {size / 1e6:,.1f} MB in all; " in done.stdout
    limits = [
        host_limits.HostLimit(host=host, unit="files", most=most, source="", day=END)
        for host, most in (("Small", files - 5), ("Near", files * 2), ("Far", files * 999))
    ]
    monkeypatch.setattr("site_gen.cli.reports.site_size.load_limits", lambda: limits)
    said = command.invoke(cli, ["check"]).stdout.split("\n")

    start = said.index(f"public: {files:,} files, {size / 1e6:,.1f} MB")
    assert said[start + 1].endswith("a day, as its papers did from 2026-05-13 to 2026-08-20")
    assert said[start + 2 : start + 6] == [
        f"  Small: takes {files - 5:,} files: 5 files too many",
        f"  Near: takes {files * 2:,} files, 50% are used; full in 2026-11",
        f"  Far: takes {files * 999:,} files, 0% are used; not full within ten years",
        "  limits as of 2026-08-20",
    ]
    assert [line.split(" takes")[0] for line in said[start + 6 : -1]] == [
        "  author_pages (authors with more papers, 0 for none)",
        "  pictures: no (no picture of a day)",
        "  profile: slim (site-gen help settings)",
    ]
    (site / "content/site.yaml").write_text("base_url: https://a.example\nprofile: slim\n")
    command.invoke(cli, ["build", "--no-search"])
    assert f" takes away about {files - count_files(site / 'public')[0]:,} files" in said[-2]
    assert " takes away" not in command.invoke(cli, ["check"]).stdout
    moved = site / "elsewhere"
    (site / "public").rename(moved)
    assert "elsewhere: " in command.invoke(cli, ["check", "--output", str(moved)]).stdout


def test_nothing_is_said_of_the_growth_of_a_young_site(site: Path) -> None:
    write(site, "2025-09-17/p")
    build(site, site / "public", Options(has_search=False))
    size = measure_site(site / "public", read_sizes(site / "public"), {date(2025, 9, 17): 1})

    assert size
    lines = list(size.describe())
    assert "nothing is said of its growth" in lines[1]
    assert all("full" not in line for line in lines)
    assert measure_site(site / "nowhere", read_sizes(site / "nowhere"), {}) is None


@pytest.mark.parametrize(
    ("bundle", "files", "less"), [("all", 64, 0), ("2025-09", 64, 62), ("2024", 64, 60)]
)
def test_a_slim_site_has_fewer_files_with_texts_of_a_large_archive(
    bundle: str, files: int, less: int
) -> None:
    days = {f"2025-09-{day:02}.json": 1 for day in range(1, 31)}
    texts = {f"pagefind/{bundle}/fragment/en_{n}.pf_fragment": 9 for n in range(files)}
    without, found = (measure_site(Path("public"), sizes, {}) for sizes in (days, days | texts))

    assert without
    assert found
    assert found.savings[-1].files == without.savings[-1].files + less
