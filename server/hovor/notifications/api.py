"""Routes about one's own notifications: how to be told, whether it arrives, and that it was shown."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Request, Response

from hovor.foundation.caller import OperatorCaller
from hovor.foundation.clock import to_rfc3339
from hovor.foundation.database import Reading, Work
from hovor.foundation.http.callers import operator_caller
from hovor.foundation.http.context import Context, get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import command, query
from hovor.foundation.identifiers import token_hash
from hovor.foundation.outgoing import AddressRefused, require_address
from hovor.foundation.rate_limits import Rule
from hovor.notifications import queries, service
from hovor.notifications.errors import PushEndpointRefused
from hovor.notifications.push.address import PURPOSE, Address
from hovor.notifications.push.encryption import BrowserKeys, KeysRefused
from hovor.notifications.push.vapid import Sender
from hovor.notifications.queries import NotificationView, PreferencesView
from hovor.notifications.schemas import (
    Checks,
    NotificationPost,
    NotificationShownPost,
    NotificationsPut,
    Subscribed,
    SubscriptionPost,
    Tested,
)
from hovor.notifications.service import NewSubscription

TESTS = Rule("notification_test", burst=5, per_second=0.2)

router = APIRouter(prefix="/api/v1", tags=["notifications"])
Signed = Annotated[OperatorCaller, Depends(operator_caller)]


@router.get("/me/notifications", summary="How you are told")
@gives(PreferencesView)
async def get_notifications(request: Request, caller: Signed) -> Response:
    """Of each event by each way, and the browsers that may be pushed to."""
    context = get_context(request)
    return await query(context, _preferences, caller=caller, public_key=_public_key(context, caller))


@router.put("/me/notifications", summary="Choose how you are told")
@gives(PreferencesView)
async def put_notifications(request: Request, caller: Signed, body: NotificationsPut) -> Response:
    """What is named changes; it counts at once, on all your devices."""
    context = get_context(request)
    values: dict[str, Any] = {"changes": body.changes(), "public_key": _public_key(context, caller)}
    return await command(context, request, _change, caller=caller, **values)


@router.post("/me/notifications/test", summary="Send yourself a test")
@gives(Tested)
async def post_test(request: Request, caller: Signed, body: NotificationPost) -> Response:
    """It is pushed to your browsers; the page that asks plays the sound and shows the note itself."""
    context = get_context(request)
    context.limits.take(TESTS, caller.operator_id)
    return await command(context, request, _test, caller=caller)


@router.get("/me/notifications/checks", summary="Whether notifications can arrive")
@gives(Checks)
async def get_checks(request: Request, caller: Signed) -> Response:
    """As far as your pages have said; whether the system shows them only you can see."""
    return await query(get_context(request), _checks, caller=caller)


@router.post("/me/push-subscriptions", status_code=201, summary="Be pushed to in this browser")
@gives(Subscribed)
async def post_subscription(request: Request, caller: Signed, body: SubscriptionPost) -> Response:
    """What this browser had before is replaced. Raises `push_endpoint_refused` for an address that is not on
    the public network.
    """
    context = get_context(request)
    try:
        require_address(body.endpoint, context.settings.outgoing_allowed)
        BrowserKeys(body.keys.p256dh, body.keys.auth)
    except (AddressRefused, KeysRefused) as refused:
        raise PushEndpointRefused(str(refused)) from refused
    address = msgspec.json.encode(Address(body.endpoint, body.keys.p256dh, body.keys.auth))
    new = NewSubscription(
        endpoint_hash=token_hash(body.endpoint),
        sealed=context.vault.seal(address, company=caller.company_id, purpose=PURPOSE),
        device=body.device,
    )
    values: dict[str, Any] = {"new": new}
    return await command(context, request, _subscribe, caller=caller, status=201, **values)


@router.delete("/me/push-subscriptions", status_code=204, summary="Be pushed to no longer")
async def delete_subscription(
    request: Request, caller: Signed, subscription_id: Annotated[str | None, Query(alias="id")] = None
) -> Response:
    """In this browser, or in the one of yours that has this id."""
    values: dict[str, Any] = {"session_id": caller.session_id, "subscription_id": subscription_id}
    return await command(
        get_context(request), request, service.unsubscribe, caller=caller, status=204, **values
    )


@router.post("/notifications/{notification_id}/shown", summary="Say that it could be noticed")
@gives(NotificationView)
async def post_shown(
    request: Request, caller: Signed, notification_id: str, body: NotificationShownPost
) -> Response:
    """Until somebody says so, one of your pages after the other is asked for the cue."""
    values: dict[str, Any] = {"notification_id": notification_id, "by": ",".join(body.by)}
    return await command(get_context(request), request, _shown, caller=caller, **values)


@router.post("/notifications/{notification_id}/cleared", summary="Put it away")
@gives(NotificationView)
async def post_cleared(
    request: Request, caller: Signed, notification_id: str, body: NotificationPost
) -> Response:
    """It disappears on all your devices."""
    values: dict[str, Any] = {"notification_id": notification_id}
    return await command(get_context(request), request, _dismiss, caller=caller, **values)


def _public_key(context: Context, caller: OperatorCaller) -> str:
    return Sender(context.vault, caller.company_id).public_key


def _preferences(reading: Reading, public_key: str) -> PreferencesView:
    return queries.preferences_view(reading, public_key=public_key)


def _change(work: Work, changes: dict[str, object], public_key: str) -> PreferencesView:
    service.change_preferences(work, changes=changes)
    return queries.preferences_view(work, public_key=public_key)


def _checks(reading: Reading) -> Checks:
    return Checks(queries.checks(reading))


def _test(work: Work) -> Tested:
    return Tested(at=to_rfc3339(work.now), pushed_to=service.push_test(work))


def _subscribe(work: Work, new: NewSubscription) -> Subscribed:
    return Subscribed(service.subscribe(work, new=new).id)


def _shown(work: Work, notification_id: str, by: str) -> NotificationView:
    shown = service.confirm_shown(work, notification_id=notification_id, by=by)
    return queries.notification_view(work, shown)


def _dismiss(work: Work, notification_id: str) -> NotificationView:
    return queries.notification_view(work, service.dismiss(work, notification_id=notification_id))
