"""The closed shapes of offers and queues. Times are RFC 3339 text."""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from hovor.accounts import queries as accounts
from hovor.companies import queries as companies
from hovor.conversations import queries as conversations
from hovor.conversations.queries import ConversationView
from hovor.foundation.caller import has_role, require_operator
from hovor.foundation.clock import SECOND, Instant, to_rfc3339
from hovor.foundation.database import Reading
from hovor.foundation.errors import NotFound
from hovor.routing.queries.rows import Offer, Outcome, Queue, live_offers_to, queue, queues


class OfferView(msgspec.Struct, frozen=True):
    """An offer for its operator; without the client's words where the company shows them only after
    accepting, unless he helps in the conversation and reads them anyway.

    `seconds` is how long he has in all, his own allowance included.
    """

    id: str
    version: int
    conversation: ConversationView
    operator_id: str
    made_by: str | None
    made_at: str
    deadline: str
    seconds: int
    delivered_at: str | None
    ended_at: str | None
    outcome: Outcome | None
    reason: str | None


class QueueView(msgspec.Struct, frozen=True):
    """A queue and how many wait in it, those included who are just being offered."""

    id: str
    version: int
    name: str
    group_id: str | None
    group_name: str | None
    operator_id: str | None
    waiting: int
    service_target_seconds: int
    wrap_up_limit_seconds: int


def offer_view(reading: Reading, of: Offer) -> OfferView:
    """One offer."""
    return offer_views(reading, [of])[0]


def offer_views(reading: Reading, offers: Sequence[Offer]) -> list[OfferView]:
    """Offers in their order."""
    rows = {each.id: each for each in conversations.by_ids(reading, (one.conversation_id for one in offers))}
    built = {view.id: view for view in conversations.views(reading, list(rows.values()))}
    preview = companies.settings(reading).preview_before_accept
    return [
        _view(each, built[each.conversation_id], allowed=preview or _is_inside(reading, each))
        for each in offers
    ]


def own_offers(reading: Reading) -> list[OfferView]:
    """The offers that stand before the calling operator, the oldest first."""
    return offer_views(reading, live_offers_to(reading, require_operator(reading.caller).operator_id))


def queue_views(reading: Reading) -> list[QueueView]:
    """All queues of the company by name: whoever transfers a conversation chooses among them."""
    require_operator(reading.caller)
    settings = companies.settings(reading)
    names = {each.id: each.name for each in accounts.groups(reading)}
    waiting = Counter(each.queue_id for each in conversations.waiting(reading))
    return [_queue_view(each, names, waiting[each.id], settings) for each in queues(reading).values()]


def queue_view(reading: Reading, queue_id: str) -> QueueView:
    """One queue. Raises `NotFound`."""
    found = queue(reading, queue_id)
    names = {each.id: each.name for each in accounts.groups(reading)}
    waiting = len(conversations.waiting_in(reading, queue_id))
    return _queue_view(found, names, waiting, companies.settings(reading))


def served_queue(reading: Reading, queue_id: str) -> Queue:
    """A queue that the caller serves, or any of them for supervisors. Raises `NotFound`."""
    caller = require_operator(reading.caller)
    found = queue(reading, queue_id)
    served, _ = conversations.lines_of(reading, caller.operator_id)
    if not has_role(caller, "supervisor") and queue_id not in served:
        raise NotFound
    return found


def waiting_views(reading: Reading, queue_id: str) -> list[ConversationView]:
    """What waits in a queue, first come first, on the channels the caller has. Raises `NotFound`."""
    served_queue(reading, queue_id)
    return conversations.views_allowed(reading, conversations.waiting_in(reading, queue_id))


def _queue_view(
    of: Queue, groups: Mapping[str, str], waiting: int, settings: companies.CompanySettings
) -> QueueView:
    return QueueView(
        id=of.id,
        version=of.version,
        name=of.name,
        group_id=of.group_id,
        group_name=None if of.group_id is None else groups[of.group_id],
        operator_id=of.operator_id,
        waiting=waiting,
        service_target_seconds=_own_or(of.service_target_seconds, settings.service_target_seconds),
        wrap_up_limit_seconds=_own_or(of.wrap_up_limit_seconds, settings.wrap_up_limit_seconds),
    )


def _view(of: Offer, conversation: ConversationView, *, allowed: bool) -> OfferView:
    return OfferView(
        id=of.id,
        version=of.version,
        conversation=conversation if allowed else conversations.without_words(conversation),
        operator_id=of.operator_id,
        made_by=of.made_by,
        made_at=to_rfc3339(of.made_at),
        deadline=to_rfc3339(of.deadline),
        seconds=(of.deadline - of.made_at) // SECOND,
        delivered_at=_text(of.delivered_at),
        ended_at=_text(of.ended_at),
        outcome=of.outcome,
        reason=of.reason,
    )


def _is_inside(reading: Reading, of: Offer) -> bool:
    """Whether its operator helps in the conversation: then he hears every word of it anyway (INV-48)."""
    return of.conversation_id in conversations.participates_in(reading, of.operator_id)


def _own_or(own: int | None, companys: int) -> int:
    return companys if own is None else own


def _text(instant: Instant | None) -> str | None:
    return None if instant is None else to_rfc3339(instant)
