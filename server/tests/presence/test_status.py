"""The declared status, and what is planned after it."""

import pytest

from hovor.accounts import queries as accounts
from hovor.companies import service as companies
from hovor.foundation.errors import Invalid
from hovor.presence import service
from hovor.presence.errors import AwayReasonUnknown, ChannelSwitchLocked, UseSignOut
from hovor.presence.events import ChannelAvailabilityChanged
from hovor.presence.service import Wish
from tests.presence.shift import Shift, end_session


async def test_signing_in_makes_online_and_a_second_device_keeps_what_there_is(shift: Shift) -> None:
    await shift.sign_in()
    assert (await shift.status()).status == "online"
    assert (await shift.status()).cause == "sign_in"
    await shift.set_status(Wish("away", shift.lunch))
    await shift.sign_in()
    assert (await shift.status()).away_reason_id == shift.lunch


@pytest.mark.parametrize(
    ("setting", "expected"), [("away", "away"), ("as_left", "away"), ("online", "online")]
)
async def test_inv_29_the_company_says_with_which_status_a_day_begins(
    shift: Shift, setting: str, expected: str
) -> None:
    await shift.run(companies.change_company, {"settings": {"status_after_sign_in": setting}})
    session = await shift.sign_in()
    await shift.wait(1)
    await shift.set_status(Wish("away", shift.lunch))
    await shift.wait(1)
    await shift.run(end_session, session, "signed_out")
    assert (await shift.status()).status == "offline"
    await shift.sign_in()
    assert (await shift.status()).status == expected
    assert (await shift.status()).away_reason_id == (shift.lunch if setting == "as_left" else None)


async def test_going_offline_is_signing_out_and_a_supervisor_signs_out_everywhere(shift: Shift) -> None:
    await shift.sign_in()
    await shift.sign_in()
    with pytest.raises(UseSignOut):
        await shift.set_status(Wish("offline"))
    await shift.set_status(Wish("offline"), by=shift.sofia)
    status = await shift.status()
    assert (status.status, status.cause, status.actor.name) == ("offline", "supervisor", "Sofia")
    assert await shift.ask(accounts.sessions, shift.klara) == []


async def test_only_what_is_possible_can_be_wished(shift: Shift) -> None:
    await shift.sign_in()
    with pytest.raises(Invalid):
        await shift.set_status(Wish("online", shift.lunch))
    with pytest.raises(Invalid):
        await shift.set_status(Wish("online", after_conversations=True))
    with pytest.raises(AwayReasonUnknown):
        await shift.set_status(Wish("away", "nothing"))
    await shift.run(companies.change_away_reason, shift.lunch, {"retired": True})
    with pytest.raises(AwayReasonUnknown):
        await shift.set_status(Wish("away", shift.lunch))


async def test_inv_31_a_planned_status_begins_once_when_the_last_conversation_ends(shift: Shift) -> None:
    await shift.sign_in()
    await shift.run(service.note_activity, shift.klara, live=2)
    await shift.set_status(Wish("away", shift.lunch, after_conversations=True))
    planned = await shift.status()
    assert planned.status == "online"
    assert planned.next is not None
    assert planned.next.away_reason_id == shift.lunch
    assert "draining" in (await shift.facts()).refuses_because
    await shift.run(service.note_activity, shift.klara, live=-1)
    assert (await shift.status()).status == "online"
    await shift.run(service.note_activity, shift.klara, live=-1)
    begun = await shift.status()
    assert (begun.status, begun.away_reason_id, begun.next) == ("away", shift.lunch, None)
    assert begun.actor.id == shift.klara
    await shift.set_status(Wish("online"))
    await shift.run(service.note_activity, shift.klara, live=1)
    await shift.run(service.note_activity, shift.klara, live=-1)
    assert (await shift.status()).status == "online"


async def test_inv_31_a_planned_status_can_be_cancelled(shift: Shift) -> None:
    await shift.sign_in()
    await shift.run(service.note_activity, shift.klara, live=1)
    await shift.set_status(Wish("away", shift.lunch, after_conversations=True))
    await shift.run(service.cancel_next, shift.klara, by=shift.klara)
    await shift.run(service.note_activity, shift.klara, live=-1)
    assert (await shift.status()).status == "online"


async def test_without_conversations_away_after_them_is_away_at_once(shift: Shift) -> None:
    await shift.sign_in()
    await shift.set_status(Wish("away", shift.lunch, after_conversations=True))
    assert (await shift.status()).status == "away"


async def test_on_another_call_nothing_is_to_be_offered_until_signing_out_ends_it(shift: Shift) -> None:
    session = await shift.sign_in()
    await shift.connect("page")
    assert (await shift.facts()).refuses_because == ()
    await shift.run(service.set_on_another_call, operator_id=shift.klara, on=True, reason="doctor")
    assert (await shift.facts()).refuses_because == ("on_another_call",)
    await shift.run(end_session, session, "signed_out")
    assert not (await shift.status()).on_another_call


async def test_a_switch_closes_a_channel_unless_the_company_keeps_all_on(shift: Shift) -> None:
    await shift.sign_in()
    switch = {"operator_id": shift.klara, "channel_id": shift.channel}
    await shift.run(service.set_channel, **switch, available=False, by=shift.klara)
    assert (await shift.facts()).open_channels == frozenset()
    shift.recorded.clear()
    await shift.run(companies.change_company, {"settings": {"operators_switch_channels": False}})
    assert (await shift.facts()).open_channels == {shift.channel}
    told = [each.event for each in shift.recorded if isinstance(each.event, ChannelAvailabilityChanged)]
    assert [(event.operator_id, event.open) for event in told] == [(shift.klara, True)]
    with pytest.raises(ChannelSwitchLocked):
        await shift.run(service.set_channel, **switch, available=True, by=shift.klara)


async def test_a_channel_that_is_not_ready_or_turned_off_is_closed(shift: Shift) -> None:
    await shift.sign_in()
    station = {"operator_id": shift.klara, "channel_id": shift.channel}
    await shift.run(service.set_ready, **station, reason="microphone")
    assert (await shift.facts()).open_channels == frozenset()
    await shift.run(service.set_ready, **station, reason=None)
    assert (await shift.facts()).open_channels == {shift.channel}
    await shift.run(companies.change_channel, shift.channel, {"enabled": False})
    assert (await shift.facts()).open_channels == frozenset()


async def test_inv_39_the_idle_clock_moves_by_handled_work_only(shift: Shift) -> None:
    await shift.run(service.note_activity, shift.klara, offered=1)
    await shift.run(service.note_activity, shift.klara, offered=-1)
    assert (await shift.facts()).idle_since is None
    await shift.run(service.note_activity, shift.klara, live=1)
    await shift.wait(60)
    await shift.run(service.note_activity, shift.klara, live=-1)
    assert (await shift.facts()).idle_since == shift.clock.now()
