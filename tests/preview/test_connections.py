"""Slow clients, many clients, and the end of the server."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from site_gen.preview import Preview
from site_gen.preview.connections import Limits
from tests.preview.raw_http import connect, get, read_answer, running

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


def drip(connection: socket.socket) -> bytes:
    """Send a byte now and then, as long as the other side listens; give what it answered."""
    connection.settimeout(0.02)
    for _ in range(500):
        try:
            if data := connection.recv(1_000):
                return data
            break
        except TimeoutError:
            connection.sendall(b"a")
    return b""


@pytest.mark.parametrize("start", [b"", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nA: "])
def test_a_request_that_comes_in_slowly_is_ended(output: Path, start: bytes) -> None:
    with running(Preview(output, limits=Limits(request=1))) as preview:
        with connect(preview) as connection:
            connection.sendall(start)
            began = time.monotonic()
            assert drip(connection).startswith(b"HTTP/1.1 408 Request Timeout\r\n")
            assert time.monotonic() - began < 5
        assert get(preview, "/").status == 200


def test_an_idle_connection_is_closed_in_silence(output: Path) -> None:
    with running(Preview(output, limits=Limits(request=1))) as preview:
        with connect(preview) as connection:
            assert connection.recv(1) == b""
        with connect(preview) as connection:
            connection.sendall(GET)
            assert read_answer(connection).status == 200
            assert connection.recv(1) == b""


def test_an_answer_that_is_read_slowly_is_ended(output: Path) -> None:
    (output / "large.bin").write_bytes(b"x" * 50_000_000)
    with running(Preview(output, limits=Limits(answer=0.3))) as preview, connect(preview) as one:
        one.sendall(GET.replace(b"/ ", b"/large.bin "))
        one.recv(1)
        assert wait_until(lambda: count_threads(preview) == 0)


def test_slow_clients_do_not_keep_others_out(output: Path) -> None:
    limits = Limits(connections=8)
    with running(Preview(output, limits=limits)) as preview, ExitStack() as stack:
        for _ in range(50):
            slow = stack.enter_context(connect(preview))
            slow.sendall(b"GET / HTTP/1.1\r\n")
            assert count_threads(preview) <= 8
        assert get(preview, "/").status == 200
        assert count_threads(preview) <= 8


def test_when_all_are_being_answered_a_new_one_is_told_so(output: Path) -> None:
    limits = Limits(connections=3, waiting=3)
    with running(Preview(output, limits=limits)) as preview, ExitStack() as stack:
        waiting = [stack.enter_context(connect(preview)) for _ in range(3)]
        for one in waiting:
            one.sendall(GET.replace(b"/ ", b"/.site-gen/state?0 "))
        assert wait_until(lambda: preview.state._free == 0)
        with connect(preview) as one:
            answer = read_answer(one)
        assert (answer.status, answer.body) == (503, b"Too many connections\n")
        preview.state.publish()
        assert [read_answer(one).status for one in waiting] == [200] * 3
        assert get(preview, "/").status == 200


def test_pages_that_wait_for_a_build_are_few(output: Path) -> None:
    limits = Limits(connections=8, waiting=2)
    with running(Preview(output, limits=limits)) as preview, ExitStack() as stack:
        for _ in range(2):
            one = stack.enter_context(connect(preview))
            one.sendall(GET.replace(b"/ ", b"/.site-gen/state?0 "))
        assert wait_until(lambda: preview.state._free == 0)
        assert get(preview, "/.site-gen/state?0").body == b'{"number": 0, "error": ""}'


def test_the_end_of_the_server_ends_all_connections(output: Path) -> None:
    with ExitStack() as stack:
        with running(Preview(output)) as preview:
            idle, slow, waiting = (stack.enter_context(connect(preview)) for _ in range(3))
            slow.sendall(b"GET")
            waiting.sendall(GET.replace(b"/ ", b"/.site-gen/state?0 "))
            assert wait_until(lambda: preview.state._free == 15 and count_threads(preview) == 3)
        assert wait_until(lambda: count_threads(preview) == 0)
        for one in (idle, slow):
            assert one.recv(1) == b""


def count_threads(preview: Preview) -> int:
    """Count the threads of a server; those of others, as of browser tests, are not meant."""
    targets = (getattr(thread, "_target", None) for thread in threading.enumerate())
    return sum(target == preview.process_request_thread for target in targets)


def wait_until(is_so: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.01)
    return False
