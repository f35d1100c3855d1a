"""The verbs that bring a pushed message out. What may follow what is decided by `delivery`; here it is
kept.

Every step is a compare-and-set on the delivery's version and one row in `delivery_step`; what the operator
sees of it is copied to the entry.
"""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec
import sqlalchemy as sa

from hovor.companies import queries as companies
from hovor.foundation.clock import DAY, Instant
from hovor.foundation.database import Hot, Row, Work
from hovor.foundation.files import records as files
from hovor.messaging import delivery, models, policy
from hovor.messaging.channel import OutboundFile, OutboundMessage, ReceiptArrived
from hovor.messaging.delivery import Fact, Receipt, Rules, Standing, Step
from hovor.messaging.errors import NotResendable
from hovor.messaging.events import DeliveryChanged
from hovor.messaging.policy import ChosenTemplate
from hovor.messaging.views import FileView

_d, _e, _r = models.delivery.c, models.entry.c, models.early_receipt.c
_earlier = models.delivery.alias("earlier")
_ONE: Final = sa.literal_column("1", sa.BigInteger)
_STANDING: Final = Standing.__struct_fields__
_PLACE: Final = ("entry_id", "conversation_id", "channel_id", "number", "recipient", "version")
_ROWS: Final = sa.select(*(models.delivery.c[name] for name in (*_PLACE, *_STANDING)))
_HERE: Final = _d.company_id == sa.bindparam("company_id")
_DUE = Hot(
    _ROWS.where(
        _HERE,
        _d.due_at <= sa.bindparam("now"),
        ~sa.exists().where(
            _earlier.c.conversation_id == _d.conversation_id,
            _earlier.c.number < _d.number,
            _earlier.c.due_at.is_not(None),
        ),
    )
    .order_by(_d.due_at, _d.entry_id)
    .limit(sa.bindparam("limit", type_=sa.BigInteger))
)
_ONE_DELIVERY = Hot(_ROWS.where(_HERE, _d.entry_id == sa.bindparam("entry_id")))
_BY_VENDOR = Hot(
    _ROWS.where(_HERE, _d.channel_id == sa.bindparam("channel_id"), _d.vendor_id == sa.bindparam("vendor_id"))
)
_MOVE = Hot(
    sa.update(models.delivery)
    .where(_d.entry_id == sa.bindparam("key"), _d.version == sa.bindparam("seen"))
    .values(
        version=_d.version + _ONE, **{name: sa.bindparam(name, type_=_d[name].type) for name in _STANDING}
    )
)
_STEP = Hot(sa.insert(models.delivery_step))
_SHOW = Hot(
    sa.update(models.entry)
    .where(_e.id == sa.bindparam("entry_id"))
    .values(
        delivery=sa.bindparam("state", type_=sa.Text),
        delivery_reason=sa.bindparam("reason", type_=sa.Text),
        version=_e.version + _ONE,
    )
)
_SAID = Hot(
    sa.select(_e.text, _e.files, _e.author_public_name, _d.template)
    .join(models.delivery, _d.entry_id == _e.id)
    .where(_e.id == sa.bindparam("entry_id"))
)
_ANSWERS = Hot(
    sa.select(_e.client_ref)
    .where(
        _e.conversation_id == sa.bindparam("conversation_id"),
        _e.author_kind == sa.literal_column("'client'"),
    )
    .order_by(_e.number.desc())
    .limit(_ONE)
)
_PARK = Hot(sa.insert(models.early_receipt))
_EARLY: Final = sa.and_(
    _r.company_id == sa.bindparam("company_id"),
    _r.channel_id == sa.bindparam("channel_id"),
    _r.vendor_id == sa.bindparam("vendor_id"),
)
_FIND_EARLY = Hot(sa.select(_r.receipt).where(_EARLY).order_by(_r.id))
_DROP_EARLY = Hot(sa.delete(models.early_receipt).where(_EARLY))
_FORGET_EARLY = Hot(
    sa.delete(models.early_receipt).where(
        _r.company_id == sa.bindparam("company_id"), _r.arrived_at < sa.bindparam("before")
    )
)
_TEMPLATE: Final = msgspec.json.Decoder(ChosenTemplate)
_FILES: Final = msgspec.json.Decoder(tuple[FileView, ...])


class Job(msgspec.Struct, frozen=True):
    """What the dispatcher has to do now, outside of any transaction, until `until`: send this message or
    ask for it.
    """

    do: Literal["send", "reconcile"]
    message: OutboundMessage
    channel_id: str
    kind: str
    until: Instant


