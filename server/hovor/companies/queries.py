"""Reads about the company: its settings, channels and away reasons.

Who may call: anybody inside the server. What leaves it is cut to the caller's rights by the routes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import msgspec
import sqlalchemy as sa
from sqlalchemy import bindparam, select

from hovor.companies import models, policy
from hovor.companies.policy import (
    Allowance,
    Capacity,
    CompanySettings,
    KindCapacity,
    Language,
    WhenUsedUp,
    is_time_zone,
)
from hovor.foundation import mail
from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Reading, Row
from hovor.foundation.errors import NotFound

__all__ = [
    "Allowance",
    "AwayReason",
    "Capacity",
    "Channel",
    "Company",
    "CompanySettings",
    "KindCapacity",
    "Language",
    "WhenUsedUp",
    "is_time_zone",
]

_COMPANY = Hot(
    select(
        models.company.c.id,
        models.company.c.name,
        models.company.c.time_zone,
        models.company.c.language,
        models.company.c.settings,
        models.company.c.created_at,
        models.company.c.version,
    ).where(models.company.c.id == bindparam("company_id"))
)
_ANY_COMPANY = Hot(select(models.company.c.id).limit(sa.literal_column("1")))
_CHANNEL_COLUMNS = (
    models.channel.c.id,
    models.channel.c.key,
    models.channel.c.kind,
    models.channel.c.name,
    models.channel.c.detail,
    models.channel.c.settings,
    models.channel.c.secrets,
    models.channel.c.group_id,
    models.channel.c.enabled,
    models.channel.c.created_at,
    models.channel.c.version,
)
_CHANNELS = Hot(
    select(*_CHANNEL_COLUMNS)
    .where(models.channel.c.company_id == bindparam("company_id"))
    .order_by(models.channel.c.created_at, models.channel.c.id)
)
_EVERY_CHANNEL = Hot(select(*_CHANNEL_COLUMNS).order_by(models.channel.c.id))
_FIRST_CHANNEL = Hot(
    select(models.channel.c.key)
    .join(models.company, models.company.c.id == models.channel.c.company_id)
    .where(
        models.company.c.name == bindparam("company_name"),
        models.channel.c.kind == bindparam("kind"),
        models.channel.c.enabled == sa.literal_column("1"),
    )
    .order_by(models.channel.c.created_at, models.channel.c.id)
    .limit(sa.literal_column("1"))
)
_EVERY_COMPANY = Hot(select(models.company.c.id).order_by(models.company.c.id))
_CHANNEL = Hot(
    select(*_CHANNEL_COLUMNS).where(
        models.channel.c.company_id == bindparam("company_id"), models.channel.c.id == bindparam("channel_id")
    )
)
_CHANNEL_BY_KEY = Hot(
    select(models.channel.c.company_id, *_CHANNEL_COLUMNS).where(models.channel.c.key == bindparam("key"))
)
_AWAY_REASONS = Hot(
    select(
        models.away_reason.c.id,
        models.away_reason.c.name,
        models.away_reason.c.icon,
        models.away_reason.c.colour,
        models.away_reason.c.paid,
        models.away_reason.c.allowance_minutes,
        models.away_reason.c.when_used_up,
        models.away_reason.c.change_to_id,
        models.away_reason.c.place,
        models.away_reason.c.retired_at,
        models.away_reason.c.version,
    )
    .where(models.away_reason.c.company_id == bindparam("company_id"))
    .order_by(models.away_reason.c.place, models.away_reason.c.id)
)


@dataclass(frozen=True, slots=True)
class Company:
    """The company with its settings, defaults filled in."""

    id: str
    name: str
    time_zone: str
    language: str
    settings: CompanySettings
    created_at: Instant
    version: int


@dataclass(frozen=True, slots=True)
class Channel:
    """One configured way in. `sealed_secrets` can be opened by the vault only and never leaves the server."""

    id: str
    key: str
    kind: str
    name: str
    detail: str
    settings: Mapping[str, object]
    sealed_secrets: str | None
    group_id: str | None
    enabled: bool
    created_at: Instant
    version: int


@dataclass(frozen=True, slots=True)
class AwayReason:
    """A named kind of away; a retired one is kept for the history and cannot be chosen."""

    id: str
    name: str
    icon: str
    colour: str
    paid: bool
    allowance: Allowance
    place: int
    retired_at: Instant | None
    version: int


def company(reading: Reading) -> Company:
    """The unit's company. Raises `NotFound` when there is none of that id."""
    row = reading.one(_COMPANY, company_id=reading.company)
    if row is None:
        raise NotFound
    identifier, name, time_zone, language, document, created_at, version = row
    return Company(identifier, name, time_zone, language, _settings(document), created_at, version)


