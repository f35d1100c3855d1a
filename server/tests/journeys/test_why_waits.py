"""A supervisor reads why a client waits, sees it change, and does something about it. What stands there is
what the records and the facts say.
"""

import re
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Locator, Page, expect

from tests.journeys.axe import Looker, still
from tests.journeys.people import Colleague
from tests.journeys.windows import Windows
from tests.support.server import Company, Document, Hovor, Operator, Visitor

_WORDS: Final = {
    "away": "is away",
    "channel_off": "has this channel turned off.",
    "offline": "is offline.",
}


@pytest.fixture
def company(hovor: Hovor) -> Company:
    """A company whose chat asks no questions before it begins."""
    made = hovor.set_up()
    settings = {"start_fields": [], "when_unavailable": "queue"}
    made.administrator.ask("PATCH", f"/channels/{made.channel_id}", {"settings": settings})
    return made


class Shop:
    """Of the team Klára is at lunch, Tomáš has the chat turned off, Petr is not there, and Sofia, who
    supervises, is away. Jana of another group, Care, is at work. A client waits.
    """

    def __init__(self, company: Company) -> None:
        self.company = company
        ask = company.administrator.ask
        self.klara = company.operator("klara")
        self.klara.go_online()
        lunch = next(each["id"] for each in ask("GET", "/away-reasons")["items"] if each["name"] == "Lunch")
        self.klara.ask("PUT", "/me/status", {"status": "away", "away_reason_id": lunch})
        self.tomas = company.operator("tomas")
        self.tomas.go_online()
        self.tomas.ask("PUT", f"/me/channels/{company.channel_id}", {"available": False})
        company.hire("petr")
        self.sofia = company.hire("sofia", "supervisor")
        self.care: str = ask("POST", "/groups", {"name": "Care"})["id"]
        self.jana = company.operator("jana")
        ask("PATCH", f"/operators/{self.jana.id}", {"group_ids": [self.care]})
        self.jana.go_online()

    def waits(self) -> Visitor:
        """Somebody writes, whom nobody can take."""
        visitor = self.company.visitor()
        visitor.connect()
        visitor.say("Anybody there?")
        return visitor

    async def supervised(self, page: Page) -> Colleague:
        """Sofia at her console; she takes nobody by herself."""
        sofia = Colleague(page, self.company.hovor.address)
        await sofia.sign_in(self.sofia)
        self.company.hovor.sign_in(self.sofia).ask("PUT", "/me/status", {"status": "away"})
        await sofia.expect_status("Away")
        return sofia

    def recorded(self, conversation_id: str) -> Document:
        """What the records and the engine say."""
        path = f"/decisions?conversation_id={conversation_id}"
        return self.company.administrator.ask("GET", path)


async def _open_by_keyboard(sofia: Colleague) -> Locator:
    page = sofia.page
    await sofia.queue.get_by_role("link", name=re.compile(", Web chat, waiting")).click()
    await page.get_by_role("button", name="Why does this one wait?").focus()
    await page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog", name="Why does this one wait?")
    await expect(drawer.get_by_role("heading", name="Who could take it")).to_be_visible()
    return drawer


