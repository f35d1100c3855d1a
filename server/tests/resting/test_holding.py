"""A client on hold is still served: he keeps his operator, and his operator's room."""

import pytest

from hovor.conversations.errors import ConversationOver, NotPossibleNow, NotYours
from hovor.foundation.errors import NotFound
from hovor.routing.service import Target
from tests.conversations.floor import Floor
from tests.simulation import invariants


async def test_who_is_on_hold_stays_with_his_operator_until_that_one_goes_on(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    visitor = await floor.visitor(channel)
    talk = await floor.served(klara, visitor)
    held = await floor.hold(klara, talk)
    assert (held.state, held.owner_id) == ("on_hold", klara.operator_id)
    # What the client writes meanwhile does not take him off hold: the operator does.
    await floor.write(visitor, "Are you there?")
    assert await floor.state(talk) == "on_hold"
    await floor.say(klara, talk, "In a moment")
    assert (await floor.go_on(klara, talk)).state == "active"
    assert await floor.changes(talk) == ["joined", "held", "resumed"]
    assert await floor.ask(invariants.always) == []


async def test_inv_19_he_takes_his_operators_room_meanwhile(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    await floor.change(capacity={"total": 1})
    await floor.hold(klara, await floor.served(klara, await floor.visitor(channel)))
    await floor.write(await floor.visitor(channel))
    assert await floor.offers(klara) == []


async def test_a_client_who_goes_while_on_hold_has_abandoned(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    visitor = await floor.visitor(channel)
    talk = await floor.served(klara, visitor)
    await floor.hold(klara, talk)
    await floor.close_page(visitor)
    await floor.wait(1800)
    row = await floor.conversation(talk)
    assert (row.state, row.cause) == ("closed", "abandoned_on_hold")


async def test_inv_08_one_on_hold_is_rescued_like_any_that_is_served(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    talk = await floor.served(klara, await floor.visitor(channel))
    await floor.hold(klara, talk)
    await floor.sign_out(klara)
    assert await floor.state(talk) == "queued"


async def test_only_its_owner_and_supervisors_put_it_aside_and_only_where_that_can_be(floor: Floor) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    await floor.set_status(tomas, "away")
    talk = await floor.served(klara, await floor.visitor(channel))
    stranger = await floor.operator("Jana")
    sofia = await floor.operator("Sofia", role="supervisor")
    for verb in (floor.hold, floor.go_on):
        with pytest.raises(NotYours):
            await verb(tomas, talk)
        with pytest.raises(NotFound):
            await verb(stranger, talk)
    assert (await floor.hold(sofia, talk)).state == "on_hold"
    with pytest.raises(NotPossibleNow):
        await floor.hold(klara, talk)
    await floor.go_on(sofia, talk)
    with pytest.raises(NotPossibleNow):
        await floor.go_on(klara, talk)
    await floor.end(klara, talk)
    for attempt in (floor.hold(klara, talk), floor.go_on(klara, talk), floor.snooze(klara, talk, 60)):
        with pytest.raises(ConversationOver):
            await attempt


async def test_inv_12_a_transfer_under_way_is_not_taken_back_by_going_on(floor: Floor) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    await floor.set_status(tomas, "away")
    talk = await floor.served(klara, await floor.visitor(channel))
    await floor.set_status(tomas, "online")
    await floor.transfer(klara, talk, Target(operator_id=tomas.operator_id))
    for attempt in (floor.hold(klara, talk), floor.go_on(klara, talk), floor.snooze(klara, talk, 60)):
        with pytest.raises(NotPossibleNow):
            await attempt
    assert await floor.ask(invariants.always) == []
