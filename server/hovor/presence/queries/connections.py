"""The open pages of one operator, for those who have to call him through one of them."""

from dataclasses import dataclass

import sqlalchemy as sa

from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Reading, Row
from hovor.presence import models, policy

_connection = models.connection.c
_OF_OPERATOR = Hot(
    sa.select(
        _connection.id,
        _connection.session_id,
        _connection.state,
        _connection.visible,
        _connection.focused,
        _connection.notifications,
        _connection.sound,
        _connection.doubted,
        _connection.focused_at,
        _connection.opened_at,
    )
    .where(
        _connection.company_id == sa.bindparam("company_id"),
        _connection.operator_id == sa.bindparam("operator_id"),
    )
    .order_by(_connection.opened_at, _connection.id)
)


@dataclass(frozen=True, slots=True)
class OpenPage:
    """One connection of an operator. `notifications` and `sound` are as the page says, None where it has not
    said anything yet; `can_notify`: an offer could be seen or heard there.
    """

    id: str
    session_id: str
    live: bool
    visible: bool
    focused: bool
    notifications: str | None
    sound: str | None
    can_notify: bool
    focused_at: Instant | None
    opened_at: Instant


def open_pages(reading: Reading, operator_id: str) -> list[OpenPage]:
    """The operator's connections, the oldest first."""
    rows = reading.all(_OF_OPERATOR, company_id=reading.company, operator_id=operator_id)
    return [_page(row) for row in rows]


def _page(row: Row) -> OpenPage:
    page_id, session_id, state, visible, focused, notifications, sound, doubted, *times = row
    seen = None if visible is None else bool(visible)
    live = state == "connected"
    facts = policy.ConnectionFacts(live, seen, notifications, sound, bool(doubted))
    return OpenPage(
        id=page_id,
        session_id=session_id,
        live=live,
        visible=bool(visible),
        focused=bool(focused),
        notifications=notifications,
        sound=sound,
        can_notify=facts.can_notify,
        focused_at=times[0],
        opened_at=times[1],
    )
