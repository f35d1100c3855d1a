"""Offers: made, shown, answered, ended. Each ends once, with one outcome (INV-13), and what it held goes on
at once.
"""

from typing import Final, Literal

import msgspec
import sqlalchemy as sa

from hovor.accounts import queries as accounts
from hovor.companies import queries as companies
from hovor.conversations import queries as conversations
from hovor.conversations import service as conversing
from hovor.foundation.caller import require_operator
from hovor.foundation.clock import SECOND
from hovor.foundation.database import Hot, Work
from hovor.foundation.errors import NotFound
from hovor.foundation.timers import cancel_timer, set_timer
from hovor.presence import queries as presence_of
from hovor.presence import service as presence
from hovor.routing import models
from hovor.routing.engine import room
from hovor.routing.errors import OfferGone
from hovor.routing.events import (
    OfferAccepted,
    OfferDeclined,
    OfferEvent,
    OfferExpired,
    OfferMade,
    OfferShown,
    OfferWithdrawn,
)
from hovor.routing.queries.gathering import operator, policy, waiting_of
from hovor.routing.queries.rows import Offer, Outcome, live_offers_to, missed_in_a_row, offer, queue

OFFER_DEADLINE: Final = "offer_deadline"
OFFER_UNCONFIRMED: Final = "offer_unconfirmed"
_WHOLE: Final = 100

_offer = models.offer.c
_THIS: Final = (_offer.company_id == sa.bindparam("company_id"), _offer.id == sa.bindparam("offer_id"))
_INSERT: Final = Hot(sa.insert(models.offer))
_SHOW: Final = Hot(
    sa.update(models.offer)
    .where(*_THIS)
    .values(
        delivered_at=sa.bindparam("at", type_=sa.BigInteger),
        delivered_by=sa.bindparam("by", type_=sa.Text),
        version=sa.bindparam("version", type_=sa.Integer),
    )
)
_END: Final = Hot(
    sa.update(models.offer)
    .where(*_THIS, _offer.ended_at.is_(None))
    .values(
        ended_at=sa.bindparam("at", type_=sa.BigInteger),
        delivered_at=sa.bindparam("delivered_at", type_=sa.BigInteger),
        outcome=sa.bindparam("ended_as", type_=sa.Text),
        reason=sa.bindparam("because", type_=sa.Text),
        version=sa.bindparam("version", type_=sa.Integer),
    )
)


class Answer(msgspec.Struct, frozen=True):
    """What an operator says to an offer."""

    accepts: bool
    reason: str | None = None


class Offering:
    """Makes and ends offers in one unit of work; the verbs below and the reactions decide when."""

    def __init__(self, work: Work) -> None:
        self._work: Final = work

    def make(self, conversation: conversations.Conversation, operator_id: str, made_by: str | None) -> Offer:
        """Present it to this operator until his deadline, which his personal allowance makes longer
        (INV-56).
        """
        work = self._work
        conversing.present(work, conversation_id=conversation.id, operator_id=operator_id)
        settings = companies.settings(work)
        seconds = _deadline_seconds(work, conversation)
        allowance = max(accounts.operator(work, operator_id).time_allowance_percent, _WHOLE)
        made = Offer(
            id=work.new_id(),
            conversation_id=conversation.id,
            operator_id=operator_id,
            made_by=made_by,
            made_at=work.now,
            deadline=work.now + seconds * SECOND * allowance // _WHOLE,
            delivered_at=None,
            ended_at=None,
            outcome=None,
            reason=None,
            channel_kind=conversation.channel_kind,
            policy_version=policy(work).version,
            version=1,
        )
        row = msgspec.structs.asdict(made)
        work.write(_INSERT, company_id=work.company, delivered_by=None, **row)
        confirm_by = work.now + settings.offer_unconfirmed_seconds * SECOND
        set_timer(work, kind=OFFER_DEADLINE, key=made.id, at=made.deadline)
        set_timer(work, kind=OFFER_UNCONFIRMED, key=made.id, at=confirm_by)
        presence.note_activity(work, operator_id, offered=+1)
        work.publish(OfferMade(**_keys(made)))
        return made

    def end(self, ended: Offer, outcome: Outcome, reason: str | None = None) -> None:
        """It is over. Unless he took it, or it went elsewhere already, the conversation goes back to where
        it was.
        """
        work = self._work
        delivered_at = ended.delivered_at
        if outcome == "accepted" and delivered_at is None:
            delivered_at = work.now
        written = work.write(
            _END,
            company_id=work.company,
            offer_id=ended.id,
            at=work.now,
            delivered_at=delivered_at,
            ended_as=outcome,
            because=reason,
            version=ended.version + 1,
        )
        if written != 1:
            raise OfferGone
        cancel_timer(work, kind=OFFER_DEADLINE, key=ended.id)
        if ended.delivered_at is None:
            cancel_timer(work, kind=OFFER_UNCONFIRMED, key=ended.id)
        self._go_on(ended, outcome)
        presence.note_activity(work, ended.operator_id, offered=-1)
        work.publish(_event(ended, outcome))

    def make_room(self, made: Offer) -> None:
        """What routing offered him by itself and no longer fits beside this one goes on (INV-19)."""
        work, rules = self._work, policy(self._work)
        for each in live_offers_to(work, made.operator_id):
            row = conversations.get(work, each.conversation_id)
            to = operator(work, made.operator_id, besides=row.id)
            if each.made_by is not None or row.queue_id is None or to is None:
                continue
            why = room(to, waiting_of(row, queue(work, row.queue_id)), rules)
            if why:
                self.end(each, "withdrawn", why[0])

    def _go_on(self, ended: Offer, outcome: Outcome) -> None:
        work = self._work
        row = conversations.get(work, ended.conversation_id)
        if outcome == "accepted":
            how = "transferred" if ended.transfers else "accepted"
            conversing.assign(work, conversation_id=row.id, operator_id=ended.operator_id, how=how)
        elif row.state == "transferring":
            conversing.keep(work, conversation_id=row.id, step="resume", why=outcome)
        elif row.state == "offered" and row.queue_id is not None:
            conversing.queue(work, conversation_id=row.id, queue_id=row.queue_id, why=outcome)


