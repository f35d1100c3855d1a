"""Routes about the company and its away reasons. Accounts routes channels, since it knows their groups."""

from typing import Annotated, cast

from fastapi import APIRouter, Depends, Request, Response

from hovor.companies import queries, service
from hovor.companies.policy import AwayReasonLook
from hovor.companies.schemas import (
    AwayReasonPatch,
    AwayReasonPost,
    AwayReasons,
    AwayReasonView,
    CompanyPatch,
    CompanyView,
    away_reason_view,
    away_reasons_view,
    company_view,
)
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.http.callers import administrator_caller, operator_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import command, query

router = APIRouter(prefix="/api/v1", tags=["company"])
Signed = Annotated[OperatorCaller, Depends(operator_caller)]
Administrator = Annotated[OperatorCaller, Depends(administrator_caller)]


@router.get("/company", summary="The company and its settings")
@gives(CompanyView)
async def get_company(request: Request, caller: Administrator) -> Response:
    """Defaults filled in."""
    return await query(get_context(request), queries.company, caller=caller, shape=company_view)


@router.patch("/company", summary="Change the company's settings")
@gives(CompanyView)
async def patch_company(request: Request, caller: Administrator, body: CompanyPatch) -> Response:
    """Only what is named changes; visible in every open workspace at once."""
    changes = cast("service.CompanyChanges", body.model_dump(exclude_none=True))
    return await command(
        get_context(request),
        request,
        service.change_company,
        caller=caller,
        shape=company_view,
        changes=changes,
    )


@router.get("/away-reasons", summary="Away reasons in the company's order")
@gives(AwayReasons)
async def get_away_reasons(request: Request, caller: Signed) -> Response:
    """Retired ones too, since history names them."""
    return await query(get_context(request), queries.away_reasons, caller=caller, shape=away_reasons_view)


@router.post("/away-reasons", status_code=201, summary="Add an away reason")
@gives(AwayReasonView)
async def post_away_reason(request: Request, caller: Administrator, body: AwayReasonPost) -> Response:
    """After all others."""
    return await command(
        get_context(request),
        request,
        service.create_away_reason,
        caller=caller,
        status=201,
        shape=away_reason_view,
        name=body.name,
        look=AwayReasonLook(body.icon, body.colour, body.paid),
        allowance=body.allowance.allowance(),
    )


@router.patch("/away-reasons/{reason_id}", summary="Rename, recolour, move, retire or bring back a reason")
@gives(AwayReasonView)
async def patch_away_reason(
    request: Request, caller: Administrator, reason_id: str, body: AwayReasonPatch
) -> Response:
    """Only what is named changes; an allowance is named as a whole."""
    changes = body.model_dump(exclude_none=True)
    if body.allowance is not None:
        changes["allowance"] = body.allowance.allowance()
    return await command(
        get_context(request),
        request,
        service.change_away_reason,
        caller=caller,
        shape=away_reason_view,
        reason_id=reason_id,
        changes=cast("service.AwayReasonChanges", changes),
    )
