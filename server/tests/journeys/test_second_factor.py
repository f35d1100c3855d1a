"""The second step by keyboard alone: set up in the profile, asked for at sign-in, recovered, reset."""

import base64
import re

from playwright.async_api import Page, expect

from hovor.second_factor import policy
from tests.journeys.axe import Looker
from tests.journeys.people import Colleague
from tests.journeys.windows import Windows
from tests.support.server import PASSWORD, Hovor

KLARA = "klara@alderway.example"
ADMIN = "admin@alderway.example"


async def _is_accessible(page: Page) -> None:
    looker = Looker()
    await looker.look(page, page.url)
    assert looker.found == []


def _code(shop: Hovor, secret: str, *, steps: int = 0) -> str:
    """What the app shows, some steps from now."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    return policy.code_at(key, policy.step_of(shop.clock.now()) + steps)


async def _set_up(page: Page, shop: Hovor) -> tuple[str, list[str]]:
    await page.get_by_role("button", name="Set up the second factor").press("Enter")
    dialog = page.get_by_role("dialog")
    password = dialog.get_by_role("textbox", name="Present password")
    await password.press("Enter")
    await expect(dialog).to_contain_text("Enter your password.")
    await _is_accessible(page)
    await password.press_sequentially(PASSWORD)
    await page.keyboard.press("Enter")
    picture = dialog.get_by_role("img", name="QR code of the secret")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth > 100)")
    await _is_accessible(page)
    secret = (await dialog.locator("code").inner_text()).replace(" ", "")
    code = dialog.get_by_role("textbox", name="6-digit code")
    await code.press_sequentially("000000")
    await page.keyboard.press("Enter")
    await expect(dialog).to_contain_text("This code doesn’t fit.")
    await code.fill(_code(shop, secret, steps=-1))
    await page.keyboard.press("Enter")
    codes = dialog.get_by_role("list", name="Recovery codes").get_by_role("listitem")
    await expect(codes).to_have_count(10)
    await _is_accessible(page)
    told = await codes.all_inner_texts()
    await dialog.get_by_role("button", name="I’ve kept them").press("Enter")
    await expect(page.get_by_text("10 codes left")).to_be_visible()
    return secret, told


async def _password_step(page: Page, shop: Hovor) -> None:
    await page.goto(f"{shop.address}/sign-in")
    await page.get_by_role("textbox", name="E-mail").press_sequentially(KLARA)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Enter the code")).to_be_visible()


async def test_a_second_step_from_the_profile_to_the_next_sign_in(shop: Hovor, windows: Windows) -> None:
    klara = Colleague(await windows.open(reduced_motion="reduce"), shop.address)
    await klara.sign_in(KLARA)
    await klara.page.goto(f"{shop.address}/profile")
    secret, recovery = await _set_up(klara.page, shop)

    page = await windows.open(reduced_motion="reduce")
    await _password_step(page, shop)
    code = page.get_by_role("textbox", name="6-digit code")
    await expect(code).to_be_focused()
    await _is_accessible(page)
    await page.keyboard.type("000000")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("This code isn’t right")
    await _is_accessible(page)
    await code.press_sequentially(_code(shop, secret))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name=re.compile("^Status:"))).to_be_visible()

    other = await windows.open(reduced_motion="reduce")
    await _password_step(other, shop)
    await other.get_by_role("button", name="Use a recovery code").press("Enter")
    await expect(other.get_by_role("textbox", name="Recovery code")).to_be_focused()
    await other.keyboard.type(recovery[0].lower())
    await other.keyboard.press("Enter")
    await expect(other.get_by_role("button", name=re.compile("^Status:"))).to_be_visible()
    await klara.page.reload()
    await expect(klara.page.get_by_text("9 codes left")).to_be_visible()


async def test_an_administrator_resets_it_in_the_settings(shop: Hovor, windows: Windows) -> None:
    klara = Colleague(await windows.open(reduced_motion="reduce"), shop.address)
    await klara.sign_in(KLARA)
    await klara.page.goto(f"{shop.address}/profile")
    await _set_up(klara.page, shop)
    admin = Colleague(await windows.open(reduced_motion="reduce"), shop.address)
    await admin.sign_in(ADMIN)
    await admin.page.goto(f"{shop.address}/settings/operators")
    await admin.page.get_by_role("button", name="Change: Klára Novotná").press("Enter")
    reset = admin.page.get_by_role("button", name="Reset the second factor")
    await expect(reset).to_be_visible()
    await _is_accessible(admin.page)
    await reset.press("Enter")
    await expect(reset).to_be_hidden()
    # Whoever was signed in as Klára is not any more, and gets in by the password.
    await expect(klara.page.get_by_role("heading", name="Sign in")).to_be_visible()
    await klara.sign_in(KLARA)
