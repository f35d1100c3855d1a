"""What a kind of channel can do, as data. It drives the composer, the console's buttons and the contract
test.
"""

from typing import Literal

import msgspec

from hovor.messaging.delivery import Rules

AddressKind = Literal["phone", "email", "vendor"]


class TextRules(msgspec.Struct, frozen=True):
    """How long one message may be; 0 characters: no text at all."""

    characters: int


class AttachmentRules(msgspec.Struct, frozen=True):
    """Which files may go along. `kinds` are media types, `image/*` stands for all of a family; `count` per
    message.
    """

    kinds: tuple[str, ...]
    bytes: int
    count: int


class ReceiptRules(msgspec.Struct, frozen=True):
    """How far a message can be followed, and whether a receipt names one message or everything up to one."""

    highest: Literal["accepted", "sent", "delivered", "read", "played"]
    by: Literal["message", "watermark"]


class TypingRules(msgspec.Struct, frozen=True):
    """Typing shown to us and by us. `reveals_reading`: showing it tells the client that we have read."""

    incoming: bool
    outgoing: bool
    shown_seconds: int = 0
    reveals_reading: bool = False


class WindowRule(msgspec.Struct, frozen=True):
    """Free text is allowed for `seconds` after the client's last message, afterwards only what `outside`
    says.
    """

    seconds: int
    outside: Literal["templates", "nothing"]


class StartRule(msgspec.Struct, frozen=True):
    """We may write first: to which kinds of address, and with what."""

    to: tuple[AddressKind, ...]
    by: Literal["text", "template"]


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """The capability document. None or False: the channel cannot.

    `outbound` is `pulled` where Hovor itself holds the client's mailbox and the client fetches (web chat),
    `pushed` where a gateway carries messages out; only then `sending` is given. `live`: the client is
    expected to be present (otherwise a conversation may wait for him for days). `edit_seconds`,
    `delete_seconds`: for how long one of our messages may still be changed or taken back.
    """

    outbound: Literal["pulled", "pushed"]
    live: bool
    text: TextRules
    attachments: AttachmentRules | None
    receipts: ReceiptRules | None
    typing: TypingRules
    sending: Rules | None = None
    window: WindowRule | None = None
    start: StartRule | None = None
    edit_seconds: int | None = None
    delete_seconds: int | None = None
    quote: bool = False
    reactions: bool = False
    subject: bool = False
    calls: bool = False


class SettingField(msgspec.Struct, frozen=True):
    """One setting an administrator gives. A secret one is sealed at rest and never shown again."""

    name: str
    label: str
    help: str
    required: bool
    secret: bool = False


class Description(msgspec.Struct, frozen=True):
    """A kind of channel: what it is called, what it needs, what it can do. `offered`: whether an
    administrator may make channels of it; a kind for tests and demonstrations is not offered.
    """

    kind: str
    name: str
    settings: tuple[SettingField, ...]
    capabilities: Capabilities
    offered: bool = True
