"""The verbs of the second factor. Secrets and codes come here sealed and hashed; who compares them is the
route, since only it can open them.
"""

from collections.abc import Sequence
from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.foundation import audit
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Hot, Work, insert
from hovor.second_factor import models, queries
from hovor.second_factor.errors import (
    OneTimeCodeRequired,
    SecondFactorOff,
    SecondFactorOn,
    WrongOneTimeCode,
)
from hovor.second_factor.events import SecondFactorChanged

_factor = models.second_factor.c
_code = models.recovery_code.c
_new = insert(models.second_factor)
_THIS: Final = (
    _factor.company_id == sa.bindparam("of_company"),
    _factor.operator_id == sa.bindparam("of_operator"),
)
_BEGIN: Final = Hot(
    _new.on_conflict_do_update(
        index_elements=["operator_id"],
        set_={"sealed": _new.excluded.sealed, "last_step": _new.excluded.last_step},
    )
)
_CONFIRM: Final = Hot(
    sa.update(models.second_factor)
    .where(*_THIS, _factor.confirmed_at.is_(None), _factor.sealed == sa.bindparam("of_sealed"))
    .values(confirmed_at=sa.bindparam("at", type_=sa.BigInteger), last_step=sa.bindparam("step"))
)
_USE_STEP: Final = Hot(
    sa.update(models.second_factor)
    .where(*_THIS, _factor.last_step < sa.bindparam("step", type_=sa.BigInteger))
    .values(last_step=sa.bindparam("step", type_=sa.BigInteger))
)
_REMOVE: Final = Hot(sa.delete(models.second_factor).where(*_THIS))
_ADD_CODE: Final = sa.insert(models.recovery_code)
_OF_OPERATOR: Final = (
    _code.company_id == sa.bindparam("of_company"),
    _code.operator_id == sa.bindparam("of_operator"),
)
_USE_CODE: Final = Hot(
    sa.delete(models.recovery_code).where(*_OF_OPERATOR, _code.code_hash == sa.bindparam("of_code"))
)
_FORGET_CODES: Final = Hot(sa.delete(models.recovery_code).where(*_OF_OPERATOR))


class Proof(msgspec.Struct, frozen=True):
    """What somebody gave as the second step: the time step that his code fits, or the keyed hash of what may
    be a recovery code; neither for a code that fits nothing.
    """

    step: int | None = None
    recovery_hash: str | None = None


def begin(work: Work, *, operator_id: str, sealed: str) -> None:
    """A secret to be put into an app. It asks for nothing until it is confirmed; beginning anew is possible
    until then. Raises `SecondFactorOn`.
    """
    if queries.is_on(work, operator_id):
        raise SecondFactorOn
    work.write(
        _BEGIN,
        operator_id=operator_id,
        company_id=work.company,
        sealed=sealed,
        confirmed_at=None,
        last_step=0,
    )


def confirm(work: Work, *, operator_id: str, sealed: str, step: int, code_hashes: Sequence[str]) -> None:
    """The app gives the right codes for `sealed`: from now on one is asked for at sign-in, and the one of
    `step` is used up. Raises `SecondFactorOff` where that secret is not being set up (any more).
    """
    if not work.write(
        _CONFIRM, of_company=work.company, of_operator=operator_id, of_sealed=sealed, at=work.now, step=step
    ):
        raise SecondFactorOff
    _replace_codes(work, operator_id, code_hashes)
    _tell(work, operator_id, "enabled")


def renew_codes(work: Work, *, operator_id: str, code_hashes: Sequence[str]) -> None:
    """Other recovery codes; the former ones are worth nothing. Raises `SecondFactorOff`."""
    if not queries.is_on(work, operator_id):
        raise SecondFactorOff
    _replace_codes(work, operator_id, code_hashes)
    _tell(work, operator_id, "codes_renewed")


def remove(work: Work, *, operator_id: str) -> None:
    """No second step from now on. By somebody else it is a reset. May be called again."""
    was_on = queries.is_on(work, operator_id)
    work.write(_REMOVE, of_company=work.company, of_operator=operator_id)
    work.write(_FORGET_CODES, of_company=work.company, of_operator=operator_id)
    if was_on:
        own = isinstance(work.caller, OperatorCaller) and work.caller.operator_id == operator_id
        _tell(work, operator_id, "removed" if own else "reset")


def require(work: Work, *, operator_id: str, proof: Proof | None) -> None:
    """Uses the second step up, where this operator has one; each code works once, whoever sends it first.

    Raises `OneTimeCodeRequired` without a proof, `WrongOneTimeCode` for one that does not hold.
    """
    if not queries.is_on(work, operator_id):
        return
    if proof is None:
        raise OneTimeCodeRequired
    used = 0
    if proof.step is not None:
        used = work.write(_USE_STEP, of_company=work.company, of_operator=operator_id, step=proof.step)
    elif proof.recovery_hash is not None:
        used = work.write(
            _USE_CODE, of_company=work.company, of_operator=operator_id, of_code=proof.recovery_hash
        )
        if used:
            audit.record(work, "operator.recovery_code_used", "operator", operator_id)
    if not used:
        raise WrongOneTimeCode


def _replace_codes(work: Work, operator_id: str, code_hashes: Sequence[str]) -> None:
    work.write(_FORGET_CODES, of_company=work.company, of_operator=operator_id)
    work.write_many(
        _ADD_CODE,
        [
            {"operator_id": operator_id, "code_hash": each, "company_id": work.company}
            for each in sorted(set(code_hashes))
        ],
    )


def _tell(work: Work, operator_id: str, what: str) -> None:
    caller = work.caller
    own = isinstance(caller, OperatorCaller) and caller.operator_id == operator_id
    session_id = caller.session_id if isinstance(caller, OperatorCaller) and own else None
    audit.record(work, f"operator.second_factor_{what}", "operator", operator_id)
    work.publish(SecondFactorChanged(operator_id=operator_id, what=what, session_id=session_id))
