"""A host of this machine that says what a test wants."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Host:
    """A host of this machine: answers are given in their order, the last again and again."""

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    """As ``asked``, each with its method."""


def say(status: int = 200, body: bytes = b"", length: int | None = None, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        # The host closes the connection. A client that is not told so may send its next request
        # before it notices, and then reports a broken connection.
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@contextmanager
def open_host(tls: ssl.SSLContext | None = None) -> Iterator[Host]:
    """Serve on this machine alone; with ``tls`` by HTTPS."""
    found = Host()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:  # the library's name
            self.do_GET()

        def do_GET(self) -> None:
            found.asked.append((self.path, dict(self.headers)))
            found.requests.append((self.command, self.path, dict(self.headers)))
            answer = found.answers[0] if len(found.answers) == 1 else found.answers.pop(0)
            answer(self)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    found.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()
