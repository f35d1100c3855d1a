"""The record of each choice: what it was made of, and why it came out so."""

from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.conversations import queries as conversations
from hovor.foundation.database import Hot, Work
from hovor.routing import models
from hovor.routing.engine import Decision
from hovor.routing.service.offers import make_offer

_INSERT: Final = Hot(sa.insert(models.decision))
_encode: Final = msgspec.json.Encoder().encode


def carry_out(work: Work, *, decision: Decision) -> None:
    """Make the offer that the engine chose, or note that nobody could be chosen, and record why.

    Raises `NotFound`, `NotOfferable` when the facts no longer hold: then nothing is written.
    """
    choice, facts = decision.choice, decision.facts
    if choice.operator_id is not None:
        make_offer(work, choice=choice)
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