def answer_offer(work: Work, *, offer_id: str, answer: Answer) -> conversations.Conversation:
    """The operator takes it, or does not. Exactly one answer counts; an answer after the deadline does not
    (INV-10, INV-11).

    Raises `NotFound` for somebody else's offer, `OfferGone`.
    """
    own = _own(work, offer_id)
    if not own.live or work.now >= own.deadline:
        raise OfferGone(outcome=own.outcome or "timed_out")
    Offering(work).end(own, "accepted" if answer.accepts else "declined", answer.reason)
    return conversations.get(work, own.conversation_id)


def note_shown(work: Work, *, offer_id: str, by: str) -> Offer:
    """One of his connections says that the offer can be seen or heard there; only from now on it can be
    missed (INV-16).

    Raises `NotFound`, `OfferGone`.
    """
    own = _own(work, offer_id)
    if not own.live:
        raise OfferGone(outcome=own.outcome)
    if own.delivered_at is not None:
        return own
    shown = msgspec.structs.replace(own, delivered_at=work.now, version=own.version + 1)
    work.write(_SHOW, company_id=work.company, offer_id=own.id, at=work.now, by=by, version=shown.version)
    cancel_timer(work, kind=OFFER_UNCONFIRMED, key=own.id)
    work.publish(OfferShown(**_keys(own)))
    return shown


def expire_offer(work: Work, *, key: str) -> None:
    """The time of an offer is over: nobody confirmed in two seconds that it was shown, or nobody answered
    by its deadline.

    Called by both timers; does nothing for an offer that has ended, or was shown and may still be answered.
    Whoever lets several offers in a row pass that were shown to him is taken to be away.
    """
    own = offer(work, key)
    if not own.live:
        return
    missed = own.delivered_at is not None
    if missed and work.now < own.deadline:
        return
    Offering(work).end(own, "timed_out" if missed else "undelivered")
    if missed:
        _away_after_missed(work, own.operator_id)
    else:
        presence.doubt_connections(work, own.operator_id, since=own.made_at)


def withdraw_offer(
    work: Work, *, offer_id: str, outcome: Literal["withdrawn", "cancelled", "failed"], reason: str
) -> None:
    """It ends without his doing: the facts no longer allow it, the client left, it could not be brought to
    him.

    Does nothing for an offer that has ended. Raises `NotFound`.
    """
    ended = offer(work, offer_id)
    if ended.live:
        Offering(work).end(ended, outcome, reason)


def _own(work: Work, offer_id: str) -> Offer:
    caller = require_operator(work.caller)
    found = offer(work, offer_id)
    if found.operator_id != caller.operator_id:
        raise NotFound
    return found


def _deadline_seconds(work: Work, conversation: conversations.Conversation) -> int:
    """How long he may take, without his allowance: a call is short, a client who came to him by name
    waits longer.
    """
    settings = companies.settings(work)
    if conversation.exclusive:
        return settings.call_offer_deadline_seconds
    queue = conversations.known_queue(work, conversation.queue_id)
    named = conversation.owner_id is None and queue is not None and queue.operator_id is not None
    return settings.invitation_offer_deadline_seconds if named else settings.offer_deadline_seconds


def _away_after_missed(work: Work, operator_id: str) -> None:
    most = companies.settings(work).missed_offers_before_away
    if most == 0:
        # The company does not want this rule.
        return
    declared = presence_of.declared(work, operator_id)
    if missed_in_a_row(work, operator_id, since=declared.since, most=most) >= most:
        presence.set_by_rule(work, operator_id=operator_id, cause="missed_offers")


def _event(ended: Offer, outcome: Outcome) -> OfferEvent:
    keys = _keys(ended)
    match outcome:
        case "accepted":
            return OfferAccepted(**keys)
        case "declined":
            return OfferDeclined(**keys)
        case "timed_out" | "undelivered":
            return OfferExpired(outcome=outcome, **keys)
        case _:
            return OfferWithdrawn(outcome=outcome, **keys)


def _keys(of: Offer) -> dict[str, str]:
    return {"offer_id": of.id, "conversation_id": of.conversation_id, "operator_id": of.operator_id}
