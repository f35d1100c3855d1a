"""THE CONTRACT between Hovor and a channel. A new channel implements this and changes nothing else.

A channel is a stateless adapter plus declared data. Hovor stores, orders, retries, recognises repetitions
and routes; an adapter never touches the database. Where Hovor itself holds the client's mailbox (`outbound`
is `pulled`), `Adapter` is all there is to implement; a channel that pushes implements `Gateway`.

Words of the data: `capabilities` (what a kind can do), `inbound` (what comes in), `outbound` (what goes
out), and the outcomes of sending from `hovor.messaging.delivery`.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Literal, Protocol

import msgspec

from hovor.foundation.clock import Instant
from hovor.foundation.database import Work
from hovor.messaging.channel.capabilities import (
    AddressKind,
    AttachmentRules,
    Capabilities,
    Description,
    ReceiptRules,
    SettingField,
    StartRule,
    TextRules,
    TypingRules,
    WindowRule,
)
from hovor.messaging.channel.inbound import (
    Address,
    Attachment,
    Challenge,
    Forged,
    Genuine,
    IdentityChanged,
    InboundEvent,
    MessageArrived,
    RawRequest,
    ReadUpTo,
    ReceiptArrived,
    TypingSeen,
    Unrecognised,
    Verdict,
)
from hovor.messaging.channel.outbound import OutboundFile, OutboundMessage, Signal
from hovor.messaging.delivery import (
    Accepted,
    CannotTell,
    Found,
    NotFound,
    Outcome,
    Receipt,
    Reconciled,
    Rejected,
    Rules,
    Unknown,
)
from hovor.messaging.policy import ApprovedTemplate, ChosenTemplate

__all__ = [
    "Accepted",
    "Adapter",
    "Address",
    "AddressKind",
    "ApprovedTemplate",
    "Attachment",
    "AttachmentRules",
    "CannotTell",
    "Capabilities",
    "Challenge",
    "Channel",
    "ChosenTemplate",
    "Description",
    "Forged",
    "Found",
    "Gateway",
    "Gateways",
    "Genuine",
    "Health",
    "HealthState",
    "IdentityChanged",
    "InboundEvent",
    "Kinds",
    "MessageArrived",
    "NotFound",
    "OutboundFile",
    "OutboundMessage",
    "Outcome",
    "RawRequest",
    "ReadUpTo",
    "Receipt",
    "ReceiptArrived",
    "ReceiptRules",
    "Reconciled",
    "Rejected",
    "Rules",
    "SettingField",
    "SettingProblem",
    "Signal",
    "Sink",
    "StartRule",
    "TextRules",
    "TypingRules",
    "TypingSeen",
    "Unknown",
    "Unrecognised",
    "Verdict",
    "WindowRule",
]

HealthState = Literal["working", "partly_working", "not_receiving", "turned_off"]


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """One configured way in, as its own adapter sees it: settings as the administrator gave them, secrets
    opened.
    """

    id: str
    key: str
    company_id: str
    kind: str
    name: str
    enabled: bool
    settings: Mapping[str, object]
    secrets: Mapping[str, str]


class Health(msgspec.Struct, frozen=True):
    """How a channel does; `reason` in plain words unless it is working."""

    state: HealthState
    reason: str | None = None
    since: Instant | None = None


class SettingProblem(msgspec.Struct, frozen=True):
    """What is wrong with one setting, in words an administrator understands."""

    field: str
    message: str


class Adapter(Protocol):
    """What every kind of channel has."""

    def describe(self) -> Description:
        """The same answer every time; pure."""
        ...

    async def validate_settings(
        self, settings: Mapping[str, object], secrets: Mapping[str, str]
    ) -> Sequence[SettingProblem]:
        """Everything that is wrong with these settings, empty when they will do. May ask the vendor, up to
        10 s.
        """
        ...

    async def health(self, channel: Channel) -> Health:
        """Whether the channel works now. Never raises: a vendor who does not answer is a state of health."""
        ...


class Gateway(Adapter, Protocol):
    """A channel whose messages are carried by a vendor."""

    def verify(self, channel: Channel, request: RawRequest) -> Verdict:
        """Whether the request proves to come from the vendor. Looks at bytes only and compares in constant
        time.
        """
        ...

    def parse(self, channel: Channel, body: bytes) -> Sequence[InboundEvent]:
        """Everything the body tells, in its order. Total: it never raises and drops nothing; what it cannot
        read becomes `Unrecognised`.
        """
        ...

    def fetch(self, channel: Channel, attachment: Attachment) -> AsyncIterator[bytes]:
        """The bytes of a file the client sent. May raise; the message is kept either way."""
        ...

    async def send(self, channel: Channel, message: OutboundMessage) -> Outcome:
        """One attempt. `Rejected` only when the vendor certainly did not take it; in any doubt `Unknown`."""
        ...

    async def reconcile(self, channel: Channel, message: OutboundMessage) -> Reconciled:
        """What the vendor knows about a message whose outcome was unknown."""
        ...

    async def templates(self, channel: Channel) -> Sequence[ApprovedTemplate]:
        """What the vendor has approved, also what cannot be used now; empty where `start` is not by template.
        May ask him, up to 10 s. Raises `OSError` when he does not say.
        """
        ...

    async def signal(self, channel: Channel, signal: Signal) -> None:
        """Pass a sign on if the channel can; otherwise do nothing."""
        ...


class Gateways(Protocol):
    """The kinds of channel of this installation, as wiring put them together."""

    def descriptions(self) -> Sequence[Description]:
        """All kinds, in the order in which they are offered."""
        ...

    def describe(self, kind: str) -> Description:
        """Raises `KeyError` for a kind that this installation does not have."""
        ...

    def adapter(self, kind: str) -> Adapter:
        """Raises `KeyError` for a kind that this installation does not have."""
        ...

    def gateway(self, kind: str) -> Gateway | None:
        """None for a kind that is pulled, or that this installation does not have."""
        ...


class Sink(Protocol):
    """What a channel's events lead to above messaging. Wiring builds it from the features that know
    conversations.

    Those that take `work` are verbs: they run in the unit in which the event is stored.
    """

    def message(
        self, work: Work, *, channel: Channel, event: MessageArrived, file_ids: tuple[str, ...]
    ) -> None:
        """Find or open the conversation and store the message. A repetition (same sender, same
        `dedupe_key`) changes nothing. May raise a `Refusal`, which is then recorded with the raw event.
        """
        ...

    def identity_changed(self, work: Work, *, channel: Channel, event: IdentityChanged) -> None:
        """Let the client whom we know as `event.known` be known as `event.now` too."""
        ...

    def operator_ready(self, work: Work, *, channel: Channel, operator_id: str, reason: str | None) -> None:
        """A station of the operator became ready for this channel (`reason` None), or not ready because of
        it.
        """
        ...

    async def typing(self, *, channel: Channel, event: TypingSeen) -> None:
        """Show it to who looks at the sender's conversation."""
        ...


class Kinds:
    """The registry: adapters by the kind that they describe."""

    def __init__(self, adapters: Iterable[Adapter], gateways: Iterable[Gateway] = ()) -> None:
        """`adapters` are the kinds that are pulled, `gateways` those that push. Raises `ValueError` when
        two say they are the same kind, or one stands in the wrong list.
        """
        self._gateways = {gateway.describe().kind: gateway for gateway in gateways}
        everything: list[Adapter] = [*adapters, *self._gateways.values()]
        self._adapters = {adapter.describe().kind: adapter for adapter in everything}
        if len(self._adapters) != len(everything):
            raise ValueError("two channels describe the same kind")
        for kind, adapter in self._adapters.items():
            if (adapter.describe().capabilities.outbound == "pushed") != (kind in self._gateways):
                raise ValueError(f"{kind} must be a gateway exactly when it pushes")

    def descriptions(self) -> Sequence[Description]:
        return [adapter.describe() for adapter in self._adapters.values()]

    def describe(self, kind: str) -> Description:
        return self._adapters[kind].describe()

    def adapter(self, kind: str) -> Adapter:
        return self._adapters[kind]

    def gateway(self, kind: str) -> Gateway | None:
        return self._gateways.get(kind)
