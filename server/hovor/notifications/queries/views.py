"""The closed shapes of notifications and preferences. Times are RFC 3339 text."""

from collections.abc import Mapping, Sequence

import msgspec

from hovor.conversations import queries as conversations
from hovor.foundation.caller import require_operator
from hovor.foundation.clock import Instant, to_rfc3339
from hovor.foundation.database import Reading
from hovor.notifications import policy
from hovor.notifications.policy import What
from hovor.notifications.queries.rows import (
    Notification,
    preferences,
    standing,
    stored_preferences,
    subscriptions,
)


class NotificationView(msgspec.Struct, frozen=True):
    """What an operator is told of. It never holds what a client wrote.

    The page with the id `connection_id` gives the cue, once for each number `cue`: by `sound` and `browser`
    as he wishes, or, unless it is to be `loud`, by a soft tick. `shown_at` is when a page confirmed it.
    """

    id: str
    version: int
    what: What
    conversation_id: str | None
    offer_id: str | None
    channel_kind: str | None
    queue_id: str | None
    queue_name: str | None
    count: int
    raised_at: str
    cue: int
    connection_id: str | None
    loud: bool
    sound: bool
    browser: bool
    volume: int
    show_words: bool
    shown_at: str | None
    cleared_at: str | None
    cleared_because: str | None


class SubscriptionView(msgspec.Struct, frozen=True):
    """A browser that may be pushed to. `dead_because` says why no longer: it has to subscribe anew."""

    id: str
    device: str
    created_at: str
    answered_at: str | None
    dead_at: str | None
    dead_because: str | None
    current: bool


class PushView(msgspec.Struct, frozen=True):
    """`public_key` is what a browser subscribes with (base64url)."""

    public_key: str
    subscriptions: tuple[SubscriptionView, ...]


class PreferencesView(msgspec.Struct, frozen=True):
    """How an operator wishes to be told: of each event by each way."""

    version: int
    sounds: bool
    volume: int
    show_words: bool
    events: Mapping[What, policy.Ways]
    push: PushView


def notification_view(reading: Reading, of: Notification) -> NotificationView:
    """One notification."""
    return _views(reading, [of])[0]


def own_notifications(reading: Reading) -> list[NotificationView]:
    """What stands before the calling operator, the oldest first."""
    return _views(reading, standing(reading, require_operator(reading.caller).operator_id))


def preferences_view(reading: Reading, *, public_key: str) -> PreferencesView:
    """The calling operator's preferences."""
    caller = require_operator(reading.caller)
    document, version = stored_preferences(reading, caller.operator_id)
    wished = policy.preferences_from(document)
    known = tuple(
        SubscriptionView(
            id=each.id,
            device=each.device,
            created_at=to_rfc3339(each.created_at),
            answered_at=_text(each.answered_at),
            dead_at=_text(each.dead_at),
            dead_because=each.dead_because,
            current=each.session_id == caller.session_id,
        )
        for each in subscriptions(reading, caller.operator_id)
    )
    return PreferencesView(
        version=version,
        sounds=wished.sounds,
        volume=wished.volume,
        show_words=wished.show_words,
        events={what: getattr(wished, what) for what in What.__args__},  # type: ignore[attr-defined]
        push=PushView(public_key, known),
    )


def _views(reading: Reading, of: Sequence[Notification]) -> list[NotificationView]:
    talks = {
        each.id: each
        for each in conversations.by_ids(
            reading, (one.conversation_id for one in of if one.conversation_id is not None)
        )
    }
    queues = conversations.known_queues(reading) if talks else {}
    wishes = {
        operator_id: preferences(reading, operator_id) for operator_id in {each.operator_id for each in of}
    }
    return [
        _view(each, talks.get(each.conversation_id or ""), queues, wishes[each.operator_id]) for each in of
    ]


def _view(
    of: Notification,
    talk: conversations.Conversation | None,
    queues: Mapping[str, conversations.KnownQueue],
    wished: policy.Preferences,
) -> NotificationView:
    ways = wished.ways(of.what)
    queue = None if talk is None or talk.queue_id is None else queues.get(talk.queue_id)
    return NotificationView(
        id=of.id,
        version=of.version,
        what=of.what,
        conversation_id=of.conversation_id,
        offer_id=of.offer_id,
        channel_kind=None if talk is None else talk.channel_kind,
        queue_id=None if queue is None else queue.id,
        queue_name=None if queue is None else queue.name,
        count=of.count,
        raised_at=to_rfc3339(of.raised_at),
        cue=of.cue,
        connection_id=of.connection_id,
        loud=bool(of.loud),
        sound=ways.sound,
        browser=ways.browser,
        volume=wished.volume,
        show_words=wished.show_words,
        shown_at=_text(of.shown_at),
        cleared_at=_text(of.cleared_at),
        cleared_because=of.cleared_because,
    )


def _text(instant: Instant | None) -> str | None:
    return None if instant is None else to_rfc3339(instant)
