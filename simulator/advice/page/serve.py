"""A port to listen on, and the server on it until it is stopped."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from simulator.errors import Fault, InputError

if TYPE_CHECKING:
    from simulator.advice.session.session import Session

FIRST_PORT, TRIED = 8765, 20
GRACE_SECONDS = 2  #: that open connections are given when the server is stopped
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def listen(host: str = "127.0.0.1", port: int | None = None) -> socket.socket:
    """Find a port and listen on it.

    Parameters
    ----------
    host : str
    port : int, optional
        Left out, 8765 or the next that is free. 0 for any free one.

    Returns
    -------
    socket

    Raises
    ------
    InputError
        The port asked for is taken or may not be used, or the host is not this machine's.
    """
    if port is not None:
        return _bound(host, port)
    for tried in range(FIRST_PORT, FIRST_PORT + TRIED):
        try:
            return _bound(host, tried)
        except InputError as error:
            if error.faults[0].field != "--port":
                raise
    return _bound(host, 0)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(128)
    except OSError as problem:
        found.close()
        raise InputError(_fault(host, port, problem)) from None
    return found


def _fault(host: str, port: int, problem: OSError) -> Fault:
    if isinstance(problem, socket.gaierror) or problem.errno in (99, 49, 10049):
        return Fault("is no address of this machine", field="--host", got=host, allowed="127.0.0.1, or one of its own")
    may_not = isinstance(problem, PermissionError)
    what = "this port may not be used" if may_not else "this port is taken, perhaps by another matchsim app"
    return Fault(what, field="--port", got=port, allowed="another port, or leave --port out")


def address(found: socket.socket) -> str:
    """Return the address to open in a browser."""
    host, port = found.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(host, host)  # noqa: S104 - only compared
    return f"http://{shown}:{port}/"


def serve(
    session: Session,
    found: socket.socket,
    opened: Mapping[str, Any] | None = None,
    is_open: bool = False,
    ready: Callable[[], None] | None = None,
) -> None:
    """Answer until stopped (Ctrl-C), then stop every simulation and return.

    Parameters
    ----------
    session : Session
    found : socket
        From `listen`.
    opened, is_open
        As in `server.make_app`.
    ready : callable, optional
        Called once, as soon as the server is about to answer.
    """
    import uvicorn

    from simulator.advice.page.server import make_app

    app = make_app(session, opened, is_open)
    settings = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = uvicorn.Server(settings)
    app.state.desk.is_closing = lambda: server.should_exit
    if ready is not None:
        threading.Thread(target=ready, daemon=True).start()
    try:
        server.run(sockets=[found])
    except KeyboardInterrupt:  # uvicorn raises it again once it has ended
        return
    finally:
        found.close()
