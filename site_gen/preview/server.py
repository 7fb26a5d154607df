"""The server of the preview: it listens, and gives each connection a thread."""

import socket
import sys
import time
from contextlib import suppress
from http.server import ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any

from site_gen.model import OutputError, Problem
from site_gen.preview.connections import Connections, Limits
from site_gen.preview.first_pages import FirstPages, Readers
from site_gen.preview.handler import Handler
from site_gen.preview.live_reload import WAIT, State
from site_gen.preview.request_checks import OWN_HOSTS, name_host
from site_gen.system.hosts.netlify_rules import Rules

HOST = "127.0.0.1"
_ANY = {"0.0.0.0", "[::]"}  # noqa: S104 # the names for all addresses of this machine
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"retry-after: 1\r\ncontent-length: 21\r\nconnection: close\r\n\r\nToo many connections\n"
)
_LINGER = 1.0  # seconds in which a client may read the last answer of a connection
_MOST_UNREAD = 1 << 20  # bytes that a client may still send then


class Preview(ThreadingHTTPServer):
    """Serves a built site as Netlify would, below the path where it is hosted.

    It listens at ``host``, a name or an address of this machine, and answers requests that name
    it, or this machine. Raises OutputError if it cannot listen there.
    """

    # A browser that waits for the next build must not keep the program from ending.
    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, output: Path, *, host: str = HOST, port: int = 0, limits: Limits | None = None
    ) -> None:
        limits = limits or Limits()
        self.output = output
        self.rules = Rules()
        self.below = ""  # the path where the site is hosted
        self.state = State(limits.waiting)
        self.first_pages = FirstPages()
        self.readers = Readers()
        self.wait = WAIT
        self.connections = Connections(limits)
        try:
            self.host = name_host(host)
            found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
            self.address_family = found[0][0]
            super().__init__(found[0][4][:2], Handler)  # type: ignore[arg-type]
        except (OSError, OverflowError, UnicodeError) as err:
            message = f"cannot be used: {err}; expected a free port of this machine: --port, --host"
            raise OutputError(Problem(f"{host}:{port}", 0, message)) from err

    def server_bind(self) -> None:
        """Take the address. HTTPServer would ask the network for its name, which can be slow."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def hosts_of(self, connection: socket.socket) -> frozenset[str]:
        """Give the hosts that a request of a connection may name.

        The address that a connection came in at is one of them: ``--host 0.0.0.0`` names all
        addresses. No DNS rebinding is possible with an address.
        """
        hosts = OWN_HOSTS | {self.host}
        with suppress(OSError):  # the browser went away
            hosts |= {name_host(connection.getsockname()[0])}
        return hosts

    def process_request(self, request: Any, client_address: Any) -> None:
        """Begin a thread for a connection, if there may be one more."""
        if self.connections.admit(request):
            try:
                super().process_request(request, client_address)
            except RuntimeError:  # the system has no more threads
                self.connections.leave(request)
            else:
                return
        with suppress(OSError):
            request.setblocking(False)  # no client may stop the server
            request.sendall(_FULL)
        request.close()

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer the requests of a connection."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.connections.leave(request)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection so that its last answer arrives.

        A socket that is closed with unread bytes is reset, and the client may lose the answer. So
        what a client still sends is read, within limits: RFC 9112, section 9.6.
        """
        self.connections.expect_request(request)
        end, unread = time.monotonic() + _LINGER, _MOST_UNREAD
        with suppress(OSError):
            request.shutdown(socket.SHUT_WR)
            while unread > 0 and (left := end - time.monotonic()) > 0:
                request.settimeout(left)
                data = request.recv(65_536)
                if not data:
                    break
                unread -= len(data)
        self.close_request(request)

    def service_actions(self) -> None:
        """End what took too long. The server calls it at least twice a second."""
        self.connections.end_late()

    def server_close(self) -> None:
        """Stop listening, and end all connections."""
        super().server_close()
        self.state.close()
        self.connections.end_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet when a browser went away; anything else is a bug, and shows itself."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def url(self) -> str:
        """Where a browser finds the site."""
        host = "localhost" if self.host in _ANY else self.host
        return f"http://{host}:{self.server_address[1]}{self.below}/"

    @property
    def is_private(self) -> bool:
        """Whether only programs on this machine can reach the preview."""
        address = str(self.server_address[0])
        return address.startswith("127.") or address == "::1"
