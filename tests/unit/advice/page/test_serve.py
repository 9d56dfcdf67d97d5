"""Ports: the usual one, the next that is free, or a clear word."""

from __future__ import annotations

import socket

import pytest

from simulator.advice.page import serve
from simulator.errors import InputError


@pytest.fixture
def taken() -> socket.socket:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        found.listen()
        yield found


def test_a_port_that_is_taken_is_said_to_be(taken: socket.socket):
    with pytest.raises(InputError, match=r"--port: this port is taken, perhaps by another matchsim app \(got \d+\)"):
        serve.listen("127.0.0.1", taken.getsockname()[1])


def test_without_a_port_the_next_free_one_is_found(taken: socket.socket, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(serve, "FIRST_PORT", taken.getsockname()[1])
    with serve.listen() as found:
        assert found.getsockname()[1] != taken.getsockname()[1]


def test_where_all_are_taken_any_free_one_serves(taken: socket.socket, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(serve, "FIRST_PORT", taken.getsockname()[1])
    monkeypatch.setattr(serve, "TRIED", 1)
    with serve.listen() as found:
        assert found.getsockname()[1]


def test_a_host_that_is_not_ours_is_said_to_be_so():
    with pytest.raises(InputError, match="--host: is no address of this machine"):
        serve.listen("192.0.2.1", 0)
    with pytest.raises(InputError, match="--host"):
        serve.listen("no such host.invalid")


def test_the_address_can_be_opened():
    with serve.listen("127.0.0.1", 0) as found:
        assert serve.address(found) == f"http://127.0.0.1:{found.getsockname()[1]}/"
    with serve.listen("0.0.0.0", 0) as found:  # noqa: S104 - to see what is shown for it
        assert serve.address(found).startswith("http://127.0.0.1:")
