"""Making and changing invitations. For operators, for themselves; for integrations, for whom they name."""

from typing import Any, Final

import msgspec
import sqlalchemy as sa

from hovor.accounts import queries as accounts
from hovor.companies import queries as companies
from hovor.foundation import audit, mail
from hovor.foundation.caller import IntegrationCaller, OperatorCaller, has_role
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Hot, Work
from hovor.foundation.errors import Invalid, NotAllowed, NotFound
from hovor.foundation.timers import cancel_timer, set_timer
from hovor.invitations import models, policy
from hovor.invitations.errors import InvitationOver, NoChannel
from hovor.invitations.events import InvitationChanged, InvitationCreated
from hovor.invitations.policy import Use, Validity
from hovor.invitations.queries.rows import Invitation, get
from hovor.invitations.queries.views import readable
from hovor.invitations.service.ending import CODE_EXPIRY, EXPIRY, REMINDER

_invitation = models.invitation.c
_INSERT: Final = Hot(sa.insert(models.invitation))
_NOT_YET: Final = dict.fromkeys(
    ("last_used_at", "last_client_id", "revoked_at", "revoked_by_kind", "revoked_by")
)


class Sealed(msgspec.Struct, frozen=True):
    """A new secret or code as it is stored: by what it is found, and what can be opened again."""

    hashed: str
    sealed: str


