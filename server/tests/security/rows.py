"""Who may use which route: one row for each, which a new route must get before the tests let it in.

In paths and bodies `{conversation_id}` and the like stand for the things of the company that is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Who = Literal["anyone", "visitor", "operator", "supervisor", "administrator"]


@dataclass(frozen=True)
class Row:
    """`who` may use it, and everybody above him; `body` is one that the route understands.

    `of_the_group`: of a colleague's own team; to other teams it is not there.
    `ends_session`: is not tried by those who may, since they are needed afterwards.
    """

    who: Who
    body: Mapping[str, Any] | None = None
    of_the_group: bool = False
    ends_session: bool = False


_CONVERSATION: Final = "/conversations/{conversation_id}"
_LABEL: Final = {"name": "Named by the matrix"}
_INVITATION: Final = "/invitations/{invitation_id}"
_PUBLIC_INVITATION: Final = "/public/invitations/{secret}"
ROWS: Final[Mapping[str, Row]] = {
    "GET /api-keys": Row("administrator"),
    "POST /api-keys": Row("administrator", {"name": ""}),
    "DELETE /api-keys/{key_id}": Row("administrator"),
    "GET /invitations": Row("operator"),
    "POST /invitations": Row("operator", {"channel_id": "{channel_id}"}),
    f"GET {_INVITATION}": Row("operator", of_the_group=True),
    f"GET {_INVITATION}/qr.png": Row("operator", of_the_group=True),
    f"PATCH {_INVITATION}": Row("operator", {"note": "Named by the matrix"}, of_the_group=True),
    f"POST {_INVITATION}/send": Row("operator", {"email": "a@b.example"}, of_the_group=True),
    f"POST {_INVITATION}/revoke": Row("operator", {}, of_the_group=True),
    f"GET {_PUBLIC_INVITATION}": Row("anyone"),
    f"GET {_PUBLIC_INVITATION}/calendar.ics": Row("anyone"),
    f"POST {_PUBLIC_INVITATION}/conversations": Row("anyone", {"leave": True}),
    f"POST {_PUBLIC_INVITATION}/talk-to-the-team": Row("anyone", {"locale": 1}),
    f"POST {_PUBLIC_INVITATION}/tell-me": Row("anyone", {"email": "none"}),
    f"POST {_PUBLIC_INVITATION}/wait": Row("anyone", {"locale": 1}),
    "POST /public/join": Row("anyone", {"code": 1}),
    "GET /audit": Row("administrator"),
    "GET /audit/chain": Row("administrator"),
    "GET /parked": Row("administrator"),
    "POST /parked/{parked_id}/retry": Row("administrator", {}),
    "GET /away-reasons": Row("operator"),
    "POST /away-reasons": Row("administrator", {"name": ""}),
    "GET /away-reasons/use": Row("administrator"),
    "PATCH /away-reasons/{reason_id}": Row("administrator", {"place": 0}),
    "GET /channels": Row("administrator"),
    "POST /channels": Row("administrator", {"kind": "webchat", "name": "", "group_id": "{group_id}"}),
    "GET /channels/{channel_id}": Row("administrator"),
    "PATCH /channels/{channel_id}": Row("administrator", {"group_id": "{group_id}"}),
    "GET /channels/{channel_id}/templates": Row("operator", of_the_group=True),
    "GET /clients": Row("operator"),
    "GET /clients/{client_id}": Row("operator"),
    "PATCH /clients/{client_id}": Row("operator", {"phone": "+420123456789"}),
    "GET /colleagues": Row("operator"),
    "GET /company": Row("administrator"),
    "PATCH /company": Row("administrator", {}),
    "GET /company/mail": Row("administrator"),
    "PUT /company/mail": Row("administrator", {"host": ""}),
    "DELETE /company/mail": Row("administrator"),
    "POST /company/mail/test": Row("administrator", {"to": ""}),
    "GET /conversations": Row("operator"),
    "POST /conversations": Row(
        "operator",
        {"channel_id": "{channel_id}", "to": {"kind": "vendor", "value": "x"}, "text": "Hello"},
        of_the_group=True,
    ),
    f"GET {_CONVERSATION}": Row("operator", of_the_group=True),
    f"POST {_CONVERSATION}/assign": Row("supervisor", {"operator_id": "{operator_id}"}),
    f"POST {_CONVERSATION}/collaborators": Row(
        "operator", {"operator_id": "{operator_id}"}, of_the_group=True
    ),
    f"DELETE {_CONVERSATION}/collaborators/{{operator_id}}": Row("operator", of_the_group=True),
    f"POST {_CONVERSATION}/continue": Row("operator", of_the_group=True),
    f"GET {_CONVERSATION}/draft": Row("operator", of_the_group=True),
    f"PUT {_CONVERSATION}/draft": Row("operator", {"text": "Draft"}, of_the_group=True),
    f"POST {_CONVERSATION}/end": Row("operator", {"outcome_id": "{outcome_id}"}, of_the_group=True),
    f"GET {_CONVERSATION}/entries": Row("operator", of_the_group=True),
    f"POST {_CONVERSATION}/hold": Row("operator", {}, of_the_group=True),
    f"POST {_CONVERSATION}/messages": Row(
        "operator", {"client_ref": "matrix", "text": "Hello"}, of_the_group=True
    ),
    f"POST {_CONVERSATION}/notes": Row(
        "operator", {"client_ref": "matrix", "text": "Hello", "file_ids": []}, of_the_group=True
    ),
    f"POST {_CONVERSATION}/parameters": Row("operator", {"parameters": {"size": "43"}}, of_the_group=True),
    f"POST {_CONVERSATION}/pick": Row("operator", {}, of_the_group=True),
    f"POST {_CONVERSATION}/read": Row("operator", {"number": 1}, of_the_group=True),
    f"POST {_CONVERSATION}/resume": Row("operator", {}, of_the_group=True),
    f"POST {_CONVERSATION}/snooze": Row("operator", {"until": "2026-11-24T10:00:00Z"}, of_the_group=True),
    f"POST {_CONVERSATION}/tags": Row("operator", {"tag_ids": ["{tag_id}"]}, of_the_group=True),
    f"POST {_CONVERSATION}/transfer": Row(
        "operator", {"to": {"operator_id": "{operator_id}"}}, of_the_group=True
    ),
    f"POST {_CONVERSATION}/widen": Row("supervisor", {"add_group_ids": ["{group_id}"]}),
    f"POST {_CONVERSATION}/wrap-up": Row("operator", {"outcome_id": "{outcome_id}"}, of_the_group=True),
    "GET /decisions": Row("operator"),
    "POST /files": Row("operator"),
    "GET /files/{file_id}": Row("operator", of_the_group=True),
    "GET /groups": Row("operator"),
    "POST /groups": Row("administrator", {"name": "", "member_ids": ["{operator_id}"]}),
    "PATCH /groups/{group_id}": Row("administrator", {"member_ids": ["{operator_id}"]}),
    "POST /live-tickets": Row("operator", {}),
    "GET /me": Row("operator"),
    "PATCH /me": Row("operator", {}),
    "GET /me/channels": Row("operator"),
    "GET /me/channel-switches": Row("operator"),
    "PUT /me/channels/{channel_id}": Row("operator", {"available": True}, of_the_group=True),
    "PUT /me/on-another-call": Row("operator", {"on": False}),
    "GET /me/notifications": Row("operator"),
    "PUT /me/notifications": Row("operator", {}),
    "GET /me/notifications/checks": Row("operator"),
    "POST /me/notifications/test": Row("operator", {}),
    "POST /me/password": Row("operator", {}),
    "POST /me/picture": Row("operator"),
    "DELETE /me/picture": Row("operator"),
    "POST /me/push-subscriptions": Row("operator", {}),
    "DELETE /me/push-subscriptions": Row("operator"),
    "GET /me/second-factor": Row("operator"),
    "POST /me/second-factor": Row("operator", {}),
    "GET /me/second-factor/qr.png": Row("operator"),
    "POST /me/second-factor/confirm": Row("operator", {}),
    "POST /me/second-factor/recovery-codes": Row("operator", {}),
    "POST /me/second-factor/remove": Row("operator", {}),
    "GET /me/sessions": Row("operator"),
    "DELETE /me/sessions": Row("operator", ends_session=True),
    "DELETE /me/sessions/{session_id}": Row("operator", ends_session=True),
    "GET /me/status": Row("operator"),
    "GET /me/status-intervals": Row("operator"),
    "PUT /me/status": Row("operator", {"status": "away", "away_reason_id": "{reason_id}"}),
    "DELETE /me/status/next": Row("operator"),
    "POST /notifications/{notification_id}/cleared": Row("operator", {}, of_the_group=True),
    "POST /notifications/{notification_id}/shown": Row("operator", {"by": ["card"]}, of_the_group=True),
    "GET /offers": Row("operator"),
    "POST /offers/{offer_id}/accept": Row("operator", {}, of_the_group=True),
    "POST /offers/{offer_id}/decline": Row("operator", {}, of_the_group=True),
    "POST /offers/{offer_id}/shown": Row("operator", {"by": ["card"]}, of_the_group=True),
    "GET /operators": Row("supervisor"),
    "POST /operators": Row("administrator", {"group_ids": ["{group_id}"]}),
    "GET /operators/{operator_id}": Row("supervisor"),
    "PATCH /operators/{operator_id}": Row("administrator", {"group_ids": ["{group_id}"]}),
    "DELETE /operators/{operator_id}/picture": Row("administrator"),
    "GET /operators/{operator_id}/channels": Row("supervisor"),
    "GET /operators/{operator_id}/channel-switches": Row("supervisor"),
    "DELETE /operators/{operator_id}/second-factor": Row("administrator"),
    "GET /operators/{operator_id}/status-intervals": Row("supervisor"),
    "PUT /operators/{operator_id}/channels/{channel_id}": Row("supervisor", {"available": True}),
    "PUT /operators/{operator_id}/on-another-call": Row("supervisor", {"on": False}),
    "PUT /operators/{operator_id}/status": Row("supervisor", {"status": "away"}),
    "GET /outcomes": Row("operator"),
    "POST /outcomes": Row("administrator", {"name": ""}),
    "PATCH /outcomes/{outcome_id}": Row("administrator", _LABEL),
    "GET /queues": Row("operator"),
    "POST /queues": Row("administrator", {"name": "", "group_id": "{group_id}"}),
    "GET /queues/{queue_id}": Row("administrator"),
    "PATCH /queues/{queue_id}": Row("administrator", {"wrap_up_limit_seconds": 60}),
    "GET /queues/{queue_id}/conversations": Row("operator", of_the_group=True),
    "GET /set-up": Row("anyone"),
    "POST /set-up": Row("anyone"),
    "POST /sign-in": Row("anyone"),
    "POST /sign-out": Row("anyone", ends_session=True),
    "GET /sign-up-links": Row("administrator"),
    "POST /sign-up-links": Row("administrator", {"email": "new@matrix.example", "group_ids": ["{group_id}"]}),
    "POST /sign-up-links/{link_id}/revoke": Row("administrator", {}),
    "GET /routing": Row("administrator"),
    "GET /routing-rules": Row("administrator"),
    "POST /routing-rules": Row("administrator", {"name": "", "queue_id": "{queue_id}"}),
    "POST /routing-rules/dry-run": Row("administrator", {"rules": [{"queue_id": "{queue_id}"}]}),
    "PATCH /routing-rules/{rule_id}": Row("administrator", {"priority": 1}),
    "DELETE /routing-rules/{rule_id}": Row("administrator"),
    "GET /skills": Row("operator"),
    "POST /skills": Row("administrator", {"name": ""}),
    "PATCH /skills/{skill_id}": Row("administrator", {"retired": False}),
    "GET /tags": Row("operator"),
    "POST /tags": Row("administrator", {"name": ""}),
    "PATCH /tags/{tag_id}": Row("administrator", _LABEL),
    "GET /templates": Row("operator"),
    "POST /templates": Row("supervisor", {}),
    "PATCH /templates/{template_id}": Row("supervisor", {"text": "Thanks!"}),
    "DELETE /templates/{template_id}": Row("supervisor"),
    "GET /workspace": Row("operator"),
    "GET /public/sign-up-links/{secret}": Row("anyone"),
    "POST /public/sign-up-links/{secret}": Row("anyone", {"name": ""}),
    "POST /public/webchat/{channel_key}/hello": Row("anyone", {"locale": 1}),
    "POST /public/webchat/details": Row("visitor", {"name": ""}),
    "POST /public/webchat/feedback": Row("visitor", {"conversation_id": "{conversation_id}", "rating": 5}),
    "POST /public/webchat/files": Row("visitor"),
    "GET /public/webchat/files/{file_id}": Row("visitor"),
    "POST /public/webchat/leave": Row("visitor", ends_session=True),
    "POST /public/webchat/messages": Row("visitor", {"client_ref": ""}),
    "GET /public/webchat/messages": Row("visitor"),
    "POST /public/webchat/offline-message": Row("visitor", {}),
    "POST /public/webchat/transcript": Row(
        "visitor", {"conversation_id": "{conversation_id}", "email": "a@b.example"}
    ),
    "POST /public/webchat/page": Row("visitor", {}),
    "POST /public/webchat/parameters": Row("visitor", {}),
    "POST /public/webchat/read": Row("visitor", {"conversation_id": "{conversation_id}", "number": 1}),
}
"""Under /api/v1. Routes beside it are in `OPEN`."""

OPEN: Final = frozenset(
    {
        "/pictures/{name}",
        "/healthz",
        "/metrics",
        "/readyz",
        "/widget.js",
        "/widget/{name}",
        "/chat/{channel_key}",
        "/demo",
        "/docs",
        "/i/{secret}",
        "/join",
        "/invitation/{rest:path}",
        "/",
        "/sign-in",
        "/set-up",
        "/profile",
        "/sign-up/{secret}",
        "/conversations",
        "/conversations/{rest:path}",
        "/favicon.ico",
        "/clients",
        "/clients/{rest:path}",
        "/settings",
        "/settings/{rest:path}",
        "/icon.svg",
        "/manifest.webmanifest",
        "/service-worker.js",
        "/assets/{rest:path}",
        "/api/v1/openapi.json",
        "/api/v1/public/webchat/{rest:path}",
    }
)
"""Pages and files that are the same for everybody, and what machines ask for."""
