"""Windows of the browser, each with cookies and storage of its own, and none with a complaint."""

import re
from typing import Any, Final

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, WebError

# What the browser itself says about answers and cuts; a journey has both on purpose.
_OF_THE_NETWORK: Final = re.compile(
    r"^Failed to load resource|^WebSocket (connection to|is already)|blocked by CORS policy|net::ERR_"
)


class Windows:
    """Opens windows, and hears what pages complain of: a script that failed, something a policy forbids."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
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
        return await context.new_page()

    async def close(self) -> None:
        """Closes all of them."""
        for context in self._contexts:
            await context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not _OF_THE_NETWORK.search(message.text):
            self.complaints.append(message.text[:400])

    def _hear_error(self, error: WebError) -> None:
        self.complaints.append(str(error.error))
