"""Routes that do something with one conversation."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from hovor.clients import queries as clients
from hovor.conversations import queries, service
from hovor.conversations.errors import NoAddress
from hovor.conversations.queries import ConversationView
from hovor.conversations.schemas import (
    CollaboratorPost,
    Continued,
    DraftPut,
    EndPost,
    MessagePost,
    MessagePosted,
    NotePost,
    ParametersPost,
    ReadPost,
    TagsPost,
    posted,
)
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Work
from hovor.foundation.http.callers import operator_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.hot import HotRoute, read_body
from hovor.foundation.http.route import command
from hovor.foundation.mail import seal_letter
from hovor.foundation.rate_limits import Rule
from hovor.messaging import queries as messaging
from hovor.messaging import service as messages
from hovor.messaging.service import Content

router = APIRouter(prefix="/api/v1/conversations/{conversation_id}", tags=["conversations"])
Signed = Annotated[OperatorCaller, Depends(operator_caller)]
_MESSAGES: Final = "/api/v1/conversations/{conversation_id}/messages"
_TRANSCRIPTS: Final = Rule("transcript", burst=30, per_second=0.1)
_message: Final = msgspec.json.Decoder(MessagePost)


async def post_message(request: Request) -> Response:
    """The hottest route: without FastAPI."""
    caller = await operator_caller(request)
    body = await read_body(request, _message)
    return await command(
        get_context(request),
        request,
        say,
        caller=caller,
        status=201,
        conversation_id=request.path_params["conversation_id"],
        body=body,
    )


HOT_ROUTES: Final = (
    HotRoute(
        path=_MESSAGES,
        method="POST",
        endpoint=post_message,
        summary="Write to the client",
        request=MessagePost,
        response=MessagePosted,
        status=201,
        tags=("conversations",),
        caller=operator_caller,
    ),
)


def say(work: Work, conversation_id: str, body: MessagePost) -> MessagePosted:
    """What both the route and the frame of the socket run."""
    stored = service.post(
        work, conversation_id=conversation_id, client_ref=body.client_ref, content=body.content()
    )
    return posted(stored, work.position)


@router.post("/notes", status_code=201, summary="Add a note for colleagues")
@gives(MessagePosted)
async def post_note(request: Request, caller: Signed, conversation_id: str, body: NotePost) -> Response:
    """The client never sees it."""
    values: dict[str, Any] = {"conversation_id": conversation_id, "body": body}
    return await command(get_context(request), request, _note, caller=caller, status=201, **values)


@router.post("/end", summary="End the conversation")
@gives(ConversationView)
async def post_end(request: Request, caller: Signed, conversation_id: str, body: EndPost) -> Response:
    """You have time for the work after it, as long as the queue's limit allows. `transcript` needs a mail
    server of the company's, 409 `mail_not_set_up`, and the client's address, 409 `no_address`.
    """
    return await _ended(request, caller, service.end, conversation_id=conversation_id, body=body)


@router.post("/wrap-up", summary="Finish the work after the conversation")
@gives(ConversationView)
async def post_wrap_up(request: Request, caller: Signed, conversation_id: str, body: EndPost) -> Response:
    """It is closed for good. `transcript` as at the end."""
    return await _ended(request, caller, service.finish, conversation_id=conversation_id, body=body)


@router.post("/continue", status_code=201, summary="Go on with a closed conversation")
@gives(Continued)
async def post_continue(request: Request, caller: Signed, conversation_id: str) -> Response:
    """A new conversation, linked to the closed one and yours."""
    values: dict[str, Any] = {"conversation_id": conversation_id, "shape": Continued.of}
    return await command(
        get_context(request), request, service.continue_, caller=caller, status=201, **values
    )


@router.post("/read", status_code=204, summary="Mark as read")
async def post_read(request: Request, caller: Signed, conversation_id: str, body: ReadPost) -> Response:
    """The client sees it, too."""
    values: dict[str, Any] = {"conversation_id": conversation_id, "number": body.number}
    return await command(get_context(request), request, _read, caller=caller, status=204, **values)


@router.post("/tags", summary="Set the tags")
@gives(ConversationView)
async def post_tags(request: Request, caller: Signed, conversation_id: str, body: TagsPost) -> Response:
    """These and no others."""
    values: dict[str, Any] = {"conversation_id": conversation_id, "changes": body.changes()}
    return await command(get_context(request), request, _change, caller=caller, **values)


@router.post("/parameters", summary="Set parameters")
@gives(ConversationView)
async def post_parameters(
    request: Request, caller: Signed, conversation_id: str, body: ParametersPost
) -> Response:
    """Those that came from outside stay."""
    values: dict[str, Any] = {"conversation_id": conversation_id, "changes": body.changes()}
    return await command(get_context(request), request, _change, caller=caller, **values)


@router.post("/collaborators", summary="Ask a colleague to help")
@gives(ConversationView)
async def post_collaborator(
    request: Request, caller: Signed, conversation_id: str, body: CollaboratorPost
) -> Response:
    """He sees everything and may write; the conversation stays its owner's."""
    values: dict[str, Any] = {
        "conversation_id": conversation_id,
        "operator_id": body.operator_id,
        "inside": True,
    }
    return await command(get_context(request), request, _collaborator, caller=caller, **values)


