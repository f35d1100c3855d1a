"""Windows of the browser, each with cookies and storage of its own, and none with a complaint."""

import re
from collections import deque
from collections.abc import AsyncIterator
from typing import Any, Final

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Response,
    WebError,
    WebSocket,
)

# What the browser itself says about answers and cuts; a journey has both on purpose.
_OF_THE_NETWORK: Final = re.compile(
    r"^Failed to load resource|^WebSocket (connection to|is already)|blocked by CORS policy|net::ERR_"
)
_KEPT: Final = 60
"""How much of the latest is told of each window when a journey fails."""
_FRAME: Final = 160
"""Characters of a frame."""


class Windows:
    """Opens windows, and hears what pages complain of: a script that failed, something a policy forbids.

    What each window heard from the server last is kept for the case that the journey fails.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._heard: dict[BrowserContext, deque[str]] = {}
        self.complaints: list[str] = []

    @property
    def last(self) -> Page:
        """The page that was opened last."""
        return self._contexts[-1].pages[-1]

    async def open(self, **options: Any) -> Page:  # noqa: ANN401  the browser's own options
        """A page in a window of its own."""
        context = await self._browser.new_context(**{"locale": "en-GB", **options})
        self._contexts.append(context)
        context.on("console", self._hear)
        context.on("weberror", self._hear_error)
        heard = self._heard[context] = deque[str](maxlen=_KEPT)
        context.on("response", lambda response: heard.append(_answer(response)))
        page = await context.new_page()
        page.on("websocket", lambda socket: _listen(socket, heard))
        return page

    async def told(self) -> AsyncIterator[str]:
        """What each page shows, and what it heard last."""
        for context in self._contexts:
            for page in context.pages:
                yield f"--- {page.url}\n{await _shown(page)}"
            yield "\n".join(self._heard[context])

    async def close(self) -> None:
        """Closes all of them."""
        for context in self._contexts:
            await context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not _OF_THE_NETWORK.search(message.text):
            self.complaints.append(message.text[:400])

    def _hear_error(self, error: WebError) -> None:
        self.complaints.append(str(error.error))


async def _shown(page: Page) -> str:
    try:
        return await page.locator("body").aria_snapshot(timeout=2_000)
    except Error as error:
        return f"(shows nothing: {error.message})"


def _answer(response: Response) -> str:
    return f"{response.request.method} {response.url} {response.status}"


def _listen(socket: WebSocket, heard: deque[str]) -> None:
    socket.on("framereceived", lambda frame: heard.append(f"< {frame[:_FRAME]!r}"))
    socket.on("framesent", lambda frame: heard.append(f"> {frame[:_FRAME]!r}"))
    socket.on("close", lambda _: heard.append("socket closed"))
