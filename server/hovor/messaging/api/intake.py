"""What comes in through a channel that pushes: proved, parsed, its files fetched, stored; only then
acknowledged.
"""

import asyncio
from collections.abc import Callable
from typing import Final, TypeVar

import msgspec
import structlog

from hovor.foundation.caller import Anonymous, SystemCaller
from hovor.foundation.database import Database, Work
from hovor.foundation.errors import Refusal, StorageUnavailable
from hovor.foundation.files import records
from hovor.foundation.files.store import FileStore
from hovor.foundation.secrets import Vault
from hovor.messaging import policy, queries, service
from hovor.messaging.channel import (
    Address,
    Attachment,
    Channel,
    Gateway,
    Gateways,
    Genuine,
    IdentityChanged,
    InboundEvent,
    MessageArrived,
    RawRequest,
    ReadUpTo,
    Receipt,
    ReceiptArrived,
    Sink,
    TypingSeen,
    Unrecognised,
    Verdict,
)
from hovor.messaging.errors import ChannelUnknown

T = TypeVar("T")

_FETCH_SECONDS: Final = 60

log = structlog.get_logger("hovor.messaging")


class Intake:
    """The one way in for vendors. Everything it answers for is committed before it answers."""

    def __init__(
        self, database: Database, gateways: Gateways, sink: Sink, *, files: FileStore, vault: Vault
    ) -> None:
        self._database = database
        self._gateways = gateways
        self._sink = sink
        self._files = files
        self._vault = vault

    async def take(self, key: str, request: RawRequest) -> Verdict:
        """Store everything a request tells, in its order, if it is genuine.

        When it raises, some of it may be stored; the vendor sends it again, and what was stored is
        recognised. Raises `ChannelUnknown`, `StorageUnavailable`.
        """
        channel = await self._database.read(
            queries.channel, key, vault=self._vault, company="", caller=Anonymous()
        )
        gateway = self._gateways.gateway(channel.kind)
        if gateway is None:
            raise ChannelUnknown
        verdict = gateway.verify(channel, request)
        if isinstance(verdict, Genuine):
            for event in gateway.parse(channel, request.body):
                await self._take_event(gateway, channel, event)
        return verdict

    async def _take_event(self, gateway: Gateway, channel: Channel, event: InboundEvent) -> None:
        match event:
            case MessageArrived():
                await self._take_message(gateway, channel, event)
            case ReceiptArrived():
                await self._write(channel, service.apply_receipt, channel_id=channel.id, event=event)
            case ReadUpTo():
                await self._write(channel, _read_up_to, channel_id=channel.id, event=event)
            case IdentityChanged(known=known, now=now):
                event = msgspec.structs.replace(event, known=_address(known), now=_address(now))
                await self._write(channel, self._sink.identity_changed, channel=channel, event=event)
            case TypingSeen():
                await self._sink.typing(channel=channel, event=event)
            case Unrecognised(dedupe_key=key, reason=reason, raw=raw):
                await self._refuse(channel, key, reason, raw)

    async def _take_message(self, gateway: Gateway, channel: Channel, event: MessageArrived) -> None:
        event, file_ids = _storable(event), []
        for attachment in event.attachments:
            file_id = await self._fetch(gateway, channel, attachment)
            if file_id is None:
                defect = "A file could not be fetched."
                event = msgspec.structs.replace(event, defects=(*event.defects, defect))
            else:
                file_ids.append(file_id)
        if not file_ids and event.attachments and not event.text:
            event = msgspec.structs.replace(event, unsupported="file")
        try:
            await self._write(
                channel, self._sink.message, channel=channel, event=event, file_ids=tuple(file_ids)
            )
        except StorageUnavailable:
            raise
        except Refusal as refusal:
            await self._refuse_message(channel, event, refusal.code)
        except Exception:
            # Sent again it would fail again, and hold up everything behind it.
            log.exception("inbound_message_failed", channel_id=channel.id)
            await self._refuse_message(channel, event, "internal_error")

    async def _fetch(self, gateway: Gateway, channel: Channel, attachment: Attachment) -> str | None:
        """The id under which the file is kept now; None when it could not be had or is of no kind we take."""
        try:
            async with asyncio.timeout(_FETCH_SECONDS):
                stored = await self._files.put(gateway.fetch(channel, attachment), attachment.name)
        except Exception as error:  # noqa: BLE001  whatever goes wrong outside, the message itself is kept
            log.warning("inbound_file_failed", channel_id=channel.id, error=type(error).__name__)
            return None
        record = await self._write(channel, records.add, stored=stored)
        return record.id

    async def _refuse_message(self, channel: Channel, event: MessageArrived, reason: str) -> None:
        await self._refuse(channel, event.dedupe_key, reason, msgspec.json.encode(event).decode())

    async def _refuse(self, channel: Channel, dedupe_key: str, reason: str, raw: str) -> None:
        names = {"channel_id": channel.id, "dedupe_key": dedupe_key, "reason": reason, "raw": raw}
        await self._write(channel, service.record_refusal, **names)

    async def _write(self, channel: Channel, verb: Callable[..., T], /, **values: object) -> T:
        caller = SystemCaller(channel.company_id, f"channel:{channel.id}")
        return await self._database.write(verb, company=channel.company_id, caller=caller, **values)


def _storable(event: MessageArrived) -> MessageArrived:
    """What the outside named may hold anything; here it becomes what can be stored and indexed."""
    return msgspec.structs.replace(
        event,
        sender=tuple(_address(address) for address in event.sender),
        sender_name=None if event.sender_name is None else policy.key(event.sender_name),
        subject=None if event.subject is None else policy.storable(event.subject),
    )


def _address(address: Address) -> Address:
    return msgspec.structs.replace(address, value=policy.key(address.value))


def _read_up_to(work: Work, *, channel_id: str, event: ReadUpTo) -> None:
    """The message named is proved to be there, and with it everything before."""
    receipt = ReceiptArrived(vendor_id=event.vendor_id, own_reference=None, receipt=Receipt(event.state))
    service.apply_receipt(work, channel_id=channel_id, event=receipt)
    place = queries.delivery_place(work, channel_id=channel_id, vendor_id=event.vendor_id)
    if place is not None:
        conversation_id, number = place
        read = event.state == "read"
        service.mark_by_client(work, conversation_id=conversation_id, number=number, read=read)
