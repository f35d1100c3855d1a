"""The door for other people's websites: which origin may ask, and what the browser is told about it (Fetch,
CORS).

There are no cookies behind this door: the visitor's token comes as a bearer token, so a foreign page can do
nothing that its visitor's browser has not been given the token for.
"""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hovor.channels.webchat.errors import SiteNotAllowed
from hovor.foundation.caller import ClientCaller
from hovor.foundation.errors import Refusal
from hovor.foundation.http.callers import client_caller
from hovor.foundation.http.context import Context, get_context
from hovor.foundation.http.hot import Endpoint, HotRoute
from hovor.foundation.http.problems import reference_of, refusal_response
from hovor.foundation.http.proxies import is_own_origin
from hovor.foundation.rate_limits import Rule

PREFIX: Final = "/api/v1/public/webchat"
TAGS: Final = ("web chat",)
WRITES: Final = Rule("webchat_write", burst=20, per_second=0.5)
_ALLOWED: Final = "authorization, content-type, idempotency-key"
Visit = Callable[[Request, Context, ClientCaller], Awaitable[Response]]


def visitor_route(
    address: str,
    visit: Visit,
    summary: str,
    *,
    takes: type | None = None,
    gives: type | None = None,
    status: int = 200,
) -> HotRoute:
    """A route, such as `POST messages` or `GET messages?after`, that only the holder of a visitor's token
    may use, from a page that his channel allows. Described as `HotRoute` says.
    """
    method, _, asked = address.partition(" ")
    path, _, parameters = asked.partition("?")
    return HotRoute(
        path=f"{PREFIX}/{path}",
        method=method,
        endpoint=open_to_sites(_for_visitor(visit)),
        summary=summary,
        request=takes,
        response=gives,
        status=status,
        tags=TAGS,
        caller=client_caller,
        parameters=tuple(filter(None, parameters.split("&"))),
    )


def open_to_sites(endpoint: Endpoint) -> Endpoint:
    """Answers with the headers a browser wants before it shows an answer, a refusal too, to a page of
    another site.
    """

    async def answered(request: Request) -> Response:
        try:
            response = await endpoint(request)
        except Refusal as refusal:
            response = refusal_response(refusal, reference_of(request))
        origin = request.headers.get("origin")
        if origin is not None and await _site_allowed(request, getattr(request.state, "channel_id", None)):
            _let_in(response, origin)
        return response

    return answered


async def require_site(request: Request, channel_id: str) -> None:
    """Notes which channel is meant. Raises `SiteNotAllowed` when a page asks that the channel does not
    list.
    """
    request.state.channel_id = channel_id
    if request.headers.get("origin") is not None and not await _site_allowed(request, channel_id):
        raise SiteNotAllowed


def _for_visitor(visit: Visit) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        caller = await client_caller(request)
        await require_site(request, caller.channel_id)
        return await visit(request, get_context(request), caller)

    return endpoint


async def _site_allowed(request: Request, channel_id: str | None) -> bool:
    """Whether the asking page is our own, or one the channel lists (None: any channel, where it is not
    known).
    """
    origin = request.headers.get("origin", "")
    context = get_context(request)
    if is_own_origin(request.scope, origin, context.settings.public_url):
        return True
    return await context.origins.allows(origin, channel_id)


def _let_in(response: Response, origin: str) -> None:
    response.headers["access-control-allow-origin"] = origin
    response.headers["access-control-expose-headers"] = "retry-after"
    response.headers["vary"] = "origin"


async def _preflight(request: Request) -> Response:
    response = Response(status_code=204)
    origin = request.headers.get("origin")
    # Which channel is meant cannot be known yet, since a preflight carries no token: any channel's site may
    # ask on.
    if origin is not None and await _site_allowed(request, None):
        _let_in(response, origin)
        response.headers["access-control-allow-methods"] = "GET, POST"
        response.headers["access-control-allow-headers"] = _ALLOWED
        response.headers["access-control-max-age"] = "600"
    return response


PREFLIGHT: Final = Route(f"{PREFIX}/{{rest:path}}", _preflight, methods=["OPTIONS"])
