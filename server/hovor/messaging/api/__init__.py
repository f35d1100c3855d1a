"""Routes that messaging can answer alone: templates, uploads, and the door for vendors' webhooks.

What belongs to one conversation is routed by conversations, who know who may see it.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response, UploadFile

from hovor.foundation.caller import OperatorCaller
from hovor.foundation.http.callers import operator_caller, supervisor_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.files import UploadedFile, upload
from hovor.foundation.http.route import command, query
from hovor.messaging import queries, service
from hovor.messaging.schemas import TemplatePatch, TemplatePost, Templates, templates_view

router = APIRouter(prefix="/api/v1", tags=["messages"])
Signed = Annotated[OperatorCaller, Depends(operator_caller)]
Supervisor = Annotated[OperatorCaller, Depends(supervisor_caller)]


@router.get("/templates", summary="Prepared texts")
@gives(Templates)
async def get_templates(request: Request, caller: Signed) -> Response:
    """All that are not retired, by name."""
    return await query(get_context(request), queries.templates, caller=caller, shape=templates_view)


@router.post("/templates", status_code=201, summary="Add a prepared text")
@gives(queries.TemplateView)
async def post_template(request: Request, caller: Supervisor, body: TemplatePost) -> Response:
    """Supervisors and administrators."""
    return await command(
        get_context(request),
        request,
        service.create_template,
        caller=caller,
        status=201,
        name=body.name,
        language=body.language,
        text=body.text,
    )


@router.patch("/templates/{template_id}", summary="Change a prepared text")
@gives(queries.TemplateView)
async def patch_template(
    request: Request, caller: Supervisor, template_id: str, body: TemplatePatch
) -> Response:
    """Only what is named changes."""
    return await command(
        get_context(request),
        request,
        service.change_template,
        caller=caller,
        template_id=template_id,
        name=body.name,
        language=body.language,
        text=body.text,
    )


@router.delete("/templates/{template_id}", status_code=204, summary="Retire a prepared text")
async def delete_template(request: Request, caller: Supervisor, template_id: str) -> Response:
    """It leaves everybody's list; what was said with it stays."""
    return await command(
        get_context(request),
        request,
        service.retire_template,
        caller=caller,
        status=204,
        template_id=template_id,
    )


@router.post("/files", status_code=201, summary="Upload a file to send with a message")
@gives(UploadedFile)
async def post_file(request: Request, caller: Signed, file: UploadFile) -> Response:
    """It is known to its uploader only until it is sent in a conversation."""
    return await upload(get_context(request), request, file, caller=caller)
