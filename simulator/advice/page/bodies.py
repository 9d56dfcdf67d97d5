"""What comes in: JSON of bounded size, refused as soon as it is seen to be too large, never held in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import ClientDisconnect, Request

MOST_BYTES = 1_048_576
DRAINED = 64 * MOST_BYTES  #: of a body that is refused so much is let pass by, so that the sender hears why
DRAINED_S = 2.0  #: seconds that this may take: whoever stops sending is not waited for


class RefusedError(Exception):
    """A request that is answered with an error.

    Parameters
    ----------
    status : int
        Of HTTP.
    error : str
        One sentence for a person.
    more : Any
        Further fields of the answer.
    """

    def __init__(self, status: int, error: str, **more: Any) -> None:
        super().__init__(error)
        self.status = status
        self.content = {"error": error, **more}


def too_large() -> RefusedError:
    """Return the refusal of a body that is too large."""
    said = f"too large: at most {MOST_BYTES:,} bytes. A scenario is a text file of a few thousand."
    return RefusedError(413, said, limit=MOST_BYTES)


async def read_json(request: Request) -> Mapping[str, Any]:
    """Read the body of a request.

    Parameters
    ----------
    request : Request

    Returns
    -------
    mapping

    Raises
    ------
    RefusedError
        No JSON (415), too large (413, with nothing of it kept), or no object (400).
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise RefusedError(415, "send JSON (Content-Type: application/json)")
    body = await _bytes(request)
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise RefusedError(400, "this is not JSON") from None
    if not isinstance(found, dict):
        raise RefusedError(400, "send a JSON object")
    return found


async def _bytes(request: Request) -> bytes:
    stated = request.headers.get("content-length", "")
    if stated.isdigit() and int(stated) > MOST_BYTES:
        raise too_large()
    held = bytearray()
    try:
        async for part in request.stream():
            if len(held) + len(part) > MOST_BYTES:
                raise too_large()
            held += part
    except ClientDisconnect:
        raise RefusedError(400, "the connection broke off") from None
    return bytes(held)
