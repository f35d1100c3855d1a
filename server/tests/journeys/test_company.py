"""Administration of the company: outgoing mail, API keys, and screens that follow what others change."""

import asyncio
import re

import httpx2
from playwright.async_api import Locator, expect

from tests.journeys.axe import Looker, still
from tests.journeys.people import Colleague
from tests.journeys.windows import Windows
from tests.support.mailbox import Mailbox
from tests.support.server import Hovor

_AT_ONCE = 5_000
"""Milliseconds within which a change of somebody else shows."""


async def _settings(admin: Colleague, section: str) -> Locator:
    await admin.page.get_by_role("link", name="Settings").click()
    await admin.page.get_by_role("navigation", name="Settings").get_by_role("link", name=section).click()
    await expect(admin.main.get_by_role("heading", name=section, exact=True, level=2)).to_be_visible()
    return admin.main


async def _name_by_keyboard(admin: Colleague, port: int) -> None:
    """In the order in which the fields stand; with a password that is not the right one."""
    sender, keys = admin.main.get_by_role("textbox", name="Sender"), admin.page.keyboard
    await sender.focus()
    await keys.type("Alderway Shop")
    await keys.press("Enter")
    await expect(sender).to_have_accessible_description(re.compile("Write an address"))
    await keys.press("Control+a")
    await keys.type("Alderway Shop <hello@alderway.example>")
    for text in ("127.0.0.1", "None", str(port), "hovor", "not the right one"):
        await keys.press("Tab")
        if text == str(port):
            await keys.press("Control+a")
        await keys.type(text)
    await keys.press("Enter")


