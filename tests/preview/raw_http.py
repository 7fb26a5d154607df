"""Requests byte for byte: what http.client would not send."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse

from site_gen.preview import Preview


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@contextmanager
def running(preview: Preview) -> Iterator[Preview]:
    """Serve until the end of the block, also where a test fails in it."""
    thread = threading.Thread(target=preview.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield preview
    finally:
        preview.shutdown()
        preview.server_close()
        thread.join()


def connect(preview: Preview, seconds: float = 10) -> socket.socket:
    return socket.create_connection(preview.server_address[:2], seconds)  # type: ignore[arg-type]


def read_answer(connection: socket.socket, method: str = "GET") -> Answer:
    """Read one answer. The socket is not buffered, so the next answer can be read too."""
    response = HTTPResponse(connection, method=method)
    with connection.makefile("rb", buffering=0) as stream:
        response.fp = stream  # type: ignore[assignment] # any stream with readline will do
        response.begin()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, headers, response.read())


def ask(preview: Preview, data: bytes | str, method: str = "GET") -> Answer:
    """Send bytes and read the first answer."""
    with connect(preview) as connection:
        connection.sendall(data if isinstance(data, bytes) else data.encode())
        return read_answer(connection, method)


def get(preview: Preview, url: str, *headers: str, method: str = "GET") -> Answer:
    lines = [f"{method} {url} HTTP/1.1", "Host: localhost", *headers, "", ""]
    return ask(preview, "\r\n".join(lines), method)
