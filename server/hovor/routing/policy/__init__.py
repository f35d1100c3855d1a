"""Pure decisions about queues: what an administrator may set of one (`settings`), when it is open (`hours`),
in which queue a new conversation lands (`rules`, `landing`), what it asks for there (`asked`), and what will
not work as it is set up (`faults`).
"""

from hovor.routing.policy.asked import Asked, Widening, asked_from, document_of
from hovor.routing.policy.faults import Fault, Staff, faults, faults_of_rule
from hovor.routing.policy.hours import Calendar
from hovor.routing.policy.landing import Landing, Passed, land
from hovor.routing.policy.rules import Arrival, Conditions, Demand, Rule, first_match
from hovor.routing.policy.settings import (
    CLASSES,
    Hours,
    Overflow,
    QueueSettings,
    Relaxation,
    WhenNobody,
    changed,
    settings_from,
    stored,
)

__all__ = [
    "CLASSES",
    "Arrival",
    "Asked",
    "Calendar",
    "Conditions",
    "Demand",
    "Fault",
    "Hours",
    "Landing",
    "Overflow",
    "Passed",
    "QueueSettings",
    "Relaxation",
    "Rule",
    "Staff",
    "WhenNobody",
    "Widening",
    "asked_from",
    "changed",
    "document_of",
    "faults",
    "faults_of_rule",
    "first_match",
    "land",
    "settings_from",
    "stored",
]
