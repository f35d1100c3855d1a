"""What a feature's `live` module declares, and wiring collects.

    LIVE = {MessagePosted: message_posted}                    what goes to whom when this has happened
    SUBSCRIBE = topics_of                                     which topics a socket of this caller holds
    SIGNALS = {"typing": typing}                              passed on, never recorded
    SIGNAL_VERBS = {"read": mark_read}                        a signal that changes something: a command
    WATCH = may_watch                                         one conversation's topic, for who may look at it
    SHAPES = {"message.posted": Shape(EntryView)}             what `data` of an event looks like, to whom
    SIGNAL_SHAPES = {"typing": SignalShape(Typing, Writes)}   the fields of a signal, as said and as heard
    COUNTERS = (Shape(QueueFigures),)                         the fields of frames with figures

Topics are texts such as `operator:ID`, `company:ID`, `conversation:ID`. A socket receives at most one
delivery of an event: the first one of which it holds a topic. So the full view goes first, to those who may
see the thing now, and after it `KIND.removed` to those who could see it before.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import msgspec

from hovor.foundation.caller import Caller
from hovor.foundation.database import Reading, Work
from hovor.foundation.events import Event, Recorded

RESYNC: Final = "resync"
"""As `Delivery.event`: what these sockets may see has changed. They get new topics and fetch their snapshot
again.
"""
CUT: Final = "cut"
"""As `Delivery.event`: these sockets are closed at once. A topic `session:ID` reaches those of one sign-in
or visitor.
"""
DOUBT: Final = "doubt"
"""As `Delivery.event`: whether these sockets still reach anybody is in doubt until each has answered a ping
that is sent after this. The `ConnectionListener` is told of that answer.
"""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One view of an event, or one signal, for everybody who holds one of `topics`.

    `data` is anything msgspec encodes, `msgspec.Raw` included; of a signal it is a mapping whose fields
    join the frame.
    """

    topics: tuple[str, ...]
    event: str
    data: object = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What is sent to consoles and to visitors; None: nothing of this goes there. The public contract is made
    of these, so a view that is sent without one is a fault.
    """

    operator: Any = None
    visitor: Any = None


@dataclass(frozen=True, slots=True)
class SignalShape:
    """The fields of a signal: as it comes in, and as others hear it (None: nobody does)."""

    said: Any
    heard: Any = None


class Removed(msgspec.Struct, frozen=True):
    """`data` of `KIND.removed`: the receiver may no longer see it."""

    id: str


class Changed(msgspec.Struct, frozen=True):
    """Something is no longer the newest; who needs it fetches it anew. `what` says what sort of thing it
    is.
    """

    id: str
    version: int
    what: str


Build: TypeAlias = Callable[[Reading, Recorded], Sequence[Delivery]]
"""Makes the deliveries of an event. It must do without its reading when `carry` holds all it needs: then no
read is paid.
"""
Subscribe: TypeAlias = Callable[[Reading, Caller], Iterable[str]]
Signal: TypeAlias = Callable[[Reading, Caller, Mapping[str, Any]], Sequence[Delivery]]
SignalVerb: TypeAlias = Callable[[Work, Mapping[str, Any]], None]
Watch: TypeAlias = Callable[[Reading, Caller, str], str]


@dataclass(frozen=True, slots=True)
class Declarations:
    """All of them together."""

    live: Mapping[type[Event], Build]
    subscribe: tuple[Subscribe, ...] = ()
    signals: Mapping[str, Signal] | None = None
    signal_verbs: Mapping[str, SignalVerb] | None = None
    watch: Watch | None = None
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    signal_shapes: Mapping[str, SignalShape] = field(default_factory=dict)
    counters: tuple[Shape, ...] = ()

    @classmethod
    def collect(cls, modules: Iterable[object]) -> "Declarations":
        """What these modules declare. Raises `ValueError` when two speak of the same event, signal or
        watch.
        """
        declaring = tuple(modules)
        watches = [watch for module in declaring if (watch := getattr(module, "WATCH", None)) is not None]
        if len(watches) > 1:
            raise ValueError("WATCH is declared twice")
        return cls(
            _joined("LIVE", declaring),
            tuple(one for module in declaring if (one := getattr(module, "SUBSCRIBE", None)) is not None),
            _joined("SIGNALS", declaring),
            _joined("SIGNAL_VERBS", declaring),
            watches[0] if watches else None,
            _agreed(declaring),
            _joined("SIGNAL_SHAPES", declaring),
            tuple(one for module in declaring for one in getattr(module, "COUNTERS", ())),
        )

    def topics(self, reading: Reading, caller: Caller) -> tuple[str, ...]:
        """Every topic a socket of this caller holds."""
        return tuple({topic: None for subscribe in self.subscribe for topic in subscribe(reading, caller)})


def _agreed(modules: Iterable[object]) -> dict[str, Shape]:
    """Several features may send one event, as long as it looks the same."""
    agreed: dict[str, Shape] = {}
    for module in modules:
        for name, shape in getattr(module, "SHAPES", {}).items():
            if agreed.setdefault(name, shape) != shape:
                raise ValueError(f"SHAPES declares {name!r} in two ways")
    return agreed


def _joined(name: str, modules: Iterable[object]) -> dict[Any, Any]:
    joined: dict[Any, Any] = {}
    for module in modules:
        for key, value in getattr(module, name, {}).items():
            if key in joined:
                raise ValueError(f"{name} declares {key!r} twice")
            joined[key] = value
    return joined
