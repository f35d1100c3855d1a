"""What an operator sets for himself, by keyboard: picture and languages; and who sees it."""

import io
import re

from PIL import Image
from playwright.async_api import FilePayload, expect

from tests.journeys.axe import Looker
from tests.journeys.people import Colleague
from tests.journeys.windows import Windows
from tests.support.server import Hovor

KLARA = "klara@alderway.example"
_PICTURES = re.compile("^/pictures/")


def _photo() -> FilePayload:
    drawn = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(drawn, "PNG")
    return FilePayload(name="me.png", mimeType="image/png", buffer=drawn.getvalue())


async def test_a_picture_and_languages_by_keyboard_seen_at_once_everywhere(
    shop: Hovor, windows: Windows
) -> None:
    klara = Colleague(await windows.open(reduced_motion="reduce"), shop.address)
    await klara.sign_in(KLARA)
    page = klara.page
    await page.goto(f"{shop.address}/profile")
    choose = page.get_by_role("button", name="Choose a picture")
    async with page.expect_file_chooser() as chooser:
        await choose.press("Enter")
    await (await chooser.value).set_files(_photo())
    await expect(page.get_by_text("Your picture is changed")).to_be_visible()
    own = page.get_by_role("main").locator(".profile-picture img")
    await expect(own).to_have_attribute("src", _PICTURES)
    assert await own.evaluate("image => image.decode().then(() => image.naturalWidth)") == 256
    await expect(page.get_by_role("button", name=re.compile("^Status:")).locator("img")).to_be_visible()

    await page.get_by_role("button", name="Add a language").press("Enter")
    await expect(page.get_by_role("menuitem", name="Albanian")).to_be_focused()
    await page.keyboard.type("Czech")
    await expect(page.get_by_role("menuitem", name="Czech")).to_be_focused()
    await page.keyboard.press("Enter")
    languages = page.get_by_role("group", name="Languages you serve in")
    await expect(languages).to_contain_text("Czech")
    await page.get_by_role("button", name="Save", exact=True).press("Enter")
    await expect(page.get_by_role("button", name="Save", exact=True)).to_be_hidden()
    assert shop.sign_in(KLARA).ask("GET", "/me")["languages"] == ["cs"]
    looker = Looker()
    await looker.look(page, "profile")
    assert looker.found == []

    made = shop.sign_in(KLARA).ask("POST", "/invitations", {})
    jana = await windows.open(reduced_motion="reduce")
    await jana.goto(made["url"])
    await expect(jana.locator(".face img")).to_have_attribute("src", _PICTURES)

    change = page.get_by_role("button", name="Change your picture")
    await change.press("Enter")
    await page.get_by_role("menuitem", name="Remove the picture").press("Enter")
    await expect(page.get_by_role("button", name="Choose a picture")).to_be_visible()
    await expect(own).to_have_count(0)
    await expect(jana.locator(".face img")).to_have_count(0)
