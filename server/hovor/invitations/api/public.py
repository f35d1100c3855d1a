"""Routes for the client's page. Who holds the secret may look, wait and start; nothing else is asked of him.

The browser is known by a cookie that scripts cannot read and other sites cannot send. It is believed only
together with the secret that stands in the address.
"""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, TypeAlias

from fastapi import APIRouter, Path, Request, Response

from hovor.companies import queries as companies
from hovor.foundation import event_log
from hovor.foundation.caller import Anonymous, ClientCaller
from hovor.foundation.database import Reading, Work
from hovor.foundation.errors import NotFound, Refusal
from hovor.foundation.http.callers import bearer
from hovor.foundation.http.context import Context, get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.hot import answer
from hovor.foundation.http.problems import OriginNotAllowed
from hovor.foundation.http.proxies import caller_network, is_own_origin, is_secure
from hovor.foundation.http.route import KEY_HEADER
from hovor.foundation.idempotency import LONGEST_KEY, KeyInvalid
from hovor.foundation.identifiers import new_secret
from hovor.foundation.mail import seal_letter
from hovor.foundation.rate_limits import Rule, throttled_for
from hovor.invitations import policy, queries, service
from hovor.invitations.api.own import code_key, secret_key
from hovor.invitations.queries import Addresses, Found
from hovor.invitations.schemas import (
    InvitationPage,
    JoinedView,
    JoinPost,
    Look,
    StartedView,
    StartPost,
    TellingView,
    TellMePost,
    WaitingView,
    WaitPost,
    page_of_client,
)
from hovor.invitations.service.redeeming import ALL_NETWORKS

PREFIX: Final = "/api/v1/public"
Secret = Annotated[str, Path(max_length=100)]
Looks: TypeAlias = Callable[[Mapping[str, object]], Look]
"""How a channel looks, from its settings."""

_TOKEN_BITS: Final = 256
_KEPT_SECONDS: Final = 30 * 86_400
_NAME: Final = "hovor_invitation"
_MISSES: Final = Rule("invitation_unknown", burst=60, per_second=0.5)
"""Of links that nobody made, from one network. Nobody finds one by guessing; nobody should try for long."""
_STARTS: Final = Rule("invitation_start", burst=2_000, per_second=5)
_WAITS: Final = Rule("invitation_wait", burst=60, per_second=1)
_WISHES: Final = Rule("invitation_wish", burst=10, per_second=0.01)
"""From one network: each is a letter to an address that nobody has shown to be his."""


