"""No thread rests with somebody who is not at work: who need not be there and has written gets his answer
from a colleague, and from his own operator if that one is back in time.
"""

import pytest

from hovor.accounts.queries import OwnCapacity
from hovor.conversations import queries as conversations
from hovor.foundation.caller import ClientCaller, OperatorCaller
from tests.conversations.floor import Floor
from tests.simulation import invariants

QUARTER = 15 * 60


class Thread:
    """Klára has answered a message that was left; Tomáš works beside her."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    async def open(self) -> "Thread":
        """It is hers."""
        floor = self.floor
        self.channel, (self.klara, self.tomas) = await floor.staffed("Klára", "Tomáš")
        await floor.set_status(self.tomas, "away")
        self.visitor: ClientCaller = await floor.visitor(self.channel, connected=False)
        self.talk = (await floor.write(self.visitor, live=False)).conversation_id
        await floor.take(self.klara)
        await floor.say(self.klara, self.talk, "We have them in red.")
        return self

    async def client_writes(self) -> None:
        """One more message."""
        await self.floor.write(self.visitor, "And in blue?", live=False)
        await self.floor.settle()

    async def state(self) -> tuple[str, str | None]:
        """Where it stands, and with whom."""
        assert await self.floor.ask(invariants.always) == []
        row = await self.floor.conversation(self.talk)
        return row.state, row.owner_id

    async def offered(self, operator: OperatorCaller) -> bool:
        """Whether it is offered to him."""
        return any(each.conversation_id == self.talk for each in await self.floor.offers(operator))


@pytest.fixture
async def thread(floor: Floor) -> Thread:
    """It waits for its client."""
    return await Thread(floor).open()


async def test_who_writes_to_somebody_who_has_left_waits_in_the_queue_with_his_age(thread: Thread) -> None:
    floor = thread.floor
    before = await floor.conversation(thread.talk)
    await floor.sign_out(thread.klara)
    # It stays hers as long as nobody waits for her.
    await floor.wait(3600)
    assert await thread.state() == ("waiting_for_client", thread.klara.operator_id)
    await thread.client_writes()
    assert (await thread.state())[0] == "queued"
    row = await floor.conversation(thread.talk)
    assert (row.opened_at, row.preferred_operator_id) == (before.opened_at, thread.klara.operator_id)
    await floor.set_status(thread.tomas, "online")
    assert await thread.offered(thread.tomas)


async def test_inv_24_his_own_operator_gets_it_back_only_as_an_offer_within_his_limits(
    thread: Thread,
) -> None:
    floor = thread.floor
    await floor.sign_out(thread.klara)
    await thread.client_writes()
    await floor.change_operator(thread.klara, {"capacity": OwnCapacity(total=1)})
    await floor.sign_in(thread.klara)
    assert await thread.offered(thread.klara)
    await floor.take(thread.klara)
    second = await floor.write(await floor.visitor(thread.channel))
    assert await floor.offers(thread.klara) == []
    assert (await floor.conversation(second.conversation_id)).state == "queued"


async def test_who_is_away_for_a_while_has_that_while(thread: Thread) -> None:
    floor = thread.floor
    await floor.set_status(thread.klara, "away")
    await thread.client_writes()
    await floor.wait(QUARTER - 1)
    assert await thread.state() == ("active", thread.klara.operator_id)
    await floor.wait(1)
    assert (await thread.state())[0] == "queued"


async def test_who_is_back_in_time_or_has_answered_keeps_it(thread: Thread) -> None:
    floor = thread.floor
    await floor.set_status(thread.klara, "away")
    await thread.client_writes()
    await floor.wait(QUARTER - 60)
    await floor.say(thread.klara, thread.talk, "In blue, too.")
    await floor.wait(QUARTER)
    assert await thread.state() == ("waiting_for_client", thread.klara.operator_id)
    await thread.client_writes()
    await floor.wait(60)
    await floor.set_status(thread.klara, "online")
    await floor.wait(QUARTER)
    assert await thread.state() == ("active", thread.klara.operator_id)


async def test_who_leaves_while_a_client_waits_for_an_answer_does_not_keep_it(thread: Thread) -> None:
    floor = thread.floor
    await thread.client_writes()
    await floor.sign_out(thread.klara)
    assert (await thread.state())[0] == "active"
    await floor.wait(QUARTER)
    assert (await thread.state())[0] == "queued"
    assert await floor.ask(conversations.owned_by, thread.klara.operator_id) == []
