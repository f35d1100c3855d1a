"""The record of each choice: what it was made of, and why it came out so."""

from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.conversations import queries as conversations
from hovor.foundation.database import Hot, Work
from hovor.routing import models
from hovor.routing.engine import PICKED_BY_HAND, Choice, Decision, limits, reasons
from hovor.routing.errors import NotOfferable
from hovor.routing.queries.asking import line
from hovor.routing.queries.gathering import operator, policy, waiting_of
from hovor.routing.queries.rows import queue
from hovor.routing.service.offers import Offering

_INSERT: Final = Hot(sa.insert(models.decision))
_encode: Final = msgspec.json.Encoder().encode


def carry_out(work: Work, *, decision: Decision) -> None:
    """Make the offer that the engine chose, or note that nobody could be chosen, and record why.

    Raises `NotFound`, `NotOfferable` when the facts no longer hold: then nothing is written.
    """
    choice, facts = decision.choice, decision.facts
    if choice.operator_id is not None:
        _make_offer(work, choice)
    else:
        row = conversations.get(work, choice.conversation_id)
        if row.state != "queued" or row.version != choice.version:
            return
    work.write(
        _INSERT,
        id=work.new_id(),
        company_id=work.company,
        conversation_id=choice.conversation_id,
        operator_id=choice.operator_id,
        at=facts.now,
        facts=_encode(facts).decode(),
        explanation=_encode(choice).decode(),
        policy_version=facts.policy.version,
    )


def _make_offer(work: Work, choice: Choice) -> None:
    """Carry out the engine's choice, if its facts still hold: the guard that makes a stale engine harmless
    (INV-14).

    Raises `NotFound`, `NotOfferable`.
    """
    row = conversations.get(work, choice.conversation_id)
    if row.state != "queued" or row.version != choice.version or row.queue_id is None:
        raise NotOfferable(reasons=["conversation_changed"])
    chosen = None if choice.operator_id is None else operator(work, choice.operator_id)
    if chosen is None:
        raise NotOfferable(reasons=["nobody"])
    rules = policy(work)
    into = queue(work, row.queue_id)
    waiting = waiting_of(row, into)
    step = waiting.all_steps[min(choice.step, len(waiting.all_steps) - 1)]
    offered = rules.offers(waiting, line(into))
    why = reasons(chosen, waiting, rules, step) if offered else (PICKED_BY_HAND,)
    if why:
        raise NotOfferable(reasons=list(why))
    # What comes to him beyond his limits comes on his own word, and that is on record (INV-20).
    beyond = waiting.operator_id is not None and limits(chosen, waiting, rules)
    offering = Offering(work)
    made = offering.make(row, chosen.id, chosen.id if beyond else None)
    if beyond:
        offering.make_room(made)
