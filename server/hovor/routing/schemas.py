"""Shapes of the routes of routing."""

from typing import Annotated, Literal

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from hovor.conversations.queries import ConversationView
from hovor.routing.queries import OfferView, QueueView
from hovor.routing.service import QueueChange, Target

Id = Annotated[str, Field(min_length=1, max_length=64)]
Seconds = Annotated[int, Field(ge=0, le=604_800)]
TargetSeconds = Annotated[int, Field(ge=1, le=604_800)]


class Request(BaseModel):
    """Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Request):
    """No fields."""


class DeclinePost(Request):
    """Why not, if you like."""

    reason: Annotated[str, Field(max_length=200)] | None = None


class ShownPost(Request):
    """How the offer could be noticed: the card is painted on a visible page, the sound plays, a
    notification shows.
    """

    by: Annotated[list[Literal["card", "sound", "notification"]], Field(min_length=1, max_length=3)]


class AssignPost(Request):
    """Who is to have it."""

    operator_id: Id


class TransferTo(Request):
    """Exactly one of them."""

    group_id: Id | None = None
    operator_id: Id | None = None
    queue_id: Id | None = None
    number: Annotated[str, Field(max_length=40)] | None = None


class TransferPost(Request):
    """Where it goes, and what the next one should know."""

    to: TransferTo
    note: Annotated[str, Field(max_length=20_000)] | None = None

    def target(self) -> Target:
        """As the verb takes it."""
        return Target(**self.to.model_dump())


class QueuePost(Request):
    """One more queue of a group. Without seconds the company's own settings count."""

    group_id: Id
    name: Annotated[str, Field(min_length=1, max_length=80)]
    service_target_seconds: TargetSeconds | None = None
    wrap_up_limit_seconds: Seconds | None = None

    def change(self) -> QueueChange:
        """As the verb takes it."""
        return QueueChange(**self.model_dump())


class QueuePatch(Request):
    """What is to change; null gives it back to the company's settings."""

    name: Annotated[str, Field(min_length=1, max_length=80)] = ""
    service_target_seconds: TargetSeconds | None = None
    wrap_up_limit_seconds: Seconds | None = None

    def change(self) -> QueueChange:
        """As the verb takes it: only what was sent."""
        return QueueChange(**self.model_dump(exclude_unset=True))


class Offers(msgspec.Struct, frozen=True):
    """What stands before you."""

    items: list[OfferView]
    next: None = None


class Queues(msgspec.Struct, frozen=True):
    """All queues by name."""

    items: list[QueueView]
    next: None = None


class WaitingConversations(msgspec.Struct, frozen=True):
    """What waits, first come first."""

    items: list[ConversationView]
    next: None = None


class Accepted(msgspec.Struct, frozen=True):
    """The conversation is yours."""

    conversation: ConversationView
