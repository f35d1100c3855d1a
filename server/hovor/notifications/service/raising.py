"""A notification stands until what it tells of is handled. One page is asked to give the cue; while nobody
confirms it, the next one is asked, then Web Push, then all of them anew.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from hovor.foundation.caller import require_operator
from hovor.foundation.clock import Instant
from hovor.foundation.database import Hot, Work
from hovor.foundation.errors import NotFound
from hovor.foundation.timers import cancel_timer, set_timer
from hovor.notifications import models, policy, queries
from hovor.notifications.events import NotificationCleared, NotificationRaised
from hovor.notifications.policy import Page, What
from hovor.notifications.queries import Notification
from hovor.notifications.queries.rows import standing_about
from hovor.notifications.service.pushing import push
from hovor.presence import queries as presence
from hovor.routing import queries as routing_of
from hovor.routing import service as routing

NOTIFICATION_UNCONFIRMED: Final = "notification_unconfirmed"
NOTIFICATION_REPEAT: Final = "notification_repeat"

_n = models.notification.c
_INSERT: Final = Hot(sa.insert(models.notification))
_CHANGING: Final = (
    "count", "raised_at", "cue", "connection_id", "asked", "rounds", "loud", "pushed_at", "shown_at",
    "shown_by", "cleared_at", "cleared_because", "version",
)  # fmt: skip
_KEEP: Final = Hot(
    sa.update(models.notification)
    .where(_n.company_id == sa.bindparam("of_company"), _n.id == sa.bindparam("of_id"))
    .values({name: sa.bindparam(name, type_=_n[name].type) for name in _CHANGING})
)


@dataclass(frozen=True, slots=True)
class About:
    """What an operator is told of. `subject` tells one thing from another of the same sort."""

    what: What
    subject: str
    conversation_id: str | None = None
    offer_id: str | None = None


def raise_notification(work: Work, *, operator_id: str, about: About) -> None:
    """Tell an operator of something, by the ways he wishes; nothing where he wishes none.

    What stands already is told again. A message that comes while a window of his stands in front of him needs
    no notification: he sees it there, and hears a tick.
    """
    pages = work.once(queries.pages, operator_id)
    if about.what == "message" and policy.is_active(pages):
        return
    ways = queries.preferences(work, operator_id).ways(about.what)
    if not (ways.sound or ways.browser or ways.push):
        return
    before = standing_about(work, operator_id, about.what, about.subject)
    raised = Notification(
        id=work.new_id() if before is None else before.id,
        operator_id=operator_id,
        what=about.what,
        subject=about.subject,
        conversation_id=about.conversation_id,
        offer_id=about.offer_id,
        count=1 if before is None else before.count + 1,
        raised_at=work.now,
        cue=0 if before is None else before.cue,
        connection_id=None,
        asked="",
        rounds=0,
        loud=1,
        pushed_at=None,
        shown_at=None,
        shown_by=None,
        cleared_at=None,
        cleared_because=None,
        version=1 if before is None else before.version,
    )
    asking = _asking(work, raised, pages, ())
    if before is None:
        work.write(_INSERT, company_id=work.company, **msgspec.structs.asdict(asking))
    else:
        _keep(work, asking)
    _tell(work, asking)


def confirm_shown(work: Work, *, notification_id: str, by: str) -> Notification:
    """A page of the caller says that it could be noticed. Of an offer routing is told: from now on it can be
    missed (INV-16). May be said again, and too late. Raises `NotFound`.
    """
    own = _own(work, notification_id)
    if own.offer_id is not None and routing_of.offer(work, own.offer_id).live:
        routing.note_shown(work, offer_id=own.offer_id, by=by)
    if not own.stands or own.shown_at is not None:
        return own
    cancel_timer(work, kind=NOTIFICATION_UNCONFIRMED, key=own.id)
    shown = _keep(work, msgspec.structs.replace(own, shown_at=work.now, shown_by=by))
    _tell(work, shown)
    return shown


def dismiss(work: Work, *, notification_id: str) -> Notification:
    """The caller has put it away on one of his devices, so it goes away on all. Raises `NotFound`."""
    own = _own(work, notification_id)
    clear(work, notification_id=own.id, because="dismissed")
    return queries.notification(work, own.id)


def clear(work: Work, *, notification_id: str, because: str) -> None:
    """It is handled, or no longer true. Does nothing for one that is cleared already. Raises `NotFound`."""
    before = queries.notification(work, notification_id)
    if not before.stands:
        return
    for kind in (NOTIFICATION_UNCONFIRMED, NOTIFICATION_REPEAT):
        cancel_timer(work, kind=kind, key=before.id)
    cleared = msgspec.structs.replace(before, cleared_at=work.now, cleared_because=because)
    _keep(work, cleared)
    work.publish(NotificationCleared(notification_id=before.id, operator_id=before.operator_id))


def ask_another(work: Work, *, key: str) -> None:
    """Timer: nobody has confirmed the cue in time. The page that was in front of him before that one is
    asked; when all have been, he is pushed to, and after a growing pause they are asked anew.
    """
    own = queries.notification(work, key)
    if not own.stands or own.shown_at is not None:
        return
    asked = [each for each in (*own.asked.split(), own.connection_id) if each]
    asking = _asking(work, own, queries.pages(work, own.operator_id), asked)
    _tell(work, _keep(work, asking))


def repeat(work: Work, *, key: str) -> None:
    """Timer: half of the offer's time is over and it stands still. The cue is given once more."""
    own = queries.notification(work, key)
    if not own.stands:
        return
    pages = queries.pages(work, own.operator_id)
    page = policy.page_for_cue(pages, ())
    if page is not None:
        loud = _loud(work, own.operator_id, pages)
        again = {"cue": own.cue + 1, "connection_id": page.id, "loud": loud}
        _tell(work, _keep(work, msgspec.structs.replace(own, **again)))


