"""Pure decisions about a conversation: which state may follow, what a client's leaving means, who may see how
much (`stepping`); in which order those who wait stand, and how long that will take (`waiting`).
"""

from hovor.conversations.policy.stepping import (
    ENDABLE,
    FINISHED,
    OWNED,
    RESTING,
    SERVED,
    STATES,
    WAITING_IN_LINE,
    Access,
    Cause,
    Limits,
    Standing,
    State,
    Step,
    access,
    after,
    cause_of_leaving,
    gone_until,
)
from hovor.conversations.policy.waiting import USUAL, Departure, Order, Pace, expected_waits, in_order, pace

__all__ = [
    "ENDABLE",
    "FINISHED",
    "OWNED",
    "RESTING",
    "SERVED",
    "STATES",
    "USUAL",
    "WAITING_IN_LINE",
    "Access",
    "Cause",
    "Departure",
    "Limits",
    "Order",
    "Pace",
    "Standing",
    "State",
    "Step",
    "access",
    "after",
    "cause_of_leaving",
    "expected_waits",
    "gone_until",
    "in_order",
    "pace",
]
