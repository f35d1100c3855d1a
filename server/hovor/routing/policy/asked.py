"""What one conversation asks for, and how supervisors opened it to more people while it waited."""

from collections.abc import Iterable
from typing import Final

import msgspec

from hovor.foundation.clock import Instant
from hovor.routing.policy.rules import Demand


class Widening(msgspec.Struct, frozen=True, kw_only=True):
    """From `at` on this one conversation asks for less, or more groups may take it, because this operator
    said so. As a step of its queue would (`Relaxation`), only now and for it alone.
    """

    at: Instant
    operator_id: str
    drop_skills: bool = False
    lower_to: int | None = None
    add_group_ids: tuple[str, ...] = ()


class Asked(msgspec.Struct, frozen=True):
    """The skills that it came with, and what was opened since."""

    skills: tuple[Demand, ...] = ()
    widened: tuple[Widening, ...] = ()


_decode: Final = msgspec.json.Decoder(tuple[Demand, ...] | Asked).decode


def asked_from(document: str | None) -> Asked:
    """What a stored document stands for. One that was never opened is a list of its skills alone."""
    if document is None:
        return Asked()
    found = _decode(document)
    return found if isinstance(found, Asked) else Asked(found)


def document_of(skills: Iterable[Demand], widened: Iterable[Widening] = ()) -> str | None:
    """The document that stands for it; None for nothing."""
    asked = Asked(tuple(skills), tuple(widened))
    if asked.widened:
        return msgspec.json.encode(asked).decode()
    return msgspec.json.encode(asked.skills).decode() if asked.skills else None
