"""Coming, being known, and going."""

from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from hovor.channels.webchat import adapter, policy, schemas, service
from hovor.channels.webchat.api.door import PREFIX, TAGS, WRITES, open_to_sites, require_site, visitor_route
from hovor.channels.webchat.errors import ChannelClosed
from hovor.clients import service as clients
from hovor.conversations import queries as conversations
from hovor.foundation import event_log, mail
from hovor.foundation.caller import Anonymous, ClientCaller
from hovor.foundation.database import Work
from hovor.foundation.http.context import Context, get_context
from hovor.foundation.http.hot import HotRoute, answer, read_body
from hovor.foundation.http.proxies import caller_network
from hovor.foundation.http.route import command
from hovor.foundation.identifiers import new_secret
from hovor.foundation.rate_limits import Rule
from hovor.messaging import queries as messaging
from hovor.messaging.channel import Channel

_TOKEN_BITS: Final = 256
# A school or an office comes from one network; a script that starts visitors without end does not get far.
HELLOS: Final = Rule("webchat_hello", burst=400, per_second=20)

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
    await require_site(request, channel.id)
    known = await _known(context, channel, body.visitor_token)
    if known is None:
        context.limits.take(HELLOS, caller_network(request))
    greeting = await context.database.write(
        _arrive,
        channel,
        body,
        new_secret(_TOKEN_BITS) if known is None else body.visitor_token,
        company=channel.company_id,
        caller=known or Anonymous(),
    )
    return answer(greeting)


async def _known(context: Context, channel: Channel, token: str | None) -> ClientCaller | None:
    """Who holds the token, if it is one of this channel."""
    known = None if token is None else await context.authenticate.client(token)
    return known if known is not None and known.channel_id == channel.id else None


def _arrive(work: Work, channel: Channel, body: schemas.HelloIn, token: str) -> schemas.HelloOut:
    """A visitor nobody knows begins as somebody new, with `token`."""
    caller = work.caller
    if not isinstance(caller, ClientCaller):
        language = policy.language_of(body.locale)
        minted = clients.mint_visitor(work, token=token, channel_id=channel.id, language=language)
        caller = clients.caller_of(channel.company_id, channel.id, minted)
    page = body.page or schemas.PageIn()
    clients.note_page(work.as_caller(caller), url=page.url, title=page.title, referrer=body.referrer)
    settings = policy.read_settings(channel.settings)
    title = settings.title or messaging.company_name(work)
    front = conversations.front_state(work, channel.id)
    mine = conversations.of_identity(work, channel_id=channel.id, identity_id=caller.identity_id)
    return schemas.HelloOut(
        visitor_token=token,
        position=event_log.position(work),
        state=front.state,
        when_unavailable=policy.when_unavailable(settings, front.when_nobody),
        company=schemas.CompanyOut(title, settings.colour, policy.shades(settings.colour)),
        conversation=conversations.client_view(work, mine[-1]) if mine else None,
        texts=schemas.TextsOut(
            title, settings.greeting, settings.offline_text, settings.privacy_url, settings.suggestions
        ),
        forms=schemas.FormsOut(
            schemas.StartFormOut(settings.start_fields, settings.ask_consent),
            transcript=mail.outgoing_server_of(work) is not None,
        ),
        limits=schemas.LimitsOut(
            adapter.TEXT_CHARACTERS, adapter.FILE_BYTES, settings.files, adapter.FILE_KINDS
        ),
    )


async def _details(request: Request, context: Context, caller: ClientCaller) -> Response:
    body = await read_body(request, _read_details)
    context.limits.take(WRITES, caller.identity_id)
    told = msgspec.structs.asdict(body)
    return await command(context, request, service.describe, caller=caller, status=204, **told)


async def _page(request: Request, context: Context, caller: ClientCaller) -> Response:
    body = await read_body(request, _read_page)
    context.limits.take(WRITES, caller.identity_id)
    return await command(
        context,
        request,
        clients.note_page,
        caller=caller,
        status=204,
        url=body.url,
        title=body.title,
        referrer=None,
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


ROUTES: Final = (
    HotRoute(
        path=f"{PREFIX}/{{channel_key}}/hello",
        method="POST",
        endpoint=open_to_sites(_hello),
        summary="Start or resume a visitor",
        request=schemas.HelloIn,
        response=schemas.HelloOut,
        tags=TAGS,
    ),
    visitor_route("POST details", _details, "Say who you are", takes=schemas.DetailsIn, status=204),
    visitor_route("POST page", _page, "Say which page you are on", takes=schemas.PageIn, status=204),
    visitor_route(
        "POST parameters",
        _parameters,
        "Tell what the page knows about the visit",
        takes=schemas.ParametersIn,
        status=204,
    ),
    visitor_route(
        "POST leave", _leave, "Leave the queue or the conversation", takes=schemas.NothingIn, status=204
    ),
)
