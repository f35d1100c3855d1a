"""A colleague is asked into a conversation by keyboard: both write, it stays its owner's, and he goes."""

from playwright.async_api import expect

from tests.journeys.axe import Looker, still
from tests.journeys.people import Colleague, Visitor, talking
from tests.journeys.windows import Windows
from tests.support.server import Hovor


async def test_a_colleague_helps_and_goes_again(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    klara = Colleague(await still(windows), shop.address)
    visitor = Visitor(await windows.open(), shop.address)
    await talking(klara, visitor)
    tomas = Colleague(await still(windows), shop.address)
    await tomas.sign_in("tomas@alderway.example")
    ask = klara.main.get_by_role("button", name="Ask a colleague to help")
    await ask.focus()
    await klara.page.keyboard.press("Enter")
    menu = klara.page.get_by_role("menu", name="Ask a colleague to help")
    await expect(menu.get_by_role("menuitem", name="Tomáš Dvořák")).to_be_visible()
    await looker.look(klara.page, "ask a colleague to help")
    await klara.page.keyboard.type("Tom")
    await expect(menu.get_by_role("menuitem", name="Tomáš Dvořák")).to_be_focused()
    await klara.page.keyboard.press("Enter")
    await expect(klara.log).to_contain_text("Tomáš Dvořák was asked to help")

    await tomas.queue.get_by_role("link").filter(has_text="~hello").click()
    await expect(tomas.log).to_contain_text("~first")
    await tomas.say("I can help ~third")
    await expect(klara.log).to_contain_text("~third")
    await expect(visitor.log).to_contain_text("~third")
    await looker.look(tomas.page, "a conversation in which one helps")
    # It stays hers: only she ends it.
    await expect(tomas.main.get_by_role("button", name="End", exact=True)).to_have_count(0)
    await tomas.main.get_by_role("button", name="Leave").press("Enter")
    await expect(klara.log).to_contain_text("Tomáš Dvořák no longer helps")
    await expect(tomas.main.get_by_role("button", name="Leave")).to_have_count(0)
    assert not looker.found, "\n" + "\n".join(looker.found)
