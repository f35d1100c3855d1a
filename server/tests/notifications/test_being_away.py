"""What an operator who is away is told of his own status, until when; on the real service."""

from typing import Final

from hovor.companies import queries as companies
from hovor.companies import service as company
from hovor.companies.policy import Allowance
from hovor.foundation.caller import OperatorCaller
from hovor.notifications import queries, service
from hovor.presence import queries as presence_of
from hovor.presence import service as presence
from tests.notifications.watch import SEEN, Watch

QUARTER: Final = 15 * 60


async def _limited(watch: Watch, number: int, minutes: int, to: str | None = None) -> str:
    """The reason of that place, with so many minutes a day."""
    reason = (await watch.ask(companies.away_reasons))[number]
    allowance = Allowance(minutes, "mark" if to is None else "change", to)
    await watch.run(company.change_away_reason, reason.id, {"allowance": allowance})
    return reason.id


async def _what(watch: Watch, operator: OperatorCaller) -> list[str]:
    return [each.what for each in await watch.standing(operator)]


async def test_who_wanted_to_be_back_is_reminded_once_and_going_online_clears_it(watch: Watch) -> None:
    _, (klara,) = await watch.staffed("Klára")
    await watch.away(klara, back_in=QUARTER)
    await watch.wait(QUARTER - 1)
    assert await _what(watch, klara) == []
    await watch.wait(1)
    (told,) = await watch.standing(klara)
    assert (told.what, told.cue, told.loud) == ("back_at", 1, 1)
    # It reminds, and changes no status.
    assert (await watch.ask(presence_of.declared, klara.operator_id)).status == "away"
    await watch.noticed(klara)
    await watch.wait(3600)
    assert [each.cue for each in await watch.standing(klara)] == [1]
    await watch.set_status(klara, "online")
    assert await _what(watch, klara) == []
    assert (await watch.ask(queries.notification, told.id)).cleared_because == "online"


async def test_another_time_takes_the_place_of_the_first_and_none_takes_it_back(watch: Watch) -> None:
    _, (klara,) = await watch.staffed("Klára")
    await watch.away(klara, back_in=QUARTER)
    await watch.away(klara, back_in=2 * QUARTER)
    await watch.wait(QUARTER)
    assert await _what(watch, klara) == []
    await watch.wait(QUARTER)
    assert await _what(watch, klara) == ["back_at"]
    await watch.away(klara, back_in=QUARTER)
    assert await _what(watch, klara) == []
    await watch.away(klara)
    await watch.wait(2 * QUARTER)
    assert await _what(watch, klara) == []


async def test_who_is_back_before_is_not_reminded_and_a_time_that_is_past_reminds_of_nothing(
    watch: Watch,
) -> None:
    _, (klara,) = await watch.staffed("Klára")
    await watch.away(klara, back_in=QUARTER)
    await watch.set_status(klara, "online")
    await watch.wait(QUARTER)
    await watch.away(klara, back_in=-60)
    await watch.wait(QUARTER)
    assert await _what(watch, klara) == []


async def test_what_was_planned_after_conversations_reminds_from_when_it_holds(watch: Watch) -> None:
    channel, (klara,) = await watch.staffed("Klára")
    talk = await watch.served(klara, await watch.visitor(channel))
    back_at = watch.clock.now() + QUARTER * 1_000_000
    wish = presence.Wish("away", None, after_conversations=True, back_at=back_at)
    me = klara.operator_id
    await watch.run(presence.set_status, operator_id=me, wish=wish, cause="own", caller=klara)
    await watch.end(klara, talk)
    await watch.finish(klara, talk)
    await watch.wait(QUARTER)
    assert "back_at" in await _what(watch, klara)


async def test_a_used_up_allowance_is_told_once_and_goes_when_he_goes_on(watch: Watch) -> None:
    _, (klara,) = await watch.staffed("Klára")
    lunch = await _limited(watch, 0, 10)
    await watch.away(klara, lunch)
    await watch.wait(10 * 60 - 1)
    assert await _what(watch, klara) == []
    await watch.wait(1)
    (told,) = await watch.standing(klara)
    assert (told.what, told.cue) == ("allowance", 1)
    await watch.noticed(klara)
    # The same stretch is not told again, whatever else changes in it.
    await watch.run(service.dismiss, notification_id=told.id, caller=klara)
    me = klara.operator_id
    await watch.run(presence.set_on_another_call, operator_id=me, on=True, reason=None)
    await watch.wait(600)
    assert await _what(watch, klara) == []
    await watch.set_status(klara, "online")
    await watch.away(klara, lunch)
    assert await _what(watch, klara) == []


async def test_whom_the_rule_changes_to_another_reason_is_told_of_each_that_is_used_up(watch: Watch) -> None:
    _, (klara,) = await watch.staffed("Klára")
    personal = await _limited(watch, 1, 5)
    lunch = await _limited(watch, 0, 10, personal)
    await watch.away(klara, lunch)
    await watch.wait(10 * 60)
    (first,) = await watch.standing(klara)
    assert (first.what, first.count) == ("allowance", 1)
    assert (await watch.ask(presence_of.declared, klara.operator_id)).away_reason_id == personal
    await watch.wait(5 * 60)
    (second,) = await watch.standing(klara)
    assert second.what == "allowance"
    await watch.set_status(klara, "online")
    assert await _what(watch, klara) == []


async def test_a_window_in_front_of_him_makes_it_a_soft_tick_and_his_wishes_count(watch: Watch) -> None:
    _, (klara,) = await watch.staffed("Klára")
    await watch.look(klara, SEEN)
    await watch.away(klara, back_in=60)
    await watch.wait(60)
    assert [each.loud for each in await watch.standing(klara)] == [0]
    off = {"back_at": {"sound": False, "browser": False}}
    await watch.run(service.change_preferences, changes=off, caller=klara)
    await watch.away(klara, back_in=60)
    await watch.wait(60)
    assert await _what(watch, klara) == []
