"""What clients do with an invitation, and what becomes of their conversations."""

from typing import Any

import pytest

from hovor.clients import queries as clients
from hovor.foundation.caller import Anonymous, ClientCaller
from hovor.foundation.clock import MINUTE
from hovor.invitations import service
from hovor.invitations.errors import InvitationEarly, InvitationExpired, InvitationUsed
from hovor.invitations.service import Browser, InvitedClient
from hovor.routing import queries as routing
from tests.invitations.reception import Reception, lasting


async def test_a_client_comes_straight_to_whom_he_is_invited_by(reception: Reception) -> None:
    _, (klara, tomas) = await reception.staffed("Klára", "Tomáš")
    made = await reception.invite(tomas)
    started = await reception.start(made.id, "browser", name="Jana", message="I am here")
    assert await reception.offers(klara) == []
    (offer,) = await reception.offers(tomas)
    assert offer.conversation_id == started.conversation_id
    assert offer.deadline - offer.made_at == MINUTE
    taken = await reception.take(tomas)
    client = await reception.ask(clients.client, taken.client_id)
    assert client.name == "Jana"
    assert await reception.changes(taken.id) == ["invited", "joined"]
    row = await reception.row(made.id)
    assert (row.uses, row.last_client_id) == (1, taken.client_id)
    assert (await reception.view(tomas, made.id)).last_client == "Jana"


async def test_looking_and_waiting_use_nothing(reception: Reception) -> None:
    _, (klara,) = await reception.staffed("Klára")
    made = await reception.invite(klara)
    for _ in range(20):
        assert (await reception.looks(made.id)).state == "active"
    wait: dict[str, Any] = {"invitation_id": made.id, "browser": Browser("browser")}
    for _ in range(3):
        token = await reception.run(service.wait, caller=Anonymous(), **wait)
        assert await reception.browser(token) is not None
    assert await reception.conversations() == []
    assert (await reception.row(made.id)).version == made.version


async def test_the_same_browser_comes_back_while_its_conversation_is_open(reception: Reception) -> None:
    _, (klara,) = await reception.staffed("Klára")
    made = await reception.invite(klara)
    first = await reception.start(made.id, "browser")
    again = await reception.start(made.id, "browser")
    assert (again.conversation_id, again.again) == (first.conversation_id, True)
    with pytest.raises(InvitationUsed):
        await reception.start(made.id, "another browser")
    own, other = await reception.looks(made.id, "browser"), await reception.looks(made.id)
    assert own.conversation is not None
    assert (own.state, own.conversation.id, own.conversation.state) == (
        "used",
        first.conversation_id,
        "queued",
    )
    assert (other.state, other.conversation, other.operator.reachable) == ("used", None, False)
    await reception.take(klara)
    await reception.end(klara, first.conversation_id)
    with pytest.raises(InvitationUsed):
        await reception.start(made.id, "browser")


async def test_a_repeatable_one_brings_each_browser_its_own(reception: Reception) -> None:
    _, (klara,) = await reception.staffed("Klára")
    made = await reception.invite(klara, use="repeatedly")
    started = [await reception.start(made.id, f"browser {at}") for at in range(4)]
    assert len({each.conversation_id for each in started}) == 4
    assert (await reception.row(made.id)).uses == 4


async def test_one_that_ended_is_an_expired_one_whatever_ended_it(reception: Reception) -> None:
    _, (klara,) = await reception.staffed("Klára")
    revoked, expired = await reception.invite(klara), await reception.invite(klara, validity=lasting(300))
    await reception.revoke(klara, revoked.id)
    await reception.later(300)
    views = [await reception.looks(each.id) for each in (revoked, expired)]
    assert views[0] == views[1]
    assert (views[0].state, views[0].arranged_for, views[0].operator.reachable) == ("expired", None, False)
    for each in (revoked, expired):
        with pytest.raises(InvitationExpired):
            await reception.start(each.id, "browser")
        with pytest.raises(InvitationExpired):
            await reception.team(each.id, "browser")
    assert await reception.conversations() == []


async def test_a_conversation_that_is_open_outlives_the_revocation(reception: Reception) -> None:
    _, (klara,) = await reception.staffed("Klára")
    made = await reception.invite(klara, use="repeatedly")
    first = await reception.start(made.id, "browser")
    await reception.take(klara)
    await reception.revoke(klara, made.id)
    assert await reception.state(first.conversation_id) == "active"
    assert (await reception.start(made.id, "browser")).again
    with pytest.raises(InvitationExpired):
        await reception.start(made.id, "another browser")


