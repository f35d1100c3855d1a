"""Who may read a conversation: the one place. Routes, live watching, files and lists all ask here.

For those who may not, a conversation does not exist: "not yours" is answered exactly like "not there".
"""

from typing import Any, Final

import sqlalchemy as sa

from hovor.accounts import queries as accounts
from hovor.companies import queries as companies
from hovor.conversations import models, policy
from hovor.conversations.errors import NotYours, PreviewNotAllowed
from hovor.conversations.policy import Access, Standing
from hovor.conversations.queries.rows import Conversation, KnownQueue, find, known_queues
from hovor.foundation.caller import ClientCaller, OperatorCaller, SystemCaller, has_role
from hovor.foundation.database import Hot, Reading
from hovor.foundation.errors import NotFound

_conversation = models.conversation.c
_assignment = models.assignment.c
_participation = models.participation.c

_OWNED_ONCE = Hot(
    sa.select(_assignment.id)
    .where(
        _assignment.company_id == sa.bindparam("company_id"),
        _assignment.operator_id == sa.bindparam("operator_id"),
        _assignment.conversation_id == sa.bindparam("conversation_id"),
    )
    .limit(sa.literal_column("1"))
)
_PARTICIPATES = Hot(
    sa.select(_participation.id).where(
        _participation.company_id == sa.bindparam("company_id"),
        _participation.operator_id == sa.bindparam("operator_id"),
        _participation.conversation_id == sa.bindparam("conversation_id"),
        _participation.ended_at.is_(None),
    )
)
_KNOWS_CLIENT = Hot(
    sa.select(_conversation.id)
    .where(
        _conversation.company_id == sa.bindparam("company_id"),
        _conversation.client_id == sa.bindparam("client_id"),
        sa.or_(
            _conversation.offered_to == sa.bindparam("operator_id"),
            sa.exists().where(
                _assignment.conversation_id == _conversation.id,
                _assignment.operator_id == sa.bindparam("operator_id"),
            ),
        ),
    )
    .limit(sa.literal_column("1"))
)
_PARTICIPANTS = Hot(
    sa.select(_participation.operator_id)
    .where(
        _participation.company_id == sa.bindparam("company_id"),
        _participation.conversation_id == sa.bindparam("conversation_id"),
        _participation.ended_at.is_(None),
    )
    .order_by(_participation.started_at, _participation.id)
)
_PARTICIPATES_IN = Hot(
    sa.select(_participation.conversation_id).where(
        _participation.company_id == sa.bindparam("company_id"),
        _participation.operator_id == sa.bindparam("operator_id"),
        _participation.ended_at.is_(None),
    )
)


def access(reading: Reading, conversation: Conversation) -> Access:
    """How much of it the caller may see."""
    caller = reading.caller
    match caller:
        case SystemCaller():
            return "full"
        case OperatorCaller():
            return _access_of_operator(reading, conversation, caller)
        case ClientCaller(identity_id=identity_id):
            return "full" if identity_id == conversation.identity_id else "none"
        case _:
            return "none"


def readable(reading: Reading, conversation_id: str) -> Conversation:
    """The conversation, if the caller may see all of it. Raises `NotFound`, and `PreviewNotAllowed` for one
    who may see that it waits but not yet what the client wrote.
    """
    found = find(reading, conversation_id)
    granted = "none" if found is None else access(reading, found)
    if found is None or granted == "none":
        raise NotFound
    if granted == "preview":
        raise PreviewNotAllowed
    return found


def visible(reading: Reading, conversation_id: str) -> tuple[Conversation, Access]:
    """The conversation and how much of it the caller may see, which is at least its card. Raises
    `NotFound`.
    """
    found = find(reading, conversation_id)
    granted = "none" if found is None else access(reading, found)
    if found is None or granted == "none":
        raise NotFound
    return found, granted


def workable(reading: Reading, conversation_id: str, *, supervisor: bool = False) -> Conversation:
    """The conversation, if the caller is its owner or a collaborator in it, or a supervisor where
    `supervisor` says so.

    Raises `NotFound` for one who may not even read it, `NotYours` for one who may only read.
    """
    found = find(reading, conversation_id)
    if found is None:
        raise NotFound
    if _works_in(reading, found) or (supervisor and has_role(reading.caller, "supervisor")):
        return found
    if access(reading, found) == "none":
        raise NotFound
    raise NotYours


