"""What takes seconds: started in the background, told of as it goes, stopped when nobody listens."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from simulator.advice.page.addresses import part, scenario_in
from simulator.advice.page.bodies import read_json
from simulator.advice.page.desk import Desk, busy
from simulator.advice.page.jobs import BusyError, Job, Jobs, Work
from simulator.advice.session.start import MOST_REPLICATES
from simulator.errors import Fault, InputError
from simulator.pipeline import simulation_settings

TICK, QUIET = 0.1, 10.0  #: seconds between looks at a job, and between signs of life
STEPS = 100  #: in which a part of the answer tells how far it is

Plain = dict[str, Any]


async def post_refine(desk: Desk, request: Request) -> Response:
    """Start a simulation in the background."""
    body = await read_json(request)
    data, levers, asked = scenario_in(body), part(body, "levers"), body.get("replicates")
    if type(asked) is int and asked > MOST_REPLICATES:
        fault = Fault("is out of range", field="replicates", got=asked, allowed=f"at most {MOST_REPLICATES:,}")
        raise InputError(fault)
    scenario = (await desk.work(lambda: desk.session.read_data(data))).scenario
    number, _ = simulation_settings(scenario, asked, None)
    total = min(number, MOST_REPLICATES)

    def work(progress: Callable[[int], None]) -> Plain:
        return _answer({"id": body.get("id"), **desk.session.refine(data, levers, total, progress)})

    return _begun(desk.jobs, total * (1 + ("couple" in data)), work)


async def post_moves(desk: Desk, request: Request) -> Response:
    """Return what moves the answer most; where `background` is asked for, start it instead."""
    body = await read_json(request)
    data = scenario_in(body)
    if body.get("background") is not True:
        return JSONResponse(await desk.work(lambda: desk.session.moves(data), is_long=True))
    await desk.work(lambda: desk.session.calibration_of(desk.session.read_data(data).scenario))

    def work(progress: Callable[[int], None]) -> Plain:
        return desk.session.moves(data, _in_steps(progress))

    return _begun(desk.parts, STEPS, work)


def _in_steps(progress: Callable[[int], None]) -> Callable[[float], None]:
    """Tell shares of the work as steps."""
    done = [0.0]

    def tell(share: float) -> None:
        before, done[0] = done[0], done[0] + share
        progress(round(STEPS * done[0]) - round(STEPS * before))

    return tell


def _begun(jobs: Jobs, total: int, work: Work) -> Response:
    try:
        job = jobs.start(total, work)
    except BusyError:
        raise busy() from None
    return JSONResponse({"job": job.key, "total": job.total}, 202)


async def get_refine(desk: Desk, request: Request) -> Response:
    """Tell how far something in the background is until it is done; who leaves stops it."""
    job = desk.job(request.path_params["job"])
    return StreamingResponse(_events(desk, request, job), media_type="text/event-stream")


async def _events(desk: Desk, request: Request, job: Job) -> AsyncIterator[str]:
    job.listen(1)
    told, quiet = -1, 0.0
    try:
        while not job.is_over and not desk.is_closing() and not await request.is_disconnected():
            if job.done != told:
                told, quiet = job.done, 0.0
                yield _event("progress", {"done": told, "total": job.total})
            elif quiet >= QUIET:
                quiet = 0.0
                yield ": still here\n\n"
            quiet += TICK
            await anyio.sleep(TICK)
        if job.answer is not None:
            yield _event("progress", {"done": job.total, "total": job.total})
            yield _event("answer", job.answer)
        elif job.is_over:
            yield _event("failed", {"message": job.failed})
    finally:
        job.listen(-1)


def _answer(view: Plain) -> Plain:
    sampled, couple = view.get("sampled", {}), view.get("couple")
    count = sampled.get("replicates", 0)
    lead = view if couple is None else couple["both"]
    said = lead["words"] if couple is None else f"both match for {lead['words']}"
    words = f"Checked by {count:,} simulated seasons with every parameter set: {said}."
    found = {key: sampled.get(key) for key in ("probability", "mc_standard_error")}
    return {**found, "of_100": lead["of_100"], "words": words, "replicates": count, "view": view}


def _event(name: str, data: Plain) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


async def delete_refine(desk: Desk, request: Request) -> Response:
    """Stop something in the background."""
    desk.job(request.path_params["job"]).stop()
    return JSONResponse({"stopped": True})
