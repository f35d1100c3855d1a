"""Everything the features declare, in the order of their layers: below first."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from fastapi import APIRouter
from starlette.routing import BaseRoute

from hovor.accounts import errors as accounts_errors
from hovor.accounts import live as accounts_live
from hovor.accounts import reactions as accounts_reactions
from hovor.accounts.api import PICTURES
from hovor.accounts.api import routers as accounts_routers
from hovor.accounts.service import Passwords
from hovor.channels.webchat import api as webchat_api
from hovor.channels.webchat import errors as webchat_errors
from hovor.channels.webchat import policy as webchat
from hovor.channels.webchat.adapter import WebChat
from hovor.clients import api as clients_api
from hovor.clients import live as clients_live
from hovor.companies import api as companies_api
from hovor.companies import errors as companies_errors
from hovor.companies import live as companies_live
from hovor.conversations import api as conversations_api
from hovor.conversations import errors as conversations_errors
from hovor.conversations import live as conversations_live
from hovor.conversations import queries as conversation_queries
from hovor.conversations import reactions as conversations_reactions
from hovor.foundation.database import Reading
from hovor.foundation.errors import Refusal
from hovor.foundation.http.hot import HotRoute
from hovor.foundation.live.declarations import Declarations
from hovor.foundation.reactions import Registry
from hovor.invitations import api as invitations_api
from hovor.invitations import errors as invitations_errors
from hovor.invitations import live as invitations_live
from hovor.invitations import reactions as invitations_reactions
from hovor.invitations.api import Addresses, Look
from hovor.messaging import api as messaging_api
from hovor.messaging import errors as messaging_errors
from hovor.messaging import live as messaging_live
from hovor.messaging import queries as messages
from hovor.messaging.channel import Description, Kinds
from hovor.notifications import api as notifications_api
from hovor.notifications import errors as notifications_errors
from hovor.notifications import live as notifications_live
from hovor.notifications import reactions as notifications_reactions
from hovor.outreach import errors as outreach_errors
from hovor.outreach.api import Outreach
from hovor.oversight import api as oversight_api
from hovor.presence import api as presence_api
from hovor.presence import errors as presence_errors
from hovor.presence import live as presence_live
from hovor.presence import reactions as presence_reactions
from hovor.presence.api import ChannelNote
from hovor.resting import api as resting_api
from hovor.resting import reactions as resting_reactions
from hovor.routing import api as routing_api
from hovor.routing import errors as routing_errors
from hovor.routing import live as routing_live
from hovor.routing import reactions as routing_reactions
from hovor.second_factor import errors as second_factor_errors
from hovor.skills import api as skills_api
from hovor.skills import errors as skills_errors
from hovor.wiring.kinds import ChannelKinds
from hovor.workspace.api import Workspace

ERRORS: Final = (
    second_factor_errors,
    skills_errors,
    companies_errors,
    accounts_errors,
    presence_errors,
    messaging_errors,
    conversations_errors,
    routing_errors,
    invitations_errors,
    outreach_errors,
    notifications_errors,
    webchat_errors,
)
REACTIONS: Final = (
    accounts_reactions,
    presence_reactions,
    conversations_reactions,
    routing_reactions,
    resting_reactions,
    invitations_reactions,
    notifications_reactions,
)
LIVE: Final = (
    companies_live,
    accounts_live,
    clients_live,
    presence_live,
    messaging_live,
    conversations_live,
    routing_live,
    notifications_live,
)


def refusals() -> Sequence[type[Refusal]]:
    """All that features may answer with instead of what was asked for."""
    return [
        each
        for module in ERRORS
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Refusal) and each.__module__ == module.__name__
    ]


def registry() -> Registry:
    """All reactions and timers."""
    return Registry.collect(REACTIONS)


def declarations(addresses: Addresses) -> Declarations:
    """What goes to which sockets."""
    return Declarations.collect((*LIVE, invitations_live.Live(addresses)))


def kinds() -> Kinds:
    """The kinds of channel of this installation."""
    return Kinds([WebChat()])


def routers(passwords: Passwords, offered: Kinds, addresses: Addresses) -> Sequence[APIRouter]:
    """All routes of the API but the hot ones."""
    at_once = frozenset(each.kind for each in offered.descriptions() if _is_there_at_once(each))
    return (
        companies_api.router,
        skills_api.router,
        *accounts_routers(passwords, ChannelKinds(offered)),
        clients_api.router,
        presence_api.statuses,
        presence_api.SwitchRoutes(channel_notes).router(),
        messaging_api.router,
        *conversations_api.ROUTERS,
        *routing_api.ROUTERS,
        resting_api.router,
        *invitations_api.routers(addresses, at_once, invitation_look),
        Outreach(offered).router(),
        notifications_api.router,
        oversight_api.router,
        Workspace(offered, channel_notes).router(),
    )


def hot_routes() -> Sequence[HotRoute | BaseRoute]:
    """The routes of the hot paths and of what sites embed."""
    return (*webchat_api.ROUTES, *conversations_api.HOT_ROUTES, *invitations_api.PAGES, *PICTURES)


def invitation_look(settings: Mapping[str, object]) -> Look:
    """How the page of an invitation looks: as the website chat that it belongs to."""
    chosen = webchat.read_settings(settings)
    shades = webchat.shades(chosen.colour)
    return Look(
        chosen.colour, shades.text_on_it, shades.text_on_light, shades.text_on_dark, chosen.privacy_url
    )


def _is_there_at_once(kind: Description) -> bool:
    """Whether a client of this kind is present, and fetches what is said from Hovor itself."""
    return kind.capabilities.live and kind.capabilities.outbound == "pulled"


def channel_notes(reading: Reading, channel_ids: Iterable[str]) -> Mapping[str, ChannelNote]:
    """How these channels do, and how many clients wait on each: what presence cannot know itself."""
    health = messages.health(reading)
    waiting: dict[str, int] = {}
    for each in conversation_queries.waiting(reading):
        waiting[each.channel_id] = waiting.get(each.channel_id, 0) + 1
    notes: dict[str, ChannelNote] = {}
    for channel_id in channel_ids:
        known = health.get(channel_id)
        state, reason = ("working", None) if known is None else (known.state, known.reason)
        notes[channel_id] = ChannelNote(state, reason, waiting.get(channel_id, 0))
    return notes
