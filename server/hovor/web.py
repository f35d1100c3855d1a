"""The web process: the console, the API, the sockets and the website chat on one port."""

import asyncio
import contextlib
import errno
import os
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import uvicorn
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.supervisors import Multiprocess

from hovor import administration
from hovor.demo import pages as demo_pages
from hovor.foundation import logs, memory
from hovor.foundation.database.engines import engine_for
from hovor.foundation.errors import Refusal
from hovor.foundation.http.app import build_app
from hovor.foundation.http.built_files import FOR_EVER, BuiltFiles
from hovor.foundation.http.security_headers import page_policy
from hovor.foundation.http.serving import server_options
from hovor.foundation.settings import Settings, load_settings
from hovor.wiring import Installation, build, features

CONSOLE: Final = Path(__file__).with_name("static") / "console"
SERVICE_WORKER: Final = "service-worker.js"
_PAGE: Final = "index.html"
_ICON: Final = "icon.svg"
_WORKER_HEADERS: Final = {
    # It answers offers and tells what was shown, and loads nothing.
    "content-security-policy": "default-src 'none'; connect-src 'self'",
    "cache-control": "no-cache",
}
_AN_HOUR: Final = {"cache-control": "public, max-age=3600"}
# The console finds its screen by its address, so all of these are the same page.
_SCREENS: Final = (
    "/",
    "/sign-in",
    "/set-up",
    "/profile",
    "/sign-up/{secret}",
    "/conversations",
    "/conversations/{rest:path}",
    "/clients",
    "/clients/{rest:path}",
    "/settings",
    "/settings/{rest:path}",
)


class CannotServe(Refusal):
    """The process cannot start like this; the detail says what to do."""

    code = "cannot_serve"
    status = 500
    title = "Hovor cannot serve like this."


@dataclass(frozen=True, slots=True)
class Serving:
    """How to serve."""

    workers: int = 1
    certificate: Path | None = None
    key: Path | None = None
    demo_if_empty: bool = False


def application(installation: Installation) -> Any:  # noqa: ANN401  an ASGI callable
    """The ASGI app of an installation; its lifespan starts and ends everything."""

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with installation.running():
            yield

    return build_app(
        installation.context,
        features.routers(installation.passwords, installation.kinds, installation.addresses),
        [*features.hot_routes(), *demo_pages.routes(administration.first_web_chat), *_console()],
        refusals=features.refusals(),
        readiness=installation.readiness(),
        lifespan=lifespan,
    )


def serve(settings: Settings, serving: Serving) -> None:
    """Serves until it is told to stop (SIGINT, SIGTERM). Raises `CannotServe`, `CommandRefused`."""
    logs.configure(settings.log_format)
    administration.require_folder(settings)
    if serving.workers > 1 and engine_for(settings.engine_url).one_process_only:
        raise CannotServe("SQLite means one process. For several, set HOVOR_DATABASE_URL to a PostgreSQL.")
    with administration.alone(settings), _listen(settings) as listening:
        administration.migrate(settings)
        if serving.demo_if_empty:
            _demo(settings)
        _run(settings, serving, listening)


def _run(settings: Settings, serving: Serving, listening: socket.socket) -> None:
    several = serving.workers > 1
    config = uvicorn.Config(
        f"{__name__}:{from_environment.__name__}" if several else application(build(settings)),
        factory=several,
        workers=serving.workers,
        host=settings.host,
        port=settings.port,
        ssl_certfile=serving.certificate,
        ssl_keyfile=serving.key,
        **server_options(),
    )
    # Whoever comes before everything has started waits instead of being refused.
    listening.listen(config.backlog)
    _announce(settings, listening, secure=serving.certificate is not None)
    if several:
        os.environ |= settings.environment()
        Multiprocess(config, sockets=[listening]).run()
    else:
        uvicorn.Server(config).run(sockets=[listening])


def from_environment() -> Any:  # noqa: ANN401  an ASGI callable
    """The ASGI app of one of several processes, which learns its settings from the environment alone."""
    memory.hold_until_started()
    settings = load_settings()
    logs.configure(settings.log_format)
    return application(build(settings))


def _listen(settings: Settings) -> socket.socket:
    """The address, taken before anything is written. Raises `CannotServe`."""
    listening = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        listening.close()
        words = {
            errno.EADDRINUSE: f"Port {settings.port} is in use. Choose another one with --port.",
            errno.EACCES: f"This account may not listen on port {settings.port}. Choose one above 1023.",
        }
        unknown = f"{settings.host} is no address of this machine ({error.strerror}). Choose one with --host."
        raise CannotServe(words.get(error.errno or 0, unknown)) from error
    listening.set_inheritable(True)
    return listening


def _demo(settings: Settings) -> None:
    created = asyncio.run(administration.create_demo_if_empty(settings))
    for sentence in created.sentences() if created is not None else administration.DEMO_EXISTS:
        sys.stdout.write(f"{sentence}\n")


def _announce(settings: Settings, listening: socket.socket, *, secure: bool) -> None:
    port = listening.getsockname()[1]
    address = settings.public_url or f"{'https' if secure else 'http'}://{_shown(settings.host)}:{port}"
    sys.stdout.write(f"Workspace: {address}/\nWebsite with the chat: {address}/demo\nStop with Ctrl-C.\n")
    sys.stdout.flush()


def _shown(host: str) -> str:
    return "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host  # noqa: S104  shown, not bound


def _console() -> Sequence[Route]:
    policy = page_policy((CONSOLE / _PAGE).read_text(encoding="utf-8"))
    headers = {"content-security-policy": policy, "cache-control": "no-cache"}
    files = BuiltFiles(CONSOLE, CONSOLE.rglob("*"))

    async def screen(request: Request) -> Response:
        return files.answer(request, _PAGE, headers)

    async def lasting(request: Request) -> Response:
        return files.answer(request, request.url.path.lstrip("/"), {"cache-control": FOR_EVER})

    async def loose(request: Request) -> Response:
        name = request.url.path.lstrip("/")
        return files.answer(request, name, _WORKER_HEADERS if name == SERVICE_WORKER else _AN_HOUR)

    async def icon(request: Request) -> Response:
        return files.answer(request, _ICON, _AN_HOUR)

    names = sorted(name for name in files.names if "/" not in name and name != _PAGE)
    return [
        *(Route(address, screen, methods=["GET"]) for address in _SCREENS),
        *(Route(f"/{name}", loose, methods=["GET"]) for name in names),
        Route("/assets/{rest:path}", lasting, methods=["GET"]),
        # Asked for by browsers on a page that names no icon, and by whatever shows a list of addresses.
        Route("/favicon.ico", icon, methods=["GET"]),
    ]
