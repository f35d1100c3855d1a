"""Nobody is missed: one sound and one note over three tabs, what is wrong is seen, what is handled goes."""

import asyncio
import re
from typing import Final

import pytest
from playwright.async_api import expect

from tests.journeys.axe import Looker
from tests.journeys.notified import GRANTED, TICK, watched
from tests.journeys.windows import Windows
from tests.support.server import Hovor

_PRESS: Final = """async ([event, action]) => {
  const [notification] = await self.registration.getNotifications();
  self.dispatchEvent(new NotificationEvent(event, { notification, action }));
}"""


@pytest.mark.usefixtures("patient")
async def test_hidden_a_new_client_and_a_new_message_each_give_one_sound_and_one_note_over_three_tabs(
    hovor: Hovor, windows: Windows
) -> None:
    klara = await watched(windows, hovor, **GRANTED)
    await klara.open(tabs=3)
    await klara.hide()
    await klara.sounds()

    klara.visitor.say("Are you there?")
    (note,) = await klara.until_notes(1)
    raised = await klara.until_shown("offer")
    assert note["title"] == "New client for you, web chat, Alderway team"
    assert (note["body"], note["silent"], note["tag"]) == ("", True, raised["id"])
    _expect_one_loud(await klara.sounds())

    # Accepted in one tab, it goes in all of them.
    front = klara.tabs[0]
    await front.evaluate("window.__hide(false)")
    await front.get_by_role("button", name="Accept").click()
    await klara.until_notes(0)
    await expect(front.get_by_role("textbox", name="Message")).to_be_focused()
    await klara.hide()
    await klara.sounds()

    klara.visitor.say("Hello?")
    (note,) = await klara.until_notes(1)
    await klara.until_shown("message")
    assert note["title"] == "New message, web chat, Alderway team"
    assert note["data"]["navigate"].startswith("/conversations/")
    _expect_one_loud(await klara.sounds())

    # Looked at, it is read, and gone.
    await front.evaluate("window.__hide(false)")
    await klara.until_notes(0)


@pytest.mark.usefixtures("patient")
async def test_hidden_a_client_who_comes_by_an_invitation_gives_one_sound_and_one_note(
    hovor: Hovor, windows: Windows
) -> None:
    klara = await watched(windows, hovor, **GRANTED)
    await klara.open(tabs=2)
    link = klara.http.ask("POST", "/invitations", {})["url"]
    await klara.hide()
    await klara.sounds()
    jana = await windows.open(locale="en-GB")
    await jana.goto(link)
    # Who only looks is nobody's news.
    await expect(jana.get_by_role("button", name="Start the chat")).to_be_visible()
    assert klara.http.ask("GET", "/workspace")["notifications"] == []
    await jana.get_by_role("button", name="Start the chat").click()
    (note,) = await klara.until_notes(1)
    raised = await klara.until_shown("offer")
    assert (note["tag"], note["silent"]) == (raised["id"], True)
    assert note["title"] == "New client for you, web chat, Klara"
    _expect_one_loud(await klara.sounds())


@pytest.mark.usefixtures("patient")
async def test_notes_that_come_at_the_same_time_all_stand(hovor: Hovor, windows: Windows) -> None:
    klara = await watched(windows, hovor, **GRANTED)
    await klara.open()
    visitors = [klara.company.visitor() for _ in range(3)]
    for visitor in visitors:
        visitor.say("Are you there?")
        await klara.tabs[0].get_by_role("button", name="Accept").click()
    await klara.hide()
    for _ in range(10):
        await asyncio.gather(*(asyncio.to_thread(visitor.say, "Hello?") for visitor in visitors))
        for note in await klara.until_notes(len(visitors)):
            klara.http.ask("POST", f"/notifications/{note['tag']}/cleared", {})
        await klara.until_notes(0)


@pytest.mark.usefixtures("patient")
async def test_when_the_leading_tab_is_closed_another_takes_its_place(hovor: Hovor, windows: Windows) -> None:
    klara = await watched(windows, hovor, **GRANTED)
    await klara.open(tabs=2)
    await klara.hide()
    await klara.tabs.pop().close()
    await klara.reported("sound_in_browser", "cant_tell")
    await klara.sounds()
    klara.visitor.say("Are you there?")
    await klara.until_notes(1)
    await klara.until_shown("offer")
    assert len(await klara.sounds()) == 1


