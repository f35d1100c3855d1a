"""Allowances: may a reason be chosen, and when is its allowance used up."""

from typing import Final

import sqlalchemy as sa

from hovor.companies import queries as companies
from hovor.foundation.caller import has_role
from hovor.foundation.clock import MINUTE, Instant
from hovor.foundation.database import Hot, Work
from hovor.foundation.timers import cancel_timer, set_timer
from hovor.presence import models, queries
from hovor.presence.errors import AllowanceUsedUp
from hovor.presence.policy import allowance
from hovor.presence.policy.allowance import Day

ALLOWANCE_TIMER: Final = "presence.allowance"

_declared = models.declared_status.c
_SET_END = Hot(
    sa.update(models.declared_status)
    .where(
        _declared.company_id == sa.bindparam("of_company"),
        _declared.operator_id == sa.bindparam("of_operator"),
    )
    .values(
        allowance_ends_at=sa.bindparam("ends_at", type_=sa.BigInteger),
        version=_declared.version + sa.literal_column("1", sa.Integer),
    )
)


def _require_allowance(work: Work, operator_id: str, reason_id: str | None) -> None:
    """A reason whose rule is to refuse is for supervisors only once it is used up.

    Raises `AllowanceUsedUp`.
    """
    if reason_id is None or has_role(work.caller, "supervisor"):
        return
    reason = companies.away_reason(work, reason_id)
    if reason.allowance.when_used_up == "refuse" and reason.id in _used_up(work, operator_id):
        raise AllowanceUsedUp


def _used_up(work: Work, operator_id: str) -> frozenset[str]:
    """The reasons whose allowance of today the operator has used up."""
    day = _today(work)
    found = queries.stretches_of(work, operator_id, day)
    return frozenset(
        each.id
        for each in companies.away_reasons(work)
        if each.allowance.minutes is not None
        and allowance.used(found.get(each.id, ()), work.now, day) >= each.allowance.minutes * MINUTE
    )


def _follow_allowance(work: Work, operator_id: str) -> None:
    """Notes when the allowance of the reason he is away for now is used up, and sets the timer for it. One
    that is used up already, and has no rule to follow, is looked at again with the next day.
    """
    now = queries.declared(work, operator_id)
    ends_at = _ends_at(work, now)
    if ends_at != now.allowance_ends_at:
        work.write(_SET_END, of_company=work.company, of_operator=operator_id, ends_at=ends_at)
    if ends_at is None:
        cancel_timer(work, kind=ALLOWANCE_TIMER, key=operator_id)
    elif ends_at > work.now or _changes(work, now):
        set_timer(work, kind=ALLOWANCE_TIMER, key=operator_id, at=max(ends_at, work.now))
    else:
        set_timer(work, kind=ALLOWANCE_TIMER, key=operator_id, at=_today(work).ends)


def _today(work: Work) -> Day:
    """The company's day."""
    return allowance.day_of(work.now, companies.company(work).time_zone)


def _changes(work: Work, now: queries.Declared) -> bool:
    reason_id = now.away_reason_id
    return reason_id is not None and companies.away_reason(work, reason_id).allowance.change_to_id is not None


def _ends_at(work: Work, now: queries.Declared) -> Instant | None:
    if now.away_reason_id is None:
        return None
    minutes = companies.away_reason(work, now.away_reason_id).allowance.minutes
    if minutes is None:
        return None
    company = companies.company(work)
    found = queries.stretches_of(work, now.operator_id, _today(work))
    return allowance.used_up_at(found.get(now.away_reason_id, ()), minutes, work.now, company.time_zone)
