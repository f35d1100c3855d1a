"""Routes about the second factor. The password is asked for again before anything of it changes."""

import asyncio
import base64
from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response

from hovor.accounts import queries, schemas, service
from hovor.accounts.errors import WrongPassword
from hovor.foundation.caller import Caller, OperatorCaller
from hovor.foundation.database import Work
from hovor.foundation.errors import NotFound
from hovor.foundation.http.callers import administrator_caller, operator_caller
from hovor.foundation.http.context import Context, get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import command, company_of, query
from hovor.foundation.identifiers import new_code, new_secret
from hovor.foundation.qr import qr_png
from hovor.foundation.rate_limits import Rule
from hovor.second_factor import queries as factors
from hovor.second_factor import service as second_factor
from hovor.second_factor.errors import SecondFactorOff, WrongNewCode

GUESSES: Final = Rule("present_password", burst=5, per_second=0.05)
"""Who finds a page left open must not be able to try out its owner's password, nor codes."""
_KEY_BITS: Final = 160

Signed = Annotated[OperatorCaller, Depends(operator_caller)]
Administrator = Annotated[OperatorCaller, Depends(administrator_caller)]


async def require_password(
    context: Context, passwords: service.Passwords, caller: OperatorCaller, password: str
) -> str:
    """Answers the hash that the caller's own password fits. Raises `WrongPassword`, `RateLimited`."""
    context.limits.take(GUESSES, caller.operator_id)
    stored = await context.database.read(
        queries.password_hash, caller.operator_id, company=caller.company_id, caller=caller
    )
    if not await passwords.verify(stored, password):
        raise WrongPassword
    return stored


async def proof_of(
    context: Context, operator_id: str, code: str | None, *, caller: Caller
) -> second_factor.Proof | None:
    """What the code that somebody typed proves; None where he typed none."""
    if not code:
        return None
    company = company_of(caller)
    found = await context.database.read(factors.factor, operator_id, company=company, caller=caller)
    if found is None:
        return second_factor.Proof()
    key = context.vault.open(found.sealed, company=company, purpose=factors.PURPOSE)
    step = factors.fitting_step(key, code, context.clock.now())
    normal = factors.normal_recovery_code(code)
    hashed = None if normal is None else _hash_of(context, operator_id, normal)
    return second_factor.Proof(step, hashed)


