import os
from concurrent.futures import BrokenExecutor

import pytest

from site_gen.errors import ToolError
from site_gen.executors import Here, open_dask, open_local


def double(number: int) -> int:
    if number < 0:
        raise ValueError(number)
    return 2 * number


def die(_: int) -> None:
    os._exit(1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_calls_give_results_in_order_and_errors(jobs: int) -> None:
    with open_local(jobs) as executor:
        assert list(executor.map(double, [3, 1, 2])) == [6, 2, 4]
        with pytest.raises(ValueError, match="-1"):
            list(executor.map(double, [1, -1]))


def test_one_job_needs_no_process() -> None:
    with open_local(1) as executor:
        assert isinstance(executor, Here)
        assert executor.submit(os.getpid).result() == os.getpid()


def test_a_process_that_dies_is_noticed() -> None:
    with pytest.raises(BrokenExecutor), open_local(2) as executor:
        list(executor.map(die, [1, 2]))


def test_a_scheduler_that_cannot_be_reached_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_gen.executors._PATIENCE", 0.5)
    with (
        pytest.raises(ToolError, match=r"^tcp://127.0.0.1:9: cannot be reached: "),
        open_dask("tcp://127.0.0.1:9"),
    ):
        pass
