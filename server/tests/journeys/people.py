"""The people of the journeys: they find everything by its role and name, as a screen reader does."""

import asyncio
import re
from collections.abc import Sequence
from typing import Final

from playwright.async_api import Download, FilePayload, Locator, Page, expect

from tests.support.server import PASSWORD

expect.set_options(timeout=20_000)
PDF: FilePayload = {
    "name": "receipt.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
}
_WORDS: Final = re.compile(r"~\w+")


async def said(log: Locator) -> list[str]:
    """The marked words (`~one`) of a timeline, in the order in which they stand there."""
    return _WORDS.findall(await log.inner_text())


async def expect_said(log: Locator, words: Sequence[str]) -> None:
    """Waits until all of the words stand there, and finds each of them once, in this order."""
    for word in words:
        await expect(log).to_contain_text(word)
    found = await said(log)
    assert found == list(words), f"{found} instead of {words}"


async def downloaded(download: Download) -> tuple[str, bytes]:
    """The name under which it is kept, and what is in it."""
    path = await download.path()
    return download.suggested_filename, await asyncio.to_thread(path.read_bytes)


class Colleague:
    """An operator in front of the console."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.queue = page.get_by_role("region", name="Queue", exact=True)
        self.offer = self.queue.get_by_role("region", name=re.compile("^Offered to you"))
        self.mine = self.queue.get_by_role("heading", name=re.compile("^Mine"))
        self.main = page.get_by_role("main")
        self.composer = self.main.get_by_role("textbox", name=re.compile("^Message"))
        self.log = self.main.get_by_role("log", name="Messages")
        self.client = page.get_by_role("complementary", name="Client")

    async def sign_in(self, email: str) -> None:
        """Through the page, as on every morning; the workspace is there and connected afterwards."""
        await self.page.goto(self.address)
        await self.page.get_by_role("textbox", name="E-mail").fill(email)
        await self.page.get_by_role("textbox", name="Password").fill(PASSWORD)
        await self.page.get_by_role("button", name="Sign in").click()
        await self.expect_status("Online")

    async def expect_status(self, status: str) -> None:
        """The button in the corner says so."""
        await expect(self.page.get_by_role("button", name=f"Status: {status}")).to_be_visible()

    async def accept(self) -> None:
        """Takes the client who is offered; the composer is ready afterwards."""
        await self.offer.get_by_role("button", name="Accept").click()
        await expect(self.composer).to_be_focused()

    async def say(self, text: str) -> None:
        """Answers with the button."""
        await self.composer.fill(text)
        await self.main.get_by_role("button", name="Send", exact=True).click()
        await expect(self.composer).to_have_value("")

    def message(self, text: str) -> Locator:
        """One line of the timeline, with its mark."""
        return self.log.locator("> div").filter(has_text=text)

    async def expect_tick(self, text: str, tick: str) -> None:
        """The message has come so far."""
        await expect(self.message(text).get_by_role("img", name=tick, exact=True)).to_be_visible()

    async def end(self, outcome: str | None = None) -> None:
        """Ends the conversation that is open, and the work after it."""
        await self.main.get_by_role("button", name="End", exact=True).click()
        dialog = self.page.get_by_role("dialog", name="End the conversation?")
        if outcome is not None:
            await dialog.get_by_role("combobox", name="Outcome").select_option(outcome)
        await dialog.get_by_role("button", name="End", exact=True).click()
        await expect(dialog).to_be_hidden()


class Visitor:
    """Somebody on a website with the chat."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.launcher = page.get_by_role("button", name=re.compile("^Open chat"))
        self.window = page.get_by_role("dialog", name=re.compile("^Chat with"))
        self.composer = self.window.get_by_role("textbox", name=re.compile("^Message"))
        self.log = self.window.get_by_role("log", name="Messages")

    async def open(self) -> None:
        """Opens the chat by its launcher."""
        await self.launcher.click()
        await expect(self.composer).to_be_focused()

    async def say(self, text: str) -> None:
        """Writes and presses Enter."""
        await self.composer.fill(text)
        await self.composer.press("Enter")
        await expect(self.composer).to_have_value("")


async def talking(klara: Colleague, visitor: Visitor) -> None:
    """Signs Klára in and brings the visitor of the demo to her: she has said `~hello`, after him `~first`."""
    await klara.sign_in("klara@alderway.example")
    await visitor.page.goto(f"{visitor.address}/demo")
    await visitor.open()
    await visitor.say("Good day ~first")
    await klara.accept()
    await klara.say("Good day ~hello")
    await expect_said(visitor.log, ["~first", "~hello"])