class _Found(msgspec.Struct, frozen=True):
    entry_id: str
    conversation_id: str
    channel_id: str
    number: int
    recipient: str | None
    version: int
    standing: Standing


def claim(work: Work, *, rules: Mapping[str, Rules], limit: int) -> list[Job]:
    """Take up what is due, at most one message of a conversation, in the order in which they fell due.

    `rules` are those of the kinds of channel that can send here, by kind. A message of any other kind waits
    for one.
    """
    jobs = []
    for row in work.all(_DUE, company_id=work.company, now=work.now, limit=limit):
        found = _found(row)
        channel = companies.channel(work, found.channel_id)
        able = channel.enabled and channel.kind in rules
        fact = _next_fact(found.standing, able=able)
        after = _follow(work, found, fact, rules.get(channel.kind, _WITHOUT_GATEWAY))
        if isinstance(fact, delivery.Claimed) and after.due_at is not None:
            message = _message(work, found, after)
            jobs.append(Job(_ACTION[after.state], message, channel.id, channel.kind, after.due_at))
    return jobs


def record(work: Work, *, entry_id: str, fact: Fact, rules: Rules) -> Standing | None:
    """Keep what became known of a delivery and answer where it stands now; None when there is no such
    delivery.
    """
    row = work.one(_ONE_DELIVERY, company_id=work.company, entry_id=entry_id)
    if row is None:
        return None
    found = _found(row)
    after = _follow(work, found, fact, rules)
    if after.vendor_id is not None and found.standing.vendor_id is None:
        return _apply_early(work, found, after.vendor_id)
    return after


def apply_receipt(work: Work, *, channel_id: str, event: ReceiptArrived) -> bool:
    """Apply what the vendor reports; answers False when no message of ours is known by these names yet.

    Such a receipt is kept for a day and applied as soon as the vendor's id becomes known.
    """
    found, receipt = _named(work, channel_id, event)
    if found is not None:
        _keep(work, found, delivery.learn(found.standing, receipt, work.now), _fact_name(receipt))
        return True
    if receipt.vendor_id is not None:
        work.write(_FORGET_EARLY, company_id=work.company, before=work.now - DAY)
        work.write(
            _PARK,
            id=work.new_id(),
            company_id=work.company,
            channel_id=channel_id,
            vendor_id=receipt.vendor_id,
            receipt=msgspec.json.encode(receipt).decode(),
            arrived_at=work.now,
        )
    return False


def resend(work: Work, *, conversation_id: str, entry_id: str, rules: Rules) -> Standing:
    """Send again what failed, or whose fate nobody knows. Raises `NotResendable`."""
    found = _owned(work, conversation_id, entry_id)
    if not delivery.resendable(found.standing, rules):
        raise NotResendable
    return _follow(work, found, delivery.Resend(), rules)


def cancel(work: Work, *, conversation_id: str, entry_id: str, rules: Rules) -> Standing:
    """Give up a message that has not left. Raises `NotResendable` when it may have."""
    found = _owned(work, conversation_id, entry_id)
    after = _follow(work, found, delivery.Cancel(), rules)
    if after.state != "cancelled":
        raise NotResendable
    return after


def _next_fact(standing: Standing, *, able: bool) -> Fact:
    if standing.state == "sending":
        return delivery.LeaseOver()
    if able:
        return delivery.Claimed()
    return (
        delivery.CannotTell()
        if standing.state == "unknown"
        else delivery.Postponed("The channel is turned off.")
    )


def _follow(work: Work, found: _Found, fact: Fact, rules: Rules) -> Standing:
    return _keep(work, found, delivery.follow(found.standing, fact, work.now, rules), _fact_name(fact))


def _keep(work: Work, found: _Found, step: Step, fact: str) -> Standing:
    """Write the step, and tell when the operator sees something new of it."""
    before, after = found.standing, _storable(step.standing)
    if after == before and step.anomaly is None:
        return after
    moved = work.write(_MOVE, key=found.entry_id, seen=found.version, **msgspec.structs.asdict(after))
    assert moved == 1, "units of one company run one after another"  # noqa: S101
    work.write(
        _STEP,
        entry_id=found.entry_id,
        version=found.version + 1,
        company_id=work.company,
        state=after.state,
        fact=fact,
        anomaly=step.anomaly,
        at=work.now,
    )
    if delivery.shown(after) != delivery.shown(before):
        state, reason = delivery.shown(after)
        work.write(_SHOW, entry_id=found.entry_id, state=state, reason=reason)
        work.publish(
            DeliveryChanged(
                conversation_id=found.conversation_id,
                entry_id=found.entry_id,
                number=found.number,
                state=state,
                watermark=False,
            )
        )
    return after


