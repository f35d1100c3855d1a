"""The calendar file of an arranged time."""

import pytest

from hovor.foundation.clock import HOUR
from hovor.foundation.errors import NotFound
from hovor.invitations import queries
from tests.invitations.reception import Reception

URL = "https://talk.alderway.example/i/" + "x" * 60


def unfolded(text: str) -> dict[str, str]:
    """The first value of each property."""
    lines = text.replace("\r\n ", "").split("\r\n")
    found: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        found.setdefault(name, value)
    return found


async def test_the_arranged_time_stands_in_a_file_that_calendars_read(reception: Reception) -> None:
    _, (klara,) = await reception.staffed("Klára")
    await reception.change_operator(klara, {"public_name": "Klára; the one, with \\ " + "ř" * 60})
    at = reception.clock.now() + HOUR
    made = await reception.invite(klara, arranged_for=at, time_zone="Europe/Prague")
    text = await reception.ask(queries.calendar, made.id, URL)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.endswith("END:VCALENDAR\r\n")
    found = unfolded(text)
    assert (found["DTSTART"], found["DTEND"]) == ("20261124T110000Z", "20261124T113000Z")
    assert found["SUMMARY"] == "Klára\\; the one\\, with \\\\ " + "ř" * 60 + "\\, Alderway Shop"
    assert (found["URL"], found["TRIGGER"], found["UID"]) == (URL, "-PT5M", f"{made.id}@hovor")
    later = await reception.ask(queries.calendar, made.id, URL)
    assert unfolded(later)["SEQUENCE"] == "1"


async def test_without_a_time_or_after_the_end_there_is_no_file(reception: Reception) -> None:
    _, (klara,) = await reception.staffed("Klára")
    plain = await reception.invite(klara)
    revoked = await reception.invite(klara, arranged_for=reception.clock.now() + HOUR)
    await reception.revoke(klara, revoked.id)
    for each in (plain, revoked):
        with pytest.raises(NotFound):
            await reception.ask(queries.calendar, each.id, URL)
