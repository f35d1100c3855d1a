"""Shapes of the routes of routing."""

from typing import Annotated, Literal

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from hovor.conversations.queries import ConversationView
from hovor.routing.policy import WhenNobody
from hovor.routing.policy.settings import Choice, Class, Discipline
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


class WidenPost(Request):
    """What is asked for from now on, and which groups may take it as well; as in a step of a queue."""

    drop_skills: bool = False
    lower_to: Annotated[int, Field(ge=1, le=5, strict=True)] | None = None
    add_group_ids: Annotated[list[Id], Field(max_length=50)] = []


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


class HoursDocument(Request):
    """Open on these days of the week (1 is Monday), from one time of the company's clock until another,
    written as 08:30; 24:00 is midnight.
    """

    days: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)]
    opens: Annotated[str, Field(pattern=r"^\d\d:\d\d$")]
    closes: Annotated[str, Field(pattern=r"^\d\d:\d\d$")]


class OverflowDocument(Request):
    """When a conversation moves on to another queue: after so many seconds, or where this one is full or
    closed.
    """

    to_queue_id: Id
    after_seconds: TargetSeconds | None = None
    when_full: bool = False
    when_closed: bool = False


class RelaxationDocument(Request):
    """What is asked for from so many seconds after the arrival on."""

    after_seconds: TargetSeconds
    drop_skills: bool = False
    lower_to: Annotated[int, Field(ge=1, le=5)] | None = None
    add_group_ids: Annotated[list[Id], Field(max_length=50)] = []


class QueueSettingsDocument(Request):
    """How a queue is worked off. `hours` null: always open; what is by class is by "1" (urgent), "2" and
    "3".
    """

    discipline: Discipline = "head_start"
    choice: Choice = "longest_idle"
    head_start_seconds: dict[Class, Seconds] = {}
    ageing_rates: dict[Class, Annotated[float, Field(gt=0, le=1000)]] = {}
    last_operator_seconds: Seconds = 60
    broadcast: bool = False
    size_limit: Annotated[int, Field(ge=1, le=100_000)] | None = None
    hours: Annotated[list[HoursDocument], Field(min_length=1, max_length=50)] | None = None
    overflow: OverflowDocument | None = None
    when_nobody: WhenNobody = "keep"
    reply_text: Annotated[str, Field(max_length=2000)] = ""
    relaxation: Annotated[list[RelaxationDocument], Field(max_length=20)] = []

    def change(self) -> QueueChange:
        """As the verb takes it: only what was sent."""
        given = self.model_dump(exclude_unset=True)
        apart = QueueSettingsDocument.model_fields.keys()
        settings = {name: given.pop(name) for name in apart & given.keys()}
        return QueueChange(settings=settings, **given)


class QueuePost(QueueSettingsDocument):
    """One more queue of a group. Without seconds the company's own settings count."""

    group_id: Id
    name: Annotated[str, Field(min_length=1, max_length=80)]
    service_target_seconds: TargetSeconds | None = None
    wrap_up_limit_seconds: Seconds | None = None


class QueuePatch(QueueSettingsDocument):
    """What is to change; null gives it back to the company's settings."""

    name: Annotated[str, Field(min_length=1, max_length=80)] = ""
    service_target_seconds: TargetSeconds | None = None
    wrap_up_limit_seconds: Seconds | None = None


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
