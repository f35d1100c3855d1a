"""A conversation's life on the real service: from the client's first word to its close, and the next one."""

import pytest

from hovor.conversations import queries, service
from hovor.conversations.errors import (
    AlreadyOpen,
    ConversationOver,
    NotPossibleNow,
    NotYours,
    OutcomeRequired,
    OutcomeUnknown,
)
from hovor.conversations.service import Ending, LabelChange
from hovor.foundation.caller import OperatorCaller
from tests.conversations.floor import Floor


async def test_a_first_message_opens_a_conversation_and_the_next_ones_find_it(floor: Floor) -> None:
    channel = await floor.channel("Website")
    visitor = await floor.visitor(channel)
    first = await floor.write(visitor, "Hello")
    second = await floor.write(visitor, "Is anybody there?")
    assert first.conversation_id == second.conversation_id
    assert (first.number, second.number) == (1, 2)


async def test_inv_06_another_visitor_and_another_channel_have_their_own(floor: Floor) -> None:
    website, shop = await floor.channel("Website"), await floor.channel("Shop")
    said = [await floor.write(await floor.visitor(channel)) for channel in (website, website, shop)]
    assert len({each.conversation_id for each in said}) == 3


async def test_inv_47_a_message_sent_again_after_the_close_is_the_old_one_and_opens_nothing(
    floor: Floor,
) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    visitor = await floor.visitor(channel)
    first = await floor.write(visitor, ref="one")
    await floor.take(klara)
    await floor.end(klara, first.conversation_id)
    await floor.finish(klara, first.conversation_id)

    again = await floor.write(visitor, ref="one")
    assert again.again
    assert (again.entry_id, again.conversation_id) == (first.entry_id, first.conversation_id)
    assert len(await floor.ask(queries.of_identity, channel_id=channel, identity_id=visitor.identity_id)) == 1


