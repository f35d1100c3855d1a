"""Browsers that may be pushed to. A subscription ends with the sign-in of its browser."""

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from hovor.foundation.caller import require_operator
from hovor.foundation.database import Hot, Work
from hovor.foundation.errors import NotFound
from hovor.notifications import models, queries
from hovor.notifications.errors import TooManySubscriptions
from hovor.notifications.events import PushSubscriptionsChanged
from hovor.notifications.queries import Subscription

MOST: Final = 20
"""Browsers of one operator."""

_s, _d = models.push_subscription.c, models.push_delivery.c
_INSERT: Final = Hot(sa.insert(models.push_subscription))
_OF_ADDRESS: Final = Hot(
    sa.select(_s.id, _s.operator_id).where(
        _s.company_id == sa.bindparam("company_id"), _s.endpoint_hash == sa.bindparam("endpoint_hash")
    )
)
_OF_SESSION: Final = Hot(
    sa.select(_s.id, _s.operator_id).where(
        _s.company_id == sa.bindparam("company_id"), _s.session_id == sa.bindparam("session_id")
    )
)
_FORGET_DELIVERIES: Final = Hot(
    sa.delete(models.push_delivery).where(_d.subscription_id == sa.bindparam("of"))
)
_FORGET: Final = Hot(sa.delete(models.push_subscription).where(_s.id == sa.bindparam("of")))


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """A browser's subscription. `sealed` are its address and keys, which only the push dispatcher opens."""

    endpoint_hash: str
    sealed: str
    device: str


def subscribe(work: Work, *, new: NewSubscription) -> Subscription:
    """The caller's browser may be pushed to from now on. The same address again replaces what was known of
    it, whoever had it: it is one browser, and this is who sits before it. Raises `TooManySubscriptions`.
    """
    caller = require_operator(work.caller)
    row = work.one(_OF_ADDRESS, company_id=work.company, endpoint_hash=new.endpoint_hash)
    gone = [] if row is None else [row]
    # Whatever this browser had before is of no use any more.
    gone += work.all(_OF_SESSION, company_id=work.company, session_id=caller.session_id)
    others = {each.id for each in queries.subscriptions(work, caller.operator_id)} - {
        each[0] for each in gone
    }
    if len(others) >= MOST:
        raise TooManySubscriptions
    for subscription_id in dict.fromkeys(each[0] for each in gone):
        _forget(work, subscription_id)
    made = Subscription(
        id=work.new_id(),
        operator_id=caller.operator_id,
        session_id=caller.session_id,
        endpoint_hash=new.endpoint_hash,
        sealed=new.sealed,
        device=new.device,
        created_at=work.now,
        answered_at=None,
        dead_at=None,
        dead_because=None,
        version=1,
    )
    row_of = {name: getattr(made, name) for name in Subscription.__struct_fields__}
    work.write(_INSERT, company_id=work.company, **row_of)
    for operator_id in {caller.operator_id, *(each[1] for each in gone)}:
        work.publish(PushSubscriptionsChanged(operator_id=operator_id))
    return made


def unsubscribe(work: Work, *, session_id: str, subscription_id: str | None = None) -> None:
    """The browser of this sign-in is not pushed to any more; or of the caller's browsers the one with this
    id. Does nothing where there is none. Raises `NotFound` for somebody else's.
    """
    if subscription_id is not None:
        caller = require_operator(work.caller)
        if subscription_id not in {each.id for each in queries.subscriptions(work, caller.operator_id)}:
            raise NotFound
        gone = [(subscription_id, caller.operator_id)]
    else:
        gone = [(each[0], each[1]) for each in _of_session(work, session_id)]
    for each, operator_id in gone:
        _forget(work, each)
        work.publish(PushSubscriptionsChanged(operator_id=operator_id))


def _of_session(work: Work, session_id: str) -> list[tuple[str, str]]:
    rows = work.all(_OF_SESSION, company_id=work.company, session_id=session_id)
    return [(row[0], row[1]) for row in rows]


def _forget(work: Work, subscription_id: str) -> None:
    work.write(_FORGET_DELIVERIES, of=subscription_id)
    work.write(_FORGET, of=subscription_id)
