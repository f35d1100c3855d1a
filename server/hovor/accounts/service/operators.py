"""Verbs about operators' accounts: who they are, what they may do, which groups and channels are theirs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

import msgspec
import sqlalchemy as sa

from hovor.accounts import models, policy, queries
from hovor.accounts.errors import EmailTaken, LastAdministrator, WrongPassword
from hovor.accounts.events import OperatorChanged
from hovor.accounts.policy import OwnCapacity, Theme
from hovor.accounts.service.pictures import NewPicture, _keep_picture
from hovor.accounts.service.sessions import end_sessions
from hovor.companies.queries import Language
from hovor.foundation import audit
from hovor.foundation.caller import Role
from hovor.foundation.database import Hot, Work, insert
from hovor.skills import service as skills

_operator = models.operator.c

_ADD = Hot(insert(models.operator).on_conflict_do_nothing(index_elements=["email"]).returning(_operator.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOperator:
    """An operator to be. `email` is a normal one (see `policy.normal_email`), `password_hash` made by
    `Passwords`.
    """

    email: str
    name: str
    password_hash: str
    role: Role = "operator"
    public_name: str = ""
    language: Language = "en"
    time_allowance_percent: int = 100
    group_ids: Sequence[str] = ()
    channel_ids: Sequence[str] = ()


class ProfileChanges(TypedDict, total=False):
    """What an operator may change about himself."""

    name: str
    public_name: str
    language: Language
    languages: Sequence[str]
    picture: NewPicture | None
    theme: Theme


class OperatorChanges(ProfileChanges, total=False):
    """What an administrator may change about an operator. Lists are the whole new ones, `skills` the levels,
    1 to 5, in all that he is to have.
    """

    role: Role
    time_allowance_percent: int
    capacity: OwnCapacity
    active: bool
    password_hash: str
    group_ids: Sequence[str]
    channel_ids: Sequence[str]
    skills: Mapping[str, int]


def create_operator(work: Work, new: NewOperator) -> queries.OperatorView:
    """A new operator. Raises `EmailTaken`, and `Invalid` for a group or channel that the company does not
    have.
    """
    queries.require_known(work, new.group_ids, new.channel_ids)
    operator_id = work.new_id()
    added = work.write_one(
        _ADD,
        id=operator_id,
        company_id=work.company,
        email=new.email,
        name=new.name,
        public_name=new.public_name or new.name.partition(" ")[0],
        role=new.role,
        password_hash=new.password_hash,
        language=new.language,
        theme="auto",
        time_allowance_percent=new.time_allowance_percent,
        capacity=None,
        languages=None,
        picture=None,
        held=0,
        created_at=work.now,
        deactivated_at=None,
        version=1,
    )
    if added is None:
        raise EmailTaken
    _replace(work, models.group_member, operator_id, "group_id", new.group_ids)
    _replace(work, models.channel_assignment, operator_id, "channel_id", new.channel_ids)
    audit.record(work, "operator.created", "operator", operator_id, {"email": new.email, "role": new.role})
    work.publish(OperatorChanged(operator_id=operator_id, what=("created",)))
    return queries.account(work, operator_id)


def change_operator(work: Work, operator_id: str, changes: OperatorChanges) -> queries.OperatorView:
    """Raises `NotFound`, `LastAdministrator`, and `Invalid` for a group, channel or skill that the company
    does not have.

    Who is deactivated or gets another password is signed out everywhere.
    """
    before = queries.account(work, operator_id)
    queries.require_known(work, changes.get("group_ids", ()), changes.get("channel_ids", ()))
    stays = changes.get("active", before.active) and changes.get("role", before.role) == "administrator"
    if not stays and policy.is_last_administrator(_administrators(work), operator_id):
        raise LastAdministrator
    if "languages" in changes:
        changes = {**changes, "languages": (*dict.fromkeys(changes["languages"]),)}
    what = _what(before, changes)
    if not what:
        return before
    _store(work, operator_id, changes)
    if "picture" in what:
        _keep_picture(work, operator_id, changes["picture"])
    if "groups" in what:
        _replace(work, models.group_member, operator_id, "group_id", changes["group_ids"])
    if "channels" in what:
        _replace(work, models.channel_assignment, operator_id, "channel_id", changes["channel_ids"])
    if "skills" in what:
        skills.set_levels(work, operator_id, changes["skills"])
    untold = {"password_hash", "picture"}
    told = msgspec.to_builtins({name: value for name, value in changes.items() if name not in untold})
    audit.record(work, "operator.changed", "operator", operator_id, {"what": what, **told})
    work.publish(OperatorChanged(operator_id=operator_id, what=what))
    if changes.get("active") is False:
        end_sessions(work, operator_id, cause="deactivated")
    elif "password" in what:
        end_sessions(work, operator_id, cause="password_changed")
    return queries.account(work, operator_id)


def change_password(
    work: Work, *, operator_id: str, former_hash: str, password_hash: str, session_id: str
) -> None:
    """His own password, by himself: every other device is signed out.

    `former_hash` is the one his present password was verified against. Raises `WrongPassword` when it has
    been replaced meanwhile.
    """
    changed = work.write(
        sa.update(models.operator)
        .where(
            _operator.company_id == work.company,
            _operator.id == operator_id,
            _operator.password_hash == former_hash,
        )
        .values(password_hash=password_hash, version=_operator.version + 1)
    )
    if not changed:
        raise WrongPassword
    audit.record(work, "operator.password_changed", "operator", operator_id)
    work.publish(OperatorChanged(operator_id=operator_id, what=("password",)))
    end_sessions(work, operator_id, cause="password_changed", but=session_id)


def _what(before: queries.OperatorView, changes: OperatorChanges) -> tuple[str, ...]:
    profile = {"name", "public_name", "language", "theme"}
    found = {
        "profile": any(
            getattr(before, name) != changed for name, changed in changes.items() if name in profile
        )
        or changes.get("languages", before.languages) != before.languages,
        "picture": "picture" in changes and (changes["picture"], before.picture) != (None, None),
        "allowance": changes.get("time_allowance_percent", before.time_allowance_percent)
        != before.time_allowance_percent,
        "capacity": changes.get("capacity", before.capacity) != before.capacity,
        "role": changes.get("role", before.role) != before.role,
        "active": changes.get("active", before.active) != before.active,
        "password": "password_hash" in changes,
        "groups": {*changes.get("group_ids", before.group_ids)} != {*before.group_ids},
        "channels": {*changes.get("channel_ids", before.channel_ids)} != {*before.channel_ids},
        "skills": {**changes.get("skills", before.skills)} != {**before.skills},
    }
    return tuple(name for name, changed in found.items() if changed)


def _store(work: Work, operator_id: str, changes: OperatorChanges) -> None:
    apart = {"group_ids", "channel_ids", "active", "capacity", "languages", "picture", "skills"}
    values: dict[str, Any] = {name: value for name, value in changes.items() if name not in apart}
    if "picture" in changes:
        values["picture"] = None if changes["picture"] is None else changes["picture"].name
    if "languages" in changes:
        values["languages"] = msgspec.json.encode(changes["languages"]).decode()
    if "capacity" in changes:
        values["capacity"] = msgspec.json.encode(changes["capacity"]).decode()
    if "active" in changes:
        values["deactivated_at"] = None if changes["active"] else work.now
    work.write(
        sa.update(models.operator)
        .where(_operator.company_id == work.company, _operator.id == operator_id)
        .values(**values, version=_operator.version + 1)
    )


def _replace(work: Work, table: sa.Table, operator_id: str, column: str, wanted: Iterable[str]) -> None:
    work.write(sa.delete(table).where(table.c.company_id == work.company, table.c.operator_id == operator_id))
    work.write_many(
        sa.insert(table),
        [
            {"company_id": work.company, "operator_id": operator_id, column: value}
            for value in sorted(set(wanted))
        ],
    )


def _administrators(work: Work) -> list[str]:
    every = queries.operators(work)
    return [operator.id for operator in every if operator.active and operator.role == "administrator"]
