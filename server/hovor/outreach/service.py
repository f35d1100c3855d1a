"""The verb of outreach."""

from collections.abc import Mapping

import msgspec

from hovor.clients import service as clients
from hovor.conversations import queries as conversations
from hovor.conversations import service as conversing
from hovor.conversations.errors import NotConnected
from hovor.conversations.queries import Conversation
from hovor.foundation import audit
from hovor.foundation.caller import require_operator
from hovor.foundation.database import Work
from hovor.foundation.errors import Invalid
from hovor.messaging import service as messaging
from hovor.messaging.channel import ApprovedTemplate, Capabilities, ChosenTemplate, Kinds, StartRule
from hovor.outreach import policy, queries
from hovor.outreach.errors import TemplateRequired, TemplateUnusable
from hovor.presence import queries as presence

_THERE = frozenset({"connected", "suspect"})


class To(msgspec.Struct, frozen=True):
    """Whom to write to: an address of one of the kinds that the channel's kind can write to first."""

    kind: str
    value: str


class Filled(msgspec.Struct, frozen=True):
    """A template as its vendor keeps it now, and a value for each of its parameters by name."""

    template: ApprovedTemplate
    values: Mapping[str, str]


First = str | Filled
"""What is said first: words of one's own, or a template, as the channel's kind lets one start."""


def start(work: Work, *, channel_id: str, kinds: Kinds, to: To, first: First) -> Conversation:
    """A new conversation with this person, the caller's own, and its first message on its way. Like picking,
    it is the operator's own decision: his capacity does not stand in its way, but counts it.

    Raises what `queries.startable` raises, `TemplateRequired`, `TemplateUnusable`, `Invalid` for an address,
    text or value it does not take, `NotConnected` for a caller who is not there, `AlreadyOpen` with the
    conversation that there is, and what `messaging.service.post` raises.
    """
    caller = require_operator(work.caller)
    kind, can, rule = queries.startable(work, channel_id=channel_id, kinds=kinds)
    value = _address(rule, to)
    content = _said(can, rule, first)
    if presence.declared(work, caller.operator_id).liveness not in _THERE:
        # Nobody would take the conversation from him again (INV-08).
        raise NotConnected
    scope = "" if to.kind in policy.EVERYWHERE else kind
    known = clients.Address(to.kind, scope, value, "claimed")
    client_id, identity_id = clients.find_or_create(work, address=known)
    window = None if can.window is None else can.window.seconds
    route = messaging.Route(channel_id, can.outbound, value, window)
    opening = conversing.Opening(
        origin=conversing.Origin(channel_id, kind, live=can.live, route=route),
        client_id=client_id,
        identity_id=identity_id,
        direct=True,
    )
    new = conversing.open(work, opening=opening)
    conversing.assign(work, conversation_id=new.id, operator_id=caller.operator_id, how="started")
    conversing.post(work, conversation_id=new.id, client_ref=f"start:{new.id}", content=content)
    audit.record(work, "conversation.started", "conversation", new.id, {"channel_id": channel_id})
    return conversations.get(work, new.id)


def _said(can: Capabilities, rule: StartRule, first: First) -> messaging.Content:
    """The first message, if this channel takes it."""
    if isinstance(first, Filled):
        if rule.by == "text":
            raise _wrong("template", "On this channel you start in words of your own.")
        text, chosen = _template(first), first.template
        template = ChosenTemplate(chosen.id, chosen.language, first.values)
    elif rule.by == "template":
        raise TemplateRequired
    else:
        text, template = first, None
    if not text.strip():
        raise _wrong("text", "Write the first message.")
    if len(text) > can.text.characters:
        raise _wrong("text", f"This channel takes {can.text.characters} characters at most.")
    return messaging.Content(text, template=template)


def _template(first: Filled) -> str:
    if first.template.unusable is not None:
        raise TemplateUnusable(first.template.unusable)
    named = first.template.parameters()
    wrong = {each: "Fill this in." for each in named if not first.values.get(each, "").strip()}
    wrong |= {each: "This template has no such place." for each in first.values if each not in named}
    if wrong:
        raise Invalid(fields=[{"field": f"template.values.{each}", "message": wrong[each]} for each in wrong])
    return first.template.filled(first.values)


def _address(rule: StartRule, to: To) -> str:
    if to.kind not in rule.to:
        raise _wrong("to.kind", "This channel cannot write to such an address.")
    value = policy.spelled(to.kind, to.value)
    if value is None:
        raise _wrong("to.value", policy.WRONG[to.kind])
    return value


def _wrong(field: str, message: str) -> Invalid:
    return Invalid(message, fields=[{"field": field, "message": message}])
