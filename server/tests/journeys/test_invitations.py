"""Invitations from both sides: Klára makes one without a mouse, Jana opens it on her telephone."""

import asyncio
import re
import time
from typing import Any, Final

from playwright.async_api import Page, ViewportSize, expect

from tests.journeys.axe import Looker
from tests.journeys.people import Colleague
from tests.journeys.windows import Windows
from tests.support.mailbox import Mailbox
from tests.support.server import Hovor, Operator

KLARA: Final = "klara@alderway.example"
PHONE: Final = ViewportSize(width=390, height=760)


async def _is_accessible(page: Page) -> None:
    """Axe finds nothing that stands in anybody's way, in light and in dark."""
    looker = Looker()
    await looker.look(page, page.url)
    assert looker.found == []


async def _home_tab(klara: Colleague, name: str) -> None:
    """To a tab of the workspace's home, by arrows."""
    await klara.page.get_by_role("tab", name="Channels").focus()
    for _ in range(4):
        if await klara.page.get_by_role("tab", name=name).get_attribute("aria-selected") == "true":
            break
        await klara.page.keyboard.press("ArrowRight")
    await expect(klara.page.get_by_role("tab", name=name)).to_be_focused()


async def _until_focused(page: Page, role: Any, name: str) -> None:  # noqa: ANN401  a role's name
    """Tab by Tab."""
    wanted = page.get_by_role(role, name=name)
    for _ in range(60):
        if await wanted.evaluate("element => element === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached by Tab")


async def _create(klara: Colleague) -> str:
    """Klára makes an invitation by keyboard alone and copies its link."""
    page = klara.page
    await _home_tab(klara, "Invitation")
    await _until_focused(page, "radio", "Once")
    await page.keyboard.press("Tab")
    await page.keyboard.press("ArrowLeft")
    await expect(page.get_by_role("radio", name="8 h")).to_be_checked()
    await _until_focused(page, "textbox", "Client’s name (optional)")
    await page.keyboard.type("Jana")
    await _until_focused(page, "textbox", "Note (optional, only you see it)")
    await page.keyboard.type("Halden boots")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("img", name="QR code of the invitation link")).to_be_visible()
    await expect(page.get_by_text("Halden boots, Jana")).to_be_visible()
    copy = page.get_by_role("button", name=re.compile("^Copy link ending"))
    await copy.focus()
    await page.keyboard.press("Enter")
    await expect(copy).to_contain_text("Copied")
    link: str = await page.evaluate("navigator.clipboard.readText()")
    return link


async def test_from_the_invitation_to_the_talk_by_keyboard(shop: Hovor, windows: Windows) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    klara = Colleague(await windows.open(permissions=allowed, reduced_motion="reduce"), shop.address)
    await klara.sign_in(KLARA)
    link = await _create(klara)
    await _is_accessible(klara.page)

    jana = await windows.open(viewport=PHONE, reduced_motion="reduce", has_touch=True)
    await jana.goto(link)
    await expect(jana.get_by_role("heading", name="Klára is ready for you")).to_be_visible()
    await expect(jana.get_by_role("textbox", name="Your name (optional)")).to_have_value("Jana")
    await _is_accessible(jana)
    await _until_focused(jana, "button", "Start the chat")
    await jana.keyboard.press("Enter")
    await expect(jana.get_by_role("heading", name="Calling Klára")).to_be_visible()
    await _is_accessible(jana)

    await klara.accept()
    await expect(klara.log).to_contain_text("invitation")
    composer = jana.get_by_role("textbox", name=re.compile("^Message"))
    await expect(composer).to_be_focused()
    await jana.keyboard.type("Hello Klára")
    await jana.keyboard.press("Enter")
    await expect(klara.log).to_contain_text("Hello Klára")
    await klara.say("Hello Jana")
    await expect(jana.get_by_role("log", name="Messages")).to_contain_text("Hello Jana")
    assert jana.url == link
    await _is_accessible(jana)

    await jana.reload()
    await jana.get_by_role("button", name="Back to my conversation").click()
    await expect(jana.get_by_role("log", name="Messages")).to_contain_text("Hello Jana")
    somebody = await windows.open(viewport=PHONE, reduced_motion="reduce")
    await somebody.goto(link)
    await expect(somebody.get_by_role("heading", name="This invitation was already used")).to_be_visible()
    await _is_accessible(somebody)


async def test_revoking_stops_the_open_page_within_two_seconds(shop: Hovor, windows: Windows) -> None:
    klara = Colleague(await windows.open(reduced_motion="reduce"), shop.address)
    await klara.sign_in(KLARA)
    await _home_tab(klara, "Invitation")
    api = shop.sign_in(KLARA)
    made = api.ask("POST", "/invitations", {"note": "Wrong address"})
    # Made elsewhere, it stands in the open list at once.
    await expect(klara.page.get_by_text("Wrong address")).to_be_visible()
    jana = await windows.open(viewport=PHONE, reduced_motion="reduce")
    await jana.goto(made["url"])
    await expect(jana.get_by_role("button", name="Start the chat")).to_be_visible()
    await klara.page.get_by_role("button", name=re.compile("^Revoke the link ending")).click()
    question = klara.page.get_by_role("alertdialog", name="Revoke this invitation?")
    await expect(question.get_by_role("button", name="Keep")).to_be_focused()
    await question.get_by_role("button", name="Revoke").click()
    await expect(question).to_be_hidden()
    revoked = time.monotonic()
    await expect(jana.get_by_role("heading", name="This invitation has expired")).to_be_visible(timeout=2_000)
    assert time.monotonic() - revoked < 2
    await expect(klara.page.get_by_role("listitem").filter(has_text="Wrong address")).to_contain_text(
        "Revoked"
    )
    await _is_accessible(jana)


