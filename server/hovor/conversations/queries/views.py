"""The closed shapes in which others see conversations: one for colleagues, one for the client. Times are RFC
3339 text.

They are built in batches, with one read per kind of row, whatever the number of conversations; of queues and
colleagues one for each that they name.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
import sqlalchemy as sa

from hovor.accounts import queries as accounts
from hovor.clients import queries as clients
from hovor.companies import queries as companies
from hovor.conversations import models
from hovor.conversations.policy import Cause, State
from hovor.conversations.queries.lists import work_of
from hovor.conversations.queries.rights import access, participates_in
from hovor.conversations.queries.rows import Conversation, KnownQueue, known_queue
from hovor.conversations.queries.waits import place_and_wait
from hovor.foundation.clock import Instant, to_rfc3339
from hovor.foundation.database import Reading
from hovor.messaging import queries as messaging
from hovor.messaging.queries import ThreadView

_tagged = models.conversation_tag.c
_tag = models.tag.c
_parameter = models.parameter.c
_participation = models.participation.c


class ClientCard(msgspec.Struct, frozen=True):
    """The client, as far as a list shows him."""

    id: str
    name: str | None
    email: str | None
    phone: str | None
    language: str | None


class WrittenAsView(msgspec.Struct, frozen=True):
    """By which of his identities he writes. A visitor's is a secret of his browser and is never shown."""

    kind: str
    value_shown: str | None


class TagView(msgspec.Struct, frozen=True):
    id: str
    name: str


class ParameterView(msgspec.Struct, frozen=True):
    """A value about the conversation and where it comes from; a read-only one is not for operators to
    change.
    """

    name: str
    value: str
    read_only: bool
    source: str


class PageView(msgspec.Struct, frozen=True):
    """The page the visitor is on."""

    url: str
    title: str | None


class PersonView(msgspec.Struct, frozen=True):
    """A colleague."""

    id: str
    name: str


class ConversationView(msgspec.Struct, frozen=True):
    """A conversation for colleagues. One that is closed stands in no list of work any more.

    `client_online` is None where the channel does not expect the client to be there. `state_since` of one
    that waits for its client is when he was last written to. `thread` has a version of its own: where the
    two differ, the newer thread counts.
    """

    id: str
    version: int
    state: State
    state_since: str
    channel_id: str
    channel_kind: str
    channel_name: str
    client: ClientCard
    identity: WrittenAsView
    queue_id: str | None
    queue_name: str | None
    owner_id: str | None
    owner_name: str | None
    offered_to: PersonView | None
    collaborators: tuple[PersonView, ...]
    subject: str | None
    language: str | None
    priority: int
    opened_at: str
    queued_at: str | None
    service_target_seconds: int
    wrap_up_until: str | None
    snoozed_until: str | None
    ended_at: str | None
    closed_at: str | None
    cause: Cause | None
    outcome_id: str | None
    rating: int | None
    continued_from_id: str | None
    tags: tuple[TagView, ...]
    parameters: tuple[ParameterView, ...]
    page: PageView | None
    client_online: bool | None
    thread: ThreadView


class ServingView(msgspec.Struct, frozen=True):
    """The operator, as the client sees him."""

    name: str
    picture: str | None


class ClientConversationView(msgspec.Struct, frozen=True):
    """A conversation for its client. `queue_position` counts from 1 and is None unless he waits.

    `expected_wait_seconds` is None as long as nobody can say it honestly.
    """

    id: str
    version: int
    state: Literal["queued", "active", "wrap_up", "closed"]
    operator: ServingView | None
    queue_position: int | None
    expected_wait_seconds: int | None
    rated: bool
    ended_at: str | None
    operator_read: int
    operator_received: int


def view(reading: Reading, conversation: Conversation) -> ConversationView:
    """One conversation for colleagues, the client's words included."""
    return views(reading, [conversation])[0]


def views(reading: Reading, conversations: Sequence[Conversation]) -> list[ConversationView]:
    """The same for many, in their order."""
    sources = _Sources(reading, conversations)
    return [sources.view(each) for each in conversations]


