"""The demo company's data, read from `alderway.toml` and checked."""

import tomllib
from pathlib import Path
from typing import Final, Literal

import msgspec

COMPANY: Final = "Alderway Shop"
FILE: Final = Path(__file__).with_name("alderway.toml")


class CompanyContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    time_zone: str
    language: Literal["en", "cs", "de"]


class GroupContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    members: tuple[str, ...]


class OperatorContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person of the demo; `key` is how the rest of the file calls him, `channels` are keys too."""

    key: str
    name: str
    public_name: str
    email: str
    role: Literal["operator", "supervisor", "administrator"]
    channels: tuple[str, ...]


class ChannelContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    kind: str
    name: str
    detail: str
    group: str
    colour: str
    greeting: str
    suggestions: tuple[str, ...]


class TemplateContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    shortcut: str
    title: str
    text: str


class ClientContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    email: str | None = None
    phone: str | None = None
    language: str | None = None


class Ago(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long before now."""

    days: int = 0
    hours: int = 0
    minutes: int = 0

    @property
    def seconds(self) -> int:
        """The same in seconds."""
        return (self.days * 24 + self.hours) * 3600 + self.minutes * 60


class HistoryContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One past conversation; without an operator nobody answered it."""

    channel: str
    client: ClientContent
    started: Ago
    lines: tuple[tuple[str | int, ...], ...]
    operator: str | None = None
    outcome: str | None = None
    tags: tuple[str, ...] = ()


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    outcomes: tuple[str, ...]
    tags: tuple[str, ...]
    company: CompanyContent
    groups: tuple[GroupContent, ...]
    operators: tuple[OperatorContent, ...]
    channels: tuple[ChannelContent, ...]
    templates: tuple[TemplateContent, ...]
    history: tuple[HistoryContent, ...]


def load() -> Content:
    """Raises `msgspec.ValidationError` naming the place when the file is not as it should be."""
    return msgspec.convert(tomllib.loads(FILE.read_text(encoding="utf-8")), Content)
