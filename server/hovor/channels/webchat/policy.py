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
