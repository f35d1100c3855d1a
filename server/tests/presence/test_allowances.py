"""How long one may be away for a reason, and what happens then: pure days first, then the real service."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hovor.companies import service as companies
from hovor.companies.errors import AwayReasonNeeded
from hovor.companies.policy import Allowance, AwayReasonLook
from hovor.foundation.clock import HOUR, MINUTE, SECOND, Instant
from hovor.foundation.errors import Invalid
from hovor.presence.errors import AllowanceUsedUp, OperatorNotSignedIn
from hovor.presence.policy import RULE_CHANGES
from hovor.presence.policy.allowance import Day, Stretch, day_of, follow, used, used_up_at
from hovor.presence.service import Wish
from tests.presence.shift import Shift

PRAGUE = "Europe/Prague"
ZONES = (
    PRAGUE,
    "America/Sao_Paulo",
    "Asia/Beirut",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "UTC",
    "Africa/Cairo",
)


def at(text: str, zone: str = PRAGUE) -> Instant:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()) * SECOND


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-24", 24)])
def test_a_day_is_the_companys_own_also_when_clocks_change(day: str, hours: int) -> None:
    found = day_of(at(f"{day}T12:00"), PRAGUE)
    assert found.begins == at(f"{day}T00:00")
    assert (found.ends - found.begins) // HOUR == hours


def test_a_midnight_that_clocks_skip_begins_the_day_when_they_do() -> None:
    # Beirut goes from 23:59:59 to 01:00 on 29 March 2026.
    found = day_of(at("2026-03-29T12:00", "Asia/Beirut"), "Asia/Beirut")
    assert datetime.fromtimestamp(found.begins // SECOND, UTC).isoformat() == "2026-03-28T22:00:00+00:00"


@given(st.integers(0, 4_000_000_000), st.sampled_from(ZONES))
def test_days_follow_one_another_without_a_gap(second: int, zone: str) -> None:
    day = day_of(second * SECOND, zone)
    assert day.begins <= second * SECOND < day.ends
    assert day_of(day.begins, zone) == day
    assert day_of(day.ends, zone).begins == day.ends
    assert day_of(day.begins - 1, zone).ends == day.begins


def test_a_time_away_over_midnight_counts_in_both_days() -> None:
    night = [Stretch(at("2026-11-24T23:50"), at("2026-11-25T00:20"))]
    before, after = at("2026-11-24T23:59"), at("2026-11-25T09:00")
    assert used(night, before, day_of(before, PRAGUE)) == 9 * MINUTE
    assert used(night, after, day_of(after, PRAGUE)) == 20 * MINUTE


def test_the_hour_that_clocks_skip_is_no_time_away() -> None:
    night = [Stretch(at("2026-03-29T01:30"), at("2026-03-29T03:30"))]
    noon = at("2026-03-29T12:00")
    assert used(night, noon, day_of(noon, PRAGUE)) == HOUR


_stretches = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 120)), max_size=8).map(
    lambda gaps: _in_line(at("2026-10-24T20:00"), gaps)
)


def _in_line(begins: Instant, gaps: list[tuple[int, int]]) -> list[Stretch]:
    """Stretches one after another: minutes between, minutes long."""
    found: list[Stretch] = []
    for gap, length in gaps:
        begins += gap * MINUTE
        found.append(Stretch(begins, begins + length * MINUTE))
        begins += length * MINUTE
    return found


@given(_stretches, st.integers(1, 600))
def test_what_is_used_up_at_an_instant_is_used_up_then_and_not_before(
    past: list[Stretch], minutes: int
) -> None:
    now = max((each.ended_at or 0 for each in past), default=at("2026-10-24T20:00"))
    running = [*past, Stretch(now, None)]
    end = used_up_at(running, minutes, now, PRAGUE)
    assert end is not None
    limit = minutes * MINUTE
    assert used(running, end, day_of(end, PRAGUE)) == limit
    assert used(running, end - 1, day_of(end - 1, PRAGUE)) < limit
    if end <= now:
        assert used(running, now, day_of(now, PRAGUE)) >= limit


@given(_stretches)
def test_every_minute_away_is_used_in_exactly_one_day(past: list[Stretch]) -> None:
    later = at("2026-11-02T00:00")
    day, total = day_of(at("2026-10-24T12:00"), PRAGUE), 0
    while day.begins < later:
        total += used(past, later, day)
        day = day_of(day.ends, PRAGUE)
    assert total == sum((each.ended_at or 0) - each.started_at for each in past)


def test_an_allowance_that_no_day_is_long_enough_for_is_never_used_up() -> None:
    now = at("2026-11-24T10:00")
    assert used_up_at([Stretch(now, None)], 1440, now, PRAGUE) is None
    assert used([], now, Day(now, now + HOUR)) == 0


def test_changes_lead_past_what_is_used_up_and_never_in_a_circle() -> None:
    ways = {"break": "lunch", "lunch": "personal", "personal": None}
    assert follow("break", ways, {"break"}) == "lunch"
    assert follow("break", ways, {"break", "lunch"}) == "personal"
    assert follow("break", {"break": "lunch", "lunch": "break"}, {"break", "lunch"}) is None


# -- on the real service, in Prague


async def limited(shift: Shift, minutes: int, rule: str = "mark", to: str | None = None) -> None:
    allowance = Allowance(minutes, rule, to)  # type: ignore[arg-type]
    await shift.run(companies.change_away_reason, shift.lunch, {"allowance": allowance})


async def to_noon(shift: Shift) -> None:
    """Days begin and end elsewhere."""
    day = day_of(shift.clock.now(), PRAGUE)
    await shift.wait((day.ends + 12 * HOUR - shift.clock.now()) / SECOND)


async def test_what_is_used_today_is_counted_and_a_marked_reason_stays(shift: Shift) -> None:
    await to_noon(shift)
    await limited(shift, 30)
    await shift.sign_in()
    await shift.set_status(Wish("away", shift.lunch))
    began = shift.clock.now()
    await shift.wait(18 * 60)
    await shift.set_status(Wish("online"))
    (use,) = (await shift.status()).allowances
    assert (use.minutes, use.used_seconds, use.running_since) == (30, 18 * 60, None)
    await shift.set_status(Wish("away", shift.lunch))
    (use,) = (await shift.status()).allowances
    assert (use.used_seconds, use.running_since) == (18 * 60, (await shift.status()).since)
    seen = await shift.colleague()
    assert seen.allowance_ends_at is not None
    await shift.wait(16 * 60)
    status = await shift.status()
    assert (status.status, status.away_reason_id, status.cause) == ("away", shift.lunch, "own")
    await shift.set_status(Wish("online"))
    assert (await shift.status()).allowances[0].used_seconds == 34 * 60
    assert (await shift.colleague()).allowance_ends_at is None
    assert began < shift.clock.now()


async def test_a_used_up_reason_is_refused_to_operators_and_not_to_supervisors(shift: Shift) -> None:
    await to_noon(shift)
    await limited(shift, 30, "refuse")
    await shift.sign_in()
    await shift.set_status(Wish("away", shift.lunch))
    await shift.wait(30 * 60)
    # Who is away for it stays, and may say when he is back.
    await shift.set_status(Wish("away", shift.lunch, back_at=shift.clock.now() + HOUR))
    await shift.set_status(Wish("online"))
    with pytest.raises(AllowanceUsedUp):
        await shift.set_status(Wish("away", shift.lunch))
    with pytest.raises(AllowanceUsedUp):
        await shift.set_status(Wish("away", shift.lunch, after_conversations=True))
    await shift.set_status(Wish("away", shift.lunch), by=shift.sofia)
    assert (await shift.status()).away_reason_id == shift.lunch
    await shift.set_status(Wish("online"))
    await shift.wait(13 * 3600)
    await shift.sign_in()
    await shift.set_status(Wish("away", shift.lunch))
    assert (await shift.status()).away_reason_id == shift.lunch


async def test_inv_29_the_rule_changes_to_another_reason_at_its_instant_and_never_to_online(
    shift: Shift,
) -> None:
    await to_noon(shift)
    await limited(shift, 15, "change", shift.reasons[1])
    await shift.sign_in()
    await shift.set_status(Wish("away", shift.lunch))
    began = shift.clock.now()
    await shift.wait(15 * 60 - 1)
    assert (await shift.status()).away_reason_id == shift.lunch
    await shift.wait(1)
    status = await shift.status()
    assert (status.status, status.away_reason_id, status.cause) == ("away", shift.reasons[1], "allowance")
    assert status.before is not None
    assert status.before.away_reason_id == shift.lunch
    assert (await shift.history())[-1].started_at == began + 15 * MINUTE
    # Choosing it once more is answered by the rule at once, and the rule itself keeps to its limit (INV-30).
    for _ in range(RULE_CHANGES + 2):
        await shift.set_status(Wish("away", shift.lunch))
        await shift.wait(0)
    by_rule = [each for each in await shift.history() if each.cause == "allowance"]
    assert len(by_rule) == RULE_CHANGES
    await shift.wait(600)
    assert (await shift.status()).away_reason_id == shift.reasons[1]


async def test_a_lower_allowance_holds_at_once_and_a_night_gives_a_new_one(shift: Shift) -> None:
    await to_noon(shift)
    await shift.wait(8 * 3600)
    await shift.sign_in()
    await shift.set_status(Wish("away", shift.lunch))
    await shift.wait(20 * 60)
    await limited(shift, 15, "change", shift.reasons[1])
    await shift.wait(0)
    assert (await shift.status()).cause == "allowance"
    await limited(shift, 60)
    await shift.set_status(Wish("away", shift.lunch))
    first = (await shift.colleague()).allowance_ends_at
    await shift.wait(5 * 3600)
    second = (await shift.colleague()).allowance_ends_at
    assert first is not None
    assert second is not None
    assert second > first


async def test_only_possible_allowances_are_kept_and_a_needed_reason_is_not_retired(shift: Shift) -> None:
    for impossible in (
        Allowance(10, "change"),
        Allowance(10, "change", shift.lunch),
        Allowance(10, "mark", shift.reasons[1]),
    ):
        with pytest.raises(Invalid):
            await shift.run(companies.change_away_reason, shift.lunch, {"allowance": impossible})
    await limited(shift, 15, "change", shift.reasons[1])
    with pytest.raises(AwayReasonNeeded):
        await shift.run(companies.change_away_reason, shift.reasons[1], {"retired": True})
    await limited(shift, 15)
    await shift.run(companies.change_away_reason, shift.reasons[1], {"retired": True})
    with pytest.raises(Invalid):
        await limited(shift, 15, "change", shift.reasons[1])
    new = await shift.run(
        companies.create_away_reason,
        name="Doctor",
        look=AwayReasonLook("clock", "red", paid=True),
        allowance=Allowance(120, "refuse"),
    )
    assert new.allowance == Allowance(120, "refuse")


async def test_nobody_is_made_online_or_away_who_is_not_signed_in(shift: Shift) -> None:
    with pytest.raises(OperatorNotSignedIn):
        await shift.set_status(Wish("online"), by=shift.sofia)
