"""The ladder of liveness: connected, suspect, lost, gone. Each step is told and times the next."""

from typing import Final

import sqlalchemy as sa

from hovor.companies import queries as companies
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Hot, Work
from hovor.foundation.timers import cancel_timer, set_timer
from hovor.presence import models, policy, queries
from hovor.presence.events import ReachabilityChanged
from hovor.presence.policy import Liveness

LADDER_TIMER: Final = "presence.ladder"

_declared = models.declared_status.c
_STEP = Hot(
    sa.update(models.declared_status)
    .where(
        _declared.company_id == sa.bindparam("of_company"),
        _declared.operator_id == sa.bindparam("of_operator"),
    )
    .values(
        liveness=sa.bindparam("new_liveness"),
        heard_at=sa.bindparam("heard"),
        version=_declared.version + sa.literal_column("1", sa.Integer),
    )
)


def _step(work: Work, operator_id: str, liveness: Liveness, heard_at: Instant) -> None:
    _write_step(work, operator_id, liveness, heard_at)
    if liveness == "suspect":
        set_timer(work, kind=LADDER_TIMER, key=operator_id, at=heard_at + policy.LOST_AFTER)
    elif liveness == "lost":
        restore = companies.settings(work).restore_seconds * SECOND
        set_timer(work, kind=LADDER_TIMER, key=operator_id, at=heard_at + policy.LOST_AFTER + restore)
    else:
        cancel_timer(work, kind=LADDER_TIMER, key=operator_id)
    _tell(work, operator_id, liveness)


def _write_step(work: Work, operator_id: str, liveness: Liveness, heard_at: Instant) -> None:
    work.write(_STEP, of_company=work.company, of_operator=operator_id, new_liveness=liveness, heard=heard_at)


def _tell(work: Work, operator_id: str, liveness: Liveness) -> None:
    reachable = not queries.reachability(work, queries.declared(work, operator_id))
    work.publish(ReachabilityChanged(operator_id=operator_id, reachable=reachable, liveness=liveness))