class Public:
    """The routes, for an installation that writes its links so and whose channels look so."""

    def __init__(self, addresses: Addresses, looks: Looks) -> None:
        self._addresses = addresses
        self._looks = looks

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter(prefix=PREFIX, tags=["invitations"])
        one = "/invitations/{secret}"
        routes.add_api_route(one, self.get_page, methods=["GET"], summary="What the client's page shows")
        routes.add_api_route(
            f"{one}/conversations",
            self.post_conversation,
            methods=["POST"],
            status_code=201,
            summary="Start the conversation",
        )
        routes.add_api_route(f"{one}/wait", self.post_wait, methods=["POST"], summary="Wait for the operator")
        routes.add_api_route(
            f"{one}/tell-me",
            self.post_tell_me,
            methods=["POST"],
            summary="Be told when the operator is there",
        )
        routes.add_api_route(
            f"{one}/talk-to-the-team",
            self.post_team,
            methods=["POST"],
            status_code=201,
            summary="Talk to the team instead",
        )
        routes.add_api_route(
            f"{one}/calendar.ics",
            self.get_calendar,
            methods=["GET"],
            summary="The arranged time, for a calendar",
        )
        routes.add_api_route(
            "/join", self.post_join, methods=["POST"], summary="Find an invitation by its code"
        )
        return routes

    @gives(InvitationPage)
    async def get_page(self, request: Request, secret: Secret) -> Response:
        """Looking uses nothing, however often."""
        context, found = get_context(request), await _find(request, secret)
        known = await _browser(request, found, secret)
        shown = await context.database.read(
            self._page, found.invitation_id, company=found.company_id, caller=known or Anonymous()
        )
        return answer(shown)

    @gives(StartedView)
    async def post_conversation(self, request: Request, secret: Secret, body: StartPost) -> Response:
        """Uses it. 410 `invitation_used`, `invitation_expired`; the browser that has its conversation open
        gets that again.
        """
        return await self._begin(request, secret, body, service.start)

    @gives(StartedView)
    async def post_team(self, request: Request, secret: Secret, body: StartPost) -> Response:
        """Moves the conversation to the channel's group; where none was started, starts one there."""
        return await self._begin(request, secret, body, service.talk_to_team)

    @gives(WaitingView)
    async def post_wait(self, request: Request, secret: Secret, body: WaitPost) -> Response:
        """Uses nothing."""
        context, found = get_context(request), await _find(request, secret)
        _require_own_page(request, context)
        context.limits.take(_WAITS, caller_network(request))
        token = await _token(request, found, secret)
        browser = service.Browser(token, language_of(body.locale))
        values: dict[str, Any] = {"invitation_id": found.invitation_id, "browser": browser}
        waits = await context.database.write(_wait, company=found.company_id, caller=Anonymous(), **values)
        return _remembering(answer(waits), request, secret, token)

    @gives(TellingView)
    async def post_tell_me(self, request: Request, secret: Secret, body: TellMePost) -> Response:
        """One letter with the link goes to the address as soon as the operator can be reached; uses nothing.
        409 `mail_not_set_up`, `too_many_wishes`; 410 as everywhere here.
        """
        context, found = get_context(request), await _find(request, secret)
        _require_own_page(request, context)
        context.limits.take(_WISHES, caller_network(request))
        letter = await context.database.read(
            queries.here_letter,
            found.invitation_id,
            body.email,
            url=self._addresses.url(found.company_id, found.secret_sealed, found.origin),
            language=language_of(body.locale),
            company=found.company_id,
            caller=Anonymous(),
        )
        address = f"invitation wish {found.invitation_id} {body.email.lower()}"
        wish = service.TellMe(
            context.vault.keyed_hash(address), seal_letter(context.vault, found.company_id, letter)
        )
        await context.database.write(
            service.tell_me,
            invitation_id=found.invitation_id,
            wish=wish,
            company=found.company_id,
            caller=Anonymous(),
        )
        return answer(TellingView(body.email))

    @gives(bytes)
    async def get_calendar(self, request: Request, secret: Secret) -> Response:
        """A file by RFC 5545, with a reminder five minutes before."""
        context, found = get_context(request), await _find(request, secret)
        text = await context.database.read(
            queries.calendar,
            found.invitation_id,
            self._addresses.url(found.company_id, found.secret_sealed, found.origin),
            company=found.company_id,
            caller=Anonymous(),
        )
        headers = {"content-disposition": 'attachment; filename="invitation.ics"'}
        return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)

    @gives(JoinedView)
    async def post_join(self, request: Request, body: JoinPost) -> Response:
        """404 for every code that does not work, whatever the reason; after many from one network, 429."""
        context = get_context(request)
        code = policy.normal_code(body.code)
        wait = await context.database.read(throttled_for, ALL_NETWORKS, company="", caller=Anonymous())
        if wait:
            await context.clock.sleep_until(context.clock.now() + wait)
        found = await context.database.write(
            service.join,
            network_hash=context.vault.keyed_hash(f"join {caller_network(request)}"),
            code_hash=None if code is None else code_key(context, code),
            company="",
            caller=Anonymous(),
        )
        if isinstance(found, Refusal):
            raise found
        url = self._addresses.url(found.company_id, found.secret_sealed, found.origin)
        return answer(JoinedView(url))

    async def _begin(
        self, request: Request, secret: str, body: StartPost, verb: Callable[..., service.Started]
    ) -> Response:
        context, found = get_context(request), await _find(request, secret)
        _require_own_page(request, context)
        context.limits.take(_STARTS, found.invitation_id)
        token = await _token(request, found, secret)
        values: dict[str, Any] = {
            "verb": verb,
            "invitation_id": found.invitation_id,
            "begin": body.start(token, language_of(body.locale)),
        }
        given = await context.database.write(_begin, company=found.company_id, caller=Anonymous(), **values)
        return _remembering(answer(given, 201), request, secret, token)

    def _page(self, reading: Reading, invitation_id: str) -> InvitationPage:
        view = queries.public(reading, invitation_id)
        channel = companies.channel(reading, queries.get(reading, invitation_id).channel_id)
        return page_of_client(view, self._looks(channel.settings))


