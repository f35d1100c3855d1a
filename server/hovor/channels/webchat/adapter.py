"""Web chat before the channel contract: Hovor itself holds the visitor's mailbox, so nothing is pushed."""

from collections.abc import Mapping, Sequence
from typing import Final

from hovor.channels.webchat import policy
from hovor.foundation.files.kinds import KINDS
from hovor.messaging.channel import (
    AttachmentRules,
    Capabilities,
    Channel,
    Description,
    Health,
    ReceiptRules,
    SettingField,
    SettingProblem,
    TextRules,
    TypingRules,
)

KIND: Final = "webchat"
TEXT_CHARACTERS: Final = 8_000
FILE_BYTES: Final = 20 << 20
FILE_KINDS: Final = tuple(kind.media_type for kind in KINDS)
CAPABILITIES: Final = Capabilities(
    outbound="pulled",
    live=True,
    text=TextRules(characters=TEXT_CHARACTERS),
    attachments=AttachmentRules(kinds=FILE_KINDS, bytes=FILE_BYTES, count=10),
    receipts=ReceiptRules(highest="read", by="watermark"),
    typing=TypingRules(incoming=True, outgoing=True, shown_seconds=6),
)
DESCRIPTION: Final = Description(
    kind=KIND,
    name="Web chat",
    settings=(
        SettingField(
            "allowed_sites",
            "Allowed sites",
            "The websites that may show this chat, one a line, such as https://shop.example.",
            required=False,
        ),
        SettingField(
            "colour",
            "Colour",
            "Your colour, such as #1f5f4f. The text on it is chosen to be readable.",
            required=False,
        ),
        SettingField(
            "title",
            "Title",
            "What stands at the head of the chat. Left empty, the channel's name.",
            required=False,
        ),
        SettingField("greeting", "Greeting", "The first line a visitor sees.", required=False),
        SettingField(
            "suggestions", "Suggestions", "Up to six first questions to choose from.", required=False
        ),
        SettingField(
            "start_fields",
            "Questions before the chat",
            "Name, e-mail, phone: asked, or required.",
            required=False,
        ),
        SettingField("ask_consent", "Ask for consent", "A box, never ticked in advance.", required=False),
        SettingField("privacy_url", "Privacy page", "The address of your privacy page.", required=False),
        SettingField("files", "Files", "Whether visitors may send files.", required=False),
        SettingField(
            "when_unavailable",
            "When nobody is there",
            "queue: clients may wait; leave_message: they are asked to leave a message.",
            required=False,
        ),
        SettingField("offline_text", "Words when nobody is there", "Shown above the form.", required=False),
    ),
    capabilities=CAPABILITIES,
)


class WebChat:
    """The adapter; it keeps nothing."""

    def describe(self) -> Description:
        """What web chat is and can do."""
        return DESCRIPTION

    async def validate_settings(
        self, settings: Mapping[str, object], secrets: Mapping[str, str]
    ) -> Sequence[SettingProblem]:
        """What is wrong with these settings; there are no secrets."""
        found = list(policy.problems(settings))
        found += [SettingProblem(name, "Web chat has no such secret.") for name in secrets]
        return found

    async def health(self, channel: Channel) -> Health:
        """It works as long as Hovor does; without a site it can be seen on Hovor's own pages only."""
        if not channel.enabled:
            return Health("turned_off")
        if policy.problems(channel.settings):
            return Health("not_receiving", "Its settings cannot be used. Open the channel and save it again.")
        return Health("working")
