"""Reads of routing: queues, offers, the engine's facts, and why it decided as it did."""

from hovor.routing.queries.explaining import (
    DecisionView,
    ExplanationView,
    of_conversation,
    of_operator,
)
from hovor.routing.queries.gathering import awaits_nobody, facts, operator, operators, policy
from hovor.routing.queries.rows import (
    Offer,
    Queue,
    live_offer_of,
    live_offers,
    live_offers_to,
    offer,
    personal_queue,
    queue,
    queues,
    unanswered,
)
from hovor.routing.queries.setup import QueueDetailView, queue_detail
from hovor.routing.queries.views import (
    OfferView,
    QueueView,
    offer_view,
    offer_views,
    own_offers,
    queue_view,
    queue_views,
    waiting_views,
)

__all__ = [
    "DecisionView",
    "ExplanationView",
    "Offer",
    "OfferView",
    "Queue",
    "QueueDetailView",
    "QueueView",
    "awaits_nobody",
    "facts",
    "live_offer_of",
    "live_offers",
    "live_offers_to",
    "of_conversation",
    "of_operator",
    "offer",
    "offer_view",
    "offer_views",
    "operator",
    "operators",
    "own_offers",
    "personal_queue",
    "policy",
    "queue",
    "queue_detail",
    "queue_view",
    "queue_views",
    "queues",
    "unanswered",
    "waiting_views",
]
