"""Conversations that people move: picked, given, handed over."""

import pytest

from hovor.conversations import queries as conversations
from hovor.conversations.errors import AlreadyTaken, ConversationOver, NotYours, OperatorUnknown
from hovor.foundation.errors import Invalid, NotAllowed, NotFound
from hovor.routing import queries, service
from hovor.routing.errors import (
    NobodyThere,
    OfferGone,
    OperatorNotAvailable,
    QueueUnknown,
    TransferToNumber,
)
from hovor.routing.service import Target
from tests.conversations.floor import Floor


async def test_a_pick_takes_what_waits(floor: Floor) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    for each in (klara, tomas):
        await floor.set_status(each, "away")
    talk = (await floor.write(await floor.visitor(channel))).conversation_id
    taken = await floor.pick(klara, talk)
    assert (taken.state, taken.owner_id) == ("active", klara.operator_id)
    with pytest.raises(AlreadyTaken) as lost:
        await floor.pick(tomas, talk)
    assert lost.value.extra["owner_name"] == "Klára"


async def test_what_is_offered_to_a_colleague_is_not_there_to_pick_and_ones_own_is_accepted(
    floor: Floor,
) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    talk = (await floor.write(await floor.visitor(channel))).conversation_id
    first = klara if await floor.offers(klara) else tomas
    other = tomas if first is klara else klara
    (offer,) = await floor.offers(first)
    with pytest.raises(AlreadyTaken):
        await floor.pick(other, talk)
    assert (await floor.pick(first, talk)).owner_id == first.operator_id
    assert (await floor.ask(queries.offer, offer.id)).outcome == "accepted"


async def test_only_those_who_serve_the_queue_pick_from_it(floor: Floor) -> None:
    channel, _ = await floor.staffed("Klára")
    stranger = await floor.operator("Petr")
    without_channel = await floor.operator("Jana", groups=(await floor.group("Care"),), channels=(channel,))
    sofia = await floor.operator("Sofia", role="supervisor")
    await floor.sign_in(sofia)
    visitor = await floor.visitor(channel)
    await floor.change(offer_mode="broadcast")
    talk = (await floor.write(visitor)).conversation_id
    for each in (stranger, without_channel):
        with pytest.raises(NotFound):
            await floor.pick(each, talk)
    assert (await floor.pick(sofia, talk)).owner_id == sofia.operator_id


async def test_who_may_read_it_and_does_not_serve_its_queue_may_not_pick_it(floor: Floor) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    await floor.set_status(tomas, "away")
    care = await floor.group("Care")
    await floor.operator("Jana", groups=(care,), channels=(channel,))
    talk = await floor.served(klara, await floor.visitor(channel))
    await floor.transfer(klara, talk, Target(group_id=care))
    with pytest.raises(NotAllowed):
        await floor.pick(klara, talk)


