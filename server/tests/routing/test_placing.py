"""Hours, size and overflow: a conversation waits in exactly one queue, with the age it arrived with."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from hovor.companies import service as companies
from hovor.conversations import queries as conversations
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.clock import SECOND
from hovor.messaging import queries as messaging
from hovor.routing import queries, service
from hovor.routing.policy import Overflow, Passed, QueueSettings, land
from hovor.routing.queries.rules import Placement, placements
from hovor.routing.service import QueueChange, Target
from tests.conversations.floor import Floor
from tests.simulation import invariants

_DAY = 24 * 3600


class Office:
    """Sales overflows to Care. Nobody works in Sales but Klára, nobody in Care but Tomáš."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    async def open(self) -> "Office":
        """Both are there."""
        floor = self.floor
        self.channel, (self.klara,) = await floor.staffed("Klára")
        care = await floor.group("Care")
        self.tomas = await floor.operator("Tomáš", groups=(care,), channels=(self.channel,))
        self.adam = await floor.operator("Adam", role="administrator")
        shared = {each.name: each.id for each in (await floor.ask(queries.queues)).values() if each.group_id}
        self.sales, self.care = shared["Sales"], shared["Care"]
        return self

    async def set(self, queue_id: str, **settings: object) -> None:
        """The administrator sets up a queue."""
        change = QueueChange(settings=settings)
        await self.floor.run(service.save_queue, queue_id=queue_id, change=change, caller=self.adam)

    async def write(self) -> str:
        """Somebody writes; answers the conversation."""
        return (await self.floor.write(await self.floor.visitor(self.channel))).conversation_id

    async def later(self, seconds: float) -> None:
        """Hours pass at once, and what was due in them has happened."""
        self.floor.clock.advance(seconds)
        await self.floor.settle()

    async def queue_of(self, talk: str) -> str | None:
        """Where it waits."""
        assert await self.floor.ask(invariants.always) == []
        return (await self.floor.conversation(talk)).queue_id

    async def how(self, talk: str) -> list[tuple[str, str | None, str]]:
        """How it came there."""
        found: list[Placement] = await self.floor.ask(placements, talk)
        return [(each.why, each.from_queue_id, each.queue_id) for each in found]


@pytest.fixture
async def office(floor: Floor) -> Office:
    """At work; Klára is away, so that whoever comes waits."""
    opened = await Office(floor).open()
    await floor.set_status(opened.klara, "away")
    return opened


async def test_inv_18_after_its_time_a_conversation_moves_on_with_its_age(office: Office) -> None:
    floor = office.floor
    await office.set(office.sales, overflow={"to_queue_id": office.care, "after_seconds": 60})
    talk = await office.write()
    before = await floor.conversation(talk)
    await floor.wait(59)
    assert await office.queue_of(talk) == office.sales
    await floor.wait(1)
    assert await office.queue_of(talk) == office.care
    after = await floor.conversation(talk)
    assert (after.opened_at, after.queued_at, after.priority) == (
        before.opened_at, before.queued_at, before.priority,
    )  # fmt: skip
    assert await office.how(talk) == [("waited", office.sales, office.care)]
    await floor.sign_in(office.tomas)
    assert [each.conversation_id for each in await floor.offers(office.tomas)] == [talk]


async def test_what_is_being_offered_is_not_taken_away_and_moves_on_after(office: Office) -> None:
    floor = office.floor
    await office.set(office.sales, overflow={"to_queue_id": office.care, "after_seconds": 60})
    talk = await office.write()
    await floor.wait(55)
    await floor.set_status(office.klara, "online")
    (offer,) = await floor.offers(office.klara)
    await floor.shown(office.klara, offer.id)
    await floor.wait(10)
    assert (await floor.conversation(talk)).state == "offered"
    await floor.wait(15)
    assert await office.queue_of(talk) == office.care


async def test_one_that_is_answered_in_time_does_not_move(office: Office) -> None:
    floor = office.floor
    await office.set(office.sales, overflow={"to_queue_id": office.care, "after_seconds": 60})
    talk = await office.write()
    await floor.set_status(office.klara, "online")
    await floor.take(office.klara)
    await floor.wait(600)
    assert (await floor.conversation(talk)).queue_id == office.sales
    # Handed back to its queue it has the whole time anew there, and its old age.
    row = await floor.transfer(office.klara, talk, Target(queue_id=office.sales))
    assert (row.state, row.queue_id) == ("queued", office.sales)
    await floor.set_status(office.klara, "away")
    await floor.wait(61)
    assert await office.queue_of(talk) == office.care


