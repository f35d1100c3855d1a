"""The sandbox before the channel contract: a gateway that talks over a line to a stand-in of the outside
world.
"""

import asyncio
import hmac
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Final, Protocol

import msgspec

from hovor.channels.sandbox.adapter import inbound, wire
from hovor.foundation.files.store import FileStore
from hovor.messaging.channel import (
    Accepted,
    ApprovedTemplate,
    Attachment,
    AttachmentRules,
    CannotTell,
    Capabilities,
    Challenge,
    Channel,
    Description,
    Forged,
    Found,
    Genuine,
    Health,
    InboundEvent,
    NotFound,
    OutboundFile,
    OutboundMessage,
    Outcome,
    RawRequest,
    ReceiptRules,
    Reconciled,
    Rejected,
    Rules,
    SettingField,
    SettingProblem,
    Signal,
    StartRule,
    TextRules,
    TypingRules,
    Unknown,
    Verdict,
    WindowRule,
)

KIND: Final = "sandbox"
SIGNING: Final = "signing"
SIGNATURE_HEADER: Final = "x-sandbox-signature"
ASKING: Final = Rules(own_reference=False, unknown="ask")
"""An outside that does not recognise our references: the harder half of the vendors."""
WRITING_FIRST: Final = StartRule(to=("vendor",), by="text")
"""Anybody out there may be written to in words of our own."""


class Line(Protocol):
    """The way to the outside world."""

    async def exchange(self, path: str, body: bytes) -> bytes:
        """Hand over a request and bring back the answer.

        Raises `ConnectionRefusedError` when certainly nothing left; any other `OSError` leaves that open.
        """
        ...


class Sandbox:
    """Stateless, as every adapter. `sending`, `window` and `start` let a test choose how the outside
    behaves.
    """

    def __init__(
        self,
        line: Line,
        files: FileStore,
        *,
        sending: Rules = ASKING,
        window: WindowRule | None = None,
        start: StartRule = WRITING_FIRST,
    ) -> None:
        self._line = line
        self._files = files
        self._description = _description(sending, window, start)

    def describe(self) -> Description:
        """What the sandbox is; it is not offered to administrators."""
        return self._description

    async def validate_settings(
        self, settings: Mapping[str, object], secrets: Mapping[str, str]
    ) -> Sequence[SettingProblem]:
        """It needs the secret with which the outside signs, and nothing else."""
        problems = [SettingProblem(name, "The sandbox has no such setting.") for name in settings]
        if not secrets.get(SIGNING):
            problems.append(SettingProblem(SIGNING, "Enter the secret with which the outside signs."))
        return problems

    async def health(self, channel: Channel) -> Health:
        """Working when the outside answers."""
        if not channel.enabled:
            return Health("turned_off", "This channel is turned off.")
        try:
            await self._line.exchange("/health", b"{}")
        except OSError:
            return Health("partly_working", "The outside world does not answer; messages to clients wait.")
        return Health("working")

    def verify(self, channel: Channel, request: RawRequest) -> Verdict:
        """A body is signed with the shared secret; a challenge names it."""
        secret = channel.secrets.get(SIGNING, "").encode()
        if not secret:
            return Forged("this channel has no signing secret")
        if request.method == "GET":
            proof = request.query.get("token", "").encode("utf-8", "replace")
            known = hmac.compare_digest(proof, secret)
            return Challenge(request.query.get("challenge", "")) if known else Forged("wrong token")
        proof = request.headers.get(SIGNATURE_HEADER, "").encode("utf-8", "replace")
        expected = signature(secret, request.body).encode()
        return Genuine() if hmac.compare_digest(proof, expected) else Forged("wrong signature")

    def parse(self, channel: Channel, body: bytes) -> Sequence[InboundEvent]:
        """See `inbound.parse`."""
        return inbound.parse(body)

    async def fetch(self, channel: Channel, attachment: Attachment) -> AsyncIterator[bytes]:
        """The bytes of a file somebody sent."""
        yield await self._line.exchange("/fetch", _encode(wire.Fetch(attachment.reference)))

    async def send(self, channel: Channel, message: OutboundMessage) -> Outcome:
        """One attempt; an answer that cannot be read leaves open whether it was taken."""
        content = [await asyncio.to_thread(self._content, file) for file in message.files]
        chosen = message.template
        template = None if chosen is None else wire.Filled(chosen.id, chosen.language, dict(chosen.values))
        request = wire.Send(
            message.reference, message.recipient, message.text, tuple(content), message.answers, template
        )
        try:
            raw = await self._line.exchange("/send", _encode(request))
            answer = _sent.decode(raw)
        except ConnectionRefusedError:
            return Rejected("vendor", "The outside world does not answer.", again=True)
        except (OSError, msgspec.MsgspecError):
            return Unknown("The connection broke before the outside world answered.")
        if isinstance(answer, wire.Taken):
            return Accepted(answer.id)
        return Rejected(answer.failure, answer.reason, answer.again, answer.pause_seconds)

    async def reconcile(self, channel: Channel, message: OutboundMessage) -> Reconciled:
        """Ask by our reference."""
        try:
            raw = await self._line.exchange("/ask", _encode(wire.Ask(message.reference)))
            answer = _answered.decode(raw)
        except (OSError, msgspec.MsgspecError):
            return CannotTell()
        match answer:
            case wire.Known(vendor_id, state):
                return Found(vendor_id, state)
            case wire.Absent():
                return NotFound()
            case wire.Forgotten():
                return CannotTell()

    async def templates(self, channel: Channel) -> Sequence[ApprovedTemplate]:
        """As the outside lists them. What it says and nobody can read is a vendor who does not say."""
        try:
            listed = _templates.decode(await self._line.exchange("/templates", b"{}")).templates
        except msgspec.MsgspecError as error:
            raise ConnectionAbortedError(str(error)) from error
        return [ApprovedTemplate(**msgspec.structs.asdict(one)) for one in listed]

    async def signal(self, channel: Channel, signal: Signal) -> None:
        """Typing and read marks may get lost."""
        try:
            await self._line.exchange("/sign", _encode(wire.Sign(signal.kind, signal.recipient, signal.on)))
        except OSError:
            return

    def _content(self, file: OutboundFile) -> wire.SentFile:
        return wire.SentFile(file.name, file.kind, self._files.path(file.stored_as).read_bytes())


def signature(secret: bytes, body: bytes) -> str:
    """The value of the signature header for a body."""
    return f"sha256={hmac.digest(secret, body, 'sha256').hex()}"


def _description(sending: Rules, window: WindowRule | None, start: StartRule) -> Description:
    return Description(
        kind=KIND,
        name="Sandbox",
        offered=False,
        settings=(
            SettingField(
                SIGNING,
                "Signing secret",
                "With it the outside world signs what it sends.",
                required=True,
                secret=True,
            ),
        ),
        capabilities=Capabilities(
            outbound="pushed",
            live=False,
            text=TextRules(characters=4096),
            attachments=AttachmentRules(
                kinds=("image/*", "application/pdf", "text/plain"), bytes=5 << 20, count=5
            ),
            receipts=ReceiptRules(highest="read", by="message"),
            typing=TypingRules(incoming=True, outgoing=True, shown_seconds=10),
            sending=sending,
            window=window,
            start=start,
        ),
    )


_sent: Final[msgspec.json.Decoder[wire.Sent]] = msgspec.json.Decoder(wire.Sent)
_templates: Final = msgspec.json.Decoder(wire.Templates)
_answered: Final[msgspec.json.Decoder[wire.Answered]] = msgspec.json.Decoder(wire.Answered)
_encode: Final = msgspec.json.Encoder().encode
