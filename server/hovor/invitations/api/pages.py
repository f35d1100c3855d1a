"""The client's pages, `/i/{secret}` and `/join`: one document, and its files under names that change with
their content. The document is the same for every secret, true or false.
"""

from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from hovor.foundation.http.built_files import FOR_EVER, BuiltFiles
from hovor.foundation.http.security_headers import page_policy

BUILT: Final = Path(__file__).parents[2] / "static" / "invitation"
_PREFIX: Final = "/invitation/"
# Link previews show nothing, and search engines keep nothing; no store and no referrer hold for every answer.
_HEADERS: Final = {"x-robots-tag": "noindex, nofollow, noarchive"}


async def _page(_: Request) -> Response:
    document, policy = _document()
    return HTMLResponse(document, headers={**_HEADERS, "content-security-policy": policy})


async def _file(request: Request) -> Response:
    return _files().answer(request, request.url.path.removeprefix(_PREFIX), {"cache-control": FOR_EVER})


@lru_cache(maxsize=1)
def _document() -> tuple[str, str]:
    document = (BUILT / "index.html").read_text(encoding="utf-8")
    return document, page_policy(document)


@lru_cache(maxsize=1)
def _files() -> BuiltFiles:
    return BuiltFiles(BUILT, (BUILT / "assets").rglob("*.*"))


ROUTES: Final = (
    Route("/i/{secret}", _page, methods=["GET"]),
    Route("/join", _page, methods=["GET"]),
    Route(f"{_PREFIX}{{rest:path}}", _file, methods=["GET"]),
)
