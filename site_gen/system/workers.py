"""Where jobs are done: here, in processes of this machine, or on a Dask cluster."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from importlib import import_module
from types import TracebackType
from typing import NamedTuple, TypeVar

from site_gen.model import Problem, ToolError
from site_gen.system.progress import Progress, no_progress, track

Job = TypeVar("Job")
Result = TypeVar("Result")

_PATIENCE = 10  # seconds to reach a scheduler; Dask would try for 30


class Phase(NamedTuple):
    """What jobs do, in words such as ``Reading papers``, and how many of these each job has."""

    name: str
    weights: Sequence[int]


class WorkerPool:
    """Does jobs: in this process while they are few, then in others, which begin once."""

    def __init__(
        self,
        stack: ExitStack,
        jobs: int,
        executor: AbstractContextManager[Executor] | None,
        prepare: Callable[[], None],
        progress: Progress,
    ) -> None:
        self._stack = stack
        self._progress = progress
        self.most = jobs or os.cpu_count() or 1
        """In how many processes at most; it is not known of a cluster."""
        self._has_number = jobs > 1
        self._given = executor
        self._prepare = prepare
        self._executor: Executor | None = None

    def map(
        self,
        call: Callable[[Job], Result],
        jobs: Sequence[Job],
        *,
        pays: bool = False,
        phase: Phase | None = None,
    ) -> Iterator[Result]:
        """Begin jobs, give their results in order.

        Processes begin where that ``pays``, or a number of them was asked for. Without processes,
        each job is done when its result is asked for. What is reported is that of ``phase``.
        """
        # To start processes costs more than a few small jobs do in this one.
        is_worth = self.most > 1 and len(jobs) > 1 and (pays or self._has_number)
        if not self._executor and (is_worth or (jobs and self._given)):
            self._executor = self._begin(len(jobs))
        results = self._executor.map(call, jobs) if self._executor else map(call, jobs)
        if phase is None:
            return results
        return track(results, self._progress, phase.name, phase.weights)

    def _begin(self, jobs: int) -> Executor:
        if self._given:
            return self._stack.enter_context(self._given)
        # What is loaded before the fork is shared; after it, each process would load its own.
        self._prepare()
        return self._stack.enter_context(open_local(min(self.most, jobs)))


@contextmanager
def open_workers(
    jobs: int,
    executor: AbstractContextManager[Executor] | None = None,
    prepare: Callable[[], None] = lambda: None,
    progress: Progress = no_progress,
) -> Iterator[WorkerPool]:
    """Give what does jobs, in as many processes as are asked for, 0 for as many as pay.

    ``executor`` goes before them. ``prepare`` is called before processes begin, which start as
    copies of this one. ``progress`` takes how far jobs are. Raises ToolError where a process died.
    """
    try:
        with ExitStack() as stack:
            yield WorkerPool(stack, jobs, executor, prepare, progress)
    except BrokenExecutor:
        message = (
            "a process that built pages died; expected enough memory: --jobs 1 uses one process"
        )
        raise ToolError(Problem("", 0, message)) from None


@contextmanager
def open_local(jobs: int) -> Iterator[Executor]:
    """Give an executor of this machine: so many processes."""
    # Loaded only here: most builds are of one process.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import active_children  # noqa: PLC0415

    pool = ProcessPoolExecutor(jobs, initializer=_die_at_once)
    try:
        yield pool
    except BaseException:
        # A pool waits for jobs that run. After Ctrl-C, or a mistake, nobody needs them.
        for process in active_children():
            process.terminate()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


class Dask(AbstractContextManager[Executor]):
    """The executor of the Dask cluster at an address. Raises ToolError.

    It can be entered again, for a build that starts over.
    """

    def __init__(self, scheduler: str) -> None:
        self._scheduler = scheduler
        self._stack = ExitStack()

    def __enter__(self) -> Executor:
        """Connect."""
        return self._stack.enter_context(_open_dask(self._scheduler))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        """Leave the cluster."""
        return self._stack.__exit__(kind, error, trace)


@contextmanager
def _open_dask(scheduler: str) -> Iterator[Executor]:
    try:
        # By name: Dask is optional, and mypy must pass without it.
        distributed = import_module("distributed")
    except ImportError:
        message = "Dask is missing; expected it from 'pip install \"site-gen[dask]\"'"
        raise ToolError(Problem("", 0, message)) from None
    try:
        client = distributed.Client(scheduler, timeout=_PATIENCE)
    except (OSError, ValueError, TimeoutError) as err:
        message = (
            f"cannot be reached: {err}; expected a Dask scheduler such as tcp://127.0.0.1:8786"
        )
        raise ToolError(Problem(scheduler, 0, message)) from err
    with client:
        try:
            yield client.get_executor()
        except (distributed.KilledWorker, CancelledError) as err:
            message = (
                f"lost what it was building ({type(err).__name__}); expected workers that live"
            )
            raise ToolError(Problem(scheduler, 0, message)) from err


def _die_at_once() -> None:
    """End a worker at Ctrl-C without a message: the parent reports it."""
    # Python would raise KeyboardInterrupt in each process and print as many tracebacks.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
