"""Routes about the company's skills. An operator's own are part of his account."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Reading
from hovor.foundation.http.callers import administrator_caller, operator_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import command, query
from hovor.skills import queries, service
from hovor.skills.queries import SkillView
from hovor.skills.schemas import SkillPatch, SkillPost, Skills

router = APIRouter(prefix="/api/v1/skills", tags=["skills"])
Signed = Annotated[OperatorCaller, Depends(operator_caller)]
Administrator = Annotated[OperatorCaller, Depends(administrator_caller)]


@router.get("", summary="All skills")
@gives(Skills)
async def get_skills(request: Request, caller: Signed) -> Response:
    """By name, retired ones too."""
    return await query(get_context(request), _skills, caller=caller)


@router.post("", status_code=201, summary="Add a skill")
@gives(SkillView)
async def post_skill(request: Request, caller: Administrator, body: SkillPost) -> Response:
    """Something that not every operator can do, such as a language."""
    values: dict[str, Any] = {"skill_id": None, "name": body.name, "shape": queries.skill_view}
    return await command(
        get_context(request), request, service.save_skill, caller=caller, status=201, **values
    )


@router.patch("/{skill_id}", summary="Rename or retire a skill")
@gives(SkillView)
async def patch_skill(request: Request, caller: Administrator, skill_id: str, body: SkillPatch) -> Response:
    """A retired one is asked of nobody; whoever has it keeps it for the day it comes back."""
    values: dict[str, Any] = {"skill_id": skill_id, **body.model_dump(), "shape": queries.skill_view}
    return await command(get_context(request), request, service.save_skill, caller=caller, **values)


def _skills(reading: Reading) -> Skills:
    return Skills(tuple(map(queries.skill_view, queries.skills(reading))))
