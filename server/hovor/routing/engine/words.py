"""Decisions in words. English, whole sentences, no blame; `name` is an operator's."""

from typing import Final

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
    "channel_not_assigned": "{name} does not have this channel.",
    "channel_off": "{name} has this channel turned off.",
    "on_call": "{name} is on a call.",
    "over_capacity": "{name} has more than the limits allow.",
    "kind_full": "{name} has no room for this kind of channel.",
    "full": "{name} has no slot free.",
    "picked_by_hand": "This company's operators pick from the queue themselves.",
}


def because(code: str, name: str) -> str:
    """Why this operator can not take it, as a sentence."""
    return _BECAUSE[code].format(name=name)


def summary(*, chosen: str | None, able: int, line: int) -> str:
    """The decision in one sentence. `chosen` is a name, `able` how many could take it, `line` whose line it
    is.
    """
    if chosen is not None:
        return f"{chosen} was free for the longest of the {able} who could take it."
    if line == 0:
        return "Nobody serves this queue on this channel."
    if able:
        return "Those who could take it have had it before and are asked again in a while."
    return "Nobody who serves this queue can take it now."
