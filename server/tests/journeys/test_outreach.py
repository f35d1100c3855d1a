"""An operator writes first: "+" and handset stand there by what the kinds of channel can, and only then."""

import asyncio
import re
from pathlib import Path
from typing import Final

import msgspec
import pytest
from playwright.async_api import Locator, Page, expect
from typing_extensions import override

from hovor.channels.sandbox.adapter import SIGNING, Sandbox, wire
from hovor.channels.sandbox.standin import Outside
from hovor.channels.webchat.adapter import WebChat
from hovor.foundation.files.store import FileStore
from hovor.messaging.channel import Description, Kinds, StartRule
from tests.journeys.axe import Looker
from tests.journeys.people import Colleague
from tests.journeys.windows import Windows
from tests.support.server import Hovor, Operator

KLARA: Final = "klara@alderway.example"
TOMAS: Final = "tomas@alderway.example"
SECRET: Final = "a secret between them"


class Line(Sandbox):
    """A kind that carries calls and starts nothing."""

    @override
    def describe(self) -> Description:
        """As the sandbox, but for that."""
        own = super().describe()
        can = msgspec.structs.replace(own.capabilities, start=None, calls=True)
        return msgspec.structs.replace(own, kind="phone", name="Phone", capabilities=can)


class Templated(Sandbox):
    """A kind on which one starts with an approved template, to a telephone number."""

    @override
    def describe(self) -> Description:
        """As the sandbox, but for that."""
        own = super().describe()
        start = StartRule(to=("phone",), by="template")
        can = msgspec.structs.replace(own.capabilities, start=start)
        return msgspec.structs.replace(own, kind="whatsapp", name="WhatsApp", capabilities=can)


@pytest.fixture
def outside() -> Outside:
    """The world beyond the channels."""
    made = Outside(SECRET)
    made.templates = (
        wire.Template("booked", "Rental booked", "en", "Hello {Name}, your roof box is ready on {Day}."),
        wire.Template("winter", "Winter offer", "de", "Alles neu.", "Still being looked at."),
    )
    return made


@pytest.fixture
def kinds(outside: Outside, tmp_path: Path) -> Kinds:
    """This installation has channels on which one can write first, and some that carry calls."""
    files = FileStore(tmp_path / "files")
    return Kinds([WebChat()], [Sandbox(outside, files), Line(outside, files), Templated(outside, files)])


def _assign(shop: Hovor, kind: str, name: str) -> str:
    """The administrator makes a channel and gives it to Klára."""
    admin = shop.sign_in("admin@alderway.example")
    body = {"kind": kind, "name": name, "secrets": {SIGNING: SECRET}}
    made = admin.ask("POST", "/channels", body)
    (klara,) = (each for each in admin.ask("GET", "/operators")["items"] if each["email"] == KLARA)
    channels = [*klara["channel_ids"], made["id"]]
    admin.ask("PATCH", f"/operators/{klara['id']}", {"channel_ids": channels})
    channel_id: str = made["id"]
    return channel_id


async def _is_accessible(page: Page) -> None:
    looker = Looker()
    await looker.look(page, page.url)
    assert looker.found == []


async def test_without_a_channel_that_can_nothing_is_offered(shop: Hovor, windows: Windows) -> None:
    klara = Colleague(await windows.open(reduced_motion="reduce"), shop.address)
    await klara.sign_in(KLARA)
    await expect(klara.page.get_by_role("tab", name="Channels")).to_be_visible()
    await expect(klara.page.get_by_role("button", name="New conversation")).to_have_count(0)
    await expect(klara.page.get_by_role("button", name=re.compile("^Line"))).to_have_count(0)


