"""The verb of outreach."""

import msgspec

from hovor.accounts import queries as accounts
from hovor.clients import service as clients
from hovor.companies import queries as companies
from hovor.conversations import queries as conversations
from hovor.conversations import service as conversing
from hovor.conversations.errors import NotConnected
from hovor.conversations.queries import Conversation
from hovor.foundation import audit
from hovor.foundation.caller import require_operator
from hovor.foundation.database import Work
from hovor.foundation.errors import Invalid, NotFound
from hovor.messaging import service as messaging
from hovor.messaging.channel import Capabilities, Kinds
from hovor.outreach import policy
from hovor.outreach.errors import CannotStart, TemplateRequired
from hovor.presence import queries as presence

_THERE = frozenset({"connected", "suspect"})


class To(msgspec.Struct, frozen=True):
    """Whom to write to: an address of one of the kinds that the channel's kind can write to first."""

    kind: str
    value: str


def start(work: Work, *, channel_id: str, kinds: Kinds, to: To, text: str) -> Conversation:
    """A new conversation with this person, the caller's own, and its first message on its way. Like picking,
    it is the operator's own decision: his capacity does not stand in its way, but counts it.

    Raises `NotFound` for a channel that is not assigned to the caller, `CannotStart` for one that is off or
    whose kind cannot be written on first, `TemplateRequired`, `Invalid` for an address or text it does not
    take, `NotConnected` for a caller who is not there, `AlreadyOpen` with the conversation that there is, and
    what `messaging.service.post` raises.
    """
    caller = require_operator(work.caller)
    channel = companies.channel(work, channel_id)
    if channel_id not in accounts.assigned_channels(work, caller.operator_id):
        raise NotFound
    can = kinds.describe(channel.kind).capabilities
    if can.start is None or not channel.enabled:
        raise CannotStart
    if can.start.by == "template":
        raise TemplateRequired
    value = _address(can, to)
    if len(text) > can.text.characters:
        raise _wrong("text", f"This channel takes {can.text.characters} characters at most.")
    if presence.declared(work, caller.operator_id).liveness not in _THERE:
        # Nobody would take the conversation from him again (INV-08).
        raise NotConnected
    scope = "" if to.kind in policy.EVERYWHERE else channel.kind
    known = clients.Address(to.kind, scope, value, "claimed")
    client_id, identity_id = clients.find_or_create(work, address=known)
    window = None if can.window is None else can.window.seconds
    route = messaging.Route(channel_id, can.outbound, value, window)
    opening = conversing.Opening(
        origin=conversing.Origin(channel_id, channel.kind, live=can.live, route=route),
        client_id=client_id,
        identity_id=identity_id,
        direct=True,
    )
    new = conversing.open(work, opening=opening)
    conversing.assign(work, conversation_id=new.id, operator_id=caller.operator_id, how="started")
    conversing.post(
        work, conversation_id=new.id, client_ref=f"start:{new.id}", content=messaging.Content(text)
    )
    audit.record(work, "conversation.started", "conversation", new.id, {"channel_id": channel_id})
    return conversations.get(work, new.id)


def _address(can: Capabilities, to: To) -> str:
    if can.start is None or to.kind not in can.start.to:
        raise _wrong("to.kind", "This channel cannot write to such an address.")
    value = policy.spelled(to.kind, to.value)
    if value is None:
        raise _wrong("to.value", policy.WRONG[to.kind])
    return value


def _wrong(field: str, message: str) -> Invalid:
    return Invalid(message, fields=[{"field": field, "message": message}])
