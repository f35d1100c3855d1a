"""What the client's page may know. A stranger learns no more than a first name and the company's. Times are
RFC 3339 text.
"""

from typing import Literal

import msgspec

from hovor.accounts import queries as accounts
from hovor.companies import queries as companies
from hovor.conversations import queries as conversations
from hovor.foundation import mail
from hovor.foundation.caller import ClientCaller
from hovor.foundation.clock import to_rfc3339
from hovor.foundation.database import Reading
from hovor.invitations.queries.rows import Invitation, get, started_by
from hovor.routing import queries as routing


class InvitingOperator(msgspec.Struct, frozen=True):
    """The operator as a stranger may know him: by his public name, and whether he could be called now."""

    name: str
    picture: str | None
    reachable: bool


class OwnConversation(msgspec.Struct, frozen=True):
    """What this very browser started by the invitation. `unanswered` counts the offers that the operator
    declined or did not answer; `with_team`: it was moved to the team; `left`: a message was left, nobody
    waits at the page.
    """

    id: str
    state: Literal["queued", "active"]
    started_at: str
    unanswered: int
    with_team: bool
    left: bool


class PublicInvitationView(msgspec.Struct, frozen=True):
    """What the client's page shows. A revoked invitation is an expired one here; those tell no time, and
    nothing about where their operator is. `can_tell`: a letter can say when the operator is there.
    """

    state: Literal["active", "used", "expired"]
    operator: InvitingOperator
    company: str
    channel_key: str
    arranged_for: str | None
    time_zone: str | None
    early: bool
    client_name: str | None
    conversation: OwnConversation | None
    can_tell: bool


def public(reading: Reading, invitation_id: str) -> PublicInvitationView:
    """What the page of this invitation shows to the calling browser; consumes nothing."""
    row = get(reading, invitation_id)
    own = _own(reading, row)
    state = row.state(reading.now)
    working = state == "active" or own is not None
    operator = accounts.operator(reading, row.operator_id)
    company, channel = companies.company(reading), companies.channel(reading, row.channel_id)
    reachable = working and not routing.awaits_nobody(reading, row.operator_id, row.channel_id)
    arranged_for = row.arranged_for if state == "active" else None
    return PublicInvitationView(
        state="expired" if state == "revoked" else state,
        operator=InvitingOperator(operator.public_name, operator.picture, reachable),
        company=company.name,
        channel_key=channel.key,
        arranged_for=None if arranged_for is None else to_rfc3339(arranged_for),
        time_zone=row.time_zone if arranged_for is not None else None,
        early=arranged_for is not None and reading.now < arranged_for,
        client_name=row.client_name if state == "active" else None,
        conversation=own,
        can_tell=state == "active" and mail.outgoing_server_of(reading) is not None,
    )


def own_conversation(reading: Reading, row: Invitation) -> conversations.Conversation | None:
    """What the calling browser started by this invitation and is not over yet."""
    caller = reading.caller
    if not isinstance(caller, ClientCaller):
        return None
    found = started_by(reading, invitation_id=row.id, identity_id=caller.identity_id)
    if found is None:
        return None
    conversation = conversations.get(reading, found)
    return None if conversation.state in {"wrap_up", "closed"} else conversation


def _own(reading: Reading, row: Invitation) -> OwnConversation | None:
    found = own_conversation(reading, row)
    if found is None:
        return None
    queue = None if found.queue_id is None else conversations.known_queues(reading)[found.queue_id]
    return OwnConversation(
        id=found.id,
        state="queued" if found.owner_id is None else "active",
        started_at=to_rfc3339(found.opened_at),
        unanswered=routing.unanswered(reading, found.id),
        with_team=queue is None or queue.operator_id is None,
        left=bool(found.asynchronous),
    )