def managed(reading: Reading, conversation_id: str) -> Conversation:
    """The conversation, if it is the caller's to move, to put aside and to end: for its owner, for
    supervisors and for Hovor itself. Who only helps in it is told `NotYours`.

    Raises `NotFound` and `NotYours` as `workable` does.
    """
    row = workable(reading, conversation_id, supervisor=True)
    caller = reading.caller
    if (
        isinstance(caller, OperatorCaller)
        and caller.operator_id != row.owner_id
        and not has_role(caller, "supervisor")
    ):
        raise NotYours
    return row


def participants(reading: Reading, conversation_id: str) -> tuple[str, ...]:
    """The operators who help in it, in the order in which they came."""
    rows = reading.all(_PARTICIPANTS, company_id=reading.company, conversation_id=conversation_id)
    return tuple(row[0] for row in rows)


def participates_in(reading: Reading, operator_id: str) -> tuple[str, ...]:
    """The conversations in which one operator helps."""
    rows = reading.all(_PARTICIPATES_IN, company_id=reading.company, operator_id=operator_id)
    return tuple(row[0] for row in rows)


def lines_of(reading: Reading, operator_id: str) -> tuple[frozenset[str], frozenset[str]]:
    """The queues that an operator shares and the channels assigned to him: he sees what waits in the one on
    the other.
    """
    groups = frozenset(accounts.groups_of(reading, operator_id))
    queues = known_queues(reading).values()
    shared = frozenset(each.id for each in queues if shares(each, operator_id, groups))
    return shared, frozenset(accounts.assigned_channels(reading, operator_id))


def shares(queue: KnownQueue, operator_id: str, group_ids: frozenset[str]) -> bool:
    """Whether a queue is an operator's to serve, given the groups he is in."""
    if queue.operator_id is not None:
        return queue.operator_id == operator_id
    return queue.group_id is None or queue.group_id in group_ids


def visible_to(reading: Reading, caller: OperatorCaller) -> sa.ColumnElement[bool]:
    """The same right as a condition on the table of conversations, for lists."""
    if has_role(caller, "supervisor"):
        return sa.true()
    me = caller.operator_id
    queues, channels = lines_of(reading, me)
    owned = sa.select(_assignment.conversation_id).where(_assignment.operator_id == me)
    joined = sa.select(_participation.conversation_id).where(
        _participation.operator_id == me, _participation.ended_at.is_(None)
    )
    others: Final = models.conversation.alias()
    known_clients = sa.select(others.c.client_id).where(
        others.c.company_id == reading.company, sa.or_(others.c.id.in_(owned), others.c.offered_to == me)
    )
    has_channel = _conversation.channel_id.in_(sorted(channels))
    return sa.or_(
        _conversation.id.in_(owned),
        _conversation.id.in_(joined),
        _conversation.offered_to == me,
        sa.and_(_conversation.queue_id.in_(sorted(queues)), has_channel),
        sa.and_(_conversation.state == "closed", has_channel, _conversation.client_id.in_(known_clients)),
    )


def _access_of_operator(reading: Reading, conversation: Conversation, caller: OperatorCaller) -> Access:
    me = caller.operator_id
    if conversation.owner_id == me or has_role(caller, "supervisor"):
        return "full"
    values: dict[str, Any] = {"company_id": reading.company, "operator_id": me}
    queues, channels = lines_of(reading, me)
    has_channel = conversation.channel_id in channels
    standing = Standing(
        supervisor=False,
        owner=False,
        past_owner=reading.one(_OWNED_ONCE, conversation_id=conversation.id, **values) is not None,
        offered=conversation.offered_to == me,
        participant=_participates(reading, conversation, me),
        in_line=has_channel and conversation.queue_id in queues,
        knows_client=has_channel
        and reading.one(_KNOWS_CLIENT, client_id=conversation.client_id, **values) is not None,
    )
    preview = companies.settings(reading).preview_before_accept
    return policy.access(standing, state=conversation.state, preview_allowed=preview)


def _works_in(reading: Reading, conversation: Conversation) -> bool:
    caller = reading.caller
    if isinstance(caller, SystemCaller):
        return True
    if not isinstance(caller, OperatorCaller):
        return False
    me = caller.operator_id
    return conversation.owner_id == me or _participates(reading, conversation, me)


def _participates(reading: Reading, conversation: Conversation, operator_id: str) -> bool:
    values: dict[str, Any] = {"company_id": reading.company, "operator_id": operator_id}
    return reading.one(_PARTICIPATES, conversation_id=conversation.id, **values) is not None
