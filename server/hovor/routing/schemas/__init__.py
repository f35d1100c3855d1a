"""Shapes of the routes of routing: `requests` of offers and queues, `rules`."""

from hovor.routing.schemas.requests import (
    Accepted,
    AssignPost,
    DeclinePost,
    Nothing,
    Offers,
    QueuePatch,
    QueuePost,
    Queues,
    ShownPost,
    TransferPost,
    WaitingConversations,
    WidenPost,
)
from hovor.routing.schemas.rules import DryRunPost, RulePatch, RulePost

__all__ = [
    "Accepted",
    "AssignPost",
    "DeclinePost",
    "DryRunPost",
    "Nothing",
    "Offers",
    "QueuePatch",
    "QueuePost",
    "Queues",
    "RulePatch",
    "RulePost",
    "ShownPost",
    "TransferPost",
    "WaitingConversations",
    "WidenPost",
]
