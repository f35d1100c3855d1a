"""Who gets which conversation, said as plainly as it can be. Deterministic: the same facts give the same
decisions (INV-42). `engine.Engine` decides the same from indexes; this is what it is held against.

Conversations are looked at in the order of their lines; one that nobody can take never holds up the next
(INV-41). Among those who can take it the queue's rule chooses; ties end with the id (INV-38).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Final

import msgspec

from hovor.foundation.clock import Instant
from hovor.routing.engine.facts import Facts, LeftOut, Operator, Rule, Waiting
from hovor.routing.engine.offerable import KEPT_FOR_ANOTHER, NO_ROOM, in_line, reasons
from hovor.routing.engine.ordering import in_order
from hovor.routing.engine.resting import rests_of
from hovor.routing.engine.scoring import Preference, preference
from hovor.routing.engine.stepping import changes_at, preferred_now, step_now

PICKED_BY_HAND: Final = "picked_by_hand"
"""The company's operators pick from the queue themselves; nothing is offered."""
_THERE: Final = NO_ROOM | {KEPT_FOR_ANOTHER, PICKED_BY_HAND}
"""Against one who is at work for the step that counts speaks nothing but these."""
CANDIDATES: Final = 10
EXCLUDED: Final = 20
"""How many of them a record has in full; the others are counted."""


class Candidate(msgspec.Struct, frozen=True):
    """Somebody who can take it. `rests_until`: he had it before and is to be asked again only then. `score`:
    by the queue's rule, the greater the better; 0 where it goes by the idle clock alone.
    """

    operator_id: str
    engaged: bool
    idle_since: Instant | None
    rests_until: Instant | None = None
    score: int = 0


class Exclusion(msgspec.Struct, frozen=True):
    """Somebody of this line who can not take it now, and why."""

    operator_id: str
    reasons: tuple[str, ...]


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One decision with its explanation. `operator_id` None: nobody, for now; look again at `again_at` if
    that is given.

    `step` counts from 0; `rule` chose among the candidates; `kept_for` is the only one asked for now.
    """

    conversation_id: str
    version: int
    operator_id: str | None
    candidates: tuple[Candidate, ...]
    excluded: tuple[Exclusion, ...]
    again_at: Instant | None
    step: int = 0
    rule: Rule = "longest_idle"
    kept_for: str | None = None
    left_out: LeftOut = LeftOut()


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
    """All decisions that these facts allow: time and again the first one in the order that somebody can take.
    Every choice counts as taken for those after it.
    """
    operators = {each.id: each for each in facts.operators}
    left = {each.id: each for each in facts.waiting}
    decisions: list[Decision] = []
    while (found := _first_possible(left.values(), operators.values(), facts)) is not None:
        taken = left.pop(found.choice.conversation_id)
        chosen = operators[str(found.choice.operator_id)]
        load = chosen.load.with_one(taken.channel_kind, exclusive=taken.exclusive)
        operators[chosen.id] = msgspec.structs.replace(chosen, load=load)
        decisions.append(found)
    wakes: list[Instant] = []
    for conversation in in_order(facts, left.values()):
        part = _part(conversation, operators.values(), facts)
        choice = choose(part)
        wakes += [at for at in (choice.again_at, changes_at(conversation, facts.now)) if at is not None]
        if not conversation.explained:
            decisions.append(recorded(part))
    return Plan(tuple(decisions), min(wakes, default=None))


def choose(facts: Facts) -> Choice:
    """The decision about the one conversation of these facts."""
    (conversation,) = facts.waiting
    queue = facts.queue(conversation.queue_id)
    step = step_now(facts, conversation)
    kept_for = preferred_now(facts, conversation, step)
    excluded: list[Exclusion] = []
    able: list[Operator] = []
    for operator in facts.operators:
        if in_line(operator, conversation):
            continue
        why = reasons(operator, conversation, facts.policy, conversation.all_steps[step])
        if kept_for not in {None, operator.id}:
            why = (KEPT_FOR_ANOTHER, *why)
        if not facts.policy.offers(conversation, queue):
            why = (PICKED_BY_HAND, *why)
        if why:
            excluded.append(Exclusion(operator.id, why))
        else:
            able.append(operator)
    rests = rests_of(able, facts, alone=len(able) + facts.left_out.able == 1)
    by_preference = sorted((preference(each, conversation, queue, facts.policy), each) for each in able)
    candidates = tuple(_candidate(known, each, rests) for known, each in by_preference)
    chosen = next((each for each in candidates if each.rests_until is None), None)
    return Choice(
        conversation_id=conversation.id,
        version=conversation.version,
        operator_id=None if chosen is None else chosen.operator_id,
        candidates=candidates,
        excluded=tuple(sorted(excluded, key=lambda each: each.operator_id)),
        again_at=min(rests.values(), default=None) if chosen is None else None,
        step=step,
        rule=queue.choice,
        kept_for=kept_for,
        left_out=facts.left_out,
    )


def recorded(facts: Facts) -> Decision:
    """The decision with as much of its facts as a record keeps: whoever mattered, and the others counted."""
    choice = choose(facts)
    if len(choice.candidates) <= CANDIDATES and len(choice.excluded) <= EXCLUDED:
        return Decision(choice, facts)
    able = sorted(choice.candidates, key=lambda each: _weight(each, choice))
    # That one who is there for this step is on record makes it the step that counts.
    unable = sorted(
        choice.excluded,
        key=lambda each: (each.operator_id != choice.kept_for, not _THERE.issuperset(each.reasons)),
    )
    kept = {each.operator_id for each in able[:CANDIDATES]}
    kept |= {each.operator_id for each in unable[:EXCLUDED]}
    counted = Counter(each.reasons[0] for each in unable[EXCLUDED:])
    part = msgspec.structs.replace(
        facts,
        operators=tuple(each for each in facts.operators if each.id in kept),
        left_out=LeftOut(max(0, len(able) - CANDIDATES), dict(sorted(counted.items()))),
    )
    return Decision(choose(part), part)


def _weight(candidate: Candidate, choice: Choice) -> tuple[bool, bool]:
    """Who was chosen, or else who is to be asked first, must be in the record; the others in their order."""
    waited_for = candidate.rests_until is not None and candidate.rests_until == choice.again_at
    return (candidate.operator_id != choice.operator_id, not waited_for)


def _candidate(known: Preference, operator: Operator, rests: Mapping[str, Instant]) -> Candidate:
    return Candidate(
        operator.id, bool(operator.load.kinds), operator.idle_since, rests.get(operator.id), -known[0]
    )


def _first_possible(
    waiting: Collection[Waiting], operators: Collection[Operator], facts: Facts
) -> Decision | None:
    for conversation in in_order(facts, waiting):
        part = _part(conversation, operators, facts)
        if choose(part).operator_id is not None:
            return recorded(part)
    return None


def _part(conversation: Waiting, operators: Iterable[Operator], facts: Facts) -> Facts:
    return Facts(
        now=facts.now,
        policy=facts.policy,
        operators=tuple(each for each in operators if not in_line(each, conversation)),
        waiting=(conversation,),
        past=tuple(each for each in facts.past if each.conversation_id == conversation.id),
        queues=tuple(each for each in facts.queues if each.id == conversation.queue_id),
    )
