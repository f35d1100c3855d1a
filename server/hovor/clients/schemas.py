"""Shapes of the routes about clients."""

from typing import Annotated

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from hovor.clients.queries import Client, Identity
from hovor.foundation.clock import to_rfc3339

Text = Annotated[str, Field(min_length=1, max_length=200)]


class ClientPatch(BaseModel):
    """What to change on a client's card; null takes a value away."""

    model_config = ConfigDict(extra="forbid")

    name: Text | None = None
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)] | None = None
    phone: Text | None = None
    language: Annotated[str, Field(pattern="^[a-z]{2,3}$")] | None = None


class IdentityView(msgspec.Struct, frozen=True):
    """By what a client is known. A visitor's value is his browser's and is never shown."""

    id: str
    kind: str
    value_shown: str | None
    verified: str
    first_seen_at: str
    last_seen_at: str


class ClientView(msgspec.Struct, frozen=True):
    """A client's card."""

    id: str
    version: int
    name: str | None
    email: str | None
    phone: str | None
    language: str | None
    created_at: str


class ClientPage(msgspec.Struct, frozen=True):
    """Some clients, and where the list goes on."""

    items: tuple[ClientView, ...]
    next: str | None


class ClientDetail(msgspec.Struct, frozen=True):
    """A client's card with his identities."""

    client: ClientView
    identities: tuple[IdentityView, ...]


def client_view(client: Client) -> ClientView:
    """A card as others see it."""
    return ClientView(
        client.id,
        client.version,
        client.name,
        client.email,
        client.phone,
        client.language,
        to_rfc3339(client.created_at),
    )


def identity_view(identity: Identity) -> IdentityView:
    """An identity as colleagues see it."""
    return IdentityView(
        identity.id,
        identity.kind,
        None if identity.kind == "visitor" else identity.value,
        identity.verified,
        to_rfc3339(identity.first_seen_at),
        to_rfc3339(identity.last_seen_at),
    )
