"""Routes about what was done and what stands still, for administrators."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Reading, Work
from hovor.foundation.http.callers import administrator_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.pagination import DEFAULT_LIMIT, MAXIMUM_LIMIT, page_of, read_cursor
from hovor.foundation.http.route import command, query
from hovor.oversight import queries, service
from hovor.oversight.queries import Chain
from hovor.oversight.schemas import ActPage, ParkedList

router = APIRouter(prefix="/api/v1", tags=["oversight"])
Administrator = Annotated[OperatorCaller, Depends(administrator_caller)]
Id = Annotated[str | None, Query(max_length=100)]


@router.get("/audit", summary="What was done, the latest first")
@gives(ActPage)
async def get_audit(
    request: Request,
    caller: Administrator,
    actor_id: Id = None,
    subject_kind: Id = None,
    after: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=MAXIMUM_LIMIT)] = DEFAULT_LIMIT,
) -> Response:
    """Sign-ins, roles, settings, secrets, and acts on behalf of others: all, or those of one actor, or about
    one kind of thing.
    """
    place = read_cursor(after, tuple[int])
    only = {"actor_id": actor_id, "subject_kind": subject_kind}
    return await query(
        get_context(request), _page, caller=caller, before=place and place[0], limit=limit, only=only
    )


@router.get("/audit/chain", summary="Whether the audit log is whole")
@gives(Chain)
async def get_audit_chain(
    request: Request,
    caller: Administrator,
    head: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$")] = None,
) -> Response:
    """Checks every act against the hash of the one before. `head` is one that you kept earlier: it must
    still stand in the log.
    """
    return await query(get_context(request), queries.chain, caller=caller, head=head)


@router.get("/parked", summary="Work that was given up")
@gives(ParkedList)
async def get_parked(request: Request, caller: Administrator) -> Response:
    """Timers, reactions and letters that failed every time."""
    return await query(get_context(request), _parked, caller=caller)


@router.post("/parked/{parked_id}/retry", summary="Try parked work again")
@gives(ParkedList)
async def post_parked_retry(request: Request, caller: Administrator, parked_id: str) -> Response:
    """It is due at once, with all its attempts before it; the answer is what is parked still."""
    return await command(get_context(request), request, _retry, caller=caller, parked_id=parked_id)


def _page(reading: Reading, before: int | None, limit: int, only: dict[str, str | None]) -> ActPage:
    found = page_of(
        queries.acts(reading, before=before, limit=limit + 1, **only), limit, lambda act: (act.number,)
    )
    return ActPage(found.items, found.next)


def _parked(reading: Reading) -> ParkedList:
    return ParkedList(queries.parked(reading))


def _retry(work: Work, parked_id: str) -> ParkedList:
    service.retry(work, parked_id=parked_id)
    return ParkedList(queries.parked(work))
