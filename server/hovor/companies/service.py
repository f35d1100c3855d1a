"""Changes of the company, its channels and its away reasons. The routes let only administrators in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypedDict

import msgspec
import sqlalchemy as sa

from hovor.companies import models, policy, queries
from hovor.companies.errors import AwayReasonNeeded, NameTaken
from hovor.companies.events import SettingsChanged
from hovor.companies.policy import Allowance, Colour, Language
from hovor.foundation import audit, mail
from hovor.foundation.database import Hot, Work
from hovor.foundation.errors import FieldProblem, Invalid

_company = models.company.c
_channel = models.channel.c
_reason = models.away_reason.c

_NO_LIMIT: Final = Allowance()
_ADD_COMPANY = Hot(sa.insert(models.company))
_ADD_CHANNEL = Hot(sa.insert(models.channel))
_ADD_REASON = Hot(sa.insert(models.away_reason))
_NEXT_VERSION = Hot(
    sa.update(models.company)
    .where(_company.id == sa.bindparam("of_company"))
    .values(version=_company.version + 1)
)


class ChannelKinds(Protocol):
    """The kinds of channel of this installation. Wiring builds it from the channels' adapters."""

    def prefix(self, kind: str) -> str:
        """What the public key of such a channel begins with, such as `wc`. Raises `ChannelKindUnknown`."""
        ...

    async def problems(
        self, kind: str, settings: Mapping[str, Any], secrets: Mapping[str, str]
    ) -> Sequence[FieldProblem]:
        """Everything the kind finds wrong with these settings; it may ask the outside world.

        Fields are named from the settings' document downwards. Raises `ChannelKindUnknown`.
        """
        ...


@dataclass(frozen=True, slots=True)
class NewChannel:
    """A channel to be, its settings checked by its kind.

    `key` is public and holds at least 128 random bits; `sealed_secrets` comes from the vault.
    """

    key: str
    kind: str
    name: str
    detail: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    sealed_secrets: str | None = None
    group_id: str | None = None


class CompanyChanges(TypedDict, total=False):
    """What may change about a company; `settings` holds only the names that change."""

    name: str
    time_zone: str
    language: Language
    settings: Mapping[str, object]


class ChannelChanges(TypedDict, total=False):
    """What may change about a channel; `settings` is the whole new document."""

    name: str
    detail: str
    settings: Mapping[str, Any]
    sealed_secrets: str | None
    group_id: str | None
    enabled: bool


class AwayReasonChanges(TypedDict, total=False):
    """What may change about an away reason; `place` counts from 0."""

    name: str
    icon: str
    colour: Colour
    paid: bool
    allowance: Allowance
    place: int
    retired: bool


def create_company(work: Work, *, name: str, time_zone: str, language: Language) -> str:
    """A new company with its first away reasons; answers its id. The unit belongs to it from here on.

    Raises `Invalid` for a time zone that is not in the IANA database.
    """
    _require_time_zone(time_zone)
    company_id = work.new_id()
    work.enter(company_id)
    work.write(
        _ADD_COMPANY,
        id=company_id,
        name=name,
        time_zone=time_zone,
        language=language,
        settings="{}",
        created_at=work.now,
        version=1,
    )
    for place, (reason, look) in enumerate(
        zip(policy.FIRST_AWAY_REASONS[language], policy.FIRST_LOOKS, strict=True)
    ):
        _add_reason(work, name=reason, look=look, place=place)
    audit.record(work, "company.created", "company", company_id, {"name": name})
    work.publish(SettingsChanged(what="company", changed_id=company_id))
    return company_id


def change_company(work: Work, changes: CompanyChanges) -> queries.Company:
    """Raises `Invalid` for a time zone or a setting that is not possible."""
    before = queries.company(work)
    values: dict[str, Any] = {name: value for name, value in changes.items() if name != "settings"}
    if "time_zone" in changes:
        _require_time_zone(changes["time_zone"])
    if "settings" in changes:
        values["settings"] = _encoded(_changed_settings(work, changes["settings"]))
    if values:
        work.write(
            sa.update(models.company)
            .where(_company.id == work.company)
            .values(**values, version=_company.version + 1)
        )
        audit.record(work, "company.changed", "company", before.id, {**changes})
        work.publish(SettingsChanged(what="company", changed_id=before.id))
    return queries.company(work)


