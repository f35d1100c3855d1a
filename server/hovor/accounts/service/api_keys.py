"""Verbs about API keys. The routes let only administrators in."""

from collections.abc import Sequence
from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.accounts import models, queries
from hovor.accounts.events import ApiKeyRevoked
from hovor.accounts.policy import Scope
from hovor.companies import service as companies
from hovor.foundation import audit
from hovor.foundation.caller import require_administrator
from hovor.foundation.database import Hot, Work
from hovor.foundation.identifiers import token_hash

_key = models.api_key.c
_ENDING: Final = 4
_ADD: Final = Hot(sa.insert(models.api_key))
_THIS: Final = (_key.company_id == sa.bindparam("of_company"), _key.id == sa.bindparam("of_key"))
_REVOKE: Final = Hot(
    sa.update(models.api_key)
    .where(*_THIS)
    .values(revoked_at=sa.bindparam("at", type_=sa.BigInteger), version=_key.version + 1)
)
_USED: Final = Hot(
    sa.update(models.api_key).where(*_THIS).values(last_used_at=sa.bindparam("at", type_=sa.BigInteger))
)


def create_api_key(work: Work, *, name: str, scopes: Sequence[Scope], key: str) -> queries.ApiKey:
    """A way in for a program. `key` is a new secret of at least 128 bits; only its hash is kept.

    Raises `NotSignedIn`, `NotAllowed`.
    """
    maker = require_administrator(work.caller)
    key_id, allowed = work.new_id(), sorted(set(scopes))
    work.write(
        _ADD,
        id=key_id,
        company_id=work.company,
        name=name,
        key_hash=token_hash(key),
        ending=key[-_ENDING:],
        scopes=msgspec.json.encode(allowed).decode(),
        created_by=maker.operator_id,
        created_at=work.now,
        last_used_at=None,
        revoked_at=None,
        version=1,
    )
    audit.record(work, "api_key.created", "api_key", key_id, {"name": name, "scopes": allowed})
    companies.announce(work, "api_key", key_id)
    return queries.api_key(work, key_id)


def revoke_api_key(work: Work, *, key_id: str) -> queries.ApiKey:
    """It is worth nothing from now on. May be called again. Raises `NotFound`."""
    require_administrator(work.caller)
    before = queries.api_key(work, key_id)
    if before.revoked_at is None:
        work.write(_REVOKE, of_company=work.company, of_key=key_id, at=work.now)
        audit.record(work, "api_key.revoked", "api_key", key_id, {"name": before.name})
        work.publish(ApiKeyRevoked(api_key_id=key_id))
        companies.announce(work, "api_key", key_id)
    return queries.api_key(work, key_id)


def note_key_used(work: Work, key_id: str) -> None:
    """The key was used just now."""
    work.write(_USED, of_company=work.company, of_key=key_id, at=work.now)
