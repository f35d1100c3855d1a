"""Status and channel availability as operators and supervisors meet them; by keyboard where it says so."""

import asyncio
import re

import pytest
import sqlalchemy as sa
from playwright.async_api import Locator, expect

from hovor.foundation.caller import Anonymous
from hovor.foundation.clock import MINUTE
from hovor.foundation.database import Reading
from hovor.presence.models import connection
from tests.journeys.axe import Looker
from tests.journeys.people import Colleague, Visitor
from tests.journeys.windows import Windows
from tests.support.server import Company, Document, Hovor

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def company(hovor: Hovor) -> Company:
    """A company whose chat asks no questions before it begins."""
    made = hovor.set_up()
    settings = {"start_fields": [], "when_unavailable": "queue"}
    made.administrator.ask("PATCH", f"/channels/{made.channel_id}", {"settings": settings})
    return made


def _reasons(company: Company) -> dict[str, Document]:
    return {each["name"]: each for each in company.administrator.ask("GET", "/away-reasons")["items"]}


def _limit(company: Company, name: str, minutes: int, rule: str, to: str | None = None) -> None:
    reasons = _reasons(company)
    allowance = {
        "minutes": minutes,
        "when_used_up": rule,
        "change_to_id": None if to is None else reasons[to]["id"],
    }
    company.administrator.ask("PATCH", f"/away-reasons/{reasons[name]['id']}", {"allowance": allowance})


async def _at(company: Company, windows: Windows, name: str, role: str = "operator") -> Colleague:
    person = Colleague(await windows.open(), company.hovor.address)
    await person.sign_in(company.hire(name, role))
    return person


async def _again(person: Colleague, windows: Windows, email: str) -> Colleague:
    """The same person on one more device."""
    another = Colleague(await windows.open(viewport={"width": 390, "height": 844}), person.address)
    await another.sign_in(email)
    return another


def _menu(person: Colleague) -> Locator:
    return person.page.get_by_role("button", name=re.compile("^Status: "))


def _radio(person: Colleague, name: str) -> Locator:
    return person.page.get_by_role("menuitemradio", name=re.compile(f"^{name}"))


def _banner(person: Colleague) -> Locator:
    return person.page.get_by_role("status")


async def test_a_break_is_counted_marked_and_refused_and_all_devices_show_the_same(
    company: Company, windows: Windows
) -> None:
    _limit(company, "Lunch", 30, "refuse")
    email = company.hire("klara")
    klara = Colleague(await windows.open(), company.hovor.address)
    await klara.sign_in(email)
    phone = await _again(klara, windows, email)
    # By keyboard alone: the menu, the reason by its first letters, Enter.
    await _menu(klara).focus()
    await klara.page.keyboard.press("Enter")
    await expect(_radio(klara, "Online")).to_be_focused()
    await klara.page.keyboard.type("Lun")
    await expect(_radio(klara, "Lunch")).to_be_focused()
    await klara.page.keyboard.press("Enter")
    await klara.expect_status("Away, Lunch")
    await phone.expect_status("Away, Lunch")
    company.hovor.advance(31 * 60)
    await klara.page.reload()
    await _menu(klara).click()
    await expect(_radio(klara, "Lunch")).to_contain_text("1 min over")
    await _radio(klara, "Online").click()
    await klara.expect_status("Online")
    await phone.expect_status("Online")
    await _menu(klara).click()
    lunch = _radio(klara, "Lunch")
    await expect(lunch).to_contain_text("Allowance used up. Ask your supervisor.")
    await expect(lunch).to_have_attribute("aria-disabled", "true")


async def test_a_used_up_break_changes_by_itself_with_a_banner_that_leads_back_online(
    company: Company, windows: Windows
) -> None:
    _limit(company, "Break", 15, "change", "Personal")
    klara = await _at(company, windows, "klara")
    await _menu(klara).click()
    # The page shows it before the server has it, and time is to pass after that.
    async with klara.page.expect_response(re.compile(r"/me/status$")):
        await _radio(klara, "Break").click()
    await klara.expect_status("Away, Break")
    company.hovor.advance(15 * 60)
    await klara.expect_status("Away, Personal")
    banner = _banner(klara).filter(has_text="Your Break is over its limit.")
    await expect(banner).to_contain_text("You’re now on Personal")
    await klara.page.reload()
    await banner.get_by_role("button", name="Go online").click()
    await klara.expect_status("Online")
    await expect(banner).to_have_count(0)


