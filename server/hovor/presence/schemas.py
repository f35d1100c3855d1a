"""Shapes of the routes about presence."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from hovor.foundation.clock import SECOND
from hovor.presence.service import Wish


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StatusPut(_Request):
    """The status that is wished for."""

    status: Literal["online", "away", "offline"]
    away_reason_id: Annotated[str, Field(max_length=64)] | None = None
    after_conversations: bool = False
    back_at: AwareDatetime | None = None

    def wish(self) -> Wish:
        """As the verb takes it."""
        return Wish(
            self.status,
            self.away_reason_id,
            after_conversations=self.after_conversations,
            back_at=None if self.back_at is None else _instant(self.back_at),
        )


class AvailablePut(_Request):
    """A channel's switch."""

    available: bool


class OnAnotherCallPut(_Request):
    """On a call outside Hovor, or no longer."""

    on: bool
    reason: Annotated[str, Field(max_length=200)] | None = None


def _instant(moment: datetime) -> int:
    return round(moment.timestamp() * SECOND)