async def test_before_the_arranged_time_one_may_start_if_the_operator_is_there(reception: Reception) -> None:
    _, (klara,) = await reception.staffed("Klára")
    made = await reception.invite(klara, use="repeatedly", arranged_for=reception.clock.now() + 60 * MINUTE)
    await reception.set_status(klara, "away")
    with pytest.raises(InvitationEarly):
        await reception.start(made.id, "browser")
    view = await reception.looks(made.id)
    assert (view.early, view.operator.reachable, view.arranged_for) == (
        True,
        False,
        "2026-11-24T11:00:00.000Z",
    )
    await reception.set_status(klara, "online")
    await reception.start(made.id, "browser")
    await reception.set_status(klara, "away")
    await reception.later(3600)
    assert not (await reception.looks(made.id)).early
    await reception.start(made.id, "another browser")


async def test_inv_20_he_gets_it_beyond_his_limits_and_nothing_else_until_that_is_cleared(
    reception: Reception,
) -> None:
    channel, (klara,) = await reception.staffed("Klára")
    served = [await reception.served(klara, await reception.visitor(channel)) for _ in range(3)]
    made = await reception.invite(klara)
    started = await reception.start(made.id, "browser")
    (offer,) = await reception.offers(klara)
    assert (offer.conversation_id, offer.made_by) == (started.conversation_id, klara.operator_id)
    assert (await reception.take(klara)).id == started.conversation_id
    await reception.write(await reception.visitor(channel))
    for each in (None, served[0]):
        if each is not None:
            await reception.end(klara, each)
            await reception.finish(klara, each)
        assert await reception.offers(klara) == []
    await reception.end(klara, served[1])
    await reception.finish(klara, served[1])
    assert len(await reception.offers(klara)) == 1


async def test_inv_19_what_routing_offered_him_goes_on_when_a_client_comes_by_name(
    reception: Reception,
) -> None:
    channel, (klara,) = await reception.staffed("Klára")
    for _ in range(2):
        await reception.served(klara, await reception.visitor(channel))
    usual = (await reception.write(await reception.visitor(channel))).conversation_id
    assert [each.conversation_id for each in await reception.offers(klara)] == [usual]
    made = await reception.invite(klara)
    started = await reception.start(made.id, "browser")
    assert [each.conversation_id for each in await reception.offers(klara)] == [started.conversation_id]
    assert await reception.state(usual) == "queued"


@pytest.mark.parametrize("away", ["status", "channel"])
async def test_nothing_is_offered_to_one_who_is_away_and_the_page_says_so(
    reception: Reception, away: str
) -> None:
    channel, (klara, tomas) = await reception.staffed("Klára", "Tomáš")
    made = await reception.invite(klara)
    if away == "status":
        await reception.set_status(klara, "away")
    else:
        await reception.switch(klara, channel, on=False)
    assert not (await reception.looks(made.id)).operator.reachable
    started = await reception.start(made.id, "browser")
    for each in (klara, tomas):
        assert await reception.offers(each) == []
    await reception.set_status(klara, "online")
    await reception.switch(klara, channel, on=True)
    assert [each.conversation_id for each in await reception.offers(klara)] == [started.conversation_id]


async def test_one_who_declines_or_does_not_answer_is_asked_again_after_a_while_and_nobody_else(
    reception: Reception,
) -> None:
    _, (klara, tomas) = await reception.staffed("Klára", "Tomáš")
    made = await reception.invite(klara)
    started = await reception.start(made.id, "browser")
    await reception.open_page(await _caller(reception, "browser"))
    await reception.decline(klara)
    view = await reception.looks(made.id, "browser")
    assert view.conversation is not None
    assert view.conversation.unanswered == 1
    assert await reception.offers(klara) == []
    await reception.later(10)
    (offer,) = await reception.offers(klara)
    await reception.shown(klara, offer.id)
    await reception.later(60)
    view = await reception.looks(made.id, "browser")
    assert view.conversation is not None
    assert view.conversation.unanswered == 2
    assert await reception.offers(tomas) == []
    assert await reception.state(started.conversation_id) == "queued"