async def test_a_supervisor_sets_status_and_channel_and_the_operator_undoes_what_he_may(
    company: Company, windows: Windows
) -> None:
    klara = await _at(company, windows, "klara")
    sofia = await _at(company, windows, "sofia", "supervisor")
    await sofia.page.get_by_role("button", name="Colleagues").click()
    dialog = sofia.page.get_by_role("dialog", name="Colleagues")
    row = dialog.get_by_role("listitem").filter(has_text="Klara").first
    await expect(row).to_contain_text("Online")
    await row.get_by_role("button", name="Change Klara").click()
    await row.get_by_role("combobox", name="Status of Klara").select_option("Away, Training")
    await row.get_by_role("button", name="Set status").click()
    await klara.expect_status("Away, Training")
    banner = _banner(klara).filter(has_text="Sofia set you to Training")
    await banner.get_by_role("button", name="Go online").click()
    await klara.expect_status("Online")
    await expect(row).to_contain_text("Online")
    await row.get_by_role("switch", name="Alderway chat").click()
    own = klara.main.get_by_role("switch", name="Alderway chat")
    await expect(own).to_have_attribute("aria-checked", "false")
    told = company.administrator.ask("GET", f"/operators/{_id(company, 'Klara')}/channel-switches")
    assert [(each["available"], each["actor"]["name"]) for each in told["items"]] == [(False, "Sofia")]


def _id(company: Company, name: str) -> str:
    people = company.administrator.ask("GET", "/operators")["items"]
    return str(next(each["id"] for each in people if each["name"] == name))


async def test_away_after_my_conversations_can_be_taken_back_and_log_out_asks(
    company: Company, windows: Windows
) -> None:
    klara = Colleague(await windows.open(reduced_motion="reduce"), company.hovor.address)
    await klara.sign_in(company.hire("klara"))
    visitor = Visitor(await windows.open(), company.hovor.address)
    await visitor.page.goto(f"{visitor.address}/chat/{company.channel_key}")
    await visitor.say("Hello ~one")
    await klara.accept()
    await _menu(klara).click()
    await klara.page.get_by_role("switch", name="After my conversations").click()
    await _radio(klara, "Lunch").click()
    await expect(_menu(klara)).to_contain_text("Online, then Lunch")
    await _menu(klara).click()
    await klara.page.get_by_role("menuitem", name="Stay online").click()
    await expect(_menu(klara)).not_to_contain_text("then")
    await _menu(klara).click()
    await klara.page.get_by_role("menuitem", name="Log out").click()
    question = klara.page.get_by_role("alertdialog", name="Log out with 1 live conversation?")
    await expect(question).to_contain_text("They go back to the queue and colleagues can take them.")
    looker = Looker()
    await looker.look(klara.page, "log out, with a conversation")
    assert looker.found == []
    await question.get_by_role("button", name="Stay").click()
    await expect(question).to_have_count(0)
    await klara.expect_status("Online")


async def test_switching_a_channel_off_is_seen_by_visitors_and_explained_and_put_right(
    company: Company, windows: Windows
) -> None:
    settings = {"start_fields": [], "when_unavailable": "leave_message"}
    company.administrator.ask("PATCH", f"/channels/{company.channel_id}", {"settings": settings})
    klara = await _at(company, windows, "klara")
    visitor = Visitor(await windows.open(), company.hovor.address)
    await visitor.page.goto(f"{visitor.address}/chat/{company.channel_key}")
    await expect(visitor.composer).to_be_editable()
    switch = klara.main.get_by_role("switch", name="Alderway chat")
    # By keyboard alone.
    await switch.focus()
    await klara.page.keyboard.press("Space")
    await expect(switch).to_have_attribute("aria-checked", "false")
    await expect(klara.main).to_contain_text("Off since")
    await expect(visitor.window).to_contain_text("Nobody is here right now.")
    await klara.main.get_by_role("button", name="Why do I get nothing?").click()
    why = klara.main.get_by_role("region", name="Why do I get nothing?")
    await expect(why).to_contain_text("You can’t take clients right now.")
    await why.get_by_role("button", name="Turn on Alderway chat").click()
    await expect(why).to_contain_text("You can take clients.")
    await expect(switch).to_have_attribute("aria-checked", "true")
    await expect(visitor.composer).to_be_editable()
    company.administrator.ask("PATCH", "/company", {"settings": {"operators_switch_channels": False}})
    await expect(klara.main).to_contain_text("Your company keeps channels on.")
    await expect(switch).to_have_attribute("aria-disabled", "true")


