"""What a push says, in the operator's language. Push services are strangers: no word here is a client's."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

import msgspec

from hovor.notifications.policy import What

Spoken: TypeAlias = What | Literal["test"]
DECLARATIVE: Final = 8030
"""The member `web_push` by which a browser that knows Declarative Web Push shows it without our script."""

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "message": "New message",
        "invitation": "Invitation: your client is here or due soon",
        "connection": "Hovor has lost your connection",
        "test": "This is a test from Hovor",
        "webchat": "web chat",
        "email": "e-mail",
        "whatsapp": "WhatsApp",
        "phone": "phone",
    },
    "cs": {
        "message": "Nová zpráva",
        "invitation": "Pozvánka: klient je tady, nebo přijde za chvíli",
        "connection": "Hovor ztratil spojení s vámi",
        "test": "Tohle je zkouška z Hovoru",
        "webchat": "chat na webu",
        "email": "e-mail",
        "whatsapp": "WhatsApp",
        "phone": "telefon",
    },
    "de": {
        "message": "Neue Nachricht",
        "invitation": "Einladung: Ihr Kunde ist da oder kommt gleich",
        "connection": "Hovor hat die Verbindung zu Ihnen verloren",
        "test": "Das ist ein Test von Hovor",
        "webchat": "Webchat",
        "email": "E-Mail",
        "whatsapp": "WhatsApp",
        "phone": "Telefon",
    },
}
_TOPIC_LENGTH: Final = 32


class Said(msgspec.Struct, frozen=True):
    """`payload` is the JSON text that the browser gets; a later one with the same `topic` replaces it."""

    payload: str
    topic: str


def say(
    what: Spoken,
    language: str,
    *,
    kind: str | None = None,
    queue: str | None = None,
    conversation_id: str | None = None,
    notification_id: str | None = None,
) -> Said:
    """In the declarative form, which our own service worker reads too: "New message, web chat, Sales"."""
    words = _WORDS.get(language, _WORDS["en"])
    parts = [words.get(what, words["message"]), None if kind is None else words.get(kind, kind), queue]
    tag = conversation_id or what
    path = "/" if conversation_id is None else f"/conversations/{conversation_id}"
    document = {
        "web_push": DECLARATIVE,
        "notification": {
            "title": ", ".join(part for part in parts if part),
            "lang": language,
            "tag": tag,
            "navigate": path,
            "silent": False,
        },
        "hovor": {"notification_id": notification_id, "what": what},
    }
    topic = base64.urlsafe_b64encode(hashlib.sha256(f"{what}/{tag}".encode()).digest()).decode()
    return Said(msgspec.json.encode(document).decode(), topic[:_TOPIC_LENGTH])
