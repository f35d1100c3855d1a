"""Who gets a client: offers that are declined and missed, the waiting column, a race, and nobody at all."""

import asyncio
import re

import pytest
from playwright.async_api import Route, expect

from tests.journeys.people import Colleague, Visitor, expect_said
from tests.journeys.windows import Windows
from tests.support.server import Company, Hovor


@pytest.fixture
def company(hovor: Hovor) -> Company:
    """A company whose chat asks no questions before it begins."""
    made = hovor.set_up()
    _change(made, {"start_fields": [], "when_unavailable": "queue"})
    return made


def _change(company: Company, settings: dict[str, object]) -> None:
    company.administrator.ask("PATCH", f"/channels/{company.channel_id}", {"settings": settings})


async def _colleague(company: Company, windows: Windows, name: str) -> Colleague:
    person = Colleague(await windows.open(), company.hovor.address)
    await person.sign_in(company.hire(name))
    return person


async def _visitor(company: Company, windows: Windows) -> Visitor:
    """On a page of Hovor's own that holds nothing but the chat."""
    visitor = Visitor(await windows.open(), company.hovor.address)
    await visitor.page.goto(f"{visitor.address}/chat/{company.channel_key}")
    await expect(visitor.composer).to_be_editable()
    return visitor


async def test_a_declined_client_goes_to_the_next_and_a_missed_one_back(
    company: Company, windows: Windows
) -> None:
    klara = await _colleague(company, windows, "klara")
    visitor = await _visitor(company, windows)
    await visitor.say("Whose am I? ~one")
    await expect(klara.offer).to_be_visible()
    tomas = await _colleague(company, windows, "tomas")
    # As soon as the server knows that he looks at it, not answering counts.
    async with tomas.page.expect_response(re.compile("/shown$")):
        await klara.offer.get_by_role("button", name="Decline with a reason").click()
        await klara.page.get_by_role("menuitem", name="Not my topic").click()
    await expect(klara.offer).to_have_count(0)
    await expect(tomas.offer).to_contain_text("Whose am I?")
    company.hovor.advance(20)
    await expect(tomas.page.get_by_role("status").filter(has_text="Offer missed")).to_be_visible()
    await expect(tomas.offer).to_have_count(0)
    # It is not offered again to who has declined or missed it; it can still be taken from the queue.
    row = tomas.queue.get_by_role("link", name=re.compile(", Web chat, waiting"))
    await row.click()
    await expect(tomas.log).to_contain_text("Whose am I?")
    await tomas.main.get_by_role("button", name="Take").click()
    await expect(tomas.composer).to_be_focused()
    await expect(tomas.page.get_by_role("alert").filter(has_text="accepted")).to_have_count(0)
    await expect(klara.queue.get_by_role("link")).to_have_count(0)
    await tomas.say("Mine ~two")
    await expect_said(visitor.log, ["~one", "~two"])


async def test_two_who_reach_for_the_same_client(company: Company, windows: Windows) -> None:
    company.administrator.ask("PATCH", "/company", {"settings": {"offer_mode": "broadcast"}})
    klara = await _colleague(company, windows, "klara")
    tomas = await _colleague(company, windows, "tomas")
    visitor = await _visitor(company, windows)
    await visitor.say("Two at once ~one")
    people = [klara, tomas]
    for person in people:
        row = person.queue.get_by_role("link", name=re.compile(", Web chat, waiting"))
        await row.click()
    both = asyncio.Barrier(len(people))

    async def together(route: Route) -> None:
        await both.wait()
        await route.continue_()

    for person in people:
        await person.page.route("**/api/v1/conversations/*/pick", together)
    takes = [person.main.get_by_role("button", name="Take") for person in people]
    await asyncio.gather(*(take.click() for take in takes))
    await expect(klara.composer.or_(klara.main.get_by_text("Tomas has this conversation."))).to_be_visible()
    winner = klara if await klara.composer.count() else tomas
    loser = tomas if winner is klara else klara
    told = loser.page.get_by_role("alert").filter(has_text="A colleague was faster.")
    await expect(told).to_be_visible()
    await expect(loser.composer).to_have_count(0)
    await winner.say("I was faster ~two")
    await expect_said(visitor.log, ["~one", "~two"])


async def test_nobody_is_there(company: Company, windows: Windows) -> None:
    _change(company, {"start_fields": [], "when_unavailable": "leave_message"})
    visitor = Visitor(await windows.open(), company.hovor.address)
    await visitor.page.goto(f"{visitor.address}/chat/{company.channel_key}")
    send = visitor.window.get_by_role("button", name="Send message")
    await expect(visitor.window).to_contain_text("Nobody is here right now. Leave a message")
    await visitor.window.get_by_role("textbox", name="Your e-mail").fill("jana@")
    await send.click()
    email = visitor.window.get_by_role("textbox", name="Your e-mail")
    await expect(email).to_be_focused()
    await expect(email).to_have_accessible_description("This address looks incomplete.")
    await email.fill("jana@post.example")
    await visitor.composer.fill("Please call me back ~one")
    await send.click()
    await expect(visitor.window).to_contain_text("Thank you. Your message is with us")

    # The first who comes in the morning finds it; meanwhile the visitor sees that somebody is there.
    klara = await _colleague(company, windows, "klara")
    await expect(klara.offer).to_contain_text("Please call me back")
    await klara.accept()
    await expect(klara.client).to_contain_text("jana@post.example")
    await klara.say("I am calling ~two")
    await expect_said(visitor.log, ["~one", "~two"])
    await expect(visitor.composer).to_be_editable()


async def test_who_is_cut_off_for_long_loses_the_client_to_a_colleague(
    company: Company, windows: Windows
) -> None:
    klara = await _colleague(company, windows, "klara")
    visitor = await _visitor(company, windows)
    await visitor.say("Do not lose me ~one")
    await klara.accept()
    await klara.say("I am with you ~two")
    tomas = await _colleague(company, windows, "tomas")
    await klara.page.close()
    while _is_reachable(company, "Klara"):
        pass  # nobody is told that the server has noticed
    company.hovor.advance(31)
    company.hovor.advance(61)
    await expect(tomas.offer).to_be_visible()
    await tomas.accept()
    await expect(tomas.log).to_contain_text("The connection of Klara was lost")
    await tomas.say("I go on ~three")
    await expect_said(visitor.log, ["~one", "~two", "~three"])
    await expect_said(tomas.log, ["~one", "~two", "~three"])


def _is_reachable(company: Company, name: str) -> bool:
    people = company.administrator.ask("GET", "/colleagues")["items"]
    return any(each["reachable"] for each in people if each["name"] == name)


async def test_an_open_transfer_dialog_takes_in_who_has_come_meanwhile(
    company: Company, windows: Windows
) -> None:
    klara = await _colleague(company, windows, "klara")
    email = company.hire("tomas")
    visitor = await _visitor(company, windows)
    await visitor.say("Boots ~one")
    await klara.accept()
    await klara.page.keyboard.press("Alt+t")
    dialog = klara.page.get_by_role("dialog", name="Transfer conversation")
    await dialog.get_by_role("combobox").fill("Tomas")
    await expect(dialog.get_by_role("option", name=re.compile("^Tomas"))).to_be_visible()
    go = dialog.get_by_role("button", name="Transfer")
    await expect(go).to_have_attribute("aria-disabled", "true")
    tomas = Colleague(await windows.open(), company.hovor.address)
    await tomas.sign_in(email)
    await expect(go).not_to_have_attribute("aria-disabled", "true")
    await go.click()
    await expect(tomas.offer).to_contain_text("Boots")
