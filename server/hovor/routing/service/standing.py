"""How each operator stands to clients of each of his channels: written down, so that what clients are told
needs no look at everybody.

Whoever else may take a client (his queue, skills that are asked for) is not in it: that is the newcomer's
side, and asked when a front state is written.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final, Literal

import sqlalchemy as sa

from hovor.accounts import queries as accounts
from hovor.companies import queries as companies
from hovor.foundation.database import Hot, Work, insert
from hovor.foundation.errors import NotFound
from hovor.routing import models
from hovor.routing.engine import Operator, Policy, Step, Waiting, on_channel
from hovor.routing.queries.gathering import operator, operators, policy
from hovor.skills import queries as skills

How = Literal["away", "full", "free"]
"""Not there for the channel; there, without room for its kind; with room."""
_FEW: Final = 8
"""So many are asked for their groups one by one before whole groups are read: most who have a channel serve
its queue.
"""

_standing = models.operator_standing.c
_OF_COMPANY = sa.select(_standing.operator_id, _standing.channel_id, _standing.standing).where(
    _standing.company_id == sa.bindparam("company_id")
)
_ALL = Hot(_OF_COMPANY)
_ANY = Hot(_OF_COMPANY.limit(sa.literal_column("1")))
_OF_ONE = Hot(_OF_COMPANY.where(_standing.operator_id == sa.bindparam("operator_id")))
_WHO = Hot(
    sa.select(_standing.operator_id)
    .where(
        _standing.company_id == sa.bindparam("company_id"),
        _standing.channel_id == sa.bindparam("channel_id"),
        _standing.standing == sa.bindparam("standing"),
    )
    .order_by(_standing.operator_id)
)
_new = insert(models.operator_standing)
_SET: Final = Hot(
    _new.on_conflict_do_update(
        index_elements=[_standing.operator_id, _standing.channel_id],
        set_={"standing": _new.excluded["standing"]},
    )
)
_FORGET: Final = Hot(
    sa.delete(models.operator_standing).where(
        _standing.operator_id == sa.bindparam("operator_id"),
        _standing.channel_id == sa.bindparam("channel_id"),
    )
)
Standings = Mapping[tuple[str, str], How]


class Standing:
    """Writes and asks how operators stand, in one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work: Final = work

    def write_all(self) -> None:
        """Of everybody, from the facts."""
        work = self._work
        rules = policy(work)
        kinds = {each.id: each.kind for each in companies.channels(work)}
        true = {key: each for one in operators(work) for key, each in _of(one, kinds, rules).items()}
        _write(work, _stored(work.all(_ALL, company_id=work.company)), true)

    def write(self, operator_ids: Iterable[str]) -> Collection[str]:
        """Of these operators; answers the channels on which somebody stands otherwise now."""
        work = self._work
        rules = policy(work)
        changed: set[str] = set()
        for operator_id in dict.fromkeys(operator_ids):
            before = _stored(work.all(_OF_ONE, company_id=work.company, operator_id=operator_id))
            one = _operator(work, operator_id)
            own = () if one is None else one.assigned_channels
            kinds = {each: companies.channel(work, each).kind for each in own}
            changed |= _write(work, before, _of(one, kinds, rules))
        return changed

    @property
    def known(self) -> bool:
        """Whether this company's have ever been written."""
        return self._work.one(_ANY, company_id=self._work.company) is not None

    def anybody(self, newcomer: Waiting, how: How) -> bool:
        """Whether one of those who stand so could serve this newcomer in his last step at the latest."""
        work, step = self._work, newcomer.all_steps[-1]
        rows = work.all(_WHO, company_id=work.company, channel_id=newcomer.channel_id, standing=how)
        found = [operator_id for (operator_id,) in rows]
        if newcomer.group_id is None:
            return any(self._has(each, step) for each in found)
        groups = {newcomer.group_id, *step.group_ids}
        few, others = found[:_FEW], found[_FEW:]
        if any(self._has(each, step) and groups.intersection(accounts.groups_of(work, each)) for each in few):
            return True
        members = {each for group_id in groups for each in accounts.members(work, group_id)} if others else ()
        return any(each in members and self._has(each, step) for each in others)

    def _has(self, operator_id: str, step: Step) -> bool:
        """Whether he has the skills that are asked for."""
        has = skills.levels_of(self._work, operator_id) if step.requires else {}
        return all(has.get(each.skill, 0) >= each.level for each in step.requires)


def _of(one: Operator | None, kinds: Mapping[str, str], rules: Policy) -> dict[tuple[str, str], How]:
    if one is None:
        return {}
    found: dict[tuple[str, str], How] = {}
    for channel_id in one.assigned_channels:
        if one.refuses_because or channel_id not in one.open_channels:
            found[one.id, channel_id] = "away"
        else:
            full = on_channel(one, channel_id, kinds[channel_id], rules)
            found[one.id, channel_id] = "full" if full else "free"
    return found


def _write(work: Work, before: Standings, true: Standings) -> set[str]:
    for key in before.keys() - true.keys():
        work.write(_FORGET, operator_id=key[0], channel_id=key[1])
    changed = {key: each for key, each in true.items() if before.get(key) != each}
    if changed:
        work.write_many(
            _SET,
            [
                {"company_id": work.company, "operator_id": key[0], "channel_id": key[1], "standing": each}
                for key, each in sorted(changed.items())
            ],
        )
    return {channel_id for _, channel_id in changed.keys() | (before.keys() - true.keys())}


def _stored(rows: Iterable[tuple[str, str, How]]) -> Standings:
    return {(operator_id, channel_id): standing for operator_id, channel_id, standing in rows}


def _operator(work: Work, operator_id: str) -> Operator | None:
    try:
        return operator(work, operator_id)
    except NotFound:
        return None
