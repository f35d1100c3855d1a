"""The company's outcomes and tags."""

import msgspec
import sqlalchemy as sa

from hovor.conversations import models
from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Reading


class Label(msgspec.Struct, frozen=True):
    """An outcome or a tag; a retired one is kept for the history and cannot be chosen."""

    id: str
    name: str
    retired_at: Instant | None
    version: int


class LabelView(msgspec.Struct, frozen=True):
    """The same as others see it."""

    id: str
    version: int
    name: str
    retired: bool


_outcome, _tag = models.outcome.c, models.tag.c
_OUTCOMES = Hot(
    sa.select(_outcome.id, _outcome.name, _outcome.retired_at, _outcome.version)
    .where(_outcome.company_id == sa.bindparam("company_id"))
    .order_by(_outcome.place, _outcome.id)
)
_TAGS = Hot(
    sa.select(_tag.id, _tag.name, _tag.retired_at, _tag.version)
    .where(_tag.company_id == sa.bindparam("company_id"))
    .order_by(_tag.name, _tag.id)
)


def outcomes(reading: Reading) -> list[Label]:
    """The company's outcomes in its own order, retired ones too."""
    return [Label(*row) for row in reading.all(_OUTCOMES, company_id=reading.company)]


def tags(reading: Reading) -> list[Label]:
    """The company's tags by name, retired ones too."""
    return [Label(*row) for row in reading.all(_TAGS, company_id=reading.company)]


def label_view(label: Label) -> LabelView:
    """An outcome or a tag as others see it."""
    return LabelView(label.id, label.version, label.name, label.retired_at is not None)
