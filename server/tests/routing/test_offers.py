"""Offers on the real service: who gets them, how they end, and what becomes of the conversation."""

import random

import pytest

from hovor.accounts.queries import OwnCapacity
from hovor.companies import service as companies
from hovor.foundation.errors import NotFound
from hovor.presence import queries as presence
from hovor.presence import service as presence_of
from hovor.routing import queries, service
from hovor.routing.errors import OfferGone
from tests.conversations.floor import KIND, Floor


async def test_a_client_who_writes_is_offered_to_an_operator_who_can_take_him(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    said = await floor.write(await floor.visitor(channel))
    (offer,) = await floor.offers(klara)
    assert offer.conversation_id == said.conversation_id
    assert await floor.state(said.conversation_id) == "offered"

    taken = await floor.answer(klara, offer.id, accepts=True)
    assert (taken.state, taken.owner_id) == ("active", klara.operator_id)
    assert await floor.changes(said.conversation_id) == ["joined"]
    ended = await floor.ask(queries.offer, offer.id)
    assert (ended.outcome, ended.delivered_at) == ("accepted", floor.clock.now())


async def test_backlog_is_handed_out_the_moment_somebody_comes_online(floor: Floor) -> None:
    group = await floor.group("Sales")
    channel = await floor.channel("Website", group)
    klara = await floor.operator("Klára", groups=(group,), channels=(channel,))
    waiting = []
    for _ in range(4):
        waiting.append((await floor.write(await floor.visitor(channel))).conversation_id)
        await floor.wait(1)
    await floor.sign_in(klara)
    offered = {each.conversation_id for each in await floor.offers(klara)}
    assert offered == {*waiting[:3]}  # the limit of web chats


async def test_inv_11_an_answer_after_the_deadline_is_refused(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    await floor.write(await floor.visitor(channel))
    (offer,) = await floor.offers(klara)
    await floor.shown(klara, offer.id)
    floor.clock.advance(20)  # the timer has not run yet
    with pytest.raises(OfferGone):
        await floor.answer(klara, offer.id, accepts=True)


async def test_liv_1_a_shown_offer_that_nobody_answers_times_out_and_goes_on(floor: Floor) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    talk = (await floor.write(await floor.visitor(channel))).conversation_id
    first = klara if await floor.offers(klara) else tomas
    second = tomas if first is klara else klara
    (offer,) = await floor.offers(first)
    await floor.shown(first, offer.id)
    await floor.wait(19)
    assert await floor.offers(first)
    await floor.wait(1)
    assert (await floor.ask(queries.offer, offer.id)).outcome == "timed_out"
    assert [each.conversation_id for each in await floor.offers(second)] == [talk]


async def test_inv_16_an_offer_that_was_never_shown_goes_on_in_two_seconds_without_blame(
    floor: Floor,
) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    await floor.write(await floor.visitor(channel))
    first = klara if await floor.offers(klara) else tomas
    (offer,) = await floor.offers(first)
    await floor.wait(2)
    assert (await floor.ask(queries.offer, offer.id)).outcome == "undelivered"
    assert await floor.offers(first) == []
    assert (await floor.ask(presence.declared, first.operator_id)).status == "online"


async def test_two_missed_offers_in_a_row_mean_away_and_an_answer_between_them_does_not(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")

    async def miss() -> None:
        (offer,) = await floor.offers(klara)
        await floor.shown(klara, offer.id)
        await floor.wait(20)

    await floor.write(await floor.visitor(channel))
    await miss()
    await floor.wait(10)  # the pause of the only one there
    await floor.decline(klara)
    await floor.wait(20)
    await miss()
    assert (await floor.ask(presence.declared, klara.operator_id)).status == "online"
    await floor.wait(40)
    await miss()
    found = await floor.ask(presence.declared, klara.operator_id)
    assert (found.status, found.cause) == ("away", "missed_offers")


async def test_where_the_company_wants_it_no_number_of_missed_offers_means_away(floor: Floor) -> None:
    await floor.change(missed_offers_before_away=0)
    channel, (klara,) = await floor.staffed("Klára")
    await floor.write(await floor.visitor(channel))
    for pause in (10, 20, 40):
        (offer,) = await floor.offers(klara)
        await floor.shown(klara, offer.id)
        await floor.wait(20)
        assert (await floor.ask(queries.offer, offer.id)).outcome == "timed_out"
        assert (await floor.ask(presence.declared, klara.operator_id)).status == "online"
        await floor.wait(pause)


async def test_inv_18_a_decline_keeps_the_age_and_asks_others_first(floor: Floor) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    talk = (await floor.write(await floor.visitor(channel))).conversation_id
    before = await floor.conversation(talk)
    first = klara if await floor.offers(klara) else tomas
    second = tomas if first is klara else klara
    await floor.wait(1)
    await floor.decline(first, "In a long chat")
    after = await floor.conversation(talk)
    assert (after.opened_at, after.queued_at, after.priority) == (
        before.opened_at,
        before.queued_at,
        before.priority,
    )
    assert [each.conversation_id for each in await floor.offers(second)] == [talk]


async def test_inv_18_who_comes_back_from_a_decline_stands_before_all_who_came_later(floor: Floor) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    await floor.set_status(tomas, "away")
    await floor.change(capacity={"total": 1})
    talks = []
    for _ in range(3):
        talks.append((await floor.write(await floor.visitor(channel))).conversation_id)
        await floor.wait(0.5)
    assert await floor.decline(klara) == talks[0]
    assert [each.conversation_id for each in await floor.offers(klara)] == [talks[1]]
    await floor.set_status(tomas, "online")
    assert [each.conversation_id for each in await floor.offers(tomas)] == [talks[0]]


async def test_inv_17_the_only_one_who_declined_is_asked_again_after_growing_pauses(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    await floor.write(await floor.visitor(channel))
    for pause in (10, 20, 40):
        await floor.decline(klara)
        await floor.wait(pause - 1)
        assert await floor.offers(klara) == []
        await floor.wait(1)
    assert len(await floor.offers(klara)) == 1


@pytest.mark.parametrize(
    "event",
    ["away", "suspect", "channel off", "another call", "signed out", "out of the group", "deactivated"],
)
async def test_inv_15_whoever_may_not_be_offered_anything_loses_his_offers_in_the_same_step(
    floor: Floor, event: str
) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    talk = (await floor.write(await floor.visitor(channel))).conversation_id
    (offer,) = await floor.offers(klara)
    me = klara.operator_id
    match event:
        case "away":
            await floor.set_status(klara, "away")
        case "suspect":
            await floor.run(presence_of.connection_suspect, connection_id=f"page-{me}")
        case "channel off":
            await floor.switch(klara, channel, on=False)
        case "another call":
            await floor.run(presence_of.set_on_another_call, operator_id=me, on=True, reason=None)
        case "signed out":
            await floor.sign_out(klara)
        case "out of the group":
            await floor.change_operator(klara, {"group_ids": ()})
        case _:
            await floor.change_operator(klara, {"active": False})
    ended = await floor.ask(queries.offer, offer.id)
    assert ended.outcome == "withdrawn"
    assert (await floor.conversation(talk)).state == "queued"
    await floor.settle()
    assert await floor.state(talk) == "queued"


async def test_a_channel_that_is_switched_on_again_is_considered_at_once(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    await floor.write(await floor.visitor(channel))
    assert await floor.offers(klara)
    await floor.switch(klara, channel, on=False)
    assert await floor.offers(klara) == []
    await floor.switch(klara, channel, on=True)
    assert await floor.offers(klara)


async def test_an_offer_is_its_operators_alone(floor: Floor) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    await floor.write(await floor.visitor(channel))
    first = klara if await floor.offers(klara) else tomas
    other = tomas if first is klara else klara
    (offer,) = await floor.offers(first)
    with pytest.raises(NotFound):
        await floor.answer(other, offer.id, accepts=True)
    with pytest.raises(NotFound):
        await floor.shown(other, offer.id)


async def test_inv_56_the_deadline_includes_the_operators_own_allowance(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    await floor.allow(klara, percent=200)
    await floor.write(await floor.visitor(channel))
    (offer,) = await floor.offers(klara)
    assert offer.deadline - offer.made_at == 40_000_000


@pytest.mark.parametrize("seed", range(6))
async def test_inv_56_whoever_answers_within_his_own_time_has_missed_nothing(floor: Floor, seed: int) -> None:
    """Any deadline, any allowance, any moment before the end: the offer is his, and he stays online."""
    chance = random.Random(seed)
    channel, (klara,) = await floor.staffed("Klára")
    for _ in range(6):
        seconds, percent = chance.randint(5, 60), chance.choice([100, 125, 150, 333, 1000])
        await floor.change(offer_deadline_seconds=seconds, missed_offers_before_away=1)
        await floor.allow(klara, percent=percent)
        talk = (await floor.write(await floor.visitor(channel))).conversation_id
        (offer,) = await floor.offers(klara)
        whole = seconds * 1_000_000 * percent // 100
        assert offer.deadline - offer.made_at == whole
        await floor.shown(klara, offer.id)
        # From the first moment to the last microsecond before the end.
        await floor.wait(chance.choice([0, chance.randrange(whole), whole - 1]) / 1_000_000)
        taken = await floor.answer(klara, offer.id, accepts=True)
        assert (taken.state, taken.owner_id) == ("active", klara.operator_id)
        assert (await floor.ask(presence.status, klara.operator_id)).status == "online"
        await floor.end(klara, talk)
        await floor.finish(klara, talk)


async def test_inv_08_the_live_conversations_of_whoever_is_lost_go_to_the_head_of_the_queue(
    floor: Floor,
) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    await floor.set_status(tomas, "away")
    await floor.change(capacity={"total": 1})
    older = (await floor.write(await floor.visitor(channel))).conversation_id
    await floor.decline(klara)
    await floor.wait(1)
    talk = await floor.served(klara, await floor.visitor(channel))
    opened_at = (await floor.conversation(talk)).opened_at
    await floor.disconnect(klara)
    await floor.wait(89)
    assert (await floor.conversation(talk)).owner_id == klara.operator_id
    await floor.wait(1)
    rescued = await floor.conversation(talk)
    assert (rescued.state, rescued.owner_id, rescued.opened_at) == ("queued", None, opened_at)
    assert await floor.changes(talk) == ["joined", "owner_lost"]
    await floor.set_status(tomas, "online")
    assert [each.conversation_id for each in await floor.offers(tomas)] == [talk]
    assert await floor.state(older) == "queued"


async def test_signing_out_hands_live_conversations_over(floor: Floor) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    await floor.set_status(tomas, "away")
    talk = await floor.served(klara, await floor.visitor(channel))
    await floor.sign_out(klara)
    assert (await floor.conversation(talk)).state == "queued"
    await floor.set_status(tomas, "online")
    assert [each.conversation_id for each in await floor.offers(tomas)] == [talk]


async def test_inv_22_lowering_a_limit_takes_nothing_away_and_brings_nothing_new(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    talks = [await floor.served(klara, await floor.visitor(channel)) for _ in range(2)]
    await floor.change(capacity={"total": 1})
    assert [await floor.state(talk) for talk in talks] == ["active", "active"]
    await floor.write(await floor.visitor(channel))
    assert await floor.offers(klara) == []
    for talk in talks:
        await floor.end(klara, talk)
        await floor.finish(klara, talk)
    assert len(await floor.offers(klara)) == 1


async def test_inv_22_a_chat_offered_before_a_call_stays_until_he_has_accepted_the_call(floor: Floor) -> None:
    group = await floor.group("Sales")
    website, line = await floor.channel("Website", group), await floor.channel("Line", group, "phone")
    klara = await floor.operator("Klára", groups=(group,), channels=(website, line))
    await floor.sign_in(klara)
    chat = (await floor.write(await floor.visitor(website))).conversation_id
    await floor.settle()
    call = (await floor.write(await floor.visitor(line), kind="phone")).conversation_id
    assert {each.conversation_id for each in await floor.offers(klara)} == {chat, call}
    await floor.change(capacity={"total": 1})
    offers = {each.conversation_id: each.id for each in await floor.offers(klara)}
    assert offers.keys() == {chat, call}
    await floor.answer(klara, offers[call], accepts=True)
    assert await floor.offers(klara) == []
    assert await floor.state(chat) == "queued"


async def test_inv_22_an_operators_own_limit_holds_before_the_companys_and_at_once(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    talk = await floor.served(klara, await floor.visitor(channel))
    await floor.change_operator(klara, {"capacity": OwnCapacity(kinds={KIND: 0})})
    assert await floor.state(talk) == "active"
    waiting = (await floor.write(await floor.visitor(channel))).conversation_id
    assert await floor.offers(klara) == []
    await floor.change_operator(klara, {"capacity": OwnCapacity(kinds={KIND: 1})})
    assert await floor.offers(klara) == []
    await floor.change_operator(klara, {"capacity": OwnCapacity(total=2, kinds={KIND: 2})})
    assert [each.conversation_id for each in await floor.offers(klara)] == [waiting]


async def test_inv_19_an_operators_own_limit_may_be_above_the_companys(floor: Floor) -> None:
    await floor.change(capacity={"total": 1})
    channel, (klara,) = await floor.staffed("Klára")
    await floor.served(klara, await floor.visitor(channel))
    await floor.write(await floor.visitor(channel))
    assert await floor.offers(klara) == []
    await floor.change_operator(klara, {"capacity": OwnCapacity(total=2)})
    assert len(await floor.offers(klara)) == 1


async def test_inv_19_an_offer_that_no_longer_fits_after_a_pick_of_ones_own_goes_on_to_others(
    floor: Floor,
) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    await floor.change(capacity={"total": 1})
    shop = await floor.channel("Shop", await floor.group("Care"))
    sofia = await floor.operator("Sofia", role="supervisor")
    other = (await floor.write(await floor.visitor(shop))).conversation_id
    offered = (await floor.write(await floor.visitor(channel))).conversation_id
    assert [each.conversation_id for each in await floor.offers(klara)] == [offered]
    await floor.change_operator(klara, {"channel_ids": (channel, shop)})
    await floor.run(service.assign, conversation_id=other, operator_id=klara.operator_id, caller=sofia)
    assert await floor.offers(klara) == []
    assert await floor.state(offered) == "queued"


async def test_inv_19_an_offer_that_no_longer_fits_beside_a_colleagues_transfer_goes_on_to_others(
    floor: Floor,
) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    await floor.change(capacity={"total": 1})
    owned = (await floor.write(await floor.visitor(channel))).conversation_id
    owner, other = (klara, tomas) if await floor.offers(klara) else (tomas, klara)
    await floor.answer(owner, (await floor.offers(owner))[0].id, accepts=True)
    offered = (await floor.write(await floor.visitor(channel))).conversation_id
    assert [each.conversation_id for each in await floor.offers(other)] == [offered]
    await floor.transfer(owner, owned, service.Target(operator_id=other.operator_id))
    assert [each.conversation_id for each in await floor.offers(other)] == [owned]
    assert await floor.state(offered) == "queued"


async def test_a_company_whose_operators_pick_gets_no_offers(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    await floor.change(offer_mode="broadcast")
    talk = (await floor.write(await floor.visitor(channel))).conversation_id
    assert await floor.offers(klara) == []
    assert (await floor.pick(klara, talk)).owner_id == klara.operator_id


async def test_a_channel_that_is_turned_off_brings_nothing_new(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    await floor.write(await floor.visitor(channel))
    assert await floor.offers(klara)
    await floor.run(companies.change_channel, channel, {"enabled": False})
    assert await floor.offers(klara) == []
