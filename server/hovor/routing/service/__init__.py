"""The verbs of routing: `queues` and `rules` as they are set up, `placing` what waits, `offers` and their
ends, `giving` by people's own hands, `fronts` for what clients are told, `deciding` for what the engine
chose.
"""

from hovor.routing.queries.happening import OVERFLOW
from hovor.routing.service.answering import answer_for_nobody
from hovor.routing.service.deciding import carry_out
from hovor.routing.service.fronts import Concerned, refresh_fronts
from hovor.routing.service.giving import Target, assign, pick, transfer, widen
from hovor.routing.service.offers import (
    OFFER_DEADLINE,
    OFFER_UNCONFIRMED,
    Answer,
    answer_offer,
    expire_offer,
    note_shown,
    withdraw_offer,
)
from hovor.routing.service.placing import (
    ABSENT_OWNER,
    PATIENCE,
    QUEUE_HOURS,
    enqueue,
    move_on,
    place,
    turn,
    watch,
)
from hovor.routing.service.queues import QueueChange, ensure_queues, save_queue
from hovor.routing.service.rules import RuleChange, delete_rule, save_rule

__all__ = [
    "ABSENT_OWNER",
    "OFFER_DEADLINE",
    "OFFER_UNCONFIRMED",
    "OVERFLOW",
    "PATIENCE",
    "QUEUE_HOURS",
    "Answer",
    "Concerned",
    "QueueChange",
    "RuleChange",
    "Target",
    "answer_for_nobody",
    "answer_offer",
    "assign",
    "carry_out",
    "delete_rule",
    "enqueue",
    "ensure_queues",
    "expire_offer",
    "move_on",
    "note_shown",
    "pick",
    "place",
    "refresh_fronts",
    "save_queue",
    "save_rule",
    "transfer",
    "turn",
    "watch",
    "widen",
    "withdraw_offer",
]
