import re
import shutil
from pathlib import Path

import pytest

from site_gen.build.build import Options, build
from site_gen.build.manifest.site_list import NAME

SLIM = "profile: slim\n"


def write(site: Path, name: str, topics: str = "[Seals]") -> None:
    path = site / "content" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: Of {name}\nauthors: [Ada]\ntopics: {topics}\n---\n\nText.\n")


def read_tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def make(site: Path) -> dict[str, bytes]:
    """Build step by step and anew, and compare; give the files."""
    options = Options(has_search=False, base_url="https://a.example")
    report = build(site, site / "public", options)
    shutil.rmtree(site / "clean", ignore_errors=True)
    build(site, site / "clean", options)
    files = read_tree(site / "public")
    assert files == read_tree(site / "clean")
    assert report.pages == sum(path.endswith(".html") for path in files)
    return files


def list_topic_pages(files: dict[str, bytes]) -> list[str]:
    pages = (path for path in files if path.startswith("topics/") and path.endswith(".html"))
    return sorted(path.removeprefix("topics/").removesuffix("index.html") for path in pages)


@pytest.fixture
def slim(site: Path) -> Path:
    for day in ("2024-12-30", "2025-08-01", "2025-09-01"):
        for number in range(2):
            write(site, f"{day}/p{number}")
    (site / "content/site.yaml").write_text(SLIM)
    return site


def test_a_slim_site_has_pages_of_topics_by_year(slim: Path) -> None:
    files = make(slim)
    year = files["topics/seals/2025/index.html"]

    assert list_topic_pages(files) == ["", "seals/", "seals/2024/", "seals/2025/"]
    assert [year.count(f"/{day}/p1/".encode()) for day in ("2024-12-30", "2025-08-01")] == [0, 1]
    assert b'href="/topics/seals/2025/"' in files["topics/seals/index.html"]
    assert files["sitemap.xml"].count(b"<loc>https://a.example/topics/seals/2025/</loc>") == 1
    assert not any(b"/topics/seals/2025-09" in data for data in files.values())
    of_days = [path for path in files if re.match("2025-09-01[./]", path)]
    assert [path for path in of_days if not path.endswith("index.html")] == []


@pytest.mark.parametrize(
    ("settings", "is_search"),
    [("", True), ("organization_pages: 0\n", True), ("author_pages: 3\n", False)],
)
def test_names_in_a_slim_site_lead_to_the_search(
    slim: Path, settings: str, is_search: bool
) -> None:
    (slim / "content/site.yaml").write_text(SLIM + settings)
    files = make(slim)
    newest, oldest = (files[f"{day}/p0/index.html"] for day in ("2025-09-01", "2024-12-30"))

    assert (b'<a href="/search/?q=author:Ada">Ada</a>' in newest) == is_search
    assert b"author:Ada" not in oldest
    write(slim, "2024-12-30/p2")
    assert (b"author:Ada" in make(slim)["2024-12-30/p0/index.html"]) == is_search


def test_a_slim_site_follows_what_changes(slim: Path) -> None:
    make(slim)
    write(slim, "2024-12-30/p0", "[Whales]")
    files = make(slim)
    assert b"/2024-12-30/p0/" in files["topics/whales/2024/index.html"]
    assert b"/2024-12-30/p0/" not in files["topics/seals/2024/index.html"]
    write(slim, "2025-08-02/q")
    files = make(slim)
    assert b"/2025-08-02/q/" in files["topics/seals/2025/index.html"]
    assert b"/2025-08-02/q/" in files["2025-08.json"]
    assert b"/2025-08-02/q/" in files["2025-08/archive.xml"]
    shutil.rmtree(slim / "content/2024-12-30")
    assert list_topic_pages(make(slim)) == ["", "seals/", "seals/2025/"]


def test_a_site_becomes_slim_and_another_one_again(slim: Path) -> None:
    path = slim / "content/site.yaml"
    first = make(slim)
    path.write_text("author_pages: 2\n")
    full = make(slim)
    assert {"2025-09-01/og.png", "2025-09-01.bib", "2025-09-01/archive.xml",
            "topics/seals/2025-09/index.html", "authors/ada/index.html"} <= full.keys()  # fmt: skip
    path.write_text(SLIM)
    assert make(slim) == first
