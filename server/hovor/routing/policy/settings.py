"""What an administrator may set of a queue, with defaults and bounds."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Final, Literal

import msgspec

Discipline = Literal["longest_waiting", "priority", "ageing", "head_start"]
Choice = Literal["longest_idle", "most_spare", "best_skill", "last_operator"]
WhenNobody = Literal["keep", "refuse", "auto_reply", "callback"]
"""What a client meets whose queue is closed, full or deserted: he waits, as his channel has it (`keep`); the
website's chat shows the form for a message and no more (`refuse`); he is written to once and waits
(`auto_reply`), or is asked by that for a number to be called back at, which the conversation remembers
(`callback`).
"""

CLASSES: Final = ("1", "2", "3")
"""The classes of priority, by their names in documents: urgent, high, normal."""

_WEEK: Final = 604_800
_TIME: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Seconds = Annotated[int, msgspec.Meta(ge=0, le=_WEEK)]
Rate = Annotated[float, msgspec.Meta(gt=0, le=1000)]
Time = Annotated[str, msgspec.Meta(pattern=_TIME)]
Class = Literal["1", "2", "3"]


class Hours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Open on these days of the week (1 is Monday), from one time of the company's clock until another."""

    days: Annotated[tuple[Annotated[int, msgspec.Meta(ge=1, le=7)], ...], msgspec.Meta(min_length=1)]
    opens: Time
    closes: Time


class Overflow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a conversation moves on to another queue, its age kept: after it has waited for so long, or at
    once where this queue is full or closed.
    """

    to_queue_id: Id
    after_seconds: Annotated[int, msgspec.Meta(ge=1, le=_WEEK)] | None = None
    when_full: bool = False
    when_closed: bool = False


class Relaxation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From so many seconds after its arrival a conversation asks for less, and more people may take it."""

    after_seconds: Annotated[int, msgspec.Meta(ge=1, le=_WEEK)]
    drop_skills: bool = False
    lower_to: Annotated[int, msgspec.Meta(ge=1, le=5)] | None = None
    add_group_ids: Annotated[tuple[Id, ...], msgspec.Meta(max_length=50)] = ()


class QueueSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a queue is worked off. `hours` None: always open. `head_start_seconds` and `ageing_rates` are by
    class, from 1 (urgent) to 3; a class that is missing has no head start and the rate 1.
    """

    discipline: Discipline = "head_start"
    choice: Choice = "longest_idle"
    head_start_seconds: dict[Class, Seconds] = msgspec.field(default_factory=lambda: {"1": 300, "2": 150})
    ageing_rates: dict[Class, Rate] = msgspec.field(default_factory=lambda: {"1": 4.0, "2": 2.0})
    last_operator_seconds: Seconds = 60
    broadcast: bool = False
    size_limit: Annotated[int, msgspec.Meta(ge=1, le=100_000)] | None = None
    hours: Annotated[tuple[Hours, ...], msgspec.Meta(min_length=1, max_length=50)] | None = None
    overflow: Overflow | None = None
    when_nobody: WhenNobody = "keep"
    reply_text: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    relaxation: Annotated[tuple[Relaxation, ...], msgspec.Meta(max_length=20)] = ()


_USUAL: Final = QueueSettings()
_decode: Final = msgspec.json.Decoder(dict[str, Any]).decode


@lru_cache(maxsize=1000)
def settings_from(document: str | None) -> QueueSettings:
    """The settings that a stored document stands for. Names it holds that are no longer known are passed
    over.
    """
    if document is None:
        return _USUAL
    known = {
        name: value for name, value in _decode(document).items() if name in QueueSettings.__struct_fields__
    }
    return msgspec.convert(known, QueueSettings)


def stored(settings: QueueSettings) -> str | None:
    """The document that stands for these settings: only what differs from the defaults, None for nothing."""
    plain, usual = msgspec.to_builtins(settings), msgspec.to_builtins(_USUAL)
    own = {name: value for name, value in plain.items() if value != usual[name]}
    return msgspec.json.encode(own).decode() if own else None


def changed(before: QueueSettings, changes: Mapping[str, object]) -> QueueSettings:
    """The settings after `changes`. Raises `ValueError`, with text safe to show, for what is not possible."""
    try:
        after = msgspec.convert({**msgspec.to_builtins(before), **changes}, QueueSettings)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
    if any(each.opens >= each.closes for each in after.hours or ()):
        raise ValueError("hours: each closes later on the same day than it opens; 24:00 is midnight")
    if after.when_nobody in {"auto_reply", "callback"} and not after.reply_text.strip():
        raise ValueError("reply_text: say what the client is told")
    times = [each.after_seconds for each in after.relaxation]
    if times != sorted(set(times)):
        raise ValueError("relaxation: each step comes later than the one before it")
    return after