class InvitedClient(msgspec.Struct, frozen=True):
    """Whom it is for."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None


class NewInvitation(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation to be. `origin` begins its link; `kinds` are the kinds of channel by which a client is
    there at once. `operator_id` None: the caller himself. `use` None: once for operators, repeatedly for
    integrations.
    """

    secret: Sealed
    code: Sealed
    origin: str
    kinds: frozenset[str]
    validity: Validity = Validity()
    use: Use | None = None
    operator_id: str | None = None
    channel_id: str | None = None
    arranged_for: Instant | None = None
    time_zone: str | None = None
    note: str | None = None
    client: InvitedClient = InvitedClient()


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What is to change; UNSET stays. A new arranged time does not move the end: say that, too."""

    validity: Validity | msgspec.UnsetType = msgspec.UNSET
    arranged_for: Instant | msgspec.UnsetType | None = msgspec.UNSET
    time_zone: str | msgspec.UnsetType | None = msgspec.UNSET
    note: str | msgspec.UnsetType | None = msgspec.UNSET
    client: InvitedClient | msgspec.UnsetType = msgspec.UNSET


def create(work: Work, *, new: NewInvitation) -> Invitation:
    """A new link and code that bring a client straight to this operator.

    Raises `NotAllowed` for somebody else's invitation by one who is no supervisor, `Invalid` for an unknown
    operator, channel or zone or a time that is too short, too long or past, `NoChannel`.
    """
    operator = _operator(work, new.operator_id)
    channel = _channel(work, operator.id, new)
    use = new.use or ("repeatedly" if isinstance(work.caller, IntegrationCaller) else "once")
    _require_future(work, new.arranged_for)
    time_zone = _zone(work, new.arranged_for, new.time_zone)
    ends = _ends(work, new.validity, use=use, arranged_for=new.arranged_for)
    code_until = policy.code_until(ends, now=work.now)
    actor = work.caller.actor
    values: dict[str, Any] = {
        "id": work.new_id(),
        "operator_id": operator.id,
        "channel_id": channel.id,
        "use": use,
        "secret_hash": new.secret.hashed,
        "secret_sealed": new.secret.sealed,
        "code_sealed": None if code_until is None else new.code.sealed,
        "code_until": code_until,
        "origin": new.origin,
        "valid_until": ends,
        "arranged_for": new.arranged_for,
        "time_zone": time_zone,
        "note": new.note,
        "uses": 0,
        "created_at": work.now,
        "created_by_kind": actor.kind,
        "created_by": actor.id,
        "version": 1,
        **_client(new.client),
        **_NOT_YET,
    }
    code_hash = None if code_until is None else new.code.hashed
    work.write(_INSERT, company_id=work.company, code_hash=code_hash, **values)
    made = Invitation(**values)
    _set_timers(work, made)
    told = {"operator_id": operator.id, "use": use, "endless": ends is None}
    audit.record(work, "invitation.created", "invitation", made.id, told)
    work.publish(InvitationCreated(invitation_id=made.id, operator_id=operator.id))
    return made


def change(work: Work, *, invitation_id: str, changes: Change) -> Invitation:
    """Extend it, arrange another time, or write down something else. What has ended stays ended.

    Raises `NotFound`, `InvitationOver`, `Invalid`.
    """
    before = readable(work, invitation_id)
    state = before.state(work.now)
    if state != "active":
        raise InvitationOver(state=state)
    values = _changed(work, before, changes)
    if not values:
        return before
    work.write(
        sa.update(models.invitation)
        .where(_invitation.company_id == work.company, _invitation.id == invitation_id)
        .values(**values, version=before.version + 1)
    )
    after = get(work, invitation_id)
    _set_timers(work, after)
    audit.record(work, "invitation.changed", "invitation", invitation_id, {"what": sorted(values)})
    work.publish(InvitationChanged(invitation_id=invitation_id, operator_id=before.operator_id))
    return after


def send(work: Work, *, invitation_id: str, sealed_letter: str) -> Invitation:
    """Send the link by a letter that is written and sealed already. Raises `NotFound`, `InvitationOver`,
    `MailNotSetUp`.
    """
    row = readable(work, invitation_id)
    state = row.state(work.now)
    if state != "active":
        raise InvitationOver(state=state)
    mail.send_later(work, sealed_letter)
    audit.record(work, "invitation.sent", "invitation", invitation_id, {"operator_id": row.operator_id})
    return row


def _changed(work: Work, before: Invitation, changes: Change) -> dict[str, Any]:
    given: dict[str, Any] = {}
    arranged_for = before.arranged_for
    if changes.arranged_for is not msgspec.UNSET:
        arranged_for = changes.arranged_for
        if arranged_for != before.arranged_for:
            _require_future(work, arranged_for)
        given["arranged_for"] = arranged_for
    if changes.arranged_for is not msgspec.UNSET or changes.time_zone is not msgspec.UNSET:
        zone = before.time_zone if changes.time_zone is msgspec.UNSET else changes.time_zone
        given["time_zone"] = _zone(work, arranged_for, zone)
    if changes.validity is not msgspec.UNSET:
        ends = _ends(work, changes.validity, use=before.use, arranged_for=arranged_for)
        given["valid_until"] = ends
        if before.code_until is not None:
            # The code lives no longer than seven days from the beginning, however long the link does.
            given["code_until"] = policy.code_until(ends, now=before.created_at) or before.code_until
    if changes.note is not msgspec.UNSET:
        given["note"] = changes.note
    if changes.client is not msgspec.UNSET:
        given |= _client(changes.client)
    return {name: value for name, value in given.items() if getattr(before, name) != value}


def _operator(work: Work, operator_id: str | None) -> accounts.Operator:
    caller = work.caller
    own = caller.operator_id if isinstance(caller, OperatorCaller) else None
    wanted = operator_id or own
    if wanted != own and own is not None and not has_role(caller, "supervisor"):
        raise NotAllowed
    message = "Name the operator." if wanted is None else "There is no such operator."
    try:
        found = accounts.operator(work, wanted or "")
    except NotFound as error:
        raise Invalid(fields=[{"field": "operator_id", "message": message}]) from error
    if not found.active:
        raise Invalid(fields=[{"field": "operator_id", "message": message}])
    return found


def _channel(work: Work, operator_id: str, new: NewInvitation) -> companies.Channel:
    assigned = set(accounts.assigned_channels(work, operator_id))
    possible = [each for each in companies.channels(work) if each.kind in new.kinds and each.enabled]
    if new.channel_id is not None and all(each.id != new.channel_id for each in possible):
        message = "There is no website chat of that id."
        raise Invalid(fields=[{"field": "channel_id", "message": message}])
    for each in possible:
        if each.id in assigned and new.channel_id in {None, each.id}:
            return each
    raise NoChannel


def _ends(work: Work, asked: Validity, *, use: Use, arranged_for: Instant | None) -> Instant | None:
    settings = companies.settings(work)
    if asked.endless and not isinstance(work.caller, IntegrationCaller):
        message = "Only integrations make invitations without an end."
        raise Invalid(fields=[{"field": "valid_until", "message": message}])
    usual = settings.invitation_once_seconds if use == "once" else settings.invitation_repeatedly_seconds
    try:
        return policy.valid_until(
            asked,
            now=work.now,
            arranged_for=arranged_for,
            usual=usual * SECOND,
            longest=settings.invitation_longest_seconds * SECOND,
        )
    except ValueError as error:
        field = "valid_for_seconds" if asked.until is None else "valid_until"
        raise Invalid(fields=[{"field": field, "message": str(error)}]) from error


def _require_future(work: Work, arranged_for: Instant | None) -> None:
    longest = companies.settings(work).invitation_longest_seconds * SECOND
    if arranged_for is not None and not work.now < arranged_for <= work.now + longest:
        message = "Choose a time to come, not further away than an invitation may be valid."
        raise Invalid(fields=[{"field": "arranged_for", "message": message}])


def _zone(work: Work, arranged_for: Instant | None, name: str | None) -> str | None:
    """The zone in which the time was arranged: the company's, unless another is named."""
    if arranged_for is None:
        return None
    zone = name or companies.company(work).time_zone
    if not companies.is_time_zone(zone):
        message = "This is not a time zone of the IANA database, such as Europe/Prague."
        raise Invalid(fields=[{"field": "time_zone", "message": message}])
    return zone


def _client(client: InvitedClient) -> dict[str, str | None]:
    return {f"client_{name}": value for name, value in msgspec.structs.asdict(client).items()}


def _set_timers(work: Work, of: Invitation) -> None:
    for kind, at in (
        (EXPIRY, of.valid_until),
        (CODE_EXPIRY, None if of.code_until == of.valid_until else of.code_until),
        (REMINDER, policy.remind_at(of.arranged_for, now=work.now)),
    ):
        if at is None:
            cancel_timer(work, kind=kind, key=of.id)
        else:
            set_timer(work, kind=kind, key=of.id, at=at)
