"""HTTP/1.1 on loopback: keep-alive, gzip, and the ways in which a connection can fail.

What a request means is none of this module's business: it hands an `Incoming` to a function and
sends its `Reply`.
"""

from __future__ import annotations

import socket
import struct
import sys
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from select import select
from typing import Any, NamedTuple

_GZIP_FROM = 1024
_BODY_LIMIT = 256 * 2**20
_LINGER_NOT = struct.pack("ii", 1, 0)
_DRIP_SECONDS = 0.05


class Incoming(NamedTuple):
    """One request as it came: path percent-encoded and without the query; the query undecoded; the
    body's bytes.
    """

    verb: str
    raw_path: str
    query: str
    headers: Mapping[str, str] | Message
    body: bytes


class Reply(NamedTuple):
    """What goes over the wire, and how: `wire` is one of

    whole (sent as it should be), cut (half of the body, then the end), close (nothing, then the
    end), reset (nothing, the connection is torn down), stall (nothing until the client gives up),
    drips (an answer that begins, and goes on with a byte now and then until the client gives up).
    """

    status: int
    body: bytes
    content_type: str = "application/json; charset=UTF-8"
    headers: tuple[tuple[str, str], ...] = ()
    wire: str = "whole"


class HttpServer:
    """Serves `respond` on 127.0.0.1 from a thread until `close`; `port` 0 takes a free one."""

    def __init__(self, respond: Callable[[Incoming], Reply], port: int = 0) -> None:
        self._server = _Server(respond, port)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), name=self.url
        )

    @property
    def stalled(self) -> int:
        """How many answers never began: their clients wait for them, or did."""
        return self._server.kept_waiting["stall"]

    @property
    def dripped(self) -> int:
        """How many answers began and never ended."""
        return self._server.kept_waiting["drips"]

    def start(self) -> None:
        """Begins to serve."""
        self._thread.start()

    def close(self) -> None:
        """Stop: end all connections, stalled ones too, and wait for their threads."""
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 64

    def __init__(self, respond: Callable[[Incoming], Reply], port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.respond = respond
        self.kept_waiting: Counter[str] = Counter()
        self._open: set[Any] = set()
        self._guard = threading.Lock()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Wake every thread that waits for its client."""
        with self._guard:
            for request in self._open:
                with suppress(OSError):
                    request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is none of our errors."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "ESF"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = 1 << 16
    server: _Server

    def _serve(self) -> None:
        raw_path, _, query = self.path.partition("?")
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > _BODY_LIMIT or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            return self._send(Reply(411, b"", "text/html"))
        body = self.rfile.read(int(length))
        reply = self.server.respond(Incoming(self.command, raw_path, query, self.headers, body))
        if reply.wire in ("whole", "cut"):
            return self._send(reply)
        self.close_connection = True
        return self._fail(reply.wire)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _serve  # noqa: N815  # http.server calls them

    def _send(self, reply: Reply) -> None:
        body, packed = reply.body, False
        if len(body) >= _GZIP_FROM and "gzip" in self.headers.get("Accept-Encoding", ""):
            body, packed = zlib.compress(body, 1, wbits=31), True
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        if reply.status != 204 or not body:
            self.send_header("Content-Length", str(len(body)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.wire == "cut":
            body, self.close_connection = body[: len(body) // 2], True
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def _fail(self, wire: str) -> None:
        self.server.kept_waiting[wire] += 1
        if wire == "stall":
            self._wait_for_client()
        if wire == "drips":
            self._drip()
        if wire == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
            self.connection.close()

    def _wait_for_client(self) -> None:
        """Until the client closes its end, or the server is told to stop (which ends the
        connection).
        """
        with suppress(OSError):
            while self.connection.recv(4096):
                pass

    def _drip(self) -> None:
        """Blanks, of which JSON may begin with any number, until something comes from the client or
        its end.
        """
        with suppress(OSError):
            self.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
            while not select([self.connection], [], [], _DRIP_SECONDS)[0]:
                self.connection.sendall(b" ")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # its name in http.server
        """The server keeps its own log."""
