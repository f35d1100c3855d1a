"""Who gets which conversation. Deterministic: the same facts give the same decisions (INV-42).

Conversations are looked at in the order of their lines; one that nobody can take never holds up the next
(INV-41). Among those who can take it the longest idle is chosen: first those who have nothing, then by when
they last handled something, then by id (INV-38).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from hovor.foundation.clock import Instant
from hovor.routing.engine.facts import Facts, Operator, Past, Policy, Waiting
from hovor.routing.engine.offerable import in_line, reasons

PICKED_BY_HAND: Final = "picked_by_hand"
"""The company's operators pick from the queue themselves; nothing is offered."""


class Candidate(msgspec.Struct, frozen=True):
    """Somebody who can take it. `rests_until`: he had it before and is to be asked again only then."""

    operator_id: str
    engaged: bool
    idle_since: Instant | None
    rests_until: Instant | None = None


class Exclusion(msgspec.Struct, frozen=True):
    """Somebody of this line who can not take it now, and why."""

    operator_id: str
    reasons: tuple[str, ...]


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One decision with its explanation. `operator_id` None: nobody, for now; look again at `again_at` if
    that is given.
    """

    conversation_id: str
    version: int
    operator_id: str | None
    candidates: tuple[Candidate, ...]
    excluded: tuple[Exclusion, ...]
    again_at: Instant | None


class Decision(msgspec.Struct, frozen=True):
    """A choice and the part of the facts it was made of: `choose` makes the same of them again."""

    choice: Choice
    facts: Facts


class Plan(msgspec.Struct, frozen=True):
    """What to do now, in this order, and when to look again even if nothing happens. Decisions for nobody are
    for the record only.
    """

    decisions: tuple[Decision, ...]
    wake_at: Instant | None


def decide(facts: Facts) -> Plan:
    """All decisions that these facts allow. Every choice counts as taken for those after it."""
    operators = {each.id: each for each in facts.operators}
    past = _by_conversation(facts.past)
    decisions: list[Decision] = []
    wakes: list[Instant] = []
    hopeless: set[tuple[str, str, str, bool]] = set()
    for conversation in sorted(facts.waiting, key=lambda each: each.place):
        line = (
            conversation.queue_id,
            conversation.channel_id,
            conversation.channel_kind,
            conversation.exclusive,
        )
        if line in hopeless and conversation.explained:
            continue
        decision = _decision(conversation, operators.values(), past[conversation.id], facts)
        choice = decision.choice
        if choice.operator_id is not None:
            chosen = operators[choice.operator_id]
            load = chosen.load.with_one(conversation.channel_kind, exclusive=conversation.exclusive)
            operators[chosen.id] = msgspec.structs.replace(chosen, load=load)
            decisions.append(decision)
            continue
        if not choice.candidates:
            hopeless.add(line)
        if choice.again_at is not None:
            wakes.append(choice.again_at)
        if not conversation.explained:
            decisions.append(decision)
    return Plan(tuple(decisions), min(wakes, default=None))


def choose(facts: Facts) -> Choice:
    """The decision about the first conversation of these facts, whatever stands behind it."""
    conversation = min(facts.waiting, key=lambda each: each.place)
    excluded: list[Exclusion] = []
    able: list[Operator] = []
    for operator in facts.operators:
        if in_line(operator, conversation):
            continue
        why = reasons(operator, conversation, facts.policy)
        if not facts.policy.offers(conversation):
            why = (PICKED_BY_HAND, *why)
        if why:
            excluded.append(Exclusion(operator.id, why))
        else:
            able.append(operator)
    past = [each for each in facts.past if each.conversation_id == conversation.id]
    rests = _rests(able, _by_operator(past), facts.policy, facts.now)
    candidates = sorted(
        (Candidate(each.id, bool(each.load.kinds), each.idle_since, rests.get(each.id)) for each in able),
        key=_preference,
    )
    chosen = next((each for each in candidates if each.rests_until is None), None)
    return Choice(
        conversation_id=conversation.id,
        version=conversation.version,
        operator_id=None if chosen is None else chosen.operator_id,
        candidates=tuple(candidates),
        excluded=tuple(sorted(excluded, key=lambda each: each.operator_id)),
        again_at=min(rests.values(), default=None) if chosen is None else None,
    )


def _decision(
    conversation: Waiting, operators: Iterable[Operator], past: Sequence[Past], facts: Facts
) -> Decision:
    part = Facts(
        now=facts.now,
        policy=facts.policy,
        operators=tuple(each for each in operators if not in_line(each, conversation)),
        waiting=(conversation,),
        past=tuple(past),
    )
    return Decision(choose(part), part)


def _preference(candidate: Candidate) -> tuple[bool, Instant, str]:
    idle_since = -1 if candidate.idle_since is None else candidate.idle_since
    return (candidate.engaged, idle_since, candidate.operator_id)


def _rests(
    able: Sequence[Operator], ended: Mapping[str, list[Past]], policy: Policy, now: Instant
) -> dict[str, Instant]:
    """Until when each of them is left alone with this conversation; those who may be asked now are missing.

    Whoever is the only one able to take it is asked again after growing pauses, so that the client neither
    waits for ever nor comes back at once (INV-17).
    """
    rests: dict[str, Instant] = {}
    for operator in able:
        before = ended.get(operator.id, [])
        until = _lone_pause(before, policy) if len(able) == 1 else _cool_down(before, policy)
        if until > now:
            rests[operator.id] = until
    return rests


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


def _by_conversation(past: Iterable[Past]) -> defaultdict[str, list[Past]]:
    found: defaultdict[str, list[Past]] = defaultdict(list)
    for each in past:
        found[each.conversation_id].append(each)
    return found


def _by_operator(past: Iterable[Past]) -> Mapping[str, list[Past]]:
    found: defaultdict[str, list[Past]] = defaultdict(list)
    for each in past:
        found[each.operator_id].append(each)
    return found
