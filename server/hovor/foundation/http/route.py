"""The one way a request runs a verb (`command`) and the one way it runs a query (`query`)."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final

import msgspec
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from hovor.foundation.caller import Anonymous, Caller
from hovor.foundation.database import Work
from hovor.foundation.errors import Refusal
from hovor.foundation.http.context import Context
from hovor.foundation.http.problems import PROBLEM_TYPE, document
from hovor.foundation.idempotency import Answer, Claim, is_final

KEY_HEADER: Final = "idempotency-key"
JSON: Final = "application/json"
FINGERPRINT: Final = "body_fingerprint"
_NO_CONTENT: Final = 204
_FIRST_ERROR: Final = 400


def unchanged(value: object) -> object:
    """The shape of an answer that is already what should be sent."""
    return value


async def command(
    context: Context,
    request: Request,
    fn: Callable[..., Any],
    /,
    *,
    caller: Caller,
    status: int = 200,
    shape: Callable[[Any], object] = unchanged,
    **values: object,
) -> Response:
    """Runs `fn(work, **values)` in one unit of work of the caller's company and answers with `shape` of
    what it gives.

    An `Idempotency-Key` is honoured for every caller who is known. A `Refusal` that `fn` *returns* is
    committed with the unit and answered like one it raises. Status 204 sends no body.
    """
    company = company_of(caller)
    claim = await _claim(request, caller)

    def unit(work: Work) -> Answer | Refusal:
        stored = None if claim is None else context.idempotency.find(work, claim)
        if stored is not None:
            return stored
        given = fn(work, **values)
        if isinstance(given, Refusal):
            answer = _refused(given)
        else:
            answer = Answer(status, b"" if status == _NO_CONTENT else encode(shape(given)))
        if claim is not None:
            context.idempotency.store(work, claim, answer)
        return given if isinstance(given, Refusal) else answer

    if claim is None:
        return _respond_or_raise(await context.database.write(unit, company=company, caller=caller))
    async with context.idempotency.alone(company, claim):
        try:
            return _respond_or_raise(await context.database.write(unit, company=company, caller=caller))
        except Refusal as refusal:
            if not is_final(refusal.status):
                raise
            keep = context.idempotency.keep_refusal
            kept = await context.database.write(
                keep, claim, _refused(refusal), company=company, caller=caller
            )
            if kept.replayed:
                return respond(kept)
            raise


async def outside_once(
    context: Context, request: Request, doing: Callable[[], Awaitable[Response]], *, caller: Caller
) -> Response:
    """What `doing` answers, which does something outside of Hovor before its `command`, such as sending a
    letter. For an `Idempotency-Key` it is done once: not again when that was answered, nor beside it.

    Raises `KeyInvalid`, `KeyReused`, `InProgress`.
    """
    claim = await _claim(request, caller)
    if claim is None:
        return await doing()
    company, idempotency = company_of(caller), context.idempotency
    # Its own place: inside, the command takes the claim itself.
    async with idempotency.alone(company, replace(claim, claim=f"outside {claim.claim}")):
        stored = await context.database.write(idempotency.find, claim, company=company, caller=caller)
        return await doing() if stored is None else respond(stored)


async def query(
    context: Context,
    fn: Callable[..., Any],
    /,
    *,
    caller: Caller,
    shape: Callable[[Any], object] = unchanged,
    **values: object,
) -> Response:
    """Runs `fn(reading, **values)` on one snapshot of the caller's company and answers with `shape` of what
    it gives.
    """
    given = await context.database.read(fn, company=company_of(caller), caller=caller, **values)
    return respond(Answer(200, encode(shape(given))))


def company_of(caller: Caller) -> str:
    """The company whose data a unit for this caller may touch; empty for the whole installation."""
    return "" if isinstance(caller, Anonymous) else caller.company_id


def respond(answer: Answer) -> Response:
    """An answer as it goes out. A repetition says so, so that whoever looks for a fault need not wonder."""
    media_type = PROBLEM_TYPE if answer.status >= _FIRST_ERROR else JSON
    headers = {"idempotency-replayed": "true"} if answer.replayed else None
    if not answer.body:
        return Response(status_code=answer.status, headers=headers)
    return Response(answer.body, answer.status, headers=headers, media_type=media_type)


def encode(value: object) -> bytes:
    """A value as JSON: msgspec structs, dataclasses, pydantic models, and plain values made of these."""
    return _encode(value)


def _for_pydantic(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise NotImplementedError(type(value).__qualname__)


_encode: Final = msgspec.json.Encoder(enc_hook=_for_pydantic).encode


def _respond_or_raise(outcome: Answer | Refusal) -> Response:
    if isinstance(outcome, Refusal):
        raise outcome
    return respond(outcome)


def _refused(refusal: Refusal) -> Answer:
    return Answer(refusal.status, document(refusal, None))


async def _claim(request: Request, caller: Caller) -> Claim | None:
    key = request.headers.get(KEY_HEADER)
    if key is None or request.method != "POST" or isinstance(caller, Anonymous):
        return None
    # An upload's body is on disk by now; its route left the digest here.
    body: bytes | None = getattr(request.state, FINGERPRINT, None)
    route = f"{request.method} {request.url.path}?{request.url.query}"
    return Claim.of(caller, route, key, await request.body() if body is None else body)
