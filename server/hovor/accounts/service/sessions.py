"""Verbs about sign-in sessions that exist: seen, held, ended, expired."""

from dataclasses import dataclass

import sqlalchemy as sa

from hovor.accounts import models, policy, queries
from hovor.accounts.events import SessionEnded, SignedIn, SignedOut
from hovor.companies import queries as companies
from hovor.foundation import audit
from hovor.foundation.caller import require_operator
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Hot, Work
from hovor.foundation.errors import NotFound
from hovor.foundation.timers import cancel_timer, set_timer

_session = models.sign_in_session.c
_operator = models.operator.c

SESSION_TIMER = "accounts.session"

_ADD = Hot(sa.insert(models.sign_in_session))
_REMOVE = Hot(
    sa.delete(models.sign_in_session).where(
        _session.company_id == sa.bindparam("of_company"), _session.id == sa.bindparam("session_id")
    )
)
_SEEN = Hot(
    sa.update(models.sign_in_session)
    .where(_session.company_id == sa.bindparam("of_company"), _session.id == sa.bindparam("session_id"))
    .values(last_seen_at=sa.bindparam("seen_at"))
)
_HOLD = Hot(
    sa.update(models.operator)
    .where(_operator.company_id == sa.bindparam("of_company"), _operator.id == sa.bindparam("operator_id"))
    .values(held=sa.bindparam("hold"))
)


@dataclass(frozen=True, slots=True)
class NewSession:
    """A sign-in session to be. The token itself is in the browser only.

    `new_password_hash` is set when the stored hash was made with parameters that are out of date.
    """

    token_hash: str
    device: str
    network_address: str
    new_password_hash: str | None = None

    def begin(self, work: Work) -> "SignedInSession":
        """Signs the unit's own caller in: his session begins now."""
        caller = require_operator(work.caller)
        work.write(
            _ADD,
            id=caller.session_id,
            company_id=work.company,
            operator_id=caller.operator_id,
            token_hash=self.token_hash,
            created_at=work.now,
            last_seen_at=work.now,
            device=self.device,
            network_address=self.network_address,
        )
        settings = companies.settings(work)
        ends_at = _ends_at(settings, created_at=work.now, last_seen_at=work.now)
        set_timer(work, kind=SESSION_TIMER, key=caller.session_id, at=ends_at)
        audit.record(
            work, "operator.signed_in", "operator", caller.operator_id, {"address": self.network_address}
        )
        work.publish(SignedIn(operator_id=caller.operator_id, session_id=caller.session_id))
        account = queries.account(work, caller.operator_id)
        return SignedInSession(account, caller.session_id, settings.sign_in_limit_seconds)


@dataclass(frozen=True, slots=True)
class SignedInSession:
    """What a sign-in gives: the account, the session, and how long the browser may keep its cookie."""

    operator: queries.OperatorView
    session_id: str
    lasts_seconds: int


def note_seen(work: Work, session_id: str) -> None:
    """The session was used just now."""
    work.write(_SEEN, of_company=work.company, session_id=session_id, seen_at=work.now)


def hold_sessions(work: Work, operator_id: str, held: bool) -> None:  # noqa: FBT001 - the two words say it
    """While `held`, no sign-in of the operator ends by itself; afterwards what is overdue ends at once."""
    work.write(_HOLD, of_company=work.company, operator_id=operator_id, hold=int(held))
    if not held:
        settings = companies.settings(work)
        for session in queries.sessions(work, operator_id):
            ends_at = _ends_at(settings, created_at=session.created_at, last_seen_at=session.last_seen_at)
            set_timer(work, kind=SESSION_TIMER, key=session.id, at=max(work.now, ends_at))


def expire_session(work: Work, *, key: str) -> None:
    """Timer: ends the session if its time has come, else looks again when it will have come."""
    session = queries.find_session(work, key)
    if session is None or queries.is_held(work, session.operator_id):
        return
    settings = companies.settings(work)
    ends_at = _ends_at(settings, created_at=session.created_at, last_seen_at=session.last_seen_at)
    if ends_at > work.now:
        set_timer(work, kind=SESSION_TIMER, key=key, at=ends_at)
    else:
        end_session(work, key, cause="expired")


def end_session(work: Work, session_id: str, *, cause: str) -> None:
    """Ends one sign-in; `cause` as in `SessionEnded`. Raises `NotFound`."""
    session = queries.find_session(work, session_id)
    if session is None:
        raise NotFound
    work.write(_REMOVE, of_company=work.company, session_id=session_id)
    cancel_timer(work, kind=SESSION_TIMER, key=session_id)
    audit.record(work, "operator.signed_out", "operator", session.operator_id, {"cause": cause})
    ended = {"operator_id": session.operator_id, "session_id": session_id, "cause": cause}
    work.publish(SessionEnded(**ended))
    if cause == "signed_out" or not queries.sessions(work, session.operator_id):
        work.publish(SignedOut(**ended))


def end_sessions(work: Work, operator_id: str, *, cause: str, but: str | None = None) -> None:
    """Ends every sign-in of the operator except `but`."""
    for session in queries.sessions(work, operator_id):
        if session.id != but:
            end_session(work, session.id, cause=cause)


def _ends_at(settings: companies.CompanySettings, *, created_at: Instant, last_seen_at: Instant) -> Instant:
    return policy.sign_in_ends_at(
        created_at,
        last_seen_at,
        idle=settings.sign_in_idle_seconds * SECOND,
        limit=settings.sign_in_limit_seconds * SECOND,
    )
