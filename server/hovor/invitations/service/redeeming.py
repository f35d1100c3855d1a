"""What clients do with an invitation: find it by its code, start by it, wait, or talk to the team instead."""

from typing import Final, Literal

import msgspec
import sqlalchemy as sa

from hovor.accounts import queries as accounts
from hovor.clients import queries as client_queries
from hovor.clients import service as clients
from hovor.companies import queries as companies
from hovor.conversations import queries as conversation_queries
from hovor.conversations import service as conversations
from hovor.foundation import audit
from hovor.foundation.caller import ClientCaller
from hovor.foundation.database import Hot, Work
from hovor.foundation.errors import NotFound, Refusal
from hovor.foundation.identifiers import token_hash
from hovor.foundation.rate_limits import RateLimited, forgive, note_failure, throttled_for
from hovor.invitations import models, policy
from hovor.invitations.errors import InvitationEarly, InvitationExpired, InvitationUsed
from hovor.invitations.events import InvitationUsed as UsedEvent
from hovor.invitations.queries.page import own_conversation
from hovor.invitations.queries.rows import Found, Invitation, by_code, get
from hovor.invitations.service.telling import forget_wishes
from hovor.messaging import service as messaging
from hovor.routing import queries as routing_queries
from hovor.routing import service as routing

_REFUSALS: Final = {"used": InvitationUsed, "expired": InvitationExpired, "early": InvitationEarly}
ALL_NETWORKS: Final = "join"
"""The key under which wrong codes from everywhere are counted."""

_invitation = models.invitation.c
_COUNT: Final = Hot(
    sa.update(models.invitation)
    .where(
        _invitation.company_id == sa.bindparam("of_company"),
        _invitation.id == sa.bindparam("of_invitation"),
        _invitation.uses == sa.bindparam("uses_before", type_=sa.Integer),
    )
    .values(
        uses=_invitation.uses + 1,
        last_used_at=sa.bindparam("at", type_=sa.BigInteger),
        last_client_id=sa.bindparam("by_client", type_=sa.Text),
        version=_invitation.version + 1,
    )
)
_ADD_USE: Final = Hot(sa.insert(models.invitation_use))


class Browser(msgspec.Struct, frozen=True):
    """The browser that asks. `token` is the visitor's it holds, or a new secret for one it is to get."""

    token: str
    language: str | None = None


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """How a client begins. `leave`: he leaves a message and does not wait. `with_team`: he does not want to
    wait for the operator.
    """

    browser: Browser
    name: str | None = None
    email: str | None = None
    message: str | None = None
    leave: bool = False
    with_team: bool = False


class Started(msgspec.Struct, frozen=True):
    """What the browser has now. `again`: it had it before, nothing was used."""

    conversation_id: str
    visitor_token: str
    again: bool


def start(work: Work, *, invitation_id: str, begin: Start) -> Started:
    """Start the conversation that the invitation promises; this, and nothing else, uses it (INV-53).

    The browser that has one open gets it back. Raises `NotFound`, `InvitationUsed`, `InvitationExpired`,
    `InvitationEarly`.
    """
    row = get(work, invitation_id)
    own = _own(work, row, begin.browser)
    if own is not None:
        if begin.leave and begin.message:
            _leave(work, row, own, begin)
        return Started(own.id, begin.browser.token, again=True)
    hurried = begin.leave or begin.with_team
    reachable = hurried or not routing_queries.awaits_nobody(work, row.operator_id, row.channel_id)
    refused = policy.refuses_start(row.facts, work.now, reachable=reachable)
    if refused is not None:
        raise _REFUSALS[refused]
    caller = _visitor(work, row, begin.browser)
    his = work.as_caller(caller)
    _describe(his, caller, row, begin)
    opening = _opening(work, row, caller, begin)
    conversation = conversations.open(his, opening=opening)
    _record_use(his, row, conversation)
    if begin.message:
        conversations.receive(
            his,
            opening=opening,
            client_ref=f"invitation:{conversation.id}",
            content=messaging.Content(begin.message),
        )
    return Started(conversation.id, begin.browser.token, again=False)


def wait(work: Work, *, invitation_id: str, browser: Browser) -> str:
    """The browser waits for the operator: it is known from here on by the token that is answered, and its
    live socket hears what becomes of it. Uses nothing.

    Raises `NotFound`, `InvitationUsed`, `InvitationExpired`.
    """
    row = get(work, invitation_id)
    if _own(work, row, browser) is None:
        refused = policy.refuses_start(row.facts, work.now, reachable=True)
        if refused is not None:
            raise _REFUSALS[refused]
        _visitor(work, row, browser)
    return browser.token


def talk_to_team(work: Work, *, invitation_id: str, begin: Start) -> Started:
    """The client will not wait for this operator: his conversation moves to the channel's group, its age
    kept; where he has none yet it starts there, which uses the invitation.

    Raises as `start` does.
    """
    row = get(work, invitation_id)
    own = _own(work, row, begin.browser)
    if own is None:
        return start(work, invitation_id=invitation_id, begin=msgspec.structs.replace(begin, with_team=True))
    personal = routing_queries.personal_queue(work, row.operator_id)
    if own.waits_in_line and own.queue_id == personal.id:
        routing.enqueue(
            work.as_system("invitations"), conversation_id=own.id, queue_id=None, why="transferred"
        )
    return Started(own.id, begin.browser.token, again=True)


