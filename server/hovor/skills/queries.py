"""Reads of skills."""

from collections import defaultdict
from collections.abc import Mapping

import msgspec
import sqlalchemy as sa

from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Reading
from hovor.foundation.errors import NotFound
from hovor.skills import models

_skill = models.skill.c
_level = models.operator_skill.c
_SKILLS = Hot(
    sa.select(_skill.id, _skill.name, _skill.retired_at, _skill.version)
    .where(_skill.company_id == sa.bindparam("company_id"))
    .order_by(_skill.name, _skill.id)
)
_LEVELS = Hot(
    sa.select(_level.operator_id, _level.skill_id, _level.level)
    .where(_level.company_id == sa.bindparam("company_id"))
    .order_by(_level.operator_id, _level.skill_id)
)
_LEVELS_OF = Hot(
    sa.select(_level.skill_id, _level.level)
    .where(_level.company_id == sa.bindparam("company_id"), _level.operator_id == sa.bindparam("operator_id"))
    .order_by(_level.skill_id)
)


class Skill(msgspec.Struct, frozen=True):
    """Something that not every operator can do. A retired one is kept for the history and asked of nobody."""

    id: str
    name: str
    retired_at: Instant | None
    version: int


class SkillView(msgspec.Struct, frozen=True):
    """The same as others see it."""

    id: str
    version: int
    name: str
    retired: bool


def skills(reading: Reading) -> list[Skill]:
    """The company's skills by name, retired ones too."""
    return [Skill(*row) for row in reading.all(_SKILLS, company_id=reading.company)]


def skill(reading: Reading, skill_id: str) -> Skill:
    """One of them. Raises `NotFound`."""
    for each in skills(reading):
        if each.id == skill_id:
            return each
    raise NotFound


def levels(reading: Reading) -> Mapping[str, Mapping[str, int]]:
    """By operator: his level, 1 to 5, in each skill that he has. Who has none is missing."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for operator_id, skill_id, level in reading.all(_LEVELS, company_id=reading.company):
        found[operator_id][skill_id] = level
    return found


def levels_of(reading: Reading, operator_id: str) -> Mapping[str, int]:
    """One operator's level, 1 to 5, in each skill that he has."""
    rows = reading.all(_LEVELS_OF, company_id=reading.company, operator_id=operator_id)
    return dict(rows)


def skill_view(of: Skill) -> SkillView:
    """A skill as others see it."""
    return SkillView(of.id, of.version, of.name, of.retired_at is not None)
