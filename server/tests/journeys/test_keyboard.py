"""Whole conversations without a mouse, on both sides."""

import re

from playwright.async_api import Locator, Page, expect

from tests.journeys.people import Colleague, Visitor, expect_said
from tests.journeys.windows import Windows
from tests.support.server import PASSWORD, Hovor

_FARTHEST = 60


async def _tab_to(target: Locator) -> None:
    """Walks there with the Tab key, as far as that is."""
    for _ in range(_FARTHEST):
        if await target.evaluate("(it) => it.getRootNode().activeElement === it"):
            return
        await target.page.keyboard.press("Tab")
    await expect(target).to_be_focused()


async def _sign_in(person: Colleague, email: str) -> None:
    page = person.page
    await page.goto(person.address)
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await _tab_to(page.get_by_role("textbox", name="E-mail"))
    await page.keyboard.type(email)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await person.expect_status("Online")


async def _answer(page: Page, text: str) -> None:
    await page.keyboard.type(text)
    await page.keyboard.press("Control+Enter")


async def test_from_sign_in_to_wrap_up_without_a_mouse(shop: Hovor, windows: Windows) -> None:
    klara = Colleague(await windows.open(), shop.address)
    await _sign_in(klara, "klara@alderway.example")
    visitor = Visitor(await windows.open(), shop.address)
    await visitor.page.goto(f"{shop.address}/demo")
    await _tab_to(visitor.launcher)
    await visitor.page.keyboard.press("Enter")
    await expect(visitor.composer).to_be_focused()
    await visitor.page.keyboard.type("Hello ~one")
    await visitor.page.keyboard.press("Enter")

    await expect(klara.offer).to_be_visible()
    await klara.page.keyboard.press("a")
    await expect(klara.composer).to_be_focused()
    await _answer(klara.page, "Hello! a and d are letters here ~two")
    await expect_said(visitor.log, ["~one", "~two"])
    await klara.expect_tick("~two", "Read")

    await visitor.page.keyboard.press("Escape")
    await expect(visitor.window).to_be_hidden()
    await expect(visitor.launcher).to_be_focused()
    await visitor.page.keyboard.press("Space")
    await expect(visitor.composer).to_be_focused()

    tomas = Colleague(await windows.open(), shop.address)
    await _sign_in(tomas, "tomas@alderway.example")
    await _transfer(klara, "Tomáš")
    await expect(tomas.offer).to_be_visible()
    await tomas.page.keyboard.press("Alt+a")
    await expect(tomas.composer).to_be_focused()
    await expect(tomas.log).to_contain_text("He asks for boots")
    await _answer(tomas.page, "I take over ~three")
    await expect_said(visitor.log, ["~one", "~two", "~three"])
    await expect(visitor.log).not_to_contain_text("He asks for boots")
    await expect(klara.composer).to_have_count(0)
    await _end(tomas)
    await expect(visitor.log).to_contain_text("Tomáš ended the chat")


async def _transfer(klara: Colleague, colleague: str) -> None:
    """With the search field, the arrow keys and a note."""
    keyboard = klara.page.keyboard
    await keyboard.press("Alt+t")
    dialog = klara.page.get_by_role("dialog", name="Transfer conversation")
    await expect(dialog.get_by_role("combobox", name="Search queues and colleagues")).to_be_focused()
    await keyboard.type(colleague)
    await expect(dialog.get_by_role("option", name=re.compile(f"^{colleague}"))).to_be_visible()
    await _tab_to(dialog.get_by_role("textbox", name=re.compile("^Note for the receiver")))
    await keyboard.type("He asks for boots")
    go = dialog.get_by_role("button", name="Transfer")
    # The colleague has signed in a moment ago: he can be chosen as soon as his page is there.
    await expect(go).not_to_have_attribute("aria-disabled", "true")
    await _tab_to(go)
    await keyboard.press("Enter")
    await expect(dialog).to_have_count(0)


async def _end(tomas: Colleague) -> None:
    keyboard = tomas.page.keyboard
    await keyboard.press("Alt+e")
    dialog = tomas.page.get_by_role("dialog", name="End the conversation?")
    await expect(dialog).to_be_visible()
    await _tab_to(dialog.get_by_role("combobox", name="Outcome"))
    await keyboard.type("Solved")
    await _tab_to(dialog.get_by_role("button", name="End", exact=True))
    await keyboard.press("Enter")
    await expect(dialog).to_have_count(0)
    done = tomas.main.get_by_role("button", name="Done")
    await _tab_to(done)
    await keyboard.press("Enter")
    await expect(tomas.mine).to_have_count(0)


async def test_the_keyboard_goes_everywhere_and_nowhere_by_accident(shop: Hovor, windows: Windows) -> None:
    klara = Colleague(await windows.open(), shop.address)
    await _sign_in(klara, "klara@alderway.example")
    page, keyboard = klara.page, klara.page.keyboard
    await keyboard.press("?")
    shortcuts = page.get_by_role("dialog", name="Keyboard shortcuts")
    await expect(shortcuts).to_contain_text("Accept the first offer")
    await keyboard.press("Escape")
    await expect(shortcuts).to_have_count(0)
    await keyboard.press("g")
    await keyboard.press("c")
    await expect(page.get_by_role("main", name="Clients")).to_be_visible()
    await keyboard.press("g")
    await keyboard.press("h")
    await expect(page.get_by_role("main", name="Workspace")).to_be_visible()
    await keyboard.press("Control+k")
    await expect(
        page.get_by_role("combobox", name="Search clients, conversations and commands")
    ).to_be_focused()
    await keyboard.type("profile")
    await keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/profile$"))
    await page.go_back()
    await keyboard.press("Shift+A")
    await klara.expect_status("Away")
    await keyboard.press("Shift+O")
    await klara.expect_status("Online")
    await keyboard.press("j")
    await expect(klara.main).to_have_accessible_name(re.compile("^Conversation with"))
    await keyboard.press("F6")
    focused = page.locator(":focus")
    await expect(focused).to_have_accessible_name(re.compile(".+"))
    await _tab_to(page.get_by_role("button", name="Status: Online"))
    await keyboard.press("Enter")
    await expect(page.get_by_role("menuitemradio", name="Online")).to_be_focused()
    await keyboard.press("ArrowDown")
    await expect(page.get_by_role("menuitemradio", name=re.compile("^Away, no reason"))).to_be_focused()
    await keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Status: Online")).to_be_focused()