def views_allowed(reading: Reading, conversations: Sequence[Conversation]) -> list[ConversationView]:
    """The same, cut to what the caller may see: words are left out where he may see the card only.

    What he may not see at all is left out.
    """
    granted = [(each, access(reading, each)) for each in conversations]
    seen = [(each, right) for each, right in granted if right != "none"]
    built = views(reading, [each for each, _ in seen])
    return [
        made if right == "full" else without_words(made) for made, (_, right) in zip(built, seen, strict=True)
    ]


def work_views(reading: Reading, operator_id: str) -> list[ConversationView]:
    """What stands on one operator's screen. What waits, or is offered, shows the client's words where the
    company wishes so; else only to those inside, even if others may look them up: the events that keep the
    screen true go to a whole line and follow the same rule.
    """
    rows = work_of(reading, operator_id)
    inside = frozenset(participates_in(reading, operator_id))
    everything = companies.settings(reading).preview_before_accept
    return [
        made if everything or row.owner_id == operator_id or row.id in inside else without_words(made)
        for row, made in zip(rows, views(reading, rows), strict=True)
    ]


def without_words(of: ConversationView) -> ConversationView:
    """The card alone: that the client wrote, but not what."""
    last = of.thread.last
    if last is None:
        return msgspec.structs.replace(of, subject=None)
    thread = msgspec.structs.replace(of.thread, last=msgspec.structs.replace(last, text=None))
    return msgspec.structs.replace(of, subject=None, thread=thread)


def client_view(reading: Reading, conversation: Conversation) -> ClientConversationView:
    """One conversation for its client."""
    thread = messaging.thread_row(reading, conversation.id)
    owner = conversation.owner_id if conversation.state != "wrap_up" else None
    serving = None if owner is None else accounts.operator(reading, owner)
    place, wait = place_and_wait(reading, conversation)
    return ClientConversationView(
        id=conversation.id,
        version=conversation.version,
        state=_STATE_FOR_CLIENT.get(conversation.state, "active"),
        operator=None if serving is None else ServingView(serving.public_name, serving.picture),
        queue_position=place,
        expected_wait_seconds=wait,
        rated=conversation.rating is not None,
        ended_at=_text(conversation.ended_at),
        operator_read=thread.operator_read,
        operator_received=thread.entries,
    )


_STATE_FOR_CLIENT: Mapping[str, Literal["queued", "active", "wrap_up", "closed"]] = {
    "new": "queued",
    "queued": "queued",
    "offered": "queued",
    "rescue": "queued",
    "wrap_up": "wrap_up",
    "closed": "closed",
}


