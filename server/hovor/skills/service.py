"""Changes of skills. The company's list is for administrators; who changes an operator's levels is asked by
the verb of accounts that does it.
"""

from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa

from hovor.companies.service import announce
from hovor.foundation import audit
from hovor.foundation.caller import require_administrator
from hovor.foundation.database import Hot, Work, insert
from hovor.foundation.errors import Invalid
from hovor.skills import models, queries
from hovor.skills.errors import SkillNameTaken

_skill = models.skill.c
_level = models.operator_skill.c
_ADD: Final = Hot(insert(models.skill))
_CHANGE: Final = Hot(
    sa.update(models.skill)
    .where(_skill.company_id == sa.bindparam("company_id"), _skill.id == sa.bindparam("skill_id"))
    .values(
        {name: sa.bindparam(f"new_{name}", type_=_skill[name].type) for name in ("name", "retired_at")}
        | {"version": _skill.version + 1}
    )
)
_FORGET: Final = Hot(
    sa.delete(models.operator_skill).where(
        _level.company_id == sa.bindparam("company_id"), _level.operator_id == sa.bindparam("operator_id")
    )
)


def save_skill(
    work: Work, *, skill_id: str | None, name: str | None = None, retired: bool | None = None
) -> queries.Skill:
    """Add a skill (`skill_id` None), or change what is given of one. For administrators; audited.

    Raises `NotSignedIn`, `NotAllowed`, `NotFound`, `SkillNameTaken`.
    """
    require_administrator(work.caller)
    before = queries.Skill(work.new_id(), "", None, 0) if skill_id is None else queries.skill(work, skill_id)
    named = before.name if name is None else name
    rests = before.retired_at if retired is None else work.now if retired else None
    others = (each for each in queries.skills(work) if each.retired_at is None and each.id != before.id)
    if rests is None and any(each.name.casefold() == named.casefold() for each in others):
        raise SkillNameTaken
    if skill_id is None:
        work.write(_ADD, id=before.id, company_id=work.company, name=named, retired_at=rests, version=1)
    else:
        keys = {"company_id": work.company, "skill_id": skill_id}
        work.write(_CHANGE, new_name=named, new_retired_at=rests, **keys)
    audit.record(work, "skill.saved", "skill", before.id, {"name": named, "retired": rests is not None})
    announce(work, "skill", before.id)
    return queries.skill(work, before.id)


def set_levels(work: Work, operator_id: str, levels: Mapping[str, int]) -> None:
    """An operator has exactly these skills from now on, each at its level from 1 to 5.

    Raises `Invalid` for a skill that the company does not have, or has retired and he did not have before.
    """
    before = queries.levels_of(work, operator_id)
    living = {each.id for each in queries.skills(work) if each.retired_at is None}
    if not levels.keys() <= living | before.keys():
        raise Invalid(fields=[{"field": "skills", "message": "There is no such skill."}])
    work.write(_FORGET, company_id=work.company, operator_id=operator_id)
    work.write_many(
        sa.insert(models.operator_skill),
        [
            {"company_id": work.company, "operator_id": operator_id, "skill_id": skill_id, "level": level}
            for skill_id, level in sorted(levels.items())
        ],
    )
