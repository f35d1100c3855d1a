"""Reads about sign-ins: who is signed in, and on which devices."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from hovor.accounts import models
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Reading, Row
from hovor.foundation.errors import NotFound

_operator = models.operator.c
_session = models.sign_in_session.c
_SESSION_COLUMNS = (
    _session.id,
    _session.operator_id,
    _session.created_at,
    _session.last_seen_at,
    _session.device,
    _session.network_address,
)
_SESSION = Hot(
    select(*_SESSION_COLUMNS).where(
        _session.company_id == bindparam("company_id"), _session.id == bindparam("session_id")
    )
)
_SESSIONS = Hot(
    select(*_SESSION_COLUMNS)
    .where(_session.company_id == bindparam("company_id"), _session.operator_id == bindparam("operator_id"))
    .order_by(_session.created_at.desc(), _session.id)
)
_failed = models.failed_sign_in.c
_LAST_FAILED = Hot(
    select(_failed.at, _failed.device, _failed.network_address).where(
        _failed.company_id == bindparam("company_id"), _failed.operator_id == bindparam("operator_id")
    )
)
_CALLERS = select(_operator.company_id, _operator.id, _operator.role, _session.id).where(
    _session.operator_id == _operator.id, _operator.deactivated_at.is_(None)
)
_CALLER_BY_TOKEN = Hot(_CALLERS.where(_session.token_hash == bindparam("token_hash")))
_CALLER_BY_SESSION = Hot(_CALLERS.where(_session.id == bindparam("session_id")))
_PASSWORD = Hot(
    select(_operator.password_hash).where(
        _operator.company_id == bindparam("company_id"), _operator.id == bindparam("operator_id")
    )
)


@dataclass(frozen=True, slots=True)
class SignInSession:
    """One device on which the operator is signed in."""

    id: str
    operator_id: str
    created_at: Instant
    last_seen_at: Instant
    device: str
    network_address: str


@dataclass(frozen=True, slots=True)
class FailedSignIn:
    """Somebody knew the operator's address, and not his password or code."""

    at: Instant
    device: str
    network_address: str


def last_failed_sign_in(reading: Reading, operator_id: str) -> FailedSignIn | None:
    """The newest of them, or None when there has been none."""
    row = reading.one(_LAST_FAILED, company_id=reading.company, operator_id=operator_id)
    return None if row is None else FailedSignIn(*row)


def sessions(reading: Reading, operator_id: str) -> list[SignInSession]:
    """The open sign-ins of one operator, the newest first."""
    rows = reading.all(_SESSIONS, company_id=reading.company, operator_id=operator_id)
    return [SignInSession(*row) for row in rows]


def find_session(reading: Reading, session_id: str) -> SignInSession | None:
    """One open sign-in of the company, or None."""
    row = reading.one(_SESSION, company_id=reading.company, session_id=session_id)
    return None if row is None else SignInSession(*row)


def signed_in(reading: Reading, token_hash: str) -> OperatorCaller | None:
    """Who is signed in with the token of this hash, in whichever company; None when nobody is any more."""
    return _caller(reading.one(_CALLER_BY_TOKEN, token_hash=token_hash))


def signed_in_by_session(reading: Reading, session_id: str) -> OperatorCaller | None:
    """Whose sign-in session this is; None when it has ended."""
    return _caller(reading.one(_CALLER_BY_SESSION, session_id=session_id))


def _caller(row: Row | None) -> OperatorCaller | None:
    return None if row is None else OperatorCaller(*row)


def password_hash(reading: Reading, operator_id: str) -> str:
    """The stored hash of an operator's password, to be compared with. Raises `NotFound`."""
    row = reading.one(_PASSWORD, company_id=reading.company, operator_id=operator_id)
    if row is None:
        raise NotFound
    stored: str = row[0]
    return stored
