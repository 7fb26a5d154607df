"""Where months are built: here, in processes of this machine, or on a Dask cluster.

Each is a ``concurrent.futures.Executor``, so the build knows no difference.
"""

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import active_children
from typing import Any

from site_gen.errors import Problem, ToolError

_PATIENCE = 10  # seconds to reach a scheduler


class Here(Executor):
    """Runs each call at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a call; give its result as a future that is done."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as err:  # noqa: BLE001 # it is the future's to raise
            future.set_exception(err)
        return future


@contextmanager
def open_local(jobs: int) -> Iterator[Executor]:
    """Give an executor of this machine: ``jobs`` processes, or this one."""
    if jobs <= 1:
        yield Here()
        return
    pool = ProcessPoolExecutor(jobs, initializer=_die_at_once)
    try:
        yield pool
    except BaseException:
        for process in active_children():
            process.terminate()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


@contextmanager
def open_dask(scheduler: str) -> Iterator[Executor]:
    """Give the executor of the Dask cluster at an address. Raises ToolError."""
    try:
        distributed = import_module("distributed")
    except ImportError:
        what = "Dask is missing; expected it from 'pip install \"site-gen[dask]\"'"
        raise ToolError(Problem("", 0, what)) from None
    try:
        client = distributed.Client(scheduler, timeout=_PATIENCE)
    except (OSError, ValueError, TimeoutError) as err:
        what = f"cannot be reached: {err}; expected a Dask scheduler such as tcp://127.0.0.1:8786"
        raise ToolError(Problem(scheduler, 0, what)) from err
    with client:
        try:
            yield client.get_executor()
        except (distributed.KilledWorker, CancelledError) as err:
            what = f"lost what it was building ({type(err).__name__}); expected workers that live"
            raise ToolError(Problem(scheduler, 0, what)) from err


def _die_at_once() -> None:
    """End a worker at Ctrl-C without a word: the parent tells."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
