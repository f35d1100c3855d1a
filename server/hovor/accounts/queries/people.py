"""Reads about operators, groups and assignments."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import bindparam, select

from hovor.accounts import models
from hovor.accounts.policy import OwnCapacity
from hovor.accounts.queries.pictures import picture_path
from hovor.companies import queries as companies
from hovor.foundation.caller import Role
from hovor.foundation.clock import Instant, to_rfc3339
from hovor.foundation.database import Hot, Reading, Row
from hovor.foundation.errors import FieldProblem, Invalid, NotFound
from hovor.second_factor import queries as factors
from hovor.skills import queries as skills

_USUAL: Final = OwnCapacity()
_decode_capacity: Final = msgspec.json.Decoder(OwnCapacity).decode
_decode_languages: Final = msgspec.json.Decoder(tuple[str, ...]).decode

_operator = models.operator.c
_member = models.group_member.c
_assignment = models.channel_assignment.c

_OPERATOR_COLUMNS = (
    _operator.id,
    _operator.email,
    _operator.name,
    _operator.public_name,
    _operator.role,
    _operator.language,
    _operator.theme,
    _operator.time_allowance_percent,
    _operator.languages,
    _operator.picture,
    _operator.capacity,
    _operator.created_at,
    _operator.deactivated_at,
    _operator.version,
)
_OPERATORS = Hot(
    select(*_OPERATOR_COLUMNS)
    .where(_operator.company_id == bindparam("company_id"))
    .order_by(_operator.name, _operator.id)
)
_OPERATOR = Hot(
    select(*_OPERATOR_COLUMNS).where(
        _operator.company_id == bindparam("company_id"), _operator.id == bindparam("operator_id")
    )
)
_BY_EMAIL = Hot(select(_operator.id).where(_operator.email == bindparam("email")))
_GROUPS = Hot(
    select(models.group.c.id, models.group.c.name, models.group.c.version)
    .where(models.group.c.company_id == bindparam("company_id"))
    .order_by(models.group.c.name, models.group.c.id)
)
_MEMBERSHIPS = Hot(
    select(_member.group_id, _member.operator_id)
    .join(models.operator, _operator.id == _member.operator_id)
    .where(_member.company_id == bindparam("company_id"), _operator.deactivated_at.is_(None))
    .order_by(_member.group_id, _member.operator_id)
)
_MEMBERS = Hot(
    select(_member.operator_id)
    .join(models.operator, _operator.id == _member.operator_id)
    .where(
        _member.company_id == bindparam("company_id"),
        _member.group_id == bindparam("group_id"),
        _operator.deactivated_at.is_(None),
    )
    .order_by(_member.operator_id)
)
_HELD = Hot(
    select(_operator.held).where(
        _operator.company_id == bindparam("company_id"), _operator.id == bindparam("operator_id")
    )
)
_EVERY_MEMBERSHIP = Hot(
    select(_member.operator_id, _member.group_id)
    .where(_member.company_id == bindparam("company_id"))
    .order_by(_member.operator_id, _member.group_id)
)
_EVERY_ASSIGNMENT = Hot(
    select(_assignment.operator_id, _assignment.channel_id)
    .where(_assignment.company_id == bindparam("company_id"))
    .order_by(_assignment.operator_id, _assignment.channel_id)
)
_GROUPS_OF = Hot(
    select(_member.group_id)
    .where(_member.company_id == bindparam("company_id"), _member.operator_id == bindparam("operator_id"))
    .order_by(_member.group_id)
)
_ASSIGNMENTS = Hot(
    select(_assignment.operator_id, _assignment.channel_id)
    .join(models.operator, _operator.id == _assignment.operator_id)
    .where(_assignment.company_id == bindparam("company_id"), _operator.deactivated_at.is_(None))
    .order_by(_assignment.operator_id, _assignment.channel_id)
)
_CHANNELS_OF = Hot(
    select(_assignment.channel_id)
    .where(
        _assignment.company_id == bindparam("company_id"),
        _assignment.operator_id == bindparam("operator_id"),
    )
    .order_by(_assignment.channel_id)
)
_OPERATORS_OF = Hot(
    select(_assignment.operator_id)
    .join(models.operator, _operator.id == _assignment.operator_id)
    .where(
        _assignment.company_id == bindparam("company_id"),
        _assignment.channel_id == bindparam("channel_id"),
        _operator.deactivated_at.is_(None),
    )
    .order_by(_assignment.operator_id)
)


@dataclass(frozen=True, slots=True)
class Operator:
    """A person who signs in. `deactivated_at` is set for one who no longer may; `languages` are those he
    serves clients in; `picture` is the path of his picture, None where he has none.
    """

    id: str
    email: str
    name: str
    public_name: str
    role: Role
    language: str
    theme: str
    time_allowance_percent: int
    languages: tuple[str, ...]
    picture: str | None
    capacity: OwnCapacity
    created_at: Instant
    deactivated_at: Instant | None
    version: int

    @property
    def active(self) -> bool:
        """Whether he may sign in."""
        return self.deactivated_at is None


@dataclass(frozen=True, slots=True)
class Group:
    """Operators who share a queue; `member_ids` are the active ones."""

    id: str
    name: str
    version: int
    member_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OperatorView:
    """An operator's account as he himself, supervisors and administrators see it. `skills` are his levels,
    1 to 5, by skill.
    """

    id: str
    version: int
    email: str
    name: str
    public_name: str
    role: Role
    language: str
    theme: str
    time_allowance_percent: int
    capacity: OwnCapacity
    languages: tuple[str, ...]
    picture: str | None
    second_factor: bool
    active: bool
    group_ids: tuple[str, ...]
    channel_ids: tuple[str, ...]
    skills: Mapping[str, int]
    created_at: str
    deactivated_at: str | None


def operators(reading: Reading) -> list[Operator]:
    """All operators of the company by name, deactivated ones too."""
    return [_of_row(row) for row in reading.all(_OPERATORS, company_id=reading.company)]


def operator(reading: Reading, operator_id: str) -> Operator:
    """One operator of the company. Raises `NotFound`."""
    row = reading.one(_OPERATOR, company_id=reading.company, operator_id=operator_id)
    if row is None:
        raise NotFound
    return _of_row(row)


def account(reading: Reading, operator_id: str) -> OperatorView:
    """One operator's account as it is shown. Raises `NotFound`."""
    found = operator(reading, operator_id)
    own = (
        groups_of(reading, operator_id),
        assigned_channels(reading, operator_id),
        skills.levels_of(reading, operator_id),
    )
    return _view(found, *own, second_factor=factors.is_on(reading, operator_id))