class SecondFactor:
    """What everybody may do about his own, and an administrator about a colleague's."""

    def __init__(self, passwords: service.Passwords) -> None:
        self._passwords = passwords

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter(prefix="/api/v1", tags=["me"])
        own = "/me/second-factor"
        routes.add_api_route(own, self.get_own, methods=["GET"], summary="Your second factor")
        routes.add_api_route(own, self.post_own, methods=["POST"], summary="Begin to set up a second factor")
        routes.add_api_route(
            f"{own}/qr.png",
            self.get_qr,
            methods=["GET"],
            summary="The new secret as a QR code",
        )
        routes.add_api_route(
            f"{own}/confirm", self.post_confirm, methods=["POST"], summary="Turn your second factor on"
        )
        routes.add_api_route(
            f"{own}/recovery-codes", self.post_codes, methods=["POST"], summary="New recovery codes"
        )
        routes.add_api_route(
            f"{own}/remove", self.post_remove, methods=["POST"], summary="Turn your second factor off"
        )
        routes.add_api_route(
            "/operators/{operator_id}/second-factor",
            self.delete_of,
            methods=["DELETE"],
            status_code=204,
            summary="Reset an operator's second factor",
        )
        return routes

    @gives(factors.SecondFactorView)
    async def get_own(self, request: Request, caller: Signed) -> Response:
        """Whether it is on, and how many recovery codes are left."""
        return await query(get_context(request), factors.view, caller=caller, operator_id=caller.operator_id)

    @gives(schemas.SecondFactorSecret)
    async def post_own(self, request: Request, caller: Signed, body: schemas.PresentPassword) -> Response:
        """The secret for the app, told this once. Nothing is asked for until it is confirmed."""
        context = get_context(request)
        await require_password(context, self._passwords, caller, body.current_password)
        read = context.database.read
        own = await read(queries.operator, caller.operator_id, company=caller.company_id, caller=caller)
        key = base64.urlsafe_b64decode(new_secret(_KEY_BITS) + "=")
        sealed = context.vault.seal(key, company=caller.company_id, purpose=factors.PURPOSE)
        told = schemas.SecondFactorSecret(factors.typed_secret(key), factors.address(key, own.email))

        def begin(work: Work) -> schemas.SecondFactorSecret:
            second_factor.begin(work, operator_id=caller.operator_id, sealed=sealed)
            return told

        return await command(context, request, begin, caller=caller)

    @gives(bytes)
    async def get_qr(self, request: Request, caller: Signed) -> Response:
        """A picture (PNG), made here; 404 once it is confirmed."""
        context = get_context(request)
        read, company = context.database.read, caller.company_id
        found = await read(factors.factor, caller.operator_id, company=company, caller=caller)
        if found is None or found.on:
            raise NotFound
        own = await read(queries.operator, caller.operator_id, company=company, caller=caller)
        key = context.vault.open(found.sealed, company=company, purpose=factors.PURPOSE)
        picture = await asyncio.to_thread(qr_png, factors.address(key, own.email))
        return Response(picture, media_type="image/png")

    @gives(schemas.RecoveryCodes)
    async def post_confirm(self, request: Request, caller: Signed, body: schemas.NewCode) -> Response:
        """With a code of the app; answers the recovery codes, told this once. Every other device is signed
        out. 422 `wrong_new_code`.
        """
        context = get_context(request)
        context.limits.take(GUESSES, caller.operator_id)
        found = await context.database.read(
            factors.factor, caller.operator_id, company=caller.company_id, caller=caller
        )
        if found is None or found.on:
            raise SecondFactorOff
        key = context.vault.open(found.sealed, company=caller.company_id, purpose=factors.PURPOSE)
        step = factors.fitting_step(key, body.code, context.clock.now())
        if step is None:
            raise WrongNewCode
        new, hashes = _new_codes(context, caller.operator_id)

        def confirm(work: Work) -> schemas.RecoveryCodes:
            second_factor.confirm(
                work, operator_id=caller.operator_id, sealed=found.sealed, step=step, code_hashes=hashes
            )
            return new

        return await command(context, request, confirm, caller=caller)

    @gives(schemas.RecoveryCodes)
    async def post_codes(self, request: Request, caller: Signed, body: schemas.PresentPassword) -> Response:
        """The former ones are worth nothing from now on."""
        context = get_context(request)
        await require_password(context, self._passwords, caller, body.current_password)
        new, hashes = _new_codes(context, caller.operator_id)

        def renew(work: Work) -> schemas.RecoveryCodes:
            second_factor.renew_codes(work, operator_id=caller.operator_id, code_hashes=hashes)
            return new

        return await command(context, request, renew, caller=caller)

    @gives(factors.SecondFactorView)
    async def post_remove(self, request: Request, caller: Signed, body: schemas.PresentPassword) -> Response:
        """The password is enough to sign in from now on."""
        context = get_context(request)
        await require_password(context, self._passwords, caller, body.current_password)

        def remove(work: Work) -> factors.SecondFactorView:
            second_factor.remove(work, operator_id=caller.operator_id)
            return factors.view(work, caller.operator_id)

        return await command(context, request, remove, caller=caller)

    async def delete_of(self, request: Request, caller: Administrator, operator_id: str) -> Response:
        """For who has lost app and recovery codes; signs them out everywhere."""

        def reset(work: Work) -> None:
            queries.operator(work, operator_id)
            second_factor.remove(work, operator_id=operator_id)

        return await command(get_context(request), request, reset, caller=caller, status=204)


def _new_codes(context: Context, operator_id: str) -> tuple[schemas.RecoveryCodes, Sequence[str]]:
    made = [new_code() for _ in range(factors.RECOVERY_CODES)]
    shown = schemas.RecoveryCodes(tuple(map(factors.shown_recovery_code, made)))
    return shown, [_hash_of(context, operator_id, each) for each in made]


def _hash_of(context: Context, operator_id: str, code: str) -> str:
    return context.vault.keyed_hash(f"recovery code {operator_id} {code}")
