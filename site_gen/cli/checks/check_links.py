"""``site-gen check --links``: whether links to other hosts lead to something."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from site_gen.cli.console import echo, name_agent, read_settings
from site_gen.cli.reports.check import CheckedLinks
from site_gen.content.findings import Finding
from site_gen.content.own.external_links import collect_external, inspect_external
from site_gen.model import count
from site_gen.system.links.known_answers import KnownAnswers
from site_gen.system.links.probe import Answer, LinkProbe
from site_gen.system.progress import Progress, track

_KNOWN = ".cache/site-gen/links.json"
_STEP = 20  # answers after which all are kept: a command that is broken off asks them once


def check_links(
    site: Path, today: date, progress: Progress
) -> tuple[Sequence[Finding], CheckedLinks]:
    """Ask other hosts for the addresses that pages link to; give what is wrong, and a sum.

    What is known from the last week is not asked for again.
    """
    places = collect_external(site / "content")
    known = KnownAnswers(site / _KNOWN, today)
    answers = known.find(places)
    missing = [url for url in places if url not in answers]
    if missing:
        echo(f"Asking other hosts for {count(len(missing), 'link')} ...", err=True)
    answered = _ask(site, missing, known)
    for url, answer in track(answered, progress, "Asking for links", [1] * len(missing)):
        answers[url] = answer
    findings = list(inspect_external(places, {url: answers[url] for url in places}))
    alive = sum(answer.is_there for answer in answers.values())
    dead = sum(answer.is_dead for answer in answers.values())
    checked = CheckedLinks(
        links=len(places),
        alive=alive,
        dead=dead,
        in_doubt=len(places) - alive - dead,
        asked=len(missing),
    )
    return findings, checked


def _ask(site: Path, urls: list[str], known: KnownAnswers) -> Iterator[tuple[str, Answer]]:
    new: dict[str, Answer] = {}
    try:
        for url, answer in LinkProbe(name_agent(read_settings(site))).ask_all(urls):
            new[url] = answer
            yield url, answer
            if not len(new) % _STEP:
                known.add(new)
    finally:
        if new:
            known.add(new)
