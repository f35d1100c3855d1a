"""What is to be brought to a browser that is closed, as durable rows. A delivery is taken up with a lease, so
that another dispatcher goes on where one died, and is tried again with growing pauses until it is too old.
"""

from typing import Final, Literal

import msgspec
import sqlalchemy as sa

from hovor.accounts import queries as accounts
from hovor.conversations import queries as conversations
from hovor.foundation.caller import require_operator
from hovor.foundation.clock import DAY, HOUR, MINUTE, SECOND, Instant
from hovor.foundation.database import Hot, Work
from hovor.notifications import models, queries
from hovor.notifications.events import PushSubscriptionsChanged
from hovor.notifications.policy import What
from hovor.notifications.push.words import Said, say
from hovor.notifications.queries import Notification

LEASE: Final[Instant] = 30 * SECOND
ATTEMPTS: Final = 8
KEPT: Final[Instant] = 7 * DAY
_LIVES: Final[dict[What, Instant]] = {"message": HOUR, "invitation": 5 * MINUTE, "connection": 2 * MINUTE}
_TEST_LIVES: Final[Instant] = MINUTE

_d, _s, _n = models.push_delivery.c, models.push_subscription.c, models.notification.c
_INSERT: Final = Hot(sa.insert(models.push_delivery))
_DUE: Final = Hot(
    sa.select(
        _d.id, _d.subscription_id, _d.payload, _d.topic, _d.expires_at, _d.attempts, _s.sealed, _s.dead_at
    )
    .join(models.push_subscription, _s.id == _d.subscription_id)
    .where(_d.company_id == sa.bindparam("company_id"), _d.due_at <= sa.bindparam("now"))
    .order_by(_d.due_at, _d.id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger))
)
_ONE: Final = Hot(
    sa.select(_d.subscription_id, _d.attempts, _d.state, _d.expires_at).where(
        _d.company_id == sa.bindparam("company_id"), _d.id == sa.bindparam("delivery_id")
    )
)
_MOVE: Final = Hot(
    sa.update(models.push_delivery)
    .where(_d.company_id == sa.bindparam("of_company"), _d.id == sa.bindparam("of_id"))
    .values(
        state=sa.bindparam("new_state", type_=sa.Text),
        due_at=sa.bindparam("new_due_at", type_=sa.BigInteger),
        attempts=sa.bindparam("new_attempts", type_=sa.BigInteger),
        error=sa.bindparam("new_error", type_=sa.Text),
    )
)
_CANCEL: Final = Hot(
    sa.update(models.push_delivery)
    .where(_d.subscription_id == sa.bindparam("of_subscription"), _d.due_at.is_not(None))
    .values(due_at=sa.null(), state=sa.literal_column("'cancelled'", sa.Text))
)
_ANSWERED: Final = Hot(
    sa.update(models.push_subscription)
    .where(_s.id == sa.bindparam("of_subscription"))
    .values(answered_at=sa.bindparam("at", type_=sa.BigInteger))
)
_DEAD: Final = Hot(
    sa.update(models.push_subscription)
    .where(_s.id == sa.bindparam("of_subscription"), _s.dead_at.is_(None))
    .values(
        dead_at=sa.bindparam("at", type_=sa.BigInteger),
        dead_because=sa.bindparam("because", type_=sa.Text),
        sealed=sa.literal_column("''", sa.Text),
        version=_s.version + sa.literal_column("1", sa.BigInteger),
    )
    .returning(_s.operator_id)
)
_FORGET_DELIVERIES: Final = Hot(
    sa.delete(models.push_delivery).where(
        _d.company_id == sa.bindparam("company_id"),
        _d.created_at < sa.bindparam("before"),
        _d.due_at.is_(None),
    )
)
_FORGET_NOTIFICATIONS: Final = Hot(
    sa.delete(models.notification).where(
        _n.company_id == sa.bindparam("company_id"), _n.cleared_at < sa.bindparam("before")
    )
)


class Job(msgspec.Struct, frozen=True):
    """A push to be sent now, outside of any transaction, by the end of its lease. `sealed` holds the address
    and keys of the browser.
    """

    delivery_id: str
    attempt: int
    sealed: str
    payload: str
    topic: str
    ttl_seconds: int


class Outcome(msgspec.Struct, frozen=True):
    """What came of it: the push service took it; it knows the browser no more; it is to be tried again, not
    before `after_seconds`; or it will never take this.
    """

    what: Literal["sent", "dead", "later", "refused"]
    because: str | None = None
    after_seconds: int = 0


