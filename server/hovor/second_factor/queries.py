"""Reads of second factors."""

from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.foundation.clock import Instant, to_rfc3339
from hovor.foundation.database import Hot, Reading
from hovor.second_factor import models
from hovor.second_factor.policy import (
    RECOVERY_CODES,
    address,
    fitting_step,
    normal_recovery_code,
    shown_recovery_code,
    typed_secret,
)

__all__ = [
    "PURPOSE",
    "RECOVERY_CODES",
    "Factor",
    "SecondFactorView",
    "address",
    "factor",
    "fitting_step",
    "is_on",
    "normal_recovery_code",
    "shown_recovery_code",
    "those_with_one",
    "typed_secret",
    "view",
]

PURPOSE: Final = "second factor"
"""For which the secret is sealed."""

_factor = models.second_factor.c
_code = models.recovery_code.c
_ONE: Final = Hot(
    sa.select(_factor.sealed, _factor.confirmed_at, _factor.last_step).where(
        _factor.company_id == sa.bindparam("company_id"), _factor.operator_id == sa.bindparam("operator_id")
    )
)
_ON: Final = Hot(
    sa.select(_factor.operator_id).where(
        _factor.company_id == sa.bindparam("company_id"), _factor.confirmed_at.is_not(None)
    )
)
_LEFT: Final = Hot(
    sa.select(sa.func.count()).where(
        _code.company_id == sa.bindparam("company_id"), _code.operator_id == sa.bindparam("operator_id")
    )
)


class Factor(msgspec.Struct, frozen=True):
    """A second factor as it is stored; it is on once `confirmed_at` is set."""

    sealed: str
    confirmed_at: Instant | None
    last_step: int

    @property
    def on(self) -> bool:
        """Whether it is asked for."""
        return self.confirmed_at is not None


class SecondFactorView(msgspec.Struct, frozen=True):
    """Whether the caller has one, since when, and how many recovery codes are left."""

    on: bool
    since: str | None
    recovery_codes_left: int


def factor(reading: Reading, operator_id: str) -> Factor | None:
    """The one of this operator, also one that is only being set up."""
    row = reading.one(_ONE, company_id=reading.company, operator_id=operator_id)
    return None if row is None else Factor(*row)


def is_on(reading: Reading, operator_id: str) -> bool:
    """Whether this operator is asked for a second step."""
    found = factor(reading, operator_id)
    return found is not None and found.on


def those_with_one(reading: Reading) -> frozenset[str]:
    """The operators of the company who are asked for a second step."""
    return frozenset(row[0] for row in reading.all(_ON, company_id=reading.company))


def view(reading: Reading, operator_id: str) -> SecondFactorView:
    """As its owner sees it."""
    found = factor(reading, operator_id)
    if found is None or found.confirmed_at is None:
        return SecondFactorView(on=False, since=None, recovery_codes_left=0)
    row = reading.one(_LEFT, company_id=reading.company, operator_id=operator_id)
    left = 0 if row is None else row[0]
    return SecondFactorView(on=True, since=to_rfc3339(found.confirmed_at), recovery_codes_left=left)
