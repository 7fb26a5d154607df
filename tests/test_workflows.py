"""Workflows run only actions whose code cannot change, with no more rights than they need."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PINNED = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def read_jobs() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each job, named as in 'ci.yml test'."""
    for path in WORKFLOWS:
        for name, job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].items():
            yield f"{path.name} {name}", job


JOBS = dict(read_jobs())


def test_there_is_a_workflow_for_each_need() -> None:
    assert {path.name for path in WORKFLOWS} >= {"audit.yml", "ci.yml", "release.yml"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_and_say_their_version(path: Path) -> None:
    lines = [line.strip(" -") for line in path.read_text(encoding="utf-8").splitlines()]
    uses = [line for line in lines if line.startswith("uses:")]
    assert uses
    assert all(map(PINNED.fullmatch, uses)), uses


def test_an_action_has_one_version_in_all_workflows() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    versions = set(re.findall(r"uses: (\S+)@(\S+) # (\S+)", text))
    assert len(versions) == len({name for name, _, _ in versions})


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_no_rights_but_those_of_its_jobs(path: Path) -> None:
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["permissions"] == {}


@pytest.mark.parametrize("name", JOBS)
def test_a_job_has_few_rights_and_an_end(name: str) -> None:
    job = JOBS[name]
    publish = {"contents": "read", "id-token": "write", "attestations": "write"}
    expected = publish if name == "release.yml publish" else {"contents": "read"}
    assert job["permissions"] == expected
    assert job["timeout-minutes"] <= 30


@pytest.mark.parametrize("name", JOBS)
def test_no_step_keeps_a_password_or_runs_text_of_an_event(name: str) -> None:
    for step in JOBS[name]["steps"]:
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
        assert "${{" not in step.get("run", "")


def test_only_what_was_tested_is_published() -> None:
    publish = JOBS["release.yml publish"]
    assert publish["environment"]["name"] == "pypi"
    assert publish["needs"] == "build"
    assert JOBS["release.yml build"]["needs"] == "test"
    # With these rights, no code of the repository or of a package runs.
    assert not [step for step in publish["steps"] if "run" in step]


def test_dependabot_asks_once_a_week_for_all() -> None:
    updates = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text("utf-8"))["updates"]
    assert {one["package-ecosystem"] for one in updates} == {"github-actions", "pip"}
    for one in updates:
        assert one["schedule"] == {"interval": "weekly"}
        assert one["cooldown"] == {"default-days": 7}
        assert [group["patterns"] for group in one["groups"].values()] == [["*"]]
        assert (ROOT / one["directory"].lstrip("/")).is_dir()
