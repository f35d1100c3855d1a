"""The snapshot: what stands on one operator's screen, in one read. Events after `position` keep it true."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

import msgspec

from hovor.accounts import queries as accounts
from hovor.companies import queries as companies
from hovor.conversations import queries as conversations
from hovor.foundation import event_log
from hovor.foundation.caller import require_operator
from hovor.foundation.clock import to_rfc3339
from hovor.foundation.database import Reading
from hovor.foundation.mail import outgoing_server_of
from hovor.messaging.channel import AddressKind, Kinds
from hovor.notifications import queries as notifying
from hovor.presence import queries as presence
from hovor.presence.queries import ChannelHealthView, StatusView
from hovor.routing import queries as routing

ChannelNotes = Callable[[Reading, Iterable[str]], Mapping[str, Any]]


class AwayReasonChoice(msgspec.Struct, frozen=True):
    """An away reason to choose."""

    id: str
    name: str
    icon: str
    colour: str
    paid: bool
    allowance_minutes: int | None
    when_used_up: companies.WhenUsedUp


class StartView(msgspec.Struct, frozen=True):
    """The operator may write first: to which kinds of address, and with what."""

    to: tuple[AddressKind, ...]
    by: Literal["text", "template"]


class CapabilityView(msgspec.Struct, frozen=True):
    """What the screen needs to know of a channel's kind: it draws by this, never by the kind's name."""

    start: StartView | None
    calls: bool
    text_characters: int
    attachments: bool
    typing: bool
    transcript: bool


class WorkChannelView(msgspec.Struct, frozen=True):
    """A channel as the operator has it."""

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
    health: ChannelHealthView
    waiting: int
    capabilities: CapabilityView


class CompanySettingsView(msgspec.Struct, frozen=True):
    """What every operator may know of the company's settings."""

    name: str
    time_zone: str
    operators_switch_channels: bool
    preview_before_accept: bool
    outcome_required: bool
    outgoing_mail: bool
    offer_deadline_seconds: int
    call_offer_deadline_seconds: int
    invitation_once_seconds: int
    invitation_repeatedly_seconds: int
    invitation_longest_seconds: int


class LabelChoice(msgspec.Struct, frozen=True):
    """An outcome or a tag to choose."""

    id: str
    name: str


class CapacityView(msgspec.Struct, frozen=True):
    """Slots: the total, and limit and weight of each channel kind."""

    total: int
    kinds: Mapping[str, companies.KindCapacity]


class WorkspaceView(msgspec.Struct, frozen=True):
    """Everything at once. `line` and `calls` belong to channels to come."""

    position: int
    now: str
    me: accounts.OperatorView
    status: StatusView
    line: None
    away_reasons: tuple[AwayReasonChoice, ...]
    channels: tuple[WorkChannelView, ...]
    queues: tuple[routing.QueueView, ...]
    offers: tuple[routing.OfferView, ...]
    conversations: tuple[conversations.ConversationView, ...]
    calls: tuple[str, ...]
    notifications: tuple[notifying.NotificationView, ...]
    company_settings: CompanySettingsView
    outcomes: tuple[LabelChoice, ...]
    tags: tuple[LabelChoice, ...]
    capacity: CapacityView


def snapshot(reading: Reading, *, kinds: Kinds, notes: ChannelNotes) -> WorkspaceView:
    """What the calling operator's workspace shows now."""
    operator_id = require_operator(reading.caller).operator_id
    company = companies.company(reading)
    settings, me = company.settings, accounts.account(reading, operator_id)
    return WorkspaceView(
        position=event_log.position(reading),
        now=to_rfc3339(reading.now),
        me=me,
        status=presence.status(reading, operator_id),
        line=None,
        away_reasons=tuple(
            AwayReasonChoice(
                each.id,
                each.name,
                each.icon,
                each.colour,
                each.paid,
                each.allowance.minutes,
                each.allowance.when_used_up,
            )
            for each in companies.away_reasons(reading)
            if each.retired_at is None
        ),
        channels=_channels(reading, operator_id, kinds, notes),
        queues=_served(reading, operator_id),
        offers=tuple(routing.own_offers(reading)),
        conversations=tuple(conversations.work_views(reading, operator_id)),
        calls=(),
        notifications=tuple(notifying.own_notifications(reading)),
        company_settings=CompanySettingsView(
            company.name,
            company.time_zone,
            settings.operators_switch_channels,
            settings.preview_before_accept,
            settings.outcome_required,
            outgoing_server_of(reading) is not None,
            settings.offer_deadline_seconds,
            settings.call_offer_deadline_seconds,
            settings.invitation_once_seconds,
            settings.invitation_repeatedly_seconds,
            settings.invitation_longest_seconds,
        ),
        outcomes=_living(conversations.outcomes(reading)),
        tags=_living(conversations.tags(reading)),
        capacity=_capacity(settings.capacity, me.capacity),
    )


def _capacity(usual: companies.Capacity, own: accounts.OwnCapacity) -> CapacityView:
    """The company's limits with the operator's own in them; what each kind weighs is the company's."""
    weights = {kind: each.weight for kind, each in usual.kinds.items()}
    kinds = {
        kind: companies.KindCapacity(limit=limit, weight=weights.get(kind, 1))
        for kind, limit in own.kinds.items()
    }
    return CapacityView(own.total or usual.total, {**usual.kinds, **kinds})


def _served(reading: Reading, operator_id: str) -> tuple[routing.QueueView, ...]:
    """The queues whose lines he sees; all others he can look up when he transfers."""
    served, _ = conversations.lines_of(reading, operator_id)
    return tuple(each for each in routing.queue_views(reading) if each.id in served)


def _living(labels: Iterable[conversations.Label]) -> tuple[LabelChoice, ...]:
    return tuple(LabelChoice(each.id, each.name) for each in labels if each.retired_at is None)


def _channels(
    reading: Reading, operator_id: str, kinds: Kinds, notes: ChannelNotes
) -> tuple[WorkChannelView, ...]:
    own = presence.channels(reading, operator_id)
    known = notes(reading, [each.channel_id for each in own])
    return tuple(_channel(each, known[each.channel_id], kinds) for each in own)


def _channel(channel: presence.ChannelView, note: Any, kinds: Kinds) -> WorkChannelView:  # noqa: ANN401
    can = kinds.describe(channel.kind).capabilities
    return WorkChannelView(
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
        ChannelHealthView(note.state, note.reason),
        note.waiting,
        CapabilityView(
            start=None if can.start is None else StartView(can.start.to, can.start.by),
            calls=can.calls,
            text_characters=can.text.characters,
            attachments=can.attachments is not None,
            typing=can.typing.outgoing,
            transcript=can.live,
        ),
    )
