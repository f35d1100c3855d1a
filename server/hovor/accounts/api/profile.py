"""One's own account: profile, password, devices."""

from typing import Annotated, cast

from fastapi import APIRouter, Depends, Request, Response

from hovor.accounts import queries, schemas, service
from hovor.accounts.api.second_factor import require_password
from hovor.accounts.api.signing import new_password_problems
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Reading, Work
from hovor.foundation.errors import Invalid, NotFound
from hovor.foundation.http.callers import operator_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import command, query

Signed = Annotated[OperatorCaller, Depends(operator_caller)]


def _own_sessions(reading: Reading, caller: OperatorCaller) -> schemas.Sessions:
    found = queries.sessions(reading, caller.operator_id)
    failed = queries.last_failed_sign_in(reading, caller.operator_id)
    items = tuple(schemas.session_view(each, caller.session_id) for each in found)
    return schemas.Sessions(items, schemas.failed_view(failed))


def _end_own(work: Work, caller: OperatorCaller, session_id: str) -> None:
    session = queries.find_session(work, session_id)
    if session is None or session.operator_id != caller.operator_id:
        raise NotFound
    service.end_session(work, session_id, cause="revoked")


class Profile:
    """What everybody may do with his own account."""

    def __init__(self, passwords: service.Passwords) -> None:
        self._passwords = passwords

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter(prefix="/api/v1/me", tags=["me"])
        routes.add_api_route("", self.get_me, methods=["GET"], summary="Your account")
        routes.add_api_route("", self.patch_me, methods=["PATCH"], summary="Change your profile")
        routes.add_api_route(
            "/password", self.post_password, methods=["POST"], status_code=204, summary="Change your password"
        )
        routes.add_api_route(
            "/sessions", self.get_sessions, methods=["GET"], summary="Devices on which you are signed in"
        )
        routes.add_api_route(
            "/sessions/{session_id}",
            self.delete_session,
            methods=["DELETE"],
            status_code=204,
            summary="Sign out there",
        )
        routes.add_api_route(
            "/sessions",
            self.delete_sessions,
            methods=["DELETE"],
            status_code=204,
            summary="Sign out everywhere else",
        )
        return routes

    @gives(queries.OperatorView)
    async def get_me(self, request: Request, caller: Signed) -> Response:
        """Name, role, language, groups and channels."""
        return await query(
            get_context(request), queries.account, caller=caller, operator_id=caller.operator_id
        )

    @gives(queries.OperatorView)
    async def patch_me(self, request: Request, caller: Signed, body: schemas.ProfilePatch) -> Response:
        """Only what is named changes."""
        return await command(
            get_context(request),
            request,
            service.change_operator,
            caller=caller,
            operator_id=caller.operator_id,
            changes=cast("service.OperatorChanges", body.model_dump(exclude_none=True)),
        )

    async def post_password(self, request: Request, caller: Signed, body: schemas.PasswordPost) -> Response:
        """Every other device is signed out."""
        context = get_context(request)
        read = context.database.read
        company = caller.company_id
        own = await read(queries.operator, caller.operator_id, company=company, caller=caller)
        problems = new_password_problems("new_password", body.new_password, own.email)
        if problems:
            raise Invalid(fields=problems)
        stored = await require_password(context, self._passwords, caller, body.current_password)
        return await command(
            context,
            request,
            service.change_password,
            caller=caller,
            status=204,
            operator_id=caller.operator_id,
            former_hash=stored,
            password_hash=await self._passwords.hash(body.new_password),
            session_id=caller.session_id,
        )

    @gives(schemas.Sessions)
    async def get_sessions(self, request: Request, caller: Signed) -> Response:
        """This one is marked `current`."""

        def own(reading: Reading) -> schemas.Sessions:
            return _own_sessions(reading, caller)

        return await query(get_context(request), own, caller=caller)

    async def delete_session(self, request: Request, caller: Signed, session_id: str) -> Response:
        """Its sockets are closed at once."""

        def end(work: Work) -> None:
            _end_own(work, caller, session_id)

        return await command(get_context(request), request, end, caller=caller, status=204)

    async def delete_sessions(self, request: Request, caller: Signed) -> Response:
        """This device stays signed in."""
        return await command(
            get_context(request),
            request,
            service.end_sessions,
            caller=caller,
            status=204,
            operator_id=caller.operator_id,
            cause="revoked",
            but=caller.session_id,
        )
