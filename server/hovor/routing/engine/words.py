"""Decisions in words. English, whole sentences, no blame; `name` is an operator's."""

from typing import Final

from hovor.routing.engine.facts import Rule

_BECAUSE: Final = {
    "offline": "{name} is offline.",
    "away": "{name} is away.",
    "draining": "{name} goes away after the conversations open now.",
    "on_another_call": "{name} is on another call.",
    "not_connected": "{name} has no window of Hovor open.",
    "connection_suspect": "{name}'s connection is unsteady.",
    "connection_lost": "{name}'s connection is lost.",
    "cannot_notify": "{name}'s window is hidden and may neither sound nor notify.",
    "not_in_group": "{name} is not in this group.",
    "not_the_one": "This client waits for another operator.",
    "missing_skill": "{name} does not have a skill this conversation asks for, or not at its level.",
    "kept_for_another": "For a short time only the operator who knows this client is asked.",
    "channel_not_assigned": "{name} does not have this channel.",
    "channel_off": "{name} has this channel turned off.",
    "on_call": "{name} is on a call.",
    "over_capacity": "{name} has more than the limits allow.",
    "kind_full": "{name} has no room for this kind of channel.",
    "full": "{name} has no slot free.",
    "picked_by_hand": "Operators pick from this queue themselves.",
}

_CHOSEN: Final[dict[Rule, str]] = {
    "longest_idle": "{name} was free for the longest of the {able} who could take it.",
    "last_operator": "{name} was free for the longest of the {able} who could take it.",
    "most_spare": "{name} had the most slots free of the {able} who could take it.",
    "best_skill": "{name} had the best skills for it of the {able} who could take it.",
}


def because(code: str, name: str) -> str:
    """Why this operator can not take it, as a sentence."""
    return _BECAUSE[code].format(name=name)


def summary(
    *,
    chosen: str | None,
    able: int,
    line: int,
    rule: Rule = "longest_idle",
    kept_for: str | None = None,
) -> str:
    """The decision in one sentence. `chosen` is a name, `able` how many could take it, `line` whose line it
    is, `kept_for` the name of the one who alone is asked for now.
    """
    if chosen is not None:
        if chosen == kept_for:
            return f"{chosen} knows this client and was asked first."
        return _CHOSEN[rule].format(name=chosen, able=able)
    if line == 0:
        return "Nobody serves this queue on this channel."
    if kept_for is not None:
        return f"It is kept for a short time for {kept_for}, who knows this client."
    if able:
        return "Those who could take it have had it before and are asked again in a while."
    return "Nobody who serves this queue can take it now."
