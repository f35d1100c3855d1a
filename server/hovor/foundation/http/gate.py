"""The edge that every request passes before the app sees it, and every answer after.

It gives the request its id, believes trusted proxies and nobody else, refuses foreign origins and bodies
without end, puts the security headers on, counts, writes the access log, and turns whatever escapes the app
into a problem document.
"""

import re
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, Final, NoReturn

import structlog
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from hovor.foundation.errors import FieldProblem, Invalid, Refusal
from hovor.foundation.http import security_headers
from hovor.foundation.http.callers import session_cookie
from hovor.foundation.http.problems import (
    REFUSED,
    OriginNotAllowed,
    TooLarge,
    handle_failure,
    refusal_response,
)
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
# Doors that others' pages and servers come through by design; none of them believes a cookie alone.
_OPEN_TO_OTHERS: Final = ("/api/v1/public/", "/hooks/")
_REQUEST_ID_BITS: Final = 96
_REFUSED: Final = 400
# The escape itself, not a backslash that is escaped and happens to stand before "u0000".
_NUL: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_NUL_REFUSED: Final[FieldProblem] = {"field": "body", "message": "A text must not hold the character NUL."}

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
        entering = _Entering(receive, scope)
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
        """Raises `OriginNotAllowed`, `TooLarge` or `Invalid`."""
        length = request.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > entering.limit:
            raise TooLarge(limit_bytes=entering.limit)
        if "\0" in request.url.path or b"%00" in request.scope["query_string"]:
            raise Invalid(fields=[{**_NUL_REFUSED, "field": "path"}])
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
        # A line for each good request would cost more than some of them do; figures are in the metrics.
        tell = log.debug if status < _REFUSED else log.info
        tell(
            "request",
            method=method,
            route=route,
            status=status,
            milliseconds=round(seconds * 1000, 1),
            request_id=scope["hovor.request_id"],
        )


class _Entering:
    """`receive` that counts the body, refuses the byte too many, and refuses NUL in JSON.

    No database but SQLite keeps a NUL in a text, and no person types one.
    """

    __slots__ = ("_is_json", "_receive", "_scope", "_seen", "_tail", "limit")

    def __init__(self, receive: Receive, scope: Scope) -> None:
        self._receive = receive
        self._scope = scope
        self._is_json = "json" in Headers(raw=scope["headers"]).get("content-type", "")
        self._seen = 0
        self._tail = b""
        self.limit = UPLOAD_BYTES if scope["path"].endswith(("/files", "/picture")) else BODY_BYTES

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            body = message.get("body", b"")
            self._seen += len(body)
            if self._seen > self.limit:
                self._refuse(TooLarge(limit_bytes=self.limit))
            if self._is_json:
                self._refuse_nul(body)
        return message

    def _refuse(self, refusal: Refusal) -> NoReturn:
        # FastAPI takes whatever a body's reading raises for a body that cannot be parsed: left here, it is
        # found again.
        self._scope[REFUSED] = refusal
        raise refusal

    def _refuse_nul(self, body: bytes) -> None:
        """Raises `Invalid`. An escape may be cut in two by the network, so the end of the last part counts,
        too.
        """
        text = self._tail + body
        if b"\\u0000" in text and _NUL.search(text):
            self._refuse(Invalid(fields=[_NUL_REFUSED]))
        backslashes = len(text) - len(text.rstrip(b"\\u0"))
        self._tail = text[-backslashes:] if backslashes else b""


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


async def _nothing_more() -> Message:
    return {"type": "http.disconnect"}
