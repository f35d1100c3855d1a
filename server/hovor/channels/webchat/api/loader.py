"""What a site embeds: the loader under its one name, the panel and its parts under names that change with their content."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from hovor.foundation.errors import NotFound

BUILT: Final = Path(__file__).parents[3] / "static" / "widget"
# Any site may show the chat's files; what the chat may do is decided by the channel's list of sites, not here.
_FOR_ALL: Final = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
_SHORT: Final = "public, max-age=300"
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_WHOLE_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Chat</title></head><body>
<script src="/widget.js" data-channel="{key}" data-page="whole" data-load="now" async></script></body></html>"""
_PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' blob:; media-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)


async def _loader(_: Request) -> Response:
    return FileResponse(
        BUILT / "widget.js", media_type="text/javascript", headers={**_FOR_ALL, "cache-control": _SHORT}
    )


@lru_cache(maxsize=1)
def _parts() -> frozenset[str]:
    """The built files by name: a request is compared with them, so that no path reaches the disk."""
    return frozenset(path.name for path in BUILT.iterdir())


async def _part(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _parts() or not name.endswith(".js"):
        raise NotFound
    return FileResponse(
        BUILT / name, media_type="text/javascript", headers={**_FOR_ALL, "cache-control": _FOR_EVER}
    )


async def _whole_page(request: Request) -> Response:
    key = request.path_params["channel_key"]
    if not key.replace("_", "").isalnum():
        raise NotFound
    return HTMLResponse(_WHOLE_PAGE.format(key=key), headers={"content-security-policy": _PAGE_POLICY})


ROUTES: Final = (
    Route("/widget.js", _loader, methods=["GET"]),
    Route("/widget/{name}", _part, methods=["GET"]),
    Route("/chat/{channel_key}", _whole_page, methods=["GET"]),
)
