"""How far work is: what lasts reports it, and the command line decides how it is shown."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Progress(Protocol):
    """Takes how far a phase is. It is called often, so it must be fast."""

    def __call__(self, phase: str, done: int = 0, total: int = 0, /) -> None:
        """Take a phase, such as ``Reading papers``, and how many of its ``total`` are done.

        The total is 0 if it is not known.
        """


def no_progress(_phase: str, _done: int = 0, _total: int = 0, /) -> None:
    """Show nothing."""


def track(
    items: Iterable[Item], progress: Progress, phase: str, weights: Sequence[int]
) -> Iterator[Item]:
    """Give items, and report how far they are; ``weights`` say how much each counts.

    An item is done when the next one is asked for.
    """
    done, total = 0, sum(weights)
    progress(phase, 0, total)
    for item, weight in zip(items, weights, strict=True):
        yield item
        done += weight
        progress(phase, done, total)


def count_steps(progress: Progress, phase: str, total: int) -> Callable[[], None]:
    """Give a function to call after each of so many steps, wherever they are done."""
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        progress(phase, done, total)

    progress(phase, 0, total)
    return step
