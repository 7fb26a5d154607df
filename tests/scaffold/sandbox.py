"""GitHub, as far as the workflow of a new site sees it.

The ``run:`` steps are run by bash, as GitHub runs them. Steps with ``uses:`` are acted out: a
checkout is a clone, a cache is a copy of the folders that the step names, and what is published is
a folder. What an action does is in its README, for example
https://github.com/actions/cache#inputs.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from site_gen.scaffold.site_plan import WORKFLOW

_EXPRESSION = re.compile(r"\$\{\{ ([\w.-]+) \}\}")
_CONDITION = re.compile(r"([\w.-]+) (==|!=) '([^']*)'")


def read_workflow(text: str) -> dict[str, Any]:
    """Read a workflow; YAML 1.1 takes its key ``on`` for true."""
    workflow: dict[str, Any] = yaml.safe_load(re.sub(r"^on:", "'on':", text, flags=re.MULTILINE))
    return workflow


@dataclass
class Run:
    """A run of a workflow: how its jobs ended, and what its steps printed, by their names."""

    jobs: dict[str, str] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)

    @property
    def is_green(self) -> bool:
        return "failure" not in self.jobs.values()


class Sandbox:
    """A repository with its workflow, the caches of its runs, and the site that is published."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self.remote, self.published = folder / "remote.git", folder / "published"
        self.work, self._caches = folder / "work", folder / "caches"
        self._artifact = folder / "artifact"
        self._runs = 0
        self._env = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "GITHUB_REPOSITORY": "ada/papers",
            "GITHUB_REF_NAME": "main",
            # The registry of packages is not asked: site-gen is installed here.
            "PIP_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{self.remote}.insteadOf",
            "GIT_CONFIG_VALUE_0": "https://x-access-token:secret@github.com/ada/papers",
            **env,
        }
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.remote))

    def git(self, *words: str, folder: Path | None = None) -> str:
        """Run git as a person does; give what it prints."""
        who = ["-c", "user.name=Ada", "-c", "user.email=ada@papers.example"]
        place = ["-C", str(folder)] if folder else []
        done = subprocess.run(
            ["git", *who, *place, *words],
            check=True, capture_output=True, text=True, env=self._env,
        )  # fmt: skip
        return done.stdout

    def push(self, site: Path) -> None:
        """Push all of a folder, as a person does."""
        if not (site / ".git").exists():
            self.git("init", "--quiet", "--initial-branch=main", folder=site)
        self.git("add", "--all", folder=site)
        self.git("commit", "--quiet", "--message", "Edit", folder=site)
        self.git("push", "--quiet", str(self.remote), "main", folder=site)

    @property
    def cache(self) -> Path:
        """The cache of the last run that was good."""
        return max(self._caches.iterdir(), key=_number)

    def run(self, event: str, **env: str) -> Run:
        """Run the workflow of the repository for an event; ``env`` is what steps see beside."""
        self._runs += 1
        text = self.git("show", f"main:{WORKFLOW}", folder=self.remote)
        context = {
            "github.event_name": event,
            "github.run_id": str(self._runs),
            "github.run_attempt": "1",
            "github.token": "secret",
        }
        done = Run()
        for name, job in read_workflow(text)["jobs"].items():
            needed = job.get("needs")
            if (needed and done.jobs[needed] != "success") or not _is_true(job.get("if"), context):
                done.jobs[name] = "skipped"
            else:
                is_good = self._run_job(name, job, context, env, done)
                done.jobs[name] = "success" if is_good else "failure"
        return done

    def _run_job(
        self,
        name: str,
        job: Mapping[str, Any],
        context: dict[str, str],
        env: Mapping[str, str],
        done: Run,
    ) -> bool:
        """Run the steps of a job on a new machine. Give whether all of them were good."""
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir()
        for step in job["steps"]:
            if not _is_true(step.get("if"), context):
                continue
            if "uses" in step:
                self._act(step["uses"].partition("@")[0], step.get("with", {}), context)
            elif not self._run_step(step, context, env, done):
                return False
        for key, value in job.get("outputs", {}).items():
            context[f"needs.{name}.outputs.{key}"] = _fill(value, context)
        for step in job["steps"]:  # behind the last step of a job that is good
            if step.get("uses", "").startswith("actions/cache@"):
                self._save(step["with"], context)
        return True

    def _run_step(
        self, step: Mapping[str, Any], context: dict[str, str], env: Mapping[str, str], done: Run
    ) -> bool:
        output = self.work.with_name("outputs")
        output.write_text("")
        own = {key: _fill(value, context) for key, value in step.get("env", {}).items()}
        ran = subprocess.run(
            ["bash", "-e", "-c", _fill(step["run"], context)],
            cwd=self.work,
            env={**self._env, "GITHUB_OUTPUT": str(output), **env, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        done.printed[step["name"]] = ran.stdout
        for line in output.read_text().splitlines():
            key, _, value = line.partition("=")
            context[f"steps.{step['id']}.outputs.{key}"] = value
        return ran.returncode == 0

    def _act(self, action: str, given: Mapping[str, str], context: Mapping[str, str]) -> None:
        """Act out what an action does. One that nobody acts out is an error."""
        match action:
            case "actions/checkout":
                self.git("clone", "--quiet", "--depth=1", f"file://{self.remote}", str(self.work))
            case "actions/setup-python":
                pass  # this one
            case "actions/cache":
                self._restore(given, context)
            case "actions/upload-pages-artifact":
                _replace(self.work / given["path"], self._artifact)
            case "actions/deploy-pages":
                _replace(self._artifact, self.published)
            case "cloudflare/wrangler-action":
                _replace(self.work / given["command"].split()[2], self.published)
            case _:
                raise NotImplementedError(action)

    def _restore(self, given: Mapping[str, str], context: Mapping[str, str]) -> None:
        """Copy the newest cache whose key begins as one of the lines of ``restore-keys`` does."""
        wanted = (_fill(given["key"], context), *given["restore-keys"].split())
        for cache in sorted(self._caches.glob("*"), key=_number, reverse=True):
            if cache.name.startswith(wanted):
                shutil.copytree(cache, self.work, dirs_exist_ok=True, symlinks=True)
                return

    def _save(self, given: Mapping[str, str], context: Mapping[str, str]) -> None:
        for path in given["path"].split():
            target = self._caches / _fill(given["key"], context) / path
            shutil.copytree(self.work / path, target, symlinks=True)


def _number(cache: Path) -> int:
    return int(cache.name.rpartition("site-gen-")[2].partition("-")[0])


def _replace(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


def _fill(text: str, context: Mapping[str, str]) -> str:
    return _EXPRESSION.sub(lambda match: context.get(match[1], ""), text)


def _is_true(condition: str | None, context: Mapping[str, str]) -> bool:
    if condition is None:
        return True
    match = _CONDITION.fullmatch(condition)
    assert match, condition
    return (context.get(match[1], "") == match[3]) is (match[2] == "==")
