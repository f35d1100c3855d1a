"""What is pushed to a browser is shown there and confirmed, and a browser that is gone is seen."""

import asyncio
import json
from typing import Any, Final

from playwright.async_api import CDPSession, expect

from tests.journeys.notified import GRANTED, watched
from tests.journeys.windows import Windows
from tests.notifications.push_service import Fault, PushBrowser, PushService
from tests.support.server import Hovor

_ASK: Final = """async ([method, path, body]) => {
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(`/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
}"""


async def test_a_push_comes_through_the_browsers_own_path_and_is_confirmed(
    hovor: Hovor, windows: Windows, push_service: PushService
) -> None:
    klara = await watched(windows, hovor, **GRANTED)
    await klara.open()
    (tab,) = klara.tabs
    klara.visitor.say("Are you there?")
    await tab.get_by_role("button", name="Accept").click()
    await expect(tab.get_by_role("textbox", name="Message")).to_be_focused()
    browser = PushBrowser(push_service, "klara")
    await tab.evaluate(_ASK, ["POST", "/me/push-subscriptions", browser.subscription])
    only_push = {"events": {"message": {"sound": False, "browser": False}}}
    await tab.evaluate(_ASK, ["PUT", "/me/notifications", only_push])
    await klara.hide()
    klara.visitor.say("Hello?")
    (received,) = await asyncio.to_thread(push_service.until, 1)
    pushed = await asyncio.to_thread(browser.reads, received)

    devtools = await klara.context.new_cdp_session(tab)
    registration = _registration(devtools)
    await devtools.send("ServiceWorker.enable")
    delivered = {
        "origin": klara.address,
        "registrationId": await registration,
        "data": json.dumps(pushed),
    }
    await devtools.send("ServiceWorker.deliverPushMessage", delivered)
    (note,) = await klara.until_notes(1)
    raised = await klara.until_shown("message")
    assert (note["title"], note["body"]) == ("New message, web chat, Alderway team", "")
    assert note["data"]["notification_id"] == raised["id"]
    await tab.evaluate("window.__hide(false)")
    await klara.until_notes(0)


async def test_a_push_subscription_that_died_is_seen(
    hovor: Hovor, windows: Windows, push_service: PushService
) -> None:
    klara = await watched(windows, hovor, **GRANTED)
    await klara.open()
    (tab,) = klara.tabs
    subscription = PushBrowser(push_service, "klara").subscription
    await tab.evaluate(_ASK, ["POST", "/me/push-subscriptions", subscription])
    await tab.get_by_role("tab", name="Notifications").click()
    push_service.faults.append(Fault(410))
    await tab.get_by_role("button", name="Send me a test").click()
    check = tab.get_by_role("listitem").filter(has_text="The push service no longer knows this browser.")
    await expect(check).to_contain_text("Fix")
    await expect(check.get_by_role("button", name="Subscribe again")).to_be_visible()
    await expect(tab.get_by_role("button", name="Notifications, 1 to fix")).to_be_visible()


def _registration(devtools: CDPSession) -> asyncio.Future[str]:
    """The id by which the browser knows the service worker, as soon as it says so."""
    found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def told(update: dict[str, Any]) -> None:
        for each in update["registrations"]:
            if not found.done():
                found.set_result(each["registrationId"])

    devtools.on("ServiceWorker.workerRegistrationUpdated", told)
    return found
