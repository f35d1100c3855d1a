"""Routes of the hot paths: plain Starlette with msgspec, a quarter of the price of a FastAPI route.

They answer, refuse and are documented like all others; only the way from bytes to values is shorter.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from hovor.foundation.errors import Invalid
from hovor.foundation.http.route import JSON, encode

T = TypeVar("T")
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HotRoute:
    """A route and what the API's description says of it.

    `request` and `response` are msgspec Structs; a request Struct must be declared with
    `forbid_unknown_fields=True`. `UploadFile` as request is a form with one `file`, `bytes` as response a
    file. `caller` is the function of `callers` that finds out who asks, None where anybody may.
    `parameters` are those of the query, all texts and none required.
    """

    path: str
    method: str
    endpoint: Endpoint
    summary: str
    response: type | None
    request: type | None = None
    status: int = 200
    tags: tuple[str, ...] = ()
    caller: Callable[..., object] | None = None
    parameters: tuple[str, ...] = ()

    def route(self) -> Route:
        """The Starlette route."""
        return _Named(self.path, self.endpoint, methods=[self.method])


class _Named(Route):
    """A plain route that tells the gate's figures and log which one it is, as FastAPI's own do."""

    @override
    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["route"] = self
        await super().handle(scope, receive, send)


async def read_body(request: Request, decoder: msgspec.json.Decoder[T]) -> T:
    """The request's JSON body. Raises `Invalid` naming the field, and never repeats what was sent."""
    try:
        return decoder.decode(await request.body() or _EMPTY)
    except msgspec.ValidationError as error:
        text, _, path = str(error).partition(" - at `")
        raise Invalid(
            fields=[{"field": path.strip("`").removeprefix("$").lstrip(".") or "body", "message": text}]
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid(fields=[{"field": "body", "message": "This is not JSON."}]) from error


def answer(value: object, status: int = 200) -> Response:
    """A value as JSON."""
    return Response(encode(value), status, media_type=JSON)


_EMPTY: Final = b"{}"
