"""Conversations that people move: picked from the queue, given or opened to more by a supervisor, handed over
by the owner.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from hovor.accounts import queries as accounts
from hovor.conversations import queries as conversations
from hovor.conversations import service as conversing
from hovor.conversations.errors import AlreadyTaken, ConversationOver, NotPossibleNow, OperatorUnknown
from hovor.conversations.service import Asks
from hovor.foundation.caller import OperatorCaller, has_role, require_operator, require_supervisor
from hovor.foundation.database import Work
from hovor.foundation.errors import Invalid, NotAllowed, NotFound
from hovor.messaging import service as messaging
from hovor.routing.engine import Operator, Step, channel, in_line
from hovor.routing.errors import NobodyThere, OperatorNotAvailable, QueueUnknown, TransferToNumber
from hovor.routing.policy import Widening, asked_from, document_of
from hovor.routing.queries.asking import steps
from hovor.routing.queries.gathering import operator, waiting_of
from hovor.routing.queries.rows import Queue, live_offer_of, queue, queues
from hovor.routing.service.offers import Answer, Offering, answer_offer

_ABSENT: Final = frozenset({"offline", "not_connected", "connection_lost"})
"""Whoever is not there can own nothing that is live: nobody would take it from him again (INV-08)."""
_UNASSIGNED: Final = "channel_not_assigned"


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """To whom a conversation goes: exactly one of them is given."""

    group_id: str | None = None
    operator_id: str | None = None
    queue_id: str | None = None
    number: str | None = None


def pick(work: Work, *, conversation_id: str) -> conversations.Conversation:
    """The caller takes a conversation that waits in a queue of his; exactly one pick wins (INV-10).

    One that is being offered to himself he accepts that way. Limits do not hold him back: it is his own
    doing (INV-20). Raises `NotFound`, `AlreadyTaken`, `ConversationOver`, `NotAllowed` where it waits for
    others, `OperatorNotAvailable`.
    """
    caller = require_operator(work.caller)
    row, _ = conversations.visible(work, conversation_id)
    own_offer = live_offer_of(work, conversation_id) if row.offered_to == caller.operator_id else None
    if own_offer is not None:
        return answer_offer(work, offer_id=own_offer.id, answer=Answer(accepts=True))
    if row.state != "queued" or row.queue_id is None:
        raise _lost(work, row)
    me = _operator(work, caller.operator_id)
    absent = _ABSENT.intersection(me.refuses_because)
    if absent:
        raise OperatorNotAvailable(reasons=sorted(absent))
    waiting = waiting_of(row, queue(work, row.queue_id))
    theirs = in_line(me, waiting) or _UNASSIGNED in channel(me, row.channel_id)
    if theirs and not has_role(caller, "supervisor"):
        raise NotAllowed
    conversing.assign(work, conversation_id=row.id, operator_id=me.id, how="picked")
    return conversations.get(work, row.id)


def assign(work: Work, *, conversation_id: str, operator_id: str) -> conversations.Conversation:
    """A supervisor gives a conversation to an operator, or takes it over himself. Limits do not hold him
    back (INV-20); but nobody is given work who is not there, has not got the channel, or is on a call.

    Raises `NotAllowed`, `NotFound`, `OperatorUnknown`, `OperatorNotAvailable`, `AlreadyTaken` when he has
    it already, `ConversationOver`, `NotPossibleNow`.
    """
    caller = require_supervisor(work.caller)
    row = conversations.readable(work, conversation_id)
    if row.owner_id == operator_id:
        raise _lost(work, row)
    if operator_id != caller.operator_id:
        _refuse_absent(_operator(work, operator_id), row)
    conversing.assign(work, conversation_id=row.id, operator_id=operator_id, how="assigned")
    return conversations.get(work, row.id)


def widen(
    work: Work,
    *,
    conversation_id: str,
    drop_skills: bool = False,
    lower_to: int | None = None,
    add_group_ids: Sequence[str] = (),
) -> conversations.Conversation:
    """A supervisor opens a conversation that waits to more people, as a step of its queue would: it asks for
    less, or more groups may take it as well. It stays where it is, with its age (INV-18), and who can take it
    only grows (INV-37).

    Raises `NotAllowed`, `NotFound`, `AlreadyTaken`, `ConversationOver`, `NotPossibleNow` while it is being
    offered and for one who waits for one operator, `QueueUnknown` for a group, `NobodyThere`, `Invalid` where
    nothing would be wider.
    """
    caller = require_supervisor(work.caller)
    row = conversations.readable(work, conversation_id)
    if row.owner_id is not None or not row.waits_in_line:
        raise _lost(work, row)
    line = None if row.queue_id is None else queue(work, row.queue_id)
    if row.state != "queued" or line is None or line.operator_id is not None:
        raise NotPossibleNow(state=row.state)
    _refuse_unreachable(work, add_group_ids, row)
    before = asked_from(row.demands)
    opened = Widening(
        at=work.now,
        operator_id=caller.operator_id,
        drop_skills=drop_skills,
        lower_to=lower_to,
        # All may take it already where the queue is everybody's.
        add_group_ids=() if line.group_id is None else _without(add_group_ids, line.group_id),
    )
    demands = document_of(before.skills, (*before.widened, opened))
    if _first_step(demands, line) == _first_step(row.demands, line):
        raise Invalid(fields=[{"field": "add_group_ids", "message": "They may take it already."}])
    asks = Asks(
        demands=demands,
        preferred_operator_id=row.preferred_operator_id,
        preferred_until=row.preferred_until,
    )
    conversing.queue(work, conversation_id=row.id, queue_id=line.id, why="widened", asks=asks)
    return conversations.get(work, row.id)


def transfer(work: Work, *, conversation_id: str, to: Target, note: str | None) -> conversations.Conversation:
    """Hand a conversation to a group, a queue or a colleague. A queue takes it at once, with its age
    (INV-18); a colleague is offered it and its owner keeps it until then (INV-07). For its owner and for
    supervisors.

    Raises `NotFound`, `NotYours`, `Invalid`, `QueueUnknown`, `NobodyThere`, `OperatorUnknown`,
    `OperatorNotAvailable`, `TransferToNumber`, `NotPossibleNow`, `ConversationOver`.
    """
    row = conversations.managed(work, conversation_id)
    given = [name for name in Target.__struct_fields__ if getattr(to, name) is not None]
    if len(given) != 1:
        raise Invalid(
            fields=[{"field": "to", "message": "Name exactly one group, operator, queue or number."}]
        )
    if to.number is not None:
        raise TransferToNumber
    if to.operator_id is not None:
        _offer_over(work, row, to.operator_id)
    else:
        line = _line(work, to)
        _refuse_deserted(work, line, row)
        conversing.queue(work, conversation_id=row.id, queue_id=line.id, why="transferred", asks=Asks())
    if note:
        after = conversations.get(work, row.id)
        messaging.add_note(
            work,
            conversation_id=row.id,
            author=conversations.author(work),
            client_ref=f"transfer:{after.version}",
            content=messaging.Content(text=note),
            audience=conversations.audience_of(work, after),
        )
    return conversations.get(work, row.id)


def _offer_over(work: Work, row: conversations.Conversation, operator_id: str) -> None:
    if row.owner_id is None:
        raise Invalid(fields=[{"field": "to.operator_id", "message": "Nobody has it yet: assign it."}])
    if operator_id == row.owner_id:
        raise Invalid(fields=[{"field": "to.operator_id", "message": "They have it already."}])
    _refuse_absent(_operator(work, operator_id), row)
    maker = work.caller.operator_id if isinstance(work.caller, OperatorCaller) else row.owner_id
    offering = Offering(work)
    offering.make_room(offering.make(row, operator_id, maker))


def _line(work: Work, to: Target) -> Queue:
    for each in queues(work).values():
        if each.id == to.queue_id or (to.group_id is not None and each.group_id == to.group_id):
            return each
    raise QueueUnknown


def _refuse_deserted(work: Work, line: Queue, row: conversations.Conversation) -> None:
    """Where nobody could ever take it, it must not go."""
    assigned = set(accounts.assigned_operators(work, row.channel_id))
    if line.operator_id is not None:
        serving = {line.operator_id}
    elif line.group_id is not None:
        serving = set(accounts.members(work, line.group_id))
    else:
        serving = assigned
    if not serving & assigned:
        raise NobodyThere


def _refuse_unreachable(work: Work, group_ids: Sequence[str], row: conversations.Conversation) -> None:
    """To people of whom nobody could ever take it, it is not opened."""
    known = {each.id for each in accounts.groups(work)}
    assigned = set(accounts.assigned_operators(work, row.channel_id))
    for each in group_ids:
        if each not in known:
            raise QueueUnknown
        if assigned.isdisjoint(accounts.members(work, each)):
            raise NobodyThere


def _without(group_ids: Sequence[str], own: str) -> tuple[str, ...]:
    return tuple(each for each in group_ids if each != own)


def _first_step(demands: str | None, line: Queue) -> Step:
    return next(iter(steps(demands, line.settings)), Step())


def _refuse_absent(found: Operator, row: conversations.Conversation) -> None:
    why = [*found.refuses_because, *channel(found, row.channel_id)]
    if found.load.exclusive:
        why.append("on_call")
    if why:
        raise OperatorNotAvailable(reasons=why)


def _operator(work: Work, operator_id: str) -> Operator:
    try:
        found = operator(work, operator_id)
    except NotFound as error:
        raise OperatorUnknown from error
    if found is None:
        raise OperatorUnknown
    return found


def _lost(work: Work, row: conversations.Conversation) -> AlreadyTaken | ConversationOver:
    if row.state in {"wrap_up", "closed"}:
        return ConversationOver()
    taker = row.owner_id or row.offered_to
    name = None if taker is None else accounts.operator(work, taker).name
    return AlreadyTaken(owner_name=name)
