"""The frames of the live socket, as they stand in the public contract."""

from typing import Annotated, Any, Final

import msgspec

from hovor.foundation.live.listener import ConnectionState

LONGEST_FRAME: Final = 256 << 10
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=255, pattern=r"^[^\x00]*$")]
"""An identifier or a reference. NUL is in none, and not every database would look for it."""


class Hello(msgspec.Struct, frozen=True, tag_field="type", tag="hello", forbid_unknown_fields=True):
    """The first frame: who this is, and after which position it wants events (null: from now on)."""

    ticket: Short | None = None
    visitor_token: Short | None = None
    after: Annotated[int, msgspec.Meta(ge=0)] | None = None


class Post(msgspec.Struct, frozen=True, tag_field="type", tag="post", forbid_unknown_fields=True):
    """A message to be posted; with the same `client_ref` it is the same message."""

    client_ref: Short
    conversation_id: Short | None = None
    text: str | None = None
    file_ids: list[Short] = []


class Pong(msgspec.Struct, frozen=True, tag_field="type", tag="pong", forbid_unknown_fields=True):
    """The answer to a ping. Any other frame says as well that somebody is there."""


class Watch(msgspec.Struct, frozen=True, tag_field="type", tag="watch", forbid_unknown_fields=True):
    """Events of this conversation, too. The latest few watched ones count."""

    conversation_id: Short


class State(msgspec.Struct, frozen=True, tag_field="type", tag="state", forbid_unknown_fields=True):
    """How the console is."""

    visible: bool
    focused: bool
    notifications: Annotated[str, msgspec.Meta(pattern="^(granted|denied|default)$")]
    sound: Annotated[str, msgspec.Meta(pattern="^(on|off|blocked)$")]
    microphone: Annotated[str, msgspec.Meta(pattern="^(granted|denied|absent)$")]
    idle_seconds: Annotated[int, msgspec.Meta(ge=0, le=10**9)]

    def reported(self) -> ConnectionState:
        """What the listener is told."""
        return msgspec.convert(msgspec.structs.asdict(self), ConnectionState)


class Signal(msgspec.Struct, frozen=True, tag_field="type", tag="signal"):
    """Something short-lived. Its other fields are its feature's own: see `fields_of`."""

    signal: Short


class Posted(msgspec.Struct, frozen=True):
    """What a post came to: the message, and the position of its event."""

    message_id: str
    conversation_id: str
    position: int


FromSocket = Hello | Post | Pong | Watch | State | Signal
decode: Final = msgspec.json.Decoder(FromSocket).decode
encode: Final = msgspec.json.Encoder().encode


def fields_of(text: str | bytes) -> dict[str, Any]:
    """All fields of a signal frame but `type` and `signal`."""
    fields: dict[str, Any] = msgspec.json.decode(text, type=dict[str, Any])
    return {name: value for name, value in fields.items() if name not in {"type", "signal"}}


def ready(position: int, heartbeat_seconds: int, connection_id: str) -> str:
    """Everything after `position` follows. `connection_id` is how others speak of this socket."""
    return encode(
        {
            "type": "ready",
            "position": position,
            "heartbeat_seconds": heartbeat_seconds,
            "connection_id": connection_id,
        }
    ).decode()


def event(position: int, name: str, data: object) -> str:
    """Something happened. Encoded once for everybody who sees the same."""
    return f'{{"type":"event","position":{position},"event":"{name}","data":{encode(data).decode()}}}'


def ping(position: int) -> str:
    """Asks for a sign of life, and tells that everything up to `position` has been sent."""
    return f'{{"type":"ping","position":{position}}}'


def posted(client_ref: str, done: Posted) -> str:
    """The message is stored."""
    return encode(
        {
            "type": "posted",
            "client_ref": client_ref,
            "message_id": done.message_id,
            "conversation_id": done.conversation_id,
            "position": done.position,
        }
    ).decode()


def refused(client_ref: str, code: str, reference: str | None = None) -> str:
    """The message is not stored, and why."""
    more = {} if reference is None else {"reference": reference}
    return encode({"type": "refused", "client_ref": client_ref, "code": code, **more}).decode()


def error(code: str, reference: str) -> str:
    """A frame could not be used. Only the code and where to find it in the log: nothing of what was sent or
    thought.
    """
    return encode({"type": "error", "code": code, "reference": reference}).decode()


def signal(name: str, data: object) -> str:
    """A signal for its receivers."""
    fields = msgspec.to_builtins(data)
    return encode({"type": "signal", "signal": name, **fields}).decode()


def counters(figures: object) -> str:
    """Figures that change too often to be recorded."""
    fields = msgspec.to_builtins(figures)
    return encode({"type": "counters", **fields}).decode()


def watching(conversation_id: str, position: int) -> str:
    """From `position` on, events of this conversation come, too."""
    return encode({"type": "watching", "conversation_id": conversation_id, "position": position}).decode()


RESYNC: Final = '{"type":"resync"}'