def push(work: Work, *, notification: Notification) -> bool:
    """Have this brought to the operator's browsers, if he wishes it and push carries such things; answers
    whether there is any browser.
    """
    if not queries.preferences(work, notification.operator_id).ways(notification.what).push:
        return False
    row = (
        None
        if notification.conversation_id is None
        else conversations.find(work, notification.conversation_id)
    )
    queue = None if row is None else conversations.known_queue(work, row.queue_id)
    language = accounts.operator(work, notification.operator_id).language
    said = say(
        notification.what,
        language,
        kind=None if row is None else row.channel_kind,
        queue=None if queue is None else queue.name,
        conversation_id=notification.conversation_id,
        notification_id=notification.id,
    )
    lives = _LIVES.get(notification.what, HOUR)
    return _enqueue(work, notification.operator_id, said, lives) > 0


def push_test(work: Work) -> int:
    """Have a test brought to all browsers of the caller; answers how many they are."""
    caller = require_operator(work.caller)
    language = accounts.operator(work, caller.operator_id).language
    return _enqueue(work, caller.operator_id, say("test", language), _TEST_LIVES)


def claim_pushes(work: Work, *, limit: int) -> list[Job]:
    """Take up what is due, the oldest first. What is too old, or has been tried too often, ends here."""
    jobs = []
    for row in work.all(_DUE, company_id=work.company, now=work.now, limit=limit):
        delivery_id, _, payload, topic, expires_at, attempts, sealed, dead_at = row
        if dead_at is not None:
            _move(work, delivery_id, "cancelled", None, attempts, None)
        elif expires_at <= work.now:
            _move(work, delivery_id, "expired", None, attempts, "It could not be delivered in time.")
        elif attempts >= ATTEMPTS:
            _move(work, delivery_id, "failed", None, attempts, "It was tried too often.")
        else:
            _move(work, delivery_id, "queued", work.now + LEASE, attempts + 1, None)
            ttl = max((expires_at - work.now) // SECOND, 1)
            jobs.append(Job(delivery_id, attempts + 1, sealed, payload, topic, ttl))
    return jobs


def record_push(work: Work, *, delivery_id: str, attempt: int, outcome: Outcome) -> None:
    """Keep what came of an attempt. One that comes too late, after the lease was given to another, is passed
    over. A subscription that is dead is dropped, with its address and whatever waits for it.
    """
    row = work.one(_ONE, company_id=work.company, delivery_id=delivery_id)
    if row is None or row[1] != attempt or row[2] != "queued":
        return
    subscription_id = row[0]
    match outcome.what:
        case "sent":
            _move(work, delivery_id, "sent", None, attempt, None)
            work.write(_ANSWERED, of_subscription=subscription_id, at=work.now)
        case "later":
            pause = max(min(1 << attempt, 300), outcome.after_seconds) * SECOND
            _move(work, delivery_id, "queued", work.now + pause, attempt, outcome.because)
        case "refused":
            _move(work, delivery_id, "failed", None, attempt, outcome.because)
        case "dead":
            work.write(_CANCEL, of_subscription=subscription_id)
            died = work.write_one(
                _DEAD, of_subscription=subscription_id, at=work.now, because=outcome.because or "gone"
            )
            if died is not None:
                work.publish(PushSubscriptionsChanged(operator_id=died[0]))


def forget_old(work: Work) -> None:
    """What was handled or delivered a week ago is of no use any more."""
    before = work.now - KEPT
    work.write(_FORGET_DELIVERIES, company_id=work.company, before=before)
    work.write(_FORGET_NOTIFICATIONS, company_id=work.company, before=before)


def _enqueue(work: Work, operator_id: str, said: Said, lives: Instant) -> int:
    living = [each for each in queries.subscriptions(work, operator_id) if each.dead_at is None]
    for each in living:
        work.write(
            _INSERT,
            id=work.new_id(),
            company_id=work.company,
            subscription_id=each.id,
            payload=said.payload,
            topic=said.topic,
            created_at=work.now,
            expires_at=work.now + lives,
            due_at=work.now,
            attempts=0,
            state="queued",
            error=None,
        )
    if living:
        work.wake_at(work.now)
    return len(living)


def _move(
    work: Work, delivery_id: str, state: str, due_at: Instant | None, attempts: int, error: str | None
) -> None:
    work.write(
        _MOVE,
        of_company=work.company,
        of_id=delivery_id,
        new_state=state,
        new_due_at=due_at,
        new_attempts=attempts,
        new_error=error,
    )
