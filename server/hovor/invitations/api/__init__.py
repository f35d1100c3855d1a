"""Routes of invitations: `own` for operators and integrations, `public` for clients, `pages` they see."""

from collections.abc import Sequence

from fastapi import APIRouter

from hovor.invitations.api.own import Own
from hovor.invitations.api.pages import ROUTES as PAGES
from hovor.invitations.api.public import Looks, Public
from hovor.invitations.queries import Addresses
from hovor.invitations.schemas import Look

__all__ = ["PAGES", "Addresses", "Look", "Looks", "routers"]


def routers(addresses: Addresses, kinds: frozenset[str], looks: Looks) -> Sequence[APIRouter]:
    """All of them. `kinds` are the kinds of channel by which a client is there at once."""
    return (Own(addresses, kinds).router(), Public(addresses, looks).router())
