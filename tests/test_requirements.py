"""The lists of requirements/: pinned, with hashes, and as pyproject.toml asks."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts import upgrade
from tests.conftest import ROOT

LEVELS = tuple(upgrade.LEVELS)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def read_project() -> Mapping[str, Sequence[str]]:
    """Give what pyproject.toml asks for, by extra; without one under ''."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"": project["dependencies"], **project["optional-dependencies"]}


def read_blocks(level: str) -> Iterator[Sequence[str]]:
    """Yield the words of each requirement of a list: what is required, then options."""
    text = (ROOT / f"requirements/{level}.txt").read_text(encoding="utf-8")
    lines = [re.sub(r"\s*#.*", "", line) for line in text.splitlines()]
    for block in re.split(r"\n(?=\S)", "\n".join(filter(None, lines))):
        yield block.replace("\\\n", " ").split("    ")


def read_pins(level: str) -> Mapping[str, Requirement]:
    found = [Requirement(words[0].strip()) for words in read_blocks(level)]
    pins: dict[str, Requirement] = {canonicalize_name(one.name): one for one in found}
    assert len(pins) == len(found), "a package is listed twice"
    return pins


@pytest.mark.parametrize("level", LEVELS)
def test_each_package_has_one_version_and_hashes_and_nothing_else(level: str) -> None:
    for required, *options in read_blocks(level):
        (specifier,) = Requirement(required.strip()).specifier
        assert specifier.operator == "=="
        words = [word.strip() for word in options if word.strip()]
        assert words, f"{required} has no hash"
        assert all(HASH.fullmatch(word) for word in words), words


@pytest.mark.parametrize("level", LEVELS)
def test_a_list_names_no_address(level: str) -> None:
    text = (ROOT / f"requirements/{level}.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted", text)


@pytest.mark.parametrize("level", LEVELS)
def test_what_the_project_asks_for_is_listed_in_a_version_it_allows(level: str) -> None:
    pins, asked = read_pins(level), read_project()
    extras = ("", *upgrade.LEVELS[level])
    wanted = [*upgrade.read_backend(ROOT), *(one for extra in extras for one in asked[extra])]
    for requirement in map(Requirement, wanted):
        (specifier,) = pins[canonicalize_name(requirement.name)].specifier
        assert specifier.version in requirement.specifier, f"{requirement}: run make upgrade"


def test_each_list_is_a_part_of_the_next_larger_one() -> None:
    tools, dev, site = map(read_pins, LEVELS)
    for small, large in ((site, dev), (dev, tools)):
        assert small.keys() < large.keys()
        assert all(str(large[name].specifier) == str(small[name].specifier) for name in small)


def test_uv_is_told_what_pip_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example/simple")
    monkeypatch.setenv("PIP_CERT", "/etc/own.pem")
    assert upgrade.read_pip_settings() == {
        "UV_DEFAULT_INDEX": "https://index.example/simple",
        "SSL_CERT_FILE": "/etc/own.pem",
    }


def has_upper_limit(requirement: Requirement) -> bool:
    return any(one.operator in {"<", "<=", "==", "~="} for one in requirement.specifier)


def test_an_upper_limit_has_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for requirement in (one for asked in read_project().values() for one in asked):
        if has_upper_limit(Requirement(requirement)):
            assert re.search(rf'^    "{re.escape(requirement)}", # \w', text, re.MULTILINE)


def test_a_library_whose_private_names_are_imported_has_an_upper_limit() -> None:
    names = packages_distributions()
    limited = {one.name for one in map(Requirement, read_project()[""]) if has_upper_limit(one)}
    found = set()
    for path in (ROOT / "site_gen").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                words = (*node.module.split("."), *(one.name for one in node.names))
                owners = names.get(words[0], ())
                if any(word.startswith("_") and not word.endswith("__") for word in words):
                    found |= {canonicalize_name(owner) for owner in owners} - {"site-gen"}
    assert found == {"markupsafe", "watchfiles"}
    assert found <= limited