async def test_from_the_key_to_the_client_without_a_mouse(
    shop: Hovor, windows: Windows, outside: Outside
) -> None:
    _assign(shop, "sandbox", "Trail app")
    klara = Colleague(await windows.open(reduced_motion="reduce"), shop.address)
    page = klara.page
    await klara.sign_in(KLARA)
    plus = page.get_by_role("button", name="New conversation")
    await expect(plus).to_be_visible()
    await page.get_by_role("tab", name="Channels").focus()
    await page.keyboard.press("n")
    item = page.get_by_role("menu", name="New conversation").get_by_role("menuitem", name="Message")
    await expect(item).to_be_visible()
    await _is_accessible(page)
    await item.focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="New conversation")
    await expect(dialog.get_by_role("combobox", name="Channel")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(dialog.get_by_role("searchbox", name="Find a client (optional)")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(dialog.get_by_role("textbox", name="Name on this channel")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_text("Enter the name by which the client is known there.")).to_be_visible()
    await expect(dialog.get_by_text("Write the first message.")).to_be_visible()
    await _is_accessible(page)
    await page.keyboard.type("jana")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Your boots are here")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await expect(dialog.get_by_role("button", name="Send")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(dialog).to_be_hidden()
    await expect(klara.log).to_contain_text("Your boots are here")
    async with asyncio.timeout(20):
        while not outside.ledger:
            await page.evaluate("() => new Promise(requestAnimationFrame)")
    assert outside.inbox("jana") == ["Your boots are here"]
    # The outside sends no receipt by itself, so what it has taken stays on its way; it stands there once.
    await klara.expect_tick("Your boots are here", "On its way")


async def test_where_it_needs_a_template_one_is_filled_in_and_sent_by_keyboard(
    shop: Hovor, windows: Windows, outside: Outside
) -> None:
    _assign(shop, "whatsapp", "Alderway WhatsApp")
    klara = Colleague(await windows.open(reduced_motion="reduce"), shop.address)
    page = klara.page
    await klara.sign_in(KLARA)
    await page.get_by_role("tab", name="Channels").focus()
    await page.keyboard.press("n")
    item = page.get_by_role("menu", name="New conversation").get_by_role("menuitem", name="WhatsApp message")
    await expect(item).to_contain_text("Approved template to one client")
    await item.focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="New conversation")
    choice = dialog.get_by_role("combobox", name="Approved template")
    await expect(choice).to_be_visible()
    await dialog.get_by_role("textbox", name="Phone number").focus()
    await page.keyboard.type("00420 601 900 263")
    await page.keyboard.press("Tab")
    await expect(choice).to_be_focused()
    # By its first letters, as in every select.
    await page.keyboard.type("Winter")
    await expect(dialog.get_by_text("Still being looked at.")).to_be_visible()
    await page.keyboard.press("ArrowUp")
    await expect(choice).to_have_value("booked")
    await page.keyboard.press("Tab")
    await expect(dialog.get_by_role("textbox", name="Name")).to_be_focused()
    await page.keyboard.type("Jana")
    await page.keyboard.press("Enter")
    preview = dialog.get_by_role("region", name="What the client will read")
    await expect(preview).to_contain_text("Hello Jana, your roof box is ready on {Day}.")
    await expect(dialog.get_by_text("Fill in Day to send.")).to_be_visible()
    await _is_accessible(page)
    await dialog.get_by_role("textbox", name="Day").focus()
    await page.keyboard.type("Friday")
    await page.keyboard.press("Enter")
    await expect(dialog).to_be_hidden()
    await expect(klara.log).to_contain_text("Hello Jana, your roof box is ready on Friday.")
    async with asyncio.timeout(20):
        while not outside.ledger:
            await page.evaluate("() => new Promise(requestAnimationFrame)")
    (arrived,) = outside.ledger
    assert arrived.to == "+420601900263"
    assert arrived.template == wire.Filled("booked", "en", {"Name": "Jana", "Day": "Friday"})


async def test_a_client_who_has_an_open_conversation_is_found_there(shop: Hovor, windows: Windows) -> None:
    channel_id = _assign(shop, "sandbox", "Trail app")
    admin = shop.sign_in("admin@alderway.example")
    tomas = next(each for each in admin.ask("GET", "/operators")["items"] if each["email"] == TOMAS)
    admin.ask("PATCH", f"/operators/{tomas['id']}", {"channel_ids": [*tomas["channel_ids"], channel_id]})
    klara = Colleague(await windows.open(reduced_motion="reduce"), shop.address)
    await klara.sign_in(KLARA)
    dialog = await _write_first(klara, "jana", "~one")
    await expect(dialog).to_be_hidden()
    await expect(klara.log).to_contain_text("~one")
    there = klara.page.url
    await klara.page.get_by_role("link", name="Workspace").first.click()
    dialog = await _write_first(klara, "jana", "~two")
    await expect(dialog.get_by_role("alert")).to_contain_text(
        "has an open conversation on this channel already"
    )
    await _is_accessible(klara.page)
    await dialog.get_by_role("link", name="Open it").click()
    await expect(dialog).to_be_hidden()
    await expect(klara.log).to_contain_text("~one")
    assert klara.page.url == there
    # It is not his: who may not look at it hears whom to ask, and where it is stays unsaid.
    other = Colleague(await windows.open(reduced_motion="reduce"), shop.address)
    await other.sign_in(TOMAS)
    dialog = await _write_first(other, "jana", "~three")
    await expect(dialog.get_by_role("alert")).to_contain_text("ask the colleague who has it")
    await expect(dialog.get_by_role("link", name="Open it")).to_have_count(0)


async def _write_first(operator: Colleague, to: str, text: str) -> Locator:
    """Fills the dialog in and sends it; answers with the dialog."""
    page = operator.page
    await page.get_by_role("button", name="New conversation").click()
    await page.get_by_role("menuitem", name="Message").click()
    dialog = page.get_by_role("dialog", name="New conversation")
    await dialog.get_by_role("textbox", name="Name on this channel").fill(to)
    await dialog.get_by_role("textbox", name="First message").fill(text)
    await dialog.get_by_role("button", name="Send").click()
    return dialog


async def test_the_handset_says_how_the_line_is(shop: Hovor, windows: Windows) -> None:
    channel_id = _assign(shop, "phone", "Sales line")
    klara = Colleague(await windows.open(reduced_motion="reduce"), shop.address)
    page = klara.page
    await klara.sign_in(KLARA)
    await expect(page.get_by_role("button", name="Line ready", exact=True)).to_be_visible()
    # With only a phone channel there is no "+": the handset leads to the calls.
    await expect(page.get_by_role("button", name="New conversation")).to_have_count(0)
    api: Operator = shop.sign_in(KLARA)
    api.ask("PUT", f"/me/channels/{channel_id}", {"available": False})
    off = page.get_by_role("button", name=re.compile("^Line off"))
    await expect(off).to_be_visible()
    await off.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("tab", name="Calls")).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_role("switch", name="I’m on another call")).to_be_visible()
    await expect(page.get_by_text("Turn a phone channel on under Channels.")).to_be_visible()
    await _is_accessible(page)