def settings(reading: Reading) -> CompanySettings:
    """The company's settings, decoded once per version."""
    return company(reading).settings


def channels(reading: Reading) -> list[Channel]:
    """All channels of the company, the oldest first."""
    return [_channel(row) for row in reading.all(_CHANNELS, company_id=reading.company)]


def channel(reading: Reading, channel_id: str) -> Channel:
    """One channel of the company. Raises `NotFound`."""
    row = reading.one(_CHANNEL, company_id=reading.company, channel_id=channel_id)
    if row is None:
        raise NotFound
    return _channel(row)


def channel_by_key(reading: Reading, key: str) -> tuple[str, Channel] | None:
    """The company's id and the channel that carries this public key, in whichever company it is."""
    row = reading.one(_CHANNEL_BY_KEY, key=key)
    return None if row is None else (row[0], _channel(row[1:]))


def away_reasons(reading: Reading) -> list[AwayReason]:
    """All away reasons in the company's own order, retired ones too."""
    return [
        AwayReason(
            identifier, name, icon, colour, bool(paid), Allowance(*allowance), place, retired_at, version
        )
        for identifier, name, icon, colour, paid, *allowance, place, retired_at, version in reading.all(
            _AWAY_REASONS, company_id=reading.company
        )
    ]


def away_reason(reading: Reading, reason_id: str) -> AwayReason:
    """One away reason of the company, retired or not. Raises `NotFound`."""
    for found in away_reasons(reading):
        if found.id == reason_id:
            return found
    raise NotFound


def any_company(reading: Reading) -> bool:
    """Whether this installation has a company already."""
    return reading.one(_ANY_COMPANY) is not None


def stored_settings(reading: Reading) -> Mapping[str, object]:
    """What the company itself chose, without the defaults."""
    row = reading.one(_COMPANY, company_id=reading.company)
    if row is None:
        raise NotFound
    document: Mapping[str, object] = msgspec.json.decode(row[4])
    return document


@lru_cache(maxsize=1024)
def _settings(document: str) -> CompanySettings:
    return policy.settings_from(msgspec.json.decode(document))


def _channel(row: Row) -> Channel:
    identifier, key, kind, name, detail, document, secrets, group_id, enabled, created_at, version = row
    return Channel(
        id=identifier,
        key=key,
        kind=kind,
        name=name,
        detail=detail,
        settings=msgspec.json.decode(document),
        sealed_secrets=secrets,
        group_id=group_id,
        enabled=bool(enabled),
        created_at=created_at,
        version=version,
    )


def every_channel(reading: Reading) -> list[Channel]:
    """All channels of all companies, for what is decided before anybody is known: which sites may ask."""
    return [_channel(row) for row in reading.all(_EVERY_CHANNEL)]


def every_company(reading: Reading) -> list[str]:
    """The ids of all companies of this installation, the oldest first."""
    return [row[0] for row in reading.all(_EVERY_COMPANY)]


def first_channel_key(reading: Reading, *, company_name: str, kind: str) -> str | None:
    """The key of the oldest enabled channel of that kind in the company of that name, if any."""
    row = reading.one(_FIRST_CHANNEL, company_name=company_name, kind=kind)
    return None if row is None else row[0]


def test_letter(reading: Reading, to: str) -> tuple[mail.OutgoingServer, mail.Letter]:
    """The company's server for outgoing mail and a letter to try it with. Raises `MailNotSetUp`."""
    of = company(reading)
    subject, text = policy.TEST_LETTERS.get(of.language, policy.TEST_LETTERS["en"])
    return mail.require_outgoing_server(reading), mail.Letter(
        to, subject, text.format(company=of.name) + "\n"
    )
