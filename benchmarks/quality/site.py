"""The site of the frozen test: made of its papers by the program of this checkout."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from benchmarks.measure import run
from benchmarks.quality.papers import FrozenError, FrozenPaper, list_records
from site_gen.content.store import read_entries
from site_gen.model import Entry, paper_url
from site_gen.search.pagefind import find_pagefind
from site_gen.system.files import write

_ROOT = Path(__file__).parents[2]
_SETTINGS = "pictures: false\nrelated: 0\n"
"""Settings that the search does not depend on; without them a build takes half of the time."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site that was built: its output folder, and the id of the paper at each path."""

    output: Path
    ids: Mapping[str, str]
    plain: Path
    """A folder with one Pagefind index of titles and abstracts, as any site would make it."""


def build_site(folder: Path, papers: Sequence[FrozenPaper]) -> Site:
    """Build the site in a folder; content that is there is used again.

    Raises RunError; and FrozenError where the content is of other papers.

    The build is incremental: after a change of the program it makes again what depends on it.
    """
    folder = folder.resolve()
    content, output, plain = folder / "content", folder / "public", folder / "plain"
    if not content.is_dir():
        _import(folder, papers)
    build = ["build", "--output", str(output)]
    run([sys.executable, "-m", "site_gen", "-C", str(folder), *build], _ROOT)
    if not (plain / "pagefind").is_dir():
        _index_plainly(plain, papers)
    return Site(output, _list_ids(content, papers), plain)


def _import(folder: Path, papers: Sequence[FrozenPaper]) -> None:
    """Import the papers into a new site; a folder is there only if all of it is."""
    begun = folder / "begun"
    shutil.rmtree(begun, ignore_errors=True)
    content = begun / "content"
    content.mkdir(parents=True)
    shutil.copy(_ROOT / "content/topics.yaml", content)
    settings = (_ROOT / "content/site.yaml").read_text(encoding="utf-8")
    (content / "site.yaml").write_text(f"{settings}{_SETTINGS}", encoding="utf-8")
    lines = (f"{json.dumps(record, ensure_ascii=False)}\n" for record in list_records(papers))
    source = begun / "papers.jsonl"
    source.write_text("".join(lines), encoding="utf-8")
    run([sys.executable, "-m", "site_gen", "-C", str(begun), "import", str(source)], _ROOT)
    content.rename(folder / "content")
    shutil.rmtree(begun)


def _index_plainly(folder: Path, papers: Sequence[FrozenPaper]) -> None:
    for number, paper in enumerate(papers):
        write(folder / f"site/{number}/index.html", _make_page(paper).encode())
    command = [str(find_pagefind()), "--site", str(folder / "site"), "--silent"]
    subprocess.run([*command, "--output-path", str(folder / "pagefind")], check=True)
    write(folder / "index.html", b"<!doctype html><title>Plain</title>")
    shutil.rmtree(folder / "site")


def _make_page(paper: FrozenPaper) -> str:
    title, abstract = escape(paper.title), escape(paper.abstract)
    body = f"<main data-pagefind-body><h1>{title}</h1><p>{abstract}</p></main>"
    return f'<!doctype html><html lang="en"><title>{title}</title><body>{body}</body></html>'


def _list_ids(content: Path, papers: Sequence[FrozenPaper]) -> dict[str, str]:
    """Give the id of the paper at each path of the site."""
    refs = sorted(f"{path.parent.name}/{path.stem}" for path in content.glob("*/*.md"))
    entries, _ = read_entries(content, refs)
    made_up = {url: paper.id for paper in papers if paper.is_made_up for url in paper.links}
    found = {paper_url(e.first_day, e.slug): _find_id(e, made_up) for e in entries.values()}
    if missing := {paper.id for paper in papers} - {*found.values()}:
        what = f"{len(missing)} papers of the frozen test are missing, such as {min(missing)}"
        raise FrozenError(f"{content}: {what}; expected the folder of an earlier run, or none")
    return found


def _find_id(entry: Entry, made_up: Mapping[str, str]) -> str:
    found = (made_up[url] for _, url in entry.links if url in made_up)
    return entry.arxiv_id or next(found, "")
