"""Pushes on their way to a real push service that misbehaves: nothing is lost or told to strangers."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa

from hovor.foundation.caller import Anonymous
from hovor.foundation.database import Reading
from hovor.foundation.settings import Settings
from hovor.notifications import models
from tests.notifications.push_service import Fault, PushBrowser, PushService
from tests.support.server import Company, Hovor, Operator

CANARY = "my card number is 4111"


@pytest.fixture
def push_service() -> Iterator[PushService]:
    """On loopback."""
    service = PushService()
    yield service
    service.close()


@pytest.fixture
def hovor(migrated_database_url: str | None, tmp_path: Path, push_service: PushService) -> Iterator[Hovor]:
    """An installation that may speak to the stand-in."""
    database, allowed = migrated_database_url, (push_service.origin,)
    started = Hovor(Settings(data_dir=tmp_path, database_url=database, port=0, outgoing_allowed=allowed))
    started.start()
    yield started
    started.close()


class Office:
    """Klara serves a client and has closed her browser, which may be pushed to."""

    def __init__(self, company: Company, push_service: PushService) -> None:
        self.klara: Operator = company.operator("klara")
        self.klara.go_online()
        self.visitor = company.visitor()
        conversation = self.visitor.say("Hello")["conversation_id"]
        offer = self.klara.live.hears("offer.made")
        self.klara.ask("POST", f"/offers/{offer['id']}/accept", {})
        self.conversation = conversation
        self.browser = PushBrowser(push_service, "klara")
        self.subscription = self.klara.ask(
            "POST", "/me/push-subscriptions", {**self.browser.subscription, "device": "Chrome on Linux"}
        )["id"]
        self.klara.live.close()
        # The server notices a closed socket in its own time.
        while self.klara.ask("GET", "/me/status")["reachable"]:
            continue

    def known(self) -> list[dict[str, Any]]:
        """Her browsers, as she sees them."""
        found: list[dict[str, Any]] = self.klara.ask("GET", "/me/notifications")["push"]["subscriptions"]
        return found


@pytest.fixture
def office(hovor: Hovor, push_service: PushService) -> Office:
    """See `Office`."""
    return Office(hovor.set_up(), push_service)


def test_a_message_reaches_a_closed_browser_without_a_word_of_the_client(
    office: Office, push_service: PushService
) -> None:
    office.visitor.say(CANARY)
    (received,) = push_service.until(1)
    assert received.path == office.browser.path
    read = office.browser.reads(received)
    assert read["notification"]["title"] == "New message, web chat, Alderway team"
    assert read["notification"]["navigate"] == f"/conversations/{office.conversation}"
    assert CANARY not in str(read)
    headers = received.headers
    assert (headers["content-encoding"], headers["urgency"]) == ("aes128gcm", "high")
    assert int(headers["ttl"]) > 3000
    assert headers["authorization"].startswith("vapid t=")
    assert headers["host"] == push_service.origin.removeprefix("http://")


def test_a_page_that_confirms_needs_no_push_and_one_that_does_not_is_followed_by_it(
    hovor: Hovor, office: Office, push_service: PushService
) -> None:
    klara = office.klara
    klara.connect()
    hidden = {"visible": False, "focused": False, "notifications": "granted", "sound": "on"}
    klara.live.say(type="state", microphone="absent", idle_seconds=0, **hidden)
    office.visitor.say("One")
    raised = klara.live.hears("notification.raised", lambda one: one["connection_id"] is not None)
    assert raised["connection_id"] == klara.live.ready["connection_id"]
    klara.ask("POST", f"/notifications/{raised['id']}/shown", {"by": ["notification"]})
    hovor.advance(10)
    office.visitor.say("Two")
    klara.live.hears("notification.raised", lambda one: one["count"] == 2)
    hovor.advance(2)
    assert len(push_service.until(1)) == 1


def test_push_never_makes_anybody_reachable(office: Office, push_service: PushService) -> None:
    office.visitor.say("One")
    push_service.until(1)
    assert office.klara.ask("GET", "/me/status")["reachable"] is False


@pytest.mark.parametrize("status", [404, 410, 403])
def test_a_subscription_that_the_service_no_longer_knows_is_dropped_and_said(
    hovor: Hovor, office: Office, push_service: PushService, status: int
) -> None:
    push_service.faults.append(Fault(status))
    office.klara.connect()
    office.klara.ask("POST", "/me/notifications/test", {})
    push_service.until(1)
    office.klara.live.hears("settings.changed", lambda data: data["what"] == "notifications")
    (known,) = office.known()
    assert (known["dead_because"], known["current"]) == ("refused" if status == 403 else "gone", True)
    checks = {each["check"]: each for each in office.klara.ask("GET", "/me/notifications/checks")["items"]}
    assert (checks["push"]["state"], checks["push"]["because"]) == ("fix", "dead")
    assert hovor.run(_sealed(hovor)) == [""]
    again = PushBrowser(push_service, "again")
    office.klara.ask("POST", "/me/push-subscriptions", again.subscription)
    assert [each["dead_at"] for each in office.known()] == [None]
    assert office.klara.ask("POST", "/me/notifications/test", {})["pushed_to"] == 1
    assert push_service.until(2)[1].path == again.path


@pytest.mark.parametrize(
    "fault",
    [
        Fault(429, (("retry-after", "60"),)),
        Fault(500),
        Fault(503),
    ],
)
def test_what_is_refused_for_now_is_tried_again(
    hovor: Hovor, office: Office, push_service: PushService, fault: Fault
) -> None:
    push_service.faults.append(fault)
    office.visitor.say("One")
    push_service.until(1)
    assert hovor.run(_recorded(hovor)) == ("queued", 1)
    hovor.advance(61)
    # The second is the message again; in a minute without a connection she is told of that as well.
    read = [office.browser.reads(each) for each in push_service.until(3)]
    messages = [each for each in read if each["hovor"]["what"] == "message"]
    assert len(messages) == 2
    assert messages[0] == messages[1]
    assert len({each.body for each in push_service.received}) == 3


def test_who_works_and_loses_his_connection_is_told(
    hovor: Hovor, office: Office, push_service: PushService
) -> None:
    hovor.advance(31)
    (received,) = push_service.until(1)
    read = office.browser.reads(received)
    assert read["notification"]["title"] == "Hovor has lost your connection"
    # It may be cleared before a new page is told where it begins: one that goes on from here misses nothing.
    office.klara.connect(after=office.klara.ask("GET", "/workspace")["position"])
    office.klara.live.hears("notification.cleared", lambda one: one["what"] == "connection")


@pytest.mark.parametrize(
    "fault", [Fault(400), Fault(413), Fault(302, (("location", "http://127.0.0.1:1/"),))]
)
def test_what_is_refused_for_good_is_not_tried_again(
    hovor: Hovor, office: Office, push_service: PushService, fault: Fault
) -> None:
    push_service.faults.append(fault)
    office.visitor.say("One")
    push_service.until(1)
    assert hovor.run(_recorded(hovor)) == ("failed", 1)
    assert len(push_service.received) == 1


def test_a_service_that_never_answers_keeps_nobody_waiting(
    hovor: Hovor, office: Office, push_service: PushService
) -> None:
    hanging = Event()
    push_service.faults.append(Fault(hangs=hanging))
    office.visitor.say("One")
    push_service.until(1)
    office.klara.connect()
    office.visitor.say("Two")
    assert office.klara.live.hears("message.received")["text"] == "Two"
    hanging.set()


def test_signing_out_ends_the_subscription_of_that_browser(hovor: Hovor, office: Office) -> None:
    office.klara.ask("POST", "/sign-out", {})
    hovor.run(_forgotten(hovor))


def test_the_same_browser_again_is_one_subscription(office: Office) -> None:
    office.klara.ask("POST", "/me/push-subscriptions", office.browser.subscription)
    assert len(office.known()) == 1
    office.klara.ask("DELETE", "/me/push-subscriptions")
    assert office.known() == []
    office.klara.ask("DELETE", "/me/push-subscriptions")


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://192.168.1.1/x",
        "https://169.254.169.254/latest/meta-data",
        "https://user:word@push.example/x",
        "ftp://push.example/x",
        "nonsense",
        "https:///x",
    ],
)
def test_addresses_inside_are_not_spoken_to(office: Office, endpoint: str) -> None:
    body = {**office.browser.subscription, "endpoint": endpoint}
    answer = office.klara.http.post("/api/v1/me/push-subscriptions", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "push_endpoint_refused")


async def _sealed(hovor: Hovor) -> list[str]:
    def sealed(reading: Reading) -> list[str]:
        return [row[0] for row in reading.all(sa.select(models.push_subscription.c.sealed))]

    return await hovor.installation.context.database.read(sealed, company="", caller=Anonymous())


async def _recorded(hovor: Hovor) -> tuple[str, int]:
    """State and attempts of the only delivery, as soon as what came of its attempt is kept."""
    columns = models.push_delivery.c

    def kept(reading: Reading) -> tuple[str, int] | None:
        rows = reading.all(sa.select(columns.state, columns.attempts, columns.error))
        return (rows[0][0], rows[0][1]) if rows and rows[0][2] is not None else None

    while True:
        found = await hovor.installation.context.database.read(kept, company="", caller=Anonymous())
        if found is not None:
            return found
        await asyncio.sleep(0.01)


async def _forgotten(hovor: Hovor) -> None:
    """Returns when no subscription is left."""
    while await _sealed(hovor):  # noqa: ASYNC110  nobody tells when the listener is done
        await asyncio.sleep(0.01)