# The page's policy lets nothing be evaluated that is asked again and again; a function waits by itself.
_SOUNDED = """() => new Promise((sounded) => {
  const look = () => (window.__sounds.length > 0 ? sounded() : requestAnimationFrame(look));
  look();
})"""


@pytest.mark.usefixtures("patient")
async def test_in_front_of_her_there_is_a_tick_and_no_note_and_nothing_in_the_conversation_she_looks_at(
    hovor: Hovor, windows: Windows
) -> None:
    klara = await watched(windows, hovor, **GRANTED)
    await klara.open()
    (tab,) = klara.tabs
    await klara.sounds()
    klara.visitor.say("Are you there?")
    await klara.until_shown("offer")
    (tick,) = await klara.sounds()
    assert tick < TICK
    await tab.get_by_role("button", name="Accept").click()
    await expect(tab.get_by_role("textbox", name="Message")).to_be_focused()
    klara.visitor.say("Hello?")
    await expect(tab.get_by_role("log", name="Messages")).to_contain_text("Hello?")
    assert await klara.sounds() == []

    await tab.goto(klara.address)
    await tab.get_by_role("tab", name="Channels").click()
    klara.visitor.say("I am still here.")
    await expect(tab.get_by_role("region", name="Queue")).to_contain_text("I am still here.")
    await tab.evaluate(_SOUNDED)
    assert (await klara.sounds())[0] < TICK
    assert await klara.notes() == []
    await expect(tab).to_have_title("(1) Hovor")


async def test_an_offer_is_accepted_from_its_note_and_a_message_put_away_there(
    hovor: Hovor, windows: Windows
) -> None:
    klara = await watched(windows, hovor, **GRANTED)
    await klara.open()
    await klara.hide()
    klara.visitor.say("Are you there?")
    await klara.until_notes(1)
    await klara.until_shown("offer")
    (worker,) = klara.context.service_workers
    await worker.evaluate(_PRESS, ["notificationclick", "accept"])
    (tab,) = klara.tabs
    await expect(tab.get_by_role("textbox", name="Message")).to_be_visible()
    assert klara.http.ask("GET", "/workspace")["conversations"][0]["owner_id"] == klara.http.id
    await klara.until_notes(0)

    klara.visitor.say("Hello?")
    await klara.until_notes(1)
    await klara.until_shown("message")
    await worker.evaluate(_PRESS, ["notificationclose", ""])
    await klara.until_notes(0)
    assert klara.http.ask("GET", "/workspace")["notifications"] == []


async def test_what_keeps_notifications_from_arriving_is_seen_on_the_tab_and_in_the_top_bar(
    hovor: Hovor, windows: Windows
) -> None:
    klara = await watched(windows, hovor)
    await klara.open()
    (tab,) = klara.tabs
    # Reloaded, and not pressed anywhere since: the browser lets nothing sound.
    await tab.reload()
    await klara.reported("sound_in_browser", "fix")
    await expect(tab.get_by_role("button", name="Notifications, 2 to fix")).to_be_visible()
    await expect(tab.get_by_role("tab", name="Notifications")).to_have_accessible_description("2 to fix")
    await tab.get_by_role("button", name="Notifications, 2 to fix").focus()
    await tab.evaluate("document.activeElement.click()")
    checks = tab.get_by_role("region", name="Will it reach you?").get_by_role("listitem")
    blocked = checks.filter(has_text="Sound is blocked")
    await expect(blocked).to_contain_text("Fix")
    await expect(checks.filter(has_text="Hovor has not asked yet")).to_contain_text("Fix")
    await expect(checks.filter(has_text="Connected")).to_contain_text("OK")
    await expect(checks.filter(has_text="Operating system")).to_contain_text("Can’t tell")

    await blocked.get_by_role("button", name="Turn on sound").press("Enter")
    await expect(checks.filter(has_text="Sound in the browser")).to_contain_text("Can’t tell")
    await expect(tab.get_by_role("button", name="Notifications, 1 to fix")).to_be_visible()
    await klara.reported("sound_in_browser", "cant_tell")


