"""Routes about the company's outcomes and tags."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response

from hovor.conversations import queries, service
from hovor.conversations.queries import LabelView
from hovor.conversations.schemas import LabelPatch, LabelPost, Labels
from hovor.conversations.service import LabelChange
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Reading
from hovor.foundation.http.callers import administrator_caller, operator_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import command, query

router = APIRouter(prefix="/api/v1", tags=["labels"])
Signed = Annotated[OperatorCaller, Depends(operator_caller)]
Administrator = Annotated[OperatorCaller, Depends(administrator_caller)]


@router.get("/outcomes", summary="Outcomes to choose from")
@gives(Labels)
async def get_outcomes(request: Request, caller: Signed) -> Response:
    """In the company's own order."""
    return await query(get_context(request), _outcomes, caller=caller)


@router.get("/tags", summary="Tags to choose from")
@gives(Labels)
async def get_tags(request: Request, caller: Signed) -> Response:
    """By name."""
    return await query(get_context(request), _tags, caller=caller)


@router.post("/outcomes", status_code=201, summary="Add an outcome")
@gives(LabelView)
async def post_outcome(request: Request, caller: Administrator, body: LabelPost) -> Response:
    """At the end of the list."""
    return await _save(request, caller, "outcomes", LabelChange(name=body.name), 201)


@router.post("/tags", status_code=201, summary="Add a tag")
@gives(LabelView)
async def post_tag(request: Request, caller: Administrator, body: LabelPost) -> Response:
    """Its name is the company's own."""
    return await _save(request, caller, "tags", LabelChange(name=body.name), 201)


@router.patch("/outcomes/{label_id}", summary="Change an outcome")
@gives(LabelView)
async def patch_outcome(request: Request, caller: Administrator, label_id: str, body: LabelPatch) -> Response:
    """What was chosen before keeps it."""
    change = LabelChange(id=label_id, name=body.name, retired=body.retired)
    return await _save(request, caller, "outcomes", change, 200)


@router.patch("/tags/{label_id}", summary="Change a tag")
@gives(LabelView)
async def patch_tag(request: Request, caller: Administrator, label_id: str, body: LabelPatch) -> Response:
    """What was tagged before keeps it."""
    change = LabelChange(id=label_id, name=body.name, retired=body.retired)
    return await _save(request, caller, "tags", change, 200)


async def _save(
    request: Request,
    caller: OperatorCaller,
    kind: Literal["outcomes", "tags"],
    label: LabelChange,
    status: int,
) -> Response:
    values: dict[str, Any] = {"kind": kind, "label": label, "shape": queries.label_view}
    return await command(
        get_context(request), request, service.save_label, caller=caller, status=status, **values
    )


def _outcomes(reading: Reading) -> Labels:
    return Labels(tuple(map(queries.label_view, queries.outcomes(reading))))


def _tags(reading: Reading) -> Labels:
    return Labels(tuple(map(queries.label_view, queries.tags(reading))))
