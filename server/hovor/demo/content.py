"""The demo company's data, read from `alderway.toml` and checked."""

import tomllib
from pathlib import Path
from typing import Final, Literal

import msgspec

COMPANY: Final = "Alderway Shop"
FILE: Final = Path(__file__).with_name("alderway.toml")
FILES: Final = Path(__file__).with_name("files")


class CompanyContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    time_zone: str
    language: Literal["en", "cs", "de"]
    settings: dict[str, int | str | bool] = {}


class GroupContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    members: tuple[str, ...]
    service_target_seconds: int | None = None


class OperatorContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person of the demo; `key` is how the rest of the file calls him, `channels` are keys too, and `off`
    are those that he has turned off.
    """

    key: str
    name: str
    public_name: str
    email: str
    role: Literal["operator", "supervisor", "administrator"]
    channels: tuple[str, ...]
    off: tuple[str, ...] = ()


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


class PageContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the client writes from."""

    url: str
    title: str


class HistoryContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One conversation. Each line is its author's key, "c" for the client; the minute since the start; the
    words; and the files. A note is `["note", minute, author, words]`.

    `state` is what becomes of it: `closed`; `open`, its operator, if it has one, still there; `waiting` in
    the queue, its window closed, handed over by its operator if it had one. One that is closed without an
    operator was abandoned.
    """

    channel: str
    client: ClientContent
    started: Ago
    lines: tuple[tuple[str | int, ...], ...]
    operator: str | None = None
    state: Literal["closed", "open", "waiting"] = "closed"
    subject: str | None = None
    page: PageContent | None = None
    parameters: dict[str, str] = {}
    outcome: str | None = None
    tags: tuple[str, ...] = ()
    rating: int | None = None
    rating_comment: str | None = None


class Shift(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An operator who is at work."""

    operator: str
    since: Ago


class Scene(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What goes on at this very moment, for whoever plays on at once: an operator who is not really there is
    soon found out, and his conversations go back to the queue.
    """

    shifts: tuple[Shift, ...] = ()
    history: tuple[HistoryContent, ...] = ()


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


def load_scene(file: Path) -> Scene:
    """A scene from a file of its own. Raises as `load` does."""
    return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Scene)