@pytest.mark.usefixtures("patient")
async def test_a_test_is_heard_and_shown_and_its_two_questions_settle_what_no_page_can_see(
    hovor: Hovor, windows: Windows
) -> None:
    klara = await watched(windows, hovor, **GRANTED)
    await klara.open()
    (tab,) = klara.tabs
    await tab.get_by_role("tab", name="Channels").press("End")
    await klara.sounds()
    await tab.get_by_role("button", name="Send me a test").press("Enter")
    (note,) = await klara.until_notes(1)
    assert note["title"] == "This is a test"
    assert len(await klara.sounds()) == 1
    checks = tab.get_by_role("region", name="Will it reach you?").get_by_role("listitem")
    await tab.get_by_role("button", name="Yes, I heard it").press("Enter")
    await expect(checks.filter(has_text="Sound in the browser")).to_contain_text("OK")
    await tab.get_by_role("button", name="No, I didn’t see it").press("Enter")
    await expect(checks.filter(has_text="Operating system")).to_contain_text("Fix")
    await tab.reload()
    await tab.get_by_role("tab", name="Notifications").click()
    await expect(checks.filter(has_text="Operating system")).to_contain_text("Fix")


@pytest.mark.usefixtures("patient")
async def test_what_she_chooses_counts_at_once_in_all_tabs(hovor: Hovor, windows: Windows) -> None:
    klara = await watched(windows, hovor, **GRANTED)
    await klara.open(tabs=2)
    first, second = klara.tabs
    for tab in (first, second):
        await tab.get_by_role("tab", name="Notifications").click()
    switch = "A client is offered to me: sound"
    await second.get_by_role("switch", name=switch).press("Space")
    await expect(first.get_by_role("switch", name=switch)).not_to_be_checked()
    await second.get_by_role("slider", name="Volume").press("ArrowLeft")
    await expect(first.get_by_role("slider", name="Volume")).to_have_value("65")
    await klara.hide()
    await klara.sounds()
    klara.visitor.say("Are you there?")
    (note,) = await klara.until_notes(1)
    assert note["silent"] is True
    assert await klara.sounds() == []


async def test_a_permission_that_was_refused_is_said_with_the_way_to_give_it(
    hovor: Hovor, windows: Windows
) -> None:
    klara = await watched(windows, hovor, **GRANTED)
    await klara.open()
    (tab,) = klara.tabs
    browser = klara.context.browser
    assert browser is not None
    target = await (await klara.context.new_cdp_session(tab)).send("Target.getTargetInfo")
    devtools = await browser.new_browser_cdp_session()
    refused = {
        "origin": klara.address,
        "permission": {"name": "notifications"},
        "setting": "denied",
        "browserContextId": target["targetInfo"]["browserContextId"],
    }
    await devtools.send("Browser.setPermission", refused)
    await expect(tab.get_by_role("button", name="Notifications, 1 to fix")).to_be_visible()
    await tab.get_by_role("button", name="Notifications, 1 to fix").click()
    check = tab.get_by_role("listitem").filter(has_text="Browser notifications are blocked")
    await expect(check).to_contain_text("Open Site settings (left of the address), Notifications, Allow.")
    await klara.reported("browser_permission", "fix")
    await check.get_by_role("button", name="Show me how").press("Enter")
    dialog = tab.get_by_role("dialog", name="Allow notifications in your browser")
    await expect(dialog).to_contain_text("Reload this page")
    await tab.keyboard.press("Escape")
    await expect(check.get_by_role("button", name="Show me how")).to_be_focused()
    await devtools.send("Browser.setPermission", {**refused, "setting": "granted"})
    # The browser tells of the change, so that nobody has to press "Check again".
    await expect(tab.get_by_role("listitem").filter(has_text="may show notifications")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1440])
async def test_the_tab_has_nothing_that_keeps_anybody_out(hovor: Hovor, windows: Windows, width: int) -> None:
    size = {"width": width, "height": 900}
    klara = await watched(windows, hovor, viewport=size, reduced_motion="reduce")
    await klara.open()
    (tab,) = klara.tabs
    await tab.get_by_role("button", name=re.compile("^Notifications")).click()
    await expect(tab.get_by_role("tab", name="Notifications")).to_be_visible()
    await tab.get_by_role("button", name="Send me a test").click()
    await expect(tab.get_by_text("Did you hear it?")).to_be_visible()
    looker = Looker()
    await looker.look(tab, f"notifications at {width} px")
    assert not looker.found, "\n" + "\n".join(looker.found)


def _expect_one_loud(sounds: list[float]) -> None:
    assert [sound > TICK for sound in sounds] == [True], sounds