async def test_he_may_talk_to_the_team_instead_with_his_age_kept(reception: Reception) -> None:
    _, (klara, tomas) = await reception.staffed("Klára", "Tomáš")
    made = await reception.invite(klara)
    await reception.set_status(klara, "away")
    started = await reception.start(made.id, "browser")
    before = await reception.conversation(started.conversation_id)
    moved = await reception.team(made.id, "browser")
    assert (moved.conversation_id, moved.again) == (started.conversation_id, True)
    after = await reception.conversation(started.conversation_id)
    assert after.opened_at == before.opened_at
    assert [each.conversation_id for each in await reception.offers(tomas)] == [started.conversation_id]
    view = await reception.looks(made.id, "browser")
    assert view.conversation is not None
    assert view.conversation.with_team
    assert (await reception.row(made.id)).uses == 1


async def test_talking_to_the_team_at_once_uses_it(reception: Reception) -> None:
    _, (klara, tomas) = await reception.staffed("Klára", "Tomáš")
    await reception.set_status(klara, "away")
    made = await reception.invite(klara)
    started = await reception.team(made.id, "browser")
    assert [each.conversation_id for each in await reception.offers(tomas)] == [started.conversation_id]
    with pytest.raises(InvitationUsed):
        await reception.start(made.id, "another browser")


async def test_a_left_message_uses_it_and_waits_for_the_operator_without_its_client(
    reception: Reception,
) -> None:
    _, (klara,) = await reception.staffed("Klára")
    await reception.set_status(klara, "away")
    made = await reception.invite(klara)
    started = await reception.start(
        made.id, "browser", leave=True, message="Call me back", email="jana@example.com"
    )
    await reception.later(86_400)
    assert await reception.state(started.conversation_id) == "queued"
    await reception.set_status(klara, "online")
    assert (await reception.take(klara)).id == started.conversation_id
    assert (await reception.row(made.id)).uses == 1


async def test_who_has_waited_long_enough_leaves_a_message_in_the_conversation_he_has(
    reception: Reception,
) -> None:
    _, (klara,) = await reception.staffed("Klára")
    made = await reception.invite(klara)
    started = await reception.start(made.id, "browser")
    visitor = await _caller(reception, "browser")
    await reception.open_page(visitor)
    await reception.decline(klara)
    again = await reception.start(made.id, "browser", leave=True, message="Call me back")
    assert again.conversation_id == started.conversation_id
    await reception.close_page(visitor)
    view = await reception.looks(made.id, "browser")
    assert view.conversation is not None
    assert view.conversation.left
    await reception.later(3_600)
    assert (await reception.take(klara)).id == started.conversation_id
    assert (await reception.row(made.id)).uses == 1


async def test_a_client_who_waits_in_vain_and_goes_is_not_waited_for(reception: Reception) -> None:
    _, (klara,) = await reception.staffed("Klára")
    await reception.set_status(klara, "away")
    made = await reception.invite(klara)
    started = await reception.start(made.id, "browser")
    await reception.later(301)
    assert await reception.state(started.conversation_id) == "closed"


async def test_the_lost_owners_goes_to_the_group(reception: Reception) -> None:
    _, (klara, tomas) = await reception.staffed("Klára", "Tomáš")
    made = await reception.invite(klara)
    started = await reception.start(made.id, "browser")
    await reception.take(klara)
    await reception.sign_out(klara)
    assert [each.conversation_id for each in await reception.offers(tomas)] == [started.conversation_id]


async def test_whom_the_operator_wrote_down_is_known_by_that_name(reception: Reception) -> None:
    _, (klara,) = await reception.staffed("Klára")
    client = InvitedClient(name="Jana Horáková", phone="+420123456789")
    made = await reception.invite(klara, client=client)
    started = await reception.start(made.id, "browser")
    row = await reception.conversation(started.conversation_id)
    card = await reception.ask(clients.client, row.client_id)
    assert (card.name, card.phone) == ("Jana Horáková", "+420123456789")


async def test_in_a_company_that_picks_by_hand_he_is_offered_whom_he_invited(reception: Reception) -> None:
    _, (klara,) = await reception.staffed("Klára")
    await reception.change(offer_mode="broadcast")
    made = await reception.invite(klara)
    started = await reception.start(made.id, "browser")
    assert [each.conversation_id for each in await reception.offers(klara)] == [started.conversation_id]
    decision = (await reception.ask(routing.of_conversation, started.conversation_id)).items[0]
    assert decision.chosen == klara.operator_id


async def _caller(reception: Reception, token: str) -> ClientCaller:
    found = await reception.browser(token)
    assert found is not None
    return found