async def test_inv_05_who_comes_to_a_full_queue_waits_in_the_next(office: Office) -> None:
    await office.set(office.sales, size_limit=2, overflow={"to_queue_id": office.care, "when_full": True})
    talks = [await office.write() for _ in range(3)]
    assert [await office.queue_of(each) for each in talks] == [office.sales, office.sales, office.care]
    assert await office.how(talks[2]) == [("full", office.sales, office.care)]


async def test_a_full_queue_that_overflows_nowhere_still_loses_nobody(office: Office) -> None:
    await office.set(office.sales, size_limit=1)
    talks = [await office.write() for _ in range(3)]
    assert {await office.queue_of(each) for each in talks} == {office.sales}


async def test_a_circle_of_full_queues_leaves_each_where_it_was_sent(office: Office) -> None:
    await office.set(office.sales, size_limit=1, overflow={"to_queue_id": office.care, "when_full": True})
    await office.set(office.care, size_limit=1, overflow={"to_queue_id": office.sales, "when_full": True})
    talks = [await office.write() for _ in range(3)]
    wanted = [office.sales, office.care, office.sales]
    assert [await office.queue_of(each) for each in talks] == wanted


async def test_at_closing_time_who_waits_moves_on_and_in_the_morning_nobody_does(office: Office) -> None:
    floor = office.floor
    hours = [{"days": [1, 2, 3, 4, 5, 6, 7], "opens": "08:00", "closes": "16:00"}]
    await floor.run(companies.change_company, {"time_zone": "UTC"})
    # Whatever the time is when the test begins: the next opening, and an hour more.
    into = floor.clock.now() // SECOND % _DAY
    await office.later((8 * 3600 - into) % _DAY + 3600)
    await office.set(office.sales, hours=hours, overflow={"to_queue_id": office.care, "when_closed": True})
    talk = await office.write()
    assert await office.queue_of(talk) == office.sales
    await office.later(7 * 3600 - 1)
    late = await office.write()
    assert await office.queue_of(late) == office.sales
    await office.later(1)
    assert await office.queue_of(late) == office.care
    assert ("closed", office.sales, office.care) in await office.how(late)
    night = await office.write()
    assert await office.queue_of(night) == office.care
    # In the morning it opens, but not on a holiday.
    morning = datetime.fromtimestamp(floor.clock.now() / SECOND, UTC) + timedelta(hours=16)
    await floor.change(holidays=[{"date": morning.date().isoformat(), "name": "Republic Day"}])
    await office.later(17 * 3600)
    assert await office.queue_of(await office.write()) == office.care
    await floor.change(holidays=[])
    day = await office.write()
    assert await office.queue_of(day) == office.sales


async def test_a_rescued_conversation_is_kept_for_whom_it_was_taken_from(floor: Floor) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    await floor.set_status(tomas, "away")
    talk = await floor.served(klara, await floor.visitor(channel))
    await floor.disconnect(klara)
    await floor.wait(91)
    row = await floor.conversation(talk)
    assert (row.state, row.preferred_operator_id) == ("queued", klara.operator_id)
    await floor.set_status(tomas, "online")
    # She is not there: it does not wait for her.
    assert [each.conversation_id for each in await floor.offers(tomas)] == [talk]


async def test_inv_40_the_operator_of_last_time_is_asked_first_and_not_for_long(floor: Floor) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    adam: OperatorCaller = await floor.operator("Adam", role="administrator")
    await floor.change(wrap_up_limit_seconds=0)
    line = next(each.id for each in (await floor.ask(queries.queues)).values() if each.group_id)
    change = QueueChange(settings={"choice": "last_operator", "last_operator_seconds": 45})
    await floor.run(service.save_queue, queue_id=line, change=change, caller=adam)
    await floor.set_status(tomas, "away")
    visitor = await floor.visitor(channel)
    await floor.end(klara, await floor.served(klara, visitor))
    await floor.set_status(tomas, "online")
    again = (await floor.write(visitor)).conversation_id
    # Tomáš has been idle for longer, she knows the client.
    assert [each.conversation_id for each in await floor.offers(klara)] == [again]
    row = await floor.conversation(again)
    assert (row.preferred_operator_id, row.preferred_until) == (
        klara.operator_id, row.opened_at + 45 * SECOND,
    )  # fmt: skip