@router.delete("/collaborators/{operator_id}", status_code=204, summary="Let a colleague go, or leave")
async def delete_collaborator(
    request: Request, caller: Signed, conversation_id: str, operator_id: str
) -> Response:
    """He keeps what he knows, and sees nothing more."""
    values: dict[str, Any] = {
        "conversation_id": conversation_id,
        "operator_id": operator_id,
        "inside": False,
    }
    return await command(
        get_context(request), request, service.set_collaborator, caller=caller, status=204, **values
    )


@router.put("/draft", summary="Keep your draft")
@gives(messaging.DraftView)
async def put_draft(request: Request, caller: Signed, conversation_id: str, body: DraftPut) -> Response:
    """Nothing typed is lost, whatever happens to this device."""
    content = Content(body.text, tuple(body.file_ids))
    values: dict[str, Any] = {"conversation_id": conversation_id, "content": content}
    return await command(get_context(request), request, _save_draft, caller=caller, **values)


def _note(work: Work, conversation_id: str, body: NotePost) -> MessagePosted:
    stored = service.add_note(
        work,
        conversation_id=conversation_id,
        client_ref=body.client_ref,
        content=Content(body.text, tuple(body.file_ids)),
    )
    return posted(stored, work.position)


async def _ended(
    request: Request,
    caller: OperatorCaller,
    verb: Callable[..., queries.Conversation],
    *,
    conversation_id: str,
    body: EndPost,
) -> Response:
    context = get_context(request)
    seal = partial(seal_letter, context.vault, caller.company_id)

    def unit(work: Work) -> ConversationView:
        row = verb(work, conversation_id=conversation_id, ending=body.ending())
        if body.transcript:
            client = clients.client(work, row.client_id)
            if client.email is None:
                raise NoAddress
            messages.send_transcript(
                work, conversation_id=row.id, to=client.email, language=client.language, seal=seal
            )
        return queries.view(work, row)

    if body.transcript:
        context.limits.take(_TRANSCRIPTS, caller.actor.id)
    return await command(context, request, unit, caller=caller)


def _read(work: Work, conversation_id: str, number: int) -> None:
    row = queries.workable(work, conversation_id)
    messages.mark_read(work, conversation_id=row.id, number=number)


def _change(work: Work, conversation_id: str, changes: service.Changes) -> ConversationView:
    return queries.view(work, service.change(work, conversation_id=conversation_id, changes=changes))


def _collaborator(work: Work, conversation_id: str, operator_id: str, *, inside: bool) -> ConversationView:
    row = service.set_collaborator(
        work, conversation_id=conversation_id, operator_id=operator_id, inside=inside
    )
    return queries.view(work, row)


def _save_draft(work: Work, conversation_id: str, content: Content) -> messaging.DraftView:
    row = queries.readable(work, conversation_id)
    return messages.save_draft(work, conversation_id=row.id, content=content)
