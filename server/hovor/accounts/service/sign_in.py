"""Verbs of signing in. Three steps, since a password is verified outside of any transaction:

`begin_sign_in` (may he try, and what is his hash), then the comparison, then `sign_in` or
`note_wrong_password`.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from hovor.accounts import models, policy
from hovor.accounts.errors import WrongCredentials
from hovor.accounts.service.sessions import NewSession, SignedInSession
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Hot, Reading, Work, insert
from hovor.foundation.rate_limits import RateLimited, forgive, note_failure, throttled_for
from hovor.second_factor import service as second_factor

_operator = models.operator.c
_network = models.known_network.c

_BY_EMAIL = Hot(
    sa.select(_operator.id, _operator.company_id, _operator.password_hash, _operator.role).where(
        _operator.email == sa.bindparam("email"), _operator.deactivated_at.is_(None)
    )
)
_NETWORK_SEEN = Hot(
    sa.select(_network.seen_at).where(
        _network.operator_id == sa.bindparam("operator_id"), _network.network == sa.bindparam("network")
    )
)
_seen = insert(models.known_network)
_SEE_NETWORK = Hot(
    _seen.on_conflict_do_update(
        index_elements=["operator_id", "network"], set_={"seen_at": _seen.excluded.seen_at}
    )
)
_failed = insert(models.failed_sign_in)
_TRY: tuple[str, ...] = ("at", "device", "network_address")
# One statement for an address that somebody has and for one that nobody has: they cost the same.
_NOTE_FAILED = Hot(
    _failed.from_select(
        ["operator_id", "company_id", *_TRY],
        sa.select(
            _operator.id,
            _operator.company_id,
            sa.bindparam("at", type_=models.failed_sign_in.c.at.type),
            sa.bindparam("device", type_=sa.Text),
            sa.bindparam("network_address", type_=sa.Text),
        ).where(_operator.email == sa.bindparam("email"), _operator.deactivated_at.is_(None)),
    ).on_conflict_do_update(
        index_elements=["operator_id"], set_={name: _failed.excluded[name] for name in _TRY}
    )
)
_REHASH = Hot(
    sa.update(models.operator)
    .where(_operator.company_id == sa.bindparam("of_company"), _operator.id == sa.bindparam("operator_id"))
    .values(password_hash=sa.bindparam("new_hash"))
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody's wish to sign in. Hashes are keyed ones, so that the table of failures tells nobody who
    tried. `device` and `network_address` are for whose account it is.
    """

    email: str
    address_hash: str
    network_hash: str
    device: str = ""
    network_address: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who it may be. All are None for an address that nobody has."""

    company_id: str | None
    password_hash: str | None
    operator_id: str | None


def begin_sign_in(work: Work, attempt: Attempt) -> Candidate | RateLimited:
    """Whose password is to be compared, or how long to wait first. An installation-wide unit.

    The try counts as failed from here on, so that many at once are not more tries than one after the other;
    `sign_in` forgives it.
    """
    row = work.one(_BY_EMAIL, email=attempt.email)
    key = _throttle_key(work, attempt, None if row is None else row[0])
    wait = max(throttled_for(work, key), throttled_for(work, attempt.network_hash))
    if wait:
        return RateLimited(wait)
    note_failure(work, key, policy.ADDRESS_PAUSES)
    return Candidate(None, None, None) if row is None else Candidate(row[1], row[2], row[0])


def note_wrong_password(work: Work, attempt: Attempt) -> None:
    """Password or code failed, whether or not anybody has that address; who has it sees that in his profile.
    An installation-wide unit.
    """
    note_failure(work, attempt.network_hash, policy.NETWORK_PAUSES)
    work.write(
        _NOTE_FAILED,
        email=attempt.email,
        at=work.now,
        device=attempt.device,
        network_address=attempt.network_address,
    )


def sign_in(
    work: Work,
    *,
    attempt: Attempt,
    verified_hash: str,
    new: NewSession,
    proof: second_factor.Proof | None = None,
) -> SignedInSession:
    """A new session for the operator whose password was verified against `verified_hash`, and whose second
    step, where he has one, is `proof`, which is used up. Failures are forgiven once both hold.

    Raises `WrongCredentials` when he was deactivated or his password changed since, `OneTimeCodeRequired`,
    `WrongOneTimeCode`.
    """
    row = work.one(_BY_EMAIL, email=attempt.email)
    if row is None or row[1] != work.company or row[2] != verified_hash:
        raise WrongCredentials
    operator_id, _, _, role = row
    second_factor.require(work, operator_id=operator_id, proof=proof)
    forgive(work, _throttle_key(work, attempt, operator_id))
    forgive(work, attempt.network_hash)
    own = work.as_caller(OperatorCaller(work.company, operator_id, role, work.new_id()))
    own.write(
        _SEE_NETWORK,
        operator_id=operator_id,
        network=attempt.network_hash,
        company_id=work.company,
        seen_at=work.now,
    )
    if new.new_password_hash is not None:
        own.write(_REHASH, of_company=work.company, operator_id=operator_id, new_hash=new.new_password_hash)
    return new.begin(own)


def _throttle_key(reading: Reading, attempt: Attempt, operator_id: str | None) -> str:
    """Failures count per address; on a network that the operator is known from they count apart, so that
    strangers elsewhere cannot lock him out.
    """
    if operator_id is not None:
        seen = reading.one(_NETWORK_SEEN, operator_id=operator_id, network=attempt.network_hash)
        if seen is not None and seen[0] > reading.now - policy.NETWORK_KNOWN_FOR:
            return f"{attempt.address_hash}@{attempt.network_hash}"
    return attempt.address_hash
