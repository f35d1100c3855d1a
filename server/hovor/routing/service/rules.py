"""Routing rules, as administrators set them up."""

from collections.abc import Mapping
from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.companies.service import announce
from hovor.foundation import audit
from hovor.foundation.caller import require_administrator
from hovor.foundation.database import Hot, Work, insert
from hovor.routing import models
from hovor.routing.policy import Conditions, Demand
from hovor.routing.queries.rules import StoredRule, require_known, rule, rules

_rule = models.routing_rule.c
_ADD: Final = Hot(insert(models.routing_rule))
_STORED: Final = ("name", "enabled", "conditions", "queue_id", "priority", "skills", "version")
_THIS: Final = (_rule.company_id == sa.bindparam("company_id"), _rule.id == sa.bindparam("rule_id"))
_CHANGE: Final = Hot(
    sa.update(models.routing_rule)
    .where(*_THIS)
    .values({name: sa.bindparam(f"new_{name}", type_=_rule[name].type) for name in _STORED})
)
_MOVE: Final = Hot(
    sa.update(models.routing_rule).where(*_THIS).values(place=sa.bindparam("new_place", type_=sa.Integer))
)
_DELETE: Final = Hot(sa.delete(models.routing_rule).where(*_THIS))


class RuleChange(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as it is to be; what is not given stays, or is as in a rule that asks for nothing and does
    nothing. `place` counts from 0; a new rule comes last.
    """

    name: str | msgspec.UnsetType = msgspec.UNSET
    enabled: bool | msgspec.UnsetType = msgspec.UNSET
    conditions: Conditions | msgspec.UnsetType = msgspec.UNSET
    queue_id: str | msgspec.UnsetType | None = msgspec.UNSET
    priority: int | msgspec.UnsetType | None = msgspec.UNSET
    skills: Mapping[str, int] | msgspec.UnsetType = msgspec.UNSET
    place: int | msgspec.UnsetType = msgspec.UNSET


def save_rule(work: Work, *, rule_id: str | None, change: RuleChange) -> StoredRule:
    """Add a rule, or change one. For administrators; audited.

    Raises `NotSignedIn`, `NotAllowed`, `NotFound` for the rule, `Invalid` for a queue, channel or skill that
    is not there.
    """
    require_administrator(work.caller)
    before = StoredRule(
        id=work.new_id(),
        name="",
        enabled=True,
        conditions=Conditions(),
        queue_id=None,
        priority=None,
        skills=(),
        version=0,
    )
    if rule_id is not None:
        before = rule(work, rule_id)
    saved = _changed(before, change)
    require_known(work, saved, had=before.skills)
    row = _row(saved)
    if rule_id is None:
        place = len(rules(work))
        work.write(_ADD, id=saved.id, company_id=work.company, place=place, **row)
    else:
        new = {f"new_{name}": value for name, value in row.items()}
        work.write(_CHANGE, company_id=work.company, rule_id=saved.id, **new)
    if change.place is not msgspec.UNSET:
        _move(work, saved.id, change.place)
    audit.record(work, "routing_rule.saved", "routing_rule", saved.id, {"name": saved.name, "rule": row})
    announce(work, "routing_rule", saved.id)
    return saved


def delete_rule(work: Work, *, rule_id: str) -> None:
    """Take a rule away. What it sent somewhere stays there and remembers its name. For administrators;
    audited.

    Raises `NotSignedIn`, `NotAllowed`, `NotFound`.
    """
    require_administrator(work.caller)
    gone = rule(work, rule_id)
    work.write(_DELETE, company_id=work.company, rule_id=rule_id)
    audit.record(work, "routing_rule.deleted", "routing_rule", rule_id, {"name": gone.name})
    announce(work, "routing_rule", rule_id)


def _changed(before: StoredRule, change: RuleChange) -> StoredRule:
    given = {
        name: value
        for name in ("name", "enabled", "conditions", "queue_id", "priority")
        if (value := getattr(change, name)) is not msgspec.UNSET
    }
    if change.skills is not msgspec.UNSET:
        given["skills"] = tuple(Demand(skill_id, level) for skill_id, level in sorted(change.skills.items()))
    return msgspec.structs.replace(before, version=before.version + 1, **given)


def _row(of: StoredRule) -> dict[str, str | int | None]:
    return {
        "name": of.name,
        "enabled": int(of.enabled),
        "conditions": msgspec.json.encode(of.conditions).decode(),
        "queue_id": of.queue_id,
        "priority": of.priority,
        "skills": msgspec.json.encode(of.skills).decode(),
        "version": of.version,
    }


def _move(work: Work, rule_id: str, place: int) -> None:
    order = [each.id for each in rules(work) if each.id != rule_id]
    order.insert(place, rule_id)
    for at, each in enumerate(order):
        work.write(_MOVE, company_id=work.company, rule_id=each, new_place=at)
