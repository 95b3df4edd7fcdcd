"""Show the web page: two pictures in, the sentence and its report out, and the same as JSON.

The page is for this machine alone unless --host says otherwise. It keeps nothing: pictures are gone once answered.
"""

from __future__ import annotations

import socket
from argparse import ArgumentParser, Namespace
from functools import partial
from typing import Any

from pipeline.cli.options import add_pack_options, captioner_of
from pipeline.core import messages
from pipeline.flow.captioner import Captioner
from pipeline.worlds.finder import AUTO, recognised_worlds


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline serve``."""
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="listen here (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="and on this port (8000; 0 for any)")
    parser.add_argument("--root-path", default="", metavar="/PREFIX", help="the prefix under which a proxy shows it")
    parser.add_argument(
        "--engine", choices=("local", "ray"), default="local", help="answer here, or on a Ray cluster (extra ray)"
    )
    add_pack_options(parser)


def run(arguments: Namespace) -> int:
    """Serve until Ctrl-C."""
    try:
        import python_multipart  # noqa: F401  (FastAPI asks for it only when a form arrives)
        import uvicorn  # noqa: F401

        from pipeline.serve.app import create_app
        from pipeline.serve.limits import Limits
    except ModuleNotFoundError as failure:
        if (failure.name or "").partition(".")[0] not in ("uvicorn", "fastapi", "starlette", "python_multipart"):
            raise
        raise messages.error(messages.SERVE_MISSING, name=failure.name) from None
    captioners = _captioners(arguments)
    listening = _listen(arguments.host, arguments.port)
    if arguments.engine == "local":
        return _serve(arguments, create_app(captioners, Limits()), listening)
    from pipeline.serve.cluster import replicas

    with listening, replicas(partial(_captioners, arguments)) as (answer, count):
        limits = Limits(at_work=max(Limits.at_work, count), requests=max(Limits.requests, 4 * count))
        return _serve(arguments, create_app(captioners, limits, answer=answer), listening)


def _serve(arguments: Namespace, app: Any, listening: socket.socket) -> int:
    import uvicorn

    port = listening.getsockname()[1]
    messages.notice(messages.SERVING, host=arguments.host, port=port, prefix=arguments.root_path)
    settings = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        root_path=arguments.root_path,
        limit_concurrency=1000,  # connections; how many may hold a request's bytes is the guard's to say
    )
    uvicorn.Server(settings).run(sockets=[listening])
    return 0


def _captioners(arguments: Namespace) -> dict[str, Captioner]:
    """The one that the options ask for, and beside "auto" each world of its own."""
    asked = captioner_of(arguments)
    others = [world.name for world in recognised_worlds()] if asked.name == AUTO else []
    plain = {**vars(arguments), "weights": None, "detector": None, "classifier": None}
    named = {name: captioner_of(Namespace(**{**plain, "pack": name})) for name in others}
    return {asked.name: asked, **named}


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, OverflowError) as failure:
        listening.close()
        reason = getattr(failure, "strerror", None) or failure
        raise messages.error(messages.ADDRESS_IN_USE, host=host, port=port, reason=reason) from None
    return listening
