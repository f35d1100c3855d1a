"""What a site embeds: the loader under its one name, the panel and its parts under names that change with
their content; and the chat as a page of its own.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from hovor.foundation.errors import NotFound
from hovor.foundation.http.built_files import FOR_EVER, BuiltFiles

BUILT: Final = Path(__file__).parents[3] / "static" / "widget"
LOADER: Final = "widget.js"
# Any site may show the chat's files; what the chat may do is decided by the channel's list of sites.
_HEADERS: Final = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
}
_SHORT: Final = "public, max-age=300"
_PANEL: Final = re.compile(r"panel-[\w-]+\.js")
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


async def _loader(request: Request) -> Response:
    return _files().answer(request, LOADER, {**_HEADERS, "cache-control": _SHORT})


async def _part(request: Request) -> Response:
    name, files = request.path_params["name"], _files()
    if name not in files.names and _PANEL.fullmatch(name):
        # A page that was opened before an update has the loader of that time: it gets the panel of today.
        panel = next(filter(_PANEL.fullmatch, files.names))
        return files.answer(request, panel, {**_HEADERS, "cache-control": _SHORT})
    return files.answer(request, name, {**_HEADERS, "cache-control": FOR_EVER})


async def _whole_page(request: Request) -> Response:
    key = request.path_params["channel_key"]
    if not _KEY.fullmatch(key):
        raise NotFound
    return HTMLResponse(_WHOLE_PAGE.format(key=key), headers={"content-security-policy": _PAGE_POLICY})


@lru_cache(maxsize=1)
def _files() -> BuiltFiles:
    return BuiltFiles(BUILT, [*BUILT.glob("*.js"), *BUILT.glob("*.js.*")])


ROUTES: Final = (
    Route(f"/{LOADER}", _loader, methods=["GET"]),
    Route("/widget/{name}", _part, methods=["GET"]),
    Route("/chat/{channel_key}", _whole_page, methods=["GET"]),
)
