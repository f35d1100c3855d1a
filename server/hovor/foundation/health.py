"""Whether this process lives (`/healthz`) and whether it should be given work (`/readyz`), and its figures
(`/metrics`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Final

import structlog
from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from hovor.foundation.metrics import CONTENT_TYPE, Metrics

# A load balancer asks every few seconds; what has not answered by then is not ready.
PATIENCE_SECONDS: Final = 2.0

log = structlog.get_logger("hovor.health")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must work before clients are sent here. `look` answers None, or in words what is
    wrong.
    """

    name: str
    look: Callable[[], Awaitable[str | None]]


async def look_at(checks: Iterable[Check]) -> dict[str, str]:
    """What each check says: "ok", or what is wrong."""
    found = list(checks)
    return dict(zip((check.name for check in found), await asyncio.gather(*map(_look, found)), strict=True))


def router(metrics: Metrics, checks: Iterable[Check]) -> APIRouter:
    """The three addresses."""
    routes = APIRouter(tags=["health"])
    wanted = tuple(checks)

    @routes.get("/healthz", summary="Whether the process lives")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @routes.get(
        "/readyz", summary="Whether it should be given work", responses={503: {"description": "Not now"}}
    )
    async def readyz() -> JSONResponse:
        found = await look_at(wanted)
        ready = all(says == "ok" for says in found.values())
        return JSONResponse(
            {"status": "ok" if ready else "not_ready", "checks": found}, 200 if ready else 503
        )

    @routes.get("/metrics", summary="Figures for Prometheus", response_class=Response)
    async def figures() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return routes


async def _look(check: Check) -> str:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await check.look() or "ok"
    except TimeoutError:
        return "no answer in time"
    except Exception as error:
        log.warning("check_failed", check=check.name, exc_info=error)
        return "failed"
