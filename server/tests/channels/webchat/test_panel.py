"""The built panel in a real browser, on another origin's page with the strictest policy."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Request, Route, expect

from tests.channels.webchat.website import Website, website
from tests.support.server import Company, running

MESSAGES = "**/public/webchat/messages"
_LISTEN = """window.heard = [];
for (const name of ['ready', 'open', 'close', 'conversation:start', 'error', 'consent'])
  Hovor.on(name, () => heard.push(name));
null"""
# A keyboard on the screen covers the page; no browser without a screen has one.
_KEYBOARD = """Object.defineProperty(visualViewport, 'height', { value: 400 });
visualViewport.dispatchEvent(new Event('resize'));"""


class Shop:
    """A company, its website with the chat, and what its page fetches."""

    def __init__(self, company: Company, site: Website) -> None:
        self.company = company
        self.site = site
        self.fetched: list[str] = []

    async def open(self, context: BrowserContext) -> Page:
        """A page of the shop, with the chat closed."""
        page = await context.new_page()
        page.on("request", self._note)
        await page.goto(self.site.origin)
        await expect(page.get_by_role("button", name="Open chat")).to_be_visible()
        return page

    def said(self) -> list[str | None]:
        """What the newest visitor has said, as operators see it."""
        admin = self.company.administrator
        conversations = admin.ask("GET", "/conversations")["items"]
        lines = admin.ask("GET", f"/conversations/{conversations[0]['id']}/entries")["items"]
        return [line["text"] for line in lines if line["author"]["kind"] == "client"]

    def _note(self, request: Request) -> None:
        if not request.url.startswith(self.site.origin):
            self.fetched.append(request.url.rpartition("/")[2].partition("-")[0])


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with running(tmp_path) as hovor:
        company = hovor.set_up()
        with website(hovor.address, company.channel_key) as site:
            settings = {"allowed_sites": [site.origin], "when_unavailable": "queue", "start_fields": []}
            company.administrator.ask("PATCH", f"/channels/{company.channel_id}", {"settings": settings})
            yield Shop(company, site)


async def _write(page: Page, *texts: str) -> None:
    for text in texts:
        await page.get_by_role("textbox", name="Message").fill(text)
        await page.keyboard.press("Enter")


async def _abort(route: Route) -> None:
    await route.abort()


async def test_page_pays_one_request_until_somebody_wants_to_chat(browser: Browser, shop: Shop) -> None:
    context = await browser.new_context()
    page = await shop.open(context)
    assert shop.fetched == ["widget.js"]
    await page.get_by_role("button", name="Open chat").click()
    await expect(page.get_by_text("Hello! How can we help?")).to_be_visible()
    assert shop.fetched == ["widget.js", "panel", "hello"]
    assert await page.evaluate("localStorage.length + sessionStorage.length") == 0
    await context.close()


async def test_what_was_written_offline_survives_the_page_and_arrives_once_in_order(
    browser: Browser, shop: Shop
) -> None:
    context = await browser.new_context()
    page = await shop.open(context)
    await page.get_by_role("button", name="Open chat").click()
    await _write(page, "one")
    await expect(page.get_by_label("Sent")).to_be_visible()
    await context.route(MESSAGES, _abort)
    await _write(page, "two", "three")
    await expect(page.get_by_label("On its way")).to_have_count(2)
    await page.close()
    other, another = await shop.open(context), await shop.open(context)
    for each in (other, another):
        await each.get_by_role("button", name="Open chat").click()
        await expect(each.get_by_label("On its way")).to_have_count(2)
    await _write(other, "four")
    await expect(another.get_by_text("four")).to_be_visible()
    await context.unroute(MESSAGES)
    for each in (other, another):
        await expect(each.get_by_label("On its way")).to_have_count(0)
    assert shop.said() == ["one", "two", "three", "four"]
    await other.reload()
    await other.get_by_role("button", name="Open chat").click()
    await expect(other.get_by_text("four")).to_be_visible()
    assert shop.said() == ["one", "two", "three", "four"]
    await context.close()


async def test_window_is_a_dialog_that_is_left_by_escape(browser: Browser, shop: Shop) -> None:
    context = await browser.new_context()
    page = await shop.open(context)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Chat with Alderway")
    await expect(dialog).to_be_visible()
    await expect(page.get_by_role("textbox", name="Message")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(page.get_by_role("button", name="Open chat")).to_be_focused()
    await context.close()


async def test_news_are_told_on_launcher_and_title_and_are_over_when_they_are_seen(
    browser: Browser, shop: Shop
) -> None:
    context = await browser.new_context()
    page = await shop.open(context)
    await page.get_by_role("button", name="Open chat").click()
    await _write(page, "Hello")
    await expect(page.get_by_label("Sent")).to_be_visible()
    await page.get_by_role("button", name="Minimise the chat").click()
    klara = shop.company.operator("klara")
    conversation = klara.ask("GET", "/conversations")["items"][0]["id"]
    klara.go_online()
    klara.ask("POST", f"/conversations/{conversation}/pick", {})
    klara.ask("POST", f"/conversations/{conversation}/messages", {"client_ref": "1", "text": "Good morning"})
    await expect(page.get_by_role("button", name="Open chat, 1 new message")).to_be_visible()
    await expect(page).to_have_title("(1) Boots")
    await page.get_by_role("button", name="Good morning").click()
    await expect(page).to_have_title("Boots")
    await page.get_by_role("button", name="Minimise the chat").click()
    await expect(page.get_by_role("button", name="Open chat", exact=True)).to_be_visible()
    await context.close()


@pytest.mark.parametrize(
    ("language", "options", "label"),
    [("cs-CZ", "", "Otevřít chat"), ("en", 'data-locale="de"', "Chat öffnen"), ("fr", "", "Open chat")],
)
async def test_chat_speaks_as_the_page_does(
    browser: Browser, shop: Shop, language: str, options: str, label: str
) -> None:
    shop.site.language, shop.site.options = language, options
    context = await browser.new_context(locale="en-GB")
    page = await context.new_page()
    await page.goto(shop.site.origin)
    launcher = page.get_by_role("button", name=label)
    await launcher.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(launcher).to_be_focused()
    await context.close()


async def test_page_leads_the_chat_by_its_commands_and_hears_of_it(browser: Browser, shop: Shop) -> None:
    context = await browser.new_context(locale="en-GB")
    page = await shop.open(context)
    await page.evaluate(_LISTEN)
    await page.evaluate("Hovor.setLocale('cs').then(() => Hovor.setTheme('dark'))")
    await page.evaluate("Hovor.open().then(() => Hovor.prefill('Ahoj'))")
    await expect(page.get_by_role("textbox", name="Zpráva")).to_have_value("Ahoj")
    await page.evaluate("Hovor.sendMessage('Hello')")
    await expect(page.get_by_label("Odesláno")).to_be_visible()
    told = "{name: 'Jana'}", "{order: '7'}", "{url: 'https://shop.example/cart', title: 'Cart'}"
    for command, value in zip(("setContact", "setConversation", "setPageContext"), told, strict=True):
        async with page.expect_response(lambda answer: answer.request.method == "POST"):
            await page.evaluate(f"Hovor.{command}({value})")
    admin = shop.company.administrator
    seen = admin.ask("GET", "/conversations")["items"][0]
    assert (seen["client"]["name"], seen["page"]["title"]) == ("Jana", "Cart")
    assert [(each["name"], each["value"]) for each in seen["parameters"]] == [("order", "7")]
    await page.evaluate("Hovor.close().then(() => Hovor.hide())")
    await expect(page.locator("hovor-chat")).to_be_hidden()
    await page.evaluate("Hovor.show().then(() => Hovor.trigger('Need a hand?'))")
    await expect(page.get_by_role("button", name="Need a hand?")).to_be_visible()
    await page.evaluate("Hovor.setConsent('essential').then(() => Hovor.reset())")
    assert await page.evaluate("localStorage.length") == 0
    await page.evaluate("Hovor.destroy()")
    assert await page.locator("hovor-chat").count() == 0
    heard = await page.evaluate("heard")
    assert heard == ["ready", "open", "conversation:start", "close", "consent"]
    await context.close()


async def test_window_fits_above_the_keyboard_of_a_telephone(browser: Browser, shop: Shop) -> None:
    context = await browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    page = await shop.open(context)
    await page.get_by_role("button", name="Open chat").tap()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_have_css("height", "740px")
    await page.evaluate(_KEYBOARD)
    await expect(dialog).to_have_css("height", "400px")
    await context.close()
