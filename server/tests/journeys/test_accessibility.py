"""axe on every screen, light and dark: nothing serious and nothing critical."""

import re

from playwright.async_api import expect

from tests.journeys.axe import Looker, still
from tests.journeys.people import Colleague, Visitor
from tests.journeys.windows import Windows
from tests.support.server import PASSWORD, Hovor


async def test_set_up_and_sign_in(hovor: Hovor, windows: Windows) -> None:
    looker = Looker()
    page = await still(windows)
    await page.goto(hovor.address)
    go_on = page.get_by_role("button", name="Continue")
    await go_on.click()
    await expect(page.get_by_text("Enter your company’s name.")).to_be_visible()
    await looker.look(page, "set-up, company")
    await page.get_by_role("textbox", name="Company name").fill("Bergfuchs")
    await go_on.click()
    await page.get_by_role("textbox", name="Your name").fill("Adam Berger")
    await page.get_by_role("textbox", name="E-mail").fill("adam@bergfuchs.example")
    await page.get_by_role("textbox", name="Password").fill(PASSWORD)
    await looker.look(page, "set-up, administrator")
    await go_on.click()
    await looker.look(page, "set-up, channel")
    await page.get_by_role("button", name="Finish").click()
    await expect(page.get_by_role("heading", name="Hovor is ready")).to_be_visible()
    await looker.look(page, "set-up, ready")

    await page.context.clear_cookies()
    await page.goto(f"{hovor.address}/sign-in")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_text("Enter your e-mail address.")).to_be_visible()
    await looker.look(page, "sign-in")
    await page.get_by_role("textbox", name="E-mail").fill("adam@bergfuchs.example")
    await page.get_by_role("textbox", name="Password").fill("not the right one")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await looker.look(page, "sign-in, refused")
    assert not looker.found, "\n" + "\n".join(looker.found)


