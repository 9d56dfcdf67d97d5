"""Who may ask: this machine's own page and nobody else; and what every answer tells the browser to forbid.

A page of another site can send requests to a server on this machine, and by rebinding a name of its own to 127.0.0.1
even read the answers. The Host of a request must therefore be a name of this server, and where the browser says that
another site asks (Origin, Sec-Fetch-Site), it is refused.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OTHER_SITE = ("cross-site", "same-site")


class Guard:
    """Middleware that refuses other hosts and other sites, and sets the headers of every answer.

    Parameters
    ----------
    app : ASGI application
    is_open : bool
        Whether other machines may ask: then they may name this one by an address, which cannot be rebound.
    """

    def __init__(self, app: Application, is_open: bool = False) -> None:
        self.app = app
        self.is_open = is_open

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            refused = self._refused(scope)
            answer = self.app if refused is None else JSONResponse({"error": refused}, 403)
            await answer(scope, receive, _with_headers(send, str(scope["path"])))

    def _refused(self, scope: Message) -> str | None:
        headers = Headers(raw=scope["headers"])
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._is_ours(hosts[0], scope):
            return "this page is for this machine: the name by which it was asked for is not one of its own"
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        is_visit = headers.get("sec-fetch-mode") == "navigate" and scope["method"] == "GET"
        if (origin is not None and origin != f"http://{hosts[0]}") or (site in OTHER_SITE and not is_visit):
            return "another site may not ask this page"
        return None

    def _is_ours(self, host: str, scope: Message) -> bool:
        """Whether a Host header names this server, its port included."""
        try:
            parts = urlsplit(f"//{host}")
            name, port = parts.hostname or "", parts.port or 80
        except ValueError:
            return False
        if scope.get("server") and port != scope["server"][1]:
            return False
        shown = f"[{name}]" if ":" in name else name
        return shown in LOOPBACK or (self.is_open and _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _with_headers(send: Send, path: str) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store" if path.startswith("/api/") else "no-cache")
        await send(message)

    return sent
