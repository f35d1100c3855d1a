"""Channels: as their adapters need them, how they do, and what waits or failed in them."""

from collections.abc import Mapping
from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.companies import queries as companies
from hovor.foundation.clock import Instant, to_rfc3339
from hovor.foundation.database import Hot, Reading
from hovor.foundation.secrets import Vault
from hovor.messaging import models, policy
from hovor.messaging.channel import Channel, Health
from hovor.messaging.errors import ChannelUnknown
from hovor.messaging.views import InboundRefusal, TroubledDelivery

_h, _o, _i = models.channel_health.c, models.delivery.c, models.inbound_refusal.c
_LIMIT: Final = sa.bindparam("limit", type_=sa.BigInteger)
_TROUBLE: Final = sa.literal_column("delivery.state IN ('failed', 'unknown')", sa.Boolean)
_HEALTH = Hot(
    sa.select(_h.channel_id, _h.state, _h.reason, _h.since).where(_h.company_id == sa.bindparam("company_id"))
)
_PLACE = Hot(
    sa.select(_o.conversation_id, _o.number).where(
        _o.company_id == sa.bindparam("company_id"),
        _o.channel_id == sa.bindparam("channel_id"),
        _o.vendor_id == sa.bindparam("vendor_id"),
    )
)
_DUE_COMPANIES = Hot(sa.select(_o.company_id).where(_o.due_at <= sa.bindparam("now")).distinct())
_NEXT_DUE = Hot(sa.select(sa.func.min(_o.due_at)).where(_o.due_at > sa.bindparam("after")))
_REFUSALS = Hot(
    sa.select(_i.id, _i.channel_id, _i.reason, _i.raw, _i.received_at)
    .where(_i.company_id == sa.bindparam("company_id"))
    .order_by(_i.id.desc())
    .limit(_LIMIT)
)
_TROUBLED = Hot(
    sa.select(
        _o.entry_id,
        _o.conversation_id,
        _o.channel_id,
        _o.state,
        _o.failure,
        _o.reason,
        _o.attempts,
        _o.queued_at,
    )
    .where(_o.company_id == sa.bindparam("company_id"), _TROUBLE)
    .order_by(_o.entry_id.desc())
    .limit(_LIMIT)
)
_SECRETS_PURPOSE: Final = "channel_secrets"


def channel(reading: Reading, key: str, *, vault: Vault | None = None) -> Channel:
    """A channel by its public key, in whichever company, as its adapter needs it. Raises `ChannelUnknown`.

    Its secrets are opened only with the vault at hand; without it they are left out.
    """
    found = companies.channel_by_key(reading, key)
    if found is None:
        raise ChannelUnknown
    return _opened(*found, vault=vault)


def channel_by_id(reading: Reading, channel_id: str, *, vault: Vault | None = None) -> Channel:
    """A channel of the reading's company. Raises `NotFound`."""
    return _opened(reading.company, companies.channel(reading, channel_id), vault=vault)


def company_name(reading: Reading) -> str:
    """How the company calls itself; an adapter shows it to clients."""
    return companies.company(reading).name


def health(reading: Reading) -> Mapping[str, Health]:
    """How each channel does, by its id; one that was never looked at is left out."""
    rows = reading.all(_HEALTH, company_id=reading.company)
    return {channel_id: Health(state, reason, since) for channel_id, state, reason, since in rows}


def inbound_refusals(reading: Reading, *, limit: int) -> list[InboundRefusal]:
    """What came in and was not taken, the newest first. Only for administrators: clients wrote it."""
    rows = reading.all(_REFUSALS, company_id=reading.company, limit=limit)
    return [
        InboundRefusal(refusal_id, channel_id, reason, raw, to_rfc3339(received_at))
        for refusal_id, channel_id, reason, raw, received_at in rows
    ]


def troubled_deliveries(reading: Reading, *, limit: int) -> list[TroubledDelivery]:
    """Messages of ours that failed or of which nobody knows, the newest first."""
    rows = reading.all(_TROUBLED, company_id=reading.company, limit=limit)
    return [
        TroubledDelivery(
            entry_id=entry_id,
            conversation_id=conversation_id,
            channel_id=channel_id,
            state=state,
            failure=failure,
            reason=reason,
            attempts=attempts,
            queued_at=to_rfc3339(queued_at),
        )
        for entry_id, conversation_id, channel_id, state, failure, reason, attempts, queued_at in rows
    ]


def delivery_place(reading: Reading, *, channel_id: str, vendor_id: str) -> tuple[str, int] | None:
    """The conversation and number of the message of ours that the vendor calls so."""
    row = reading.one(
        _PLACE, company_id=reading.company, channel_id=channel_id, vendor_id=policy.key(vendor_id)
    )
    return None if row is None else (row[0], row[1])


def due_companies(reading: Reading) -> tuple[Instant, list[str]]:
    """The companies that have something to be sent or asked for, and the instant of this look. Of the whole
    installation.
    """
    rows = reading.all(_DUE_COMPANIES, now=reading.now)
    return reading.now, [company_id for (company_id,) in rows]


def next_due(reading: Reading, after: Instant) -> Instant | None:
    """The first instant after the given one at which something falls due, in whichever company."""
    row = reading.one(_NEXT_DUE, after=after)
    return None if row is None else row[0]


def _opened(company_id: str, row: companies.Channel, *, vault: Vault | None) -> Channel:
    """A channel's row as its adapter needs it, secrets as with `channel`."""
    secrets: dict[str, str] = {}
    if row.sealed_secrets is not None and vault is not None:
        document = vault.open_text(row.sealed_secrets, company=company_id, purpose=_SECRETS_PURPOSE)
        secrets = msgspec.json.decode(document, type=dict[str, str])
    return Channel(
        id=row.id,
        key=row.key,
        company_id=company_id,
        kind=row.kind,
        name=row.name,
        enabled=row.enabled,
        settings=row.settings,
        secrets=secrets,
    )
