"""What an index of one bundle costs: ``python -m benchmarks indexing``.

A large archive has a bundle a year. Its papers are read, handed to Pagefind, and its files are
put in order, as in a build.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.programs import SiteGen
from site_gen.content.store import load_topics, read_entries
from site_gen.content.topic_rules import with_topics
from site_gen.model import Settings
from site_gen.search.documents import make_documents
from site_gen.search.pagefind import find_pagefind
from site_gen.search.search import make_bundle
from testing.papers import CORPUS, CorpusError, read_corpus


def main(arguments: Sequence[str]) -> int:
    """Index as the command line says; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks indexing", description=__doc__)
    add = parser.add_argument
    add("--papers", type=int, default=8000)
    add("--corpus", type=Path, default=CORPUS, help="papers: a JSON object a line, in gzip")
    options = parser.parse_args(arguments)
    try:
        days = read_corpus(options.corpus).days(options.papers)
    except CorpusError as err:
        print(err, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="site-gen-indexing-") as folder:
        program = SiteGen(Path(folder, "site"))
        program.prepare(days)
        read_corpus.cache_clear()
        _index(program.content, Path(folder))
    return 0


def _index(content: Path, scratch: Path) -> None:
    program = find_pagefind()
    refs = [f"{path.parent.name}/{path.stem}" for path in sorted(content.glob("*/*.md"))]
    before, start = _memory(resource.RUSAGE_SELF), time.perf_counter()
    entries, _ = read_entries(content, refs)
    papers = with_topics(load_topics(content), entries).values()
    files = make_bundle(program, make_documents(Settings(), papers), scratch, pack_size=2)
    took = time.perf_counter() - start
    size = sum(map(len, files.values()))
    print(f"{len(entries):,} papers in {took:.1f} s: {len(files):,} files, {size / 1e6:.1f} MB")
    print(f"largest memory of Pagefind: {_memory(resource.RUSAGE_CHILDREN):.0f} MiB")
    print(f"of site-gen: {_memory(resource.RUSAGE_SELF):.0f} MiB, {before:.0f} of it before")


def _memory(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024  # KiB on Linux
