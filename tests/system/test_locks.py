import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner

from site_gen.cli import cli
from site_gen.content.digest_file import parse_listing
from site_gen.content.store import LISTING
from site_gen.model.errors import OutputError
from site_gen.model.references import parse_day
from site_gen.system.locks import lock, lock_path

PROGRAM = [sys.executable, "-m", "site_gen"]
DAY = "2025-09-17"
NOBODY = 65534
HOLD = """
import sys, time
from pathlib import Path
from site_gen.system.locks import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""
AS_NOBODY = f"""
import os, sys
from pathlib import Path
from site_gen.model.errors import SiteError
from site_gen.system.locks import lock
with lock(Path(sys.argv[2])):
    pass  # so that nothing is left to be loaded, which this user perhaps may not
os.setgroups([])
os.setgid({NOBODY})
os.setuid({NOBODY})
try:
    tell = lambda folder: print("waiting", flush=True)
    with lock(Path(sys.argv[1]), tell, is_needed="{{0}}" != "reads"):
        print("held")
except SiteError as err:
    print(err, flush=True)
"""
needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be another user"
)


@contextmanager
def start(command: list[str], **options: object) -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    with subprocess.Popen(  # type: ignore[call-overload]
        command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, **options
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def page(name: str, papers: int = 12) -> str:
    """Write a page of papers that no other name has."""
    texts = [f"{name} {number} of {papers}\n\nOf {name} {number}.\n" for number in range(papers)]
    return "\n".join(["Daily Papers\n", "Sep 17\n", *texts])


def listed(site: Path) -> int:
    day = parse_day(DAY)
    assert day
    path = site / "content" / DAY / LISTING
    return len(parse_listing(str(path), path.read_text(), day).papers)


@pytest.fixture
def common() -> Iterator[Path]:
    """A folder that every user may enter and write to."""
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        (folder / "site").mkdir()
        for path in (folder, folder / "site"):
            path.chmod(0o777)
        yield folder / "site"


def test_the_second_waits_and_a_lock_dies_with_its_process(site: Path) -> None:
    with start([sys.executable, "-c", HOLD, str(site / "public")]) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        waited = []

        def wait(folder: Path) -> None:
            waited.append(folder)
            holder.kill()

        with lock(site / "public", wait):
            assert waited == [site / "public"]


def test_a_lock_leaves_no_file_also_of_one_that_was_killed(site: Path) -> None:
    with lock(site / "public"):
        assert list(site.iterdir()) == [lock_path(site / "public")]
    assert list(site.iterdir()) == []
    lock_path(site / "public").touch()
    with lock(site / "public"):
        pass
    assert list(site.iterdir()) == []


def test_a_folder_has_one_lock_whatever_path_leads_to_it(site: Path) -> None:
    (site / "real/public").mkdir(parents=True)
    (site / "link").symlink_to("real")
    (site / "public").symlink_to("link/public")
    paths = [site / "real/public", site / "link/public", site / "public", Path("link/../public")]

    assert {lock_path(path) for path in paths} == {site / "real/.public.site-gen.lock"}


def test_a_thread_may_hold_a_lock_again(site: Path) -> None:
    with lock(site / "public"):
        with lock(site / "public"):
            pass
        assert lock_path(site / "public").exists()
    assert not lock_path(site / "public").exists()


def test_a_process_that_was_forked_does_not_hold_the_lock(site: Path) -> None:
    """Workers of a build may outlive it when it is killed."""
    program = f"""
import os, signal
from multiprocessing import active_children
from pathlib import Path
from site_gen.system.workers import open_local
from site_gen.system.locks import lock
with lock(Path({str(site / "public")!r})), open_local(2) as executor:
    executor.submit(os.getpid).result()
    print(*(process.pid for process in active_children()), flush=True)
    signal.pause()
