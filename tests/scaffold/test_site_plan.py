"""The files of a new site: what hosts and people read in them."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from site_gen import __version__
from site_gen.content.settings_file import parse_settings
from site_gen.model.hosts.headers import HOSTS
from site_gen.scaffold import site_plan
from site_gen.scaffold.site_plan import EXAMPLE_URL, WORKFLOW, Answers, is_installable, plan_files
from tests.scaffold.sandbox import read_workflow

ADDRESS = "site-gen @ git+https://a.example/ada/site-gen.git@0123abcd#egg=x"


def load(host: str, **answers: Any) -> dict[str, Any]:
    return read_workflow(plan_files(Answers(host=host, **answers))[WORKFLOW])


def steps(host: str, **answers: Any) -> list[dict[str, Any]]:
    return [step for job in load(host, **answers)["jobs"].values() for step in job["steps"]]


def step(host: str, name: str, **answers: Any) -> str:
    return str(next(one["run"] for one in steps(host, **answers) if one.get("name") == name))


def test_a_site_without_a_host() -> None:
    files = plan_files(Answers(is_empty=True))

    assert list(files) == [".gitignore", "README.md", "content/site.yaml"]
    settings = parse_settings("site.yaml", files["content/site.yaml"])
    assert (settings.base_url, settings.host) == (EXAMPLE_URL, "")


@pytest.mark.parametrize("host", HOSTS)
def test_no_place_is_left_empty(host: str) -> None:
    for path, text in plan_files(Answers(host=host, title="@HOST@")).items():
        assert not re.search(r"@[A-Z_]+@", text.replace("@HOST@", "", 1)), path
        assert not text or (text.endswith("\n") and not text.endswith("\n\n")), path
        assert all(line == line.rstrip() for line in text.splitlines()), path


@pytest.mark.parametrize(
    ("host", "own"),
    [("netlify", ["netlify.toml"]), ("cloudflare", []), ("github-pages", [".nojekyll"])],
)
def test_files_of_hosts(host: str, own: list[str]) -> None:
    plain = plan_files(Answers())
    files = plan_files(Answers(host=host, base_url="https://a.example/p"))

    assert files.keys() - plain.keys() == {WORKFLOW, *own}
    settings = parse_settings("site.yaml", files["content/site.yaml"])
    assert (settings.host, settings.base_url) == (host, "https://a.example/p")
    assert settings.feed_authority == "a.example"
    assert "## " in files["README.md"].removeprefix(plain["README.md"])


@pytest.mark.parametrize("host", HOSTS)
def test_the_workflow_may_do_little_and_is_pinned(host: str) -> None:
    workflow = load(host)

    assert workflow["permissions"] == {}
    assert set(workflow["on"]) == {"schedule", "workflow_dispatch", "push"}
    assert workflow["jobs"]["build"]["permissions"] == {"contents": "write"}
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 30
        for one in job["steps"]:
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", one.get("uses", f"a/b@{'0' * 40}"))
    checkout = steps(host)[0]
    assert checkout["with"] == {"persist-credentials": False}
    given = [one.get("name") for one in steps(host) if "token" in str(one.get("env", ""))]
    assert given == ["Commit the papers"]
    assert "permissions" not in workflow["jobs"]["complete"]
    if host == "github-pages":
        deploy = workflow["jobs"]["deploy"]
        assert deploy["permissions"] == {"pages": "write", "id-token": "write"}
        assert deploy["needs"] == "build"


@pytest.mark.parametrize("host", HOSTS)
def test_runs_wait_for_each_other_and_begin_with_the_newest_cache(host: str) -> None:
    assert load(host)["concurrency"] == {"group": "daily-papers", "cancel-in-progress": False}
    (cache,) = (
        one["with"] for one in steps(host) if one.get("uses", "").startswith("actions/cache@")
    )
    assert cache["path"].split() == ["public", ".cache/site-gen"]
    # A cache cannot be changed, so each run makes one, and begins with the newest of the prefix.
    assert cache["key"] == "site-gen-${{ github.run_id }}-${{ github.run_attempt }}"
    assert cache["restore-keys"] == "site-gen-"


@pytest.mark.parametrize("host", HOSTS)
def test_a_step_that_fails_comes_before_all_that_changes_the_site(host: str) -> None:
    *_, complete = load(host)["jobs"]
    names = [
        one.get("name") or one["uses"].partition("@")[0]
        for name, job in load(host)["jobs"].items()
        for one in job["steps"]
        if name != complete
    ]
    order = ["Install site-gen", "Fetch what was missed", "Check", "Build", "Commit the papers"]

    assert [name for name in names if name in order] == order
    last = {
        "netlify": "Commit the papers",
        "cloudflare": "cloudflare/wrangler-action",
        "github-pages": "actions/deploy-pages",
    }
    assert names[-1] == last[host]
    assert not [one for one in steps(host) if "continue-on-error" in one]
    assert not [one for one in steps(host) if "always()" in str(one.get("if", ""))]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("address", ["", ADDRESS])
def test_commands_are_shell(host: str, address: str) -> None:
    for one in steps(host, install_from=address):
        if "run" in one:
            subprocess.run(["bash", "-n", "-c", one["run"]], check=True)


def test_what_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert step("cloudflare", "Install site-gen", install_from=ADDRESS) == (
        f"pip install '{ADDRESS}'\n"
    )
    monkeypatch.setattr(site_plan, "IS_RELEASED", True)
    assert step("cloudflare", "Install site-gen") == f"pip install 'site-gen=={__version__}'\n"
    monkeypatch.setattr(site_plan, "IS_RELEASED", False)
    done = subprocess.run(
        ["bash", "-e", "-c", step("cloudflare", "Install site-gen")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert f"::fill in where site-gen {__version__} is installed from\n" in done.stdout
    assert Answers(host="netlify").lacks_install
    assert not Answers(host="netlify", install_from=ADDRESS).lacks_install
    assert not Answers().lacks_install


@pytest.mark.parametrize("address", ["", ADDRESS])
def test_netlify_builds_with_its_address_and_has_no_rules(address: str) -> None:
    text = plan_files(Answers(host="netlify", install_from=address))["netlify.toml"]
    config = tomllib.loads(text)

    assert config.keys() == {"build", "context"}
    commands = [config["build"]["command"], *(one["command"] for one in config["context"].values())]
    for command in commands:
        subprocess.run(["sh", "-n", "-c", command], check=True)
        assert (f'"{address}"' in command) is bool(address)
    assert commands[0].endswith('.venv/bin/site-gen build --base-url "$URL"')
    if not address:
        done = subprocess.run(["sh", "-c", commands[0]], capture_output=True, check=False)
        assert done.returncode == 1


@pytest.mark.parametrize(
    ("text", "is_good"),
    [
        (ADDRESS, True), ("site-gen==0.1.0", True), ("https://a.example/x-0.1.whl", True),
        ("site-gen[dask]>1", False), ("a'b", False), ('a"b', False), ("$H", False), ("`a`", False),
        ("a\nb", False), ("${{ x }}", False), ("--index-url x", False), ("a;b", False), ("", False),
        ("a!b", False), ("a\\b", False),
    ],
)  # fmt: skip
def test_what_can_be_installed(text: str, is_good: bool) -> None:
    assert is_installable(text) is is_good


@pytest.mark.parametrize("base_url", ["", "https://a.example"])
def test_the_example_address_is_not_published(tmp_path: Path, base_url: str) -> None:
    files = plan_files(Answers(host="github-pages", base_url=base_url))
    (tmp_path / "content").mkdir()
    (tmp_path / "content/site.yaml").write_text(files["content/site.yaml"])
    script = step("github-pages", "Check the address of the site")
    done = subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, check=False)

    assert done.returncode == (0 if base_url else 1)


@pytest.mark.parametrize("host", HOSTS)
def test_the_readme_says_that_a_push_fetches_nothing_and_commits_nothing(host: str) -> None:
    daily = {one["name"] for one in steps(host) if one.get("if") == "github.event_name != 'push'"}
    assert daily == {"Fetch what was missed", "Commit the papers"}

    readme = " ".join(plan_files(Answers(host=host))["README.md"].split())
    says = readme.partition(" At a push it ")[2].partition(".")[0]
    assert says in {"fetches nothing: it checks, builds and publishes", "only checks and builds"}
    assert ("publishes" in says) is (host != "netlify")
