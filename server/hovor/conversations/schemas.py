"""Shapes of the routes about conversations."""

from typing import Annotated

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from hovor.conversations.queries import Conversation, ConversationView, LabelView
from hovor.conversations.service import Changes, Ending
from hovor.messaging.queries import EntryView
from hovor.messaging.service import Content, Stored

Id = Annotated[str, Field(min_length=1, max_length=64)]
Ids = Annotated[list[Id], Field(max_length=50)]
Reference = Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
NOTE_CHARACTERS = 20_000
TEXT_CHARACTERS = 65_536


class Request(BaseModel):
    """Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class MessagePost(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What to say. The same `client_ref` is the same message, however often it is sent."""

    client_ref: Reference
    text: Annotated[str, msgspec.Meta(max_length=TEXT_CHARACTERS)] | None = None
    file_ids: Annotated[tuple[Reference, ...], msgspec.Meta(max_length=20)] = ()

    def content(self) -> Content:
        """As messaging takes it."""
        return Content(self.text, self.file_ids)


class Delivery(msgspec.Struct, frozen=True):
    """Where a message stands on its way."""

    state: str | None


class MessagePosted(msgspec.Struct, frozen=True):
    """The message is stored. `position` is that of its event in the company's order."""

    message_id: str
    conversation_id: str
    number: int
    delivery: Delivery
    position: int


def posted(stored: Stored, position: int) -> MessagePosted:
    """What became of a message."""
    return MessagePosted(
        stored.entry_id, stored.conversation_id, stored.number, Delivery(stored.delivery), position
    )


class NotePost(Request):
    """What to say among colleagues."""

    client_ref: Annotated[str, Field(min_length=1, max_length=255)]
    text: Annotated[str, Field(max_length=NOTE_CHARACTERS)] | None = None
    file_ids: Annotated[list[Id], Field(max_length=20)] = []


class EndPost(Request):
    """How a conversation ends; everything may be said later, in the work after it."""

    outcome_id: Id | None = None
    note: Annotated[str, Field(max_length=NOTE_CHARACTERS)] | None = None
    tag_ids: Ids | None = None
    transcript: bool = False
    """Send the client what was said, by e-mail to the address on his card."""

    def ending(self) -> Ending:
        """As the verbs take it."""
        return Ending(outcome_id=self.outcome_id, note=self.note, tag_ids=self.tag_ids)


class ReadPost(Request):
    """Everything up to this entry has been read."""

    number: Annotated[int, Field(ge=0, le=2**53)]


class TagsPost(Request):
    """The conversation's tags from now on."""

    tag_ids: Ids

    def changes(self) -> Changes:
        """As the verb takes it."""
        return Changes(tag_ids=self.tag_ids)


class ParametersPost(Request):
    """Values to set; null takes one away."""

    parameters: Annotated[
        dict[
            Annotated[str, Field(min_length=1, max_length=80)],
            Annotated[str, Field(max_length=2_000)] | None,
        ],
        Field(max_length=50),
    ]

    def changes(self) -> Changes:
        """As the verb takes it."""
        return Changes(parameters=self.parameters)


class CollaboratorPost(Request):
    """A colleague who is asked to help."""

    operator_id: Id


class DraftPut(Request):
    """What has been typed so far; nothing at all forgets the draft."""

    text: Annotated[str, Field(max_length=100_000)] = ""
    file_ids: Annotated[list[Id], Field(max_length=20)] = []


class LabelPost(Request):
    """A new outcome or tag."""

    name: Annotated[str, Field(min_length=1, max_length=80)]


class LabelPatch(Request):
    """An outcome or tag as it is to be; a retired one can be chosen no more."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    retired: bool = False


class Conversations(msgspec.Struct, frozen=True):
    """A page of a list."""

    items: list[ConversationView]
    next: str | None


class Entries(msgspec.Struct, frozen=True):
    """A page of a timeline in its order; `next` begins the page before it, with older entries."""

    items: list[EntryView]
    next: str | None


class Labels(msgspec.Struct, frozen=True):
    """All outcomes or tags of the company, retired ones too."""

    items: tuple[LabelView, ...]
    next: None = None


class Continued(msgspec.Struct, frozen=True):
    """The new conversation."""

    id: str
    continued_from_id: str | None

    @classmethod
    def of(cls, row: Conversation) -> "Continued":
        """From the row."""
        return cls(row.id, row.continued_from_id)
