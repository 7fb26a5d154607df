"""The owner's files and pages, and whether they are as the last build left them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from site_gen.build.output_folder import Artifact
from site_gen.content.own.files import STATIC, list_static, read_own_file
from site_gen.content.own.pages import load_pages
from site_gen.model import (
    URLS,
    InputError,
    Page,
    PageText,
    Problem,
    Settings,
    fingerprint,
    output_path,
    page_fingerprint,
)
from site_gen.system.files import shown

AT_ROOT = ("apple-touch-icon.png",)
"""Where a browser looks for a picture of the site without being told."""

_REPLACEABLE = (*AT_ROOT, output_path(URLS.robots), output_path(URLS.llms))
_OWN = "own "  # how the input key begins of a file that is published as it is


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """Files of ``content/static/``, and pages of ``content/pages/``."""

    static: tuple[Artifact, ...] = ()
    texts: tuple[PageText, ...] = ()

    def add_links(self, settings: Settings) -> Settings:
        """Give the settings with the links to these pages, which every page shows."""
        links = tuple((text.title, f"/{text.slug}/") for text in self.texts if text.in_nav)
        return replace(settings, nav=links, own_pages=tuple(text.slug for text in self.texts))

    def plan_pages(self, settings: Settings) -> Sequence[Page]:
        """Plan the pages."""
        if not self.texts:
            return ()
        # Most sites have none: then a build without changes does not load what makes pages.
        from site_gen.plan.own.own_pages import plan_own_pages  # noqa: PLC0415

        return plan_own_pages(settings, self.texts)

    def replace_ours(self, content: Path, artifacts: Iterable[Artifact]) -> Iterator[Artifact]:
        """Add the files of ``content/static/``, which stand for ours where both have one name.

        Raises InputError where one has the name of a page, or of another file that pages link to.
        """
        own = {one.path: one for one in self.static}
        for artifact in artifacts:
            if artifact.path not in own:
                yield artifact
            elif artifact.path not in _REPLACEABLE:
                message = f"a build makes /{artifact.path}; expected another name"
                raise InputError(Problem(shown(content / STATIC / artifact.path), 0, message))
        yield from own.values()

    def is_in(self, last: Mapping[str, str], config_hash: str, settings: Settings) -> bool:
        """Whether all are as in the last build, which had these files that span months.

        ``last`` are their input keys by path. A page that came or went changes ``config_hash``.
        """
        static = {path: key for path, key in last.items() if key.startswith(_OWN)}
        pages = {
            output_path(page.url): page_fingerprint(config_hash, page)
            for page in self.plan_pages(settings)
        }
        is_same = static == {one.path: one.input_key for one in self.static}
        return is_same and pages.items() <= last.items()


def read_own_files(content: Path) -> OwnFiles:
    """See the owner's files and pages. Raises InputError."""
    return OwnFiles(tuple(plan_own_files(list_static(content))), load_pages(content))


def plan_own_files(files: Mapping[str, Path]) -> Iterator[Artifact]:
    """Give files that are published as they are, by output path.

    Raises InputError where one cannot be read, or is too large.
    """
    for path, source in files.items():
        input_key = f"{_OWN}{fingerprint(read_own_file(source))[:32]}"
        yield Artifact(path, input_key, partial(read_own_file, source))