def repeat_at(work: Work, *, notification_id: str, at: Instant) -> None:
    """Have the cue given once more at this time, unless it is handled by then."""
    set_timer(work, kind=NOTIFICATION_REPEAT, key=notification_id, at=at)


def _asking(work: Work, own: Notification, pages: Sequence[Page], asked: Collection[str]) -> Notification:
    """The notification with the page that is asked now, which has its time. Where nobody is left to ask, push
    is all there is, once each time it was raised; after a pause all pages are asked anew.
    """
    page = policy.page_for_cue(pages, asked)
    if page is not None:
        set_timer(work, kind=NOTIFICATION_UNCONFIRMED, key=own.id, at=work.now + policy.patience(own.what))
        loud = _loud(work, own.operator_id, pages)
        more = {"cue": own.cue + 1, "connection_id": page.id, "asked": " ".join(asked), "loud": loud}
        return msgspec.structs.replace(own, **more)
    pushed_at = own.pushed_at
    if pushed_at is None and push(work, notification=own):
        pushed_at = work.now
    pause = policy.pause_before_round(own.rounds + 1)
    if pause is not None:
        set_timer(work, kind=NOTIFICATION_UNCONFIRMED, key=own.id, at=work.now + pause)
    nobody = {"connection_id": None, "asked": "", "rounds": own.rounds + 1, "pushed_at": pushed_at}
    return msgspec.structs.replace(own, **nobody)


def _loud(work: Work, operator_id: str, pages: Sequence[Page]) -> int:
    """With a window in front of him, or on a call, a soft tick is all."""
    if policy.is_active(pages) or presence.declared(work, operator_id).on_another_call:
        return 0
    return int(presence.activity(work, operator_id).on_call == 0)


def _keep(work: Work, changed: Notification) -> Notification:
    kept = msgspec.structs.replace(changed, version=changed.version + 1)
    values: dict[str, Any] = {name: getattr(kept, name) for name in _CHANGING}
    work.write(_KEEP, of_company=work.company, of_id=kept.id, **values)
    return kept


def _tell(work: Work, own: Notification) -> None:
    work.publish(NotificationRaised(notification_id=own.id, operator_id=own.operator_id))


def _own(work: Work, notification_id: str) -> Notification:
    caller = require_operator(work.caller)
    found = queries.notification(work, notification_id)
    if found.operator_id != caller.operator_id:
        raise NotFound
    return found
