"""Shapes of messaging's own routes."""

from typing import Annotated

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from hovor.messaging.policy import TEMPLATE_CHARACTERS
from hovor.messaging.views import TemplateView

TemplateName = Annotated[str, Field(min_length=1, max_length=40, description="Without spaces and #.")]
Language = Annotated[str, Field(min_length=2, max_length=20, description="A language code such as en.")]
TemplateText = Annotated[str, Field(min_length=1, max_length=TEMPLATE_CHARACTERS)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TemplatePost(_Request):
    """A new template; it is called up by `#name`."""

    name: TemplateName
    language: Language
    text: TemplateText


class TemplatePatch(_Request):
    """What to change about a template."""

    name: TemplateName | None = None
    language: Language | None = None
    text: TemplateText | None = None


class Templates(msgspec.Struct, frozen=True):
    """All living templates of the company by name, then language."""

    items: tuple[TemplateView, ...]
    next: None = None


def templates_view(templates: list[TemplateView]) -> Templates:
    """All of them as others see them."""
    return Templates(tuple(templates))
