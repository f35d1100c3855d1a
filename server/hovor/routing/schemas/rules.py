"""Shapes of the routes of routing rules."""

from typing import Annotated, Literal

from pydantic import Field

from hovor.routing.policy import Conditions, Demand, Rule
from hovor.routing.schemas.requests import Id, Request
from hovor.routing.service import RuleChange

Values = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=100)]
Levels = Annotated[dict[Id, Annotated[int, Field(ge=1, le=5, strict=True)]], Field(max_length=20)]
Priority = Literal[0, 1, 2]
Name = Annotated[str, Field(min_length=1, max_length=120)]


class ConditionsDocument(Request):
    """What has to be true, all of it; of several values any will do, and what is empty is not asked for."""

    channel_ids: Values = Field(default_factory=list)
    kinds: Values = Field(default_factory=list)
    languages: Values = Field(default_factory=list)
    parameters: Annotated[
        dict[Annotated[str, Field(min_length=1, max_length=100)], Values], Field(max_length=20)
    ] = Field(default_factory=dict)

    def conditions(self) -> Conditions:
        """As the verb takes them."""
        return Conditions(
            channel_ids=tuple(self.channel_ids),
            kinds=tuple(self.kinds),
            languages=tuple(self.languages),
            parameters={name: tuple(values) for name, values in self.parameters.items()},
        )


class RulePatch(Request):
    """What is to change; `queue_id` null is the channel's own queue, `priority` null the conversation's own.
    `place` counts from 0.
    """

    name: Name = ""
    enabled: bool = True
    conditions: ConditionsDocument = ConditionsDocument()
    queue_id: Id | None = None
    priority: Priority | None = None
    skills: Levels = Field(default_factory=dict)
    place: Annotated[int, Field(ge=0, le=10_000, strict=True)] = 0

    def change(self) -> RuleChange:
        """As the verb takes it: only what was sent."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        if "conditions" in given:
            given["conditions"] = self.conditions.conditions()
        return RuleChange(**given)

    def draft(self, place: int) -> Rule:
        """As a rule that is not stored."""
        return Rule(
            id=f"draft-{place}",
            name=self.name,
            enabled=self.enabled,
            conditions=self.conditions.conditions(),
            queue_id=self.queue_id,
            priority=self.priority,
            skills=tuple(Demand(skill_id, level) for skill_id, level in sorted(self.skills.items())),
        )


class RulePost(RulePatch):
    """A new rule."""

    name: Name


class DryRunPost(Request):
    """Which rules to try, in their order; null: those that are stored. `hours` null: the conversations of
    yesterday, from midnight to midnight.
    """

    rules: Annotated[list[RulePatch], Field(max_length=500)] | None = None
    hours: Annotated[int, Field(ge=1, le=168, strict=True)] | None = None

    def drafts(self) -> tuple[Rule, ...] | None:
        """As the query takes them."""
        if self.rules is None:
            return None
        return tuple(each.draft(place) for place, each in enumerate(self.rules))
