"""The server of the advising page, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from simulator.advice.page import addresses, refining
from simulator.advice.page.desk import Desk, answering
from simulator.advice.page.guard import Guard
from simulator.advice.session.session import Session

HERE = Path(__file__).parent
GET, POST = ["GET"], ["POST"]


def make_app(session: Session, opened: Mapping[str, Any] | None = None, is_open: bool = False) -> Starlette:
    """Return the application that answers.

    Parameters
    ----------
    session : Session
    opened : mapping, optional
        A scenario to begin with: yaml, scenario, name.
    is_open : bool
        Whether other machines may ask.

    Returns
    -------
    Starlette
        Its `state.desk` is the `Desk`.
    """
    desk = Desk(session, opened)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        del app
        yield
        desk.close()

    middleware = [Middleware(Guard, is_open=is_open)]
    errors = {HTTPException: _not_there}
    app = Starlette(routes=_routes(), middleware=middleware, exception_handlers=errors, lifespan=lifespan)
    app.state.desk = desk
    return app


def _routes() -> list[Route | Mount]:
    return [
        Route("/", _index, methods=GET),
        Mount("/static", StaticFiles(directory=HERE / "static", check_dir=False)),
        Route("/api/start", answering(addresses.get_start), methods=GET),
        Route("/api/example/{file}", answering(addresses.get_example), methods=GET),
        Route("/api/check", answering(addresses.post_check), methods=POST),
        Route("/api/answer", answering(addresses.post_answer), methods=POST),
        Route("/api/moves", answering(refining.post_moves), methods=POST),
        Route("/api/season", answering(addresses.post_season), methods=POST),
        Route("/api/refine", answering(refining.post_refine), methods=POST),
        Route("/api/refine/{job}", answering(refining.get_refine), methods=GET),
        Route("/api/refine/{job}", answering(refining.delete_refine), methods=["DELETE"]),
        Route("/api/download/{kind}", answering(addresses.post_download), methods=POST),
    ]


async def _index(request: Request) -> Response:
    del request
    return FileResponse(HERE / "index.html", media_type="text/html; charset=utf-8")


async def _not_there(request: Request, error: Exception) -> Response:
    del request
    status = error.status_code if isinstance(error, HTTPException) else 500
    said = {404: "there is nothing at this address", 405: "this address is asked otherwise"}
    return JSONResponse({"error": said.get(status, "this cannot be answered")}, status)
