"""Routes by which operators and integrations make, see, change and end invitations."""

import asyncio
from typing import Annotated, Any, Final, TypeAlias

from fastapi import APIRouter, Depends, Query, Request, Response

from hovor.foundation.caller import IntegrationCaller, OperatorCaller
from hovor.foundation.database import Reading, Work
from hovor.foundation.errors import Invalid, NotFound
from hovor.foundation.http.callers import OperatorOrScope
from hovor.foundation.http.context import Context, get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.pagination import DEFAULT_LIMIT, MAXIMUM_LIMIT, page_of, read_cursor
from hovor.foundation.http.proxies import own_origin
from hovor.foundation.http.route import command, query
from hovor.foundation.identifiers import new_code, new_secret
from hovor.foundation.mail import seal_letter
from hovor.foundation.qr import qr_png
from hovor.foundation.rate_limits import Rule
from hovor.invitations import queries, service
from hovor.invitations.queries import CODE, SECRET, Addresses, InvitationView
from hovor.invitations.schemas import InvitationPatch, InvitationPost, Invitations, Nothing, SendPost

Maker: TypeAlias = OperatorCaller | IntegrationCaller
Reads = Annotated[Maker, Depends(OperatorOrScope("invitations.read"))]
Writes = Annotated[Maker, Depends(OperatorOrScope("invitations.write"))]
SECRET_BITS: Final = 160
_LETTERS: Final = Rule("invitation_letter", burst=30, per_second=0.1)
"""Nobody can make Hovor send letters without end."""


def secret_key(context: Context, secret: str) -> str:
    """By what a link's secret is found."""
    return context.vault.keyed_hash(f"invitation secret {secret}")


def code_key(context: Context, code: str) -> str:
    """By what a short code is found."""
    return context.vault.keyed_hash(f"invitation code {code}")


