"""Answers of a server that end at a given time, wherever it drips: in a handshake, a header, or what follows."""

from __future__ import annotations

import http.client
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


@contextmanager
def answered(request: urllib.request.Request, timeout: float, end: float) -> Iterator[http.client.HTTPResponse]:
    """The answer to a request; at ``end`` (of :func:`time.monotonic`) its connections are shut, as if they broke off.

    ``timeout`` is that of each wait, in seconds.
    """
    sockets: list[socket.socket] = []

    class Kept(http.client.HTTPConnection):
        def connect(self) -> None:
            super().connect()
            sockets.append(self.sock)

    class Secure(http.client.HTTPSConnection, Kept):  # what lies below is connected, and kept, before the handshake
        def connect(self) -> None:
            super().connect()
            sockets.append(self.sock)

    class Plainly(urllib.request.HTTPHandler):
        def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
            return self.do_open(Kept, req)

    class Securely(urllib.request.HTTPSHandler):
        def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
            return self.do_open(Secure, req, context=_context(self))

    timer = threading.Timer(max(0.0, end - time.monotonic()), _shut, [sockets])
    timer.daemon = True
    timer.start()
    try:
        with urllib.request.build_opener(Plainly, Securely).open(request, timeout=timeout) as answer:
            yield answer
    finally:
        timer.cancel()


def _context(handler: urllib.request.HTTPSHandler) -> Any:
    return getattr(handler, "_context", None)


def _shut(sockets: list[socket.socket]) -> None:
    for one in sockets:
        with suppress(OSError):  # it is closed already
            socket.socket.shutdown(one, socket.SHUT_RDWR)
