"""The licences of all packages in ``requirements/``, read from the metadata that they install.

``python -m scripts.licences`` prints a table of the packages that ``make test`` installs, or of all
with ``--level tools``. It fails where a licence is unknown, or is copyleft and not listed in
``EXCEPTIONS`` with a reason. The table in docs/licences.md is made from it. It has no versions, so
another version of a package changes it only if the licence changes.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LEVELS = ("site", "dev", "tools")
ALLOWED = frozenset({
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0",
    "MIT-CMU", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib",
})  # fmt: skip
"""Licences that ask for nothing but their text and the names of the authors."""

EXCEPTIONS: Mapping[str, tuple[str, str]] = {
    "certifi": ("MPL-2.0", "used unchanged, in a tool; MPL asks for changes of its own files only"),
    "hypothesis": ("MPL-2.0", "used unchanged, in tests only"),
    "pathspec": ("MPL-2.0", "used unchanged, by hatchling when it builds a wheel"),
    "text-unidecode": (
        "Artistic-1.0-Perl OR GPL-2.0-or-later",
        "used unchanged, under the Artistic License",
    ),
}
"""Packages with another licence: which one, and why it may be used."""

READ: Mapping[str, str] = {
    "jinja2": "BSD-3-Clause",
    "partd": "BSD-3-Clause",
    "text-unidecode": "Artistic-1.0-Perl OR GPL-2.0-or-later",
    "zict": "BSD-3-Clause",
}
"""What the licence file of a package says, where its metadata is vague."""

ELSEWHERE: Mapping[str, str] = {
    "cffi": "MIT-0",
    "colorama": "BSD-3-Clause",
    "importlib-metadata": "Apache-2.0",
    "lazy-importer": "Apache-2.0",
    "librt": "MIT",
    "pycparser": "BSD-3-Clause",
    "typing-extensions": "PSF-2.0",
    "zipp": "MIT",
}
"""Licences of packages that only some systems or Pythons install."""

_NAMES: Mapping[str, str] = {
    "apache 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "psfl": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
    "the unlicense (unlicense)": "Unlicense",
}
"""Names in old metadata, which are no SPDX identifiers."""


@dataclass(frozen=True, slots=True)
class Licence:
    """A package, the first list that holds it, its licence ('' if unknown), and a remark."""

    package: str
    level: str
    expression: str
    reason: str = ""


def find_expression(name: str, fields: Message | None) -> str:
    """Give the SPDX expression of a package's licence; '' where nobody can say it.

    ``fields`` are its metadata, or None where it is not installed.
    """
    if fields is None:
        return ELSEWHERE.get(name, "")
    if name in READ and not fields.get("License-Expression", ""):
        return READ[name]
    classifiers = [
        text.rsplit(" :: ", 1)[-1]
        for text in fields.get_all("Classifier", [])
        if text.startswith("License :: ") and text != "License :: OSI Approved"
    ]
    texts = [fields.get("License-Expression", ""), fields.get("License", "")]
    # Several classifiers do not say whether all of them hold or one can be chosen.
    texts += classifiers if len(classifiers) == 1 else []
    return next(filter(None, map(_read_text, filter(None, texts))), "")


def _read_text(text: str) -> str:
    try:
        return canonicalize_license_expression(_NAMES.get(text.strip().lower(), text))
    except InvalidLicenseExpression:
        return ""


def is_allowed(expression: str) -> bool:
    """Tell whether a licence may be used without a reason; with brackets, a person must look."""
    return any(
        all(part.strip() in ALLOWED for part in choice.split(" AND "))
        for choice in expression.split(" OR ")
    )


def find_problem(licence: Licence) -> str:
    """Say what is wrong with a licence, or ''."""
    expected, _ = EXCEPTIONS.get(licence.package, ("", ""))
    if not licence.expression:
        return f"{licence.package}: unknown licence; expected a line in scripts/licences.py"
    if is_allowed(licence.expression) or licence.expression == expected:
        return ""
    wanted = f"{expected!r}, as EXCEPTIONS says" if expected else "a licence of ALLOWED"
    return f"{licence.package}: {licence.expression}; expected {wanted} (scripts/licences.py)"


def read_licences(levels: Sequence[str], root: Path = ROOT) -> Iterator[Licence]:
    """Yield the licence of each package of some lists, in the order of the lists."""
    seen = set()
    for level in levels:
        for requirement in _read_names(root / f"requirements/{level}.txt"):
            name = canonicalize_name(requirement.name)
            if name not in seen:
                seen.add(name)
                reason = EXCEPTIONS.get(name, ("", ""))[1]
                expression = find_expression(name, _read_metadata(requirement))
                yield Licence(name, level, expression, reason)


def _read_names(path: Path) -> Iterator[Requirement]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            yield Requirement(line.rstrip(" \\"))


def _read_metadata(requirement: Requirement) -> Message | None:
    """Give the metadata of a package; None where this system does not install it."""
    try:
        return metadata(requirement.name)  # type: ignore[return-value] # a Message, by its docs
    except PackageNotFoundError:
        if requirement.marker and not requirement.marker.evaluate():
            return None
        raise ValueError(
            f"{requirement.name} is not installed; expected what 'make test' installs"
        ) from None


def list_licences() -> str:
    """Give the table of docs/licences.md. Raises ValueError where a licence may not be used."""
    return format_table(check(read_licences(("site", "dev"))))


def check(licences: Iterable[Licence]) -> Sequence[Licence]:
    """Give licences that may be used. Raises ValueError that names all others."""
    found = tuple(licences)
    problems = [problem for problem in map(find_problem, found) if problem]
    if problems:
        raise ValueError("\n".join(problems))
    return found


def format_table(licences: Iterable[Licence]) -> str:
    """Write licences as a table in Markdown."""
    uses = {"site": "a site", "dev": "tests", "tools": "upgrades"}
    rows = [(f"`{one.package}`", uses[one.level], one.expression, one.reason) for one in licences]
    lines = ["| package | needed for | licence | why it may be used |", "|---|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "".join(f"{line}\n" for line in lines)


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 where a licence is unknown or may not be used."""
    parser = argparse.ArgumentParser(description="Print the licences of all dependencies.")
    parser.add_argument("--level", choices=LEVELS, default="dev", help="the largest list")
    level = parser.parse_args(arguments).level
    try:
        found = check(read_licences(LEVELS[: LEVELS.index(level) + 1]))
    except ValueError as err:
        print(err, file=sys.stderr)
        return 1
    print(format_table(found), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
