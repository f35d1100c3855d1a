"""Reads about API keys."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import bindparam, select

from hovor.accounts import models
from hovor.accounts.policy import Scope
from hovor.foundation.caller import IntegrationCaller
from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Reading, Row
from hovor.foundation.errors import NotFound

_key = models.api_key.c
_COLUMNS = (
    _key.id,
    _key.name,
    _key.ending,
    _key.scopes,
    _key.created_by,
    _key.created_at,
    _key.last_used_at,
    _key.revoked_at,
    _key.version,
)
_ALL = Hot(select(*_COLUMNS).where(_key.company_id == bindparam("company_id")).order_by(_key.id.desc()))
_ONE = Hot(
    select(*_COLUMNS).where(_key.company_id == bindparam("company_id"), _key.id == bindparam("key_id"))
)
_CALLER = Hot(
    select(_key.company_id, _key.id, _key.scopes).where(
        _key.key_hash == bindparam("key_hash"), _key.revoked_at.is_(None)
    )
)
_decode_scopes = msgspec.json.Decoder(tuple[Scope, ...]).decode


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A program's way in. `ending` are the last characters of the key, which is stored nowhere."""

    id: str
    name: str
    ending: str
    scopes: tuple[Scope, ...]
    created_by: str
    created_at: Instant
    last_used_at: Instant | None
    revoked_at: Instant | None
    version: int


def api_keys(reading: Reading) -> list[ApiKey]:
    """All API keys of the company, the newest first, revoked ones too."""
    return [_api_key(row) for row in reading.all(_ALL, company_id=reading.company)]


def api_key(reading: Reading, key_id: str) -> ApiKey:
    """One API key of the company. Raises `NotFound`."""
    row = reading.one(_ONE, company_id=reading.company, key_id=key_id)
    if row is None:
        raise NotFound
    return _api_key(row)


def integration(reading: Reading, key_hash: str) -> IntegrationCaller | None:
    """Whose key has this hash, in whichever company; None for one that was revoked or never was."""
    row = reading.one(_CALLER, key_hash=key_hash)
    if row is None:
        return None
    company_id, key_id, scopes = row
    return IntegrationCaller(company_id, key_id, frozenset(_decode_scopes(scopes)))


def _api_key(row: Row) -> ApiKey:
    key_id, name, ending, scopes, *others = row
    return ApiKey(key_id, name, ending, _decode_scopes(scopes), *others)