class Own:
    """The routes, for an installation that writes its links so."""

    def __init__(self, addresses: Addresses, kinds: frozenset[str]) -> None:
        self._addresses = addresses
        self._kinds = kinds

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter(prefix="/api/v1/invitations", tags=["invitations"])
        routes.add_api_route("", self.get_invitations, methods=["GET"], summary="Your invitations")
        routes.add_api_route(
            "", self.post_invitation, methods=["POST"], status_code=201, summary="Invite a client"
        )
        one = "/{invitation_id}"
        routes.add_api_route(one, self.get_invitation, methods=["GET"], summary="One invitation")
        routes.add_api_route(
            one, self.patch_invitation, methods=["PATCH"], summary="Extend or rearrange an invitation"
        )
        routes.add_api_route(f"{one}/qr.png", self.get_qr, methods=["GET"], summary="The link as a QR code")
        routes.add_api_route(
            f"{one}/send", self.post_send, methods=["POST"], summary="Send an invitation by e-mail"
        )
        routes.add_api_route(
            f"{one}/revoke", self.post_revoke, methods=["POST"], summary="Revoke an invitation"
        )
        return routes

    @gives(Invitations)
    async def get_invitations(
        self,
        request: Request,
        caller: Reads,
        operator_id: Annotated[str | None, Query(max_length=64)] = None,
        after: Annotated[str | None, Query(max_length=200)] = None,
        limit: Annotated[int, Query(ge=1, le=MAXIMUM_LIMIT)] = DEFAULT_LIMIT,
    ) -> Response:
        """The newest first. Another operator's for supervisors; every operator's for integrations."""
        place = read_cursor(after, tuple[str])
        values: dict[str, Any] = {"operator_id": operator_id, "before": place and place[0], "limit": limit}
        return await query(get_context(request), self._list, caller=caller, **values)

    @gives(InvitationView)
    async def post_invitation(self, request: Request, caller: Writes, body: InvitationPost) -> Response:
        """The link works at once. Integrations name the operator; theirs are repeatable unless they say
        otherwise.
        """
        context = get_context(request)
        secret, code = new_secret(SECRET_BITS), new_code()
        seal = context.vault.seal
        new = service.NewInvitation(
            secret=service.Sealed(
                secret_key(context, secret), seal(secret, company=caller.company_id, purpose=SECRET)
            ),
            code=service.Sealed(code_key(context, code), seal(code, company=caller.company_id, purpose=CODE)),
            origin=own_origin(request),
            kinds=self._kinds,
            **body.values(),
        )
        return await command(context, request, self._create, caller=caller, status=201, new=new)

    @gives(InvitationView)
    async def get_invitation(self, request: Request, caller: Reads, invitation_id: str) -> Response:
        """With its link and code, for its operator and its maker."""
        values: dict[str, Any] = {"invitation_id": invitation_id, "addresses": self._addresses}
        return await query(get_context(request), queries.view, caller=caller, **values)

    @gives(InvitationView)
    async def patch_invitation(
        self, request: Request, caller: Writes, invitation_id: str, body: InvitationPatch
    ) -> Response:
        """Only what is named changes. What has ended does not come back: 409 `invitation_over`."""
        values: dict[str, Any] = {"invitation_id": invitation_id, "changes": body.change()}
        return await command(get_context(request), request, self._change, caller=caller, **values)

    @gives(InvitationView)
    async def post_revoke(
        self, request: Request, caller: Writes, invitation_id: str, body: Nothing
    ) -> Response:
        """It works no more, from this very moment. May be asked for again."""
        values: dict[str, Any] = {"invitation_id": invitation_id}
        return await command(get_context(request), request, self._revoke, caller=caller, **values)

    @gives(InvitationView)
    async def post_send(
        self, request: Request, caller: Writes, invitation_id: str, body: SendPost
    ) -> Response:
        """Link, code and times, by the company's own mail server; 409 `mail_not_set_up` where it has none."""
        context = get_context(request)
        context.limits.take(_LETTERS, caller.actor.id)
        letter = await context.database.read(
            queries.letter,
            invitation_id,
            body.email,
            self._addresses,
            company=caller.company_id,
            caller=caller,
        )
        if not letter.to:
            raise Invalid(fields=[{"field": "email", "message": "Give an address to send it to."}])
        sealed = seal_letter(context.vault, caller.company_id, letter)
        values: dict[str, Any] = {"invitation_id": invitation_id, "sealed_letter": sealed}
        return await command(context, request, self._send, caller=caller, **values)

    @gives(bytes)
    async def get_qr(self, request: Request, caller: Reads, invitation_id: str) -> Response:
        """A picture (PNG). For its operator and its maker, like the link itself."""
        values: dict[str, Any] = {"invitation_id": invitation_id, "addresses": self._addresses}
        view = await get_context(request).database.read(
            queries.view, company=caller.company_id, caller=caller, **values
        )
        if view.url is None:
            raise NotFound
        return Response(await asyncio.to_thread(qr_png, view.url), media_type="image/png")

    def _list(
        self, reading: Reading, *, operator_id: str | None, before: str | None, limit: int
    ) -> Invitations:
        found = queries.listed(
            reading, operator_id=operator_id, before=before, limit=limit + 1, addresses=self._addresses
        )
        page = page_of(found, limit, lambda each: (each.id,))
        return Invitations(tuple(page.items), page.next)

    def _create(self, work: Work, new: service.NewInvitation) -> InvitationView:
        return queries.view(work, service.create(work, new=new).id, self._addresses)

    def _change(self, work: Work, invitation_id: str, changes: service.Change) -> InvitationView:
        service.change(work, invitation_id=invitation_id, changes=changes)
        return queries.view(work, invitation_id, self._addresses)

    def _send(self, work: Work, invitation_id: str, sealed_letter: str) -> InvitationView:
        service.send(work, invitation_id=invitation_id, sealed_letter=sealed_letter)
        return queries.view(work, invitation_id, self._addresses)

    def _revoke(self, work: Work, invitation_id: str) -> InvitationView:
        service.revoke(work, invitation_id=invitation_id)
        return queries.view(work, invitation_id, self._addresses)
