"""Shapes of the routes of skills."""

from typing import Annotated

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from hovor.skills.queries import SkillView

Name = Annotated[str, Field(min_length=1, max_length=80)]


class Request(BaseModel):
    """Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class SkillPost(Request):
    """A new skill."""

    name: Name


class SkillPatch(Request):
    """What to change; a retired skill is asked of nobody."""

    name: Name | None = None
    retired: bool | None = None


class Skills(msgspec.Struct, frozen=True):
    """All of them by name."""

    items: tuple[SkillView, ...]
    next: None = None
