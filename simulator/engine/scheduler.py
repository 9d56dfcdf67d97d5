"""Whether a Dask scheduler is where an address says, before Dask is asked."""

from __future__ import annotations

import re
import socket
import struct

from simulator.engine.pools import PoolError

ALLOWED = "local, or HOST:PORT or tcp://HOST:PORT of a Dask scheduler (its port is 8786 unless chosen otherwise)"
MOST_HELLO_BYTES = 1 << 20
_ADDRESS = re.compile(r"(?:(tcp|tls|ws|wss)://)?(\[[0-9a-fA-F:.]+\]|[^\s/:\[\]]+):(\d{1,5})/?")


def parsed_address(address: str) -> tuple[str, str, int]:
    """Take an address apart.

    Parameters
    ----------
    address : str
        ``HOST:PORT``, with or without ``tcp://``, ``tls://``, ``ws://`` or ``wss://``.

    Returns
    -------
    tuple of (scheme, host, port)

    Raises
    ------
    PoolError
        It is none.
    """
    found = _ADDRESS.fullmatch(address)
    if found is None or not 0 < int(found[3]) < 1 << 16:
        raise PoolError("is no address of a Dask scheduler", "cluster", address, ALLOWED)
    return found[1] or "tcp", found[2].strip("[]"), int(found[3])


def check_scheduler(address: str, timeout_s: float) -> None:
    """See in time whether a scheduler is there: Dask's client waits for ever where something else answers.

    Parameters
    ----------
    address : str
    timeout_s : float

    Raises
    ------
    PoolError
        Nobody is there, or somebody who does not speak as Dask does.
    """
    scheme, host, port = parsed_address(address)
    try:
        with socket.create_connection((host, port), timeout_s) as link:
            link.settimeout(timeout_s)
            hello = link.recv(8, socket.MSG_WAITALL) if scheme == "tcp" else b""
    except TimeoutError as error:
        raise unreachable(address, f"no answer within {timeout_s:g} seconds") from error
    except (OSError, UnicodeError) as error:
        raise unreachable(address, getattr(error, "strerror", None) or str(error)) from error
    if scheme == "tcp" and (len(hello) < 8 or not 0 < struct.unpack("<Q", hello)[0] < MOST_HELLO_BYTES):
        raise unreachable(address, "what answers there is no Dask scheduler")


def unreachable(address: str, why: str) -> PoolError:
    """Return what to say of a cluster that does not answer."""
    why = " ".join(why.split())
    return PoolError(f"the cluster cannot be reached: {why}", "cluster", address, ALLOWED)
