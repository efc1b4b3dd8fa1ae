"""What every request passes: the name under which the server is asked, and headers that keep a browser safe."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from time import perf_counter
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_OPEN_METHODS = frozenset({"GET", "HEAD", "POST"})


class Gate:
    """Lets only requests in that name the server as it is known: a page elsewhere cannot reach it by another name."""

    def __init__(self, app: Application, hosts: frozenset[str] = frozenset()) -> None:
        self._app = app
        self._hosts = LOOPBACK | {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        begun = perf_counter()

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                took = f"page;dur={(perf_counter() - begun) * 1000:.1f}".encode()
                message["headers"] = [*message.get("headers", ()), *HEADERS, (b"server-timing", took)]
            await send(message)

        if host_of(scope) not in self._hosts:
            await _refuse(send_safely, 421, b"This server is not known by that name.\n")
        elif scope["method"] not in _OPEN_METHODS:
            await _refuse(send_safely, 405, b"Not allowed.\n")
        else:
            await self._app(scope, receive, send_safely)


def host_of(scope: Scope) -> str:
    """Return the name under which the server was asked, without its port; "" where none or several are given."""
    given: list[str] = [value.decode("latin-1").lower() for key, value in scope["headers"] if key == b"host"]
    if len(given) != 1:
        return ""
    host, bracket, _ = given[0].partition("]")
    return host + bracket if bracket else host.partition(":")[0]


async def _refuse(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
