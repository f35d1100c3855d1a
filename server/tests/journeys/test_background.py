"""A tab in the background, whose timers Chromium lets fire once a minute only: its operator stays reachable.

Pages without a screen are never in the background, so a script slows their timers as Chromium does after five
minutes, and does so at once.
"""

import asyncio
from collections import Counter
from typing import Final

import pytest
from playwright.async_api import BrowserContext, Page, WebSocket

from tests.journeys.notified import Notified
from tests.journeys.windows import Windows
from tests.support.server import Company, Hovor

_SLOWED: Final = """
(() => {
  const minute = 60000;
  for (const name of ['setTimeout', 'setInterval']) {
    const own = window[name].bind(window);
    window[name] = (run, wait, ...values) =>
      own(run, document.hidden ? Math.max(minute, wait ?? 0) : wait, ...values);
  }
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (run) => (document.hidden ? 0 : ask(run));
})();
"""
_PINGS: Final = 4
"""So many heartbeats take longer than the silence after which a connection is suspect."""
_PINGS_OF_AN_HOUR: Final = 900


class Heard:
    """Counts what goes over a page's socket: heartbeats that it answered, offers that it was told of."""

    def __init__(self, page: Page) -> None:
        self._counts: Counter[str] = Counter()
        self._news = asyncio.Event()
        page.on("websocket", self._follow)

    def _follow(self, opened: WebSocket) -> None:
        opened.on("framesent", lambda payload: self._count(str(payload), "pong"))
        opened.on("framereceived", lambda payload: self._count(str(payload), "offer.made"))

    def _count(self, payload: str, word: str) -> None:
        if f'"{word}"' in payload:
            self._counts[word] += 1
            self._news.set()

    async def hears(self, word: str, more: int = 1) -> None:
        """So many more of them."""
        wanted = self._counts[word] + more
        while self._counts[word] < wanted:
            self._news.clear()
            await self._news.wait()


async def _stays_reachable(company: Company, context: BrowserContext, pings: int) -> None:
    await context.add_init_script(_SLOWED)
    klara = Notified(company, context)
    await klara.open()
    page = klara.tabs[-1]
    heard = Heard(page)
    await page.reload()
    await page.mouse.click(1, 1)
    await klara.ready()
    await page.evaluate("window.__hide(true)")
    await heard.hears("pong", pings)
    status = klara.http.ask("GET", "/me/status")
    assert status["reachable"], status
    assert status["status"] == "online"
    told = klara.http.ask("GET", "/me/status-intervals")["items"]
    assert [each["status"] for each in told if each["ended_at"] is None] == ["online"]
    offered = asyncio.create_task(heard.hears("offer.made"))
    await asyncio.sleep(0)
    klara.visitor.say("Are you there?")
    await offered
    offers = klara.http.ask("GET", "/offers")["items"]
    assert len(offers) == 1
    klara.http.ask("POST", f"/offers/{offers[0]['id']}/accept", {})


async def _context(windows: Windows) -> BrowserContext:
    page = await windows.open(permissions=["notifications"])
    context = page.context
    await page.close()
    return context


@pytest.fixture
def company(hovor: Hovor) -> Company:
    """A company whose chat asks no questions before it begins."""
    made = hovor.set_up()
    settings = {"start_fields": [], "when_unavailable": "queue"}
    made.administrator.ask("PATCH", f"/channels/{made.channel_id}", {"settings": settings})
    return made


async def test_inv_28_a_tab_with_slowed_timers_answers_every_heartbeat(
    company: Company, windows: Windows
) -> None:
    await _stays_reachable(company, await _context(windows), _PINGS)


@pytest.mark.soak
@pytest.mark.timeout(0)
async def test_inv_28_a_tab_with_slowed_timers_stays_reachable_for_an_hour(
    company: Company, windows: Windows
) -> None:
    await _stays_reachable(company, await _context(windows), _PINGS_OF_AN_HOUR)
