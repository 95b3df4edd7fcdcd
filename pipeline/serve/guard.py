"""What every request passes: bounds on its size and on how many there are, and the headers of every answer."""

from __future__ import annotations

import secrets
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse

from pipeline.core import messages
from pipeline.serve.limits import Limits
from pipeline.serve.problems import AGAIN, Problem

_PATIENCE = 4
"""A request that is too large is read to its end up to this many times the bound, so that the answer is heard."""


class Guard:
    """ASGI middleware around the whole application.

    Parameters
    ----------
    app
        What answers.
    limits
        Bytes that a request may have, and requests at the same time: the contents of no more are kept in memory.
    """

    def __init__(self, app: Any, limits: Limits) -> None:
        self.app, self.limits = app, limits
        self._under_way = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce

        async def answer(message: Any) -> None:
            if message["type"] == "http.response.start":
                _protect(MutableHeaders(scope=message), nonce)
            await send(message)

        crowded = self._under_way >= self.limits.requests
        self._under_way += 1
        try:
            await self._pass_on(scope, receive, answer, crowded)
        finally:
            self._under_way -= 1

    async def _pass_on(self, scope: Any, receive: Any, answer: Any, crowded: bool) -> None:
        body = await self._body(scope, receive, keep=not crowded)
        problem = None
        if body is None:
            problem = Problem(413, str(messages.error(messages.UPLOAD_TOO_LARGE, most=self.limits.bytes // 2**20)))
        elif crowded:
            problem = Problem(503, str(messages.error(messages.SERVER_BUSY)), AGAIN)
        if problem is not None:
            refusal = JSONResponse({"error": problem.reason}, problem.status, problem.headers)
            await refusal(scope, receive, answer)
            return
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Any:
            return waiting.pop() if waiting else await receive()

        await self.app(scope, replay, answer)

    async def _body(self, scope: Any, receive: Any, keep: bool) -> bytes | None:
        """The whole body, or nothing of it where it is not to be kept; None if it is too large."""
        declared = Headers(scope=scope).get("content-length", "0")
        large = not declared.isdigit() or int(declared) > self.limits.bytes
        kept, length, more = bytearray(), 0, True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return None
            part = message.get("body", b"")
            length += len(part)
            large = large or length > self.limits.bytes
            if large:
                kept.clear()
            elif keep:
                kept += part
            if length > _PATIENCE * self.limits.bytes:
                return None
            more = message.get("more_body", False)
        return None if large else bytes(kept)


def _protect(headers: MutableHeaders, nonce: str) -> None:
    headers["Content-Security-Policy"] = (
        "default-src 'none'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        f"frame-ancestors 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'"
    )
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "geolocation=(), microphone=(), camera=(self)"
    headers.setdefault("Cache-Control", "no-store")
