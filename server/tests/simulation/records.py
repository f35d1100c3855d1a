"""What holds for every decision on record, asked anew of the facts that the record keeps."""

from collections.abc import Iterator

import msgspec
import sqlalchemy as sa

from hovor.conversations import queries as conversations
from hovor.foundation.database import Reading
from hovor.routing import models
from hovor.routing.engine import LOWEST_CLASS, Choice, Facts, Operator, choose, reasons, there


def decisions(reading: Reading) -> list[str]:
    """It follows from its own facts, they allowed it, and nobody else was to be asked before."""
    wrong: list[str] = []
    table = models.decision
    for facts, explanation in reading.all(
        sa.select(table.c.facts, table.c.explanation).where(table.c.company_id == reading.company)
    ):
        known, choice = msgspec.json.decode(facts, type=Facts), msgspec.json.decode(explanation, type=Choice)
        if choose(known) != choice:
            wrong.append(f"INV-42 the decision about {choice.conversation_id} does not follow from its facts")
        if choice.operator_id is not None:
            chosen = next(each for each in known.operators if each.id == choice.operator_id)
            wrong += [
                f"{said}: {chosen.id} was asked for {choice.conversation_id}"
                for said in (*_possible(known, choice, chosen), *_first(known, choice, chosen))
            ]
        wrong += _told(known, choice)
        wrong += _aged(reading, known)
    return wrong


def _possible(known: Facts, choice: Choice, chosen: Operator) -> Iterator[str]:
    (one,) = known.waiting
    steps = one.all_steps
    waited = known.now - one.age_base
    begun = max((at for at, each in enumerate(steps) if each.after <= waited), default=0)
    if choice.step < begun:
        yield f"INV-37 step {choice.step} counted although {begun} had begun"
    for skipped in steps[begun : choice.step]:
        if any(there(each, one, skipped) for each in known.operators):
            yield "INV-37 a step was skipped that somebody met"
    why = reasons(chosen, one, known.policy, steps[choice.step])
    if why:
        yield f"INV-14 {why}"
    if chosen.load.exclusive:
        yield "INV-23 during a call"


def _first(known: Facts, choice: Choice, chosen: Operator) -> Iterator[str]:
    (one,) = known.waiting
    recent = {each.operator_id for each in known.past if each.ended_at > known.now - known.policy.cool_down}
    if chosen.id in recent and len(choice.candidates) > 1:
        yield "INV-17 just after it came to nothing, and others were there"
    knows = next((each for each in known.operators if each.id == one.preferred_operator_id), None)
    if knows is not None and knows is not chosen and known.now < one.preferred_until:
        had = any(each.operator_id == knows.id for each in known.past)
        if not had and there(knows, one, one.all_steps[choice.step]):
            yield f"INV-40 before {knows.id}, for whom it was kept"
    able = {each.operator_id for each in choice.candidates if each.rests_until is None}
    best = min((each for each in known.operators if each.id in able), key=lambda each: _last(each, known))
    if best.id != chosen.id:
        yield f"INV-38 before {best.id}"


def _last(operator: Operator, known: Facts) -> tuple[int, bool, int, str]:
    """By the queue's rule, the first one the least; said here once more, in other words than the engine's."""
    (one,) = known.waiting
    rule = known.queue(one.queue_id).choice
    rated = 0
    if rule == "most_spare":
        total = known.policy.total if operator.total is None else operator.total
        rated = total - sum(count * known.policy.weight(kind) for kind, count in operator.load.kinds.items())
    if rule == "best_skill":
        rated = sum(operator.skills.get(each.skill, 0) for each in one.all_steps[0].requires)
    never = operator.idle_since is None
    return (-rated, bool(operator.load.kinds), 0 if never else operator.idle_since or 0, operator.id)


def _aged(reading: Reading, known: Facts) -> Iterator[str]:
    """Age and class are those with which it came, whatever has happened to it."""
    (one,) = known.waiting
    row = conversations.get(reading, one.id)
    if (one.age_base, one.priority_class) != (row.opened_at, LOWEST_CLASS - row.priority):
        yield f"INV-18 {one.id} counted as of {one.age_base}, class {one.priority_class}"


def _told(known: Facts, choice: Choice) -> Iterator[str]:
    """Whoever serves the line is on record: he could take it, or it says what spoke against him."""
    (one,) = known.waiting
    excluded = {each.operator_id: each.reasons for each in choice.excluded}
    said = {each.operator_id for each in choice.candidates} | excluded.keys()
    if said != {each.id for each in known.operators}:
        yield f"INV-42 the record about {one.id} is silent about somebody"
    step = one.all_steps[choice.step]
    for each in known.operators:
        against = reasons(each, one, known.policy, step)
        if against and not set(against) <= set(excluded.get(each.id, ())):
            yield f"INV-42 the record about {one.id} does not say of {each.id} that {against}"
