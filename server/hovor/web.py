"""The web process: the console, the API, the sockets and the website chat on one port."""

import asyncio
import contextlib
import errno
import gzip
import mimetypes
import os
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import uvicorn
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route
from uvicorn.supervisors import Multiprocess

from hovor import administration
from hovor.demo import pages as demo_pages
from hovor.foundation import logs
from hovor.foundation.database.engines import engine_for
from hovor.foundation.errors import NotFound, Refusal
from hovor.foundation.http.app import build_app
from hovor.foundation.http.security_headers import page_policy
from hovor.foundation.http.serving import server_options
from hovor.foundation.settings import Settings, load_settings
from hovor.wiring import Installation, build, features

CONSOLE: Final = Path(__file__).with_name("static") / "console"
SERVICE_WORKER: Final = "service-worker.js"
_WORKER_HEADERS: Final = {
    # It answers offers and tells what was shown, and loads nothing.
    "content-security-policy": "default-src 'none'; connect-src 'self'",
    "cache-control": "no-cache",
}
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_SHRINKING: Final = frozenset({".js", ".css", ".svg", ".webmanifest"})
# The console finds its screen by its address, so all of these are the same page.
_SCREENS: Final = (
    "/",
    "/sign-in",
    "/set-up",
    "/profile",
    "/sign-up/{secret}",
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


@lru_cache(maxsize=256)
def _compressed(path: Path) -> bytes:
    """A built file as it goes out: compressed once, when it is first asked for."""
    return gzip.compress(path.read_bytes(), 9, mtime=0)


def _console() -> Sequence[Route]:
    page = (CONSOLE / "index.html").read_text(encoding="utf-8")
    headers = {"content-security-policy": page_policy(page), "cache-control": "no-cache"}
    files = {path.relative_to(CONSOLE).as_posix(): path for path in CONSOLE.rglob("*") if path.is_file()}

    async def screen(_: Request) -> Response:
        return HTMLResponse(page, headers=headers)

    async def file(request: Request) -> Response:
        path = files.get(request.url.path.lstrip("/"))
        if path is None:
            raise NotFound
        if path.name == SERVICE_WORKER:
            return FileResponse(path, headers=_WORKER_HEADERS)
        lasting = request.url.path.startswith("/assets/")
        kept = {
            "cache-control": _FOR_EVER if lasting else "public, max-age=3600",
            "vary": "accept-encoding",
        }
        if path.suffix not in _SHRINKING or "gzip" not in request.headers.get("accept-encoding", ""):
            return FileResponse(path, headers=kept)
        packed = await asyncio.to_thread(_compressed, path)
        kind = mimetypes.guess_type(path.name)[0]
        return Response(packed, headers={**kept, "content-encoding": "gzip"}, media_type=kind)

    screens = [Route(address, screen, methods=["GET"]) for address in _SCREENS]
    loose = [
        Route(f"/{name}", file, methods=["GET"]) for name in files if "/" not in name and name != "index.html"
    ]
    return [*screens, *loose, Route("/assets/{rest:path}", file, methods=["GET"])]
