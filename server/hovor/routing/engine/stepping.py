"""Which step of a conversation counts now, and whether one operator alone is asked before all others.

Both follow from the facts of this moment alone. Nothing is remembered: a step that nobody could meet a minute
ago counts again as soon as somebody is there who does.
"""

from hovor.foundation.clock import Instant
from hovor.routing.engine.facts import Facts, Waiting
from hovor.routing.engine.offerable import there
from hovor.routing.engine.resting import of_one, rest_until


def step_by_time(conversation: Waiting, now: Instant) -> int:
    """The last step whose time has come, measured from its arrival: late offers do not postpone it
    (INV-37).
    """
    waited = now - conversation.age_base
    reached = [at for at, each in enumerate(conversation.all_steps) if each.after <= waited]
    return max(reached, default=0)


def step_now(facts: Facts, conversation: Waiting) -> int:
    """The step that counts: a step that nobody who is there meets is skipped at once. Where nobody is there
    at all it is the last one, so that whoever comes first may take it.
    """
    steps = conversation.all_steps
    for at in range(step_by_time(conversation, facts.now), len(steps)):
        if any(there(each, conversation, steps[at]) for each in facts.operators):
            return at
    return len(steps) - 1


def preferred_now(facts: Facts, conversation: Waiting, step: int) -> str | None:
    """The only operator whom it is kept for now: until his time is over, while he is there for this step,
    and unless he had it just now (INV-40).
    """
    preferred = conversation.preferred_operator_id
    if preferred is None or facts.now >= conversation.preferred_until:
        return None
    for each in facts.operators:
        if each.id == preferred and there(each, conversation, conversation.all_steps[step]):
            mine = of_one(facts.past, conversation.id, preferred)
            return None if rest_until(mine, facts.policy, alone=False) > facts.now else preferred
    return None


def changes_at(conversation: Waiting, now: Instant) -> Instant | None:
    """When more operators may be asked for it, by the clock alone; None: never."""
    steps = [conversation.age_base + each.after for each in conversation.all_steps]
    coming = [at for at in (*steps, conversation.preferred_until) if at > now]
    return min(coming, default=None)
