"""An invitation for an arranged time: made, sent by the company's mail, extended, and seen by the client."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from playwright.async_api import Locator, Page, ViewportSize, expect

from tests.journeys.axe import Looker
from tests.journeys.people import Colleague, downloaded
from tests.journeys.windows import Windows
from tests.support.mailbox import Mailbox
from tests.support.server import Hovor

KLARA: Final = "klara@alderway.example"
PRAGUE: Final = "Europe/Prague"
PHONE: Final = ViewportSize(width=390, height=760)


async def _invitation_tab(klara: Colleague) -> Locator:
    tab = klara.page.get_by_role("tab", name="Invitation")
    await tab.click()
    return klara.page.get_by_role("tabpanel", name="Invitation")


async def _fill(page: Page, panel: Locator, when: datetime) -> None:
    await panel.get_by_label("Arranged time (optional)").fill(when.strftime("%Y-%m-%d"))
    await panel.get_by_label("Time", exact=True).fill(when.strftime("%H:%M"))
    await panel.get_by_role("textbox", name="Client’s name (optional)").fill("Jana")
    await panel.get_by_role("textbox", name="Client’s e-mail (optional)").fill("jana@example.com")
    await page.keyboard.press("Enter")


async def test_it_is_made_sent_extended_and_seen(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    mailbox = Mailbox()
    port = await asyncio.to_thread(shop.run, mailbox.listen())
    sender = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "hello@alderway.example"}
    shop.sign_in("admin@alderway.example").ask("PUT", "/company/mail", sender)
    klara = Colleague(await windows.open(reduced_motion="reduce", timezone_id=PRAGUE), shop.address)
    await klara.sign_in(KLARA)
    page, panel = klara.page, await _invitation_tab(klara)
    when = datetime.now(UTC).astimezone(ZoneInfo(PRAGUE)) + timedelta(hours=25)
    await _fill(page, panel, when - timedelta(hours=48))
    await expect(panel.get_by_text("Choose a date and a time that are still to come.")).to_be_visible()
    await looker.look(page, "invitation, a time that is past")
    await _fill(page, panel, when)
    row = panel.get_by_role("listitem").filter(has_text="Jana")
    await expect(row).to_contain_text(f"Arranged {when.strftime('%a %-d %b, %H:%M')}, your time")

    await row.get_by_role("button", name="Send by e-mail").press("Enter")
    dialog = page.get_by_role("dialog", name="Send by e-mail")
    await expect(dialog.get_by_role("textbox", name="Client’s e-mail")).to_have_value("jana@example.com")
    await looker.look(page, "invitation, send")
    await dialog.get_by_role("textbox", name="Client’s e-mail").press("Enter")
    await expect(page.get_by_text("The invitation is on its way")).to_be_visible()
    (letter,) = await asyncio.to_thread(shop.run, mailbox.letters(1))
    assert letter["to"] == "jana@example.com"

    await _extend(page, row, looker)
    api = shop.sign_in(KLARA)
    jana = await windows.open(viewport=PHONE, reduced_motion="reduce")
    await jana.goto(api.ask("GET", "/invitations")["items"][0]["url"])
    await _is_early(jana, "Klára is ready for you", looker)
    await expect(jana.get_by_role("button", name="Start the chat")).to_be_visible()
    api.ask("PUT", "/me/status", {"status": "away"})
    await _is_early(jana, "You’re a little early", looker)
    assert looker.found == []
    await asyncio.to_thread(shop.run, mailbox.close())


async def _extend(page: Page, row: Locator, looker: Looker) -> None:
    """By keyboard; the row says the new end."""
    await row.get_by_role("button", name="Extend").press("Enter")
    dialog = page.get_by_role("dialog", name="Extend the invitation")
    await expect(dialog.get_by_role("radio", name="7 days")).to_be_checked()
    await looker.look(page, "invitation, extend")
    before = await row.inner_text()
    await dialog.get_by_role("radio", name="30 days").press("Space")
    await dialog.get_by_role("button", name="Extend").press("Enter")
    await expect(dialog).to_be_hidden()
    ends = re.compile(r"ends .*")
    assert ends.search(await row.inner_text()) != ends.search(before)


async def _is_early(jana: Page, heading: str, looker: Looker) -> None:
    """The time, how long it is still, and a file for her calendar; whether Klára is there or not."""
    await expect(jana.get_by_role("heading", name=heading)).to_be_visible()
    await expect(jana.get_by_role("region", name="Invitation")).to_contain_text("Arranged with Klára")
    await looker.look(jana, f"the client is early: {heading}")
    async with jana.expect_download() as download:
        await jana.get_by_role("link", name="Add to calendar").press("Enter")
    name, content = await downloaded(await download.value)
    assert name.endswith(".ics")
    assert b"BEGIN:VEVENT" in content


async def test_the_company_has_its_own_usual_and_longest(shop: Hovor, windows: Windows) -> None:
    klara = Colleague(await windows.open(reduced_motion="reduce"), shop.address)
    await klara.sign_in(KLARA)
    panel = await _invitation_tab(klara)
    await expect(panel.get_by_role("radio", name="24 h")).to_be_checked()
    admin = shop.sign_in("admin@alderway.example")
    settings = {"invitation_once_seconds": 28_800, "invitation_longest_seconds": 172_800}
    admin.ask("PATCH", "/company", {"settings": settings})
    # In the open workspace, without a reload.
    await expect(panel.get_by_role("radio", name="8 h")).to_be_checked(timeout=5_000)
    await expect(panel.get_by_role("radio", name="7 days")).to_have_count(0)
    await panel.get_by_role("radio", name="Custom").press("Space")
    await panel.get_by_role("textbox", name="How long").fill("3")
    await panel.get_by_role("combobox", name="Unit").select_option("days")
    await panel.get_by_role("button", name="Create invitation").press("Enter")
    await expect(panel.get_by_text("From 5 minutes to 2 days.")).to_be_visible()
    await panel.get_by_role("textbox", name="How long").fill("2")
    await panel.get_by_role("button", name="Create invitation").press("Enter")
    await expect(panel.get_by_role("img", name="QR code of the invitation link")).to_be_visible()
