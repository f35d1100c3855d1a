"""What has to wait, by keyboard: a client on hold, and conversations that are snoozed and come back, by
themselves or because their clients write.
"""

import re

from playwright.async_api import Locator, expect

from tests.journeys.axe import Looker, still
from tests.journeys.people import Colleague, Visitor, expect_said, talking
from tests.journeys.windows import Windows
from tests.support.server import Hovor


def _aside(klara: Colleague) -> Locator:
    return klara.queue.get_by_role("button", name=re.compile("^Put aside"))


async def _snooze_by_keys(klara: Colleague, press: str) -> Locator:
    """Opens the dialog; its first time has the focus."""
    await klara.page.keyboard.press(press)
    dialog = klara.page.get_by_role("dialog", name="Snooze until")
    await expect(dialog.get_by_role("button", name=re.compile("^In 1 hour"))).to_be_focused()
    return dialog


async def test_a_client_on_hold(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    klara = Colleague(await still(windows), shop.address)
    await talking(klara, Visitor(await windows.open(), shop.address))
    await klara.page.keyboard.press("Alt+h")
    await expect(klara.main).to_contain_text(re.compile(r"On hold \d:\d\d"))
    await looker.look(klara.page, "a client on hold")
    await klara.say("One moment ~moment")
    await klara.page.keyboard.press("Alt+h")
    await expect(klara.main.get_by_role("button", name="Resume")).to_have_count(0)
    await expect(klara.log).to_contain_text("You went on")
    assert not looker.found, "\n" + "\n".join(looker.found)


async def test_one_is_snoozed_and_comes_back(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    klara = Colleague(await still(windows), shop.address)
    visitor = Visitor(await windows.open(), shop.address)
    await talking(klara, visitor)
    keyboard = klara.page.keyboard
    # What is written goes out first; then the conversation leaves the list.
    await klara.composer.fill("I write again in an hour ~second")
    more = klara.main.get_by_role("button", name="More ways to go on")
    await more.focus()
    await keyboard.press("Enter")
    menu = klara.page.get_by_role("menu", name="More ways to go on")
    await expect(menu.get_by_role("menuitem", name="Send and end…")).to_be_focused()
    await looker.look(klara.page, "more ways to go on")
    await keyboard.press("ArrowDown")
    dialog = await _snooze_by_keys(klara, "Enter")
    await looker.look(klara.page, "snooze until")
    await keyboard.press("Enter")
    await expect(dialog).to_have_count(0)
    await expect_said(visitor.log, ["~first", "~hello", "~second"])
    await expect(klara.mine).to_have_count(0)
    await expect(klara.main).to_contain_text("Snoozed until")

    aside = _aside(klara)
    await expect(aside).to_have_attribute("aria-expanded", "false")
    await aside.focus()
    await keyboard.press("Enter")
    row = klara.queue.get_by_role("link", name=re.compile("snoozed until"))
    await expect(row).to_be_visible()
    await looker.look(klara.page, "the queue with something put aside")

    shop.advance(3601)
    await expect(klara.mine).to_be_visible()
    await expect(aside).to_have_count(0)
    await expect(klara.log).to_contain_text("The snooze is over")
    assert not looker.found, "\n" + "\n".join(looker.found)


async def test_a_client_who_writes_is_not_kept_waiting(shop: Hovor, windows: Windows) -> None:
    klara = Colleague(await still(windows), shop.address)
    visitor = Visitor(await windows.open(), shop.address)
    await talking(klara, visitor)
    keyboard = klara.page.keyboard
    await klara.composer.focus()
    await _snooze_by_keys(klara, "Alt+s")
    await keyboard.press("Escape")
    await expect(klara.composer).to_be_focused()
    await _snooze_by_keys(klara, "Alt+s")
    await keyboard.press("Enter")
    await expect(klara.mine).to_have_count(0)
    await visitor.say("I have found them ~third")
    await expect(klara.mine).to_be_visible()
    await expect(klara.log).to_contain_text("~third")
    await expect(klara.main.get_by_role("button", name="Resume")).to_have_count(0)


async def test_a_date_of_ones_own_and_sending_with_the_end(shop: Hovor, windows: Windows) -> None:
    klara = Colleague(await still(windows), shop.address)
    visitor = Visitor(await windows.open(), shop.address)
    await talking(klara, visitor)
    dialog = await _snooze_by_keys(klara, "Alt+s")
    await dialog.get_by_label("Date").fill("2020-01-31")
    await dialog.get_by_role("button", name="Snooze", exact=True).press("Enter")
    await expect(dialog).to_contain_text("Choose a time that is still to come.")
    await dialog.get_by_label("Date").fill("2027-01-31")
    await dialog.get_by_label("Time").fill("14:30")
    await dialog.get_by_role("button", name="Snooze", exact=True).press("Enter")
    await expect(dialog).to_have_count(0)
    strip = klara.main.get_by_text(re.compile(r"^Snoozed until Sun,? 31 Jan,? 14:30"))
    await expect(strip).to_be_visible()
    await klara.main.get_by_role("button", name="Resume").press("Enter")
    await expect(strip).to_have_count(0)

    await klara.composer.fill("Good-bye ~bye")
    more = klara.main.get_by_role("button", name="More ways to go on")
    await more.press("Enter")
    await klara.page.keyboard.press("Enter")
    await (
        klara.page.get_by_role("dialog", name="End the conversation?")
        .get_by_role("button", name="End", exact=True)
        .press("Enter")
    )
    await expect_said(visitor.log, ["~first", "~hello", "~bye"])
    await expect(visitor.log).to_contain_text("ended the chat")
