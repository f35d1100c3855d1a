"""Administration: colleagues join by a link, and what an administrator changes shows in open workspaces."""

import re
from typing import Final

from playwright.async_api import Locator, Page, expect

from tests.journeys.axe import Looker, still
from tests.journeys.people import Colleague, Visitor
from tests.journeys.windows import Windows
from tests.support.server import PASSWORD, Hovor

_AT_ONCE: Final = 5_000
"""Milliseconds within which a setting shows in a workspace that is open."""


async def _settings(admin: Colleague, section: str) -> Locator:
    await admin.page.get_by_role("link", name="Settings").click()
    await admin.page.get_by_role("navigation", name="Settings").get_by_role("link", name=section).click()
    await expect(admin.main.get_by_role("heading", name=section, exact=True, level=2)).to_be_visible()
    return admin.main


async def _make_link(admin: Colleague, email: str) -> str:
    await admin.main.get_by_role("button", name="Add a colleague").click()
    dialog = admin.page.get_by_role("dialog", name="Add a colleague")
    await dialog.get_by_role("textbox", name="Colleague’s e-mail").fill(email)
    await dialog.get_by_role("checkbox", name="Sales").check()
    await dialog.get_by_role("checkbox", name="Alderway Rentals").check()
    await dialog.get_by_role("button", name="Make the link").click()
    link = await dialog.get_by_role("textbox", name="Sign-up link").input_value()
    await dialog.get_by_role("button", name="Done").click()
    return link


async def _join_by_keyboard(page: Page, name: str) -> None:
    await expect(page.get_by_role("heading", name="Join Alderway Shop")).to_be_visible()
    email = page.get_by_role("textbox", name="E-mail")
    await email.focus()
    await page.keyboard.press("Tab")
    await page.keyboard.type(name)
    await page.keyboard.press("Tab")
    await page.keyboard.type("short")
    await page.keyboard.press("Enter")
    password = page.get_by_role("textbox", name="Password")
    await expect(password).to_have_accessible_description("Use at least 12 characters.")
    await expect(password).to_be_focused()
    await page.keyboard.press("Control+a")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")


