"""Routes about clients, for operators."""

from typing import Annotated, cast

from fastapi import APIRouter, Depends, Query, Request, Response

from hovor.clients import queries, service
from hovor.clients.schemas import (
    ClientDetail,
    ClientPage,
    ClientPatch,
    ClientView,
    client_view,
    identity_view,
)
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Reading
from hovor.foundation.http.callers import operator_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.pagination import DEFAULT_LIMIT, MAXIMUM_LIMIT, page_of, read_cursor
from hovor.foundation.http.route import command, query

router = APIRouter(prefix="/api/v1/clients", tags=["clients"])
Signed = Annotated[OperatorCaller, Depends(operator_caller)]


def _page(reading: Reading, *, words: str, after: str | None, limit: int) -> ClientPage:
    found = queries.search(reading, words=words, after=after, limit=limit + 1)
    page = page_of(found, limit, lambda client: (client.id,))
    return ClientPage(tuple(client_view(client) for client in page.items), page.next)


def _detail(reading: Reading, client_id: str) -> ClientDetail:
    client = queries.client(reading, client_id)
    known_by = tuple(identity_view(each) for each in queries.identities(reading, client_id))
    return ClientDetail(client_view(client), known_by)


@router.get("", summary="Clients, the newest first")
@gives(ClientPage)
async def get_clients(
    request: Request,
    caller: Signed,
    q: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=MAXIMUM_LIMIT)] = DEFAULT_LIMIT,
) -> Response:
    """Clients whose name, e-mail or phone holds the words `q`."""
    place = read_cursor(after, tuple[str])
    return await query(
        get_context(request), _page, caller=caller, words=q, after=place and place[0], limit=limit
    )


@router.get("/{client_id}", summary="One client with what he is known by")
@gives(ClientDetail)
async def get_client(request: Request, caller: Signed, client_id: str) -> Response:
    """The card and the identities."""
    return await query(get_context(request), _detail, caller=caller, client_id=client_id)


@router.patch("/{client_id}", summary="Correct a client's card")
@gives(ClientView)
async def patch_client(request: Request, caller: Signed, client_id: str, body: ClientPatch) -> Response:
    """Only what is named changes."""
    return await command(
        get_context(request),
        request,
        service.change_client,
        caller=caller,
        shape=client_view,
        client_id=client_id,
        changes=cast("service.ClientChanges", body.model_dump(exclude_unset=True)),
    )
