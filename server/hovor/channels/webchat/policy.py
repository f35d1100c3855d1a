"""Pure decisions of web chat: what an administrator may set, which site may talk to a channel, and which
answers a channel insists on.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Final, Literal, TypeAlias
from urllib.parse import urlsplit

import msgspec

from hovor.messaging.channel import SettingProblem

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_WHITE: Final = "#ffffff"
_BLACK: Final = "#000000"
_NEAR_BLACK: Final = "#1c1d1a"
_NEAR_WHITE: Final = "#ecedef"
_DARK_SURFACE: Final = "#17181b"
_READABLE: Final = 4.5
_LINEAR_UP_TO: Final = 0.04045
"""sRGB: below this the eye's curve is a straight line."""
_TEXT: Final = msgspec.Meta(max_length=400)
Text = Annotated[str, _TEXT]
Question: TypeAlias = Literal["name", "email", "phone"]


class StartField(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question beside the first message."""

    name: Question
    required: bool = False


class WebChatSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an administrator sets for one website chat. `allowed_sites` are origins such as
    `https://shop.example`. A text of None stands for the panel's own words in the visitor's language.
    """

    allowed_sites: tuple[str, ...] = ()
    colour: Annotated[str, msgspec.Meta(pattern="^#[0-9a-fA-F]{6}$")] = "#22231f"
    title: Text | None = None
    greeting: Text | None = None
    offline_text: Text | None = None
    suggestions: Annotated[tuple[Text, ...], msgspec.Meta(max_length=6)] = ()
    privacy_url: Annotated[str, msgspec.Meta(pattern="^https?://", max_length=400)] | None = None
    start_fields: Annotated[tuple[StartField, ...], msgspec.Meta(max_length=3)] = (StartField("name"),)
    ask_consent: bool = False
    files: bool = True
    when_unavailable: Literal["queue", "leave_message"] = "leave_message"


class Shades(msgspec.Struct, frozen=True):
    """What can be read with the company's one colour (WCAG 2.2, 1.4.3): text on the colour, and text in the
    colour on the light and on the dark theme's surface.
    """

    text_on_it: str
    text_on_light: str
    text_on_dark: str


def read_settings(settings: Mapping[str, object]) -> WebChatSettings:
    """The settings as stored, defaults filled in. Raises `msgspec.ValidationError` naming the field."""
    return msgspec.convert(dict(settings), WebChatSettings)


def problems(settings: Mapping[str, object]) -> Sequence[SettingProblem]:
    """Everything that is wrong with these settings, in an administrator's words."""
    try:
        given = read_settings(settings)
    except msgspec.ValidationError as error:
        text, _, path = str(error).partition(" - at `$")
        field = re.sub(r"\[\.*\d*\]", "", path.strip("`.")) or "settings"
        return [SettingProblem(field, f"{text}.")]
    return [
        SettingProblem(
            "allowed_sites",
            f"{site!r} is not a site. Write it as https://shop.example, without anything after it.",
        )
        for site in given.allowed_sites
        if origin_of(site) is None
    ]


def origin_of(site: str) -> str | None:
    """A site as browsers write it in `Origin` (RFC 6454): lower case, no path, no default port. None: it is
    not a site.
    """
    try:
        parts = urlsplit(site.strip())
        port = parts.port
    except ValueError:
        return None
    default = _DEFAULT_PORTS.get(parts.scheme)
    more = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if default is None or not parts.hostname or more:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    shown = "" if port is None or port == default else f":{port}"
    return f"{parts.scheme}://{host}{shown}"


def allows(settings: WebChatSettings, origin: str) -> bool:
    """Whether the page with this `Origin` may use the channel."""
    wanted = origin_of(origin)
    return wanted is not None and any(origin_of(site) == wanted for site in settings.allowed_sites)


def shades(colour: str) -> Shades:
    """Text on the colour is black or white, whichever contrasts more: one of them always reaches 4.5:1. Text
    in the colour falls back to near-black or near-white where it would not.
    """
    return Shades(
        text_on_it=max((_WHITE, _BLACK), key=lambda text: contrast(colour, text)),
        text_on_light=colour if contrast(colour, _WHITE) >= _READABLE else _NEAR_BLACK,
        text_on_dark=colour if contrast(colour, _DARK_SURFACE) >= _READABLE else _NEAR_WHITE,
    )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours such as `#1f5f4f`, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def unanswered(settings: WebChatSettings, answered: Collection[str]) -> list[Question]:
    """The questions that the channel insists on and that the visitor has not answered."""
    return [field.name for field in settings.start_fields if field.required and field.name not in answered]


def language_of(locale: str | None) -> str | None:
    """`cs-CZ` -> `cs`; what is no language tag is not kept."""
    primary = (locale or "").split("-")[0].lower()
    return primary if re.fullmatch("[a-z]{2,3}", primary) else None


def listed_origins(settings: Mapping[str, object]) -> frozenset[str]:
    """The sites of a channel of whatever kind, as browsers name them in `Origin`."""
    sites = settings.get("allowed_sites", ())
    if not isinstance(sites, list | tuple):
        return frozenset()
    return frozenset(origin for site in sites if (origin := origin_of(str(site))) is not None)


def _luminance(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_UP_TO else ((part + 0.055) / 1.055) ** 2.4


def when_unavailable(settings: WebChatSettings, of_queue: str | None) -> Literal["queue", "leave_message"]:
    """What a visitor meets while nobody is there: as his queue is set up, else as this channel is. Who is
    written to by the queue itself may write.
    """
    match of_queue:
        case None:
            return settings.when_unavailable
        case "refuse":
            return "leave_message"
        case _:
            return "queue"
