"""What can be wrong with a cluster is said in one line and in time, before Dask is asked."""

import http.server
import re
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from simulator.engine.cluster import Cluster, refuse_others
from simulator.engine.fingerprint import differences, fingerprint
from simulator.engine.pools import PoolError
from simulator.engine.scheduler import check_scheduler, parsed_address


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("localhost:8786", ("tcp", "localhost", 8786)),
        ("tcp://10.0.0.7:8786", ("tcp", "10.0.0.7", 8786)),
        ("tls://cluster.example.org:1/", ("tls", "cluster.example.org", 1)),
        ("tcp://[::1]:8786", ("tcp", "::1", 8786)),
    ],
)
def test_addresses(address: str, found: tuple[str, str, int]):
    assert parsed_address(address) == found


@pytest.mark.parametrize(
    "address", ["", "localhost", "http://localhost:8787", "localhost:0", "localhost:99999", ":8786", "a b:1", "a:1:2"]
)
def test_what_is_no_address_is_refused_at_once(address: str):
    with pytest.raises(PoolError, match="no address of a Dask scheduler"):
        Cluster(address)


@pytest.fixture
def silent() -> Iterator[int]:
    """A port on which somebody listens and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def web() -> Iterator[int]:
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture
def babbling() -> Iterator[int]:
    """A port on which somebody says something at once, but not what a scheduler says."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            link, _ = server.accept()
            with link:
                link.sendall(b"220 mail.example.org ESMTP\r\n")

        threading.Thread(target=answer, daemon=True).start()
        yield server.getsockname()[1]


@pytest.mark.parametrize("who", ["silent", "web", "babbling"])
def test_who_does_not_speak_as_dask_is_refused_in_time(who: str, request: pytest.FixtureRequest):
    port, start = request.getfixturevalue(who), time.monotonic()
    with pytest.raises(PoolError, match=r"cannot be reached: (no answer within 0\.3|what answers there is no Dask)"):
        check_scheduler(f"127.0.0.1:{port}", 0.3)
    assert time.monotonic() - start < 2


def test_nobody_there_is_refused_at_once():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(PoolError, match="Connection refused"):
        check_scheduler(f"127.0.0.1:{port}", 5)


def test_versions_that_differ_are_named():
    here = fingerprint()
    assert differences(here, dict(here)) == []
    there = here | {"numpy": "1.0", "code": "other", "data": "other"}
    assert differences(here, there) == [f"numpy 1.0, not {here['numpy']}", "the simulator's code", "the model's data"]
    with pytest.raises(PoolError, match=re.escape("worker w has other versions: numpy 1.0, not")):
        refuse_others(there, "worker w")