def language_of(locale: str | None) -> str | None:
    """`cs-CZ` -> `cs`; what is no language tag is not kept."""
    primary = (locale or "").split("-")[0].lower()
    return primary if re.fullmatch("[a-z]{2,3}", primary) else None


def _begin(
    work: Work, verb: Callable[..., service.Started], invitation_id: str, begin: service.Start
) -> StartedView:
    started = verb(work, invitation_id=invitation_id, begin=begin)
    position = event_log.position(work)
    return StartedView(
        started.conversation_id, started.visitor_token, _channel_key(work, invitation_id), position
    )


def _wait(work: Work, invitation_id: str, browser: service.Browser) -> WaitingView:
    token = service.wait(work, invitation_id=invitation_id, browser=browser)
    return WaitingView(token, _channel_key(work, invitation_id))


def _channel_key(reading: Reading, invitation_id: str) -> str:
    return companies.channel(reading, queries.get(reading, invitation_id).channel_id).key


async def _find(request: Request, secret: str) -> Found:
    """Raises `NotFound`; `RateLimited` for a network that asks for many that nobody made."""
    context = get_context(request)
    found = await context.database.read(
        queries.by_secret, secret_key(context, secret), company="", caller=Anonymous()
    )
    if found is None:
        context.limits.take(_MISSES, caller_network(request))
        raise NotFound
    return found


def _require_own_page(request: Request, context: Context) -> None:
    """A foreign page has no business here, even one that knows the secret. Raises `OriginNotAllowed`."""
    origin = request.headers.get("origin")
    if origin is not None and not is_own_origin(request.scope, origin, context.settings.public_url):
        raise OriginNotAllowed


async def _browser(request: Request, found: Found, secret: str) -> ClientCaller | None:
    """Who asks, if this browser began something by this invitation or waits at it."""
    token = bearer(request) or request.cookies.get(_cookie(request, secret))
    caller = None if token is None else await get_context(request).authenticate.client(token)
    fits = caller is not None and (caller.company_id, caller.channel_id) == (
        found.company_id,
        found.channel_id,
    )
    return caller if fits else None


async def _token(request: Request, found: Found, secret: str) -> str:
    """The token that the browser has, or a new one. With an idempotency key it is always the same new one, so
    that a request whose answer was lost finds what it did. Raises `KeyInvalid`.
    """
    if await _browser(request, found, secret) is not None:
        return bearer(request) or request.cookies[_cookie(request, secret)]
    key = request.headers.get(KEY_HEADER)
    if key is None:
        return new_secret(_TOKEN_BITS)
    if not 1 <= len(key) <= LONGEST_KEY:
        raise KeyInvalid
    return get_context(request).vault.keyed_hash(f"invitation visitor {secret} {key}")


def _cookie(request: Request, secret: str) -> str:
    """One name for each invitation: a browser may have come by several."""
    hashed = secret_key(get_context(request), secret)
    return f"{'__Secure-' if is_secure(request) else ''}{_NAME}_{hashed[:16]}"


def _remembering(response: Response, request: Request, secret: str, token: str) -> Response:
    response.set_cookie(
        _cookie(request, secret),
        token,
        max_age=_KEPT_SECONDS,
        path=f"{PREFIX}/invitations",
        secure=is_secure(request),
        httponly=True,
        samesite="strict",
    )
    return response
