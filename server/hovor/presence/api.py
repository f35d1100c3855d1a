"""Routes about presence: one's own status and channels, and what a supervisor may set for others."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import AwareDatetime

from hovor.foundation.caller import IntegrationCaller, OperatorCaller
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Reading, Work
from hovor.foundation.http.callers import (
    OperatorOrScope,
    administrator_caller,
    operator_caller,
    supervisor_caller,
)
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import command, query
from hovor.presence import queries, service
from hovor.presence.schemas import AvailablePut, OnAnotherCallPut, StatusPut

Since = Annotated[AwareDatetime | None, Query(alias="from")]
Until = Annotated[AwareDatetime | None, Query(alias="to")]
Signed = Annotated[OperatorCaller, Depends(operator_caller)]
Administrator = Annotated[OperatorCaller, Depends(administrator_caller)]
Supervisor = Annotated[OperatorCaller, Depends(supervisor_caller)]
SupervisorOrProgram = Annotated[
    OperatorCaller | IntegrationCaller, Depends(OperatorOrScope("presence.write", least="supervisor"))
]


class ChannelNote(msgspec.Struct, frozen=True):
    """What features above know of a channel: how it does and how many clients wait on it."""

    state: queries.HealthState
    reason: str | None
    waiting: int


ChannelNotes = Callable[[Reading, Iterable[str]], Mapping[str, ChannelNote]]


class SwitchView(msgspec.Struct, frozen=True):
    """A channel as one operator has it, with its health and its queue."""

    id: str
    channel_id: str
    version: int
    kind: str
    name: str
    detail: str
    available: bool
    since: str | None
    locked: bool
    open: bool
    not_ready_because: str | None
    health: queries.ChannelHealthView
    waiting: int


class Switches(msgspec.Struct, frozen=True):
    """All channels of one operator."""

    items: tuple[SwitchView, ...]
    next: None = None


class Colleagues(msgspec.Struct, frozen=True):
    """Everybody who works for the company now."""

    items: tuple[queries.ColleagueView, ...]
    next: None = None


def switch_view(channel: queries.ChannelView, note: ChannelNote) -> SwitchView:
    """Both halves of the view in one."""
    return SwitchView(
        channel.id,
        channel.channel_id,
        channel.version,
        channel.kind,
        channel.name,
        channel.detail,
        channel.available,
        channel.since,
        channel.locked,
        channel.open,
        channel.not_ready_because,
        queries.ChannelHealthView(note.state, note.reason),
        note.waiting,
    )


def _colleagues(reading: Reading) -> Colleagues:
    return Colleagues(tuple(each for each in queries.colleagues(reading) if each.active))


def _set_status(work: Work, operator_id: str, wish: service.Wish, cause: str) -> queries.StatusView:
    service.set_status(work, operator_id=operator_id, wish=wish, cause=cause)
    return queries.status(work, operator_id)


def _cancel_next(work: Work, operator_id: str) -> queries.StatusView:
    service.cancel_next(work, operator_id)
    return queries.status(work, operator_id)


async def _past(
    request: Request,
    caller: OperatorCaller,
    read: Callable[..., object],
    whose_and_when: tuple[str, datetime | None, datetime | None],
) -> Response:
    operator_id, since, until = whose_and_when
    times: dict[str, Any] = {"since": _in_microseconds(since), "until": _in_microseconds(until)}
    return await query(get_context(request), read, caller=caller, operator_id=operator_id, **times)


def _in_microseconds(moment: datetime | None) -> Instant | None:
    return None if moment is None else round(moment.timestamp() * SECOND)


def _set_call(work: Work, operator_id: str, body: OnAnotherCallPut) -> queries.StatusView:
    service.set_on_another_call(work, operator_id=operator_id, on=body.on, reason=body.reason)
    return queries.status(work, operator_id)


statuses = APIRouter(prefix="/api/v1", tags=["presence"])


@statuses.get("/me/status", summary="Your status")
@gives(queries.StatusView)
async def get_status(request: Request, caller: Signed) -> Response:
    """And whether you can be reached, with the reasons if not."""
    return await query(get_context(request), queries.status, caller=caller, operator_id=caller.operator_id)


@statuses.put("/me/status", summary="Set your status")
@gives(queries.StatusView)
async def put_status(request: Request, caller: Signed, body: StatusPut) -> Response:
    """Going away withdraws your live offers; your conversations stay yours."""
    values: dict[str, Any] = {"operator_id": caller.operator_id, "wish": body.wish(), "cause": "own"}
    return await command(get_context(request), request, _set_status, caller=caller, **values)


@statuses.delete("/me/status/next", summary="Stay online")
@gives(queries.StatusView)
async def delete_next(request: Request, caller: Signed) -> Response:
    """What was planned for after your conversations is cancelled."""
    values: dict[str, Any] = {"operator_id": caller.operator_id}
    return await command(get_context(request), request, _cancel_next, caller=caller, **values)


@statuses.get("/colleagues", summary="Your colleagues and their status")
@gives(Colleagues)
async def get_colleagues(request: Request, caller: Signed) -> Response:
    """The active operators by name, as every operator may see them."""
    return await query(get_context(request), _colleagues, caller=caller)


@statuses.put("/operators/{operator_id}/status", summary="Set an operator's status")
@gives(queries.StatusView)
async def put_status_of(request: Request, caller: Supervisor, operator_id: str, body: StatusPut) -> Response:
    """He is told who did it. Offline signs him out everywhere."""
    values: dict[str, Any] = {"operator_id": operator_id, "wish": body.wish(), "cause": "supervisor"}
    return await command(get_context(request), request, _set_status, caller=caller, **values)


@statuses.get("/me/status-intervals", summary="The history of your status")
@gives(queries.HistoryView)
async def get_own_intervals(
    request: Request, caller: Signed, since: Since = None, until: Until = None
) -> Response:
    """Who or what set which status when, and how long each lasted: the last day, or at most 31 of them."""
    return await _past(request, caller, queries.history, (caller.operator_id, since, until))


@statuses.get("/operators/{operator_id}/status-intervals", summary="The history of an operator's status")
@gives(queries.HistoryView)
async def get_intervals(
    request: Request, caller: Supervisor, operator_id: str, since: Since = None, until: Until = None
) -> Response:
    """The same of an operator, for supervisors."""
    return await _past(request, caller, queries.history, (operator_id, since, until))


@statuses.get("/me/channel-switches", summary="The history of your switches")
@gives(queries.SwitchedHistoryView)
async def get_own_switched(
    request: Request, caller: Signed, since: Since = None, until: Until = None
) -> Response:
    """Who turned which channel on or off when: in the last day, or at most 31 of them."""
    return await _past(request, caller, queries.switched, (caller.operator_id, since, until))


@statuses.get("/operators/{operator_id}/channel-switches", summary="The history of an operator's switches")
@gives(queries.SwitchedHistoryView)
async def get_switched(
    request: Request, caller: Supervisor, operator_id: str, since: Since = None, until: Until = None
) -> Response:
    """The same of an operator, for supervisors."""
    return await _past(request, caller, queries.switched, (operator_id, since, until))


@statuses.get("/away-reasons/use", summary="By how many operators away reasons are used")
@gives(queries.AwayReasonUses)
async def get_reason_uses(request: Request, caller: Administrator) -> Response:
    """Within the last 30 days; of retired ones too."""
    return await query(get_context(request), queries.away_reason_uses, caller=caller)


@statuses.put("/me/on-another-call", summary="Say that you talk on another telephone")
@gives(queries.StatusView)
async def put_call(request: Request, caller: Signed, body: OnAnotherCallPut) -> Response:
    """Nothing is offered to you meanwhile."""
    values: dict[str, Any] = {"operator_id": caller.operator_id, "body": body}
    return await command(get_context(request), request, _set_call, caller=caller, **values)


@statuses.put("/operators/{operator_id}/on-another-call", summary="The same for an operator")
@gives(queries.StatusView)
async def put_call_of(
    request: Request, caller: SupervisorOrProgram, operator_id: str, body: OnAnotherCallPut
) -> Response:
    """By a supervisor, or by a program that knows the operator's telephone (scope `presence.write`)."""
    values: dict[str, Any] = {"operator_id": operator_id, "body": body}
    return await command(get_context(request), request, _set_call, caller=caller, **values)


