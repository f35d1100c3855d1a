"""What a site embeds: the loader under its one name, the panel and its parts under names that change with
their content; and the chat as a page of its own.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from hovor.foundation.errors import NotFound

BUILT: Final = Path(__file__).parents[3] / "static" / "widget"
LOADER: Final = "widget.js"
# Any site may show the chat's files; what the chat may do is decided by the channel's list of sites.
_HEADERS: Final = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "vary": "accept-encoding",
}
_SHORT: Final = "public, max-age=300"
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_KEY: Final = re.compile("[A-Za-z0-9_-]{1,100}")
_WHOLE_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,interactive-widget=resizes-content">
<title>Chat</title></head><body>
<script src="/widget.js" data-channel="{key}" data-page="whole" data-load="now" async></script>
</body></html>"""
_PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' blob:; media-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)


@dataclass(frozen=True, slots=True)
class _Part:
    """One built file as it goes out."""

    plain: bytes
    compressed: bytes
    tag: str


async def _loader(request: Request) -> Response:
    return _answer(request, LOADER, _SHORT)


async def _part(request: Request) -> Response:
    return _answer(request, request.path_params["name"], _FOR_EVER)


async def _whole_page(request: Request) -> Response:
    key = request.path_params["channel_key"]
    if not _KEY.fullmatch(key):
        raise NotFound
    return HTMLResponse(_WHOLE_PAGE.format(key=key), headers={"content-security-policy": _PAGE_POLICY})


def _answer(request: Request, name: str, keep: str) -> Response:
    part = _parts().get(name)
    if part is None:
        raise NotFound
    headers = {**_HEADERS, "cache-control": keep, "etag": part.tag}
    if request.headers.get("if-none-match") == part.tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        packed = {**headers, "content-encoding": "gzip"}
        return Response(part.compressed, headers=packed, media_type="text/javascript")
    return Response(part.plain, headers=headers, media_type="text/javascript")


@lru_cache(maxsize=1)
def _parts() -> dict[str, _Part]:
    """The built files by name, in memory: a request is compared with these names, so that no path reaches
    the disk.
    """
    return {path.name: _read(path) for path in BUILT.glob("*.js")}


def _read(path: Path) -> _Part:
    plain = path.read_bytes()
    return _Part(plain, gzip.compress(plain, 9, mtime=0), f'"{hashlib.sha256(plain).hexdigest()[:32]}"')


ROUTES: Final = (
    Route(f"/{LOADER}", _loader, methods=["GET"]),
    Route("/widget/{name}", _part, methods=["GET"]),
    Route("/chat/{channel_key}", _whole_page, methods=["GET"]),
)
