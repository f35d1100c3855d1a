"""The arranged time as a calendar file (RFC 5545), for the client's calendar and the operator's."""

from datetime import UTC, datetime
from typing import Final

from hovor.accounts import queries as accounts
from hovor.companies import queries as companies
from hovor.foundation.clock import MINUTE, SECOND, Instant
from hovor.foundation.database import Reading
from hovor.foundation.errors import NotFound
from hovor.invitations.queries.rows import get

_LINE_BYTES: Final = 75
_LASTS: Final = 30 * MINUTE
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def calendar(reading: Reading, invitation_id: str, url: str) -> str:
    """One entry of half an hour with a reminder. The same entry again after a change, by its id and version.

    Raises `NotFound` where no time is arranged, or it works no more.
    """
    row = get(reading, invitation_id)
    if row.arranged_for is None or row.state(reading.now) != "active":
        raise NotFound
    operator, company = accounts.operator(reading, row.operator_id), companies.company(reading)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Hovor//Invitations//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{row.id}@hovor",
        f"SEQUENCE:{row.version}",
        f"DTSTAMP:{_utc(reading.now)}",
        f"DTSTART:{_utc(row.arranged_for)}",
        f"DTEND:{_utc(row.arranged_for + _LASTS)}",
        f"SUMMARY:{_text(f'{operator.public_name}, {company.name}')}",
        f"DESCRIPTION:{_text(url)}",
        f"URL:{url}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(f'{operator.public_name}, {company.name}')}",
        "TRIGGER:-PT5M",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _utc(instant: Instant) -> str:
    return f"{datetime.fromtimestamp(instant // SECOND, tz=UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """A value of type TEXT (section 3.3.11)."""
    return words.translate(_ESCAPED)


def _folded(line: str) -> str:
    """No line is longer than 75 octets, and none is cut within a character (section 3.1)."""
    parts: list[str] = []
    part = ""
    for character in line:
        room = _LINE_BYTES - (1 if parts else 0)
        if len((part + character).encode()) > room:
            parts.append(part)
            part = ""
        part += character
    return "\r\n ".join([*parts, part])