def email_taken(reading: Reading, email: str) -> bool:
    """Whether somebody of the installation signs in with this address, deactivated ones included."""
    return reading.one(_BY_EMAIL, email=email) is not None


def require_known(reading: Reading, group_ids: Sequence[str], channel_ids: Sequence[str]) -> None:
    """Raises `Invalid` for a group or channel that the company does not have."""
    problems: list[FieldProblem] = []
    if not {*group_ids} <= {group.id for group in groups(reading)}:
        problems.append({"field": "group_ids", "message": "There is no such group."})
    if not {*channel_ids} <= {channel.id for channel in companies.channels(reading)}:
        problems.append({"field": "channel_ids", "message": "There is no such channel."})
    if problems:
        raise Invalid(fields=problems)


def accounts(reading: Reading) -> Mapping[str, OperatorView]:
    """The accounts of all operators of the company by their ids, deactivated ones too."""
    groups_by_operator = _collected(reading.all(_EVERY_MEMBERSHIP, company_id=reading.company))
    channels_by_operator = _collected(reading.all(_EVERY_ASSIGNMENT, company_id=reading.company))
    secured, levels = factors.those_with_one(reading), skills.levels(reading)
    return {
        each.id: _view(
            each,
            groups_by_operator.get(each.id, ()),
            channels_by_operator.get(each.id, ()),
            levels.get(each.id, {}),
            second_factor=each.id in secured,
        )
        for each in operators(reading)
    }


