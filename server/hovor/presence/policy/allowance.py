"""How much of a reason's allowance of the day is used, and when it will be. Days are the company's own: from
one midnight of its time zone to the next, 23 to 25 hours where clocks change.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from hovor.foundation.clock import MINUTE, SECOND, Instant

_MOST_DAYS: Final = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time away for one reason; `ended_at` is None while it goes on."""

    started_at: Instant
    ended_at: Instant | None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the company: from `begins` up to, and not with, `ends`."""

    begins: Instant
    ends: Instant


def day_of(at: Instant, time_zone: str) -> Day:
    """The company's day in which `at` lies. A day begins with its first midnight; where clocks skip that,
    with the instant at which they do.
    """
    zone = ZoneInfo(time_zone)
    local = datetime.fromtimestamp(at // SECOND, zone).date()
    # One day more on either side: a clock that is put back over midnight shows a date that is over.
    midnights = [_midnight(local + timedelta(days=days), zone) for days in (-1, 0, 1, 2)]
    return Day(max(each for each in midnights if each <= at), min(each for each in midnights if each > at))


def used(stretches: Iterable[Stretch], at: Instant, day: Day) -> int:
    """Microseconds of the day that lie in these stretches, up to `at`."""
    return sum(
        max(
            0,
            min(at if each.ended_at is None else each.ended_at, at, day.ends)
            - max(each.started_at, day.begins),
        )
        for each in stretches
    )


def used_up_at(stretches: Collection[Stretch], minutes: int, at: Instant, time_zone: str) -> Instant | None:
    """When the allowance is used up if he stays away for this reason from `at` on: in the past when it is
    already. What a night interrupts begins anew with the day; None when no day is long enough.
    """
    limit = minutes * MINUTE
    day = day_of(at, time_zone)
    before = used(stretches, at, day)
    if before >= limit:
        return _crossed_at(stretches, limit, at, day)
    if at + limit - before < day.ends:
        return at + limit - before
    for _ in range(_MOST_DAYS):
        day = day_of(day.ends, time_zone)
        if day.begins + limit < day.ends:
            return day.begins + limit
    return None


def follow(reason_id: str, next_of: Mapping[str, str | None], used_up: Collection[str]) -> str | None:
    """Where the rule "change to" leads from a reason: to the first that is not used up itself, or to none
    when they lead in a circle. A reason that `next_of` does not know ends the way with none.
    """
    seen = {reason_id}
    following = next_of.get(reason_id)
    while following is not None and following in used_up:
        if following in seen:
            return None
        seen.add(following)
        following = next_of.get(following)
    return following


def _crossed_at(stretches: Iterable[Stretch], limit: int, at: Instant, day: Day) -> Instant:
    left = limit
    for each in sorted(stretches, key=lambda one: one.started_at):
        begins = max(each.started_at, day.begins)
        length = max(0, min(at if each.ended_at is None else each.ended_at, at) - begins)
        if length >= left:
            return begins + left
        left -= length
    return at


def _midnight(of: date, zone: ZoneInfo) -> Instant:
    return round(datetime(of.year, of.month, of.day, tzinfo=zone).timestamp()) * SECOND