async def test_a_client_waits_for_an_operator_who_is_away_or_chooses_another_way(
    shop: Hovor, windows: Windows
) -> None:
    api = shop.sign_in(KLARA)
    klara = Colleague(await windows.open(reduced_motion="reduce"), shop.address)
    await klara.sign_in(KLARA)
    api.ask("PUT", "/me/status", {"status": "away"})
    made = api.ask("POST", "/invitations", {})
    jana = await windows.open(viewport=PHONE, reduced_motion="reduce")
    await _type_the_code(jana, shop, made)
    await expect(jana.get_by_role("heading", name="Klára isn’t here right now")).to_be_visible()
    assert jana.url == made["url"]
    await _is_accessible(jana)
    await jana.get_by_role("button", name="Wait for Klára").click()
    await expect(jana.get_by_role("button", name="Stop waiting")).to_be_visible()
    assert api.ask("GET", f"/invitations/{made['id']}")["uses"] == 0
    api.ask("PUT", "/me/status", {"status": "online"})
    await expect(jana.get_by_role("heading", name="Calling Klára")).to_be_visible()
    await klara.offer.get_by_role("button", name="Decline", exact=True).click()
    await expect(jana.get_by_role("heading", name="Klára didn’t answer")).to_be_visible()
    await _is_accessible(jana)
    await _leave_a_message(jana, api, made)


async def test_a_client_is_told_by_letter_when_the_operator_is_there(shop: Hovor, windows: Windows) -> None:
    mailbox = Mailbox()
    port = await asyncio.to_thread(shop.run, mailbox.listen())
    sender = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "hello@alderway.example"}
    shop.sign_in("admin@alderway.example").ask("PUT", "/company/mail", sender)
    api = shop.sign_in(KLARA)
    klara = Colleague(await windows.open(reduced_motion="reduce"), shop.address)
    await klara.sign_in(KLARA)
    await _home_tab(klara, "Invitation")
    api.ask("PUT", "/me/status", {"status": "away"})
    made = api.ask("POST", "/invitations", {"note": "Boots"})
    jana = await windows.open(viewport=PHONE, reduced_motion="reduce")
    await jana.goto(made["url"])
    await _ask_to_be_told(jana)
    await expect(klara.page.get_by_text("1 client wants to be told when you’re here")).to_be_visible()
    await _is_accessible(klara.page)
    api.ask("PUT", "/me/status", {"status": "online"})
    (letter,) = await asyncio.to_thread(shop.run, mailbox.letters(1))
    assert letter["to"] == "jana@example.com"
    # The page that stayed open sees it, too, and goes on from there.
    await expect(jana.get_by_role("heading", name="Klára is ready for you")).to_be_visible()
    await expect(klara.page.get_by_text("wants to be told")).to_be_hidden()
    await asyncio.to_thread(shop.run, mailbox.close())


async def _ask_to_be_told(jana: Page) -> None:
    """By keyboard, at first with an address that is none."""
    await _until_focused(jana, "button", "Tell me when Klára is here")
    await jana.keyboard.press("Enter")
    await _is_accessible(jana)
    await _until_focused(jana, "textbox", "Your e-mail")
    await jana.keyboard.type("jana")
    await jana.keyboard.press("Enter")
    await expect(jana.get_by_role("alert")).to_contain_text("Check the address")
    await expect(jana.get_by_role("textbox", name="Your e-mail")).to_be_focused()
    await _is_accessible(jana)
    await jana.keyboard.press("End")
    await jana.keyboard.type("@example.com")
    await jana.keyboard.press("Enter")
    await expect(jana.get_by_role("heading", name="We’ll tell you when Klára is here")).to_be_visible()
    await _is_accessible(jana)


async def _type_the_code(jana: Page, shop: Hovor, made: dict[str, Any]) -> None:
    await jana.goto(f"{shop.address}/join")
    code = jana.get_by_role("textbox", name="Code")
    await code.fill("ZZZZ-ZZZZ")
    await code.press("Enter")
    await expect(jana.get_by_role("alert")).to_contain_text("This code doesn’t work.")
    await expect(code).to_be_focused()
    await _is_accessible(jana)
    await code.fill(made["code"].lower().replace("-", " "))
    await jana.get_by_role("button", name="Continue").click()


async def _leave_a_message(jana: Page, api: Operator, made: dict[str, Any]) -> None:
    await jana.get_by_role("button", name="Leave a message").click()
    await jana.get_by_role("button", name="Send the message").click()
    await expect(jana.get_by_role("alert").first).to_contain_text("Write a message first.")
    await _is_accessible(jana)
    await jana.get_by_role("textbox", name="Your message").fill("Please call me back")
    await jana.get_by_role("textbox", name="Your e-mail").fill("jana@example.com")
    await jana.get_by_role("button", name="Send the message").click()
    await expect(jana.get_by_role("heading", name="Your message is with Klára")).to_be_visible()
    assert api.ask("GET", f"/invitations/{made['id']}")["uses"] == 1
