"""Until when somebody who has had a conversation already is left alone with it (INV-17)."""

from collections.abc import Iterable, Sequence

from hovor.foundation.clock import Instant
from hovor.routing.engine.facts import Facts, Operator, Past, Policy


def rests_of(able: Sequence[Operator], facts: Facts, *, alone: bool) -> dict[str, Instant]:
    """Until when each of them is left alone with this conversation; those who may be asked now are missing.

    Whoever is the only one able to take it (`alone`) is asked again after growing pauses, so that the client
    neither waits for ever nor comes back at once.
    """
    rests: dict[str, Instant] = {}
    (conversation,) = facts.waiting
    for operator in able:
        before = of_one(facts.past, conversation.id, operator.id)
        until = rest_until(before, facts.policy, alone=alone)
        if until > facts.now:
            rests[operator.id] = until
    return rests


def of_one(past: Iterable[Past], conversation_id: str, operator_id: str) -> list[Past]:
    """What came to nothing between this conversation and this operator."""
    return [
        each for each in past if each.operator_id == operator_id and each.conversation_id == conversation_id
    ]


def rest_until(before: Sequence[Past], policy: Policy, *, alone: bool) -> Instant:
    """Until when he is left alone after these offers of one conversation to him; 0: he may be asked."""
    return _lone_pause(before, policy) if alone else _cool_down(before, policy)


def _cool_down(before: Sequence[Past], policy: Policy) -> Instant:
    if not before:
        return 0
    until = max(each.ended_at for each in before) + policy.cool_down
    if len(before) < policy.most_offers:
        return until
    newest = sorted(each.made_at for each in before)[-policy.most_offers]
    return max(until, newest + policy.window)


def _lone_pause(before: Sequence[Past], policy: Policy) -> Instant:
    """What was never shown to him is no reason to pause: his page is asked again once it answers (INV-16).
    What was taken back from him does not count the first few times.
    """
    seen = [each for each in before if each.outcome != "undelivered"]
    taken_back = sum(each.outcome == "withdrawn" for each in seen)
    counted = len(seen) - min(taken_back, policy.most_offers - 1)
    if counted == 0:
        return 0
    pause = min(policy.first_pause << (counted - 1), policy.longest_pause)
    return max(each.ended_at for each in seen) + pause
