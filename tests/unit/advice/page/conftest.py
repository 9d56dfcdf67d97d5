"""A server on a free port of this machine, in a thread, as a browser meets it."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytest.importorskip("starlette", reason="the extra `app` is not installed")
uvicorn = pytest.importorskip("uvicorn", reason="the extra `app` is not installed")

from simulator.advice.page.desk import Desk  # noqa: E402
from simulator.advice.page.serve import listen  # noqa: E402
from simulator.advice.page.server import make_app  # noqa: E402
from simulator.advice.session.session import Session  # noqa: E402

ROOT = Path(__file__).resolve().parents[4]


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        """Its JSON."""
        return json.loads(self.body)


class Server(NamedTuple):
    """A server that runs."""

    port: int
    desk: Desk

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send one request over a connection of its own."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            sent = {"Content-Type": "application/json", **sent}
        content = body if body is None or isinstance(body, bytes | str) else json.dumps(body)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, content, sent)
            got = connection.getresponse()
            return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
        finally:
            connection.close()

    def settle(self, seconds: float = 60.0) -> None:
        """Wait until no simulation runs or waits."""
        until = time.monotonic() + seconds
        while self.desk.jobs.working():
            assert time.monotonic() < until, "a simulation goes on"
            time.sleep(0.02)


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    socket = listen("127.0.0.1", 0)
    app = make_app(Session())
    running = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [socket]})
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield Server(socket.getsockname()[1], app.state.desk)
    running.should_exit = True
    thread.join(timeout=20)
    assert not thread.is_alive()


@pytest.fixture(scope="session")
def data() -> dict[str, Any]:
    """Of a scenario with two strategies, few replicates."""
    text = (ROOT / "scenarios" / "mock_interviews.yaml").read_text("utf-8")
    return {**Session().read_text(text).data, "simulation": {"replicates": 500, "seed": 7}}
