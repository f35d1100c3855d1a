"""Verbs about groups."""

from collections.abc import Sequence

import sqlalchemy as sa

from hovor.accounts import models, queries
from hovor.accounts.errors import GroupNameTaken
from hovor.accounts.events import GroupChanged
from hovor.accounts.service.operators import change_operator
from hovor.foundation import audit
from hovor.foundation.database import Hot, Work

_ADD = Hot(sa.insert(models.group))


def create_group(work: Work, *, name: str, member_ids: Sequence[str] = ()) -> queries.Group:
    """A new group. Raises `GroupNameTaken`, and `NotFound` for a member who is no operator of the company."""
    _require_free_name(work, name, None)
    group_id = work.new_id()
    work.write(_ADD, id=group_id, company_id=work.company, name=name, created_at=work.now, version=1)
    audit.record(work, "group.created", "group", group_id, {"name": name})
    work.publish(GroupChanged(group_id=group_id))
    _set_members(work, group_id, member_ids)
    return queries.group(work, group_id)


def change_group(
    work: Work, group_id: str, *, name: str | None = None, member_ids: Sequence[str] | None = None
) -> queries.Group:
    """Renames the group, exchanges its members. Raises `NotFound`, `GroupNameTaken`."""
    before = queries.group(work, group_id)
    if name is not None and name != before.name:
        _require_free_name(work, name, group_id)
        work.write(
            sa.update(models.group)
            .where(models.group.c.company_id == work.company, models.group.c.id == group_id)
            .values(name=name, version=models.group.c.version + 1)
        )
        audit.record(work, "group.changed", "group", group_id, {"name": name})
        work.publish(GroupChanged(group_id=group_id))
    if member_ids is not None:
        _set_members(work, group_id, member_ids)
    return queries.group(work, group_id)


def _set_members(work: Work, group_id: str, member_ids: Sequence[str]) -> None:
    before = {*queries.members(work, group_id)}
    for operator_id in sorted({*member_ids} ^ before):
        _set_member(work, operator_id=operator_id, group_id=group_id, member=operator_id in member_ids)


def _require_free_name(work: Work, name: str, own_id: str | None) -> None:
    if any(group.name.casefold() == name.casefold() and group.id != own_id for group in queries.groups(work)):
        raise GroupNameTaken


def _set_member(work: Work, *, operator_id: str, group_id: str, member: bool) -> queries.OperatorView:
    """Puts one operator into a group or takes him out. Raises `NotFound`."""
    now = queries.groups_of(work, operator_id)
    wanted = {*now, group_id} if member else {*now} - {group_id}
    return change_operator(work, operator_id, {"group_ids": sorted(wanted)})
