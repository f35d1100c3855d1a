"""The ASGI app: routes of the features inside the gate, the live socket beside it."""

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute

from hovor.foundation import health
from hovor.foundation.errors import Refusal
from hovor.foundation.http import api_page, problems
from hovor.foundation.http.context import Context
from hovor.foundation.http.gate import Application, Gate, Receive, Scope, Send
from hovor.foundation.http.hot import HotRoute
from hovor.foundation.http.live_endpoint import LiveEndpoint
from hovor.foundation.http.live_tickets import router as live_tickets
from hovor.foundation.http.openapi import describe

API: Final = "/api/v1"
LIVE: Final = f"{API}/live"
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def build_app(
    context: Context,
    routers: Iterable[APIRouter] = (),
    raw_routes: Iterable[HotRoute | BaseRoute] = (),
    *,
    refusals: Collection[type[Refusal]] = (),
    readiness: Iterable[health.Check] = (),
    lifespan: Lifespan | None = None,
) -> Application:
    """Puts the whole together. `routers` carry their full paths (`/api/v1/...`); `raw_routes` are tried
    before them. `refusals` are those of the features, for the API's description.
    """
    api = FastAPI(
        title="Hovor",
        version="1",
        openapi_url=f"{API}/openapi.json",
        # FastAPI's own page loads its scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
    )
    api.state.context = context
    hot = [route for route in raw_routes if isinstance(route, HotRoute)]
    plain = [route for route in raw_routes if isinstance(route, BaseRoute)]
    api.router.routes[:0] = [*(route.route() for route in hot), *plain]
    api.include_router(health.router(context.metrics, readiness))
    api.include_router(live_tickets)
    for router in routers:
        api.include_router(router)
    api.add_exception_handler(Refusal, problems.handle_refusal)
    api.add_exception_handler(HTTPException, problems.handle_status)
    api.add_exception_handler(RequestValidationError, problems.handle_validation)
    api.add_exception_handler(Exception, problems.handle_failure)
    api.openapi = describe(api, hot, refusals)  # type: ignore[method-assign]
    api.router.routes.append(api_page.route(api.openapi))
    return _Front(api, context)


class _Front:
    """Sends sockets to the live endpoint without a detour, since every object on that way is kept per
    socket.
    """

    def __init__(self, api: FastAPI, context: Context) -> None:
        self.api = api
        self._http = Gate(api, context.settings, context.metrics)
        self._live = LiveEndpoint(
            context.hub, context.database, context.authenticate, context.origins, context.settings
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._http(scope, receive, send)
        elif scope["path"] == LIVE:
            await self._live(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})
