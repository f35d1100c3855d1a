"""Shapes of the route that starts a conversation."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from hovor.outreach.service import To

_TEXT_CHARACTERS = 65_536


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


class ConversationPost(Request):
    """A conversation to start, with its first message."""

    channel_id: Annotated[str, Field(min_length=1, max_length=64)]
    to: Recipient
    text: Annotated[str, Field(min_length=1, max_length=_TEXT_CHARACTERS, pattern=r"\S")]