async def _told_to_be_idle(hovor: Hovor, minutes: int) -> None:
    """Answers when one of the pages has told the server that nobody has touched it for so long."""
    database = hovor.installation.context.database
    idle = sa.select(connection.c.id).where(connection.c.input_at <= hovor.clock.now() - minutes * MINUTE)
    async with asyncio.timeout(20):
        while not await asyncio.to_thread(  # noqa: ASYNC110  the server tells it to nobody
            hovor.run, database.read(_any, idle, company="", caller=Anonymous())
        ):
            await asyncio.sleep(0.05)


def _any(reading: Reading, statement: sa.Select[tuple[object, ...]]) -> bool:
    return reading.one(statement) is not None


async def test_nobody_touches_hovor_and_the_company_wants_to_know(company: Company, windows: Windows) -> None:
    admin = Colleague(await windows.open(), company.hovor.address)
    await admin.sign_in("admin@alderway.example")
    await admin.page.goto(f"{admin.address}/settings/away")
    await admin.page.get_by_role("combobox", name="Set operators Away").select_option("After 5 min")
    await expect(admin.page.get_by_role("combobox", name="Set operators Away")).to_have_value("5")
    klara = Colleague(await windows.open(), company.hovor.address)
    await klara.page.clock.install()
    await klara.sign_in(company.hire("klara"))
    # The page's own clock goes on first, so that what it tells of itself fits; and what it told before must
    # not come later, when it would mean another instant.
    await klara.page.clock.fast_forward("05:02")
    await _told_to_be_idle(company.hovor, minutes=5)
    company.hovor.advance(5 * 60 + 2)
    await klara.expect_status("Away")
    banner = _banner(klara).filter(has_text="because nobody used this computer")
    await banner.get_by_role("button", name="Go online").click()
    await klara.expect_status("Online")


async def test_an_administrator_keeps_the_list_of_reasons_and_it_is_seen_at_once(
    company: Company, windows: Windows
) -> None:
    klara = await _at(company, windows, "klara")
    admin = Colleague(await windows.open(), company.hovor.address)
    await admin.sign_in("admin@alderway.example")
    page = admin.page
    await page.goto(f"{admin.address}/settings/away")
    await page.get_by_role("button", name="Add reason").click()
    form = page.get_by_role("form", name="Add reason")
    await expect(form.get_by_role("textbox", name="Name")).to_be_focused()
    await page.keyboard.type("Doctor")
    await page.keyboard.press("Tab")
    await page.keyboard.type("90")
    await form.get_by_role("radio", name="Change to").check()
    await form.get_by_role("combobox", name="Change to").select_option("Personal")
    await page.keyboard.press("Tab")
    await form.get_by_role("button", name="Save").click()
    row = page.get_by_role("row", name=re.compile("^Doctor"))
    await expect(row).to_contain_text("90 min")
    await expect(row).to_contain_text("Change to Personal")
    await row.get_by_role("button", name="Move Doctor up").click()
    await expect(page.get_by_role("row").nth(5)).to_contain_text("Doctor")
    await page.get_by_role("button", name="Retire Personal").click()
    await expect(page.get_by_role("alert")).to_contain_text("Change that one first.")
    await page.get_by_role("button", name="Retire Meeting").click()
    await expect(page.get_by_role("button", name="Bring back Meeting")).to_be_visible()
    await _menu(klara).click()
    await expect(_radio(klara, "Doctor")).to_contain_text("0 of 90 min used today")
    await expect(_radio(klara, "Meeting")).to_have_count(0)
