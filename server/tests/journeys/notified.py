"""An operator's browser with several tabs, of which one looks whether something is heard and shown.

Headless pages say that they are always seen, so a script tells these whether they are; sounds are counted
where a page hands them to the browser, notes are those that the browser itself says it shows. Whatever is
asked of a page counts as a press in it, so what is to be known of one that was not touched is asked of the
server.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final, TypeVar

from playwright.async_api import BrowserContext, Page, expect

from tests.journeys.people import Colleague
from tests.journeys.windows import Windows
from tests.support.server import Company, Hovor, Visitor

T = TypeVar("T")

_WATCHED: Final = """
(() => {
  let hidden = false;
  const define = (name, get) => Object.defineProperty(document, name, { configurable: true, get });
  define('visibilityState', () => (hidden ? 'hidden' : 'visible'));
  define('hidden', () => hidden);
  document.hasFocus = () => !hidden;
  window.__hide = (now) => {
    hidden = now;
    document.dispatchEvent(new Event('visibilitychange'));
    window.dispatchEvent(new Event(now ? 'blur' : 'focus'));
  };
  window.__sounds = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (...when) {
    window.__sounds.push(this.buffer.duration);
    return start.apply(this, when);
  };
})();
"""
# The lock is the product's own, because a look takes away what is being shown just then.
_NOTES: Final = """() => navigator.locks.request('hovor.notes', async () => {
  const worker = await navigator.serviceWorker.getRegistration();
  const shown = worker ? await worker.getNotifications() : [];
  return shown.map(({ title, body, silent, data, tag }) => ({ title, body, silent, data, tag }));
})"""
_LOOK_EVERY: Final = 0.05
_LOOKS: Final = 800
GRANTED: Final = {"permissions": ["notifications"]}
PATIENCE: Final = 30
"""How long a page may take to show an offer before it is taken as not shown. Seconds."""
TICK: Final = 0.1
"""Whatever is shorter is the soft tick. Seconds."""


class Notified:
    """Klára's browser, and a client who writes to her company."""

    def __init__(self, company: Company, context: BrowserContext) -> None:
        self.company = company
        self.address = company.hovor.address
        self.context = context
        self.tabs: list[Page] = []
        self.visitor: Visitor = company.visitor()

    async def open(self, tabs: int = 1) -> None:
        """Signs her in and opens so many tabs. Only the last is in front of her; in each she has pressed
        something.
        """
        await self.context.add_init_script(_WATCHED)
        email = self.company.hire("klara")
        self.http = self.company.hovor.sign_in(email)
        page = await self.context.new_page()
        await Colleague(page, self.address).sign_in(email)
        self.tabs = [page]
        await page.mouse.click(1, 1)
        for _ in range(tabs - 1):
            await self.tabs[-1].evaluate("window.__hide(true)")
            page = await self.context.new_page()
            await page.goto(self.address)
            await page.mouse.click(1, 1)
            self.tabs.append(page)
        await self.ready()

    async def ready(self) -> None:
        """The tab in front may sound and says so to the server."""
        await expect(self.tabs[-1].get_by_role("button", name="Notifications")).to_be_visible()
        await self.reported("sound_in_browser", "cant_tell")

    async def reported(self, check: str, state: str) -> None:
        """Waits until the server knows this of her pages."""
        await self._until(lambda: self._checks()[check] == state)

    def _checks(self) -> dict[str, str]:
        items = self.http.ask("GET", "/me/notifications/checks")["items"]
        return {each["check"]: each["state"] for each in items}

    async def hide(self) -> None:
        """Another program is in front of her."""
        for tab in self.tabs:
            await tab.evaluate("window.__hide(true)")

    async def sounds(self) -> list[float]:
        """The lengths of all sounds that any tab began with; those before are forgotten."""
        found = [await tab.evaluate("window.__sounds.splice(0)") for tab in self.tabs]
        return [each for sounds in found for each in sounds]

    async def notes(self) -> list[dict[str, Any]]:
        """What the browser shows now."""
        shown: list[dict[str, Any]] = await self.tabs[0].evaluate(_NOTES)
        return shown

    async def until_notes(self, count: int) -> list[dict[str, Any]]:
        """The same, as soon as there are so many."""
        shown = await self.notes()
        for _ in range(_LOOKS):
            if len(shown) == count:
                break
            await asyncio.sleep(_LOOK_EVERY)
            shown = await self.notes()
        assert len(shown) == count, (shown, self._checks())
        return shown

    async def until_shown(self, what: str) -> dict[str, Any]:
        """The standing notification of this kind, as soon as a page has confirmed it to the server."""
        return await self._until(lambda: self._shown(what))

    async def _until(self, found: Callable[[], T | None]) -> T:
        """The server tells nobody of these things, so it is asked."""
        for _ in range(_LOOKS):
            what = found()
            if what:
                return what
            await asyncio.sleep(_LOOK_EVERY)
        raise AssertionError(self._checks())

    def _shown(self, what: str) -> dict[str, Any] | None:
        standing = self.http.ask("GET", "/workspace")["notifications"]
        return next((each for each in standing if each["what"] == what and each["shown_at"]), None)


async def watched(windows: Windows, hovor: Hovor, **options: Any) -> Notified:  # noqa: ANN401  the browser's own
    """A window, with the browser's own options, for Klára of a new company at this installation."""
    page = await windows.open(**options)
    await page.close()
    company = hovor.set_up()
    company.administrator.ask("PATCH", "/company", {"settings": {"offer_unconfirmed_seconds": PATIENCE}})
    return Notified(company, page.context)
