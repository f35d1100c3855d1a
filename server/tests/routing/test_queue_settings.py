"""Queues as administrators set them up: what is kept, what is refused, what is said to be useless."""

import pytest

from hovor.foundation.clock import Instant
from hovor.routing.policy import Calendar, Hours, QueueSettings, changed, settings_from, stored
from tests.support.server import Company, Document, Hovor

_DAY = 86_400_000_000
_HOUR = 3_600_000_000
_WEEKDAYS = Hours(days=(1, 2, 3, 4, 5), opens="08:00", closes="16:30")
_OVERFLOW = {"to_queue_id": "", "after_seconds": 90, "when_full": True, "when_closed": False}
_ALL = {
    "discipline": "ageing",
    "choice": "best_skill",
    "head_start_seconds": {"1": 60},
    "ageing_rates": {"1": 3.5, "2": 2.0, "3": 1.0},
    "last_operator_seconds": 30,
    "broadcast": True,
    "size_limit": 20,
    "hours": [{"days": [1, 2, 3, 4, 5], "opens": "08:00", "closes": "16:30"}],
    "when_nobody": "auto_reply",
    "reply_text": "We are back at eight.",
}


def _queue(company: Company) -> Document:
    queues = company.administrator.ask("GET", "/queues")["items"]
    return next(each for each in queues if each["group_id"] == company.group_id)


def test_everything_that_is_set_of_a_queue_is_kept_and_the_rest_stays(hovor: Hovor) -> None:
    company = hovor.set_up()
    ask, queue = company.administrator.ask, _queue(company)
    path = f"/queues/{queue['id']}"
    usual = ask("GET", path)
    other = ask("POST", "/queues", {"group_id": company.group_id, "name": "Second", "broadcast": True})
    assert (other["broadcast"], other["discipline"]) == (True, "head_start")
    relaxation = [
        {"after_seconds": 30, "drop_skills": False, "lower_to": 2, "add_group_ids": [company.group_id]},
        {"after_seconds": 90, "drop_skills": True, "lower_to": None, "add_group_ids": []},
    ]
    more = {"overflow": {**_OVERFLOW, "to_queue_id": other["id"]}, "relaxation": relaxation}
    given = {**_ALL, **more}
    set_up = ask("PATCH", path, given)
    assert {name: set_up[name] for name in given} == given
    assert ask("PATCH", path, {"name": "First"})["overflow"] == more["overflow"]
    back = ask("PATCH", path, {name: usual[name] for name in given})
    assert {name: back[name] for name in given} == {name: usual[name] for name in given}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"discipline": "fair"}, "discipline"),
        ({"head_start_seconds": {"4": 1}}, "head_start_seconds"),
        ({"ageing_rates": {"1": 0}}, "ageing_rates"),
        ({"size_limit": 0}, "size_limit"),
        ({"hours": []}, "hours"),
        ({"hours": [{"days": [8], "opens": "08:00", "closes": "16:00"}]}, "hours"),
        ({"hours": [{"days": [1], "opens": "16:00", "closes": "08:00"}]}, "hours"),
        ({"hours": [{"days": [1], "opens": "08:00", "closes": "25:00"}]}, "hours"),
        ({"when_nobody": "auto_reply"}, "reply_text"),
        ({"relaxation": [{"after_seconds": 60}, {"after_seconds": 60}]}, "relaxation"),
        ({"relaxation": [{"after_seconds": 60, "add_group_ids": ["nothing"]}]}, "relaxation"),
        ({"overflow": {"to_queue_id": "nothing"}}, "overflow.to_queue_id"),
        ({"overflow": {"to_queue_id": "itself"}}, "overflow.to_queue_id"),
    ],
)
def test_what_is_not_possible_is_refused_by_the_name_of_its_field(
    hovor: Hovor, changes: Document, field: str
) -> None:
    company = hovor.set_up()
    queue = _queue(company)
    if changes.get("overflow", {}).get("to_queue_id") == "itself":
        changes = {"overflow": {"to_queue_id": queue["id"]}}
    answer = company.administrator.http.patch(f"/api/v1/queues/{queue['id']}", json=changes)
    assert answer.status_code == 422
    assert any(each["field"].startswith(field) for each in answer.json()["fields"]), answer.json()


def test_what_will_not_work_is_said_and_not_refused(hovor: Hovor) -> None:
    company = hovor.set_up()
    company.operator("klara")
    ask = company.administrator.ask
    nobody = ask("POST", "/groups", {"name": "Nobody yet", "member_ids": []})["id"]
    empty = next(each for each in ask("GET", "/queues")["items"] if each["group_id"] == nobody)
    assert [each["code"] for each in ask("GET", f"/queues/{empty['id']}")["faults"]] == ["empty_queue"]
    first = _queue(company)
    ask("PATCH", f"/queues/{empty['id']}", {"overflow": {**_OVERFLOW, "to_queue_id": first["id"]}})
    back = {"overflow": {**_OVERFLOW, "to_queue_id": empty["id"]}}
    faults = ask("PATCH", f"/queues/{first['id']}", back)["faults"]
    assert [(each["code"], each["queue_id"]) for each in faults] == [("overflow_loop", first["id"])]
    assert faults[0]["words"] == f"What overflows from {first['name']} comes back to it."


def at(calendar: Calendar, queue: QueueSettings, now: Instant) -> tuple[bool, Instant | None]:
    """Whether it is open, and until when that stays so."""
    return calendar.is_open(queue, now), calendar.next_change(queue, now)


MONDAY = 1_767_571_200_000_000  # 2026-01-05 00:00 UTC, 01:00 in Prague


def test_hours_follow_the_companys_clock_holidays_and_summer_time() -> None:
    queue = QueueSettings(hours=(_WEEKDAYS,))
    prague = Calendar("Europe/Prague", ["2026-01-06"])
    assert at(prague, queue, MONDAY) == (False, MONDAY + 7 * _HOUR)
    assert at(prague, queue, MONDAY + 7 * _HOUR) == (True, MONDAY + 15 * _HOUR + _HOUR // 2)
    # Tuesday is a holiday.
    assert at(prague, queue, MONDAY + 20 * _HOUR) == (False, MONDAY + 2 * _DAY + 7 * _HOUR)
    # On 2026-03-29 the clocks of Prague go forward: the Monday after opens an hour earlier in UTC.
    saturday = MONDAY + 82 * _DAY
    assert at(prague, queue, saturday) == (False, saturday + 2 * _DAY + 6 * _HOUR)


def test_a_day_that_goes_on_at_midnight_does_not_close_between() -> None:
    night = (
        Hours(days=(1,), opens="20:00", closes="24:00"),
        Hours(days=(2,), opens="00:00", closes="04:00"),
    )
    utc, queue = Calendar("UTC", []), QueueSettings(hours=night)
    assert at(utc, queue, MONDAY + 21 * _HOUR) == (True, MONDAY + 28 * _HOUR)
    assert at(utc, QueueSettings(), MONDAY) == (True, None)


def test_only_what_differs_from_the_defaults_is_stored() -> None:
    assert stored(QueueSettings()) is None
    own = changed(QueueSettings(), {"size_limit": 3})
    assert stored(own) == '{"size_limit":3}'
    assert settings_from(stored(own)) == own
    assert settings_from('{"size_limit":3,"gone":1}') == own
