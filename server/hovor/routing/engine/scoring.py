"""Who comes first of those who can take it (INV-38)."""

from hovor.foundation.clock import Instant
from hovor.routing.engine.facts import Operator, Policy, Queue, Waiting

Preference = tuple[int, bool, Instant, str]
"""Sorts candidates, the best first: the score of the queue's rule, negated; who has nothing; who is idle the
longest, whoever never had anything before all others; id.
"""


def preference(operator: Operator, conversation: Waiting, queue: Queue, policy: Policy) -> Preference:
    """His place among those who can take it."""
    idle_since = -1 if operator.idle_since is None else operator.idle_since
    rated = score(operator, conversation, queue, policy)
    return (-rated, bool(operator.load.kinds), idle_since, operator.id)


def score(operator: Operator, conversation: Waiting, queue: Queue, policy: Policy) -> int:
    """By the queue's rule, the greater the better: free slots, or his levels in what the conversation asks
    for in its first step, added up. Where the idle clock alone decides it is 0.
    """
    if queue.choice == "most_spare":
        rules = operator.within(policy)
        return rules.total - operator.load.units(rules)
    if queue.choice == "best_skill":
        asked = conversation.all_steps[0].requires
        return sum(operator.skills.get(each.skill, 0) for each in asked)
    return 0
