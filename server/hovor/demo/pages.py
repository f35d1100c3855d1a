"""The demo's website: a shop with the chat in its corner, under the strictest policy a site may have."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from hovor.demo.content import COMPANY
from hovor.foundation.caller import Anonymous
from hovor.foundation.database import Reading
from hovor.foundation.errors import NotFound
from hovor.foundation.http.context import get_context
from hovor.foundation.http.security_headers import style_hashes

SHOP: Final = Path(__file__).with_name("shop.html")
FindChannel = Callable[[Reading, str], str | None]


def site_policy(page: str, host: str, *, secure: bool) -> str:
    """What a site with `default-src 'none'` has to allow for the chat: our host, and nothing else."""
    web, socket = ("https", "wss") if secure else ("http", "ws")
    ours = f"{web}://{host}"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {ours}",
            f"connect-src {ours} {socket}://{host}",
            f"img-src {ours}",
            f"media-src {ours}",
            f"style-src {style_hashes(page)}",
            "require-trusted-types-for 'script'",
        )
    )


def routes(find_channel: FindChannel) -> tuple[Route, ...]:
    """`/demo`; `find_channel(reading, company)` gives the key of its first website chat, or None."""
    return (Route("/demo", _page(find_channel), methods=["GET"]),)


def _page(find_channel: FindChannel) -> Callable[[Request], Awaitable[Response]]:
    async def shop(request: Request) -> Response:
        key = await get_context(request).database.read(find_channel, COMPANY, company="", caller=Anonymous())
        if key is None:
            raise NotFound("The demo company does not exist here. Create it with: hovor demo")
        page = SHOP.read_text(encoding="utf-8").replace("{channel_key}", key)
        policy = site_policy(page, request.url.netloc, secure=request.url.scheme == "https")
        return HTMLResponse(page, headers={"content-security-policy": policy})

    return shop
