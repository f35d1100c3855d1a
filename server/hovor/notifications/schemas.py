"""Shapes of the routes of notifications."""

from typing import Annotated, Literal

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from hovor.notifications.queries import CheckView

Key = Annotated[str, Field(min_length=1, max_length=200)]


class Request(BaseModel):
    """Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class NotificationPost(Request):
    """No fields."""


class WaysPut(Request):
    """By what an event is told; a way that is not named stays as it is."""

    sound: bool | None = None
    browser: bool | None = None
    push: bool | None = None


class EventsPut(Request):
    """The events that one can be told of; one that is not named stays as it is."""

    offer: WaysPut | None = None
    queue: WaysPut | None = None
    message: WaysPut | None = None
    transfer: WaysPut | None = None
    reply_due: WaysPut | None = None
    woken: WaysPut | None = None
    allowance: WaysPut | None = None
    back_at: WaysPut | None = None
    invitation: WaysPut | None = None
    connection: WaysPut | None = None


class NotificationsPut(Request):
    """How one wishes to be told. `volume` is in percent."""

    sounds: bool | None = None
    volume: Annotated[int, Field(ge=0, le=100)] | None = None
    show_words: bool | None = None
    events: EventsPut = EventsPut()

    def changes(self) -> dict[str, object]:
        """What is named."""
        named = self.model_dump(exclude_none=True)
        events: dict[str, object] = named.pop("events", {})
        return {**named, **events}


class NotificationShownPost(Request):
    """How it could be noticed: on a visible page, by a sound that plays, by a notification that shows."""

    by: Annotated[list[Literal["card", "sound", "notification"]], Field(min_length=1, max_length=3)]


class SubscriptionKeys(Request):
    """The keys as `PushSubscription.toJSON` gives them, base64url."""

    p256dh: Key
    auth: Key


class SubscriptionPost(Request):
    """A browser's push subscription, as `PushSubscription.toJSON` gives it."""

    endpoint: Annotated[str, Field(min_length=1, max_length=2000)]
    keys: SubscriptionKeys
    expiration_time: float | None = Field(default=None, alias="expirationTime")
    device: Annotated[str, Field(max_length=120)] = ""


class Subscribed(msgspec.Struct, frozen=True):
    """The subscription's own name here."""

    id: str


class Tested(msgspec.Struct, frozen=True):
    """To how many browsers the test is pushed; the page that asked plays and shows it itself."""

    at: str
    pushed_to: int


class Checks(msgspec.Struct, frozen=True):
    """Everything that must be right, in the order in which it is read."""

    items: list[CheckView]
    next: None = None
