"""Open connections: how many there may be, and until when each may last.

A client that sends or reads slowly holds a thread. So each request must come in whole within a
time, and must be answered within another. When there are as many connections as there may be, the
one that has kept the preview waiting longest for a request is closed for a new one.
"""

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How many connections there may be, how many may wait for a build, and seconds.

    ``request`` is from the last answer until the next request has come in whole, ``answer`` from
    then until it is answered. ``answer`` must be longer than a page waits for a build.
    """

    connections: int = 64
    waiting: int = 16
    request: float = 10.0
    answer: float = 60.0


@dataclass(slots=True)
class _Connection:
    since: float
    until: float
    is_asking: bool = True  # its request has not come in whole
    is_late: bool = False


class Connections:
    """The open connections of a server. All its methods may be called from any thread."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._open: dict[socket.socket, _Connection] = {}
        self._changed = threading.Condition()

    def admit(self, connection: socket.socket) -> bool:
        """Count a new connection, and say whether there is room for it. It may cost another."""
        with self._changed:
            if len(self._open) >= self._limits.connections and not self._make_room():
                return False
            now = time.monotonic()
            self._open[connection] = _Connection(now, now + self._limits.request)
            return True

    def leave(self, connection: socket.socket) -> None:
        """Count a connection no more: its thread ends."""
        with self._changed:
            self._open.pop(connection, None)
            self._changed.notify_all()

    def expect_request(self, connection: socket.socket) -> None:
        """Note that the next request of a connection is waited for."""
        self._note(connection, self._limits.request, is_asking=True)

    def expect_answer(self, connection: socket.socket) -> None:
        """Note that a request of a connection has come in whole."""
        self._note(connection, self._limits.answer, is_asking=False)

    def is_late(self, connection: socket.socket) -> bool:
        """Say whether the time for a request has passed."""
        with self._changed:
            found = self._open.get(connection)
            return found is not None and found.is_late

    def end_late(self) -> None:
        """End what took too long. A request that is late can still be told so."""
        now = time.monotonic()
        with self._changed:
            for connection, state in self._open.items():
                if state.until > now:
                    continue
                is_first = state.is_asking and not state.is_late
                state.is_late = True
                state.until = now + self._limits.request
                # The thread that reads finds the end of the request, and answers.
                _shut(connection, socket.SHUT_RD if is_first else socket.SHUT_RDWR)

    def end_all(self) -> None:
        """End all connections."""
        with self._changed:
            for connection in self._open:
                _shut(connection, socket.SHUT_RDWR)

    def _note(self, connection: socket.socket, seconds: float, *, is_asking: bool) -> None:
        with self._changed:
            state, now = self._open.get(connection), time.monotonic()
            if state and not state.is_late:
                state.since, state.until, state.is_asking = now, now + seconds, is_asking

    def _make_room(self) -> bool:
        """End the connection that has been asking longest, and wait for its thread to end."""
        asking = [(state.since, one) for one, state in self._open.items() if state.is_asking]
        if not asking:
            return False
        _, oldest = min(asking, key=lambda found: found[0])
        _shut(oldest, socket.SHUT_RDWR)
        return self._changed.wait_for(lambda: len(self._open) < self._limits.connections, 1)


def _shut(connection: socket.socket, how: int) -> None:
    with suppress(OSError):  # it has gone already
        connection.shutdown(how)