def shut(**why: Passed) -> Callable[[str], Passed | None]:
    """These queues take nobody."""
    known: Mapping[str, Passed] = why
    return known.get


def test_landing_follows_overflows_and_never_a_circle() -> None:
    to = {each: QueueSettings(overflow=Overflow(to, when_full=True)) for each, to in ("ab", "bc", "ca")}
    assert land("a", to, shut(a="full")).queue_id == "b"
    assert land("a", to, shut(a="full", b="full")).passed == (("a", "full"), ("b", "full"))
    assert land("a", to, shut(a="full", b="full", c="full")).queue_id == "a"
    assert land("a", to, shut(a="closed")).queue_id == "a"


async def test_inv_33_what_clients_are_told_follows_hours_size_and_what_the_queue_does_for_nobody(
    office: Office,
) -> None:
    floor = office.floor
    await floor.set_status(office.klara, "online")

    async def front() -> tuple[str, str | None]:
        told = await floor.ask(conversations.front_state, office.channel)
        return told.state, told.when_nobody

    assert await front() == ("online", None)
    await office.set(office.sales, size_limit=1, when_nobody="refuse")
    assert await front() == ("online", "refuse")
    await floor.set_status(office.klara, "away")
    assert await front() == ("offline", "refuse")
    await floor.change(offer_mode="broadcast")
    await floor.set_status(office.klara, "online")
    await office.write()
    assert await front() == ("offline", "refuse")
    await office.set(office.sales, when_nobody="keep")
    assert await front() == ("busy", None)
    await office.set(
        office.sales, size_limit=None, hours=[{"days": [1], "opens": "00:00", "closes": "00:01"}]
    )
    assert await front() == ("offline", None)
    await office.set(office.sales, overflow={"to_queue_id": office.care, "when_closed": True})
    assert await front() == ("offline", None)  # nobody is there in Care, either
    await floor.sign_in(office.tomas)
    assert await front() == ("online", None)


@pytest.mark.parametrize("when_nobody", ["auto_reply", "callback"])
async def test_whoever_finds_nobody_is_written_to_once_and_keeps_his_place(
    office: Office, when_nobody: str
) -> None:
    floor = office.floor
    await office.set(office.sales, when_nobody=when_nobody, reply_text="We are back at eight.")
    visitor = await floor.visitor(office.channel)
    talk = (await floor.write(visitor)).conversation_id
    await floor.write(visitor, "Hello?")
    said = await floor.ask(messaging.client_messages, [talk], after=None, limit=10)
    assert [(each.author.kind, each.text) for each in said] == [
        ("client", "Good morning"),
        ("system", "We are back at eight."),
        ("client", "Hello?"),
    ]
    asked = (await floor.ask(conversations.parameters_of, talk)).get("callback")
    assert asked == ("requested" if when_nobody == "callback" else None)
    await floor.set_status(office.klara, "online")
    assert [each.conversation_id for each in await floor.offers(office.klara)] == [talk]
    # Whoever comes now finds somebody.
    second = await office.write()
    said = await floor.ask(messaging.client_messages, [second], after=None, limit=10)
    assert [each.author.kind for each in said] == ["client"]


async def test_why_it_waits_tells_what_has_happened_and_what_comes(office: Office) -> None:
    floor = office.floor
    relaxation = [{"after_seconds": 600, "add_group_ids": []}]
    await office.set(
        office.sales, relaxation=relaxation, overflow={"to_queue_id": office.care, "after_seconds": 120}
    )
    talk = await office.write()
    await floor.wait(30)
    await floor.set_status(office.klara, "online")
    assert await floor.decline(office.klara, "In a long chat") == talk
    why = await floor.ask(queries.of_conversation, talk, caller=office.adam)
    assert [(each.what, each.name, each.reason) for each in why.happened] == [
        ("arrived", None, None),
        ("declined", "Klára", "In a long chat"),
    ]
    assert [(each.what, each.queue) for each in why.comes] == [("overflows", "Care")]
    await floor.set_status(office.klara, "away")
    await floor.wait(91)
    why = await floor.ask(queries.of_conversation, talk, caller=office.adam)
    assert ("waited", "Care") in [(each.what, each.queue) for each in why.happened]
    assert why.comes == ()