"""
    with start([sys.executable, "-c", program]) as holder:
        assert holder.stdout is not None
        workers = [int(word) for word in holder.stdout.readline().split()]
        holder.kill()
        holder.wait()
        try:
            os.kill(workers[0], 0)
            with lock(site / "public"):
                pass
        finally:
            for worker in workers:
                os.kill(worker, signal.SIGKILL)


def test_of_two_imports_at_once_nothing_is_lost(site: Path) -> None:
    """Both have started when they are handed their pages."""
    for round_ in range(4):
        command = [*PROGRAM, "import", "--date", DAY]
        with start(command) as one, start(command) as other:
            for running in (one, other):
                assert running.stdin is not None
                running.stdin.write(page(f"P{round_}.{running.pid}", 100))
            for running in (one, other):
                assert running.stdin is not None
                running.stdin.close()
            assert [one.wait(), other.wait()] == [0, 0]
        assert listed(site) == 200 * (round_ + 1)


def test_an_import_sees_what_the_one_before_it_wrote(site: Path) -> None:
    (site / "a").write_text(page("A"))
    (site / "b").write_text(page("B"))
    command = ["import", "--date", DAY]
    with lock(site / "content"), start([*PROGRAM, *command, "a"]) as other:
        assert other.stderr is not None
        assert other.stderr.readline().startswith("content: waiting for another import ")
        done = CliRunner().invoke(cli, [*command, "b"])  # in this thread, which has the lock
        assert done.exit_code == 0
        assert listed(site) == 12
    with start([*PROGRAM, *command, "a"]) as other:
        assert other.wait() == 0
    assert listed(site) == 24


@pytest.mark.parametrize(
    "command",
    [["import", "--date", DAY, "page"], ["check", "--fix"], ["build"]],
    ids=lambda command: command[0],
)
def test_who_waits_can_be_interrupted(site: Path, command: list[str]) -> None:
    (site / "page").write_text(page("A"))
    (site / "content").mkdir()
    with lock(site / "content"), start([*PROGRAM, *command]) as running:
        assert running.stderr is not None
        assert running.stderr.readline().startswith("content: waiting for ")
        running.send_signal(signal.SIGINT)
        assert running.wait() == 130


@pytest.mark.parametrize("command", [["import", "--date", DAY, "--dry-run", "page"], ["check"]])
def test_who_writes_nothing_does_not_wait(site: Path, command: list[str]) -> None:
    (site / "page").write_text(page("A"))
    (site / "content").mkdir()
    with lock(site / "content"), start([*PROGRAM, *command]) as running:
        assert running.communicate()[1] in ("", "0 errors, 0 warnings\n")
        assert running.returncode == 0


@pytest.mark.usefixtures("papers")
def test_builds_with_other_temporary_folders_wait_for_each_other(site: Path) -> None:
    (site / "tmp").mkdir()
    env = {**os.environ, "TMPDIR": str(site / "tmp")}
    with start([*PROGRAM, "build", "--no-search"], env=env) as running:
        assert running.wait() == 0
    with lock(site / "public"), start([*PROGRAM, "build", "--no-search"], env=env) as running:
        assert running.stderr is not None
        assert running.stderr.readline().startswith("public: waiting for ")


@pytest.mark.usefixtures("papers")
def test_a_link_to_the_output_stays_and_its_folder_is_built(site: Path) -> None:
    (site / "public").symlink_to("www/html")
    for _ in range(2):
        done = CliRunner().invoke(cli, ["build", "--no-search"])
        assert done.exit_code == 0, done.output
    assert (site / "public").is_symlink()
    assert [path.name for path in (site / "www").iterdir()] == ["html"]


def be_nobody(site: Path, folder: Path, what: str = "writes") -> list[str]:
    """Give a command that locks a folder as another user, and says what came of it."""
    return [sys.executable, "-c", AS_NOBODY.format(what), str(folder), str(site / "other")]


@needs_root
def test_another_user_waits_for_the_same_lock(site: Path, common: Path) -> None:
    before = os.umask(0o077)
    try:
        with lock(common / "public"), start(be_nobody(site, common / "public")) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "waiting\n"
            assert lock_path(common / "public").stat().st_mode & 0o777 == 0o666
    finally:
        os.umask(before)
    with start(be_nobody(site, common / "public")) as other:
        assert other.communicate() == ("held\n", "")


@needs_root
@pytest.mark.parametrize("is_there", [True, False])
def test_a_lock_file_that_may_not_be_written_is_told(
    site: Path, common: Path, is_there: bool
) -> None:
    if is_there:
        lock_path(common / "public").touch(0o600)
    common.chmod(0o755)
    with start(be_nobody(site, common / "public")) as other:
        said = other.communicate()

    assert said[0].endswith(
        "/.public.site-gen.lock: cannot be locked: Permission denied; "
        "expected a file you may make and write: see who owns it, or its folder\n"
    )
    assert said[0].count("\n") == 1
    assert said[1] == ""


@needs_root
def test_a_build_of_another_user_forgets_no_author(common: Path) -> None:
    """Its record of authors may be read, but not written."""
    for month in ("08", "09"):
        for slug in "abc":
            path = common / f"content/2025-{month}-16/{slug}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"---\ntitle: {slug}\nauthors: [Ada {month}]\n---\n")
            os.utime(path, (1_700_000_000, 1_700_000_000))
    before = os.umask(0)
    try:
        program = f"""
import os
from pathlib import Path
from site_gen.build.build import Options, build
site = Path({str(common)!r})
options = Options(has_search=False, jobs=1, base_url="https://a.example")
build(site, site / "public", options)
(site / "content/2025-09-16/a.md").write_text("---\\ntitle: A\\nauthors: [Ada 09]\\n---\\n")
os.setgroups([])
os.setgid({NOBODY})
os.setuid({NOBODY})
build(site, site / "public", options)
build(site, site / "clean", options)
"""
        with start([sys.executable, "-c", program]) as running:
            assert running.communicate() == ("", "")
    finally:
        os.umask(before)
    trees = [
        {
            path.relative_to(common / name).as_posix(): path.read_bytes()
            for path in (common / name).rglob("*")
            if path.is_file() and ".site-gen" not in path.parts
        }
        for name in ("public", "clean")
    ]
    assert trees[0] == trees[1]


@needs_root
def test_who_only_reads_needs_no_lock(site: Path, common: Path) -> None:
    common.chmod(0o755)
    with start(be_nobody(site, common / "content", "reads")) as other:
        assert other.communicate() == ("held\n", "")


def test_a_place_where_no_folder_can_be_is_told(site: Path) -> None:
    (site / "file").touch()

    with pytest.raises(OutputError, match=r"^file/a/\.public\.site-gen\.lock: cannot be locked: "):
        lock(site / "file/a/public").__enter__()
