"""An operator writes first: "+" and handset stand there by what the kinds of channel can, and only then."""

import asyncio
import re
from pathlib import Path
from typing import Final

import msgspec
import pytest
from playwright.async_api import Page, expect
from typing_extensions import override

from hovor.channels.sandbox.adapter import SIGNING, Sandbox
from hovor.channels.sandbox.standin import Outside
from hovor.channels.webchat.adapter import WebChat
from hovor.foundation.files.store import FileStore
from hovor.messaging.channel import Description, Kinds
from tests.journeys.axe import Looker
from tests.journeys.people import Colleague
from tests.journeys.windows import Windows
from tests.support.server import Hovor, Operator

KLARA: Final = "klara@alderway.example"
SECRET: Final = "a secret between them"


class Line(Sandbox):
    """A kind that carries calls and starts nothing."""

    @override
    def describe(self) -> Description:
        """As the sandbox, but for that."""
        own = super().describe()
        can = msgspec.structs.replace(own.capabilities, start=None, calls=True)
        return msgspec.structs.replace(own, kind="phone", name="Phone", capabilities=can)


@pytest.fixture
def outside() -> Outside:
    """The world beyond the channels."""
    return Outside(SECRET)


@pytest.fixture
def kinds(outside: Outside, tmp_path: Path) -> Kinds:
    """This installation has channels on which one can write first, and some that carry calls."""
    files = FileStore(tmp_path / "files")
    return Kinds([WebChat()], [Sandbox(outside, files), Line(outside, files)])


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