def join(work: Work, *, network_hash: str, code_hash: str | None) -> Found | Refusal:
    """The invitation with this code. An installation-wide unit, whose refusals must be committed: they are
    returned, `RateLimited` or `NotFound`, which is the same for a code that never was and one that ended.

    `code_hash` None: what was typed can be no code, which counts as a wrong one.
    """
    pause = throttled_for(work, network_hash)
    if pause:
        return RateLimited(pause)
    found = None if code_hash is None else by_code(work, code_hash)
    if found is None:
        note_failure(work, network_hash, policy.NETWORK_PAUSES)
        note_failure(work, ALL_NETWORKS, policy.INSTALLATION_PAUSES)
        return NotFound()
    forgive(work, network_hash)
    return found


def _leave(work: Work, row: Invitation, own: conversation_queries.Conversation, begin: Start) -> None:
    """He has waited long enough and leaves a message in the conversation that he has."""
    caller = _visitor(work, row, begin.browser)
    his = work.as_caller(caller)
    _describe(his, caller, row, begin)
    conversations.receive(
        his,
        opening=_opening(work, row, caller, begin),
        client_ref=f"left:{own.id}:{own.version}",
        content=messaging.Content(begin.message),
    )


def _own(work: Work, row: Invitation, browser: Browser) -> conversation_queries.Conversation | None:
    known = _known(work, row, browser)
    return None if known is None else own_conversation(work.as_caller(known), row)


def _known(work: Work, row: Invitation, browser: Browser) -> ClientCaller | None:
    """Who holds the browser's token, if it is one of this invitation's channel."""
    known = client_queries.visitor(work, token_hash(browser.token))
    fits = known is not None and (known.company_id, known.channel_id) == (work.company, row.channel_id)
    return known if fits else None


def _visitor(work: Work, row: Invitation, browser: Browser) -> ClientCaller:
    known = _known(work, row, browser)
    if known is not None:
        return known
    minted = clients.mint_visitor(
        work, token=browser.token, channel_id=row.channel_id, language=browser.language
    )
    return clients.caller_of(work.company, row.channel_id, minted)


def _describe(his: Work, caller: ClientCaller, row: Invitation, begin: Start) -> None:
    """What he says of himself; what he leaves out, as his operator wrote it down."""
    card = client_queries.client(his, caller.client_id)
    clients.describe_self(
        his,
        name=begin.name or card.name or row.client_name,
        email=begin.email or card.email or row.client_email,
        phone=card.phone or row.client_phone,
    )


def _opening(work: Work, row: Invitation, caller: ClientCaller, begin: Start) -> conversations.Opening:
    channel = companies.channel(work, row.channel_id)
    personal = routing_queries.personal_queue(work, row.operator_id)
    # Who only leaves a message need not be there: nobody may close it because he went.
    origin = conversations.Origin(
        channel.id, channel.kind, live=not begin.leave, route=messaging.Route(channel.id)
    )
    return conversations.Opening(
        origin=origin,
        client_id=caller.client_id,
        identity_id=caller.identity_id,
        queue_id=None if begin.with_team else personal.id,
        language=begin.browser.language,
    )


def _record_use(his: Work, row: Invitation, conversation: conversation_queries.Conversation) -> None:
    counted = his.write(
        _COUNT,
        of_company=his.company,
        of_invitation=row.id,
        uses_before=row.uses,
        at=his.now,
        by_client=conversation.client_id,
    )
    if counted != 1:
        raise RuntimeError(f"invitation {row.id} was used behind the back of its own unit of work")
    if row.use == "once":
        forget_wishes(his, invitation_id=row.id)
    his.write(
        _ADD_USE,
        conversation_id=conversation.id,
        company_id=his.company,
        invitation_id=row.id,
        identity_id=conversation.identity_id,
        at=his.now,
    )
    messaging.record_change(
        his,
        conversation_id=conversation.id,
        author=_maker(his, row),
        change={"what": "invited"},
        client_visible=False,
        audience=conversation_queries.audience_of(his, conversation),
    )
    audit.record(his, "invitation.used", "invitation", row.id, {"conversation_id": conversation.id})
    his.publish(UsedEvent(invitation_id=row.id, operator_id=row.operator_id, conversation_id=conversation.id))


def _maker(work: Work, row: Invitation) -> messaging.Author:
    """Who brought the client here, beyond anybody's limits if need be (INV-20)."""
    kind: Literal["operator", "integration"] = (
        "operator" if row.created_by_kind == "operator" else "integration"
    )
    if kind == "integration":
        return messaging.Author(kind, row.created_by)
    maker = accounts.operator(work, row.created_by)
    return messaging.Author(kind, maker.id, maker.name, maker.public_name)
