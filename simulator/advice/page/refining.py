"""Simulations of the server: started, told of as they go, stopped when nobody listens."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from simulator.advice.page.addresses import part, scenario_in
from simulator.advice.page.bodies import RefusedError, read_json
from simulator.advice.page.desk import Desk, busy
from simulator.advice.page.jobs import BusyError, Job
from simulator.advice.session.start import MOST_REPLICATES
from simulator.errors import Fault, InputError
from simulator.pipeline import simulation_settings

TICK, QUIET = 0.1, 10.0  #: seconds between looks at a job, and between signs of life

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
        return {"id": body.get("id"), **desk.session.refine(data, levers, total, progress)}

    try:
        job = desk.jobs.start(total * (1 + ("couple" in data)), work)
    except BusyError:
        raise busy() from None
    return JSONResponse({"job": job.key, "total": job.total}, 202)


def _job(desk: Desk, request: Request) -> Job:
    job = desk.jobs.get(request.path_params["job"])
    if job is None:
        raise RefusedError(404, "there is no such simulation any more")
    return job


async def get_refine(desk: Desk, request: Request) -> Response:
    """Tell how far a simulation is until it is done; who leaves stops it."""
    return StreamingResponse(_events(desk, request, _job(desk, request)), media_type="text/event-stream")


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
            yield _event("answer", _answer(job.answer))
        elif job.is_over:
            yield _event("failed", {"message": job.failed})
    finally:
        job.listen(-1)


def _answer(view: Plain) -> Plain:
    sampled = view.get("sampled", {})
    count = sampled.get("replicates", 0)
    words = f"Checked by {count:,} simulated seasons with every parameter set: {view['words']}."
    found = {key: sampled.get(key) for key in ("probability", "mc_standard_error")}
    return {**found, "of_100": view["of_100"], "words": words, "replicates": count, "view": view}


def _event(name: str, data: Plain) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


async def delete_refine(desk: Desk, request: Request) -> Response:
    """Stop a simulation."""
    _job(desk, request).stop()
    return JSONResponse({"stopped": True})
