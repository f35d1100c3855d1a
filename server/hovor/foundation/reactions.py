"""Reactions: what a feature does because of an event of a feature below it. `hovor.wiring` collects them.

A feature's `reactions` module declares any of

    WITHIN = ((ConversationQueued, write_front_state), ...)       in the very unit that published the event
    AFTER = (Listener("webhooks", frozenset({MessageReceived}), enqueue), ...)    after the commit, at least
    once TIMERS = {"offer_deadline": service.expire, ...}              when the time has come (see
    `hovor.foundation.timers`)
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from hovor.foundation.database.work import Work
from hovor.foundation.events import Event, Recorded

Within: TypeAlias = tuple[type[Event], Callable[[Work, Any], None]]


class TimerVerb(Protocol):
    """What a timer does: `verb(work, key=key, **values)`, in a unit of its own. It may run again after a
    failure.
    """

    __name__: str

    def __call__(self, work: Work, *, key: str, **values: str | int) -> object: ...


@dataclass(frozen=True, slots=True)
class Listener:
    """A reaction after the commit: runs at least once for each event of `kinds`, in order per subject.

    It keeps a durable cursor under `name` (so a name is for ever), written in the same unit as what
    `handle` writes. An event that keeps failing is parked, where an administrator sees it and can have it
    tried again.
    """

    name: str
    kinds: frozenset[type[Event]]
    handle: Callable[[Work, Recorded], None]


@dataclass(frozen=True, slots=True)
class Registry:
    """All reactions of an installation."""

    within: Mapping[type[Event], tuple[Callable[[Work, Any], None], ...]]
    listeners: tuple[Listener, ...]
    timers: Mapping[str, Callable[..., object]]

    @classmethod
    def of(
        cls,
        within: Iterable[Within] = (),
        listeners: Iterable[Listener] = (),
        timers: Iterable[tuple[str, Callable[..., object]]] = (),
    ) -> "Registry":
        """Put them together, reactions within a unit in the given order. Raises `ValueError` on a name
        used twice.
        """
        by_event: dict[type[Event], tuple[Callable[[Work, Any], None], ...]] = {}
        for kind, react in within:
            by_event[kind] = (*by_event.get(kind, ()), react)
        all_listeners, all_timers = tuple(listeners), tuple(timers)
        _refuse_repeated("listener", [listener.name for listener in all_listeners])
        _refuse_repeated("timer", [kind for kind, _ in all_timers])
        return cls(by_event, all_listeners, dict(all_timers))

    @classmethod
    def collect(cls, modules: Iterable[object]) -> "Registry":
        """What these modules declare as WITHIN, AFTER and TIMERS, in the order of the modules."""
        declaring = tuple(modules)
        return cls.of(
            (pair for module in declaring for pair in getattr(module, "WITHIN", ())),
            (listener for module in declaring for listener in getattr(module, "AFTER", ())),
            (pair for module in declaring for pair in getattr(module, "TIMERS", {}).items()),
        )


NOTHING = Registry({}, (), {})
"""No reactions at all."""


def _refuse_repeated(what: str, names: list[str]) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise ValueError(f"declared twice as {what}: {', '.join(repeated)}")
