"""What the addresses of the server share: the session, turns for work, and one sentence for whatever goes wrong.

Work is done in threads, a bounded number at a time, so that a long question does not keep the page from being served.
"""

from __future__ import annotations

import functools
import json
import sys
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from os import environ
from typing import Any, TypeVar

import anyio
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from simulator.advice.page.bodies import DRAINED, DRAINED_S, RefusedError
from simulator.advice.page.jobs import Job, Jobs
from simulator.advice.session.session import Session
from simulator.errors import MISSING, Fault, InputError, shown

AT_ONCE, LONG_AT_ONCE = 2, 1  #: questions answered at a time; those that may take seconds
MOST_WAITING = 100
MOST_FAULTS = 50  #: faults told one by one

Plain = dict[str, Any]
Answered = Callable[["Desk", Request], Awaitable[Response]]
T = TypeVar("T")


class Desk:
    """What the addresses share.

    Parameters
    ----------
    session : Session
    opened : mapping, optional
        The scenario to begin with.

    Attributes
    ----------
    jobs, parts : Jobs
        Simulations; and parts of the answer that take seconds, which do not wait behind a simulation.
    """

    def __init__(self, session: Session, opened: Mapping[str, Any] | None = None) -> None:
        self.session = session
        self.opened = opened
        self.jobs, self.parts = Jobs(our_fault), Jobs(our_fault)
        self.is_closing: Callable[[], bool] = _open
        self._waiting = 0
        self._short, self._long = anyio.CapacityLimiter(AT_ONCE), anyio.CapacityLimiter(LONG_AT_ONCE)

    def job(self, key: str) -> Job:
        """Return what is done in the background by its key.

        Raises
        ------
        RefusedError
            There is nothing of this key any more.
        """
        found = self.jobs.get(key) or self.parts.get(key)
        if found is None:
            raise RefusedError(404, "there is no such work in the background any more")
        return found

    def close(self) -> None:
        """Stop everything in the background and wait for it."""
        self.jobs.close()
        self.parts.close()

    async def work(self, doing: Callable[[], T], is_long: bool = False) -> T:
        """Do something in a thread, when its turn has come.

        Parameters
        ----------
        doing : callable
        is_long : bool
            Whether it may take seconds; then it waits in a queue of its own.

        Returns
        -------
        What it returns.

        Raises
        ------
        RefusedError
            Too many wait already.
        """
        if self._waiting >= MOST_WAITING:
            raise busy()
        self._waiting += 1
        try:
            return await run_sync(doing, limiter=self._long if is_long else self._short)
        finally:
            self._waiting -= 1


def _open() -> bool:
    return False


def busy() -> RefusedError:
    """Return the refusal of a question that too many others stand before."""
    return RefusedError(429, "too many questions at a time; try again in a moment")


def our_fault(error: Exception) -> str:
    """Return what to say of a fault of ours; where it is, only on the terminal and when asked for."""
    if environ.get("MATCHSIM_DEBUG"):
        traceback.print_exception(error)
    print(f"matchsim: our fault: {type(error).__name__}: {error}", file=sys.stderr)
    return "our fault: something went wrong inside. What you entered is not lost; please report it."


def fault_data(fault: Fault) -> Plain:
    """Return one fault of a scenario as plain data."""
    found = {"line": fault.line, "column": fault.column, "field": fault.field, "message": fault.message}
    found |= {"got": None if fault.got is MISSING else shown(fault.got), "allowed": fault.allowed, "hint": fault.hint}
    return {**found, "text": fault.render()}


def _faults(error: InputError) -> Response:
    more = len(error.faults) - MOST_FAULTS + error.n_others
    found: Plain = {"faults": [fault_data(fault) for fault in error.faults[:MOST_FAULTS]]}
    return JSONResponse(found | ({"more": more} if more > 0 else {}), 422)


def answering(ask: Answered) -> Callable[[Request], Awaitable[Response]]:
    """Turn what an address does into an endpoint that answers whatever happens."""

    @functools.wraps(ask)
    async def endpoint(request: Request) -> Response:
        try:
            return await ask(request.app.state.desk, request)
        except InputError as error:
            return _faults(error)
        except RefusedError as refused:
            return await _refused(request, refused)
        except Exception as error:  # noqa: BLE001 - the last line of defence: one sentence, no traceback
            return JSONResponse({"error": our_fault(error)}, 500)

    return endpoint


async def _refused(request: Request, refused: RefusedError) -> Response:
    """Answer at once; what is still coming passes by on a connection that stays open, and else must be waited for."""
    if refused.status != 413 or "close" not in request.headers.get("connection", "").lower():
        return JSONResponse(refused.content, refused.status)
    return StreamingResponse(_and_drain(request, json.dumps(refused.content)), 413, media_type="application/json")


async def _and_drain(request: Request, text: str) -> AsyncIterator[str]:
    """Answer first, then let some of what is still coming pass by, so that the sender reads the answer."""
    yield text
    passed = 0
    with anyio.move_on_after(DRAINED_S):  # a sender that has stopped sending must not keep the answer open
        while passed < DRAINED:
            message = await request.receive()
            if message["type"] != "http.request" or not message.get("more_body", False):
                return
            passed += len(message.get("body", b""))
