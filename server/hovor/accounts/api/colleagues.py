"""Operators and groups, as administrators set them up and supervisors see them."""

from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Request, Response

from hovor.accounts import queries, schemas, service
from hovor.accounts.api.signing import new_password_problems, require_email
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Reading, Work
from hovor.foundation.errors import Invalid
from hovor.foundation.http.callers import administrator_caller, operator_caller, supervisor_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import command, query

Signed = Annotated[OperatorCaller, Depends(operator_caller)]
Supervisor = Annotated[OperatorCaller, Depends(supervisor_caller)]
Administrator = Annotated[OperatorCaller, Depends(administrator_caller)]


def _operators(reading: Reading) -> schemas.Operators:
    return schemas.Operators(tuple(queries.accounts(reading).values()))


def _groups(reading: Reading) -> schemas.Groups:
    return schemas.Groups(tuple(schemas.group_view(each) for each in queries.groups(reading)))


def _change_group(work: Work, group_id: str, changes: dict[str, Any]) -> queries.Group:
    return service.change_group(work, group_id, **changes)


class Colleagues:
    """Operators and groups."""

    def __init__(self, passwords: service.Passwords) -> None:
        self._passwords = passwords

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter(prefix="/api/v1", tags=["operators"])
        routes.add_api_route("/operators", self.get_operators, methods=["GET"], summary="All operators")
        routes.add_api_route(
            "/operators", self.post_operator, methods=["POST"], status_code=201, summary="Add an operator"
        )
        routes.add_api_route(
            "/operators/{operator_id}", self.get_operator, methods=["GET"], summary="One operator"
        )
        routes.add_api_route(
            "/operators/{operator_id}", self.patch_operator, methods=["PATCH"], summary="Change an operator"
        )
        routes.add_api_route("/groups", self.get_groups, methods=["GET"], summary="All groups")
        routes.add_api_route(
            "/groups", self.post_group, methods=["POST"], status_code=201, summary="Add a group"
        )
        routes.add_api_route(
            "/groups/{group_id}",
            self.patch_group,
            methods=["PATCH"],
            summary="Rename a group or change its members",
        )
        return routes

    @gives(schemas.Operators)
    async def get_operators(self, request: Request, caller: Supervisor) -> Response:
        """By name, deactivated ones too."""
        return await query(get_context(request), _operators, caller=caller)

    @gives(queries.OperatorView)
    async def post_operator(
        self, request: Request, caller: Administrator, body: schemas.OperatorPost
    ) -> Response:
        """His e-mail address is unique in the installation."""
        email = require_email("email", body.email)
        problems = new_password_problems("password", body.password, email)
        if problems:
            raise Invalid(fields=problems)
        given = body.model_dump(exclude={"email", "password"})
        new = service.NewOperator(
            email=email, password_hash=await self._passwords.hash(body.password), **given
        )
        return await command(
            get_context(request), request, service.create_operator, caller=caller, status=201, new=new
        )

    @gives(queries.OperatorView)
    async def get_operator(self, request: Request, caller: Supervisor, operator_id: str) -> Response:
        """With his groups and channels."""
        return await query(get_context(request), queries.account, caller=caller, operator_id=operator_id)

    @gives(queries.OperatorView)
    async def patch_operator(
        self, request: Request, caller: Administrator, operator_id: str, body: schemas.OperatorPatch
    ) -> Response:
        """Who is deactivated or gets another password is signed out everywhere."""
        context = get_context(request)
        changes: dict[str, Any] = body.model_dump(exclude_none=True, exclude={"password"})
        if body.capacity is not None:
            changes["capacity"] = body.capacity.capacity()
        if body.password is not None:
            found = await context.database.read(
                queries.operator, operator_id, company=caller.company_id, caller=caller
            )
            problems = new_password_problems("password", body.password, found.email)
            if problems:
                raise Invalid(fields=problems)
            changes["password_hash"] = await self._passwords.hash(body.password)
        return await command(
            context,
            request,
            service.change_operator,
            caller=caller,
            operator_id=operator_id,
            changes=cast("service.OperatorChanges", changes),
        )

    @gives(schemas.Groups)
    async def get_groups(self, request: Request, caller: Signed) -> Response:
        """With their active members."""
        return await query(get_context(request), _groups, caller=caller)

    @gives(schemas.GroupView)
    async def post_group(self, request: Request, caller: Administrator, body: schemas.GroupPost) -> Response:
        """It gets a queue of its own."""
        return await command(
            get_context(request),
            request,
            service.create_group,
            caller=caller,
            status=201,
            shape=schemas.group_view,
            name=body.name,
            member_ids=body.member_ids,
        )

    @gives(schemas.GroupView)
    async def patch_group(
        self, request: Request, caller: Administrator, group_id: str, body: schemas.GroupPatch
    ) -> Response:
        """Only what is named changes."""
        return await command(
            get_context(request),
            request,
            _change_group,
            caller=caller,
            shape=schemas.group_view,
            group_id=group_id,
            changes=body.model_dump(exclude_none=True),
        )
