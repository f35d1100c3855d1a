"""Events: what happened, in the past tense, with ids and small values only, never with what a client
wrote.
"""

from types import MappingProxyType
from typing import Any, ClassVar, cast, dataclass_transform

import msgspec

from hovor.foundation.caller import Actor
from hovor.foundation.clock import Instant

_KINDS: dict[str, "type[Event]"] = {}

KINDS = MappingProxyType(_KINDS)
"""Every kind of event that is declared, by its name."""


@dataclass_transform(field_specifiers=(msgspec.field,), frozen_default=True, kw_only_default=True)
class _EventMeta(msgspec.StructMeta):
    """Takes `kind=` from the class statement and registers the class under it."""

    kind: str

    def __new__(  # noqa: PYI034  a metaclass cannot name its own type
        cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], *, kind: str = ""
    ) -> "_EventMeta":
        made = super().__new__(cls, name, bases, namespace, frozen=True, kw_only=True)
        if kind:
            if kind in _KINDS:
                raise TypeError(f"two events are called {kind!r}: {_KINDS[kind].__qualname__} and {name}")
            made.kind = kind
            _KINDS[kind] = cast("type[Event]", made)
        return made

    def __init__(cls, *arguments: object, kind: str = "") -> None:  # noqa: N805
        super().__init__(*arguments)


class Event(msgspec.Struct, metaclass=_EventMeta):
    """Base of all events: `class MessageReceived(Event, kind="message.received")` and its fields."""

    kind: ClassVar[str]

    @property
    def subject(self) -> str | None:
        """What reactions are ordered by: its conversation if it has one. None stands for the whole
        company.
        """
        subject: str | None = getattr(self, "conversation_id", None)
        return subject


class Recorded(msgspec.Struct, frozen=True):
    """An event as the log has it: where it stands in its company, when it happened and who did it.

    `carry` is the value given to `publish`; it is None once the event has been read back from the log.
    """

    company_id: str
    position: int
    id: str
    at: Instant
    event: Event
    actor: Actor
    carry: Any = None
