"""Hovor is updated while somebody has it open: files that he has not fetched yet are not there any more."""

import asyncio
import re
from typing import Final

from playwright.async_api import Page, Route, expect

from tests.journeys.people import Colleague, Visitor, talking
from tests.journeys.windows import Windows
from tests.support.server import Hovor

DRAFT: Final = "I am looking it up, one mo"
REST: Final = re.compile(
    r"/assets/(?!index|console|rolldown|en-|opened|history|texts|machine|overlays).*[.]js($|[?])"
)
"""What the workspace with a conversation does not need."""
_LOST: Final = 3
"""Requests that are lost: more than one try makes."""


async def _gone(route: Route) -> None:
    await route.fulfill(status=404, body="")


async def _without(page: Page, files: re.Pattern[str]) -> None:
    await page.route(files, _gone)


async def test_a_screen_that_an_update_has_taken_away_offers_to_load_the_page_and_a_draft_stays(
    shop: Hovor, windows: Windows
) -> None:
    klara = Colleague(await windows.open(), shop.address)
    visitor = Visitor(await windows.open(), shop.address)
    await talking(klara, visitor)
    await _without(klara.page, REST)
    # So that nothing of it has been fetched before.
    await klara.page.reload()
    await klara.composer.fill(DRAFT)

    await klara.page.get_by_role("link", name="Clients").click()
    trouble = klara.main.get_by_role("alert").filter(has_text="This part didn’t load")
    await expect(trouble).to_contain_text("what you are writing is kept")
    again = trouble.get_by_role("button", name="Try again")
    await again.click()
    await expect(trouble).to_be_visible()

    # What lies over the rest has no place of its own to say it in.
    await klara.page.keyboard.press("Control+K")
    told = klara.page.get_by_role("alert").filter(has=klara.page.get_by_role("button", name="Dismiss"))
    await expect(told).to_contain_text("This part didn’t load")
    await told.get_by_role("button", name="Dismiss").click()

    await klara.page.unroute(REST)
    await trouble.get_by_role("button", name="Load the page again").click()
    await expect(klara.page.get_by_role("heading", name="Clients").first).to_be_visible()
    await klara.page.go_back()
    await expect(klara.composer).to_have_value(DRAFT)


async def test_a_part_that_came_while_nobody_wanted_it_needs_the_server_no_more(
    shop: Hovor, windows: Windows
) -> None:
    klara = Colleague(await windows.open(), shop.address)
    await klara.sign_in("klara@alderway.example")
    async with klara.page.expect_response(re.compile("/assets/why-nothing-.*js")):
        pass
    await klara.page.wait_for_load_state("networkidle")
    await _without(klara.page, re.compile("/assets/"))
    await klara.page.get_by_role("button", name="Why do I get nothing?").click()
    await expect(klara.page.get_by_role("heading", name=re.compile("Why"))).to_be_visible()
    await klara.page.get_by_role("link", name="Clients").click()
    await expect(klara.page.get_by_role("heading", name="Clients").first).to_be_visible()


async def test_a_menu_opens_although_the_network_is_gone_for_a_moment_when_its_part_is_fetched(
    shop: Hovor, windows: Windows
) -> None:
    klara = Colleague(await windows.open(), shop.address)
    await klara.sign_in("klara@alderway.example")
    asked, clicked, lost = asyncio.Event(), asyncio.Event(), 0

    async def lose_the_first(route: Route) -> None:
        nonlocal lost
        asked.set()
        await clicked.wait()
        if lost < _LOST:
            lost += 1
            await route.abort()
        else:
            await route.continue_()

    await klara.page.route(re.compile("/assets/overlays-.*js"), lose_the_first)
    await klara.page.reload()
    await asked.wait()
    await klara.page.get_by_role("button", name="Status: Online").click()
    clicked.set()
    lunch = klara.page.get_by_role("menuitemradio", name=re.compile("^Lunch"))
    await expect(lunch).to_be_visible()
    assert lost == _LOST