def create_channel(work: Work, new: NewChannel) -> queries.Channel:
    """A new way in, switched on."""
    channel_id = work.new_id()
    work.write(
        _ADD_CHANNEL,
        id=channel_id,
        company_id=work.company,
        key=new.key,
        kind=new.kind,
        name=new.name,
        detail=new.detail,
        settings=_encoded(new.settings),
        secrets=new.sealed_secrets,
        group_id=new.group_id,
        enabled=1,
        created_at=work.now,
        version=1,
    )
    told = {"kind": new.kind, "name": new.name, "detail": new.detail, "settings": new.settings}
    audit.record(work, "channel.created", "channel", channel_id, told)
    work.publish(SettingsChanged(what="channel", changed_id=channel_id))
    return queries.channel(work, channel_id)


def change_channel(work: Work, channel_id: str, changes: ChannelChanges) -> queries.Channel:
    """Raises `NotFound`. Settings must have been checked by the channel's kind."""
    queries.channel(work, channel_id)
    values: dict[str, Any] = {**changes}
    told: dict[str, Any] = {**changes}
    if "settings" in changes:
        values["settings"] = _encoded(changes["settings"])
    if "sealed_secrets" in changes:
        values["secrets"] = values.pop("sealed_secrets")
        told["sealed_secrets"] = "changed"
    if "enabled" in changes:
        values["enabled"] = int(changes["enabled"])
    if values:
        work.write(
            sa.update(models.channel)
            .where(_channel.company_id == work.company, _channel.id == channel_id)
            .values(**values, version=_channel.version + 1)
        )
        audit.record(work, "channel.changed", "channel", channel_id, told)
        work.publish(SettingsChanged(what="channel", changed_id=channel_id))
    return queries.channel(work, channel_id)


def create_away_reason(
    work: Work, *, name: str, look: policy.AwayReasonLook, allowance: Allowance = _NO_LIMIT
) -> queries.AwayReason:
    """A new reason, after all others. Raises `NameTaken`, `Invalid`."""
    existing = queries.away_reasons(work)
    _require_free_name(existing, name, None)
    _require_possible(existing, allowance, None)
    reason_id = _add_reason(work, name=name, look=look, place=len(existing), allowance=allowance)
    told = {"name": name, **look._asdict(), "allowance": allowance._asdict()}
    audit.record(work, "away_reason.created", "away_reason", reason_id, told)
    announce(work, "away_reason", reason_id)
    return queries.away_reason(work, reason_id)


def change_away_reason(work: Work, reason_id: str, changes: AwayReasonChanges) -> queries.AwayReason:
    """Renames, recolours, limits, moves, retires or brings back a reason.

    Raises `NotFound`, `NameTaken`, `Invalid`, `AwayReasonNeeded`.
    """
    before = queries.away_reason(work, reason_id)
    existing = queries.away_reasons(work)
    if "name" in changes:
        _require_free_name(existing, changes["name"], reason_id)
    values: dict[str, Any] = {
        name: value for name, value in changes.items() if name in {"name", "icon", "colour"}
    }
    if "paid" in changes:
        values["paid"] = int(changes["paid"])
    told: dict[str, Any] = {**changes}
    if "allowance" in changes:
        _require_possible(existing, changes["allowance"], reason_id)
        values |= _allowance_columns(changes["allowance"])
        told["allowance"] = changes["allowance"]._asdict()
    if "retired" in changes:
        if changes["retired"]:
            _require_not_needed(existing, reason_id)
        values["retired_at"] = (before.retired_at or work.now) if changes["retired"] else None
    if not changes:
        return before
    if values:
        work.write(_update_of_reason(work, reason_id).values(**values, version=_reason.version + 1))
    if "place" in changes:
        _move(work, existing, reason_id, changes["place"])
    audit.record(work, "away_reason.changed", "away_reason", reason_id, told)
    announce(work, "away_reason", reason_id)
    return queries.away_reason(work, reason_id)


