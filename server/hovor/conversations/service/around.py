"""Who and what is around a conversation: the client's connections, colleagues who help, queues, the front
state.
"""

from typing import Final, Literal

import msgspec
import sqlalchemy as sa

from hovor.accounts import queries as accounts
from hovor.conversations import models, policy
from hovor.conversations.errors import ConversationOver, NotYours, OperatorUnknown
from hovor.conversations.events import ConversationChanged, FrontStateChanged
from hovor.conversations.queries.rights import participants, workable
from hovor.conversations.queries.rows import (
    Conversation,
    FrontState,
    KnownQueue,
    connected,
    front_states,
    known_queue,
    moved,
    unfinished_of_identity,
)
from hovor.conversations.service.moving import Moving
from hovor.foundation.caller import OperatorCaller, has_role
from hovor.foundation.database import Hot, Work, insert
from hovor.foundation.errors import NotFound

_connection = models.client_connection.c
_participation = models.participation.c
_CONNECT: Final = Hot(insert(models.client_connection).on_conflict_do_nothing())
_DISCONNECT: Final = Hot(
    sa.delete(models.client_connection)
    .where(_connection.company_id == sa.bindparam("company_id"), _connection.id == sa.bindparam("id"))
    .returning(_connection.identity_id)
)
_OF_PROCESS: Final = Hot(
    sa.select(_connection.id).where(
        _connection.company_id == sa.bindparam("company_id"),
        _connection.process_id == sa.bindparam("process_id"),
    )
)
_JOIN: Final = Hot(insert(models.participation))
_LEAVE: Final = Hot(
    sa.update(models.participation)
    .where(
        _participation.company_id == sa.bindparam("company_id"),
        _participation.conversation_id == sa.bindparam("conversation_id"),
        _participation.operator_id == sa.bindparam("operator_id"),
        _participation.ended_at.is_(None),
    )
    .values(ended_at=sa.bindparam("at", type_=sa.BigInteger))
)
_new_front = insert(models.front_state)
_FRONT: Final = Hot(
    _new_front.on_conflict_do_update(
        index_elements=["channel_id"],
        set_={name: _new_front.excluded[name] for name in ("state", "waiting", "when_nobody", "changed_at")},
    )
)
_new_queue = insert(models.known_queue)
_QUEUE: Final = Hot(
    _new_queue.on_conflict_do_update(
        index_elements=["id"],
        set_={
            name: _new_queue.excluded[name]
            for name in ("name", "service_target_seconds", "wrap_up_limit_seconds", "line")
        },
    )
)


def client_connected(work: Work, *, connection_id: str, identity_id: str, process_id: str) -> None:
    """A socket of a client is open: he is there, in all his unfinished conversations."""
    was_there = connected(work, identity_id)
    work.write(
        _CONNECT,
        id=connection_id,
        company_id=work.company,
        identity_id=identity_id,
        process_id=process_id,
        opened_at=work.now,
    )
    if was_there:
        return
    for row in unfinished_of_identity(work, identity_id):
        if row.client_gone_at is not None:
            Moving(work, row).heard()


def client_disconnected(
    work: Work, *, connection_id: str | None = None, process_id: str | None = None
) -> None:
    """A socket of a client is closed, or all of those that a lost process had in this company."""
    if connection_id is not None:
        closed = [connection_id]
    else:
        closed = [row[0] for row in work.all(_OF_PROCESS, company_id=work.company, process_id=process_id)]
    for each in closed:
        found = work.write_one(_DISCONNECT, company_id=work.company, id=each)
        if found is None or connected(work, found[0]):
            continue
        for row in unfinished_of_identity(work, found[0]):
            if not row.asynchronous and row.client_gone_at is None:
                moving = Moving(work, row)
                moving.gone(work.now)
                moving.publish_changed("client_online")


def set_collaborator(work: Work, *, conversation_id: str, operator_id: str, inside: bool) -> Conversation:
    """Ask a colleague to help, or let him go. Ownership and capacity stay as they are (INV-25).

    For the owner, his collaborators and supervisors; who helps may always leave. Raises `NotFound`,
    `NotYours`, `ConversationOver`, `OperatorUnknown`.
    """
    row = workable(work, conversation_id, supervisor=True)
    helping = operator_id in participants(work, conversation_id)
    caller = work.caller
    own_leave = isinstance(caller, OperatorCaller) and caller.operator_id == operator_id and not inside
    may = own_leave or has_role(caller, "supervisor") or caller.actor.id == row.owner_id
    if not may:
        raise NotYours
    if inside == helping:
        return row
    keys = {"company_id": work.company, "conversation_id": conversation_id, "operator_id": operator_id}
    colleague = _colleague(work, operator_id)
    if inside:
        if row.state in policy.FINISHED:
            raise ConversationOver
        work.write(_JOIN, id=work.new_id(), started_at=work.now, ended_at=None, **keys)
    else:
        work.write(_LEAVE, at=work.now, **keys)
    moving = Moving(work, row)
    moving.change()
    moving.tell("collaborator_joined" if inside else "collaborator_left", name=colleague.name)
    work.publish(ConversationChanged(what="collaborators", operator_id=operator_id, **moved(row, moving.row)))
    return moving.row


def set_front_state(
    work: Work,
    *,
    channel_id: str,
    state: Literal["online", "busy", "offline"],
    waiting: int,
    when_nobody: str | None = None,
) -> None:
    """What clients are told about a channel. For routing, in the unit in which the facts change (INV-33)."""
    wanted = FrontState(channel_id, state, waiting, when_nobody)
    before = front_states(work).get(channel_id)
    if before == wanted:
        return
    work.write(_FRONT, company_id=work.company, changed_at=work.now, **msgspec.structs.asdict(wanted))
    if before is None or before.state != state:
        work.publish(FrontStateChanged(channel_id=channel_id, state=state))


def know_queue(work: Work, *, queue: KnownQueue) -> None:
    """What conversations need of a queue that routing has made or changed."""
    if known_queue(work, queue.id) != queue:
        work.write(_QUEUE, company_id=work.company, **msgspec.structs.asdict(queue))


def _colleague(work: Work, operator_id: str) -> accounts.Operator:
    try:
        found = accounts.operator(work, operator_id)
    except NotFound as error:
        raise OperatorUnknown from error
    if not found.active:
        raise OperatorUnknown
    return found