def _storable(standing: Standing) -> Standing:
    """What the vendor named and said may hold anything."""
    vendor_id = None if standing.vendor_id is None else policy.key(standing.vendor_id)
    reason = None if standing.reason is None else policy.storable(standing.reason)
    return msgspec.structs.replace(standing, vendor_id=vendor_id, reason=reason)


def _apply_early(work: Work, found: _Found, vendor_id: str) -> Standing:
    """Receipts that overtook the answer to our sending."""
    names = {"company_id": work.company, "channel_id": found.channel_id, "vendor_id": vendor_id}
    early = work.all(_FIND_EARLY, **names)
    standing = found.standing
    for (document,) in early:
        found = _owned(work, found.conversation_id, found.entry_id)
        receipt = msgspec.json.decode(document, type=Receipt)
        standing = _keep(work, found, delivery.learn(found.standing, receipt, work.now), _fact_name(receipt))
    if early:
        work.write(_DROP_EARLY, **names)
    return standing


def _named(work: Work, channel_id: str, event: ReceiptArrived) -> tuple[_Found | None, Receipt]:
    """The delivery that a receipt speaks of, by our reference or by the vendor's id."""
    vendor_id = None if event.vendor_id is None else policy.key(event.vendor_id)
    receipt = msgspec.structs.replace(event.receipt, vendor_id=vendor_id)
    row: Row | None = None
    if event.own_reference is not None:
        entry_id, life = delivery.entry_and_life(event.own_reference)
        receipt = msgspec.structs.replace(receipt, life=life)
        row = work.one(_ONE_DELIVERY, company_id=work.company, entry_id=entry_id)
    if row is None and vendor_id is not None:
        row = work.one(_BY_VENDOR, company_id=work.company, channel_id=channel_id, vendor_id=vendor_id)
    found = None if row is None else _found(row)
    return (found if found is not None and found.channel_id == channel_id else None), receipt


def _owned(work: Work, conversation_id: str, entry_id: str) -> _Found:
    row = work.one(_ONE_DELIVERY, company_id=work.company, entry_id=entry_id)
    found = None if row is None else _found(row)
    if found is None or found.conversation_id != conversation_id:
        raise NotResendable
    return found


def _found(row: Row) -> _Found:
    entry_id, conversation_id, channel_id, number, recipient, version, *standing = row
    return _Found(entry_id, conversation_id, channel_id, number, recipient, version, Standing(*standing))


def _message(work: Work, found: _Found, standing: Standing) -> OutboundMessage:
    said = work.one(_SAID, entry_id=found.entry_id)
    assert said is not None  # noqa: S101  a delivery belongs to an entry
    text, attached, author_name, template = said
    answers = work.one(_ANSWERS, conversation_id=found.conversation_id)
    return OutboundMessage(
        entry_id=found.entry_id,
        conversation_id=found.conversation_id,
        number=found.number,
        attempt=standing.attempts,
        reference=delivery.reference(found.entry_id, standing),
        recipient=found.recipient or "",
        text=text,
        files=() if attached is None else _outbound_files(work, _FILES.decode(attached)),
        template=None if template is None else _TEMPLATE.decode(template),
        author_name=author_name,
        answers=None if answers is None else answers[0],
        vendor_id=standing.vendor_id,
    )


def _outbound_files(work: Work, shown: tuple[FileView, ...]) -> tuple[OutboundFile, ...]:
    known = files.find_many(work, [one.file_id for one in shown])
    return tuple(
        OutboundFile(one.id, one.name, one.kind, one.size_bytes, one.stored_as)
        for one in (known[each.file_id] for each in shown if each.file_id in known)
    )


def _fact_name(fact: Fact) -> str:
    named = fact.outcome if isinstance(fact, delivery.Answered) else fact
    return str(named.__struct_config__.tag)


_ACTION: Final[Mapping[str, Literal["send", "reconcile"]]] = {"sending": "send", "unknown": "reconcile"}
_WITHOUT_GATEWAY: Final = Rules(own_reference=False, unknown="ask", budget_seconds=600, lease_seconds=30)
