"""Inactivity, undoing what others did, and the history that is read afterwards."""

import pytest

from hovor.companies import service as companies
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.clock import DAY, HOUR, MINUTE, SECOND
from hovor.foundation.errors import Invalid, NotAllowed
from hovor.foundation.live.listener import ConnectionState
from hovor.presence import queries, service
from hovor.presence.service import Wish
from tests.presence.shift import Shift


async def touch(shift: Shift, page: str, seconds_ago: int = 0) -> None:
    state = ConnectionState(
        visible=True,
        focused=True,
        notifications="granted",
        sound="on",
        microphone="absent",
        idle_seconds=seconds_ago,
    )
    await shift.run(service.state_reported, connection_id=page, state=state)


async def watched(shift: Shift, minutes: int) -> None:
    """Somebody who is online, in a company that wants to see activity."""
    await shift.run(companies.change_company, {"settings": {"inactive_after_minutes": minutes}})
    await shift.sign_in()
    await shift.connect("page")


async def test_whoever_touches_nothing_for_as_long_as_the_company_says_is_away(shift: Shift) -> None:
    await watched(shift, 5)
    await shift.wait(299)
    assert (await shift.status()).status == "online"
    await shift.wait(1)
    status = await shift.status()
    assert (status.status, status.away_reason_id, status.cause) == ("away", None, "inactive")
    assert status.actor.kind == "system"


async def test_a_touch_on_any_device_counts_from_its_own_instant(shift: Shift) -> None:
    await watched(shift, 5)
    await shift.connect("telephone")
    await shift.wait(240)
    await touch(shift, "telephone", seconds_ago=30)
    await shift.wait(269)
    assert (await shift.status()).status == "online"
    await shift.wait(1)
    assert (await shift.status()).cause == "inactive"


async def test_a_page_that_only_comes_back_is_no_touch(shift: Shift) -> None:
    await watched(shift, 5)
    await shift.wait(299)
    await shift.run(service.connection_closed, connection_id="page")
    await shift.connect("page again")
    await shift.wait(2)
    assert (await shift.status()).status == "online"
    await touch(shift, "page again", seconds_ago=301)
    await shift.wait(0)
    assert (await shift.status()).cause == "inactive"


async def test_a_call_is_activity_and_its_end_begins_the_time_anew(shift: Shift) -> None:
    await watched(shift, 5)
    await shift.run(service.note_activity, shift.klara, on_call=1)
    await shift.wait(3600)
    await shift.run(service.note_activity, shift.klara, on_call=-1)
    await shift.wait(299)
    assert (await shift.status()).status == "online"
    await shift.wait(1)
    assert (await shift.status()).cause == "inactive"


async def test_inactivity_is_off_unless_the_company_wants_it_from_five_minutes_on(shift: Shift) -> None:
    await shift.sign_in()
    await shift.connect("page")
    await shift.wait(4 * 3600)
    assert (await shift.status()).status == "online"
    for impossible in (1, 4, 121):
        with pytest.raises(Invalid):
            await shift.run(companies.change_company, {"settings": {"inactive_after_minutes": impossible}})
    await shift.run(companies.change_company, {"settings": {"inactive_after_minutes": 120}})
    await shift.wait(0)
    assert (await shift.status()).cause == "inactive"
    await shift.set_status(Wish("online"))
    await shift.run(companies.change_company, {"settings": {"inactive_after_minutes": 0}})
    await shift.wait(4 * 3600)
    assert (await shift.status()).status == "online"


async def test_what_a_supervisor_changed_says_what_was_before_and_what_one_does_oneself_does_not(
    shift: Shift,
) -> None:
    await shift.sign_in()
    await shift.wait(1)
    await shift.set_status(Wish("away", shift.lunch))
    assert (await shift.status()).before is None
    await shift.wait(1)
    await shift.set_status(Wish("online"), by=shift.sofia)
    status = await shift.status()
    assert status.actor.name == "Sofia"
    assert status.before == queries.BeforeView("away", shift.lunch)
    await shift.set_status(Wish("away", shift.lunch))
    assert (await shift.status()).before is None
    await shift.run(service.set_by_rule, operator_id=shift.klara, cause="missed_offers")
    assert (await shift.status()).before is None


async def test_back_at_reminds_and_changes_nothing(shift: Shift) -> None:
    await shift.sign_in()
    await shift.set_status(Wish("away", shift.lunch, back_at=shift.clock.now() + 15 * MINUTE))
    assert (await shift.colleague()).back_at is not None
    rows = len(await shift.history())
    await shift.wait(3600)
    assert (await shift.status()).status == "away"
    assert len(await shift.history()) == rows
    await shift.set_status(Wish("online"))
    assert (await shift.colleague()).back_at is None


async def test_inv_26_and_44_what_is_told_of_a_time_adds_up_to_it(shift: Shift) -> None:
    began = shift.clock.now()
    session = await shift.sign_in()
    for wish in (Wish("away", shift.lunch), Wish("online"), Wish("away"), Wish("online")):
        await shift.wait(601)
        await shift.set_status(wish)
    await shift.wait(5)
    assert session
    now = shift.clock.now()
    told = await shift.ask_as(shift.klara, queries.history, shift.klara, began, now)
    assert sum(each.seconds for each in told.sums) == (now - began) / SECOND
    assert {(each.status, each.away_reason_id): each.seconds for each in told.sums} == {
        ("online", None): 601 + 601 + 5,
        ("away", shift.lunch): 601,
        ("away", None): 601,
    }
    part = await shift.ask_as(
        shift.klara, queries.history, shift.klara, began + 300 * SECOND, now - 300 * SECOND
    )
    assert sum(each.seconds for each in part.sums) == (now - began) / SECOND - 600
    assert all(each.actor.kind and each.actor.id and each.cause for each in told.items)


async def test_the_history_is_ones_own_and_for_supervisors_and_has_an_end(shift: Shift) -> None:
    await shift.sign_in()
    await shift.wait(1)
    for read in (queries.history, queries.switched):
        await shift.ask_as(shift.sofia, read, shift.klara)
        with pytest.raises(NotAllowed):
            await shift.ask_as(shift.klara, read, shift.sofia)
        now = shift.clock.now()
        for since, until in ((now, now), (now, now - HOUR), (now - 32 * DAY, now)):
            with pytest.raises(Invalid):
                await shift.ask_as(shift.klara, read, shift.klara, since, until)


async def test_every_switch_is_on_record_with_who_turned_it(shift: Shift) -> None:
    await shift.sign_in()
    switch = {"operator_id": shift.klara, "channel_id": shift.channel}
    for available, by in ((False, shift.klara), (False, shift.klara), (True, shift.sofia)):
        await shift.wait(10)
        await shift.run(service.set_channel, **switch, available=available, by=by)
    told = await shift.ask_as(shift.klara, queries.switched, shift.klara)
    assert [(each.available, each.actor.name) for each in told.items] == [(False, "Klara"), (True, "Sofia")]
    assert isinstance(shift.caller(shift.sofia), OperatorCaller)
