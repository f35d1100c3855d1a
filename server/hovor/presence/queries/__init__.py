"""Reads about presence: the views of status, colleagues and channels, and the facts of routing."""

from hovor.presence.queries.reads import (
    Activity,
    Declared,
    OperatorFacts,
    activity,
    channel,
    channels,
    colleague,
    colleagues,
    declared,
    facts,
    facts_of,
    reachability,
    status,
    switched_off,
)
from hovor.presence.queries.views import ActorView, ChannelView, ColleagueView, NextView, StatusView

__all__ = [
    "Activity",
    "ActorView",
    "ChannelView",
    "ColleagueView",
    "Declared",
    "NextView",
    "OperatorFacts",
    "StatusView",
    "activity",
    "channel",
    "channels",
    "colleague",
    "colleagues",
    "declared",
    "facts",
    "facts_of",
    "reachability",
    "status",
    "switched_off",
]
