"""Notifications, preferences and subscriptions as they are stored. No rights here."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Reading
from hovor.foundation.errors import NotFound
from hovor.notifications import models, policy
from hovor.notifications.policy import Page, Preferences, What
from hovor.presence import queries as presence

_n, _p, _s = models.notification.c, models.notification_preference.c, models.push_subscription.c


class Notification(msgspec.Struct, frozen=True):
    """Something that one operator is told of. `asked` are the ids of the pages that have not confirmed it."""

    id: str
    operator_id: str
    what: What
    subject: str
    conversation_id: str | None
    offer_id: str | None
    count: int
    raised_at: Instant
    cue: int
    connection_id: str | None
    asked: str
    rounds: int
    loud: int
    pushed_at: Instant | None
    shown_at: Instant | None
    shown_by: str | None
    cleared_at: Instant | None
    cleared_because: str | None
    version: int

    @property
    def stands(self) -> bool:
        """Whether it has not been handled yet."""
        return self.cleared_at is None


class Subscription(msgspec.Struct, frozen=True):
    """A browser that may be pushed to; `sealed` holds its address and keys."""

    id: str
    operator_id: str
    session_id: str
    endpoint_hash: str
    sealed: str
    device: str
    created_at: Instant
    answered_at: Instant | None
    dead_at: Instant | None
    dead_because: str | None
    version: int


COLUMNS: Final = tuple(_n[name] for name in Notification.__struct_fields__)
_OF_COMPANY: Final = sa.select(*COLUMNS).where(_n.company_id == sa.bindparam("company_id"))
_STANDING: Final = _OF_COMPANY.where(_n.cleared_at.is_(None)).order_by(_n.raised_at, _n.id)
_ONE = Hot(_OF_COMPANY.where(_n.id == sa.bindparam("notification_id")))
_OF_OPERATOR = Hot(_STANDING.where(_n.operator_id == sa.bindparam("operator_id")))
_OF_SUBJECT = Hot(
    _STANDING.where(
        _n.operator_id == sa.bindparam("operator_id"),
        _n.what == sa.bindparam("what"),
        _n.subject == sa.bindparam("subject"),
    )
)
_OF_CONVERSATION = Hot(_STANDING.where(_n.conversation_id == sa.bindparam("conversation_id")))
_KNOWN = Hot(
    sa.select(_n.operator_id)
    .where(_n.company_id == sa.bindparam("company_id"), _n.conversation_id == sa.bindparam("conversation_id"))
    .distinct()
)
_PREFERENCES = Hot(
    sa.select(_p.document, _p.version).where(
        _p.company_id == sa.bindparam("company_id"), _p.operator_id == sa.bindparam("operator_id")
    )
)
_SUBSCRIPTIONS = Hot(
    sa.select(*(_s[name] for name in Subscription.__struct_fields__))
    .where(_s.company_id == sa.bindparam("company_id"), _s.operator_id == sa.bindparam("operator_id"))
    .order_by(_s.created_at, _s.id)
)
_decode: Final = msgspec.json.Decoder(dict[str, Any]).decode


def notification(reading: Reading, notification_id: str) -> Notification:
    """One notification, standing or cleared. Raises `NotFound`."""
    row = reading.one(_ONE, company_id=reading.company, notification_id=notification_id)
    if row is None:
        raise NotFound
    return Notification(*row)


def standing(reading: Reading, operator_id: str) -> list[Notification]:
    """What one operator has been told of and has not handled yet, the oldest first."""
    rows = reading.all(_OF_OPERATOR, company_id=reading.company, operator_id=operator_id)
    return [Notification(*row) for row in rows]


def standing_about(reading: Reading, operator_id: str, what: What, subject: str) -> Notification | None:
    """The standing notification of one operator about one thing; there is at most one."""
    row = reading.one(
        _OF_SUBJECT, company_id=reading.company, operator_id=operator_id, what=what, subject=subject
    )
    return None if row is None else Notification(*row)


def standing_of_conversation(reading: Reading, conversation_id: str) -> list[Notification]:
    """What anybody has been told of one conversation and has not handled yet."""
    rows = reading.all(_OF_CONVERSATION, company_id=reading.company, conversation_id=conversation_id)
    return [Notification(*row) for row in rows]


def standing_of_offer(reading: Reading, conversation_id: str, offer_id: str) -> list[Notification]:
    """The standing notifications about one offer."""
    return [each for each in standing_of_conversation(reading, conversation_id) if each.offer_id == offer_id]


def known_of(reading: Reading, conversation_id: str) -> frozenset[str]:
    """The operators who have been told of a conversation, in whatever way."""
    rows = reading.all(_KNOWN, company_id=reading.company, conversation_id=conversation_id)
    return frozenset(operator_id for (operator_id,) in rows)


def stored_preferences(reading: Reading, operator_id: str) -> tuple[Mapping[str, Any], int]:
    """What one operator has changed of the defaults, and the version of that."""
    row = reading.one(_PREFERENCES, company_id=reading.company, operator_id=operator_id)
    return ({}, 0) if row is None else (_decode(row[0]), row[1])


def preferences(reading: Reading, operator_id: str) -> Preferences:
    """How one operator wishes to be told."""
    return policy.preferences_from(stored_preferences(reading, operator_id)[0])


def subscriptions(reading: Reading, operator_id: str) -> list[Subscription]:
    """The browsers of one operator that may be pushed to, and those that died, the oldest first."""
    rows = reading.all(_SUBSCRIPTIONS, company_id=reading.company, operator_id=operator_id)
    return [Subscription(*row) for row in rows]


def pages(reading: Reading, operator_id: str) -> list[Page]:
    """The operator's open pages, as far as they matter for a cue."""
    return [
        Page(
            id=each.id,
            active=each.live and each.visible and each.focused,
            can_notify=each.can_notify,
            focused_at=each.opened_at if each.focused_at is None else each.focused_at,
        )
        for each in presence.open_pages(reading, operator_id)
    ]
