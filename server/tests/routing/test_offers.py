"""Offers on the real service: who gets them, how they end, and what becomes of the conversation."""

import pytest

from hovor.foundation.caller import OperatorCaller
from hovor.routing.errors import OfferGone
from tests.conversations.floor import Floor


async def staffed(floor: Floor, *names: str) -> tuple[str, list[OperatorCaller]]:
    """One channel, one group, and these operators online."""
    group = await floor.group("Sales")
    channel = await floor.channel("Website", group)
    operators = [await floor.operator(name, groups=(group,), channels=(channel,)) for name in names]
    for operator in operators:
        await floor.sign_in(operator)
    return channel, operators


async def test_a_client_who_writes_is_offered_to_an_operator_who_can_take_him(floor: Floor) -> None:
    channel, (klara,) = await staffed(floor, "Klára")
    visitor = await floor.visitor(channel)
    said = await floor.write(visitor)

    (offer,) = await floor.offers(klara)
    assert offer.conversation_id == said.conversation_id
    assert await floor.state(said.conversation_id) == "offered"

    taken = await floor.answer(klara, offer.id, accepts=True)
    assert (taken.state, taken.owner_id) == ("active", klara.operator_id)
    assert await floor.changes(said.conversation_id) == ["joined"]


async def test_inv_11_an_answer_after_the_deadline_is_refused(floor: Floor) -> None:
    channel, (klara,) = await staffed(floor, "Klára")
    await floor.write(await floor.visitor(channel))
    (offer,) = await floor.offers(klara)
    await floor.shown(klara, offer.id)
    await floor.wait(20)
    with pytest.raises(OfferGone):
        await floor.answer(klara, offer.id, accepts=True)
