"""The live socket as the public contract describes it: frames both ways, and `data` of every event."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from hovor.foundation.live import frames
from hovor.foundation.live.declarations import Declarations, Shape
from hovor.foundation.shapes import Schema, Shapes, shapes

_REFERENCES: Final = "#/$defs/{name}"
_ABOUT: Final = """Frames of `GET /api/v1/live`, each a JSON text. `events` says what `data` of an event is
for a console (operator) and for a website's chat (visitor): the view itself, or `{id}` where the receiver may
no longer see it. An old snapshot and the events after its position make the new snapshot: a view replaces
the one with its `id` unless its `version` is smaller, `KIND.removed` takes it away, `resync` asks for a new
snapshot."""


class Ready(msgspec.Struct, frozen=True, tag_field="type", tag="ready"):
    """Everything after `position` follows. `connection_id` is how others speak of this socket."""

    position: int
    heartbeat_seconds: int
    connection_id: str


class Ping(msgspec.Struct, frozen=True, tag_field="type", tag="ping"):
    """Asks for a sign of life; everything up to `position` has been sent."""

    position: int


class Resync(msgspec.Struct, frozen=True, tag_field="type", tag="resync"):
    """Fetch the snapshot again."""


class Posted(msgspec.Struct, frozen=True, tag_field="type", tag="posted"):
    """The message is stored."""

    client_ref: str
    message_id: str
    conversation_id: str
    position: int


class Refused(msgspec.Struct, frozen=True, tag_field="type", tag="refused"):
    """The message is not stored."""

    client_ref: str
    code: str


class Error(msgspec.Struct, frozen=True, tag_field="type", tag="error"):
    """A frame could not be used; `reference` finds the line in the server's log."""

    code: str
    reference: str


class Watching(msgspec.Struct, frozen=True, tag_field="type", tag="watching"):
    """From `position` on, events of this conversation come, too."""

    conversation_id: str
    position: int


SAID: Final = (frames.Hello, frames.Post, frames.Pong, frames.Watch, frames.State)
SENT: Final = (Ready, Ping, Resync, Posted, Refused, Error, Watching)


def document(declarations: Declarations) -> Schema:
    """The whole of it, as JSON Schemas of the draft 2020-12."""
    signals = declarations.signal_shapes
    found = shapes(
        taken=[*SAID, *(each.said for each in signals.values())],
        given=[
            *SENT,
            *_sides([*declarations.shapes.values(), *declarations.counters]),
            *(each.heard for each in signals.values() if each.heard is not None),
        ],
        names=_REFERENCES,
    )
    heard = {name: each.heard for name, each in signals.items() if each.heard is not None}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The live socket of Hovor",
        "description": " ".join(_ABOUT.split()),
        "client": {
            **{_name(found, each): found.of[each] for each in SAID},
            "signal": {name: _joined(found, each.said, "signal", name) for name, each in signals.items()},
        },
        "server": {
            **{_name(found, each): found.of[each] for each in SENT},
            "refused": _with_reference(found),
            "event": _EVENT,
            "signal": {name: _joined(found, shape, "signal", name) for name, shape in heard.items()},
            "counters": {
                side: [
                    _joined(found, shape, "counters")
                    for each in declarations.counters
                    if (shape := getattr(each, side)) is not None
                ]
                for side in _SIDES
            },
        },
        "events": {name: _views(found, shape) for name, shape in sorted(declarations.shapes.items())},
        "$defs": dict(sorted(found.named.items())),
    }


def _sides(all_shapes: Iterable[Shape]) -> list[Any]:
    found = (getattr(each, side) for each in all_shapes for side in _SIDES)
    return [each for each in found if each is not None]


def _views(found: Shapes, shape: Shape) -> Schema:
    return {side: found.of[view] for side in _SIDES if (view := getattr(shape, side)) is not None}


def _name(found: Shapes, frame: Any) -> str:  # noqa: ANN401  a type of frame
    name: str = found.named[frame.__name__]["properties"]["type"]["enum"][0]
    return name


def _joined(found: Shapes, fields: Any, frame: str, signal: str | None = None) -> Schema:  # noqa: ANN401
    """A frame into which the fields of a feature are put."""
    own = found.named[fields.__name__]
    named = (
        {"type": {"const": frame}}
        if signal is None
        else {"type": {"const": frame}, "signal": {"const": signal}}
    )
    return {
        "type": "object",
        "description": own.get("description", ""),
        "required": [*named, *own["required"]],
        "properties": {**named, **own["properties"]},
        "additionalProperties": False,
    }


def _with_reference(found: Shapes) -> Schema:
    """A refusal of ours is explained by its code alone; a fault of ours names its line in the log."""
    closed = found.named[Refused.__name__]
    return {**closed, "properties": {**closed["properties"], "reference": {"type": "string"}}}


_SIDES: Final = ("operator", "visitor")
_EVENT: Final[Schema] = {
    "type": "object",
    "description": "`data` is as `events` says for the name and the receiver.",
    "required": ["type", "position", "event", "data"],
    "properties": {
        "type": {"const": "event"},
        "position": {"type": "integer"},
        "event": {"type": "string"},
        "data": {"type": "object"},
    },
    "additionalProperties": False,
}
