"""The addresses of the server that answer at once, or in a few seconds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulator.advice.page.bodies import RefusedError, read_json
from simulator.advice.page.desk import Desk
from simulator.advice.session.downloads import KINDS, download
from simulator.advice.session.start import example_text, start

LARGE = 300  #: programs from which a scenario is large

Plain = dict[str, Any]


def part(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return one object of a body, empty if it is left out."""
    found = body.get(name, {})
    if not isinstance(found, dict):
        raise RefusedError(400, f"{name} must be an object")
    return found


def scenario_in(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the scenario of a body."""
    if "scenario" not in body:
        raise RefusedError(400, "scenario is missing")
    return part(body, "scenario")


def _is_long(data: Mapping[str, Any]) -> bool:
    """Whether a scenario is so large that it must not stand in the way of others."""
    programs = data.get("programs")
    count = sum(_count(one) for one in programs) if isinstance(programs, list) else 0
    return count > LARGE or "couple" in data


def _count(entry: object) -> int:
    count = entry.get("count", 1) if isinstance(entry, dict) else 1
    return count if isinstance(count, int) else 1


async def get_start(desk: Desk, request: Request) -> Response:
    """Return controls, words, examples and limits."""
    del request
    return JSONResponse(start(desk.session, desk.opened))


async def get_example(desk: Desk, request: Request) -> Response:
    """Return a shipped example, as text and as data."""
    text = example_text(request.path_params["file"])
    if text is None:
        raise RefusedError(404, "there is no example of this name")
    found = await desk.work(lambda: desk.session.read_text(text))
    return JSONResponse({"yaml": text, "scenario": found.data})


async def post_check(desk: Desk, request: Request) -> Response:
    """Read a scenario from text, data or the guided form, and name everything that is wrong with it."""
    body, session = await read_json(request), desk.session

    def checked() -> Plain:
        if "form" in body:
            return session.checked(session.read_form(part(body, "form")))
        if "scenario" in body:
            return session.checked(session.read_data(part(body, "scenario")))
        text = body.get("yaml")
        if not isinstance(text, str):
            raise RefusedError(400, "send yaml (text), scenario (data) or form (values)")
        name = body.get("name")
        return session.checked(session.read_text(text, name if isinstance(name, str) and name else "the file"))

    return JSONResponse(await desk.work(checked))


async def post_answer(desk: Desk, request: Request) -> Response:
    """Return the view of a scenario with the levers as they are."""
    body = await read_json(request)
    data, levers = scenario_in(body), part(body, "levers")
    has_curve = body.get("curve") is not False
    found = await desk.work(lambda: desk.session.answer(data, levers, has_curve), _is_long(data))
    return JSONResponse({"id": body.get("id"), **found})


async def post_season(desk: Desk, request: Request) -> Response:
    """Return the invitations still to come and what can still be done."""
    data = scenario_in(await read_json(request))
    return JSONResponse(await desk.work(lambda: desk.session.season(data), is_long=True))


async def post_download(desk: Desk, request: Request) -> Response:
    """Hand over one file."""
    kind = request.path_params["kind"]
    if kind not in KINDS:
        raise RefusedError(404, f"there is no such file to make; there are {', '.join(KINDS)}")
    body = await read_json(request)
    data, levers, options = scenario_in(body), part(body, "levers"), part(body, "options")
    made = await desk.work(lambda: download(desk.session, kind, data, levers, options), kind != "scenario.yaml")
    named = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.content, media_type=made.kind, headers=named)
