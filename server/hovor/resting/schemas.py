"""Shapes of the routes that put a conversation aside."""

from pydantic import AwareDatetime, BaseModel, ConfigDict

from hovor.foundation.clock import SECOND, Instant


class Nothing(BaseModel):
    """No fields."""

    model_config = ConfigDict(extra="forbid")


class SnoozePost(BaseModel):
    """Until when: at most a year away."""

    model_config = ConfigDict(extra="forbid")

    until: AwareDatetime

    def instant(self) -> Instant:
        """As the verb takes it."""
        return round(self.until.timestamp() * SECOND)
