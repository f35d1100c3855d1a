"""The letters of invitations: the one that brings it, and the one that says that its operator is there."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hovor.accounts import queries as accounts
from hovor.companies import queries as companies
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Reading
from hovor.foundation.errors import NotFound
from hovor.foundation.mail import Letter
from hovor.invitations import policy
from hovor.invitations.queries.calendar import calendar
from hovor.invitations.queries.rows import get
from hovor.invitations.queries.views import Addresses, readable, views


def letter(reading: Reading, invitation_id: str, to: str | None, addresses: Addresses) -> Letter:
    """To this address, or the client's; in the company's language, times in its zone or the arranged one.

    For those who may copy the link. Raises `NotFound`. An empty address is left to the verb to refuse.
    """
    row = readable(reading, invitation_id)
    (view,) = views(reading, [row], addresses)
    if view.url is None:
        raise NotFound
    company, operator = companies.company(reading), accounts.operator(reading, row.operator_id)
    words = policy.LETTERS.get(company.language, policy.LETTERS["en"])
    zone = row.time_zone or company.time_zone
    names = {"operator": operator.public_name, "company": company.name, "url": view.url}
    parts = [words.text.format(**names)]
    if view.code is not None:
        parts.append(words.code.format(code=view.code, join=f"{view.url.rpartition('/i/')[0]}/join"))
    with_time = row.arranged_for is not None and row.state(reading.now) == "active"
    if row.arranged_for is not None:
        parts.append(words.arranged.format(time=_moment(row.arranged_for, zone)))
    if row.valid_until is not None:
        parts.append(words.until.format(time=_moment(row.valid_until, zone)))
    return Letter(
        to or row.client_email or "",
        words.subject.format(**names),
        "\n\n".join(parts) + "\n",
        calendar(reading, invitation_id, view.url) if with_time else None,
    )


def here_letter(
    reading: Reading, invitation_id: str, to: str, *, url: str, language: str | None = None
) -> Letter:
    """To a client who wants to be told when the operator is there; in his language, else the company's.
    Raises `NotFound`.
    """
    row = get(reading, invitation_id)
    company, operator = companies.company(reading), accounts.operator(reading, row.operator_id)
    fallback = policy.HERE_LETTERS.get(company.language, policy.HERE_LETTERS["en"])
    words = policy.HERE_LETTERS.get(language or "", fallback)
    names = {"operator": operator.public_name, "company": company.name, "url": url}
    return Letter(to, words.subject.format(**names), f"{words.text.format(**names)}\n\n{words.why}\n")


def _moment(instant: Instant, zone: str) -> str:
    """In figures, which every language reads, with the zone that is meant."""
    moment = datetime.fromtimestamp(instant // SECOND, tz=UTC).astimezone(ZoneInfo(zone))
    return f"{moment:%Y-%m-%d %H:%M} ({zone})"
