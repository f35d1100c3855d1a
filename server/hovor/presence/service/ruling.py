"""Changes that a rule makes: to away, never to online (INV-29), and at most four in ten minutes (INV-30)."""

from typing import Final

import sqlalchemy as sa

from hovor.companies import queries as companies
from hovor.foundation.clock import MINUTE
from hovor.foundation.database import Hot, Work
from hovor.foundation.timers import set_timer
from hovor.presence import models, policy, queries
from hovor.presence.events import AllowanceUsedUp
from hovor.presence.policy import allowance
from hovor.presence.service.declaring import Wish, _announce_status, _declare
from hovor.presence.service.limiting import _follow_allowance, _used_up
from hovor.presence.service.resting import _quiet_since, _watch_for_input

RULE_TIMER: Final = "presence.rule"

_interval = models.presence_interval.c
_RULE_CHANGES = Hot(
    sa.select(_interval.started_at).where(
        _interval.operator_id == sa.bindparam("operator_id"),
        _interval.actor_kind == sa.literal_column("'system'"),
        _interval.status == sa.literal_column("'away'"),
        _interval.started_at > sa.bindparam("since"),
    )
)


def set_by_rule(work: Work, *, operator_id: str, cause: str) -> None:
    """A rule moves an operator who is online to away; he must come back himself (INV-29).

    At most four such changes in ten minutes: what is too much waits, and is done if it still holds (INV-30).
    """
    before = queries.declared(work, operator_id)
    if before.status == "online":
        _rule(work, before, Wish("away"), cause)


def _allowance_due(work: Work, *, key: str) -> None:
    """Timer: the allowance of the reason that the operator `key` is away for is used up, or a day is over."""
    before = queries.declared(work, key)
    if before.status != "away" or before.away_reason_id is None:
        return
    reasons = {each.id: each for each in companies.away_reasons(work) if each.retired_at is None}
    reason = reasons.get(before.away_reason_id)
    empty = _used_up(work, key)
    if reason is not None and reason.allowance.change_to_id is not None and reason.id in empty:
        following = {each.id: each.allowance.change_to_id for each in reasons.values()}
        changed_to = allowance.follow(reason.id, following, empty)
        _rule(work, before, Wish("away", changed_to), "allowance")
        if queries.declared(work, key).away_reason_id != reason.id:
            work.publish(AllowanceUsedUp(operator_id=key, away_reason_id=reason.id))
        return
    if reason is not None and reason.id in empty:
        work.publish(AllowanceUsedUp(operator_id=key, away_reason_id=reason.id))
    _follow_allowance(work, key)
    if queries.declared(work, key).allowance_ends_at != before.allowance_ends_at:
        _announce_status(work, key, before.cause)


def _inactive_due(work: Work, *, key: str) -> None:
    """Timer: the operator `key` may have been inactive for too long."""
    limit = companies.settings(work).inactive_after_minutes * MINUTE
    if not limit or queries.declared(work, key).status != "online":
        return
    if work.now - _quiet_since(work, key) >= limit:
        set_by_rule(work, operator_id=key, cause="inactive")
    else:
        _watch_for_input(work, key)


def _rule_due(work: Work, *, key: str, cause: str) -> None:
    """Timer: a rule's change that had to wait, if its reason still holds."""
    if cause == "allowance":
        _allowance_due(work, key=key)
    elif cause == "inactive":
        _inactive_due(work, key=key)
    elif cause != "connection_lost" or queries.declared(work, key).liveness == "gone":
        set_by_rule(work, operator_id=key, cause=cause)


def _rule(work: Work, before: queries.Declared, wish: Wish, cause: str) -> None:
    system = work.as_system(f"presence:{cause}")
    since = work.now - policy.RULE_WINDOW
    earlier = [row[0] for row in system.all(_RULE_CHANGES, operator_id=before.operator_id, since=since)]
    at = policy.rule_may_change_at(earlier, work.now)
    if at > work.now:
        set_timer(work, kind=RULE_TIMER, key=before.operator_id, at=at, cause=cause)
    else:
        _declare(system, before, wish, cause)