async def test_the_mail_server_is_named_and_tried(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    mailbox = Mailbox(password="of the mailbox")
    port = await asyncio.to_thread(shop.run, mailbox.listen())
    admin = Colleague(await still(windows), shop.address)
    await admin.sign_in("admin@alderway.example")
    main = await _settings(admin, "Outgoing mail")
    await looker.look(admin.page, "settings, outgoing mail, empty")
    await _name_by_keyboard(admin, port)
    sender = main.get_by_role("textbox", name="Sender")
    await expect(main.get_by_text("Unsaved changes")).to_be_hidden()
    password = main.get_by_role("textbox", name="Password")
    await expect(password).to_have_value("")
    await expect(password).to_have_accessible_description(re.compile("^A password is set"))

    await main.get_by_role("button", name="Send a test").click()
    await expect(main.get_by_role("alert")).to_contain_text("refuses the name or the password")
    await looker.look(admin.page, "settings, outgoing mail, refused")
    await password.fill("of the mailbox")
    await main.get_by_role("button", name="Save").click()
    await expect(main.get_by_text("Unsaved changes")).to_be_hidden()
    await main.get_by_role("button", name="Send a test").click()
    await expect(main.get_by_role("status")).to_contain_text("admin@alderway.example")
    (letter,) = await asyncio.to_thread(shop.run, mailbox.letters(1))
    assert letter["to"] == "admin@alderway.example"
    await looker.look(admin.page, "settings, outgoing mail")

    await main.get_by_role("button", name="Send no e-mails").click()
    question = admin.page.get_by_role("alertdialog", name="Send no e-mails any more?")
    await question.get_by_role("button", name="Send no e-mails").click()
    await expect(main.get_by_role("button", name="Send a test")).to_be_hidden()
    await expect(sender).to_have_value("")
    await asyncio.to_thread(shop.run, mailbox.close())
    assert not looker.found, "\n" + "\n".join(looker.found)


async def _asked_with(shop: Hovor, key: str) -> int:
    """The status of the answer to a program with this key."""
    headers = {"authorization": f"Bearer {key}"}
    url = f"{shop.address}/api/v1/invitations"
    return (await asyncio.to_thread(httpx2.get, url, headers=headers)).status_code


async def test_a_key_is_made_used_and_revoked(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    admin = Colleague(await still(windows), shop.address)
    other = Colleague(await still(windows), shop.address)
    for one in (admin, other):
        await one.sign_in("admin@alderway.example")
    main = await _settings(admin, "API keys")
    await expect(main.get_by_text("No keys yet")).to_be_visible()
    elsewhere = (await _settings(other, "API keys")).get_by_role("list", name="API keys")
    await main.get_by_role("button", name="Make a key").click()
    dialog = admin.page.get_by_role("dialog", name="Make a key")
    await dialog.get_by_role("textbox", name="Name of the key").fill("Shop system")
    await dialog.get_by_role("button", name="Make the key").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("at least one")
    await dialog.get_by_role("checkbox", name="Read invitations").check()
    await looker.look(admin.page, "settings, a new key")
    await dialog.get_by_role("button", name="Make the key").click()
    shown = dialog.get_by_role("textbox", name="Key", exact=True)
    await expect(shown).to_have_value(re.compile("^hovor_"))
    key = await shown.input_value()
    await looker.look(admin.page, "settings, the key")
    await dialog.get_by_role("button", name="Done").click()
    assert key not in await admin.page.content()
    row = main.get_by_role("list", name="API keys").get_by_role("listitem")
    await expect(row).to_contain_text(f"Ends with {key[-4:]} · Read invitations")
    await expect(row).to_contain_text("never used")
    await expect(elsewhere).to_contain_text("Shop system", timeout=_AT_ONCE)
    assert await _asked_with(shop, key) == 200
    await admin.page.reload()
    await expect(row).to_contain_text("last used")
    await looker.look(admin.page, "settings, API keys")
    await row.get_by_role("button", name="Revoke: Shop system").focus()
    await admin.page.keyboard.press("Enter")
    question = admin.page.get_by_role("alertdialog", name="Revoke the key “Shop system”?")
    await expect(question.get_by_role("button", name="Keep")).to_be_focused()
    await admin.page.keyboard.press("Tab")
    await admin.page.keyboard.press("Enter")
    await expect(row).to_contain_text("Revoked")
    await expect(elsewhere).to_contain_text("Revoked", timeout=_AT_ONCE)
    assert await _asked_with(shop, key) == 401
    assert not looker.found, "\n" + "\n".join(looker.found)


async def test_what_another_administrator_changes_shows_beside_what_is_being_typed(
    shop: Hovor, windows: Windows
) -> None:
    admin, other = (
        Colleague(await windows.open(), shop.address),
        Colleague(await windows.open(), shop.address),
    )
    for one in (admin, other):
        await one.sign_in("admin@alderway.example")
    main, elsewhere = await _settings(admin, "Company"), await _settings(other, "Company")
    restore = "Time to come back, in seconds"
    missed = "Missed offers before away"
    await main.get_by_role("textbox", name=missed).fill("7")
    await main.get_by_role("textbox", name="Company name").fill("Alderway and")
    card = elsewhere.get_by_role("form", name="Status and reachability")
    await card.get_by_role("textbox", name=restore).fill("90")
    await card.get_by_role("textbox", name=missed).fill("5")
    await card.get_by_role("button", name="Save").click()
    await expect(main.get_by_role("textbox", name=restore)).to_have_value("90", timeout=_AT_ONCE)
    await expect(main.get_by_role("textbox", name=missed)).to_have_value("7")
    await expect(main.get_by_role("textbox", name="Company name")).to_have_value("Alderway and")

    main, elsewhere = await _settings(admin, "Away reasons"), await _settings(other, "Away reasons")
    await main.get_by_role("button", name="Edit Break").click()
    await main.get_by_role("textbox", name="Name").fill("Coffee")
    rule = main.get_by_role("switch", name="Set operators Away after missed offers")
    await expect(rule).to_be_checked()
    await elsewhere.get_by_role("switch", name="Set operators Away after missed offers").click()
    await expect(rule).not_to_be_checked(timeout=_AT_ONCE)
    await elsewhere.get_by_role("button", name="Move Lunch down").click()
    await expect(main.get_by_role("row").nth(1)).to_contain_text("Personal", timeout=_AT_ONCE)
    await elsewhere.get_by_role("button", name="Edit Break").click()
    await elsewhere.get_by_role("checkbox", name="Paid").uncheck()
    await elsewhere.get_by_role("button", name="Save").click()
    await expect(main.get_by_role("checkbox", name="Paid")).not_to_be_checked(timeout=_AT_ONCE)
    await expect(main.get_by_role("textbox", name="Name")).to_have_value("Coffee")

    klara = Colleague(await windows.open(), shop.address)
    await klara.sign_in("klara@alderway.example")
    training = main.get_by_role("row", name=re.compile("^Training"))
    await expect(training).to_contain_text("0 operators")
    await klara.page.get_by_role("button", name="Status: Online").click()
    await klara.page.get_by_role("menuitemradio", name=re.compile("^Training")).click()
    await expect(training).to_contain_text("1 operator", timeout=_AT_ONCE)


async def test_an_operators_own_capacity_shows_in_his_open_workspace(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    klara = Colleague(await windows.open(), shop.address)
    await klara.sign_in("klara@alderway.example")
    await expect(klara.queue.get_by_text("0 of 5 slots")).to_be_visible()
    admin = Colleague(await still(windows), shop.address)
    await admin.sign_in("admin@alderway.example")
    main = await _settings(admin, "Operators")
    await main.get_by_role("button", name="Change: Klára Novotná").click()
    dialog = admin.page.get_by_role("dialog", name="Klára Novotná")
    capacity = dialog.get_by_role("group", name="Capacity")
    total = capacity.get_by_role("textbox", name="Slots in all")
    await expect(total).to_have_accessible_description("Company: 5")
    await total.fill("0")
    await capacity.get_by_role("textbox", name="Web chats").fill("1")
    await dialog.get_by_role("button", name="Save").click()
    await expect(total).to_have_accessible_description(re.compile("from 1 to 100"))
    await looker.look(admin.page, "settings, capacity")
    await total.fill("2")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_be_hidden()
    await expect(klara.queue.get_by_text("0 of 2 slots")).to_be_visible(timeout=_AT_ONCE)
    await main.get_by_role("button", name="Change: Klára Novotná").click()
    await expect(total).to_have_value("2")
    await total.fill("")
    await capacity.get_by_role("textbox", name="Web chats").fill("")
    await dialog.get_by_role("button", name="Save").click()
    await expect(klara.queue.get_by_text("0 of 5 slots")).to_be_visible(timeout=_AT_ONCE)
    assert not looker.found, "\n" + "\n".join(looker.found)
