"""The routing engine: facts in, decisions out, each with its explanation. It knows no clock, no database,
no framework.

A decision becomes an offer by a write that checks `reasons` again in its own unit of work.
"""

from hovor.routing.engine.choosing import (
    PICKED_BY_HAND,
    Candidate,
    Choice,
    Decision,
    Exclusion,
    Plan,
    choose,
    decide,
)
from hovor.routing.engine.facts import (
    ENGINE_VERSION,
    Facts,
    Kind,
    Load,
    Operator,
    Past,
    Policy,
    Waiting,
)
from hovor.routing.engine.offerable import (
    channel,
    in_line,
    limits,
    on_channel,
    over_capacity,
    reasons,
    room,
)
from hovor.routing.engine.words import because, summary

__all__ = [
    "ENGINE_VERSION",
    "PICKED_BY_HAND",
    "Candidate",
    "Choice",
    "Decision",
    "Exclusion",
    "Facts",
    "Kind",
    "Load",
    "Operator",
    "Past",
    "Plan",
    "Policy",
    "Waiting",
    "because",
    "channel",
    "choose",
    "decide",
    "in_line",
    "limits",
    "on_channel",
    "over_capacity",
    "reasons",
    "room",
    "summary",
]