class SwitchRoutes:
    """The routes about channels. `notes` asks the features above, which presence does not know."""

    def __init__(self, notes: ChannelNotes) -> None:
        self._notes = notes

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter(prefix="/api/v1", tags=["presence"])
        routes.add_api_route("/me/channels", self.get_channels, methods=["GET"], summary="Your channels")
        routes.add_api_route(
            "/me/channels/{channel_id}",
            self.put_channel,
            methods=["PUT"],
            summary="Switch one of your channels",
        )
        routes.add_api_route(
            "/operators/{operator_id}/channels",
            self.get_channels_of,
            methods=["GET"],
            summary="An operator's channels",
        )
        routes.add_api_route(
            "/operators/{operator_id}/channels/{channel_id}",
            self.put_channel_of,
            methods=["PUT"],
            summary="Switch an operator's channel",
        )
        return routes

    def _mine(self, reading: Reading, operator_id: str) -> Switches:
        found = queries.channels(reading, operator_id)
        known = self._notes(reading, [each.channel_id for each in found])
        return Switches(tuple(switch_view(each, known[each.channel_id]) for each in found))

    def _of(self, reading: Reading, operator_id: str) -> Switches:
        queries.declared(reading, operator_id)
        return self._mine(reading, operator_id)

    def _switch(self, work: Work, operator_id: str, channel_id: str, *, available: bool) -> SwitchView:
        view = service.set_channel(work, operator_id=operator_id, channel_id=channel_id, available=available)
        return switch_view(view, self._notes(work, [channel_id])[channel_id])

    @gives(Switches)
    async def get_channels(self, request: Request, caller: Signed) -> Response:
        """Each with your switch, its health and how many clients wait on it."""
        return await query(get_context(request), self._mine, caller=caller, operator_id=caller.operator_id)

    @gives(Switches)
    async def get_channels_of(self, request: Request, caller: Supervisor, operator_id: str) -> Response:
        """With his switches, for supervisors."""
        return await query(get_context(request), self._of, caller=caller, operator_id=operator_id)

    @gives(SwitchView)
    async def put_channel(
        self, request: Request, caller: Signed, channel_id: str, body: AvailablePut
    ) -> Response:
        """Off: nothing new of it; offers you have not accepted go back to the queue."""
        values: dict[str, Any] = {
            "operator_id": caller.operator_id,
            "channel_id": channel_id,
            "available": body.available,
        }
        return await command(get_context(request), request, self._switch, caller=caller, **values)

    @gives(SwitchView)
    async def put_channel_of(
        self, request: Request, caller: Supervisor, operator_id: str, channel_id: str, body: AvailablePut
    ) -> Response:
        """By a supervisor."""
        values: dict[str, Any] = {
            "operator_id": operator_id,
            "channel_id": channel_id,
            "available": body.available,
        }
        return await command(get_context(request), request, self._switch, caller=caller, **values)
