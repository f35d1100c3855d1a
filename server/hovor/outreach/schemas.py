"""Shapes of the routes that start a conversation."""

from typing import Annotated

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from hovor.messaging.channel import ApprovedTemplate
from hovor.outreach.service import To

_TEXT_CHARACTERS = 65_536
_VALUE_CHARACTERS = 1_024
_PARAMETERS = 100

Value = Annotated[str, Field(min_length=1, max_length=_VALUE_CHARACTERS, pattern=r"\S")]


class Request(BaseModel):
    """Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Recipient(Request):
    """Whom to write to. `kind` is one of those that the channel's `capabilities.start.to` names."""

    kind: Annotated[str, Field(min_length=1, max_length=40)]
    value: Annotated[str, Field(min_length=1, max_length=254)]

    def to(self) -> To:
        """As the verb takes it."""
        return To(self.kind, self.value)


class TemplateChoice(Request):
    """One of the channel's approved templates, with a value for each of its parameters by name."""

    id: Annotated[str, Field(min_length=1, max_length=200)]
    values: Annotated[dict[str, Value], Field(max_length=_PARAMETERS)] = {}


class ConversationPost(Request):
    """A conversation to start, with its first message: `text` or `template`, as the channel's
    `capabilities.start.by` says.
    """

    channel_id: Annotated[str, Field(min_length=1, max_length=64)]
    to: Recipient
    text: Annotated[str, Field(min_length=1, max_length=_TEXT_CHARACTERS, pattern=r"\S")] | None = None
    template: TemplateChoice | None = None


class ApprovedView(msgspec.Struct, frozen=True):
    """A template that the channel's vendor keeps. `text` has each of its `parameters` in braces; `unusable`
    says in words why it can not be sent now.
    """

    id: str
    name: str
    language: str
    text: str
    parameters: tuple[str, ...]
    unusable: str | None


class ApprovedTemplates(msgspec.Struct, frozen=True):
    """All of the channel, in the vendor's order; empty where one starts in words of one's own."""

    items: tuple[ApprovedView, ...]
    next: None = None


def approved_view(template: ApprovedTemplate) -> ApprovedView:
    """As operators see it."""
    return ApprovedView(
        template.id,
        template.name,
        template.language,
        template.text,
        template.parameters(),
        template.unusable,
    )
