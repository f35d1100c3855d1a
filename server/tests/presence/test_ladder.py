"""From connected down to gone, at the stated seconds, and back up."""

from hovor.companies import service as companies
from hovor.foundation.live.listener import ConnectionState
from hovor.presence import service
from hovor.presence.events import ReachabilityChanged
from hovor.presence.service import Wish
from tests.presence.shift import Shift

HIDDEN = ConnectionState(
    visible=False,
    focused=False,
    notifications="denied",
    sound="blocked",
    microphone="absent",
    idle_seconds=3,
)


async def fall_silent(shift: Shift, name: str = "page") -> None:
    """Ten seconds have passed without a sign of this page."""
    await shift.wait(10)
    await shift.run(service.connection_suspect, connection_id=name)


async def test_inv_28_suspect_after_ten_seconds_and_restored_without_a_trace(shift: Shift) -> None:
    await shift.sign_in()
    await shift.connect("page")
    intervals = len(await shift.history())
    await fall_silent(shift)
    assert (await shift.facts()).refuses_because == ("connection_suspect",)
    await shift.run(service.connection_restored, connection_id="page")
    assert (await shift.facts()).refuses_because == ()
    await shift.wait(600)
    assert (await shift.status()).status == "online"
    assert len(await shift.history()) == intervals


async def test_lost_after_thirty_seconds_and_gone_after_the_time_to_come_back(shift: Shift) -> None:
    await shift.run(companies.change_company, {"settings": {"restore_seconds": 120}})
    await shift.sign_in()
    await shift.connect("page")
    silent_since = shift.clock.now()
    await fall_silent(shift)
    await shift.wait(20)
    assert (await shift.facts()).refuses_because == ("connection_lost",)
    assert (await shift.status()).status == "online"
    await shift.wait(119)
    assert (await shift.status()).status == "online"
    await shift.wait(1)
    status = await shift.status()
    assert (status.status, status.away_reason_id, status.cause) == ("away", None, "connection_lost")
    assert (await shift.history())[-1].started_at == silent_since + 150_000_000
    told = [each.event for each in shift.recorded if isinstance(each.event, ReachabilityChanged)]
    assert [(event.reachable, event.liveness) for event in told] == [
        (False, "suspect"),  # signed in, and no page yet
        (True, "connected"),
        (False, "suspect"),
        (False, "lost"),
        (False, "gone"),
    ]


async def test_back_inside_the_window_is_silent_and_later_he_must_act(shift: Shift) -> None:
    await shift.sign_in()
    await shift.connect("page")
    await shift.run(service.connection_closed, connection_id="page")
    await shift.wait(89)
    await shift.connect("page again")
    assert (await shift.facts()).refuses_because == ()
    await shift.run(service.connection_closed, connection_id="page again")
    await shift.wait(90)
    await shift.connect("page at last")
    status = await shift.status()
    assert (status.status, status.reachable) == ("away", True)
    await shift.set_status(Wish("online"))
    assert (await shift.facts()).refuses_because == ()


async def test_who_says_online_and_has_no_page_is_not_online_for_ever(shift: Shift) -> None:
    """His page never came, or he was gone before: he has as long as one whose connection was lost."""
    await shift.sign_in()
    assert (await shift.status()).status == "online"
    await shift.wait(89)
    assert (await shift.status()).status == "online"
    await shift.wait(1)
    assert (await shift.status()).cause == "connection_lost"
    await shift.set_status(Wish("online"))
    await shift.wait(89)
    await shift.connect("page")
    await shift.wait(600)
    status = await shift.status()
    assert (status.status, status.reachable) == ("online", True)


async def test_one_living_page_is_enough(shift: Shift) -> None:
    await shift.sign_in()
    await shift.connect("page")
    await shift.connect("telephone")
    await fall_silent(shift)
    assert (await shift.facts()).reachable
    await shift.run(service.connection_lost, connection_id="page")
    assert (await shift.facts()).reachable
    await shift.run(service.connection_closed, connection_id="telephone")
    assert not (await shift.facts()).reachable


async def test_a_hidden_page_that_may_not_notify_reaches_nobody_and_the_view_is_a_new_one(
    shift: Shift,
) -> None:
    await shift.sign_in()
    await shift.connect("page")
    before = await shift.status()
    await shift.run(service.state_reported, connection_id="page", state=HIDDEN)
    hidden = await shift.status()
    assert hidden.unreachable_because == ("cannot_notify",)
    assert hidden.version > before.version


async def test_connections_of_a_dead_process_are_suspect_and_their_windows_start_anew(shift: Shift) -> None:
    await shift.sign_in()
    await shift.connect("page")
    await shift.wait(60)
    await shift.run(service.process_lost, process_id="process")
    assert (await shift.facts()).refuses_because == ("connection_suspect",)
    await shift.wait(89)
    assert (await shift.status()).status == "online"
    await shift.wait(1)
    assert (await shift.status()).cause == "connection_lost"


async def test_inv_08_who_is_away_is_told_gone_too_so_that_his_conversations_are_rescued(
    shift: Shift,
) -> None:
    await shift.sign_in()
    await shift.connect("page")
    await shift.set_status(Wish("away", shift.lunch))
    await shift.run(service.connection_closed, connection_id="page")
    await shift.wait(90)
    assert shift.recorded[-1].event == ReachabilityChanged(
        operator_id=shift.klara, reachable=False, liveness="gone"
    )
    assert (await shift.status()).away_reason_id == shift.lunch


async def test_inv_30_the_fifth_change_by_a_rule_waits_for_the_end_of_ten_minutes(shift: Shift) -> None:
    await shift.sign_in()
    await shift.connect("page")
    missed = {"operator_id": shift.klara, "cause": "missed_offers"}
    for _ in range(4):
        await shift.run(service.set_by_rule, **missed)
        assert (await shift.status()).status == "away"
        await shift.set_status(Wish("online"))
    await shift.run(service.set_by_rule, **missed)
    assert (await shift.status()).status == "online"
    await shift.wait(600)
    assert (await shift.status()).cause == "missed_offers"
