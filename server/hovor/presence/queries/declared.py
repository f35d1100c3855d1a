"""The declared status as it is stored."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Reading
from hovor.foundation.errors import NotFound
from hovor.presence import models
from hovor.presence.policy import Liveness, Status

_declared = models.declared_status.c


def of_company_and_of_operator(table: sa.Table, *columns: sa.Column[object]) -> tuple[Hot, Hot]:
    """Two selects of these columns: the whole company's, and one operator's."""
    of_company = sa.select(*columns).where(table.c.company_id == sa.bindparam("company_id"))
    return Hot(of_company), Hot(of_company.where(table.c.operator_id == sa.bindparam("operator_id")))


DECLARED: Final = of_company_and_of_operator(
    models.declared_status,
    _declared.operator_id,
    _declared.status,
    _declared.away_reason_id,
    _declared.since,
    _declared.back_at,
    _declared.actor_kind,
    _declared.actor_id,
    _declared.cause,
    _declared.allowance_ends_at,
    _declared.next_status,
    _declared.next_away_reason_id,
    _declared.next_back_at,
    _declared.next_actor_kind,
    _declared.next_actor_id,
    _declared.on_another_call,
    _declared.on_another_call_reason,
    _declared.liveness,
    _declared.heard_at,
    _declared.version,
)


@dataclass(frozen=True, slots=True)
class Declared:
    """The declared status as it is stored, with what is planned after it and where the operator is on the
    ladder.
    """

    operator_id: str
    status: Status
    away_reason_id: str | None
    since: Instant
    back_at: Instant | None
    actor_kind: str
    actor_id: str
    cause: str
    allowance_ends_at: Instant | None
    next_status: Status | None
    next_away_reason_id: str | None
    next_back_at: Instant | None
    next_actor_kind: str | None
    next_actor_id: str | None
    on_another_call: int
    on_another_call_reason: str | None
    liveness: Liveness
    heard_at: Instant
    version: int

    @property
    def draining(self) -> bool:
        """Whether away follows, so that nothing new is to be offered."""
        return self.next_status is not None


def declared(reading: Reading, operator_id: str) -> Declared:
    """The stored status of one operator. Raises `NotFound`."""
    row = reading.one(DECLARED[1], company_id=reading.company, operator_id=operator_id)
    if row is None:
        raise NotFound
    return Declared(*row)
