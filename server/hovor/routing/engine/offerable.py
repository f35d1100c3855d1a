"""May this conversation be offered to this operator now? One pure function, for the engine and for the write
that makes the offer. The answer is never stored.

Codes, beside those of presence (`offline`, `away`, `draining`, `on_another_call`, `not_connected`,
`connection_suspect`, `connection_lost`, `cannot_notify`):

    not_in_group, not_the_one    the queue is another group's, or one other operator's
    missing_skill                a skill that is asked for now he does not have, or not as well
    kept_for_another             for a short time only the operator who knows the client is asked
    channel_not_assigned         he does not have its channel
    channel_off                  he has turned it off, or it is not ready, or disabled
    on_call                      he has work that allows nothing beside it
    over_capacity                he has more than the limits: nothing comes by itself until that is cleared
    kind_full, full              no room for this channel kind; no slot free
"""

from typing import Final

from hovor.routing.engine.facts import Load, Operator, Policy, Step, Waiting

KEPT_FOR_ANOTHER: Final = "kept_for_another"
NO_ROOM: Final = frozenset({"on_call", "over_capacity", "kind_full", "full"})
"""What speaks against one who is there."""


def reasons(
    operator: Operator, conversation: Waiting, policy: Policy, step: Step | None = None
) -> tuple[str, ...]:
    """Why not; empty when it may be offered. What has been offered before is not looked at here.

    `step` is the one that counts now; without it the last one, that asks for the least.
    """
    return (
        *qualified(operator, conversation, conversation.all_steps[-1] if step is None else step),
        *operator.refuses_because,
        *channel(operator, conversation.channel_id),
        *room(operator, conversation, policy),
    )


def in_line(operator: Operator, conversation: Waiting) -> tuple[str, ...]:
    """Whether the conversation is his to serve, now or after its last step."""
    return _in_group(operator, conversation, conversation.all_steps[-1])


def qualified(operator: Operator, conversation: Waiting, step: Step) -> tuple[str, ...]:
    """Whether he is one of those whom this step asks: by group and by skills."""
    why = _in_group(operator, conversation, step)
    if why or conversation.operator_id is not None:
        return why
    has = operator.skills
    for each in step.requires:
        if has.get(each.skill, 0) < each.level:
            return ("missing_skill",)
    return ()


def there(operator: Operator, conversation: Waiting, step: Step) -> bool:
    """Whether he is one of those whom this step asks, and at work for its channel, with or without room."""
    return not (
        qualified(operator, conversation, step)
        or operator.refuses_because
        or channel(operator, conversation.channel_id)
    )


def _in_group(operator: Operator, conversation: Waiting, step: Step) -> tuple[str, ...]:
    if conversation.operator_id is not None:
        return () if conversation.operator_id == operator.id else ("not_the_one",)
    if conversation.group_id is None or conversation.group_id in operator.group_ids:
        return ()
    return () if any(each in operator.group_ids for each in step.group_ids) else ("not_in_group",)


def channel(operator: Operator, channel_id: str) -> tuple[str, ...]:
    """Whether he has this channel, and it is on."""
    if channel_id not in operator.assigned_channels:
        return ("channel_not_assigned",)
    return () if channel_id in operator.open_channels else ("channel_off",)


def on_channel(operator: Operator, channel_id: str, channel_kind: str, policy: Policy) -> tuple[str, ...]:
    """What speaks against anything new of a channel, whoever it may be: the part of `reasons` that does not
    ask for the conversation.
    """
    return (*channel(operator, channel_id), *room_for_kind(operator, channel_kind, policy))


def room_for_kind(operator: Operator, channel_kind: str, policy: Policy) -> tuple[str, ...]:
    """Whether his limits leave room for one more conversation of this kind, whoever's it is."""
    return ("on_call",) if operator.load.exclusive else _limits(operator, channel_kind, policy)


def room(operator: Operator, conversation: Waiting, policy: Policy) -> tuple[str, ...]:
    """Whether his limits leave room for it (INV-19, INV-20, INV-22, INV-23). Who waits for this one operator
    comes by his own word, beyond his limits; only a call allows nothing beside it.
    """
    if operator.load.exclusive:
        return ("on_call",)
    return () if conversation.operator_id is not None else limits(operator, conversation, policy)


def limits(operator: Operator, conversation: Waiting, policy: Policy) -> tuple[str, ...]:
    """Which of his limits speak against one more like this."""
    return _limits(operator, conversation.channel_kind, policy)


def _limits(operator: Operator, channel_kind: str, rules: Policy) -> tuple[str, ...]:
    load, policy = operator.load, operator.within(rules)
    if over_capacity(load, policy):
        return ("over_capacity",)
    limit = policy.limit(channel_kind)
    if limit is not None and load.kinds.get(channel_kind, 0) >= limit:
        return ("kind_full",)
    weight = policy.weight(channel_kind)
    return ("full",) if weight > 0 and load.units(policy) + weight > policy.total else ()


def over_capacity(load: Load, policy: Policy) -> bool:
    """Whether he has more than a limit allows, which only a person can have done, or a limit that was
    lowered.
    """
    for kind, count in load.kinds.items():
        limit = policy.limit(kind)
        if limit is not None and count > limit:
            return True
    return load.units(policy) > policy.total
