"""Pure decisions of notifications: what an operator wishes to hear of, which of his pages gives the cue, and
when the next one is asked.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal, TypeAlias

import msgspec

from hovor.foundation.clock import MINUTE, SECOND, Instant

What: TypeAlias = Literal[
    "offer", "queue", "message", "transfer", "reply_due", "woken", "allowance", "back_at", "invitation",
    "connection",
]  # fmt: skip
By: TypeAlias = Literal["card", "sound", "notification"]

PUSHED: Final[frozenset[What]] = frozenset({"message", "invitation", "connection"})
"""Push carries these and nothing else: it never makes anybody reachable."""
OFFERED: Final[frozenset[What]] = frozenset({"offer", "transfer"})
"""They stand as long as the offer does, and are repeated when half of its time is over."""

UNCONFIRMED: Final[Instant] = 2 * SECOND
"""How long a page has to confirm its cue before another one is asked."""
OFFER_UNCONFIRMED: Final[Instant] = SECOND
"""The same for an offer. Unconfirmed it goes to a colleague after two seconds: a second page gets its chance
before that.
"""
SETTLES: Final[Instant] = SECOND // 2
"""How long a client may wait in a queue before it is told: most are offered to somebody at once."""
REPLY_DUE_BEFORE: Final[Instant] = 2 * MINUTE
"""How long before its time is over a reply is said to be due; nothing is said where there is less than twice
that time.
"""
_FIRST_PAUSE: Final[Instant] = 15 * SECOND
_LONGEST_PAUSE: Final[Instant] = 2 * MINUTE
ROUNDS: Final = 6
"""How often all pages are asked anew for something that nobody confirms."""


class Ways(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By what an operator hears of one event."""

    sound: bool = True
    browser: bool = True
    push: bool = False


class Preferences(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How an operator wishes to be told. `volume` is in percent; `sounds` off silences everything."""

    sounds: bool = True
    volume: Annotated[int, msgspec.Meta(ge=0, le=100)] = 70
    show_words: bool = False
    offer: Ways = Ways()
    queue: Ways = Ways()
    message: Ways = Ways(push=True)
    transfer: Ways = Ways()
    reply_due: Ways = Ways(sound=False)
    woken: Ways = Ways()
    allowance: Ways = Ways(sound=False)
    back_at: Ways = Ways()
    invitation: Ways = Ways(push=True)
    connection: Ways = Ways(sound=False, browser=False, push=True)

    def ways(self, what: What) -> Ways:
        """Of one event. Push stays off for what push does not carry, and sound where all are off."""
        wished: Ways = getattr(self, what)
        return Ways(wished.sound and self.sounds, wished.browser, wished.push and what in PUSHED)


def preferences_from(document: Mapping[str, object]) -> Preferences:
    """The preferences that a stored document stands for. Names that are no longer known are passed over."""
    known = {name: value for name, value in document.items() if name in Preferences.__struct_fields__}
    return msgspec.convert(known, Preferences)


def changed(document: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    """The stored document after `changes`, kept to what differs from the defaults. Of an event only the ways
    that are named change.

    Raises `ValueError`, with text safe to show, when a value is out of its bounds.
    """
    before: dict[str, object] = msgspec.to_builtins(preferences_from(document))
    for name, value in changes.items():
        held = before.get(name)
        before[name] = {**held, **value} if isinstance(held, dict) and isinstance(value, dict) else value
    try:
        after = msgspec.convert(before, Preferences)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
    defaults = msgspec.to_builtins(Preferences())
    return {name: value for name, value in msgspec.to_builtins(after).items() if value != defaults[name]}


@dataclass(frozen=True, slots=True)
class Page:
    """One open page of the operator. `can_notify`: something could be seen or heard there; `focused_at` is
    when he last had it in front of him, or when it was opened.
    """

    id: str
    active: bool
    can_notify: bool
    focused_at: Instant


def is_active(pages: Collection[Page]) -> bool:
    """Whether a window of his stands in front of him: then the card and a soft tick are enough."""
    return any(page.active for page in pages)


def page_for_cue(pages: Sequence[Page], asked: Collection[str]) -> Page | None:
    """The one page that gives the cue: the one in front of him, else the one that last was. `asked` are
    those that have not confirmed it; None when nobody is left.
    """
    able = [page for page in pages if page.can_notify and page.id not in asked]
    return max(able, key=lambda page: (page.active, page.focused_at, page.id), default=None)


def patience(what: What) -> Instant:
    """How long the page that was asked may take to confirm."""
    return OFFER_UNCONFIRMED if what in OFFERED else UNCONFIRMED


def pause_before_round(rounds: int) -> Instant | None:
    """How long after all pages were asked in vain they are asked anew: 15, 30, 60 ... 120 s; None: never."""
    return None if rounds > ROUNDS else min(_FIRST_PAUSE << (rounds - 1), _LONGEST_PAUSE)
