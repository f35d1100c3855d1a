"""Reads of routing: queues, offers, the engine's facts, and why it decided as it did."""

from hovor.routing.queries.explaining import (
    DecisionView,
    ExplanationView,
    of_conversation,
    of_operator,
)
from hovor.routing.queries.gathering import awaits_nobody, facts, operator, operators, policy
from hovor.routing.queries.happening import PlaceView
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
from hovor.routing.queries.trying import (
    DryRunView,
    RoutingView,
    RulesView,
    RuleView,
    dry_run,
    routing_view,
    rule_view,
    rules_view,
)
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
    "DryRunView",
    "ExplanationView",
    "Offer",
    "OfferView",
    "PlaceView",
    "Queue",
    "QueueDetailView",
    "QueueView",
    "RoutingView",
    "RuleView",
    "RulesView",
    "awaits_nobody",
    "dry_run",
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
    "routing_view",
    "rule_view",
    "rules_view",
    "unanswered",
    "waiting_views",
]
