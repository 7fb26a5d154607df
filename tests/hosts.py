"""A host of this machine that says what a test wants."""

import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
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

    with _serve(Handler, tls) as port:
        found.url = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
        yield found


@contextmanager
def open_proxy(ports: Mapping[str, int]) -> Iterator[str]:
    """Give the address of a proxy that leads to ports of this machine.

    ``ports`` has the port for each place that may be asked for, as ``a.example:443``. Others are
    refused.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:  # the library's name
            if self.path not in ports:
                self.send_error(403)
                return
            with socket.create_connection(("127.0.0.1", ports[self.path])) as host:
                self.send_response(200)
                self.end_headers()
                _pass_on(self.connection, host)

        def log_message(self, *_: object) -> None:
            pass

    with _serve(Handler) as port:
        yield f"http://127.0.0.1:{port}"


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    """Pass on what two ends say to each other until one of them has no more to say."""
    while True:
        for end in select.select([one, other], [], [])[0]:
            data = end.recv(2**16)
            if not data:
                return
            (other if end is one else one).sendall(data)


@contextmanager
def _serve(
    handler: type[BaseHTTPRequestHandler], tls: ssl.SSLContext | None = None
) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()