async def test_the_workspace_and_the_chat(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    klara = Colleague(await still(windows), shop.address)
    await klara.sign_in("klara@alderway.example")
    page = klara.page
    await page.get_by_role("button", name="Why do I get nothing?").click()
    await looker.look(page, "workspace, why")
    visitor = Visitor(await still(windows), shop.address)
    await visitor.page.goto(f"{shop.address}/demo")
    await looker.look(visitor.page, "chat, closed")
    await visitor.open()
    await expect(visitor.window).to_contain_text("How can we help?")
    await looker.look(visitor.page, "chat, greeting")
    await visitor.say("Hello ~one")
    await expect(visitor.window.get_by_text("You are number")).to_be_visible()
    await looker.look(visitor.page, "chat, waiting")
    await expect(klara.offer).to_be_visible()
    await looker.look(page, "workspace, offer")
    await klara.accept()
    await klara.say("Hello ~two")
    await klara.expect_tick("~two", "Read")
    await looker.look(page, "workspace, conversation")
    await looker.look(visitor.page, "chat, conversation")
    await _layers(looker, klara)
    await klara.end("Solved")
    await expect(klara.main.get_by_role("region", name="Wrap-up")).to_be_visible()
    await looker.look(page, "workspace, wrap-up")
    await visitor.window.get_by_role("button", name="4 Good").click()
    await looker.look(visitor.page, "chat, ended")
    assert not looker.found, "\n" + "\n".join(looker.found)


async def _layers(looker: Looker, klara: Colleague) -> None:
    """What opens above a conversation."""
    page = klara.page
    search = page.get_by_role("combobox", name="Search clients, conversations and commands")
    for keys, name, layer in (
        ("Alt+t", "transfer", page.get_by_role("dialog", name="Transfer conversation")),
        ("Alt+e", "end", page.get_by_role("dialog", name="End the conversation?")),
        ("Control+k", "search", search),
    ):
        await page.keyboard.press(keys)
        await expect(layer).to_be_visible()
        await looker.look(page, name)
        await page.keyboard.press("Escape")
        await expect(layer).to_have_count(0)
    await klara.composer.fill("#")
    await expect(page.get_by_role("listbox", name="Templates")).to_be_visible()
    await looker.look(page, "templates")
    await klara.composer.fill("")
    await klara.main.get_by_role("tab", name="Internal note").click()
    await looker.look(page, "note")


async def test_the_status_menu(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    klara = Colleague(await still(windows), shop.address)
    await klara.sign_in("klara@alderway.example")
    await klara.page.get_by_role("button", name="Status: Online").click()
    await expect(klara.page.get_by_role("menuitemradio", name="Online")).to_be_visible()
    await looker.look(klara.page, "status")
    await klara.page.keyboard.press("Escape")
    await klara.page.get_by_role("button", name="Colleagues").click()
    await expect(
        klara.page.get_by_role("dialog", name="Colleagues").get_by_role("listitem").first
    ).to_be_visible()
    await looker.look(klara.page, "colleagues")
    assert not looker.found, "\n" + "\n".join(looker.found)


async def test_what_is_asked_and_told(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    klara = Colleague(await still(windows), shop.address)
    await klara.sign_in("klara@alderway.example")
    page = klara.page
    sofia = shop.sign_in("sofia@alderway.example")
    (me,) = (each for each in sofia.ask("GET", "/colleagues")["items"] if each["name"] == "Klára Novotná")
    sofia.ask("PUT", f"/operators/{me['id']}/status", {"status": "away"})
    await expect(page.get_by_role("status").filter(has_text="set you to")).to_be_visible()
    await looker.look(page, "workspace, the banner of a status that somebody else set")
    await page.get_by_role("button", name="Go online").first.click()
    await klara.expect_status("Online")
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await looker.look(page, "the list of keys")
    await page.keyboard.press("Escape")
    shop.sign_in("klara@alderway.example").ask("POST", "/invitations", {})
    await page.get_by_role("tab", name="Invitation").click()
    await page.get_by_role("button", name=re.compile("^Revoke the link")).first.click()
    await expect(page.get_by_role("alertdialog", name="Revoke this invitation?")).to_be_visible()
    await looker.look(page, "invitation, revoke")
    await page.keyboard.press("Escape")
    assert not looker.found, "\n" + "\n".join(looker.found)


async def test_the_other_screens(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    admin = Colleague(await still(windows), shop.address)
    await admin.sign_in("admin@alderway.example")
    page = admin.page
    await page.get_by_role("link", name="Clients").click()
    first = page.get_by_role("main", name="Clients").get_by_role("listitem").first.get_by_role("link")
    await expect(first).to_be_visible()
    await looker.look(page, "clients")
    await first.click()
    await expect(page.get_by_role("link", name="All clients")).to_be_visible()
    await looker.look(page, "one client")
    await page.goto(f"{shop.address}/profile")
    await expect(page.get_by_role("heading", name="Devices and sign-ins")).to_be_visible()
    await looker.look(page, "profile")
    await page.goto(f"{shop.address}/settings")
    await page.get_by_role("link", name="Company").click()
    await expect(page.get_by_role("textbox", name="Company name")).to_be_visible()
    await looker.look(page, "settings, company")
    await page.get_by_role("link", name="Channels").click()
    settings = page.get_by_role("button", name=re.compile("^Settings: ")).first
    await expect(settings).to_be_visible()
    await looker.look(page, "settings, channels")
    await page.get_by_role("link", name="Away reasons").click()
    await page.get_by_role("button", name="Edit Break").click()
    await page.get_by_role("textbox", name="Allowance a day").fill("15")
    await expect(page.get_by_role("radio", name="Refuse")).to_be_visible()
    await looker.look(page, "settings, away reasons")
    await page.get_by_role("link", name="Channels").click()
    await settings.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await looker.look(page, "settings, one channel")
    assert not looker.found, "\n" + "\n".join(looker.found)
