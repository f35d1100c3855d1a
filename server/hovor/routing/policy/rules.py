"""Routing rules: what is true of a conversation that arrives, and what follows from it."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import msgspec

from hovor.routing.policy.settings import Id

Level = Annotated[int, msgspec.Meta(ge=1, le=5)]
Value = Annotated[str, msgspec.Meta(max_length=200)]
Values = Annotated[tuple[Value, ...], msgspec.Meta(max_length=100)]


class Conditions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What has to be true, all of it; what is empty is not asked for. Of several values any will do.

    `parameters` are by name, answers of a form among them; without a value it is enough that there is one.
    Case is not looked at, and a language covers its regions (`de` covers `de-AT`).
    """

    channel_ids: Annotated[tuple[Id, ...], msgspec.Meta(max_length=200)] = ()
    kinds: Values = ()
    languages: Values = ()
    parameters: Annotated[
        dict[Annotated[str, msgspec.Meta(min_length=1, max_length=100)], Values], msgspec.Meta(max_length=20)
    ] = {}


class Demand(msgspec.Struct, frozen=True):
    """A skill that is asked for, at this level or a higher one."""

    skill_id: Id
    level: Level = 1


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule: where its conditions hold, the conversation goes to this queue (None: its channel's), with this
    priority (None: as it came) and these demands.
    """

    id: str
    name: str
    enabled: bool
    conditions: Conditions
    queue_id: str | None
    priority: int | None
    skills: tuple[Demand, ...]


class Arrival(msgspec.Struct, frozen=True):
    """What is known of a conversation when it arrives."""

    channel_id: str
    kind: str
    language: str | None
    parameters: Mapping[str, str]


def first_match(rules: Iterable[Rule], arrival: Arrival) -> Rule | None:
    """The first rule in use whose conditions hold."""
    return next((each for each in rules if each.enabled and holds(each.conditions, arrival)), None)


def holds(conditions: Conditions, arrival: Arrival) -> bool:
    """Whether everything that is asked for is true."""
    return (
        (not conditions.channel_ids or arrival.channel_id in conditions.channel_ids)
        and (not conditions.kinds or arrival.kind in conditions.kinds)
        and (not conditions.languages or any(_speaks(arrival, each) for each in conditions.languages))
        and all(_says(arrival, name, values) for name, values in conditions.parameters.items())
    )


def _speaks(arrival: Arrival, language: str) -> bool:
    spoken, wanted = (arrival.language or "").lower().replace("_", "-"), language.lower()
    return spoken == wanted or spoken.startswith(f"{wanted}-")


def _says(arrival: Arrival, name: str, values: tuple[str, ...]) -> bool:
    given: Mapping[str, Any] = {key.casefold(): value for key, value in arrival.parameters.items()}
    value = given.get(name.casefold())
    if value is None:
        return False
    return not values or value.strip().casefold() in {each.strip().casefold() for each in values}
