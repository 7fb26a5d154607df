"""A newcomer's first minutes: ``site-gen init``, and what it made is built."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen import __version__
from site_gen.cli import cli
from site_gen.model.hosts.headers import HOSTS


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def init(*words: str) -> Result:
    return run("init", *words)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("host", ["none", *HOSTS])
def test_a_new_site_builds_at_once(here: Path, host: str) -> None:
    done = init("site", "--host", host)
    assert done.exit_code == 0
    assert "\n  cd site\n  site-gen serve" in done.stdout

    built = run("-C", "site", "build", "--no-search")
    assert (built.exit_code, built.stderr) == (0, "")
    assert built.stdout.startswith("site/public: 3 papers of 1 day on ")
    checked = run("-C", "site", "check")
    assert (checked.exit_code, checked.stderr.strip()) == (0, "0 errors, 0 warnings")
    assert "Sample papers" in (here / "site/public/index.html").read_text()
    assert (here / "site/public/_headers").is_file() is (host != "github-pages")


def test_an_empty_site_builds_too(here: Path) -> None:
    assert init("--empty", "--title", " A  <b> ", "--base-url", "https://a.example/").exit_code == 0
    assert run("build", "--no-search").exit_code == 0
    assert "A &lt;b&gt;" in (here / "public/index.html").read_text()
    assert not list(here.glob("content/20*"))


def test_what_must_still_be_done_is_said() -> None:
    done = init("a", "--host", "netlify")
    fill_in = f"site-gen {__version__} is not released yet; fill in where it is installed from"
    assert done.stderr.count(fill_in) == 2
    assert "base_url in content/site.yaml is still https://papers.example.org" in done.stdout
    assert "connect that at Netlify" in done.stdout

    done = init("b", "--host", "cloudflare", "--install-from", "site-gen @ git+https://a.example/x",
                "--base-url", "https://a.example")  # fmt: skip
    assert done.stderr == ""
    assert "is still" not in done.stdout


def test_what_was_there_is_named(here: Path) -> None:
    (here / "README.md").write_text("mine")
    done = init()

    assert "README.md: was there already, and is left\n" in done.stdout
    assert "  cd " not in done.stdout
    again = init()
    assert again.exit_code == 1
    assert "content/site.yaml: is there already, and is left; move it away" in again.stderr
    assert (here / "README.md").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--host", "netlfy"], "'netlfy' is not one of 'netlify', 'cloudflare', 'github-pages'"),
        (["--title", " "], "it is empty; expected a name"),
        (["--title", "a\x07"], "a control character (U+0007); expected text"),
        (["--base-url", "papers"], "expected an address such as https://papers.example.org"),
        (["--install-from", "a'b"], "has signs that a shell obeys; expected what pip installs"),
    ],
)
def test_bad_answers_write_nothing(here: Path, words: list[str], expected: str) -> None:
    done = init(*words)

    assert done.exit_code == 2
    assert expected in done.stderr
    assert not list(here.iterdir())


def test_a_terminal_is_asked(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_gen.cli.init.is_terminal", lambda: True)
    answers = "My papers\nnowhere\ngithub-pages\nx\nhttps://a.example/p\n"
    done = CliRunner().invoke(cli, ["init", "site"], input=answers)

    assert done.exit_code == 0
    assert "'nowhere' is not one of 'netlify'" in done.stderr
    text = (here / "site/content/site.yaml").read_text()
    for line in ("title: My papers", "host: github-pages", "base_url: https://a.example/p"):
        assert f"\n{line}\n" in text


def test_questions_can_be_broken_off(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_gen.cli.init.is_terminal", lambda: True)

    assert CliRunner().invoke(cli, ["init"], input="A\n").exit_code == 130
    assert not list(here.iterdir())


def test_a_folder_with_spaces_is_quoted() -> None:
    assert "\n  cd 'my site'\n" in init("my site").stdout


def test_yes_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_gen.cli.init.is_terminal", lambda: True)

    assert init("site", "--yes").exit_code == 0