async def test_a_colleague_joins_by_a_link_that_works_once(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    admin = Colleague(await still(windows), shop.address)
    await admin.sign_in("admin@alderway.example")
    main = await _settings(admin, "Operators")
    link = await _make_link(admin, "eva@alderway.example")
    assert re.fullmatch(rf"{shop.address}/sign-up/[\w-]{{27,}}", link), link
    links = main.get_by_role("region", name="Sign-up links").get_by_role("listitem")
    await expect(links.first).to_contain_text("Active")
    await looker.look(admin.page, "settings, operators")

    eva = Colleague(await still(windows), shop.address)
    await eva.page.goto(link)
    await looker.look(eva.page, "joining")
    await _join_by_keyboard(eva.page, "Eva Malá")
    await eva.expect_status("Online")
    channels = eva.page.get_by_role("tabpanel", name="Channels")
    await expect(channels.get_by_role("switch", name="Alderway Rentals")).to_be_visible()
    # The administrator sees it without asking.
    row = main.get_by_role("list", name="Operators").get_by_role("listitem").filter(has_text="Eva Malá")
    await expect(row).to_contain_text("Sales · Alderway Rentals", timeout=_AT_ONCE)
    await expect(links.first).to_contain_text("Used", timeout=_AT_ONCE)

    late = await still(windows)
    await late.goto(link)
    await expect(late.get_by_role("heading", name="This link has been used")).to_be_visible()
    await looker.look(late, "a link that was used")
    assert not looker.found, "\n" + "\n".join(looker.found)


async def test_a_revoked_link_is_over_also_where_it_is_open(shop: Hovor, windows: Windows) -> None:
    admin = Colleague(await windows.open(), shop.address)
    await admin.sign_in("admin@alderway.example")
    main = await _settings(admin, "Operators")
    link = await _make_link(admin, "eva@alderway.example")
    page = await windows.open()
    await page.goto(link)
    await page.get_by_role("textbox", name="Your name").fill("Eva Malá")
    await page.get_by_role("textbox", name="Password").fill(PASSWORD)
    await main.get_by_role("button", name="Revoke: eva@alderway.example").click()
    await expect(main.get_by_role("region", name="Sign-up links")).to_contain_text("Revoked")
    await page.get_by_role("button", name="Join").click()
    await expect(page.get_by_role("heading", name="This link is no longer valid")).to_be_visible()


async def test_changes_show_in_open_workspaces(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    klara = Colleague(await windows.open(), shop.address)
    await klara.sign_in("klara@alderway.example")
    channels = klara.page.get_by_role("tabpanel", name="Channels")
    await expect(channels.get_by_role("switch", name="Alderway Rentals")).to_be_visible()
    admin = Colleague(await still(windows), shop.address)
    await admin.sign_in("admin@alderway.example")

    main = await _settings(admin, "Company")
    await looker.look(admin.page, "settings, company")
    await main.get_by_role("switch", name="Operators may turn their channels on and off").click()
    await expect(channels).to_contain_text("Your company keeps channels on.", timeout=_AT_ONCE)

    main = await _settings(admin, "Operators")
    await main.get_by_role("button", name="Change: Klára Novotná").click()
    dialog = admin.page.get_by_role("dialog", name="Klára Novotná")
    await dialog.get_by_role("checkbox", name="Alderway Rentals").uncheck()
    await looker.look(admin.page, "settings, one operator")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_be_hidden()
    await expect(channels.get_by_role("switch", name="Alderway Rentals")).to_be_hidden(timeout=_AT_ONCE)
    await expect(channels.get_by_role("switch", name="Alderway Shop")).to_be_visible()

    main = await _settings(admin, "Groups")
    await looker.look(admin.page, "settings, groups")
    await main.get_by_role("button", name="Add a group").click()
    dialog = admin.page.get_by_role("dialog", name="Add a group")
    await dialog.get_by_role("textbox", name="Name of the group").fill("Night shift")
    await dialog.get_by_role("checkbox", name="Klára Novotná").check()
    await dialog.get_by_role("button", name="Add").click()
    await expect(main.get_by_role("listitem").filter(has_text="Night shift")).to_contain_text("Klára Novotná")
    assert not looker.found, "\n" + "\n".join(looker.found)


async def test_the_last_administrator_stays_and_who_is_deactivated_is_out(
    shop: Hovor, windows: Windows
) -> None:
    klara = Colleague(await windows.open(), shop.address)
    await klara.sign_in("klara@alderway.example")
    admin = Colleague(await windows.open(), shop.address)
    await admin.sign_in("admin@alderway.example")
    main = await _settings(admin, "Operators")
    await main.get_by_role("button", name="Change: Adam Berger").click()
    dialog = admin.page.get_by_role("dialog", name="Adam Berger")
    await dialog.get_by_role("combobox", name="Role").select_option("Operator")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("This is the last administrator.")
    await dialog.get_by_role("button", name="Cancel").click()

    await main.get_by_role("button", name="Change: Klára Novotná").click()
    dialog = admin.page.get_by_role("dialog", name="Klára Novotná")
    await dialog.get_by_role("switch", name="May sign in").click()
    await dialog.get_by_role("button", name="Save").click()
    await expect(klara.page.get_by_role("heading", name="Sign in")).to_be_visible(timeout=_AT_ONCE)


async def test_the_profile_shows_what_others_set(shop: Hovor, windows: Windows) -> None:
    klara = Colleague(await windows.open(), shop.address)
    await klara.page.goto(shop.address)
    await klara.page.get_by_role("textbox", name="E-mail").fill("klara@alderway.example")
    await klara.page.get_by_role("textbox", name="Password").fill("not the right one")
    await klara.page.get_by_role("button", name="Sign in").click()
    await expect(klara.page.get_by_role("alert")).to_be_visible()
    await klara.sign_in("klara@alderway.example")
    page = klara.page
    await page.get_by_role("button", name="Status: Online").click()
    await page.get_by_role("menuitem", name="Profile").click()
    allowance = page.get_by_role("region", name="Your time allowance")
    await expect(allowance.get_by_role("row", name=re.compile("^To accept an offer"))).to_contain_text("20 s")
    assigned = page.get_by_role("region", name="Your groups and channels")
    await expect(assigned).to_contain_text("Orders & returns")
    await expect(assigned.get_by_role("listitem").first).to_contain_text("Alderway Shop")
    devices = page.get_by_role("region", name="Devices and sign-ins")
    await expect(devices).to_contain_text("The last failed sign-in was")
    await expect(devices).to_contain_text("127.0.0.1.")

    admin = Colleague(await windows.open(), shop.address)
    await admin.sign_in("admin@alderway.example")
    main = await _settings(admin, "Operators")
    await main.get_by_role("button", name="Change: Klára Novotná").click()
    dialog = admin.page.get_by_role("dialog", name="Klára Novotná")
    await dialog.get_by_role("textbox", name="Time allowance in percent").fill("150")
    await dialog.get_by_role("checkbox", name="Sales").uncheck()
    await dialog.get_by_role("button", name="Add a language").press("Enter")
    await admin.page.get_by_role("menuitem", name="Danish").press("Enter")
    await dialog.get_by_role("button", name="Save").click()
    own = allowance.get_by_role("row", name=re.compile("^To accept an offer"))
    await expect(own).to_contain_text("30 s", timeout=_AT_ONCE)
    await expect(assigned).not_to_contain_text("Sales", timeout=_AT_ONCE)
    await page.reload()
    await expect(page.get_by_role("group", name="Languages you serve in")).to_contain_text("Danish")

    await page.get_by_role("link", name="Notifications").click()
    await expect(page.get_by_role("tab", name="Notifications")).to_have_attribute("aria-selected", "true")


async def test_keys_are_changed_in_the_profile(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    klara = Colleague(await still(windows), shop.address)
    await klara.sign_in("klara@alderway.example")
    page = klara.page
    await page.goto(f"{shop.address}/profile")
    await page.get_by_role("button", name="See and change").click()
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    await keys.get_by_role("button", name="Change keys: Search and commands").click()
    await page.keyboard.press("?")
    await expect(keys.get_by_role("status")).to_contain_text("In use: Keyboard shortcuts")
    await page.keyboard.press("Alt+y")
    await expect(keys.get_by_role("button", name="Change keys: Search and commands")).to_be_focused()
    await looker.look(page, "keys")
    await page.keyboard.press("Escape")
    await expect(keys).to_have_count(0)
    search = page.get_by_role("combobox", name="Search clients, conversations and commands")
    await page.keyboard.press("Control+k")
    await expect(search).to_have_count(0)
    await page.keyboard.press("Alt+y")
    await expect(search).to_be_visible()
    await page.keyboard.press("Escape")
    await looker.look(page, "profile")
    assert not looker.found, "\n" + "\n".join(looker.found)


async def test_who_is_on_another_call_is_offered_nothing(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    klara = Colleague(await still(windows), shop.address)
    await klara.sign_in("klara@alderway.example")
    await klara.page.get_by_role("tab", name="Calls").click()
    elsewhere = klara.page.get_by_role("switch", name="I’m on another call")
    await elsewhere.focus()
    await klara.page.keyboard.press("Space")
    await expect(elsewhere).to_be_checked()
    await looker.look(klara.page, "calls")
    visitor = Visitor(await windows.open(), shop.address)
    await visitor.page.goto(f"{shop.address}/demo")
    await visitor.open()
    await visitor.say("Hello ~one")
    await expect(klara.queue).to_contain_text("Halden Mid boots")
    await expect(klara.offer).to_be_hidden()
    await elsewhere.focus()
    await klara.page.keyboard.press("Space")
    await expect(klara.offer).to_be_visible()
    assert not looker.found, "\n" + "\n".join(looker.found)
