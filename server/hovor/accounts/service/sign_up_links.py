"""Verbs about sign-up links: one brings one new colleague into the company, once (INV-53b)."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from hovor.accounts import models, policy, queries
from hovor.accounts.errors import EmailTaken, SignUpLinkExpired, SignUpLinkUsed
from hovor.accounts.service.operators import NewOperator, create_operator
from hovor.accounts.service.sessions import NewSession, SignedInSession
from hovor.companies.queries import Language
from hovor.foundation import audit
from hovor.foundation.caller import OperatorCaller, Role, require_administrator, require_operator
from hovor.foundation.clock import SECOND
from hovor.foundation.database import Hot, Work

_link = models.sign_up_link.c

_ADD = Hot(sa.insert(models.sign_up_link))
_USE = Hot(
    sa.update(models.sign_up_link)
    .where(
        _link.company_id == sa.bindparam("of_company"),
        _link.secret_hash == sa.bindparam("secret"),
        _link.used_at.is_(None),
        _link.revoked_at.is_(None),
        _link.valid_until > sa.bindparam("now"),
    )
    .values(used_at=sa.bindparam("now"), version=_link.version + 1)
)
_JOINED = Hot(
    sa.update(models.sign_up_link)
    .where(_link.company_id == sa.bindparam("of_company"), _link.id == sa.bindparam("link_id"))
    .values(operator_id=sa.bindparam("joined_id"))
)
_REVOKE = Hot(
    sa.update(models.sign_up_link)
    .where(
        _link.company_id == sa.bindparam("of_company"),
        _link.id == sa.bindparam("link_id"),
        _link.used_at.is_(None),
        _link.revoked_at.is_(None),
    )
    .values(revoked_at=sa.bindparam("now"), version=_link.version + 1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSignUpLink:
    """A link to be. `email` is a normal one (see `policy.normal_email`); of the secret only its hash comes
    here.
    """

    secret_hash: str
    email: str
    valid_for_seconds: int
    role: Role = "operator"
    group_ids: Sequence[str] = ()
    channel_ids: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Joining:
    """What somebody says about himself who joins."""

    name: str
    password_hash: str
    language: Language
    session: NewSession


def create_sign_up_link(work: Work, new: NewSignUpLink) -> queries.SignUpLinkView:
    """A link for one address, by the administrator who calls. Raises `EmailTaken`, and `Invalid` for a group
    or channel that the company does not have.
    """
    maker = require_administrator(require_operator(work.caller))
    queries.require_known(work, new.group_ids, new.channel_ids)
    if queries.email_taken(work, new.email):
        raise EmailTaken
    link_id = work.new_id()
    work.write(
        _ADD,
        id=link_id,
        company_id=work.company,
        secret_hash=new.secret_hash,
        email=new.email,
        role=new.role,
        group_ids=_as_json(new.group_ids),
        channel_ids=_as_json(new.channel_ids),
        created_by=maker.operator_id,
        created_at=work.now,
        valid_until=work.now + min(new.valid_for_seconds, policy.LONGEST_SIGN_UP_SECONDS) * SECOND,
        used_at=None,
        revoked_at=None,
        operator_id=None,
        version=1,
    )
    told = {"email": new.email, "role": new.role}
    audit.record(work, "sign_up_link.created", "sign_up_link", link_id, told)
    return queries.sign_up_link_view(queries.sign_up_link(work, link_id), work.now)


def revoke_sign_up_link(work: Work, link_id: str) -> queries.SignUpLinkView:
    """Nobody joins by it from now on; who has joined stays. Twice is once. Raises `NotFound`."""
    link = queries.sign_up_link(work, link_id)
    if work.write(_REVOKE, of_company=work.company, link_id=link.id, now=work.now):
        audit.record(work, "sign_up_link.revoked", "sign_up_link", link.id, {"email": link.email})
    return queries.sign_up_link_view(queries.sign_up_link(work, link.id), work.now)


def join(work: Work, secret_hash: str, joining: Joining) -> SignedInSession:
    """Makes the operator that the link promises and signs him in.

    Of many at once one wins: the link is spent by one conditional update, in the transaction that makes the
    operator. Raises `NotFound`, `SignUpLinkUsed`, `SignUpLinkExpired`, and `EmailTaken` when somebody signs
    in with the address already: nobody gets into an existing account by a link.
    """
    _, link = queries.sign_up_link_by_secret(work, secret_hash)
    _require_maker(work, link)
    if not work.write(_USE, of_company=work.company, secret=secret_hash, now=work.now):
        raise SignUpLinkUsed if link.used_at is not None else SignUpLinkExpired
    operator = create_operator(
        work,
        NewOperator(
            email=link.email,
            name=joining.name,
            password_hash=joining.password_hash,
            role=link.role,
            language=joining.language,
            group_ids=link.group_ids,
            channel_ids=link.channel_ids,
        ),
    )
    work.write(_JOINED, of_company=work.company, link_id=link.id, joined_id=operator.id)
    audit.record(work, "sign_up_link.used", "sign_up_link", link.id, {"operator_id": operator.id})
    own = work.as_caller(OperatorCaller(work.company, operator.id, operator.role, work.new_id()))
    return joining.session.begin(own)


def _require_maker(work: Work, link: queries.SignUpLink) -> None:
    maker = queries.operator(work, link.created_by)
    if not policy.may_bring_in(maker.role, maker_active=maker.active):
        raise SignUpLinkExpired


def _as_json(ids: Sequence[str]) -> str:
    return msgspec.json.encode(sorted(set(ids))).decode()
