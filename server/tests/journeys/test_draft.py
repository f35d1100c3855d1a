"""What a visitor has typed and not sent."""

from playwright.async_api import Locator, Page, expect

from tests.journeys.people import Colleague, Visitor, expect_said, talking
from tests.journeys.windows import Windows
from tests.support.server import Hovor

TYPED = "Half a question, and then"


async def _pair(shop: Hovor, windows: Windows) -> tuple[Colleague, Visitor]:
    """In conversation."""
    klara = Colleague(await windows.open(), shop.address)
    visitor = Visitor(await windows.open(), shop.address)
    await talking(klara, visitor)
    return klara, visitor


async def _tab(beside: Page, address: str) -> Visitor:
    """One more tab of the same browser, on the same page."""
    visitor = Visitor(await beside.context.new_page(), address)
    await visitor.page.goto(f"{address}/demo")
    await visitor.open()
    return visitor


def _composer(visitor: Visitor) -> Locator:
    return visitor.window.get_by_role("textbox", name="Message")


async def test_a_draft_survives_a_reload_and_is_there_in_the_next_tab(shop: Hovor, windows: Windows) -> None:
    klara, visitor = await _pair(shop, windows)
    await _composer(visitor).fill(TYPED)
    await visitor.page.reload()
    await visitor.open()
    await expect(_composer(visitor)).to_have_value(TYPED)
    second = await _tab(visitor.page, shop.address)
    await expect(_composer(second)).to_have_value(TYPED)
    # What is typed further in one tab is what the other has when it is opened again.
    await _composer(second).fill(f"{TYPED} the rest ~sent")
    await visitor.page.reload()
    await visitor.open()
    await expect(_composer(visitor)).to_have_value(f"{TYPED} the rest ~sent")

    await _composer(visitor).press("Enter")
    await expect_said(klara.log, ["~first", "~hello", "~sent"])
    await second.page.reload()
    await second.open()
    await expect(_composer(second)).to_have_value("")
    await expect_said(second.log, ["~first", "~hello", "~sent"])


async def test_nothing_typed_stays_when_the_visitor_ends_the_chat(shop: Hovor, windows: Windows) -> None:
    _, visitor = await _pair(shop, windows)
    second = await _tab(visitor.page, shop.address)
    await _composer(visitor).fill(TYPED)
    await second.window.get_by_role("button", name="More").click()
    await second.window.get_by_role("button", name="End the chat").click()
    await expect(second.window).to_contain_text("Write again any time")
    stored = await second.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert TYPED not in stored
    await visitor.page.reload()
    await visitor.open()
    await expect(_composer(visitor)).to_have_value("")


async def test_nothing_typed_stays_on_a_shared_computer(shop: Hovor, windows: Windows) -> None:
    _, visitor = await _pair(shop, windows)
    await _composer(visitor).fill(TYPED)
    await visitor.page.evaluate("window.Hovor.reset()")
    await expect(_composer(visitor)).to_have_value("")
    assert await visitor.page.evaluate("Object.keys(localStorage).length") == 0
    await visitor.page.reload()
    await visitor.open()
    await expect(_composer(visitor)).to_have_value("")


async def test_before_the_first_message_nothing_is_stored(shop: Hovor, windows: Windows) -> None:
    visitor = Visitor(await windows.open(), shop.address)
    await visitor.page.goto(f"{shop.address}/demo")
    await visitor.open()
    await _composer(visitor).fill(TYPED)
    stored = "JSON.stringify([{...localStorage}, {...sessionStorage}])"
    assert TYPED not in await visitor.page.evaluate(stored)
    await visitor.page.evaluate("window.Hovor.setConsent('functional')")
    await _composer(visitor).fill(f"{TYPED} more")
    assert f"{TYPED} more" in await visitor.page.evaluate(stored)