class _Sources:
    """All rows that the views of some conversations are made of. A company may have thousands of queues and
    colleagues, and each event shows one conversation: nobody is read whom it does not name.
    """

    def __init__(self, reading: Reading, conversations: Sequence[Conversation]) -> None:
        ids = [each.id for each in conversations]
        self._reading = reading
        self._settings = companies.settings(reading)
        self._channels = {each.id: each.name for each in companies.channels(reading)}
        self._clients = clients.clients_by_ids(reading, (each.client_id for each in conversations))
        self._identities = clients.identities_by_ids(reading, (each.identity_id for each in conversations))
        self._queues: dict[str, KnownQueue | None] = {}
        self._operators: dict[str, str] = {}
        self._threads = messaging.thread_views(reading, ids)
        self._tags = _tags(reading, ids)
        self._parameters = _parameters(reading, ids)
        self._collaborators = _collaborators(reading, ids)

    def view(self, of: Conversation) -> ConversationView:
        queue = None if of.queue_id is None else self._queue(of.queue_id)
        target = None if queue is None else queue.service_target_seconds
        return ConversationView(
            id=of.id,
            version=of.version,
            state=of.state,
            state_since=to_rfc3339(of.state_since),
            channel_id=of.channel_id,
            channel_kind=of.channel_kind,
            channel_name=self._channels[of.channel_id],
            client=self._client(of),
            identity=self._identity(of),
            queue_id=of.queue_id,
            queue_name=None if queue is None else queue.name,
            owner_id=of.owner_id,
            owner_name=None if of.owner_id is None else self._name(of.owner_id),
            offered_to=None if of.offered_to is None else self._person(of.offered_to),
            collaborators=tuple(map(self._person, self._collaborators[of.id])),
            subject=of.subject,
            language=of.language,
            priority=of.priority,
            opened_at=to_rfc3339(of.opened_at),
            queued_at=_text(of.queued_at),
            service_target_seconds=self._settings.service_target_seconds if target is None else target,
            wrap_up_until=_text(of.wrap_up_until),
            snoozed_until=_text(of.snoozed_until),
            ended_at=_text(of.ended_at),
            closed_at=_text(of.closed_at),
            cause=of.cause,
            outcome_id=of.outcome_id,
            rating=of.rating,
            continued_from_id=of.continued_from_id,
            tags=tuple(self._tags[of.id]),
            parameters=tuple(self._parameters[of.id]),
            page=self._page(of),
            client_online=None if of.asynchronous else of.client_gone_at is None,
            thread=self._threads[of.id],
        )

    def _client(self, of: Conversation) -> ClientCard:
        found = self._clients[of.client_id]
        return ClientCard(found.id, found.name, found.email, found.phone, found.language)

    def _identity(self, of: Conversation) -> WrittenAsView:
        found = self._identities[of.identity_id]
        return WrittenAsView(found.kind, None if found.kind == "visitor" else found.value)

    def _page(self, of: Conversation) -> PageView | None:
        found = clients.page(self._reading, of.identity_id)
        return None if found is None else PageView(found.url, found.title)

    def _person(self, operator_id: str) -> PersonView:
        return PersonView(operator_id, self._name(operator_id))

    def _name(self, operator_id: str) -> str:
        if operator_id not in self._operators:
            self._operators[operator_id] = accounts.operator(self._reading, operator_id).name
        return self._operators[operator_id]

    def _queue(self, queue_id: str) -> KnownQueue | None:
        if queue_id not in self._queues:
            self._queues[queue_id] = known_queue(self._reading, queue_id)
        return self._queues[queue_id]


def _tags(reading: Reading, conversation_ids: Sequence[str]) -> Mapping[str, list[TagView]]:
    found: defaultdict[str, list[TagView]] = defaultdict(list)
    rows = reading.all(
        sa.select(_tagged.conversation_id, _tag.id, _tag.name)
        .join(models.tag, _tag.id == _tagged.tag_id)
        .where(_tagged.company_id == reading.company, _tagged.conversation_id.in_(conversation_ids))
        .order_by(_tag.name, _tag.id)
    )
    for conversation_id, tag_id, name in rows:
        found[conversation_id].append(TagView(tag_id, name))
    return found


def _parameters(reading: Reading, conversation_ids: Sequence[str]) -> Mapping[str, list[ParameterView]]:
    found: defaultdict[str, list[ParameterView]] = defaultdict(list)
    rows = reading.all(
        sa.select(
            _parameter.conversation_id,
            _parameter.name,
            _parameter.value,
            _parameter.read_only,
            _parameter.source,
        )
        .where(_parameter.company_id == reading.company, _parameter.conversation_id.in_(conversation_ids))
        .order_by(_parameter.name)
    )
    for conversation_id, name, value, read_only, source in rows:
        found[conversation_id].append(ParameterView(name, value, bool(read_only), source))
    return found


def _collaborators(reading: Reading, conversation_ids: Sequence[str]) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    rows = reading.all(
        sa.select(_participation.conversation_id, _participation.operator_id)
        .where(
            _participation.company_id == reading.company,
            _participation.conversation_id.in_(conversation_ids),
            _participation.ended_at.is_(None),
        )
        .order_by(_participation.started_at, _participation.id)
    )
    for conversation_id, operator_id in rows:
        found[conversation_id].append(operator_id)
    return found


def _text(instant: Instant | None) -> str | None:
    return None if instant is None else to_rfc3339(instant)
