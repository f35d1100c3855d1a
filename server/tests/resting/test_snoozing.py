"""What is snoozed stays its operator's, takes no room, and comes back at its time or when the client writes;
to a queue where its operator is not there or has no room.
"""

import pytest

from hovor.conversations.errors import NotConnected
from hovor.conversations.queries import Conversation
from hovor.foundation.caller import ClientCaller, OperatorCaller
from hovor.foundation.database import Database
from hovor.foundation.errors import Invalid
from hovor.resting import service
from hovor.routing.service import Target
from tests.conversations.floor import REGISTRY, Floor
from tests.simulation import invariants
from tests.support.clock import VirtualClock

HOUR = 3600
YEAR = 365 * 24 * HOUR


class Desk:
    """Klára has snoozed a chat for an hour; Tomáš works beside her."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    async def open(self) -> "Desk":
        """It is hers."""
        floor = self.floor
        self.channel, (self.klara, self.tomas) = await floor.staffed("Klára", "Tomáš")
        await floor.set_status(self.tomas, "away")
        self.visitor: ClientCaller = await floor.visitor(self.channel)
        self.talk = await floor.served(self.klara, self.visitor)
        await floor.snooze(self.klara, self.talk, HOUR)
        return self

    async def row(self) -> Conversation:
        """As it is now; nothing is wrong with the company."""
        await self.floor.settle()
        assert await self.floor.ask(invariants.always) == []
        return await self.floor.conversation(self.talk)

    async def fill(self, operator: OperatorCaller) -> str:
        """He has as much as he may have."""
        await self.floor.change(capacity={"total": 1})
        return await self.floor.served(operator, await self.floor.visitor(self.channel))


@pytest.fixture
async def desk(floor: Floor) -> Desk:
    """One is snoozed."""
    return await Desk(floor).open()


async def test_it_comes_back_to_its_operator_when_its_time_comes(desk: Desk) -> None:
    await desk.floor.wait(HOUR - 1)
    assert (await desk.row()).state == "snoozed"
    await desk.floor.wait(1)
    row = await desk.row()
    assert (row.state, row.owner_id, row.snoozed_until) == ("active", desk.klara.operator_id, None)
    assert await desk.floor.changes(desk.talk) == ["joined", "snoozed", "resumed"]


async def test_it_comes_back_when_the_client_writes_and_not_when_he_reads(desk: Desk) -> None:
    await desk.floor.close_page(desk.visitor)
    await desk.floor.open_page(desk.visitor)
    assert (await desk.row()).state == "snoozed"
    stored = await desk.floor.write(desk.visitor, "One more thing")
    row = await desk.row()
    assert (row.id, row.state, row.owner_id) == (stored.conversation_id, "active", desk.klara.operator_id)
    # The time that was set has no meaning any more.
    await desk.floor.end(desk.klara, desk.talk)
    await desk.floor.wait(HOUR)
    assert (await desk.row()).state == "closed"


async def test_inv_47_a_message_sent_again_wakes_nothing(desk: Desk) -> None:
    await desk.floor.write(desk.visitor, ref="again")
    await desk.floor.snooze(desk.klara, desk.talk, HOUR)
    await desk.floor.write(desk.visitor, ref="again")
    assert (await desk.row()).state == "snoozed"


async def test_it_takes_no_room(desk: Desk) -> None:
    await desk.fill(desk.klara)
    assert (await desk.row()).state == "snoozed"


async def test_inv_24_one_that_comes_back_does_not_push_its_operator_over_the_limit(desk: Desk) -> None:
    floor, before = desk.floor, await desk.row()
    other = await desk.fill(desk.klara)
    await floor.wait(HOUR)
    row = await desk.row()
    assert (row.state, row.opened_at, row.priority) == ("queued", before.opened_at, before.priority)
    # It is hers first, as soon as she has room,
    await floor.set_status(desk.tomas, "online")
    assert await floor.offers(desk.tomas) == []
    await floor.end(desk.klara, other)
    await floor.finish(desk.klara, other)
    assert (await floor.take(desk.klara)).id == desk.talk


async def test_inv_24_and_the_queues_when_she_has_none_for_a_while(desk: Desk) -> None:
    await desk.fill(desk.klara)
    await desk.floor.write(desk.visitor, "And now?")
    await desk.floor.set_status(desk.tomas, "online")
    await desk.floor.wait(899)
    assert await desk.floor.offers(desk.tomas) == []
    await desk.floor.wait(1)
    assert (await desk.floor.take(desk.tomas)).id == desk.talk


async def test_inv_08_one_whose_operator_has_left_comes_back_to_the_queue(desk: Desk) -> None:
    await desk.floor.sign_out(desk.klara)
    # Nobody waits for her yet.
    assert (await desk.row()).state == "snoozed"
    await desk.floor.wait(HOUR)
    assert (await desk.row()).state == "queued"
    await desk.floor.set_status(desk.tomas, "online")
    assert (await desk.floor.take(desk.tomas)).id == desk.talk


async def test_inv_08_and_so_does_one_whose_operator_was_lost_when_its_client_writes(desk: Desk) -> None:
    await desk.floor.disconnect(desk.klara)
    await desk.floor.wait(95)
    assert (await desk.row()).state == "snoozed"
    await desk.floor.write(desk.visitor)
    assert (await desk.row()).state == "queued"


async def test_inv_08_nobody_goes_on_with_a_chat_of_somebody_who_is_not_there(desk: Desk) -> None:
    sofia = await desk.floor.operator("Sofia", role="supervisor")
    await desk.floor.sign_out(desk.klara)
    for caller in (desk.klara, sofia):
        with pytest.raises(NotConnected):
            await desk.floor.go_on(caller, desk.talk)
    assert (await desk.row()).state == "snoozed"


async def test_one_left_without_its_client_waiting_stays_with_an_operator_who_is_not_there(
    floor: Floor,
) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    visitor = await floor.visitor(channel, connected=False)
    talk = (await floor.write(visitor, live=False)).conversation_id
    await floor.take(klara)
    await floor.say(klara, talk, "I'll ask and write tomorrow.")
    await floor.snooze(klara, talk, HOUR)
    await floor.sign_out(klara)
    await floor.wait(HOUR)
    row = await floor.conversation(talk)
    assert (row.state, row.owner_id) == ("active", klara.operator_id)
    await floor.write(visitor, "And?", live=False)
    assert await floor.state(talk) == "queued"


async def test_a_client_who_went_meanwhile_has_his_time_to_return_from_then_on(desk: Desk) -> None:
    await desk.floor.close_page(desk.visitor)
    await desk.floor.wait(HOUR)
    assert (await desk.row()).state == "active"
    await desk.floor.wait(1799)
    assert (await desk.row()).state == "active"
    await desk.floor.wait(1)
    assert (await desk.row()).cause == "handled"


async def test_a_client_who_says_that_he_leaves_does_not_end_it(desk: Desk) -> None:
    await desk.floor.leave(desk.visitor, desk.talk)
    row = await desk.row()
    assert (row.state, row.client_left) == ("snoozed", 1)
    assert await desk.floor.changes(desk.talk) == ["joined", "snoozed", "client_left"]


async def test_it_may_be_snoozed_again_and_written_in_and_taken_up_by_hand(desk: Desk) -> None:
    floor = desk.floor
    await floor.snooze(desk.klara, desk.talk, 2 * HOUR)
    await floor.say(desk.klara, desk.talk, "Tomorrow, I promise.")
    await floor.wait(HOUR)
    assert (await desk.row()).state == "snoozed"
    other = await desk.fill(desk.klara)
    # By his own hand an operator may have more than his limit (INV-20).
    assert (await floor.go_on(desk.klara, desk.talk)).state == "active"
    assert await floor.state(other) == "active"


async def test_it_may_be_given_to_the_group_and_ended(desk: Desk) -> None:
    floor = desk.floor
    await floor.set_status(desk.tomas, "online")
    queue_id = (await desk.row()).queue_id
    await floor.transfer(desk.klara, desk.talk, Target(queue_id=queue_id))
    row = await desk.row()
    assert (row.state, row.snoozed_until) == ("offered", None)
    taken_by = next(each for each in (desk.klara, desk.tomas) if each.operator_id == row.offered_to)
    await floor.take(taken_by)
    await floor.snooze(taken_by, desk.talk, HOUR)
    desk.tomas = taken_by
    await floor.end(desk.tomas, desk.talk)
    await floor.wait(2 * HOUR)
    assert (await desk.row()).cause == "handled"


@pytest.mark.parametrize("seconds", [-1, 0, YEAR + 1])
async def test_it_cannot_be_snoozed_until_the_past_or_for_more_than_a_year(desk: Desk, seconds: int) -> None:
    with pytest.raises(Invalid):
        await desk.floor.snooze(desk.klara, desk.talk, seconds)


async def test_inv_55_no_snooze_is_lost_when_hovor_sleeps_through_its_time(
    desk: Desk, database: Database, clock: VirtualClock
) -> None:
    before = desk.floor
    await before.snooze(desk.klara, desk.talk, 60)
    await before.close()
    clock.advance(2 * HOUR)
    database.on_committed.clear()
    after = Floor(database, clock)
    await after.resume(before)
    await after.settle()
    assert (await after.conversation(desk.talk)).snoozed_until is None
    assert await after.ask(invariants.always) == []
    assert service.SNOOZE_OVER in REGISTRY.timers
    await after.close()
