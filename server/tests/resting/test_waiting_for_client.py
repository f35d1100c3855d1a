"""A thread that we have answered waits for its client: it takes no room, comes back when he writes, and
closes when he is silent for the quiet days.
"""

import pytest

from hovor.companies import queries as companies
from hovor.conversations.errors import NotPossibleNow
from hovor.conversations.queries import Conversation
from hovor.foundation.caller import ClientCaller
from hovor.routing.service import Target
from tests.conversations.floor import Floor
from tests.simulation import invariants

DAY = 24 * 3600


class Thread:
    """Klára has a message that was left, and has not answered it yet."""

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
        return self

    async def answer(self) -> None:
        """It is the client's turn."""
        await self.floor.say(self.klara, self.talk, "We have them in red.")

    async def client_writes(self) -> None:
        """It is ours."""
        await self.floor.write(self.visitor, "And in blue?", live=False)

    async def leap(self, seconds: int) -> None:
        """Days pass at once: nothing but what is waited for happens in them."""
        self.floor.clock.advance(seconds)
        await self.floor.settle()

    async def row(self) -> Conversation:
        """As it is now; nothing is wrong with the company."""
        await self.floor.settle()
        assert await self.floor.ask(invariants.always) == []
        return await self.floor.conversation(self.talk)


@pytest.fixture
async def thread(floor: Floor) -> Thread:
    """It waits for an answer."""
    return await Thread(floor).open()


async def test_an_answer_makes_it_the_clients_turn_and_his_next_word_ours(thread: Thread) -> None:
    assert (await thread.row()).state == "active"
    await thread.answer()
    row = await thread.row()
    assert (row.state, row.owner_id) == ("waiting_for_client", thread.klara.operator_id)
    await thread.client_writes()
    row = await thread.row()
    assert (row.state, row.owner_id) == ("active", thread.klara.operator_id)


async def test_nobody_is_put_on_hold_who_does_not_wait_there(thread: Thread) -> None:
    with pytest.raises(NotPossibleNow):
        await thread.floor.hold(thread.klara, thread.talk)


async def test_a_chat_does_not_wait_for_its_client_who_sits_there(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    talk = await floor.served(klara, await floor.visitor(channel))
    await floor.say(klara, talk, "Hello")
    assert await floor.state(talk) == "active"


async def test_liv_4_it_closes_after_the_quiet_days_since_our_last_word(thread: Thread) -> None:
    floor = thread.floor
    await thread.answer()
    await thread.leap(6 * DAY)
    await floor.say(thread.klara, thread.talk, "Shall I keep a pair for you?")
    await thread.leap(7 * DAY - 1)
    assert (await thread.row()).state == "waiting_for_client"
    await floor.wait(1)
    row = await thread.row()
    assert (row.state, row.cause) == ("closed", "handled")
    assert await floor.changes(thread.talk) == ["joined", "went_quiet", "ended"]


async def test_how_many_days_those_are_is_the_companys_to_say_for_each_kind(thread: Thread) -> None:
    await thread.floor.change(quiet_days=2, quiet_days_email=20)
    await thread.answer()
    await thread.leap(2 * DAY)
    assert (await thread.row()).state == "closed"
    settings = await thread.floor.ask(companies.settings)
    kinds = ("webchat", "whatsapp", "generic", "email")
    assert [settings.quiet_days_of(kind) for kind in kinds] == [2, 2, 2, 20]


async def test_one_that_waits_for_us_never_closes_by_itself(thread: Thread) -> None:
    await thread.answer()
    await thread.client_writes()
    await thread.leap(30 * DAY)
    assert (await thread.row()).state in {"active", "queued"}


async def test_it_takes_no_room_and_inv_24_comes_back_only_where_there_is_some(thread: Thread) -> None:
    floor = thread.floor
    await floor.change(capacity={"total": 1})
    await thread.answer()
    await floor.served(thread.klara, await floor.visitor(thread.channel))
    await thread.client_writes()
    row = await thread.row()
    assert (row.state, row.preferred_operator_id) == ("queued", thread.klara.operator_id)
    await floor.set_status(thread.tomas, "online")
    assert await floor.offers(thread.tomas) == []
    await floor.wait(900)
    assert (await floor.take(thread.tomas)).id == thread.talk


async def test_inv_19_who_ends_one_that_took_no_room_has_work_after_it_and_is_offered_no_more_beside(
    thread: Thread,
) -> None:
    floor = thread.floor
    await floor.change(capacity={"total": 1})
    await thread.answer()
    await floor.write(await floor.visitor(thread.channel))
    assert len(await floor.offers(thread.klara)) == 1
    await floor.end(thread.klara, thread.talk)
    assert await floor.offers(thread.klara) == []
    assert (await thread.row()).state == "wrap_up"


async def test_its_client_who_writes_while_it_is_snoozed_is_not_kept_waiting(thread: Thread) -> None:
    await thread.answer()
    await thread.floor.snooze(thread.klara, thread.talk, DAY)
    await thread.client_writes()
    row = await thread.row()
    assert (row.state, row.snoozed_until) == ("active", None)


async def test_one_snoozed_while_it_waits_for_us_is_ours_again_when_the_time_comes(thread: Thread) -> None:
    await thread.floor.snooze(thread.klara, thread.talk, DAY)
    await thread.floor.sign_out(thread.klara)
    assert (await thread.row()).state == "snoozed"
    await thread.leap(DAY)
    assert (await thread.row()).state == "queued"


async def test_inv_07_a_transfer_that_comes_to_nothing_leaves_it_waiting_as_it_was(thread: Thread) -> None:
    floor = thread.floor
    await thread.answer()
    await floor.set_status(thread.tomas, "online")
    await floor.transfer(thread.klara, thread.talk, Target(operator_id=thread.tomas.operator_id))
    assert (await thread.row()).state == "transferring"
    await floor.decline(thread.tomas)
    row = await thread.row()
    assert (row.state, row.owner_id) == ("waiting_for_client", thread.klara.operator_id)
    await thread.leap(7 * DAY)
    assert (await thread.row()).state == "closed"


async def test_a_deactivated_operator_keeps_nothing_that_rests(thread: Thread) -> None:
    await thread.answer()
    await thread.floor.change_operator(thread.klara, {"active": False})
    row = await thread.row()
    assert (row.state, row.owner_id) == ("queued", None)


async def test_a_client_who_says_that_he_leaves_has_his_quiet_days_all_the_same(thread: Thread) -> None:
    await thread.answer()
    await thread.floor.leave(thread.visitor, thread.talk)
    assert (await thread.row()).state == "waiting_for_client"
    await thread.leap(7 * DAY)
    assert (await thread.row()).cause == "handled"
