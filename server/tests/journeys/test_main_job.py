"""The main job: a client on a website and an operator in the workspace talk to each other."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.async_api import FilePayload, expect

from tests.journeys.people import PDF, Colleague, Visitor, downloaded, expect_said
from tests.journeys.windows import Windows
from tests.support.server import Hovor


def _picture() -> FilePayload:
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "#1f5f4f").save(drawn, "PNG")
    return {"name": "sole.png", "mimeType": "image/png", "buffer": drawn.getvalue()}


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_from_the_first_word_to_the_linked_conversation(shop: Hovor, windows: Windows) -> None:
    klara = Colleague(await windows.open(), shop.address)
    await klara.sign_in("klara@alderway.example")
    visitor = Visitor(await windows.open(), shop.address)
    await visitor.page.goto(f"{shop.address}/demo")
    await visitor.open()

    await visitor.say("Are the Halden waterproof? ~one")
    await expect(visitor.window.get_by_text("You are number")).to_be_visible()
    await expect(klara.offer).to_contain_text("Are the Halden waterproof?")
    await expect(klara.page.get_by_role("alert").filter(has_text="Offered to you")).to_be_attached()
    await klara.accept()
    await expect(visitor.log).to_contain_text("Klára joined the chat")
    await expect(visitor.log.get_by_role("img", name="Read")).to_be_visible()

    await _exchange(klara, visitor)
    await _exchange_files(klara, visitor)
    await _end(klara, visitor)

    context = visitor.page.context
    await visitor.page.close()
    shop.advance(3600)
    back = Visitor(await context.new_page(), shop.address)
    await back.page.goto(f"{shop.address}/demo")
    await back.open()
    await expect(back.log).to_contain_text("Klára ended the chat")
    await back.say("They fit well ~five")
    await expect(klara.offer).to_contain_text("They fit well")
    await klara.accept()
    await expect(klara.log).to_contain_text("Client came back, the conversation goes on")
    await expect_said(klara.log, ["~one", "~two", "~three", "~four", "~five"])
    await expect_said(back.log, ["~one", "~two", "~three", "~four", "~five"])
    earlier = klara.client.get_by_role("region", name="Earlier conversations").get_by_role("listitem")
    await expect(earlier).to_have_count(1)
    await expect(earlier).to_contain_text("Ended")
    await earlier.get_by_role("link").click()
    await expect(klara.main).to_contain_text("Solved")
    await expect(klara.main.get_by_role("button", name="Continue")).to_be_visible()


async def _exchange(klara: Colleague, visitor: Visitor) -> None:
    await klara.composer.press_sequentially("Yes")
    await expect(visitor.window.get_by_role("status").filter(has_text="Klára is typing")).to_be_attached()
    await klara.say("Yes, they are. ~two")
    await expect_said(visitor.log, ["~one", "~two"])
    await expect(visitor.window.get_by_text("Klára is typing")).to_have_count(0)
    await klara.expect_tick("~two", "Read")

    await visitor.composer.press_sequentially("Thank")
    await expect(klara.log.get_by_role("status", name=re.compile("is typing$"))).to_be_visible()
    await visitor.composer.press("Escape")
    await expect(visitor.launcher).to_be_focused()
    await klara.say("Snow is fine, too. ~three")
    await klara.expect_tick("~three", "Delivered")
    unread = visitor.page.get_by_role("button", name="Open chat, 1 new message", exact=True)
    await expect(unread).to_be_visible()
    await visitor.open()
    await klara.expect_tick("~three", "Read")

    # Whoever looks at something else has not read it.
    await klara.page.get_by_role("link", name="Workspace", exact=True).click()
    await visitor.say("Great ~four")
    mine = klara.queue.get_by_role("link", name=re.compile("1 unread$"))
    await expect(mine).to_be_visible()
    await expect(klara.page).to_have_title("(1) Hovor")
    await expect(visitor.log.get_by_role("img", name="Sent")).to_be_visible()
    await mine.click()
    await expect(visitor.log.get_by_role("img", name="Sent")).to_have_count(0)
    await expect(klara.page).to_have_title("Hovor")


async def _exchange_files(klara: Colleague, visitor: Visitor) -> None:
    picture = _picture()
    await visitor.window.get_by_label("Attach a file").set_input_files(picture)
    await klara.log.get_by_role("button", name="Open sole.png").click()
    large = klara.page.get_by_role("dialog", name="sole.png")
    async with klara.page.expect_download() as coming:
        await large.get_by_role("button", name="Download").click()
    assert await downloaded(await coming.value) == ("sole.png", picture["buffer"])
    await large.get_by_role("button", name="Close").click()

    async with klara.page.expect_file_chooser() as asking:
        await klara.main.get_by_role("button", name="Attach a file").click()
    await (await asking.value).set_files(PDF)
    await klara.main.get_by_role("button", name="Send", exact=True).click()
    async with visitor.page.expect_download() as coming:
        await visitor.log.get_by_role("button", name="receipt.pdf").click()
    assert await downloaded(await coming.value) == ("receipt.pdf", PDF["buffer"])


async def _end(klara: Colleague, visitor: Visitor) -> None:
    await klara.end("Solved")
    await expect(visitor.log).to_contain_text("Klára ended the chat")
    wrap_up = klara.main.get_by_role("region", name="Wrap-up")
    await expect(wrap_up.get_by_role("timer")).to_be_visible()
    await expect(wrap_up.get_by_role("combobox", name="Outcome")).to_have_value(re.compile("."))
    await wrap_up.get_by_role("button", name="Done").click()
    await expect(klara.mine).to_have_count(0)
    await expect(visitor.window).to_contain_text("How was it?")