def _add_reason(
    work: Work, *, name: str, look: policy.AwayReasonLook, place: int, allowance: Allowance = _NO_LIMIT
) -> str:
    reason_id = work.new_id()
    work.write(
        _ADD_REASON,
        id=reason_id,
        company_id=work.company,
        name=name,
        icon=look.icon,
        colour=look.colour,
        paid=int(look.paid),
        **_allowance_columns(allowance),
        place=place,
        retired_at=None,
        version=1,
    )
    return reason_id


def _allowance_columns(allowance: Allowance) -> dict[str, Any]:
    return {
        "allowance_minutes": allowance.minutes,
        "when_used_up": allowance.when_used_up,
        "change_to_id": allowance.change_to_id,
    }


def _require_possible(existing: list[queries.AwayReason], allowance: Allowance, own_id: str | None) -> None:
    changes = allowance.when_used_up == "change"
    living = {reason.id for reason in existing if reason.retired_at is None and reason.id != own_id}
    if changes != (allowance.change_to_id is not None) or (changes and allowance.change_to_id not in living):
        message = "Choose another reason that is in use; other rules than change name none."
        raise Invalid(fields=[{"field": "allowance.change_to_id", "message": message}])


def _require_not_needed(existing: list[queries.AwayReason], reason_id: str) -> None:
    for other in existing:
        if other.allowance.change_to_id == reason_id and other.retired_at is None:
            raise AwayReasonNeeded(reason=other.name)


def _move(work: Work, existing: list[queries.AwayReason], reason_id: str, place: int) -> None:
    order = [reason.id for reason in existing if reason.id != reason_id]
    order.insert(place, reason_id)
    places = {reason.id: reason.place for reason in existing}
    for new_place, moved in enumerate(order):
        if places[moved] != new_place:
            work.write(_update_of_reason(work, moved).values(place=new_place, version=_reason.version + 1))


def _update_of_reason(work: Work, reason_id: str) -> sa.Update:
    return sa.update(models.away_reason).where(_reason.company_id == work.company, _reason.id == reason_id)


def _changed_settings(work: Work, changes: Mapping[str, object]) -> Mapping[str, object]:
    try:
        return policy.change(queries.stored_settings(work), changes)
    except ValueError as error:
        raise Invalid(fields=[{"field": "settings", "message": str(error)}]) from error


def _require_time_zone(name: str) -> None:
    if not policy.is_time_zone(name):
        message = "This is not a time zone of the IANA database, such as Europe/Prague."
        raise Invalid(fields=[{"field": "time_zone", "message": message}])


def _require_free_name(existing: list[queries.AwayReason], name: str, own_id: str | None) -> None:
    if any(reason.name.casefold() == name.casefold() and reason.id != own_id for reason in existing):
        raise NameTaken


def _encoded(document: Mapping[str, object]) -> str:
    return msgspec.json.encode(document).decode()


def announce(work: Work, what: str, changed_id: str) -> None:
    """Tells open consoles that something set for the whole company has changed: `what`, with this id."""
    # It is part of the company's view, so that has a new version, too.
    work.write(_NEXT_VERSION, of_company=work.company)
    work.publish(SettingsChanged(what=what, changed_id=changed_id))


def change_mail(work: Work, server: mail.OutgoingServer | None) -> mail.OutgoingServer | None:
    """Another server for the company's letters, or none. A password of None is the one that is there, as long
    as host and user stay: no other server is told it.
    """
    before = mail.outgoing_server_of(work)
    if server is not None and server.password_sealed is None and before is not None:
        same = (before.host, before.port, before.username) == (server.host, server.port, server.username)
        server = msgspec.structs.replace(server, password_sealed=before.password_sealed if same else None)
    mail.set_outgoing_server(work, server)
    told = {} if server is None else {"host": server.host, "port": server.port, "sender": server.sender}
    audit.record(work, "company.mail_changed", "company", work.company, told)
    announce(work, "company", work.company)
    return mail.outgoing_server_of(work)


def note_mail_tried(work: Work, fault: mail.Fault | None) -> mail.Fault | None:
    """An administrator has tried the server for outgoing mail, with this outcome."""
    audit.record(work, "company.mail_tried", "company", work.company, {"fault": fault})
    return fault