def groups(reading: Reading) -> list[Group]:
    """All groups of the company by name."""
    members = memberships(reading)
    return [
        Group(group_id, name, version, members.get(group_id, ()))
        for group_id, name, version in reading.all(_GROUPS, company_id=reading.company)
    ]


def group(reading: Reading, group_id: str) -> Group:
    """One group of the company. Raises `NotFound`."""
    for each in groups(reading):
        if each.id == group_id:
            return each
    raise NotFound


def memberships(reading: Reading) -> Mapping[str, tuple[str, ...]]:
    """The active members of every group of the company that has any."""
    return _collected(reading.all(_MEMBERSHIPS, company_id=reading.company))


def members(reading: Reading, group_id: str) -> tuple[str, ...]:
    """The active members of one group."""
    rows = reading.all(_MEMBERS, company_id=reading.company, group_id=group_id)
    return tuple(operator_id for (operator_id,) in rows)


def groups_of(reading: Reading, operator_id: str) -> tuple[str, ...]:
    """The groups that the operator belongs to."""
    rows = reading.all(_GROUPS_OF, company_id=reading.company, operator_id=operator_id)
    return tuple(group_id for (group_id,) in rows)


def assignments(reading: Reading) -> Mapping[str, tuple[str, ...]]:
    """The channels assigned to every active operator of the company who has any."""
    return _collected(reading.all(_ASSIGNMENTS, company_id=reading.company))


def assigned_channels(reading: Reading, operator_id: str) -> tuple[str, ...]:
    """The channels assigned to one operator."""
    rows = reading.all(_CHANNELS_OF, company_id=reading.company, operator_id=operator_id)
    return tuple(channel_id for (channel_id,) in rows)


def assigned_operators(reading: Reading, channel_id: str) -> tuple[str, ...]:
    """The active operators to whom the channel is assigned."""
    rows = reading.all(_OPERATORS_OF, company_id=reading.company, channel_id=channel_id)
    return tuple(operator_id for (operator_id,) in rows)


def is_held(reading: Reading, operator_id: str) -> bool:
    """Whether the operator serves somebody, so that his sign-ins do not end by themselves."""
    row = reading.one(_HELD, company_id=reading.company, operator_id=operator_id)
    return row is not None and bool(row[0])


def _of_row(row: Row) -> Operator:
    *who, spoken, picture, stored, created_at, deactivated_at, version = row
    languages = () if spoken is None else _decode_languages(spoken)
    capacity = _USUAL if stored is None else _decode_capacity(stored)
    path = None if picture is None else picture_path(picture)
    values = (*who, languages, path, capacity, created_at, deactivated_at, version)
    return Operator(*values)


def _view(
    found: Operator,
    group_ids: tuple[str, ...],
    channel_ids: tuple[str, ...],
    levels: Mapping[str, int],
    *,
    second_factor: bool,
) -> OperatorView:
    return OperatorView(
        id=found.id,
        version=found.version,
        email=found.email,
        name=found.name,
        public_name=found.public_name,
        role=found.role,
        language=found.language,
        theme=found.theme,
        time_allowance_percent=found.time_allowance_percent,
        capacity=found.capacity,
        languages=found.languages,
        picture=found.picture,
        second_factor=second_factor,
        active=found.active,
        group_ids=group_ids,
        channel_ids=channel_ids,
        skills=levels,
        created_at=to_rfc3339(found.created_at),
        deactivated_at=None if found.deactivated_at is None else to_rfc3339(found.deactivated_at),
    )


def _collected(pairs: Iterable[Row]) -> Mapping[str, tuple[str, ...]]:
    collected: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        collected[key].append(value)
    return {key: tuple(values) for key, values in collected.items()}
