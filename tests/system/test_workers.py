import os
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from typing import Any

import pytest

from site_gen.model.errors import ToolError
from site_gen.system.workers import Dask, open_local, open_workers
from tests.executors import InlineExecutor


def double(number: int) -> int:
    if number < 0:
        raise ValueError(number)
    return 2 * number


def die(_: int) -> None:
    os._exit(1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_calls_give_results_in_order_and_errors(jobs: int) -> None:
    with open_workers(jobs) as workers:
        assert list(workers.map(double, [3, 1, 2])) == [6, 2, 4]
        with pytest.raises(ValueError, match="-1"):
            list(workers.map(double, [1, -1]))


def test_without_processes_a_job_is_done_when_its_result_is_asked_for() -> None:
    done: list[int] = []
    with open_workers(1) as workers:
        results = workers.map(done.append, [1, 2], pays=True)
        next(results)
        assert done == [1]


def test_a_process_that_dies_is_noticed() -> None:
    with pytest.raises(BrokenExecutor), open_local(2) as executor:
        list(executor.map(die, [1, 2]))


def whose(_: int) -> int:
    return os.getpid()


def test_processes_begin_once_when_that_pays_and_stay() -> None:
    begun: list[bool] = []
    with open_workers(0, prepare=lambda: begun.append(True)) as workers:
        workers.most = 2
        few = set(workers.map(whose, [1, 2]))
        alone = set(workers.map(whose, [1], pays=True))
        assert (few, alone, begun) == ({os.getpid()}, {os.getpid()}, [])

        assert os.getpid() not in set(workers.map(whose, [1, 2], pays=True))
        assert os.getpid() not in set(workers.map(whose, [1]))
        assert begun == [True]


@pytest.mark.parametrize(("jobs", "is_here"), [(1, True), (2, False)])
def test_as_many_processes_begin_as_are_asked_for(jobs: int, is_here: bool) -> None:
    with open_workers(jobs) as workers:
        assert (os.getpid() in set(workers.map(whose, [1, 2], pays=is_here))) == is_here


def test_nothing_is_prepared_where_no_process_begins() -> None:
    prepared: list[bool] = []
    with open_workers(1, prepare=lambda: prepared.append(True)) as workers:
        assert set(workers.map(whose, [1, 2], pays=True)) == {os.getpid()}
    assert prepared == []


def test_an_executor_that_is_given_does_every_job() -> None:
    class Counting(InlineExecutor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            calls.append(args)
            return super().submit(fn, *args, **kwargs)

    calls: list[tuple[int, ...]] = []
    with open_workers(0, Counting()) as workers:
        assert (list(workers.map(double, [1])), list(workers.map(double, [2, 3]))) == ([2], [4, 6])
    assert calls == [(1,), (2,), (3,)]


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(ToolError, match="^a process that built pages died"), open_workers(2) as two:
        list(two.map(die, [1, 2]))


def test_a_scheduler_that_cannot_be_reached_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_gen.system.workers._PATIENCE", 0.5)
    with (
        pytest.raises(ToolError, match=r"^tcp://127.0.0.1:9: cannot be reached: "),
        Dask("tcp://127.0.0.1:9"),
    ):
        pass