async def test_a_later_message_opens_a_linked_conversation(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    visitor = await floor.visitor(channel)
    closed = await floor.served(klara, visitor)
    await floor.end(klara, closed)
    await floor.finish(klara, closed)
    await floor.wait(3600)

    later = await floor.write(visitor, "One more thing")
    new = await floor.conversation(later.conversation_id)
    assert new.id != closed
    assert new.continued_from_id == closed
    assert await floor.state(closed) == "closed"


async def test_what_the_client_writes_in_the_wrap_up_is_a_new_conversation(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    visitor = await floor.visitor(channel)
    ended = await floor.served(klara, visitor)
    await floor.end(klara, ended)
    later = await floor.write(visitor, "Thank you!")
    assert later.conversation_id != ended
    assert await floor.state(ended) == "wrap_up"


async def test_ending_gives_time_for_the_work_after_it_and_finishing_closes(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    talk = await floor.served(klara, await floor.visitor(channel))
    ended = await floor.end(klara, talk)
    assert ended.state == "wrap_up"
    assert ended.owner_id == klara.operator_id
    assert ended.wrap_up_until == floor.clock.now() + 120_000_000

    closed = await floor.finish(klara, talk)
    assert (closed.state, closed.cause, closed.owner_id) == ("closed", "handled", None)
    assert await floor.changes(talk) == ["joined", "ended"]


async def test_liv_6_the_wrap_up_ends_by_its_limit(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    talk = await floor.served(klara, await floor.visitor(channel))
    await floor.end(klara, talk)
    await floor.wait(119)
    assert await floor.state(talk) == "wrap_up"
    await floor.wait(1)
    assert await floor.state(talk) == "closed"


async def test_inv_56_the_limit_of_the_wrap_up_includes_the_operators_own_allowance(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    talk = await floor.served(klara, await floor.visitor(channel))
    await floor.allow(klara, percent=150)
    ended = await floor.end(klara, talk)
    assert ended.wrap_up_until == floor.clock.now() + 180_000_000


async def test_without_a_wrap_up_it_is_closed_at_once(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    await floor.change(wrap_up_limit_seconds=0)
    talk = await floor.served(klara, await floor.visitor(channel))
    closed = await floor.end(klara, talk)
    assert (closed.state, closed.cause) == ("closed", "handled")


async def test_a_company_that_wants_an_outcome_gets_one(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    boss = OperatorCaller(floor.company, klara.operator_id, "administrator", klara.session_id)
    solved = await floor.run(
        service.save_label, kind="outcomes", label=LabelChange(name="Solved"), caller=boss
    )
    await floor.change(outcome_required=True)
    talk = await floor.served(klara, await floor.visitor(channel))
    with pytest.raises(OutcomeRequired):
        await floor.end(klara, talk)
    with pytest.raises(OutcomeUnknown):
        await floor.end(klara, talk, Ending(outcome_id="made up"))
    assert (await floor.end(klara, talk, Ending(outcome_id=solved.id))).outcome_id == solved.id


async def test_a_note_at_the_end_stays_with_the_conversation(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    talk = await floor.served(klara, await floor.visitor(channel))
    await floor.end(klara, talk, Ending(note="Wants a blue one"))
    assert "Wants a blue one" in await floor.notes(talk)


async def test_only_its_owner_or_a_supervisor_ends_it(floor: Floor) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    await floor.set_status(tomas, "away")
    talk = await floor.served(klara, await floor.visitor(channel))
    with pytest.raises(NotYours):
        await floor.end(tomas, talk)
    sofia = await floor.operator("Sofia", role="supervisor")
    assert (await floor.end(sofia, talk)).state == "wrap_up"


async def test_inv_04_closed_is_final(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    talk = await floor.served(klara, await floor.visitor(channel))
    await floor.end(klara, talk)
    await floor.finish(klara, talk)
    before = await floor.conversation(talk)
    sofia = await floor.operator("Sofia", role="supervisor")
    for attempt in (
        floor.end(sofia, talk),
        floor.run(service.queue, conversation_id=talk, queue_id=before.queue_id, why="transferred"),
        floor.run(service.assign, conversation_id=talk, operator_id=klara.operator_id, how="assigned"),
        floor.run(service.rescue, conversation_id=talk, why="lost"),
        floor.run(service.present, conversation_id=talk, operator_id=klara.operator_id),
    ):
        with pytest.raises(ConversationOver):
            await attempt
    with pytest.raises(NotPossibleNow):
        await floor.finish(sofia, talk)
    assert await floor.conversation(talk) == before


async def test_nothing_is_said_to_the_client_before_it_is_taken_or_after_it_ended(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    sofia = await floor.operator("Sofia", role="supervisor")
    talk = await floor.served(klara, await floor.visitor(channel))
    await floor.say(klara, talk, "Hello")
    with pytest.raises(NotYours):
        await floor.say(sofia, talk, "Me too")
    await floor.end(klara, talk)
    with pytest.raises(ConversationOver):
        await floor.say(klara, talk, "Wait")


async def test_an_operator_goes_on_with_a_closed_conversation_in_a_new_one(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    visitor = await floor.visitor(channel)
    talk = await floor.served(klara, visitor)
    await floor.end(klara, talk)
    with pytest.raises(NotPossibleNow):
        await floor.run(service.continue_, conversation_id=talk, caller=klara)
    await floor.finish(klara, talk)
    new = await floor.run(service.continue_, conversation_id=talk, caller=klara)
    assert (new.state, new.owner_id, new.continued_from_id) == ("active", klara.operator_id, talk)
    assert (await floor.write(visitor)).conversation_id == new.id


async def test_there_is_nothing_to_go_on_with_when_the_client_has_come_back(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    visitor = await floor.visitor(channel)
    talk = await floor.served(klara, visitor)
    await floor.end(klara, talk)
    await floor.finish(klara, talk)
    back = await floor.write(visitor)
    with pytest.raises(AlreadyOpen) as refused:
        await floor.run(service.continue_, conversation_id=talk, caller=klara)
    assert refused.value.extra["conversation_id"] == back.conversation_id