async def _zone(page: Page) -> ZoneInfo:
    return ZoneInfo(await page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone"))


async def _told(drawer: Locator) -> list[tuple[str, str]]:
    """What happened and comes: the time and the words of each line."""
    lines = (
        await drawer.get_by_role("list", name="What happened and what comes").get_by_role("listitem").all()
    )
    found = [(await line.inner_text()).split("\n") for line in lines]
    return [("" if len(parts) == 1 else parts[0], parts[-1]) for parts in found]


async def _expect_as_recorded(drawer: Locator, said: Document, zone: ZoneInfo) -> None:
    """Each operator of the engine's answer stands there once with what speaks against him, and each thing
    that happened with its time.
    """
    people = drawer.get_by_role("list", name="Who could take it").get_by_role("listitem")
    against = {each["name"]: each["reasons"][0]["code"] for each in said["now"]["operators"]}
    await expect(people).to_have_count(len(against))
    for name, code in against.items():
        line = people.filter(has=drawer.page.get_by_text(name, exact=True))
        await expect(line).to_contain_text(_WORDS[code])
    times = [time for time, _ in await _told(drawer) if time]
    assert times == [
        datetime.fromisoformat(each["at"]).astimezone(zone).strftime("%H:%M:%S")
        for each in (*said["happened"], *said["comes"])
    ]
    at = datetime.fromisoformat(said["items"][0]["at"]).astimezone(zone).strftime("%H:%M:%S")
    version = said["items"][0]["policy_version"]
    await expect(drawer).to_contain_text(f"From the routing decision of {at}, rules version {version}.")


async def test_what_the_drawer_says_is_what_the_records_and_the_facts_say(
    company: Company, windows: Windows
) -> None:
    shop, looker = Shop(company), Looker()
    sofia = await shop.supervised(await still(windows))
    shop.waits()
    drawer = await _open_by_keyboard(sofia)
    conversation_id = sofia.page.url.rpartition("/")[2]
    sentence = drawer.get_by_role("status")
    # As the shop was set up: four of the team may, and none can.
    await expect(sentence).to_have_text("4 operators may take it. None of them can right now.")
    people = drawer.get_by_role("list", name="Who could take it").get_by_role("listitem")
    facts = [
        "Tomas has this channel turned off.",
        "Klara is away: Lunch.",
        "Sofia is away.",
        "Petr is offline.",
    ]
    assert sorted(await people.all_inner_texts()) == sorted(facts)
    said = shop.recorded(conversation_id)
    await _expect_as_recorded(drawer, said, await _zone(sofia.page))
    assert [words for _, words in await _told(drawer)] == ["Arrived.", "Now the only one in Alderway team."]
    await looker.look(sofia.page, "why does this one wait")

    # It follows what happens, without a press.
    shop.klara.ask("PUT", "/me/status", {"status": "away"})
    await expect(people.filter(has_text="Klara")).to_have_text("Klara is away.")
    shop.waits()
    await expect(drawer).to_contain_text("Now first of 2 in Alderway team. Nothing stands before it.")
    await _expect_as_recorded(drawer, shop.recorded(conversation_id), await _zone(sofia.page))
    assert not looker.found, "\n" + "\n".join(looker.found)


def _offered(operator: Operator) -> Document:
    return operator.live.hears("offer.made")


async def _opens_to_care(sofia: Colleague, drawer: Locator, looker: Looker) -> None:
    """By keyboard alone."""
    keys = sofia.page.keyboard
    await drawer.get_by_role("button", name="Open it to…").focus()
    await keys.press("Enter")
    await expect(sofia.page.get_by_role("menuitem", name="Care")).to_be_focused()
    await looker.look(sofia.page, "why, open it to")
    await keys.press("Enter")


async def test_a_supervisor_opens_it_to_another_group_and_gives_it_to_an_operator(
    company: Company, windows: Windows
) -> None:
    shop, looker = Shop(company), Looker()
    sofia = await shop.supervised(await still(windows))
    shop.waits()
    drawer = await _open_by_keyboard(sofia)
    conversation_id = sofia.page.url.rpartition("/")[2]
    await _opens_to_care(sofia, drawer, looker)
    offer = _offered(shop.jana)
    assert offer["conversation"]["id"] == conversation_id
    await expect(drawer.get_by_role("status")).to_have_text("It’s being offered to Jana now.")
    shop.jana.ask("POST", f"/offers/{offer['id']}/decline", {"reason": "In a long chat"})
    await expect(drawer).to_contain_text("Offered to Jana, declined: In a long chat")
    jana = drawer.get_by_role("listitem").filter(has_text="Jana declined it at")
    await expect(jana).to_contain_text(re.compile(r"and may be asked again in \d+:\d\d\."))
    told = [words for _, words in await _told(drawer)]
    assert told[:2] == ["Arrived.", "Sofia opened it to Care."]
    said = shop.recorded(conversation_id)
    assert [each["what"] for each in said["happened"]] == ["arrived", "widened", "declined"]

    await drawer.get_by_role("button", name="Give it to…").focus()
    await sofia.page.keyboard.press("Enter")
    form = sofia.page.get_by_role("dialog", name="Give it to…")
    search = form.get_by_role("combobox", name="Search colleagues")
    await expect(search).to_be_focused()
    off = form.get_by_role("option", name=re.compile("^Tomas"))
    await expect(off).to_be_disabled()
    await expect(off).to_contain_text("has this channel turned off")
    await looker.look(sofia.page, "why, give it to")
    await sofia.page.keyboard.type("jan")
    await sofia.page.keyboard.press("Enter")
    await expect(drawer).to_be_hidden()
    await expect(sofia.main).to_contain_text("Jana has this conversation.")
    await expect(sofia.page.get_by_role("status").filter(has_text="Jana has it now")).to_be_visible()
    await expect(sofia.main).to_be_focused()
    assert not looker.found, "\n" + "\n".join(looker.found)


async def test_what_a_step_would_do_later_is_done_now(company: Company, windows: Windows) -> None:
    shop = Shop(company)
    ask = company.administrator.ask
    team = next(
        each["id"] for each in ask("GET", "/routing")["queues"] if each["group_id"] == company.group_id
    )
    ask("PATCH", f"/queues/{team}", {"relaxation": [{"after_seconds": 300, "add_group_ids": [shop.care]}]})
    # Klára is there and has no room: so the step is not skipped.
    ask("PATCH", f"/operators/{shop.klara.id}", {"capacity": {"total": 1, "kinds": {}}})
    shop.klara.ask("PUT", "/me/status", {"status": "online"})
    shop.waits()
    first = _offered(shop.klara)
    shop.klara.ask("POST", f"/offers/{first['id']}/accept", {})
    sofia = await shop.supervised(await still(windows))
    shop.waits()
    drawer = await _open_by_keyboard(sofia)
    people = drawer.get_by_role("list", name="Who could take it").get_by_role("listitem")
    await expect(people.first).to_have_text("Klara has no slot free.")
    await expect(people.last).to_have_text("Jana isn’t asked yet.")
    assert [words for _, words in await _told(drawer)][-1] == "Care may take it too."
    await drawer.get_by_role("button", name="Open it to Care now").click()
    conversation_id = sofia.page.url.rpartition("/")[2]
    assert _offered(shop.jana)["conversation"]["id"] == conversation_id
    await expect(drawer).to_contain_text("Sofia opened it to Care.")
    await expect(drawer).not_to_contain_text("Care may take it too.")


async def test_whoever_reads_it_takes_it_from_there_and_is_told_of_no_failure(
    company: Company, windows: Windows
) -> None:
    shop = Shop(company)
    sofia = await shop.supervised(await still(windows))
    shop.waits()
    drawer = await _open_by_keyboard(sofia)
    await drawer.get_by_role("button", name="Take it myself").focus()
    await sofia.page.keyboard.press("Enter")
    await expect(sofia.composer).to_be_focused()
    await expect(drawer).to_be_hidden()
    await expect(sofia.page.get_by_role("alert").filter(has_text="accepted")).to_have_count(0)
