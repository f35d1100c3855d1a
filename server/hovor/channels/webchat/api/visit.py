"""Coming, being known, and going."""

from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from hovor.channels.webchat import adapter, policy, schemas, service
from hovor.channels.webchat.api.door import PREFIX, for_visitor, open_to_sites, require_site
from hovor.channels.webchat.errors import ChannelClosed
from hovor.clients import service as clients
from hovor.conversations import queries as conversations
from hovor.foundation import event_log
from hovor.foundation.caller import Anonymous, ClientCaller
from hovor.foundation.database import Reading
from hovor.foundation.http.context import Context, get_context
from hovor.foundation.http.hot import HotRoute, answer, read_body
from hovor.foundation.http.proxies import caller_network
from hovor.foundation.http.route import command
from hovor.foundation.rate_limits import Rule
from hovor.messaging import queries as messaging
from hovor.messaging.channel import Channel

_TAGS: Final = ("web chat",)
# A school or an office comes from one network; a script that starts visitors without end does not get far.
HELLOS: Final = Rule("webchat_hello", burst=400, per_second=20)
WRITES: Final = Rule("webchat_details", burst=20, per_second=0.5)

_read_hello = msgspec.json.Decoder(schemas.HelloIn)
_read_details = msgspec.json.Decoder(schemas.DetailsIn)
_read_page = msgspec.json.Decoder(schemas.PageIn)
_read_parameters = msgspec.json.Decoder(schemas.ParametersIn)
_read_nothing = msgspec.json.Decoder(schemas.NothingIn)


async def _hello(request: Request) -> Response:
    context = get_context(request)
    body = await read_body(request, _read_hello)
    channel = await context.database.read(
        messaging.channel, request.path_params["channel_key"], company="", caller=Anonymous()
    )
    if not channel.enabled or channel.kind != adapter.KIND:
        raise ChannelClosed
    request.state.channel_id = channel.id
    await require_site(request, channel.id)
    token, caller = await _visitor(request, context, channel, body)
    page = body.page or schemas.PageIn()
    await context.database.write(
        clients.note_page,
        url=page.url,
        title=page.title,
        referrer=body.referrer,
        company=channel.company_id,
        caller=caller,
    )
    greeting = await context.database.read(_greet, channel, token, company=channel.company_id, caller=caller)
    return answer(greeting)


async def _visitor(
    request: Request, context: Context, channel: Channel, body: schemas.HelloIn
) -> tuple[str, ClientCaller]:
    """Who holds the token, if it is one of this channel; else a new visitor with a new one."""
    if body.visitor_token is not None:
        known = await context.authenticate.client(body.visitor_token)
        if known is not None and known.channel_id == channel.id:
            return body.visitor_token, known
    context.limits.take(HELLOS, caller_network(request))
    minted = await context.database.write(
        clients.mint_visitor,
        channel_id=channel.id,
        language=_language(body.locale),
        company=channel.company_id,
        caller=Anonymous(),
    )
    caller = ClientCaller(
        channel.company_id, minted.client_id, minted.identity_id, channel.id, minted.session_id
    )
    return minted.token, caller


def _language(locale: str | None) -> str | None:
    """`cs-CZ` -> `cs`; anything that is no language tag is not kept."""
    primary = (locale or "").split("-")[0].lower()
    return primary if primary.isalpha() and len(primary) in {2, 3} else None


def _greet(reading: Reading, channel: Channel, token: str) -> schemas.HelloOut:
    assert isinstance(reading.caller, ClientCaller)
    settings = policy.read_settings(channel.settings)
    front = conversations.front_state(reading, channel.id)
    latest = conversations.of_identity(reading, channel_id=channel.id, identity_id=reading.caller.identity_id)
    title = settings.title or channel.name
    return schemas.HelloOut(
        visitor_token=token,
        position=event_log.position(reading),
        state=front.state,
        when_unavailable=settings.when_unavailable,
        company=schemas.CompanyOut(title, settings.colour),
        conversation=conversations.client_view(reading, latest[-1]) if latest else None,
        texts=schemas.TextsOut(
            title, settings.greeting, settings.offline_text, settings.privacy_url, settings.suggestions
        ),
        forms=schemas.FormsOut(schemas.StartFormOut(settings.start_fields, settings.ask_consent)),
        limits=schemas.LimitsOut(adapter.TEXT_CHARACTERS, adapter.FILE_BYTES, settings.files),
    )


async def _details(request: Request, context: Context, caller: ClientCaller) -> Response:
    body = await read_body(request, _read_details)
    context.limits.take(WRITES, caller.identity_id)
    return await command(
        context,
        request,
        clients.describe_self,
        caller=caller,
        status=204,
        name=body.name,
        email=body.email,
        phone=body.phone,
    )


async def _page(request: Request, context: Context, caller: ClientCaller) -> Response:
    body = await read_body(request, _read_page)
    context.limits.take(WRITES, caller.identity_id)
    return await command(
        context, request, clients.note_page, caller=caller, status=204, url=body.url, title=body.title, referrer=None
    )


async def _parameters(request: Request, context: Context, caller: ClientCaller) -> Response:
    body = await read_body(request, _read_parameters)
    context.limits.take(WRITES, caller.identity_id)
    return await command(
        context, request, service.set_parameters, caller=caller, status=204, parameters=body.parameters
    )


async def _leave(request: Request, context: Context, caller: ClientCaller) -> Response:
    await read_body(request, _read_nothing)
    return await command(context, request, service.leave, caller=caller, status=204)


def _post(path: str, endpoint: object, summary: str, body: type[msgspec.Struct]) -> HotRoute:
    return HotRoute(
        path=f"{PREFIX}/{path}",
        method="POST",
        endpoint=for_visitor(endpoint),  # type: ignore[arg-type]
        summary=summary,
        request=body,
        response=None,
        status=204,
        tags=_TAGS,
    )


ROUTES: Final = (
    HotRoute(
        path=f"{PREFIX}/{{channel_key}}/hello",
        method="POST",
        endpoint=open_to_sites(_hello),
        summary="Start or resume a visitor",
        request=schemas.HelloIn,
        response=schemas.HelloOut,
        tags=_TAGS,
    ),
    _post("details", _details, "Say who you are", schemas.DetailsIn),
    _post("page", _page, "Say which page you are on", schemas.PageIn),
    _post("parameters", _parameters, "Tell what the page knows about the visit", schemas.ParametersIn),
    _post("leave", _leave, "Leave the queue or the conversation", schemas.NothingIn),
)
