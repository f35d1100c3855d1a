"""The edge that every request passes before the app sees it, and every answer after.

It gives the request its id, believes trusted proxies and nobody else, refuses foreign origins and bodies
without end, puts the security headers on, counts, writes the access log, and turns whatever escapes the app
into a problem document.
"""

import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, Final

import structlog
from starlette.requests import Request
from starlette.responses import Response

from hovor.foundation.errors import Refusal
from hovor.foundation.http import security_headers
from hovor.foundation.http.callers import session_cookie
from hovor.foundation.http.problems import OriginNotAllowed, TooLarge, handle_failure, refusal_response
from hovor.foundation.http.proxies import believe_proxies, is_own_origin
from hovor.foundation.identifiers import new_secret
from hovor.foundation.metrics import Metrics
from hovor.foundation.settings import Settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
BODY_BYTES: Final = 1 << 20
UPLOAD_BYTES: Final = 26 << 20
# Doors that others' pages and servers come through by design; none of them believes a cookie.
_OPEN_TO_OTHERS: Final = ("/api/v1/public/", "/hooks/")
_REQUEST_ID_BITS: Final = 96

log = structlog.get_logger("hovor.http")


class Gate:
    """Wraps the app. `/api/v1/live` has its own edge and does not come through here."""

    def __init__(self, app: Application, settings: Settings, metrics: Metrics) -> None:
        self._app = app
        self._public_url = settings.public_url
        self._trusted = settings.proxy_networks
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        scope["hovor.request_id"] = new_secret(_REQUEST_ID_BITS)
        believe_proxies(scope, self._trusted)
        leaving = _Leaving(scope, send)
        entering = _Entering(receive, _limit(scope["path"]))
        try:
            self._check(Request(scope), entering)
            await self._app(scope, entering, leaving)
        except Refusal as refusal:
            await self._answer(refusal_response(refusal, scope["hovor.request_id"]), scope, leaving)
        except Exception as error:  # noqa: BLE001  whatever it is, the caller gets a problem document and we a record
            if not leaving.status:
                await self._answer(await handle_failure(Request(scope), error), scope, leaving)
        finally:
            self._record(scope, leaving.status or 499, time.perf_counter() - started)

    def _check(self, request: Request, entering: "_Entering") -> None:
        """Raises `OriginNotAllowed` or `TooLarge`."""
        length = request.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > entering.limit:
            raise TooLarge(limit_bytes=entering.limit)
        if request.method in SAFE or request.url.path.startswith(_OPEN_TO_OTHERS):
            return
        origin = request.headers.get("origin")
        if origin is not None and not is_own_origin(request.scope, origin, self._public_url):
            raise OriginNotAllowed
        # A browser sends Origin with every write; a cookie without one comes from something that only
        # pretends to be ours.
        if origin is None and session_cookie(request) is not None:
            raise OriginNotAllowed("A request with a cookie must carry Origin. Programs use an API key.")

    @staticmethod
    async def _answer(response: Response, scope: Scope, leaving: "_Leaving") -> None:
        if not leaving.status:
            await response(scope, _nothing_more, leaving)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        self._metrics.request(method, route, status, seconds)
        log.info(
            "request",
            method=method,
            route=route,
            status=status,
            milliseconds=round(seconds * 1000, 1),
            request_id=scope["hovor.request_id"],
        )


class _Entering:
    """`receive` that counts the body and refuses the byte too many."""

    __slots__ = ("_receive", "_seen", "limit")

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._seen = 0
        self.limit = limit

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._seen += len(message.get("body", b""))
            if self._seen > self.limit:
                raise TooLarge(limit_bytes=self.limit)
        return message


class _Leaving:
    """`send` that puts the headers on and remembers the status; a route's own headers win."""

    __slots__ = ("_scope", "_send", "status")

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = self._with_headers(message.get("headers", ()))
        await self._send(message)

    def _with_headers(self, given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        headers = [(name.lower(), value) for name, value in given]
        present = {name for name, _ in headers}
        headers += [header for header in security_headers.ALWAYS if header[0] not in present]
        if self._scope["scheme"] == "https":
            headers.append(security_headers.TRANSPORT)
        headers.append((b"x-request-id", self._scope["hovor.request_id"].encode()))
        return headers


_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _limit(path: str) -> int:
    return UPLOAD_BYTES if path.endswith("/files") else BODY_BYTES


async def _nothing_more() -> Message:
    return {"type": "http.disconnect"}
