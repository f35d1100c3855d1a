"""Reads about presence: the views of status, colleagues and channels, and the facts of routing."""

from hovor.presence.queries.connections import OpenPage, open_pages
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
from hovor.presence.queries.views import (
    ActorView,
    ChannelHealthView,
    ChannelView,
    ColleagueView,
    HealthState,
    NextView,
    StatusView,
)

__all__ = [
    "Activity",
    "ActorView",
    "ChannelHealthView",
    "ChannelView",
    "ColleagueView",
    "Declared",
    "HealthState",
    "NextView",
    "OpenPage",
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
    "open_pages",
    "reachability",
    "status",
    "switched_off",
]