async def test_what_has_ended_is_over_for_whoever_picks_it(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    talk = await floor.served(klara, await floor.visitor(channel))
    await floor.end(klara, talk)
    with pytest.raises(ConversationOver):
        await floor.pick(klara, talk)


async def test_nobody_who_is_offline_picks(floor: Floor) -> None:
    group = await floor.group("Sales")
    channel = await floor.channel("Website", group)
    klara = await floor.operator("Klára", groups=(group,), channels=(channel,))
    talk = (await floor.write(await floor.visitor(channel))).conversation_id
    with pytest.raises(OperatorNotAvailable):
        await floor.pick(klara, talk)


async def test_a_supervisor_gives_and_takes_over(floor: Floor) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    sofia = await floor.operator("Sofia", role="supervisor")
    await floor.set_status(tomas, "away")
    talk = await floor.served(klara, await floor.visitor(channel))

    async def give(operator_id: str) -> conversations.Conversation:
        return await floor.run(service.assign, conversation_id=talk, operator_id=operator_id, caller=sofia)

    with pytest.raises(OperatorNotAvailable) as refused:
        await give(tomas.operator_id)
    assert refused.value.extra["reasons"] == ["away"]
    with pytest.raises(OperatorUnknown):
        await give("nobody")
    await floor.set_status(tomas, "online")
    assert (await give(tomas.operator_id)).owner_id == tomas.operator_id
    with pytest.raises(AlreadyTaken):
        await give(tomas.operator_id)
    assert (await give(sofia.operator_id)).owner_id == sofia.operator_id
    with pytest.raises(NotAllowed):
        await floor.run(service.assign, conversation_id=talk, operator_id=klara.operator_id, caller=klara)


async def test_what_a_supervisor_gives_away_is_offered_no_longer(floor: Floor) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    sofia = await floor.operator("Sofia", role="supervisor")
    talk = (await floor.write(await floor.visitor(channel))).conversation_id
    first = klara if await floor.offers(klara) else tomas
    other = tomas if first is klara else klara
    (offer,) = await floor.offers(first)
    await floor.run(service.assign, conversation_id=talk, operator_id=other.operator_id, caller=sofia)
    assert (await floor.ask(queries.offer, offer.id)).outcome == "withdrawn"
    with pytest.raises(OfferGone):
        await floor.answer(first, offer.id, accepts=True)


async def test_a_group_takes_a_transfer_at_once_with_its_age(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    care = await floor.group("Care")
    jana = await floor.operator("Jana", groups=(care,), channels=(channel,))
    await floor.sign_in(jana)
    talk = await floor.served(klara, await floor.visitor(channel))
    opened_at = (await floor.conversation(talk)).opened_at
    await floor.wait(30)
    moved = await floor.transfer(klara, talk, Target(group_id=care), note="Wants her money back")
    assert (moved.state, moved.owner_id, moved.opened_at) == ("queued", None, opened_at)
    assert [each.conversation_id for each in await floor.offers(jana)] == [talk]
    assert await floor.notes(talk) == ["Wants her money back"]
    assert await floor.changes(talk) == ["joined", "transferred"]


async def test_a_transfer_into_a_void_is_refused(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    care = await floor.group("Care")
    talk = await floor.served(klara, await floor.visitor(channel))
    for target, refusal in (
        (Target(group_id=care), NobodyThere),
        (Target(group_id="none"), QueueUnknown),
        (Target(queue_id="none"), QueueUnknown),
        (Target(operator_id="none"), OperatorUnknown),
        (Target(operator_id=klara.operator_id), Invalid),
        (Target(number="+420"), TransferToNumber),
        (Target(), Invalid),
        (Target(group_id=care, number="1"), Invalid),
    ):
        with pytest.raises(refusal):
            await floor.transfer(klara, talk, target)
    assert (await floor.conversation(talk)).owner_id == klara.operator_id


async def test_inv_07_until_the_colleague_accepts_the_owner_owns(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    talk = await floor.served(klara, await floor.visitor(channel))
    jana = await floor.operator("Jana", channels=(channel,))
    await floor.sign_in(jana)
    await floor.transfer(klara, talk, Target(operator_id=jana.operator_id))
    during = await floor.conversation(talk)
    assert (during.state, during.owner_id) == ("transferring", klara.operator_id)
    await floor.say(klara, talk, "My colleague will help you")

    await floor.decline(jana)
    kept = await floor.conversation(talk)
    assert (kept.state, kept.owner_id) == ("active", klara.operator_id)
    assert "transfer_failed" in await floor.changes(talk)

    await floor.transfer(klara, talk, Target(operator_id=jana.operator_id))
    taken = await floor.take(jana)
    assert (taken.state, taken.owner_id) == ("active", jana.operator_id)
    with pytest.raises(NotYours):
        await floor.say(klara, talk, "One more thing")


async def test_inv_07_a_transfer_that_nobody_answers_leaves_the_owner(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    talk = await floor.served(klara, await floor.visitor(channel))
    jana = await floor.operator("Jana", channels=(channel,))
    await floor.sign_in(jana)
    await floor.transfer(klara, talk, Target(operator_id=jana.operator_id))
    await floor.wait(2)
    kept = await floor.conversation(talk)
    assert (kept.state, kept.owner_id, kept.offered_to) == ("active", klara.operator_id, None)


async def test_whoever_is_lost_during_a_transfer_loses_it_to_the_queue_and_the_offer_ends(
    floor: Floor,
) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    talk = await floor.served(klara, await floor.visitor(channel))
    jana = await floor.operator("Jana", channels=(channel,))
    await floor.sign_in(jana)
    await floor.transfer(klara, talk, Target(operator_id=jana.operator_id))
    (offer,) = await floor.offers(jana)
    await floor.sign_out(klara)
    assert await floor.state(talk) == "queued"
    assert (await floor.ask(queries.offer, offer.id)).outcome == "withdrawn"


async def test_only_the_owner_or_a_supervisor_hands_it_over(floor: Floor) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    await floor.set_status(tomas, "away")
    talk = await floor.served(klara, await floor.visitor(channel))
    queue_id = (await floor.conversation(talk)).queue_id
    with pytest.raises(NotYours):
        await floor.transfer(tomas, talk, Target(queue_id=queue_id))
    sofia = await floor.operator("Sofia", role="supervisor")
    assert (await floor.transfer(sofia, talk, Target(queue_id=queue_id))).state == "queued"
