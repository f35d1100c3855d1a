"""Routes about channels: an administrator sets them up, and says which group serves them."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from hovor.companies import queries as companies
from hovor.companies import service as company_service
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.clock import to_rfc3339
from hovor.foundation.errors import Invalid
from hovor.foundation.http.callers import administrator_caller
from hovor.foundation.http.context import Context, get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import command, query
from hovor.foundation.identifiers import new_secret

Administrator = Annotated[OperatorCaller, Depends(administrator_caller)]
Name = Annotated[str, Field(min_length=1, max_length=120)]
SECRETS_PURPOSE: Final = "channel_secrets"
_KEY_BITS: Final = 160


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ChannelPost(_Request):
    """A new way in; what `settings` and `secrets` may hold, its kind says."""

    kind: Annotated[str, Field(max_length=40)]
    name: Name
    detail: Annotated[str, Field(max_length=200)] = ""
    settings: Annotated[dict[str, Any], Field(max_length=100)] = {}
    secrets: Annotated[dict[str, str], Field(max_length=20)] = {}
    group_id: Annotated[str, Field(max_length=64)] | None = None


class ChannelPatch(_Request):
    """What to change; `settings` is the whole new document, `secrets` replaces all of them."""

    name: Name | None = None
    detail: Annotated[str, Field(max_length=200)] | None = None
    settings: Annotated[dict[str, Any], Field(max_length=100)] | None = None
    secrets: Annotated[dict[str, str], Field(max_length=20)] | None = None
    group_id: Annotated[str, Field(max_length=64)] | None = None
    enabled: bool | None = None


class ChannelSetting(msgspec.Struct, frozen=True):
    """A channel as administrators see it. Of its secrets only that there are some."""

    id: str
    version: int
    key: str
    kind: str
    name: str
    detail: str
    settings: Mapping[str, Any]
    has_secrets: bool
    group_id: str | None
    enabled: bool
    created_at: str


class ChannelSettings(msgspec.Struct, frozen=True):
    items: tuple[ChannelSetting, ...]
    next: None = None


def channel_setting(channel: companies.Channel) -> ChannelSetting:
    """A channel as administrators see it."""
    return ChannelSetting(
        channel.id,
        channel.version,
        channel.key,
        channel.kind,
        channel.name,
        channel.detail,
        channel.settings,
        channel.sealed_secrets is not None,
        channel.group_id,
        channel.enabled,
        to_rfc3339(channel.created_at),
    )


def _seal(context: Context, company: str, secrets: Mapping[str, str]) -> str | None:
    return (
        context.vault.seal(json.dumps(dict(secrets)), company=company, purpose=SECRETS_PURPOSE)
        if secrets
        else None
    )


class Channels:
    """Channels, for the kinds of this installation."""

    def __init__(self, kinds: company_service.ChannelKinds) -> None:
        self._kinds = kinds

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter(prefix="/api/v1/channels", tags=["channels"])
        routes.add_api_route("", self.get_channels, methods=["GET"], summary="All channels")
        routes.add_api_route(
            "", self.post_channel, methods=["POST"], status_code=201, summary="Set up a channel"
        )
        routes.add_api_route("/{channel_id}", self.get_channel, methods=["GET"], summary="One channel")
        routes.add_api_route(
            "/{channel_id}", self.patch_channel, methods=["PATCH"], summary="Change a channel"
        )
        return routes

    async def _require_possible(
        self, kind: str, settings: Mapping[str, Any], secrets: Mapping[str, str]
    ) -> None:
        problems = await self._kinds.problems(kind, settings, secrets)
        if problems:
            raise Invalid(fields=problems)

    @gives(ChannelSettings)
    async def get_channels(self, request: Request, caller: Administrator) -> Response:
        """The oldest first."""

        def shape(found: list[companies.Channel]) -> ChannelSettings:
            return ChannelSettings(tuple(channel_setting(each) for each in found))

        return await query(get_context(request), companies.channels, caller=caller, shape=shape)

    @gives(ChannelSetting)
    async def post_channel(self, request: Request, caller: Administrator, body: ChannelPost) -> Response:
        """Its settings are checked by its kind first."""
        await self._require_possible(body.kind, body.settings, body.secrets)
        context = get_context(request)
        new = company_service.NewChannel(
            key=f"{self._kinds.prefix(body.kind)}_{new_secret(_KEY_BITS)}",
            kind=body.kind,
            name=body.name,
            detail=body.detail,
            settings=body.settings,
            sealed_secrets=_seal(context, caller.company_id, body.secrets),
            group_id=body.group_id,
        )
        return await command(
            context,
            request,
            company_service.create_channel,
            caller=caller,
            status=201,
            shape=channel_setting,
            new=new,
        )

    @gives(ChannelSetting)
    async def get_channel(self, request: Request, caller: Administrator, channel_id: str) -> Response:
        """Without its secrets, which nobody sees again."""
        return await query(
            get_context(request),
            companies.channel,
            caller=caller,
            shape=channel_setting,
            channel_id=channel_id,
        )

    @gives(ChannelSetting)
    async def patch_channel(
        self, request: Request, caller: Administrator, channel_id: str, body: ChannelPatch
    ) -> Response:
        """Only what is named changes."""
        context = get_context(request)
        wished = body.model_dump(exclude_unset=True)
        if body.settings is not None or body.secrets is not None:
            channel = await context.database.read(
                companies.channel, channel_id, company=caller.company_id, caller=caller
            )
            await self._require_possible(channel.kind, body.settings or channel.settings, body.secrets or {})
        if "secrets" in wished:
            wished["sealed_secrets"] = _seal(context, caller.company_id, wished.pop("secrets") or {})
        changes = {name: value for name, value in wished.items() if value is not None or name == "group_id"}
        return await command(
            context,
            request,
            company_service.change_channel,
            caller=caller,
            shape=channel_setting,
            channel_id=channel_id,
            changes=changes,
        )
