"""What every request passes: a bound on its size, and the headers of every answer."""

from __future__ import annotations

import secrets
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse

from pipeline.core import messages

_PATIENCE = 4
"""A request that is too large is read to its end up to this many times the bound, so that the answer is heard."""


class Guard:
    """ASGI middleware around the whole application.

    Parameters
    ----------
    app
        What answers.
    most
        Bytes that a request may have.
    """

    def __init__(self, app: Any, most: int) -> None:
        self.app, self.most = app, most

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

        body = await self._body(scope, receive)
        if body is None:
            reason = messages.error(messages.UPLOAD_TOO_LARGE, most=self.most // 2**20)
            await JSONResponse({"error": str(reason)}, 413)(scope, receive, answer)
            return
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Any:
            return waiting.pop() if waiting else await receive()

        await self.app(scope, replay, answer)

    async def _body(self, scope: Any, receive: Any) -> bytes | None:
        """The whole body, None if it is too large."""
        declared = Headers(scope=scope).get("content-length", "0")
        large = not declared.isdigit() or int(declared) > self.most
        kept, length, more = bytearray(), 0, True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return None
            part = message.get("body", b"")
            length += len(part)
            large = large or length > self.most
            if large:
                kept.clear()
            else:
                kept += part
            if length > _PATIENCE * self.most:
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
