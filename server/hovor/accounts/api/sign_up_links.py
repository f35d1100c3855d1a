"""Sign-up links: administrators make them, new colleagues join by them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hovor.accounts import queries, schemas, service
from hovor.accounts.api.signing import (
    JSON,
    KEY_BITS,
    TOKEN_BITS,
    new_password_problems,
    new_session,
    require_email,
)
from hovor.accounts.errors import SignUpLinkExpired, SignUpLinkUsed
from hovor.foundation.caller import Anonymous, OperatorCaller, SystemCaller
from hovor.foundation.clock import Instant
from hovor.foundation.database import Reading
from hovor.foundation.errors import Invalid
from hovor.foundation.http.callers import administrator_caller, set_session_cookie
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import command, encode, query
from hovor.foundation.identifiers import new_secret, token_hash

Administrator = Annotated[OperatorCaller, Depends(administrator_caller)]


def _links(reading: Reading) -> schemas.SignUpLinks:
    return schemas.SignUpLinks(tuple(queries.sign_up_links(reading)))


def _active(reading: Reading, secret_hash: str) -> tuple[str, str]:
    company_id, link = queries.sign_up_link_by_secret(reading, secret_hash)
    _require_active(link, reading.now)
    return company_id, link.email


def _require_active(link: queries.SignUpLink, now: Instant) -> None:
    state = link.state(now)
    if state != "active":
        raise SignUpLinkUsed if state == "used" else SignUpLinkExpired


class SignUpLinks:
    """Made, listed, revoked, and joined by."""

    def __init__(self, passwords: service.Passwords) -> None:
        self._passwords = passwords

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter(prefix="/api/v1", tags=["sign-in"])
        routes.add_api_route(
            "/sign-up-links", self.get_links, methods=["GET"], summary="Links for new colleagues"
        )
        routes.add_api_route(
            "/sign-up-links",
            self.post_link,
            methods=["POST"],
            status_code=201,
            summary="Make a link for a new colleague",
        )
        routes.add_api_route(
            "/sign-up-links/{link_id}/revoke", self.post_revoke, methods=["POST"], summary="Revoke a link"
        )
        routes.add_api_route(
            "/public/sign-up-links/{secret}", self.get_page, methods=["GET"], summary="Who invites whom"
        )
        routes.add_api_route(
            "/public/sign-up-links/{secret}",
            self.post_join,
            methods=["POST"],
            status_code=201,
            summary="Join the company",
        )
        return routes

    @gives(schemas.SignUpLinks)
    async def get_links(self, request: Request, caller: Administrator) -> Response:
        """The newest first, used and revoked ones too; none with its secret."""
        return await query(get_context(request), _links, caller=caller)

    @gives(schemas.NewSignUpLink)
    async def post_link(
        self, request: Request, caller: Administrator, body: schemas.SignUpLinkPost
    ) -> Response:
        """`url` is told this once; only its hash is kept. It is for one address, and works once."""
        context = get_context(request)
        secret = new_secret(KEY_BITS)
        base = context.settings.public_url or str(request.base_url).rstrip("/")

        def shape(link: queries.SignUpLinkView) -> schemas.NewSignUpLink:
            return schemas.NewSignUpLink(link=link, url=f"{base}/sign-up/{secret}")

        new = service.NewSignUpLink(
            email=require_email("email", body.email),
            secret_hash=token_hash(secret),
            **body.model_dump(exclude={"email"}),
        )
        return await command(
            context,
            request,
            service.create_sign_up_link,
            caller=caller,
            status=201,
            shape=shape,
            new=new,
        )

    @gives(queries.SignUpLinkView)
    async def post_revoke(self, request: Request, caller: Administrator, link_id: str) -> Response:
        """At once, also for a page that is open; who has joined stays."""
        return await command(
            get_context(request), request, service.revoke_sign_up_link, caller=caller, link_id=link_id
        )

    @gives(queries.SignUpPage)
    async def get_page(self, request: Request, secret: str) -> Response:
        """What the page behind the link shows; looking uses nothing up."""
        context = get_context(request)
        hashed = token_hash(secret)
        company, _ = await context.database.read(
            queries.sign_up_link_by_secret, hashed, company="", caller=Anonymous()
        )
        caller = SystemCaller(company, "sign_up")
        return await query(context, queries.sign_up_page, caller=caller, secret_hash=hashed)

    @gives(schemas.SignedIn)
    async def post_join(self, request: Request, secret: str, body: schemas.SignUpPost) -> Response:
        """Makes the operator and signs him in; 410 `sign_up_link_used` or `sign_up_link_expired`."""
        context = get_context(request)
        secret_hash = token_hash(secret)
        company, email = await context.database.read(_active, secret_hash, company="", caller=Anonymous())
        problems = new_password_problems("password", body.password, email)
        if problems:
            raise Invalid(fields=problems)
        token = new_secret(TOKEN_BITS)
        joining = service.Joining(
            body.name,
            await self._passwords.hash(body.password),
            body.language,
            new_session(request, token),
        )
        done = await context.database.write(
            service.join, secret_hash, joining, company=company, caller=SystemCaller(company, "sign_up")
        )
        response = Response(encode(schemas.SignedIn(done.operator)), 201, media_type=JSON)
        set_session_cookie(request, response, token, keep_seconds=done.lasts_seconds)
        return response
