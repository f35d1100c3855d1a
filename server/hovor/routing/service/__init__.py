"""The verbs of routing: `queues` as they are set up, `placing` what waits in them, `offers` and their ends,
`giving` by people's own hands, `fronts` for what clients are told, `deciding` for what the engine chose.
"""

from hovor.routing.service.deciding import carry_out
from hovor.routing.service.fronts import refresh_fronts
from hovor.routing.service.giving import Target, assign, pick, transfer
from hovor.routing.service.offers import (
    OFFER_DEADLINE,
    OFFER_UNCONFIRMED,
    Answer,
    answer_offer,
    expire_offer,
    make_offer,
    note_shown,
    withdraw_offer,
)
from hovor.routing.service.placing import enqueue
from hovor.routing.service.queues import QueueChange, ensure_queues, save_queue

__all__ = [
    "OFFER_DEADLINE",
    "OFFER_UNCONFIRMED",
    "Answer",
    "QueueChange",
    "Target",
    "answer_offer",
    "assign",
    "carry_out",
    "enqueue",
    "ensure_queues",
    "expire_offer",
    "make_offer",
    "note_shown",
    "pick",
    "refresh_fronts",
    "save_queue",
    "transfer",
    "withdraw_offer",
]
