"""What comes at its time: an arranged invitation, a used-up allowance, and "back at"."""

import re
from datetime import UTC, datetime
from typing import Final

import pytest
from playwright.async_api import Locator, Page, expect

from tests.journeys.axe import Looker
from tests.journeys.notified import TICK, Notified
from tests.journeys.people import Colleague
from tests.journeys.windows import Windows
from tests.support.server import Company, Document, Hovor

pytestmark = pytest.mark.asyncio(loop_scope="session")
GRANTED: Final = {"permissions": ["notifications"], "reduced_motion": "reduce"}


async def _klara(windows: Windows, company: Company) -> Notified:
    page = await windows.open(**GRANTED)
    await page.close()
    return Notified(company, page.context)


def _reason(company: Company, name: str) -> Document:
    reasons = company.administrator.ask("GET", "/away-reasons")["items"]
    return next(each for each in reasons if each["name"] == name)


def _arrange(klara: Notified, minutes: int, name: str) -> None:
    at = datetime.fromtimestamp(klara.company.hovor.clock.now() / 1_000_000 + minutes * 60, UTC)
    body = {"arranged_for": at.isoformat(), "time_zone": "Europe/Prague", "client": {"name": name}}
    klara.http.ask("POST", "/invitations", body)


def _toast(page: Page, title: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("status").filter(has_text=title)


async def test_an_arranged_client_is_announced_in_front_and_behind_and_put_away_once(
    hovor: Hovor, windows: Windows
) -> None:
    klara = await _klara(windows, hovor.set_up())
    await klara.open(tabs=2)
    other, front = klara.tabs
    await klara.sounds()
    _arrange(klara, 10, "Jana")
    hovor.advance(5 * 60 + 1)
    announced = _toast(front, "You arranged to be online in 5 minutes")
    await expect(announced).to_contain_text("Jana, at ")
    await klara.until_shown("invitation")
    # She looks at Hovor: a soft tick, and no note of the browser.
    assert await klara.notes() == []
    assert [each < TICK for each in await klara.sounds()] == [True]
    looker = Looker()
    await looker.look(front, "the reminder of an invitation")
    assert looker.found == []
    await announced.get_by_role("button", name="Got it").press("Enter")
    await expect(announced).to_have_count(0)
    await expect(_toast(other, "You arranged to be online")).to_have_count(0)
    assert klara.http.ask("GET", "/workspace")["notifications"] == []

    await klara.hide()
    await klara.sounds()
    _arrange(klara, 8, "Ida")
    hovor.advance(3 * 60 + 1)
    (note,) = await klara.until_notes(1)
    assert note["title"] == "Your invited client is due in 5 minutes"
    await klara.until_shown("invitation")
    assert [each >= TICK for each in await klara.sounds()] == [True]


async def test_a_used_up_allowance_is_said_once_and_goes_when_she_is_back(
    hovor: Hovor, windows: Windows
) -> None:
    company = hovor.set_up()
    lunch = _reason(company, "Lunch")
    allowance = {"minutes": 30, "when_used_up": "mark", "change_to_id": None}
    company.administrator.ask("PATCH", f"/away-reasons/{lunch['id']}", {"allowance": allowance})
    klara = await _klara(windows, company)
    await klara.open(tabs=2)
    klara.http.ask("PUT", "/me/status", {"status": "away", "away_reason_id": lunch["id"]})
    await klara.hide()
    await klara.sounds()
    hovor.advance(31 * 60)
    (note,) = await klara.until_notes(1)
    assert note["title"] == "Your time for this break is used up"
    await klara.until_shown("allowance")
    # Its sound is off unless she turns it on.
    assert await klara.sounds() == []
    klara.http.ask("PUT", "/me/status", {"status": "online"})
    await klara.until_notes(0)


async def test_back_at_is_chosen_by_keyboard_seen_by_colleagues_and_reminds(
    hovor: Hovor, windows: Windows
) -> None:
    company = hovor.set_up()
    klara = Colleague(await windows.open(reduced_motion="reduce"), hovor.address)
    page = klara.page
    await page.clock.install()
    await klara.sign_in(company.hire("klara"))
    tomas = Colleague(await windows.open(reduced_motion="reduce"), hovor.address)
    await tomas.sign_in(company.hire("tomas"))
    menu = page.get_by_role("button", name=re.compile("^Status: "))
    await menu.focus()
    await page.keyboard.press("Enter")
    back_at = page.get_by_role("combobox", name="Back at")
    await expect(back_at).to_be_visible()
    while not await back_at.evaluate("element => element === document.activeElement"):
        await page.keyboard.press("Tab")
    await page.keyboard.type("In 15")
    await expect(back_at).to_have_value("15")
    looker = Looker()
    await looker.look(page, "the menu with a reminder")
    assert looker.found == []
    reason = page.get_by_role("menuitemradio", name=re.compile("^Break"))
    await reason.press("Enter")
    await klara.expect_status("Away, Break")
    await tomas.page.get_by_role("button", name="Colleagues").click()
    row = tomas.page.get_by_role("dialog", name="Colleagues").get_by_role("listitem").filter(has_text="Klara")
    await expect(row.first).to_contain_text(re.compile(r"back at \d"))

    await page.clock.fast_forward("15:01")
    hovor.advance(15 * 60 + 1)
    reminder = _toast(page, "You wanted to be back now")
    await expect(reminder).to_contain_text("Your status stays as it is.")
    await klara.expect_status("Away, Break")
    await reminder.get_by_role("button", name="Go online").press("Enter")
    await klara.expect_status("Online")
    await expect(reminder).to_have_count(0)
