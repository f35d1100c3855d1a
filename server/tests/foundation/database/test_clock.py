"""Instants and their text, waiting, and the alarm of the runners."""

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hovor.foundation.clock import SECOND, Alarm, SystemClock, from_rfc3339, to_rfc3339
from tests.support.clock import VirtualClock


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-11-24T10:00:00.000001Z", 1_795_514_400_000_001),
        ("2026-11-24T11:00:00.5+01:00", 1_795_514_400_500_000),
        ("2026-11-24t00:30:00.123456789-09:30", 1_795_514_400_123_456),
        ("2024-02-29T23:59:59Z", 1_709_251_199_000_000),
    ],
)
def test_a_text_names_an_instant(text: str, instant: int) -> None:
    assert from_rfc3339(text) == instant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-24",
        "2026-11-24T10:00:00",
        "2026-02-29T10:00:00Z",
        "2026-11-24T25:00:00Z",
        "2026-11-24T10:00:00.Z",
    ],
)
def test_what_names_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_rfc3339(text)


@given(st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_instant_reads_back_to_the_millisecond(moment: datetime) -> None:
    instant = round(moment.timestamp()) * SECOND + moment.microsecond
    text = to_rfc3339(instant)
    assert (len(text), text[-1]) == (24, "Z")
    assert from_rfc3339(text) == instant // 1000 * 1000


async def test_the_system_clock_sleeps_until_its_instant() -> None:
    clock = SystemClock()
    until = clock.now() + SECOND // 100
    await clock.sleep_until(until)
    assert clock.now() >= until
    await clock.sleep_until(0)


async def test_sleepers_wake_when_virtual_time_reaches_their_instant(clock: VirtualClock) -> None:
    start = clock.now()
    sleepers = [asyncio.ensure_future(clock.sleep_until(start + n * SECOND)) for n in (3, 1, 2)]
    await asyncio.sleep(0)
    assert clock.next_wake == start + SECOND
    clock.advance(2)
    await asyncio.gather(*sleepers[1:])
    assert not sleepers[0].done()
    sleepers[0].cancel()
    await asyncio.sleep(0)
    assert clock.next_wake is None


async def test_an_alarm_wakes_at_its_time_or_when_it_is_rung(clock: VirtualClock) -> None:
    alarm = Alarm(clock)
    waiting = asyncio.ensure_future(alarm.wait(clock.now() + SECOND))
    await asyncio.sleep(0)
    clock.advance(0.5)
    await asyncio.sleep(0)
    assert not waiting.done()
    clock.advance(0.5)
    await waiting
    waiting = asyncio.ensure_future(alarm.wait(None))
    await asyncio.sleep(0)
    alarm.ring()
    await waiting
    assert not alarm.rung


async def test_an_alarm_rung_too_early_is_not_forgotten(clock: VirtualClock) -> None:
    alarm = Alarm(clock)
    for until in (None, clock.now() + SECOND):
        alarm.ring()
        assert alarm.rung
        await alarm.wait(until)
        assert not alarm.rung
