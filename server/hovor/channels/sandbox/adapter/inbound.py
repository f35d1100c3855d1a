"""What a body from outside says: a pure, total function. It never raises and drops nothing."""

import hashlib
from collections.abc import Sequence
from typing import Final

import msgspec

from hovor.channels.sandbox.adapter import wire
from hovor.foundation.clock import SECOND, Instant
from hovor.messaging.channel import (
    Address,
    Attachment,
    IdentityChanged,
    InboundEvent,
    MessageArrived,
    ReadUpTo,
    Receipt,
    ReceiptArrived,
    TypingSeen,
    Unrecognised,
)

SCOPE: Final = "sandbox"
_LAST_SECOND: Final = 1 << 36
_updates: Final = msgspec.json.Decoder(wire.Updates)
_update: Final[msgspec.json.Decoder[wire.Update]] = msgspec.json.Decoder(wire.Update)
# What the decoder raises on bytes that somebody chose with care.
_UNREADABLE: Final = (msgspec.MsgspecError, RecursionError, ValueError)


def parse(body: bytes) -> Sequence[InboundEvent]:
    """Everything the body tells, in its order."""
    try:
        updates = _updates.decode(body).updates
    except _UNREADABLE as error:
        return [_unrecognised(body, str(error))]
    return [_event(bytes(update)) for update in updates]


def _event(raw: bytes) -> InboundEvent:
    try:
        update = _update.decode(raw)
    except _UNREADABLE as error:
        return _unrecognised(raw, str(error))
    match update:
        case wire.Message():
            return _message(update)
        case wire.Receipt():
            receipt = Receipt(update.state, update.failure, update.reason)
            return ReceiptArrived(vendor_id=update.message, own_reference=update.reference, receipt=receipt)
        case wire.ReadUpTo():
            return ReadUpTo(sender=_addresses(update.sender), vendor_id=update.message, state=update.state)
        case wire.Typing():
            return TypingSeen(sender=_addresses(update.sender), on=update.on)
        case wire.Renamed():
            known, now = _addresses(update.sender)[0], _addresses(update.now)[0]
            return IdentityChanged(dedupe_key=update.id, known=known, now=now)


def _message(update: wire.Message) -> MessageArrived:
    attachments, bad_files = _attachments(update.files)
    text = update.text if isinstance(update.text, str) else None
    defects = [] if update.text is None or text is not None else ["The text is no text."]
    defects += ["A file could not be understood."] * bad_files
    nothing = not (text and text.strip()) and not attachments
    return MessageArrived(
        dedupe_key=update.id,
        sender=_addresses(update.sender),
        sender_name=_plain(update.sender.name),
        sent_at=_instant(update.at),
        text=text,
        attachments=attachments,
        unsupported="content" if nothing else None,
        subject=_plain(update.subject),
        answers=_plain(update.answers),
        defects=tuple(defects),
    )


def _attachments(files: object) -> tuple[tuple[Attachment, ...], int]:
    """The files that can be understood, and how many can not."""
    offered = files if isinstance(files, list) else [] if files is None else [files]
    found = []
    for one in offered:
        try:
            file = msgspec.convert(one, wire.File)
        except _UNREADABLE:
            continue
        found.append(Attachment(file.name or "file", file.kind, file.size_bytes, file.id))
    return tuple(found), len(offered) - len(found)


def _addresses(person: wire.Person) -> tuple[Address, ...]:
    """The outside's own id first: it is the one that the outside vouches for."""
    more = (("phone", person.phone), ("email", person.email))
    return (
        Address("vendor", SCOPE, person.id, "authenticated"),
        *(Address(kind, "global", value) for kind, value in more if isinstance(value, str) and value),
    )


def _plain(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _instant(seconds: object) -> Instant | None:
    return seconds * SECOND if isinstance(seconds, int) and 0 < seconds < _LAST_SECOND else None


def _unrecognised(raw: bytes, reason: str) -> Unrecognised:
    """Kept under a name made of its bytes, so that a repetition is recognised."""
    text = raw.decode("utf-8", "backslashreplace")
    return Unrecognised(dedupe_key=hashlib.sha256(raw).hexdigest(), reason=reason, raw=text)
