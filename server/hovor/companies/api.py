"""Routes about the company and its away reasons. Accounts routes channels, since it knows their groups."""

from typing import Annotated, Final, cast

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
    MailPut,
    MailTested,
    MailTestPost,
    MailView,
    away_reason_view,
    away_reasons_view,
    company_view,
    mail_view,
)
from hovor.foundation import mail
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.http.callers import administrator_caller, operator_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import command, outside_once, query
from hovor.foundation.identifiers import new_secret
from hovor.foundation.rate_limits import Rule

router = APIRouter(prefix="/api/v1", tags=["company"])
Signed = Annotated[OperatorCaller, Depends(operator_caller)]
Administrator = Annotated[OperatorCaller, Depends(administrator_caller)]
_TRIALS: Final = Rule("mail_trial", burst=5, per_second=0.1)


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


@router.get("/company/mail", summary="The server of the company's letters")
@gives(MailView)
async def get_mail(request: Request, caller: Administrator) -> Response:
    """Without its password."""
    return await query(get_context(request), mail.outgoing_server_of, caller=caller, shape=mail_view)


@router.put("/company/mail", summary="Name the server of the company's letters")
@gives(MailView)
async def put_mail(request: Request, caller: Administrator, body: MailPut) -> Response:
    """From here on Hovor can send letters itself."""
    context = get_context(request)
    sealed = None
    if body.password is not None:
        sealed = mail.seal_password(context.vault, caller.company_id, body.password)
    given = body.model_dump(exclude={"password"})
    server = mail.OutgoingServer(password_sealed=sealed, version=0, **given)
    return await command(context, request, service.change_mail, caller=caller, shape=mail_view, server=server)


@router.delete("/company/mail", summary="Send no letters any more")
@gives(MailView)
async def delete_mail(request: Request, caller: Administrator) -> Response:
    """What waits is not sent."""
    return await command(
        get_context(request), request, service.change_mail, caller=caller, shape=mail_view, server=None
    )


@router.post("/company/mail/test", summary="Try the server of the company's letters")
@gives(MailTested)
async def post_mail_test(request: Request, caller: Administrator, body: MailTestPost) -> Response:
    """Sends a letter at once and says what came of it; 20 seconds without an answer are an answer, too."""
    context = get_context(request)

    async def tried() -> Response:
        context.limits.take(_TRIALS, caller.operator_id)
        read = context.database.read
        server, letter = await read(queries.test_letter, body.to, company=caller.company_id, caller=caller)
        fault = await mail.try_server(
            server,
            letter,
            vault=context.vault,
            company=caller.company_id,
            letter_id=new_secret(),
            at=context.clock.now(),
        )
        return await command(
            context, request, service.note_mail_tried, caller=caller, shape=MailTested, fault=fault
        )

    return await outside_once(context, request, tried, caller=caller)
