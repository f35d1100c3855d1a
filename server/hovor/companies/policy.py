"""Pure decisions about a company: its settings with their defaults and bounds, and how a change is applied to
them.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Final, Literal, NamedTuple
from zoneinfo import available_timezones

import msgspec

Language = Literal["en", "cs", "de"]


Colour = Literal["grey", "blue", "green", "amber", "purple", "red"]


WhenUsedUp = Literal["mark", "refuse", "change"]
"""What happens when a reason's allowance of the day is used up: it stays and is marked; it is refused, except
to a supervisor; the status changes to another reason by itself.
"""


class AwayReasonLook(NamedTuple):
    """How an away reason is shown (icon and colour by the console's names), and whether it counts as paid
    time.
    """

    icon: str
    colour: Colour
    paid: bool


class Allowance(NamedTuple):
    """How many minutes a day of the company an operator may be away for a reason; None is without a limit.
    `change_to_id` is the other reason of the rule `change`, and of no other rule.
    """

    minutes: int | None = None
    when_used_up: WhenUsedUp = "mark"
    change_to_id: str | None = None


FIRST_AWAY_REASONS: Final[Mapping[Language, Sequence[str]]] = {
    "en": ("Lunch", "Personal", "Break", "Training", "Meeting"),
    "cs": ("Oběd", "Osobní", "Přestávka", "Školení", "Schůzka"),
    "de": ("Mittagspause", "Persönlich", "Pause", "Schulung", "Besprechung"),
}
FIRST_LOOKS: Final = (
    AwayReasonLook("lunch", "amber", paid=False),
    AwayReasonLook("user", "grey", paid=False),
    AwayReasonLook("break", "blue", paid=True),
    AwayReasonLook("clients", "purple", paid=True),
    AwayReasonLook("users", "green", paid=True),
)
"""The looks of the first reasons, in their order."""

TEST_LETTERS: Final[Mapping[str, tuple[str, str]]] = {
    "en": (
        "Hovor can send e-mails",
        "This is a test. Whoever reads it knows that Hovor sends e-mails for {company}.",
    ),
    "cs": (
        "Hovor umí posílat e-maily",
        "Toto je zkouška. Kdo ji čte, ví, že Hovor posílá e-maily za {company}.",
    ),
    "de": (
        "Hovor kann E-Mails senden",
        "Das ist ein Test. Wer ihn liest, weiß, dass Hovor E-Mails für {company} sendet.",
    ),
}
"""Subject and text of the letter by which an administrator tries the server of outgoing mail."""

LEAST_INACTIVE_MINUTES: Final = 5
Positive = Annotated[int, msgspec.Meta(ge=1, le=100)]
Units = Annotated[int, msgspec.Meta(ge=0, le=100)]


class KindCapacity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many conversations of one channel kind an operator may have, and how many slots each of them
    takes.
    """

    limit: Units
    weight: Units


class Capacity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one operator can carry, in slots; a kind that is not listed takes one slot and has no limit of its
    own.
    """

    total: Positive = 5
    kinds: dict[str, KindCapacity] = msgspec.field(
        default_factory=lambda: {
            "webchat": KindCapacity(limit=3, weight=1),
            "whatsapp": KindCapacity(limit=4, weight=1),
            "generic": KindCapacity(limit=2, weight=1),
            "email": KindCapacity(limit=6, weight=0),
            "phone": KindCapacity(limit=1, weight=0),
        }
    )


class Holiday(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day on which queues with opening hours stay closed."""

    date: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    name: Annotated[str, msgspec.Meta(max_length=80)] = ""


class CompanySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything an administrator sets for the whole company. The defaults are those of the domain page,
    "Numbers".
    """

    status_after_sign_in: Literal["online", "away", "as_left"] = "online"
    operators_switch_channels: bool = True
    offer_mode: Literal["automatic", "broadcast"] = "automatic"
    preview_before_accept: bool = True
    outcome_required: bool = False
    capacity: Capacity = Capacity()
    offer_deadline_seconds: Annotated[int, msgspec.Meta(ge=5, le=600)] = 20
    call_offer_deadline_seconds: Annotated[int, msgspec.Meta(ge=5, le=120)] = 15
    offer_unconfirmed_seconds: Annotated[int, msgspec.Meta(ge=1, le=30)] = 2
    decline_cool_down_seconds: Annotated[int, msgspec.Meta(ge=0, le=3600)] = 60
    missed_offers_before_away: Annotated[int, msgspec.Meta(ge=0, le=20)] = 2
    service_target_seconds: Annotated[int, msgspec.Meta(ge=1, le=604_800)] = 20
    short_abandon_seconds: Annotated[int, msgspec.Meta(ge=0, le=600)] = 10
    wrap_up_limit_seconds: Annotated[int, msgspec.Meta(ge=0, le=3600)] = 120
    return_seconds: Annotated[int, msgspec.Meta(ge=60, le=86_400)] = 1800
    quiet_days: Annotated[int, msgspec.Meta(ge=1, le=365)] = 7
    quiet_days_email: Annotated[int, msgspec.Meta(ge=1, le=365)] = 14
    queued_return_seconds: Annotated[int, msgspec.Meta(ge=10, le=86_400)] = 300
    inactive_after_minutes: Annotated[int, msgspec.Meta(ge=0, le=120)] = 0
    restore_seconds: Annotated[int, msgspec.Meta(ge=15, le=1800)] = 60
    sign_in_idle_seconds: Annotated[int, msgspec.Meta(ge=900, le=2_592_000)] = 43_200
    sign_in_limit_seconds: Annotated[int, msgspec.Meta(ge=3600, le=7_776_000)] = 2_592_000
    invitation_offer_deadline_seconds: Annotated[int, msgspec.Meta(ge=5, le=600)] = 60
    invitation_once_seconds: Annotated[int, msgspec.Meta(ge=300, le=31_536_000)] = 86_400
    invitation_repeatedly_seconds: Annotated[int, msgspec.Meta(ge=300, le=31_536_000)] = 604_800
    invitation_longest_seconds: Annotated[int, msgspec.Meta(ge=300, le=31_536_000)] = 31_536_000
    holidays: Annotated[tuple[Holiday, ...], msgspec.Meta(max_length=400)] = ()

    def quiet_days_of(self, kind: str) -> int:
        """After how many days without a message a thread of this kind of channel closes that waits for its
        client. A kind may have a setting of its own, named after it.
        """
        days: int = getattr(self, f"quiet_days_{kind}", self.quiet_days)
        return days


def settings_from(document: Mapping[str, object]) -> CompanySettings:
    """The settings that a stored document stands for. Names it holds that are no longer known are passed
    over.
    """
    known = {name: value for name, value in document.items() if name in CompanySettings.__struct_fields__}
    return msgspec.convert(known, CompanySettings)


def change(document: Mapping[str, object], changes: Mapping[str, object]) -> dict[str, object]:
    """The stored document after `changes`, kept to what differs from the defaults.

    Raises `ValueError`, with text safe to show, when a name is unknown or a value is out of its bounds.
    """
    try:
        changed = msgspec.convert(_as_plain(settings_from(document)) | dict(changes), CompanySettings)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
    if 0 < changed.inactive_after_minutes < LEAST_INACTIVE_MINUTES:
        raise ValueError("inactive_after_minutes is 0, which turns it off, or from 5 to 120")
    if not all(_is_day(each.date) for each in changed.holidays):
        raise ValueError("holidays: a date is written as 2026-12-24")
    defaults = _as_plain(CompanySettings())
    return {name: value for name, value in _as_plain(changed).items() if value != defaults[name]}


def is_time_zone(name: str) -> bool:
    """Whether `name` is in the IANA time zone database."""
    return name in available_timezones()


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _as_plain(settings: CompanySettings) -> dict[str, object]:
    plain: dict[str, object] = msgspec.to_builtins(settings)
    return plain
