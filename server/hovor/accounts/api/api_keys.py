"""API keys, as administrators make and revoke them."""

from collections.abc import Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response

from hovor.accounts import queries, schemas, service
from hovor.accounts.policy import Scope
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Reading, Work
from hovor.foundation.http.callers import administrator_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import command, query
from hovor.foundation.identifiers import new_secret

router = APIRouter(prefix="/api/v1/api-keys", tags=["API keys"])
Administrator = Annotated[OperatorCaller, Depends(administrator_caller)]
_KEY_BITS: Final = 256
_PREFIX: Final = "hovor_"
"""So that whoever finds a key lying about knows what it opens."""


@router.get("", summary="API keys")
@gives(schemas.ApiKeys)
async def get_api_keys(request: Request, caller: Administrator) -> Response:
    """The newest first, revoked ones too; never the keys themselves."""
    return await query(get_context(request), _api_keys, caller=caller)


@router.post("", status_code=201, summary="Make an API key")
@gives(schemas.NewApiKey)
async def post_api_key(request: Request, caller: Administrator, body: schemas.ApiKeyPost) -> Response:
    """The key is in this answer and nowhere else."""
    values: dict[str, Any] = {"name": body.name, "scopes": body.scopes}
    key = f"{_PREFIX}{new_secret(_KEY_BITS)}"
    return await command(get_context(request), request, _create, caller=caller, status=201, key=key, **values)


@router.delete("/{key_id}", summary="Revoke an API key")
@gives(schemas.ApiKeyView)
async def delete_api_key(request: Request, caller: Administrator, key_id: str) -> Response:
    """Worth nothing from this moment; may be asked for again."""
    return await command(
        get_context(request),
        request,
        service.revoke_api_key,
        caller=caller,
        shape=schemas.api_key_view,
        key_id=key_id,
    )


def _api_keys(reading: Reading) -> schemas.ApiKeys:
    return schemas.ApiKeys(tuple(map(schemas.api_key_view, queries.api_keys(reading))))


def _create(work: Work, name: str, scopes: Sequence[Scope], key: str) -> schemas.NewApiKey:
    return schemas.new_api_key(service.create_api_key(work, name=name, scopes=scopes, key=key), key)
