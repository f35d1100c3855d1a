"""The transcript by e-mail: the visitor asks for it, or the operator sends it at the end."""

import asyncio
from collections.abc import AsyncIterator
from email.message import EmailMessage

import pytest
from playwright.async_api import expect

from tests.journeys.people import Colleague, Visitor, expect_said, talking
from tests.journeys.windows import Windows
from tests.support.cable import cable
from tests.support.mailbox import Mailbox
from tests.support.server import Hovor

SENDER = {"host": "127.0.0.1", "security": "none", "sender": "Alderway <hello@alderway.example>"}


@pytest.fixture
async def mailbox(shop: Hovor) -> AsyncIterator[Mailbox]:
    """Where the letters of the shop arrive."""
    opened = Mailbox()
    port = await asyncio.to_thread(shop.run, opened.listen())
    shop.sign_in("admin@alderway.example").ask("PUT", "/company/mail", {**SENDER, "port": port})
    yield opened
    await asyncio.to_thread(shop.run, opened.close())


async def _pair(shop: Hovor, windows: Windows) -> tuple[Colleague, Visitor]:
    """In conversation."""
    klara = Colleague(await windows.open(), shop.address)
    visitor = Visitor(await windows.open(), shop.address)
    await talking(klara, visitor)
    return klara, visitor


async def _letter(shop: Hovor, mailbox: Mailbox, count: int = 1) -> EmailMessage:
    letters: list[EmailMessage] = await asyncio.to_thread(shop.run, mailbox.letters(count))
    return letters[-1]


async def test_the_visitor_asks_for_it_by_keyboard(shop: Hovor, mailbox: Mailbox, windows: Windows) -> None:
    klara, visitor = await _pair(shop, windows)
    window, keyboard = visitor.window, visitor.page.keyboard
    await window.get_by_role("button", name="More").focus()
    await keyboard.press("Enter")
    wish = window.get_by_role("button", name="E-mail me the transcript")
    await expect(wish).to_have_attribute("aria-expanded", "false")
    await keyboard.press("Tab")
    await keyboard.press("Tab")
    await expect(wish).to_be_focused()
    await keyboard.press("Enter")
    address = window.get_by_role("textbox", name="Your e-mail")
    await expect(address).to_be_focused()
    await keyboard.type("jana")
    await keyboard.press("Enter")
    await expect(window.get_by_text("This address looks incomplete.")).to_be_visible()
    await expect(address).to_be_focused()
    await keyboard.type("@example.com")
    await keyboard.press("Enter")
    await expect(window.get_by_text("The transcript is on its way to jana@example.com.")).to_be_visible()
    letter = await _letter(shop, mailbox)
    assert letter["to"] == "jana@example.com"
    assert "    Good day ~first" in letter.get_content()
    assert "    Good day ~hello" in letter.get_content()
    # The menu goes, and the talk goes on.
    await keyboard.press("Escape")
    await expect(wish).to_be_hidden()
    await visitor.say("Thank you ~more")
    await expect_said(klara.log, ["~first", "~hello", "~more"])


async def test_a_cut_in_the_middle_is_said_and_mended(
    shop: Hovor, mailbox: Mailbox, windows: Windows
) -> None:
    with cable(shop.address) as line:
        klara = Colleague(await windows.open(), shop.address)
        visitor = Visitor(await windows.open(), line.address)
        await talking(klara, visitor)
        await visitor.window.get_by_role("button", name="More").click()
        wish = visitor.window.get_by_role("button", name="E-mail me the transcript")
        await expect(wish).to_be_visible()
        line.cut()
        await visitor.page.context.set_offline(True)
        # The form is a part that has to come, and it comes with the line.
        await wish.click()
        await expect(wish).to_have_attribute("aria-expanded", "true")
        line.heal()
        await visitor.page.context.set_offline(False)
        address = visitor.window.get_by_role("textbox", name="Your e-mail")
        await address.fill("jana@example.com")
        line.cut()
        await visitor.page.context.set_offline(True)
        await visitor.window.get_by_role("button", name="Send the transcript").click()
        await expect(visitor.window.get_by_text("That didn't work. Please try again.")).to_be_visible()
        line.heal()
        await visitor.page.context.set_offline(False)
        await visitor.window.get_by_role("button", name="Send the transcript").click()
        await expect(visitor.window.get_by_text("The transcript is on its way")).to_be_visible()
        assert (await _letter(shop, mailbox))["to"] == "jana@example.com"


async def test_it_can_be_asked_for_when_the_chat_has_ended(
    shop: Hovor, mailbox: Mailbox, windows: Windows
) -> None:
    klara, visitor = await _pair(shop, windows)
    await klara.end()
    await visitor.window.get_by_role("button", name="E-mail me the transcript").click()
    await visitor.window.get_by_role("textbox", name="Your e-mail").fill("jana@example.com")
    await visitor.window.get_by_role("button", name="Send the transcript").click()
    await expect(visitor.window.get_by_text("The transcript is on its way")).to_be_visible()
    assert "ended the chat" in (await _letter(shop, mailbox)).get_content()


async def test_the_operator_sends_it_at_the_end(shop: Hovor, mailbox: Mailbox, windows: Windows) -> None:
    klara, visitor = await _pair(shop, windows)
    await visitor.page.evaluate("window.Hovor.setContact({name: 'Jana', email: 'jana@example.com'})")
    await expect(klara.page.get_by_role("heading", name="Jana")).to_be_visible()
    await klara.page.get_by_role("button", name="End", exact=True).click()
    dialog = klara.page.get_by_role("dialog", name="End the conversation?")
    await dialog.get_by_role("checkbox", name="Send Jana the transcript").check()
    await dialog.get_by_role("button", name="End", exact=True).click()
    await expect(dialog).to_be_hidden()
    letter = await _letter(shop, mailbox)
    assert letter["to"] == "jana@example.com"
    assert "    Good day ~hello" in letter.get_content()


async def test_without_a_mail_server_nobody_is_promised_a_letter(shop: Hovor, windows: Windows) -> None:
    _, visitor = await _pair(shop, windows)
    await visitor.window.get_by_role("button", name="More").click()
    await expect(visitor.window.get_by_role("button", name="Save the transcript")).to_be_visible()
    await expect(visitor.window.get_by_role("button", name="E-mail me the transcript")).to_have_count(0)
