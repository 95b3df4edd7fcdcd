"""The application: a page, the report of a pair, the same as JSON, and what operators ask for."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from time import perf_counter
from typing import Annotated, Any

from fastapi import Depends, FastAPI, File, Form, Request, UploadFile
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from pipeline.core import messages
from pipeline.core.errors import SpotItError
from pipeline.core.types import Description
from pipeline.flow.captioner import Captioner
from pipeline.output.as_json import description_json
from pipeline.output.report import report_section
from pipeline.output.report.page import static
from pipeline.output.schema import DESCRIPTION
from pipeline.serve.answerer import Answerer, Question
from pipeline.serve.choices import Choices
from pipeline.serve.guard import Guard
from pipeline.serve.limits import Limits
from pipeline.serve.metrics import Metrics
from pipeline.serve.problems import Problem
from pipeline.serve.work import Work

EXAMPLES = {"color": "A colour", "none": "Nothing", "screen": "A screenshot"}
"""Pairs that ship with the page, by the name of their files, and what has changed in them."""

Uploaded = Annotated[UploadFile, File()]
Text = Annotated[str, Form()]
Flag = Annotated[bool, Form()]
Texts = Annotated[list[str], Form()]


class Asked:
    """The fields of a question, as FastAPI reads them."""

    def __init__(
        self,
        before: Uploaded,
        after: Uploaded,
        pack: Text = "",
        all: Flag = False,
        stage: Texts = [],  # noqa: B006
        style: Text = "",
    ) -> None:
        self.before, self.after = before, after
        self.pack, self.every, self.stages, self.style = pack, all, stage, style

    def question(self, before: bytes, after: bytes, most_pixels: int) -> Question:
        """The question, with what was uploaded."""
        return Question(before, after, self.pack, tuple(self.stages), self.style, self.every, most_pixels)

    @property
    def names(self) -> tuple[str, str]:
        """What the visitor calls the pictures."""
        return self.before.filename or "", self.after.filename or ""


Fields = Annotated[Asked, Depends()]


def create_app(
    captioners: dict[str, Captioner],
    limits: Limits = Limits(),  # noqa: B008
    version: str = "unknown",
    answer: Callable[[Question], Description] | None = None,
) -> Guard:
    """The application.

    Parameters
    ----------
    captioners
        By the name that a visitor chooses them by; the first is taken where none is chosen.
    limits
        What a request may ask for.
    version
        Of the program, as operators are told it.
    answer
        What answers instead of these captioners, by copies of them elsewhere.
    """
    app = FastAPI(title="Spot It", version=version, docs_url=None, redoc_url=None)
    work, metrics, choices = Work(limits), Metrics(), Choices(captioners)
    answered_by = answer or Answerer(captioners)
    page = Environment(loader=PackageLoader("pipeline.serve"), autoescape=True).get_template("page.html.j2")

    def show(request: Request, status: int = 200, headers: dict[str, str] | None = None, **values: Any) -> HTMLResponse:
        text = page.render(
            nonce=request.state.nonce,
            packs=list(captioners),
            stages=json.dumps(choices.offered),
            examples=EXAMPLES,
            limits=limits,
            styles=[Markup(static("report.css")), Markup(_own("page.css"))],
            scripts=[Markup(static("report.js")), Markup(_own("page.js"))],
            **values,
        )
        return HTMLResponse(text, status, headers)

    async def describe(request: Request, asked: Asked) -> Description:
        question = asked.question(await asked.before.read(), await asked.after.read(), limits.pixels)
        visitor = request.client.host if request.client else ""
        start = perf_counter()
        try:
            told = await work.do(visitor, lambda: answered_by(question))
        except Problem as problem:
            metrics.count(str(problem.status))
            raise
        except SpotItError as failure:
            metrics.count("400")
            raise Problem(400, str(failure)) from None
        metrics.count("changed" if told.changed else "unchanged", perf_counter() - start)
        return told

    @app.exception_handler(Problem)
    async def refuse(request: Request, problem: Problem) -> Response:
        if request.url.path.endswith("/report") and not _by_script(request):
            return show(request, problem.status, problem.headers, problem=problem.reason)
        return JSONResponse({"error": problem.reason}, problem.status, problem.headers)

    @app.exception_handler(RequestValidationError)
    async def incomplete(request: Request, failure: RequestValidationError) -> Response:
        return await refuse(request, Problem(422, str(messages.error(messages.UPLOAD_INCOMPLETE))))

    @app.get("/", response_class=HTMLResponse, include_in_schema=False)
    async def home(request: Request) -> Response:
        return show(request)

    @app.post("/report", response_class=HTMLResponse, include_in_schema=False)
    async def report(request: Request, asked: Fields) -> Response:
        description = await describe(request, asked)
        section = report_section(description, *asked.names)
        if _by_script(request):
            return JSONResponse({"caption": description.caption, "report": section})
        return show(request, report=Markup(section), caption=description.caption)

    @app.post("/api/describe", summary="Say what changed between two pictures", responses={200: _described()})
    async def api(request: Request, asked: Fields) -> JSONResponse:
        description = await describe(request, asked)
        return JSONResponse(description_json(description, *asked.names))

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok", "version": version}

    @app.get("/metrics", response_class=PlainTextResponse)
    async def measured() -> str:
        return metrics.text(work.at_work)

    @app.get("/examples/{name}-{side}.webp", include_in_schema=False)
    async def example(name: str, side: str) -> Response:
        if name not in EXAMPLES or side not in _SIDES:
            raise Problem(404, str(messages.error(messages.NO_PAGE)))
        content = (files("pipeline.serve") / "examples" / f"{name}-{side}.webp").read_bytes()
        return Response(content, media_type="image/webp")

    return Guard(app, limits)


def _described() -> dict[str, Any]:
    """What the interface says of its answer."""
    return {"description": DESCRIPTION["description"], "content": {"application/json": {"schema": DESCRIPTION}}}


_SIDES = ("before", "after")


def _by_script(request: Request) -> bool:
    """Whether our own script asks, which puts the report into the page that is there."""
    return request.headers.get("accept") == "application/json"


def _own(name: str) -> str:
    return (files("pipeline.serve") / "static" / name).read_text(encoding="utf-8")
