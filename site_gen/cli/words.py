"""``site-gen words``: related words are learnt from the papers of the site."""

from pathlib import Path

import click

from site_gen.cli.console import hold_content
from site_gen.cli.progress import show_progress
from site_gen.cli.reports.files import WordsReport
from site_gen.content import store
from site_gen.model import InputError, Problem, count
from site_gen.related.words.learning import LEAST_PAPERS, learn_words
from site_gen.related.words.word_file import format_words, is_edited
from site_gen.system.files import read_optional, shown
from site_gen.system.progress import Progress, track
from site_gen.system.transactions import commit_texts
from site_gen.text.markdown import to_plain_text
from site_gen.text.titles import plain_title


@click.command("words")
@click.option("--replace", is_flag=True, help="Replace a words.json that was edited, too.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.pass_obj
def words(site: Path, replace: bool, dry_run: bool) -> WordsReport:
    """Learn related words from the papers, for the search.

    Writes content/words.json: for each frequent word the words that are used like it, and what
    abbreviations stand for. Builds only read it, so run this now and then, not every day. A site
    without it uses the list that comes with site-gen. Needs 1,000 papers or more.
    """
    content = site / "content"
    with hold_content(site, is_dry=dry_run):
        path = content / store.WORDS
        before = read_optional(path)
        if before is not None and not replace and is_edited(before):
            message = "was edited; expected what 'site-gen words' wrote. --replace replaces it"
            raise InputError(Problem(shown(path), 0, message))
        with show_progress() as progress:
            texts = _read_texts(content, progress)
        if len(texts) < LEAST_PAPERS:
            message = f"has {count(len(texts), 'paper')}; expected {LEAST_PAPERS:,} or more"
            raise InputError(Problem(shown(content), 0, message))
        with show_progress() as progress:
            progress("Learning words")
            learnt = learn_words(texts)
        text = format_words(learnt)
        is_new = text != before
        if is_new and not dry_run:
            commit_texts(content, {store.WORDS: (before, text)})
    return WordsReport(
        is_dry_run=dry_run,
        path=path,
        is_changed=is_new,
        words=len(learnt.near),
        abbreviations=len(learnt.abbreviations),
    )


def _read_texts(content: Path, progress: Progress) -> list[str]:
    """Read titles and abstracts as plain text. Raises InputError."""
    settings = store.load_settings(content)
    found = store.scan(content)
    refs = [ref for month in found.months for ref in month.refs]
    tracked = track(refs, progress, "Reading papers", [1] * len(refs))
    entries, wrong = store.read_entries(content, tracked)
    if problems := [*found.problems, *wrong]:
        raise InputError(*problems)
    latex = settings.latex
    return [
        f"{plain_title(entry.title, latex=latex)}. {to_plain_text(entry.body, latex=latex)}"
        for entry in entries.values()
        if not entry.removed
    ]
